"""Polly's voices: which one reads a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent_actions.errors import FixableError, UnknownNameError
from agent_actions.files import spoken_words
from agent_actions.files.languages import base_of, name_of

if TYPE_CHECKING:
    from types_boto3_polly import PollyClient
    from types_boto3_polly.literals import EngineType, VoiceIdType
    from types_boto3_polly.type_defs import VoiceTypeDef

_ENGINES: tuple[EngineType, ...] = ("neural", "standard", "generative", "long-form")
"""From the one preferred: neural sounds well and is in most regions (polly/latest/dg/neural-voices)."""
_USUAL = ("en-US", "es-ES", "fr-FR", "de-DE", "pt-BR", "it-IT", "nl-NL", "cmn-CN", "arb")


@dataclass(frozen=True)
class Voice:
    id: VoiceIdType
    engine: EngineType
    language: str
    """Polly's code, such as ``en-GB``."""


def voices(client: PollyClient) -> list[VoiceTypeDef]:
    found: list[VoiceTypeDef] = []
    answer = client.describe_voices()
    while True:
        found += answer["Voices"]
        following = answer.get("NextToken")
        if not following:
            return found
        answer = client.describe_voices(NextToken=following)


def choose(known: Sequence[VoiceTypeDef], voice: str, language: str, locale: str) -> Voice:
    """The voice called ``voice``, else one for ``language``: of the very region, the asker's, the usual one, any.

    Raises UnknownNameError for an unknown voice and FixableError for a language that nobody speaks.
    """
    if voice.strip():
        folded = voice.strip().casefold()
        named = [v for v in known if folded in (v.get("Id", "").casefold(), v.get("Name", "").casefold())]
        if not named:
            near = [v for v in known if base_of(v.get("LanguageCode", "")) == base_of(language)] or list(known)
            names = sorted(v.get("Id", "") for v in near)
            raise UnknownNameError(spoken_words.unknown_voice(voice.strip(), names), nearest=names[:3])
        return _voice(named[0])
    wanted = base_of(language)
    speaking = [v for v in known if base_of(v.get("LanguageCode", "")) == wanted]
    if not speaking:
        spoken = sorted({name_of(v.get("LanguageCode", "")) for v in known})
        raise FixableError(spoken_words.no_voice(name_of(language), spoken))
    order = [language.casefold(), locale.casefold(), *(code.casefold() for code in _USUAL)]

    def rank(item: VoiceTypeDef) -> tuple[int, int]:
        code = item.get("LanguageCode", "").casefold()
        place = order.index(code) if code in order else len(order)
        return place, _ENGINES.index(_engine(item))

    return _voice(min(speaking, key=rank))


def _voice(item: VoiceTypeDef) -> Voice:
    return Voice(item.get("Id", "Joanna"), _engine(item), item.get("LanguageCode", ""))


def _engine(item: VoiceTypeDef) -> EngineType:
    supported: Sequence[str] = item.get("SupportedEngines", [])
    for engine in _ENGINES:
        if engine in supported:
            return engine
    return "standard"
