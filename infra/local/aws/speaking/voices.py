"""Polly's voices, those whose language eSpeak NG speaks, and the eSpeak voice that stands in for each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

LANGUAGES = {
    "arb": "ar",
    "ar-AE": "ar",
    "ca-ES": "ca",
    "cmn-CN": "cmn",
    "cs-CZ": "cs",
    "cy-GB": "cy",
    "da-DK": "da",
    "de-AT": "de",
    "de-CH": "de",
    "de-DE": "de",
    "en-AU": "en",
    "en-GB": "en",
    "en-GB-WLS": "en",
    "en-IE": "en",
    "en-IN": "en",
    "en-NZ": "en",
    "en-SG": "en",
    "en-US": "en-us",
    "en-ZA": "en",
    "es-ES": "es",
    "es-MX": "es-419",
    "es-US": "es-419",
    "fi-FI": "fi",
    "fr-BE": "fr-be",
    "fr-CA": "fr",
    "fr-FR": "fr",
    "hi-IN": "hi",
    "is-IS": "is",
    "it-IT": "it",
    "ko-KR": "ko",
    "nb-NO": "nb",
    "nl-BE": "nl",
    "nl-NL": "nl",
    "pl-PL": "pl",
    "pt-BR": "pt-br",
    "pt-PT": "pt",
    "ro-RO": "ro",
    "ru-RU": "ru",
    "sv-SE": "sv",
    "tr-TR": "tr",
    "yue-CN": "yue",
}
"""Polly's language code -> eSpeak's. Not Japanese: eSpeak spells kanji out by their codes."""

VARIANTS = {"Female": ("f2", "f3", "f4", "f1", "f5"), "Male": ("m3", "m1", "m7", "m2", "m4")}
"""Ways of eSpeak to sound; the voices of a language get them in turn, so that they can be told apart."""


@dataclass(frozen=True)
class Voice:
    id: str
    name: str
    gender: str
    language: str
    language_name: str
    engines: tuple[str, ...]
    more_languages: tuple[str, ...]
    variant: str

    def described(self) -> dict[str, object]:
        """As DescribeVoices has it."""
        found: dict[str, object] = {
            "Id": self.id,
            "Name": self.name,
            "Gender": self.gender,
            "LanguageCode": self.language,
            "LanguageName": self.language_name,
            "SupportedEngines": list(self.engines),
        }
        if self.more_languages:
            found["AdditionalLanguageCodes"] = list(self.more_languages)
        return found

    def espeak(self, language: str) -> str:
        return f"{LANGUAGES[language]}+{self.variant}"


@cache
def voices() -> dict[str, Voice]:
    """By id. What Polly's DescribeVoices answered is kept by moto, word for word."""
    from moto.polly.resources import VOICE_DATA  # it takes a third of a second

    found: dict[str, Voice] = {}
    counts: dict[tuple[str, str], int] = {}
    for known in sorted(VOICE_DATA, key=lambda voice: (voice["LanguageCode"], voice["Id"])):
        language, gender = known["LanguageCode"], known["Gender"]
        if language not in LANGUAGES:
            continue
        number = counts[language, gender] = counts.get((language, gender), -1) + 1
        found[known["Id"]] = Voice(
            id=known["Id"],
            name=known["Name"],
            gender=gender,
            language=language,
            language_name=known["LanguageName"],
            engines=tuple(known["SupportedEngines"]),
            more_languages=tuple(code for code in known.get("AdditionalLanguageCodes") or () if code in LANGUAGES),
            variant=VARIANTS[gender][number % len(VARIANTS[gender])],
        )
    return found
