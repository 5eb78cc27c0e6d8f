"""Texts and documents through Translate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent_actions.errors import ActionError, CannotError, FixableError, UnknownNameError
from agent_actions.files import language_words
from agent_actions.files.failures import AwsFailure, code_of, failed
from agent_actions.files.languages import name_of
from agent_actions.files.pieces import pieces

if TYPE_CHECKING:
    from types_boto3_translate import TranslateClient
    from types_boto3_translate.type_defs import TranslateTextResponseTypeDef

SERVICE = "Translate"
TEXT_BYTES = 10_000
"""UTF-8 bytes of one TranslateText (translate/dg/what-is-limits)."""
DOCUMENT_BYTES = 100_000
"""One TranslateDocument; one of its languages has to be English (translate/dg/sync-doc)."""
_AT_ONCE = 4
_FAR = "auto"


@dataclass(frozen=True)
class Translated:
    text: str
    source: str
    """Code, as given or as the service found."""
    terms: tuple[tuple[str, str], ...] = ()
    """Of the terminology that were applied: source and target."""


def translate_text(client: TranslateClient, text: str, source: str, target: str, terminology: str = "") -> Translated:
    """``source`` "" lets the service tell. Raises ActionError in words."""
    parts = pieces(text, TEXT_BYTES)
    more: dict[str, Any] = {"TerminologyNames": [terminology]} if terminology else {}
    applied: dict[tuple[str, str], None] = {}

    def one(part: str, given: str) -> tuple[str, str]:
        core = part.strip()
        if not core:
            return part, given
        answer = client.translate_text(Text=core, SourceLanguageCode=given, TargetLanguageCode=target, **more)
        applied.update(dict.fromkeys(_terms(answer)))
        start = part[: len(part) - len(part.lstrip())]
        end = part[len(part.rstrip()) :]
        return start + answer["TranslatedText"].strip() + end, answer["SourceLanguageCode"]

    try:
        first, found = one(parts[0], source or _FAR)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            rest = [said for said, _ in pool.map(one, parts[1:], [found] * (len(parts) - 1))]
    except AwsFailure as error:
        raise explained(client, error, source, target, terminology) from error
    return Translated("".join([first, *rest]), found, tuple(applied))


def translate_document(
    client: TranslateClient, content: bytes, mime: str, source: str, target: str, terminology: str = ""
) -> bytes | None:
    """The document with its layout; None when the service doesn't take it, so that its text may be tried."""
    more: dict[str, Any] = {"TerminologyNames": [terminology]} if terminology else {}
    try:
        answer = client.translate_document(
            Document={"Content": content, "ContentType": mime},
            SourceLanguageCode=source,
            TargetLanguageCode=target,
            **more,
        )
    except AwsFailure as error:
        if code_of(error) in ("InvalidRequestException", "LimitExceededException"):
            return None
        raise explained(client, error, source, target, terminology) from error
    content_of: Any = answer["TranslatedDocument"]["Content"]
    return bytes(content_of if isinstance(content_of, bytes) else content_of.read())


def explained(client: TranslateClient, error: Exception, source: str, target: str, terminology: str) -> ActionError:
    """A failure of Translate's as the sentence that helps with it."""
    code = code_of(error)
    if code == "UnsupportedLanguagePairException":
        detail: Mapping[str, Any] = getattr(error, "response", {})
        found = source or str(detail.get("SourceLanguageCode", ""))
        known = [name_of(c) for c in _languages(client)]
        if not found or found == _FAR:
            return CannotError(language_words.unsupported_target(name_of(target), known))
        return CannotError(language_words.unsupported_pair(name_of(found), name_of(target), known))
    if code == "DetectedLanguageLowConfidenceException":
        return FixableError(language_words.SOURCE_UNCERTAIN)
    if code == "ResourceNotFoundException" and terminology:
        known = _terminologies(client)
        return UnknownNameError(language_words.unknown_terminology(terminology, known), nearest=known[:3])
    return failed(SERVICE, error)


def _terms(answer: TranslateTextResponseTypeDef) -> list[tuple[str, str]]:
    return [
        (term.get("SourceText", ""), term.get("TargetText", ""))
        for terminology in answer.get("AppliedTerminologies", [])
        for term in terminology.get("Terms", [])
    ]


def _languages(client: TranslateClient) -> Sequence[str]:
    """Codes that the service knows; none when it doesn't say."""
    codes: list[str] = []
    try:
        answer = client.list_languages()
        codes += [item["LanguageCode"] for item in answer["Languages"]]
        while following := answer.get("NextToken"):
            answer = client.list_languages(NextToken=following)
            codes += [item["LanguageCode"] for item in answer["Languages"]]
    except AwsFailure:
        return codes
    return [code for code in codes if code != _FAR]


def _terminologies(client: TranslateClient) -> list[str]:
    try:
        found = client.list_terminologies()["TerminologyPropertiesList"]
    except AwsFailure:
        return []
    return sorted(item.get("Name", "") for item in found)
