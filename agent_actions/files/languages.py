"""Names and codes of languages as people and AWS's services write them.

Codes by translate/dg/what-is-languages; Transcribe's by botocore's model, one region for each language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    code: str
    """As Translate and Comprehend write it: ``en``, ``zh-TW``."""
    name: str
    own: str
    """Its name in itself."""
    spoken: str = ""
    """Transcribe's code of its most spoken variety; empty: Transcribe doesn't hear it."""


_TABLE = """
af|Afrikaans|Afrikaans|af-ZA
sq|Albanian|shqip|sq-AL
am|Amharic|አማርኛ|am-ET
ar|Arabic|العربية|ar-SA
hy|Armenian|հայերեն|hy-AM
ast|Asturian|asturianu|ast-ES
az|Azerbaijani|azərbaycanca|az-AZ
eu|Basque|euskara|eu-ES
be|Belarusian|беларуская|be-BY
bn|Bengali|বাংলা|bn-IN
bs|Bosnian|bosanski|bs-BA
bg|Bulgarian|български|bg-BG
ca|Catalan|català|ca-ES
yue|Cantonese|粵語|zh-HK
zh|Chinese|中文|zh-CN
zh-TW|Traditional Chinese|繁體中文|zh-TW
hr|Croatian|hrvatski|hr-HR
cs|Czech|čeština|cs-CZ
da|Danish|dansk|da-DK
fa-AF|Dari|دری|fa-AF
nl|Dutch|Nederlands|nl-NL
en|English|English|en-US
eo|Esperanto|esperanto|
et|Estonian|eesti|et-EE
fa|Persian|فارسی|fa-IR
tl|Tagalog|Tagalog|tl-PH
fi|Finnish|suomi|fi-FI
fr|French|français|fr-FR
fr-CA|Canadian French|français canadien|fr-CA
gl|Galician|galego|gl-ES
ka|Georgian|ქართული|ka-GE
de|German|Deutsch|de-DE
el|Greek|ελληνικά|el-GR
gu|Gujarati|ગુજરાતી|gu-IN
ht|Haitian Creole|kreyòl ayisyen|ht-HT
ha|Hausa|Hausa|ha-NG
he|Hebrew|עברית|he-IL
hi|Hindi|हिन्दी|hi-IN
hu|Hungarian|magyar|hu-HU
is|Icelandic|íslenska|is-IS
id|Indonesian|Bahasa Indonesia|id-ID
ga|Irish|Gaeilge|ga-IE
it|Italian|italiano|it-IT
ja|Japanese|日本語|ja-JP
kn|Kannada|ಕನ್ನಡ|kn-IN
kk|Kazakh|қазақша|kk-KZ
ko|Korean|한국어|ko-KR
lv|Latvian|latviešu|lv-LV
lt|Lithuanian|lietuvių|lt-LT
mk|Macedonian|македонски|mk-MK
ms|Malay|Bahasa Melayu|ms-MY
ml|Malayalam|മലയാളം|ml-IN
mt|Maltese|Malti|mt-MT
mr|Marathi|मराठी|mr-IN
mn|Mongolian|монгол|mn-MN
no|Norwegian|norsk|no-NO
oc|Occitan|occitan|
ps|Pashto|پښتو|ps-AF
pl|Polish|polski|pl-PL
pt|Portuguese|português|pt-BR
pt-PT|European Portuguese|português europeu|pt-PT
pa|Punjabi|ਪੰਜਾਬੀ|pa-IN
ro|Romanian|română|ro-RO
ru|Russian|русский|ru-RU
sr|Serbian|српски|sr-RS
si|Sinhala|සිංහල|si-LK
sk|Slovak|slovenčina|sk-SK
sl|Slovenian|slovenščina|sl-SI
so|Somali|Soomaali|so-SO
es|Spanish|español|es-ES
es-MX|Mexican Spanish|español de México|es-MX
sw|Swahili|Kiswahili|sw-KE
sv|Swedish|svenska|sv-SE
ta|Tamil|தமிழ்|ta-IN
te|Telugu|తెలుగు|te-IN
th|Thai|ไทย|th-TH
tr|Turkish|Türkçe|tr-TR
uk|Ukrainian|українська|uk-UA
ur|Urdu|اردو|
uz|Uzbek|oʻzbekcha|uz-UZ
vi|Vietnamese|tiếng Việt|vi-VN
cy|Welsh|Cymraeg|cy-GB
"""
_LANGUAGES = tuple(Language(*line.split("|")) for line in _TABLE.strip().splitlines())
_BY_CODE: Mapping[str, Language] = {item.code.casefold(): item for item in _LANGUAGES}
_BY_NAME: Mapping[str, Language] = {
    name.casefold(): item for item in _LANGUAGES for name in (item.name, item.own) if name
} | {
    "farsi": _BY_CODE["fa"],
    "filipino": _BY_CODE["tl"],
    "mandarin": _BY_CODE["zh"],
    "simplified chinese": _BY_CODE["zh"],
    "castilian": _BY_CODE["es"],
    "brazilian portuguese": _BY_CODE["pt"],
    "flemish": _BY_CODE["nl"],
    "norwegian bokmål": _BY_CODE["no"],
}
_SAME: Mapping[str, str] = {"nb": "no", "nn": "no", "fil": "tl", "cmn": "zh", "arb": "ar", "iw": "he", "in": "id"}
"""Codes of other standards and of Polly."""


def language(given: str) -> Language | None:
    """A language by name, own name or code, with or without a region: "Spanish", "español", "es", "es-AR"."""
    folded = " ".join(given.strip().casefold().replace("_", "-").split())
    folded = folded.removesuffix(" language")
    base = folded.partition("-")[0]
    return (
        _BY_CODE.get(folded)
        or _BY_NAME.get(folded)
        or _BY_CODE.get(_SAME.get(base, base if len(base) in (2, 3) and "-" in folded else ""))
        or _BY_CODE.get(_SAME.get(folded, ""))
    )


def name_of(code: str) -> str:
    """ "Spanish" for ``es`` and ``es-US``; the code itself when it isn't known."""
    found = language(code)
    return found.name if found else code


def base_of(code: str) -> str:
    """``en`` for ``en-US``; Polly's ``cmn-CN`` is ``zh``."""
    base = code.casefold().partition("-")[0]
    return _SAME.get(base, base)
