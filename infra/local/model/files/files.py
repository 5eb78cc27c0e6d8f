"""Requests about shared files: what is on the picture, what the letter says, translate it, make it a dataset.

A request names its file, points at it, or means the one that came with it. Words about a file where none is shared are
said to be so; a kind that does not fit is, with what can be done instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent_actions.contract import FileKind, SharedFile
from agent_actions.files.languages import language
from infra.local.model.english.vocabulary import NUMBERS, ORDINALS
from infra.local.model.files import file_words as words
from infra.local.model.files.file_refs import MARK, NOUN, THING, Referred, choose, names_of, refer
from infra.local.model.outcomes import AskFile, Outcome, Talk, UseFile

if TYPE_CHECKING:
    from infra.local.model.known import Known

PAPER: tuple[FileKind, ...] = ("document", "image")
READABLE: tuple[FileKind, ...] = ("document", "image", "table", "text")
HEARD: tuple[FileKind, ...] = ("audio", "video")
SEEN: tuple[FileKind, ...] = ("image", "video")
ANY: tuple[FileKind, ...] = (*READABLE, *HEARD)
SPEAKERS = 4
"""Speakers to tell apart, where their number is not said."""

_POLITE = (
    r"(?:(?:please|hi|hey|hello|ok|now|and|so|then|can you|could you|would you|will you|i want you to|i need you to|"
    r"can i|could i|i want to|i would like to|let me|tell me|show me|give me|for me)\s+)*"
)
_LANGUAGE = r"(?P<language>[a-z]+(?: [a-z]+)?)"


@dataclass(frozen=True)
class _Way:
    """One thing that can be asked of a file: how it is said, and of what kinds."""

    doing: str
    pattern: re.Pattern[str]
    kinds: tuple[FileKind, ...]
    strong: bool = False
    """Said of nothing but files, so that it needs no file in so many words."""


def _said(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(ways))


_WAYS = (
    _Way(
        "speak",
        _said(
            rf"\b(?:read|say|speak)\b.*\b(?:aloud|out loud)\b|\bread (?:it|that|this|{THING}) (?:out|to me)\b",
            r"^(?:please )?(?:say|speak) (?:it|that|this)\b|^(?:please )?speak$",
            r"\bas (?:an )?(?:audio|mp3|sound|voice message)(?: file)?\b|\bvoice (?:it|that|this)\b",
        ),
        (*READABLE, *HEARD),
        strong=True,
    ),
    _Way("summarise", _said(r"\bsummari[sz]e\b|\bsummary\b|\bsum (?:it|this|that) up\b|\btl ?dr\b|\bgist of\b"), ANY),
    _Way("translate", _said(r"\btranslat(?:e|ed|ion)\b"), ANY, strong=True),
    _Way(
        "analyse",
        _said(
            r"\bsentiments?\b|\b(?:mood|tone) of\b|\b(?:positive|friendly|happy) or (?:negative|unfriendly|angry)\b",
            rf"\bis (?:{THING}) (?:friendly|angry|positive|negative|polite)\b|\bhow (?:friendly|angry|positive)\b",
            r"\bpersonal data\b|\bpii\b|\bredact\w*|\bblack(?:en)? out\b|\banonymi[sz]e\b",
            r"\bkey ?phrases?\b|\bkeywords\b",
            r"\bentities\b|\b(?:people|places|names|organi[sz]ations)\b.*\b(?:named|mentioned|in)\b",
            r"\b(?:what|which) language\b|\blanguage (?:of|is)\b|\bdetect the language\b",
        ),
        ANY,
    ),
    _Way(
        "transcribe",
        _said(
            r"\btranscri(?:be|pt|ption)\w*|\bsubtitles?\b|\bcaptions\b|\bwho said what\b|\bspeakers?\b",
            rf"\bwhat (?:is|was|are|were)(?: being)? said\b|\bwhat (?:do|does|did) (?:{THING}|he|she|they) say\b",
            rf"\bwrite (?:down )?what is said\b|\blisten to\b|\bwhat (?:is|was) (?:{THING}) about\b",
        ),
        HEARD,
    ),
    _Way(
        "expenses",
        _said(
            rf"\b(?:totals?|sum|amounts?|vat|tax|vendor|merchant|line items|items|lines)\b.*{NOUN}|\bexpenses?\b",
            rf"\bhow much (?:is|was|does|did|were|are)\b.*{NOUN}|\bhow much\b.*\b(?:receipt|invoice|bill)s?\b",
            r"\b(?:receipts?|invoices?|bills?)\b.*\b(?:total|amount|sum|vat|tax|items|lines|cost|come to|for)\b",
            rf"\b(?:who is|who issued) (?:{THING})(?: from)?\b|\b(?:what is )?the total\b",
        ),
        PAPER,
    ),
    _Way("forms", _said(rf"\b(?:form )?fields?\b.*{NOUN}|\bkey[- ]values?\b|\bfilled in\b|\bform fields\b"), PAPER),
    _Way(
        "dataset",
        _said(
            r"\b(?:make|turn|convert|load|import|use)\b.*\b(?:a|an|as|into|to) ?(?:a )?(?:table|data ?set)\b",
            rf"\bask (?:questions )?about (?:{THING})|\bwork with (?:{THING})|\bdata ?set of\b|\bquery (?:{THING})",
        ),
        READABLE,
    ),
    _Way(
        "tables",
        _said(
            rf"\b(?:extract|show|get|read|find|list|give)\b.*\btables?\b|\btables?\b.*(?:{NOUN})|\brows? of\b.*{NOUN}",
            rf"\bsheets? \w+|\bsheets?\b.*{NOUN}|\btable (?:\d|on page)|\b(?:first|second|third) table\b",
        ),
        READABLE,
    ),
    _Way(
        "look",
        _said(
            rf"\bdescribe\b|\bwhat (?:is|are|do you see|can (?:you|i) see)\b(?! written).*\b(?:in|on)\b.*{NOUN}",
            rf"\bwhat (?:does|do) (?:{THING}) show\b|\blook at (?:{THING})|\bwhat is (?:{THING})$",
            r"\bfaces?\b|\bhow many people\b",
            r"\bobjects?\b|\blabels?\b|\bcolou?rs?\b|\bunsafe\b|\bmoderat\w*|\bnsfw\b|\bnudity\b|\bviolen\w+",
        ),
        SEEN,
    ),
    _Way(
        "read",
        _said(
            rf"\bread\b|\bocr\b|\btexts? (?:of|in|on|from)\b|\bextract the text\b|\bwhat (?:does|do) (?:{THING}) say\b",
            rf"\bwhat is (?:written|in|on)\b|\bcontents? of\b|\bopen (?:{THING})|\bshow(?: me)? (?:{THING})$",
            rf"\bwhat is (?:{THING}) about\b",
        ),
        (*READABLE, *HEARD),
    ),
)
_ANSWER = re.compile(r"\b(?:your|the|that|this|last) (?:last )?(?:answer|reply|result)\b")
_NOTHING_SHARED = re.compile(
    rf"\b(?:transcribe|ocr)\b|\b(?:describe|translate|summari[sz]e|read|look at|open|extract|redact)\b.*"
    rf"\b(?:this|that|attached|uploaded|shared) (?:\w+ )?{NOUN}|\b(?:on|in) (?:this|that|the attached) "
    r"(?:picture|image|photo|file|pdf|document|recording|video|attachment)\b"
)


def about_files(text: str, known: Known) -> Outcome | None:
    """What a message asks of a shared file; None where it asks nothing of the kind."""
    said = refer(text, known.files)
    now = any(f.now for f in known.files)
    for way in _WAYS:
        if not way.pattern.search(said.text):
            continue
        if way.doing == "speak" and (alone := _speech(said, now)):
            return alone
        if way.doing in ("translate", "analyse") and said.quoted:
            return _HANDLERS[way.doing](said, None)
        if way.doing == "translate" and not (now or said.named) and known.turns and _ANSWER.search(said.text):
            return _translate(said, None)
        if not known.files:
            continue
        if not (now or said.pointed or way.strong or _goes_on(said, known)):
            continue
        return _for_file(way, said, known)
    if not known.files and _NOTHING_SHARED.search(said.text):
        return Talk(words.NO_FILE, asks=True)
    if not known.files and re.match(rf"{_POLITE}translat", said.text):
        return _translate(said, None) if known.turns else Talk(words.NOTHING_TO_TRANSLATE, asks=True)
    return None


def offered(known: Known) -> Talk | None:
    """For a message that came with files and asks nothing that is understood: what can be done with them."""
    now = [f for f in known.files if f.now]
    return Talk(words.what_to_do(names_of(now), [f.kind for f in now]), asks=True) if now else None


def _goes_on(said: Referred, known: Known) -> bool:
    """ "And the colours?", right after a question about a file: the turn before used one."""
    last = known.turns[-1] if known.turns else None
    used = last is not None and any((call.request or {}).get("file") for call in last.calls)
    return used or bool(said.kinds)


def _for_file(way: _Way, said: Referred, known: Known) -> Outcome:
    found = choose(said, known.files, known.turns, way.kinds)
    if len(names_of(found)) > 1:
        names = names_of(found)
        return AskFile(words.which_file(names), tuple(names), "file")
    file = found[0]
    return _HANDLERS[way.doing](said, file)


def _call(name: str, doing: str, file: SharedFile, kinds: tuple[FileKind, ...], **more: str) -> Outcome:
    if file.kind not in kinds:
        return Talk(words.does_not_fit(file.name, file.kind, doing), asks=True)
    return UseFile(name, {"file": file.id, **more})


def _speech(said: Referred, now: bool) -> Outcome | None:
    """What is to be read aloud without a file: what is quoted, or the last answer."""
    in_language = _language_in(said.text, r"\bin {language}\b")
    more = {"language": in_language} if in_language else {}
    if said.quoted:
        return UseFile("speak", {"text": said.quoted, **more})
    return None if now or said.named or said.kinds else UseFile("speak", more)


def _speak(_: Referred, file: SharedFile | None) -> Outcome:
    """A file is read first, and what it says is spoken."""
    assert file is not None
    first = "transcribe_audio" if file.kind in HEARD else "read_document"
    return UseFile(first, {"file": file.id}, then="speak")


def _summarise(_: Referred, file: SharedFile | None) -> Outcome:
    assert file is not None
    name = "transcribe_audio" if file.kind in HEARD else "read_document"
    return UseFile(name, {"file": file.id}, notes=(words.NO_SUMMARY,))


def _translate(said: Referred, file: SharedFile | None) -> Outcome:
    to = _language_in(said.text, r"\b(?:in|into|to) {language}\b") or _language_in(
        said.text, r"\b{language} translation\b"
    )
    source = _language_in(said.text, r"\bfrom {language}\b")
    if not to:
        return AskFile(words.WHICH_LANGUAGE, words.LANGUAGES, "language")
    given = {"file": file.id} if file else {"text": said.quoted} if said.quoted else {}
    return UseFile("translate", {"to": to, **given, **({"source": source} if source else {})})


_WANTS = (
    ("redact", r"\bredact\w*|\bblack(?:en)? out\b|\banonymi[sz]e\b"),
    ("pii", r"\bpersonal data\b|\bpii\b"),
    ("key_phrases", r"\bkey ?phrases?\b|\bkeywords\b"),
    ("entities", r"\bentities\b|\b(?:people|places|names|organi[sz]ations)\b"),
    ("language", r"\b(?:what|which) language\b|\blanguage (?:of|is)\b|\bdetect the language\b"),
    ("sentiment", r"\bsentiments?\b|\bmood\b|\btone\b|\bfriendly\b|\bangry\b|\bpositive\b|\bnegative\b|\bpolite\b"),
)


def _analyse(said: Referred, file: SharedFile | None) -> Outcome:
    wants = [want for want, pattern in _WANTS if re.search(pattern, said.text)]
    if "redact" in wants and "pii" in wants:
        wants.remove("pii")
    given = {"file": file.id} if file else {"text": said.quoted}
    return UseFile("analyze_text", {"want": ",".join(wants or ["sentiment"]), **given})


def _transcribe(said: Referred, file: SharedFile | None) -> Outcome:
    assert file is not None
    if file.kind in READABLE and not re.search(
        r"\btranscri|\bsubtitle|\bcaption|\bspeaker|\bwho said|\blisten", said.text
    ):
        return _read(said, file)
    more: dict[str, str] = {}
    if spoken := _language_in(said.text, r"\b(?:is in|in|is|speak) {language}\b"):
        more["language"] = spoken
    if re.search(r"\bsubtitles?\b|\bcaptions\b|\bsrt\b", said.text):
        more["subtitles"] = "true"
    if re.search(r"\bspeakers?\b|\bwho said what\b", said.text):
        number = re.search(r"\b(\w+) (?:speakers|people|voices)\b", said.text)
        more["speakers"] = str(_number(number[1]) if number and _number(number[1]) > 1 else SPEAKERS)
    return _call("transcribe_audio", "transcribe_audio", file, HEARD, **more)


def _paper(want: str) -> Callable[[Referred, SharedFile | None], Outcome]:
    def handle(_: Referred, file: SharedFile | None) -> Outcome:
        assert file is not None
        return _call("read_document", want, file, PAPER, want=want)

    return handle


def _dataset(said: Referred, file: SharedFile | None) -> Outcome:
    assert file is not None
    return _call("read_document", "dataset", file, READABLE, want="dataset", **_sheet(said))


def _tables(said: Referred, file: SharedFile | None) -> Outcome:
    assert file is not None
    return _call("read_document", "tables", file, READABLE, want="tables", **_sheet(said))


def _sheet(said: Referred) -> dict[str, str]:
    """ "Sheet Reasons", "table 2", "the second table"."""
    if found := re.search(r"\bsheet (?:called |named )?(?!of\b|in\b|from\b|to\b|with\b)(\w+)", said.text):
        return {"sheet": found[1]}
    found = re.search(r"\btable (?:number )?(\d+)|\b(\w+) table\b", said.text)
    number = _number(found[1] or found[2]) if found else 0
    return {"sheet": str(number)} if number else {}


def _look(said: Referred, file: SharedFile | None) -> Outcome:
    assert file is not None
    wants = [
        want
        for want, pattern in (
            ("faces", r"\bfaces?\b|\bhow many people\b"),
            ("colours", r"\bcolou?rs?\b"),
            ("moderation", r"\bunsafe\b|\bmoderat\w*|\bnsfw\b|\bnudity\b|\bviolen\w+"),
            ("labels", r"\bobjects?\b|\blabels?\b"),
        )
        if re.search(pattern, said.text)
    ]
    if not wants and file.kind not in SEEN:
        return _dataset(said, file) if file.kind == "table" else _read(said, file)
    return _call("look_at_image", "look_at_image", file, SEEN, **({"want": ",".join(wants)} if wants else {}))


def _read(said: Referred, file: SharedFile | None) -> Outcome:
    assert file is not None
    if file.kind in HEARD:
        return _transcribe(Referred("transcribe", "", said.named, said.kinds, said.pointed), file)
    if file.kind == "table":
        return _tables(said, file)
    if (
        file.kind == "image"
        and re.search(r"\b(?:in|on)\b", said.text)
        and not re.search(r"\bread|text|written|ocr\b", said.text)
    ):
        return _look(said, file)
    return UseFile("read_document", {"file": file.id, "want": "text"})


def _number(word: str | None) -> int:
    if not word:
        return 0
    return int(word) if word.isdigit() else ORDINALS.get(word) or NUMBERS.get(word, 0)


def _language_in(text: str, pattern: str) -> str:
    """The language named at this place, by its English name; empty for what is no language."""
    for match in re.finditer(pattern.replace("{language}", _LANGUAGE), text.replace(MARK, " ")):
        for name in (match["language"], match["language"].split()[0]):
            if len(name) > 2 and (found := language(name)):
                return found.name
    return ""


_HANDLERS: Mapping[str, Callable[[Referred, SharedFile | None], Outcome]] = {
    "speak": _speak,
    "summarise": _summarise,
    "translate": _translate,
    "analyse": _analyse,
    "transcribe": _transcribe,
    "expenses": _paper("expenses"),
    "forms": _paper("forms"),
    "dataset": _dataset,
    "tables": _tables,
    "look": _look,
    "read": _read,
}
