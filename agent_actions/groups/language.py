"""Language: translating, and what a text says of its author, its subjects and its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, cast

from agent_actions.action import action
from agent_actions.context import Context
from agent_actions.contract import Job, MadeFile, SharedFile, made_key
from agent_actions.errors import CannotError, FinalError, FixableError, RefusedError
from agent_actions.files import language_words, words
from agent_actions.files.analysing import COLUMNS, SERVICE, Part, analyse, languages_part
from agent_actions.files.answers import last_answer
from agent_actions.files.dominant import dominant_language, languages_of
from agent_actions.files.failures import AwsFailure, failed
from agent_actions.files.hearing import hear
from agent_actions.files.jobs import pending, token
from agent_actions.files.languages import base_of, name_of
from agent_actions.files.languages import language as language_called
from agent_actions.files.reading import text_of
from agent_actions.files.rows import found_table
from agent_actions.files.shared import fetch, folder, shared_file
from agent_actions.files.transcripts import text_in
from agent_actions.files.translating import DOCUMENT_BYTES, translate_document, translate_text
from agent_actions.groups.documents import IAM as READ_IAM
from agent_actions.groups.speech import HEAR_IAM
from agent_actions.result import ActionResult

if TYPE_CHECKING:
    from types_boto3_comprehend.literals import LanguageCodeType

FILE_IAM = tuple(dict.fromkeys((*READ_IAM, *HEAR_IAM)))
TRANSLATE_IAM = (
    *FILE_IAM,
    "translate:TranslateText",
    "translate:TranslateDocument",
    "translate:ListLanguages",
    "translate:ListTerminologies",
    "translate:GetTerminology",
    "comprehend:DetectDominantLanguage",
)
ANALYSE_IAM = (
    *FILE_IAM,
    "comprehend:DetectDominantLanguage",
    "comprehend:DetectSentiment",
    "comprehend:BatchDetectSentiment",
    "comprehend:DetectEntities",
    "comprehend:DetectKeyPhrases",
    "comprehend:DetectPiiEntities",
)
TRANSLATED_AT_ONCE = 100_000
"""Characters of one call of ours: about 15 of Translate's, and its price stays under two dollars."""
ANALYSED_AT_ONCE = 300_000
"""Characters; about 60 pieces for sentiment."""
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WANTS: Mapping[str, str] = {
    **{want: want for want in language_words.WANTS},
    "entity": "entities",
    "key phrases": "key_phrases",
    "keyphrases": "key_phrases",
    "phrases": "key_phrases",
    "personal data": "pii",
    "redaction": "redact",
    "mood": "sentiment",
    "languages": "language",
}


@dataclass(frozen=True)
class _Given:
    """The text that is meant, and the file it is from; with ``jobs`` there is nothing yet."""

    text: str = ""
    file: SharedFile | None = None
    jobs: tuple[Job, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.file.name if self.file else ""


@action("language", title="Translating", iam=TRANSLATE_IAM)
def translate(
    to: Annotated[str, "language to translate into: a name or a code, such as Spanish or es"],
    context: Context,
    text: Annotated[str, "what to translate; without text and file: the person's last answer in this thread"] = "",
    file: Annotated[str, "or a shared file's name or id"] = "",
    source: Annotated[str, "language it is in; empty: found out"] = "",
    terminology: Annotated[str, "name of a custom terminology in Translate"] = "",
) -> ActionResult:
    """Translate a text, or what a shared file says: a document, a photo of a text, a recording. Give the text word for
    word. Not for answering in another language yourself. Example: to "es", file "letter.docx\""""
    target = _language(to)
    spoken = _language(source) if source.strip() else ""
    answered = "" if text.strip() or file.strip() or any(f.now for f in context.files) else last_answer(context)
    given = _Given(answered) if answered else _given(context, text, file)
    if given.jobs:
        return _pending(given)
    _within(given, TRANSLATED_AT_ONCE, "translate")
    if given.file and given.file.mime == _DOCX and given.file.size <= DOCUMENT_BYTES:
        made = _document(context, given, given.file, spoken, target, terminology.strip())
        if made:
            return made
    if spoken and spoken == target:
        raise FixableError(language_words.same_language(name_of(target)))
    done = translate_text(context.services.ai.translate, given.text, spoken, target, terminology.strip())
    if done.source == target:
        raise CannotError(language_words.same_language(name_of(target)))
    applied = (language_words.terms_applied(terminology.strip(), done.terms),) if terminology.strip() else ()
    return ActionResult(
        title=language_words.translation_title(given.name, name_of(target)),
        headline=language_words.translated(given.name, name_of(done.source), name_of(target), len(given.text)),
        data={"source_language": done.source, "target_language": target},
        text=done.text,
        assumptions=applied,
        warnings=given.notes,
        provenance="machine-read",
        source=given.file.id if given.file else None,
    )


@action("language", title="Analysing the text", iam=ANALYSE_IAM)
def analyze_text(
    context: Context,
    want: Annotated[str, "comma list of sentiment, entities, key_phrases, pii, redact, language"] = "sentiment",
    text: Annotated[str, "what to analyse, word for word"] = "",
    file: Annotated[str, "or a shared file's name or id"] = "",
    language: Annotated[str, "language of the text; empty: found out"] = "",
) -> ActionResult:
    """Tell the sentiment of a text or file, the people, places and things it names, its key phrases, its language, or
    where personal data stand (pii); "redact" gives the text with personal data blacked out. Not for summarising.
    Example: want "sentiment,entities", file "feedback.txt\""""
    wanted = _wanted(want)
    chosen = _language(language) if language.strip() else ""
    given = _given(context, text, file)
    if given.jobs:
        return _pending(given)
    _within(given, ANALYSED_AT_ONCE, "analyse")
    parts: list[Part] = []
    try:
        if "language" in wanted:
            parts.append(languages_part(languages_of(context, given.text)))
        others = [w for w in wanted if w != "language"]
        if others:
            chosen = chosen or dominant_language(context, given.text)
            if not chosen:
                raise FixableError(language_words.language_uncertain())
            code = cast("LanguageCodeType", chosen if chosen == "zh-TW" else base_of(chosen))
            parts += analyse(context.services.ai.comprehend, given.text, code, others)
    except AwsFailure as error:
        raise failed(SERVICE, error) from error
    return _analysed(given, parts)


def _analysed(given: _Given, parts: list[Part]) -> ActionResult:
    done = [part for part in parts if not part.why]
    undone = words.not_looked_for([(part.want, part.why) for part in parts if part.why])
    if not done:
        raise (FinalError if any(part.broken for part in parts) else CannotError)(" ".join(undone))
    redacted = next((part.text for part in done if part.text is not None), None)
    title = language_words.analysis_title(given.name)
    rows = [row for part in done for row in part.rows]
    by_machine = (language_words.REDACTED_BY_MACHINE,) if redacted is not None else ()
    return ActionResult(
        status="ok" if rows or redacted is not None else "empty",
        title=title,
        headline=language_words.analysed(given.name, [part.said for part in done]),
        table=found_table(title, COLUMNS, rows),
        text=redacted,
        warnings=(*given.notes, *undone, *by_machine),
        provenance="machine-read",
        source=given.file.id if given.file else None,
    )


def _document(
    context: Context, given: _Given, file: SharedFile, source: str, target: str, terminology: str
) -> ActionResult | None:
    """The document with its layout; None where Translate takes its text only (one side has to be English)."""
    try:
        spoken = source or dominant_language(context, given.text)
    except AwsFailure as error:
        raise failed(SERVICE, error) from error
    if not spoken or spoken == target or "en" not in (base_of(spoken), base_of(target)):
        return None
    with folder() as at:
        content = fetch(context, file, at).read_bytes()
    made = translate_document(context.services.ai.translate, content, _DOCX, spoken, target, terminology)
    if made is None:
        return None
    name = f"{PurePath(file.name).stem}.{target}.docx"
    key = made_key(context.turn, token(context, "translate", file.id, target, terminology), name)
    context.services.s3.put_object(Bucket=context.services.settings.bucket, Key=key, Body=made, ContentType=_DOCX)
    title = language_words.translation_title(file.name, name_of(target))
    return ActionResult(
        title=title,
        headline=language_words.document_translated(file.name, name_of(spoken), name_of(target), name),
        data={"source_language": spoken, "target_language": target},
        files=(MadeFile(name=name, key=key, mime=_DOCX, size=len(made), title=title),),
        warnings=given.notes,
        provenance="machine-read",
        source=file.id,
    )


def _given(context: Context, text: str, file: str) -> _Given:
    """The text as given, or what the file says. Neither given: the file of this very message."""
    if text.strip() and file.strip():
        raise FixableError(language_words.TEXT_AND_FILE)
    if text.strip():
        return _Given(text.strip())
    if not file.strip() and not any(f.now for f in context.files):
        raise FixableError(language_words.NO_TEXT)
    chosen = shared_file(context, file)
    if chosen.kind in ("audio", "video"):
        heard = hear(context, chosen)
        read = _Given(text_in(heard.output), chosen, heard.jobs)
    else:
        found = text_of(context, chosen)
        read = _Given(found.text.strip(), chosen, found.jobs, found.notes)
    if not read.jobs and not read.text:
        raise CannotError(language_words.empty_text(chosen.name))
    return read


def _pending(given: _Given) -> ActionResult:
    what = words.lower(given.jobs[0].what)
    return pending(given.jobs, words.waiting(what), given.file.id if given.file else "")


def _within(given: _Given, most: int, doing: str) -> None:
    if len(given.text) > most:
        raise RefusedError(language_words.too_long(len(given.text), most, doing))


def _language(given: str) -> str:
    found = language_called(given)
    if found is None:
        raise FixableError(language_words.unknown_language(given.strip()))
    return found.code


def _wanted(want: str) -> tuple[str, ...]:
    given = [part.strip().casefold() for part in want.replace(";", ",").split(",") if part.strip()]
    unknown = [part for part in given if part not in _WANTS]
    if unknown:
        raise FixableError(language_words.unknown_want(unknown))
    return tuple(dict.fromkeys(_WANTS[part] for part in given)) or ("sentiment",)
