"""Numbers in English words: "two point three million", "forty-two", "three quarters", "five zero zero". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reply.figure import PERCENT, TIMES, Figure, Number, Reading
from bot.reply.units import unit_after

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: (i + 2) * 10
    for i, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_VAGUE = {
    "dozens": (12.0, 99.0),
    "hundreds": (1e2, 1e3),
    "thousands": (1e3, 1e6),
    "millions": (1e6, 1e9),
    "billions": (1e9, 1e12),
}
_SMALL = "|".join([*_TENS, *sorted(_UNITS, key=len, reverse=True)])
_ANY = rf"(?:{_SMALL}|hundred|thousand|million|billion|trillion|dozen)"
_WORDS = re.compile(
    rf"\b(?:(?:a|an)[\s-]+(?=hundred|thousand|million|billion|trillion|dozen))?{_ANY}\b"
    rf"(?:(?:[\s-]+|\s*,\s*(?=(?:{_SMALL})[\s-]+(?:hundred|thousand)))(?:(?:and|point)[\s-]+)?(?:{_ANY}|and[\s-]+a[\s-]+half)\b)*",
    re.IGNORECASE,
)
_VAGUE_WORDS = re.compile(
    r"\b(dozens|hundreds|thousands|millions|billions)\b(?:\s+of\s+(thousands|millions|billions)\b)?", re.IGNORECASE
)
_ANY_WORD = re.compile(
    rf"\b(?:{_ANY}|half|dozens|hundreds|thousands|millions|billions|an?|\w+fold|twice|thrice|doubl|tripl|quadrupl|halv)",
    re.IGNORECASE,
)
"""Without one of these there is no number in words."""
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_COUNT = "a|an|one|two|three|four|five|six|seven|eight|nine"
_FRACTION = re.compile(
    rf"\b(?:(?P<many>{_COUNT})[\s-]+(?P<part>thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)"
    r"(?=\s+of\b|\s+as\b)|(?P<several>two|three|four|five|six|seven|eight|nine)[\s-]+"
    r"(?P<parts>thirds|quarters|fifths|sixths|sevenths|eighths|ninths|tenths)\b)",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"\b(?:(?:a|one)[\s-])?half\b(?=\s+(?:of|the|its|our|their|your|all|as|that|is|are|was|were|came|comes?|goes|went)\b)"
    r"|\b(?:about|around|nearly|almost|roughly|over|than|by|in|to|at|is|was|only|just)\s+(?:a\s+)?half\b"
    r"(?![\s-]*(?:an?[\s-]+)?(?:years?|hours?|days?|months?|way|million|billion|thousand)\b)",
    re.IGNORECASE,
)
_HALF_YEAR = re.compile(r"\b(?:first|second|other|latter|last|this|next|previous)\s*$", re.IGNORECASE)
_MULTIPLE = re.compile(
    r"\b(?P<verb>doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|quadrupl(?:e|es|ed|ing)|twice|thrice|halv(?:e|es|ed|ing)"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten)fold)\b(?!-check|[\s-]+click|[\s-]+check)",
    re.IGNORECASE,
)
_TIMES_OF = {"dou": 2.0, "twi": 2.0, "two": 2.0, "tri": 3.0, "thr": 3.0, "qua": 4.0, "hal": 0.5}
_NEAR = 2.0
"""Percentage points by which a fraction in words may be off."""


@dataclass(frozen=True)
class Spelled:
    """``value`` with ``step``, the smallest unit that was said."""

    value: float
    step: float


def spelled_numbers(text: str) -> list[Number]:
    """Numbers in words, but for "one" as a pronoun."""
    if not _ANY_WORD.search(text):
        return []
    found = [
        *(_fraction(m) for m in _FRACTION.finditer(text) if not _quarters_of_a_year(m, text)),
        *(
            Number(m.start(), m.end(), ((_share(m.group(), 0.5),),))
            for m in _HALF.finditer(text)
            if not _HALF_YEAR.search(text[: m.start()])
        ),
        *(_multiple(m) for m in _MULTIPLE.finditer(text)),
        *(_vague(m) for m in _VAGUE_WORDS.finditer(text)),
    ]
    taken = [(number.start, number.end) for number in found]
    for match in _WORDS.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        number = _number(match, text)
        if number:
            found.append(number)
    return found


def _number(match: re.Match[str], text: str) -> Number | None:
    words = re.findall(r"[a-z]+", match.group().casefold())
    if words == ["one"]:
        after = text[match.end() : match.end() + 12].lstrip(" -").casefold()
        if not after.startswith(("percent", "per cent", "%", "k ", "m ")) and not re.match(r"(?:in|out of)\s", after):
            return None
    groups = _groups(words)
    unit, end = unit_after(text, match.end())
    label, after = match.group(), text[match.end() : match.end() + 60]
    if len(groups) == 1:
        (spelled,) = groups
        small = spelled.step == 1 and spelled.value <= 12 and len(words) == 1 and not unit
        figure = Figure(
            label, "count" if small else "number", spelled.value - spelled.step / 2, spelled.value + spelled.step / 2,
            unit, exact=spelled.step == 1, after=after if small else "",
        )  # fmt: skip
        return Number(match.start(), end, ((figure,),))
    values = [group.value for group in groups]
    readings: list[Reading] = []
    if all(value < 10 for value in values) and len(values) > 1:
        joined = float("".join(str(int(value)) for value in values))
        readings.append((Figure(label, low=joined - 0.5, high=joined + 0.5, exact=True),))
    elif len(values) == 2 and values[0] in (19, 20) and 10 <= values[1] < 100:
        readings.append((Figure(label, "date", year=int(values[0] * 100 + values[1])),))
    if len(values) == 2 or not readings:
        readings.append(tuple(Figure(label, low=v - 0.5, high=v + 0.5, exact=True) for v in values))
    return Number(match.start(), match.end(), tuple(readings))


def _groups(words: list[str]) -> list[Spelled]:
    """The numbers that a run of words says: "two hundred and five" is one, "twenty twenty-six" is two."""
    groups: list[Spelled] = []
    total, current, step, last, started, decimals = 0.0, 0.0, 1.0, "", False, 0.0

    def close() -> None:
        nonlocal total, current, step, last, started, decimals
        if started:
            groups.append(Spelled(total + current, step))
        total, current, step, last, started, decimals = 0.0, 0.0, 1.0, "", False, 0.0

    for position, word in enumerate(words):
        if word in ("a", "an"):
            continue
        if word == "and":
            continue
        if word == "half":
            current, step, started, last = current + 0.5, 0.1, True, "decimal"
        elif word == "point":
            decimals, last = 1.0, "point"
        elif decimals and word in _UNITS and _UNITS[word] < 10:
            decimals /= 10
            current, step, last = current + _UNITS[word] * decimals, decimals, "decimal"
        elif word in _UNITS:
            if last in ("unit", "decimal") or (last == "tens" and not 0 < _UNITS[word] < 10):
                close()
            current, last, started = current + _UNITS[word], "unit", True
        elif word in _TENS:
            if last in ("unit", "tens", "decimal"):
                close()
            current, last, started = current + _TENS[word], "tens", True
        else:
            scale, decimals = SCALES[word], 0.0
            unit = step * scale if step < 1 or scale >= 1e3 else 1.0
            if word in ("hundred", "dozen"):
                current, step = max(current, 1.0) * scale, unit
            else:
                total, current, step = total + max(current, 1.0) * scale, 0.0, unit
                rest = words[position + 1 :]
                if rest and not any(later in _TENS or later in _UNITS for later in rest):
                    total, current = 0.0, total  # "two hundred thousand million" goes on growing
            last, started = "scale", True
    close()
    return groups


def _quarters_of_a_year(match: re.Match[str], text: str) -> bool:
    before = text[: match.start()].casefold().split()[-1:]
    return "quarter" in match.group().casefold() and before in (["last"], ["past"], ["previous"], ["next"], ["these"])


def _fraction(match: re.Match[str]) -> Number:
    many = (match["many"] or match["several"]).casefold()
    part = (match["part"] or match["parts"]).casefold()
    count = 1 if many in ("a", "an") else _UNITS[many]
    return Number(match.start(), match.end(), ((_share(match.group(), count / _PARTS[part.rstrip("s")]),),))


def _share(text: str, fraction: float) -> Figure:
    return Figure(text, low=fraction * 100 - _NEAR, high=fraction * 100 + _NEAR, unit=PERCENT)


def _multiple(match: re.Match[str]) -> Number:
    verb = match["verb"].casefold()
    times = float(_UNITS[verb[:-4]]) if verb.endswith("fold") else _TIMES_OF[verb[:3]]
    near = 0.05 * times
    return Number(
        match.start(), match.end(), ((Figure(match.group(), low=times - near, high=times + near, unit=TIMES),),)
    )


def _vague(match: re.Match[str]) -> Number:
    low, high = _VAGUE[match[1].casefold()]
    if match[2]:
        scale = _VAGUE[match[2].casefold()][0]
        low, high = low * scale, high * scale
    return Number(match.start(), match.end(), ((Figure(match.group(), low=low, high=high),),))
