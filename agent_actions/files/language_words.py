"""Sentences about translating and analysing texts."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.files.words import counted, joined

NO_TEXT = "Give `text`, or `file` with the name of a shared file."
TEXT_AND_FILE = "Give `text` or `file`, not both."
SOURCE_UNCERTAIN = (
    "Translate couldn't tell which language this is in: it is too short or mixed. "
    "Say it, as in “from Spanish to English”."
)
WANTS = ("sentiment", "entities", "key_phrases", "pii", "redact", "language")
WHAT, NAME, KIND, TIMES, CONFIDENCE, SHARE, POSITION = (
    "What", "Found", "Kind", "Times", "Confidence", "Share", "Characters",
)  # fmt: skip
SENTIMENT, ENTITY, KEY_PHRASE, PERSONAL, LANGUAGE = "sentiment", "entity", "key phrase", "personal data", "language"
REDACTED_BY_MACHINE = "Personal data are found by machine, and some may be missed: look it over before you share it."


def unknown_language(given: str) -> str:
    return f"I don't know the language “{given}”. Give its name, such as Spanish, or its code, such as es."


def too_long(characters: int, most: int, doing: str) -> str:
    return (
        f"This text has {characters:,} characters; I {doing} at most {most:,} at once. "
        "Share it in parts, or say which part you need."
    )


def empty_text(name: str) -> str:
    return f"“{name}” has no text in it."


# translating


def same_language(name: str) -> str:
    return f"This is in {name} already."


def unsupported_pair(source: str, target: str, known: Sequence[str]) -> str:
    """``known``: languages that the service has at all."""
    said = f"Translate can't go from {source} to {target} here."
    return f"{said} It knows {joined(list(known))}, though not every pair of them." if known else said


def unsupported_target(target: str, known: Sequence[str]) -> str:
    return unsupported_pair("this language", target, known)


def unknown_terminology(name: str, known: Sequence[str]) -> str:
    if not known:
        return f"There is no terminology “{name}”; none has been imported into Translate."
    return f"There is no terminology “{name}”. There is: {joined(list(known[:12]))}."


def translation_title(name: str, target: str) -> str:
    return f"{name} in {target}" if name else f"Translation into {target}"


def translated(name: str, source: str, target: str, characters: int) -> str:
    of = f"{name}: translated" if name else "Translated"
    return f"{of} from {source} to {target} by machine, {counted(characters, 'character')}."


def document_translated(name: str, source: str, target: str, made: str) -> str:
    return f"{name}: translated from {source} to {target} by machine; {made} is the document with its layout."


def terms_applied(terminology: str, terms: Sequence[tuple[str, str]]) -> str:
    listed = ", ".join(f"{source} → {target}" for source, target in terms[:8])
    return f"terminology {terminology}" + (f": {listed}" if listed else ", no term of it came up")


# analysing


def unknown_want(given: Sequence[str]) -> str:
    return f"`want` takes {joined(list(WANTS), 'or')}, not {joined([f'“{g}”' for g in given], 'or')}."


def language_uncertain() -> str:
    return "Comprehend couldn't tell which language this is in: it is too short or mixed. Say which, and ask again."


def analysis_title(name: str) -> str:
    return f"Analysis of {name}" if name else "Analysis of the text"


def analysed(name: str, parts: Sequence[str]) -> str:
    said = "; ".join(parts)
    return f"{name}: {said}." if name else f"{said[:1].upper()}{said[1:]}."


def sentiment(feeling: str, sure: float | None = None) -> str:
    """``sure``: per cent, where the service says."""
    return f"{feeling.lower()} sentiment" + ("" if sure is None else f" ({sure:.0f} %)")


def sentiment_shares(shares: Sequence[tuple[str, float]]) -> str:
    listed = ", ".join(f"{share:.0f} % {feeling.lower()}" for feeling, share in shares)
    return f"sentiment by share of the text: {listed}"


def entities_found(count: int) -> str:
    return counted(count, "entity", "entities") if count else "no entities found"


def phrases_found(count: int) -> str:
    return counted(count, "key phrase") if count else "no key phrases found"


def personal_found(kinds: Sequence[tuple[str, int]]) -> str:
    """Kinds and how often; never the values."""
    if not kinds:
        return "no personal data found"
    listed = joined([f"{count} × {kind_name(kind)}" for kind, count in kinds])
    return f"personal data: {listed}"


def kind_name(kind: str) -> str:
    """Comprehend's ``CREDIT_DEBIT_NUMBER`` is "credit debit number"."""
    return kind.replace("_", " ").lower()


def redacted(count: int) -> str:
    return f"{counted(count, 'piece')} of personal data blacked out" if count else "no personal data found to black out"


def written_in(languages: Sequence[tuple[str, float]]) -> str:
    if not languages:
        return "no language was recognised"
    return "written in " + ", ".join(f"{name} ({score:.0f} %)" for name, score in languages)


def position(begin: int, end: int) -> str:
    return f"{begin + 1:,}–{end:,}"
