"""Every number in a piece of prose, with the ways in which it can be read. Pure.

Read as the eye does: any script's digits, grouped as 1,234,567, 1.234.567, 1 234 567 or 12,34,567; scaled by k, M or
"million"; as money, percent, ranges, ranks and dates; in English words. How exact a figure is says its own text: 2.27M
is any value that rounds to it, "over 2.2M" any from 2.2 to 2.3 million, "about 2,300,000" any that rounds to it at its
last digit that isn't a zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.reply.dates import dates
from bot.reply.figure import BYTES, PERCENT, TIMES, Figure, Number, Reading
from bot.reply.number_words import spelled_numbers
from bot.reply.plain import plain
from bot.reply.units import CODES, MONEY_AFTER, MONEY_BEFORE, PERCENT_AFTER, SCALE_AFTER, SCALES, SIZES, currency

_BODY = r"\d+(?:(?:[.,']\d+)|(?: \d{3}(?![\d%])(?=\D|$)))*|[.,]\d+"
_NUMBER = re.compile(
    rf"(?P<sign>(?<![\w.,)\]%])[-+\u00b1]\s?)?(?:(?P<money>{MONEY_BEFORE})\s?(?P<sign2>[-+])?)?(?P<body>{_BODY})"
    rf"(?:e(?P<power>[-+]?\d{{1,3}})\b|\s?x\s?10\^?(?P<power10>[-+]?\d{{1,2}})\b)?"
    rf"(?:(?P<ordinal>st|nd|rd|th)\b)?"
    rf"(?:[\s-]?(?P<scale>{SCALE_AFTER})\b\.?)?(?:\s?(?P<then>{MONEY_AFTER}))?"
    rf"(?P<percent>\s?{PERCENT_AFTER})?"
    rf"(?P<times>\s?x\b|[\s-](?:times|fold)\b|-?fold\b)?",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![\w.,])[^\W\d_]+(?:[-_/.]?(?=\w*\d)\w+)+|(?<![\w.,])\d+(?=[^\W\d_]{2,})\w+")
_TIME = re.compile(r"(?<![\d:.,])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?![\d:])")
_DIGITS_APART = re.compile(r"(?<![\w.,])\d(?:[ ,.;|/-]{1,3}\d){2,}(?![\w]|[.,]\d)")
_RATIO_BEFORE = re.compile(r"(?<![\w.,])x\s?(?P<n>\d+(?:\.\d+)?)(?![\w.,]\d)", re.IGNORECASE)
_OVER = re.compile(
    r"(?:\bover|more than|\babove|at least|exceed(?:s|ed|ing)?|\bbeyond|\bpast|upwards? of|north of|[>\u2265])\s*$",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"(?:\bunder|less than|\bbelow|fewer than|almost|nearly|close to|up to|at most|[<\u2264])\s*$", re.IGNORECASE
)
_ABOUT = re.compile(
    r"(?:\babout|\baround|roughly|approximately|approx\.?|circa|\bca\.?|\bsome|[~\u2248]|khoang|\betwa|\brund)\s*$",
    re.IGNORECASE,
)
_TOP = re.compile(r"\b(?:top|bottom|first|last)[\s-]+$", re.IGNORECASE)
"""Before a number up to TOP it says how much to list, which claims nothing of the data."""
_LAST = re.compile(r"\b(?:first|last|past|previous|next|rolling|trailing)[\s-]+$", re.IGNORECASE)
_WINDOW = re.compile(r"[\s-]*(?:day|week|month|quarter|year)s?[\s-]+(?:rolling|moving|trailing)\b", re.IGNORECASE)
"""The same before a number of days or months: "last 7 days" names a period, as "last week" does."""
TOP = 100
BEFORE = 40
"""Characters before a number in which a word such as "about" is looked for."""
_RANK = re.compile(r"(?:\bno\.?|\bnumber|\brank(?:ed|s)?|\bplace|#)[\s-]*$", re.IGNORECASE)
_REST = re.compile(r"(?:\A|\n|\band)\s*\Z", re.IGNORECASE)
_MORE = re.compile(r"\s+more\b(?!\s+than)|\s+others?\b", re.IGNORECASE)
_TIME_UNIT = re.compile(r"[\s-]*(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\s?[-\u2013]\s?|\s(?:to|and|or|bis)\s", re.IGNORECASE)
_BARE_SCALE = re.compile(
    r"\b(?:millionen|millones|milliarden?|milliards?|trieu|crores?|lakhs?|tausend)\b", re.IGNORECASE
)
_DAY_AND_NIGHT = re.compile(r"\b24/7\b|\b24x7\b|\b50/50\b")
_OTHER_NUMERALS = re.compile(
    r"[\u96f6\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u842c\u4e07\u5104\u4ebf\u5146]{2,}"
    r"|[^\W\d_]*[MDCLXVI\u2160-\u217f]*[\u2160-\u217f]+"
)


def numbers(text: str) -> list[Number]:
    """The numbers of ``text``, in order, none within another."""
    text = plain(text)
    found: list[Number] = [Number(m.start(), m.end(), ()) for m in _DAY_AND_NIGHT.finditer(text)]
    layers = [spelled_numbers(text), _unread(text)]
    if any(character.isdigit() for character in text):
        layers = [dates(text), _times(text), _ratios(text), _names(text), _apart(text), _digits(text), *layers]
    for layer in layers:
        for number in layer:
            if not any(taken.start < number.end and number.start < taken.end for taken in found):
                found.append(number)
    found.sort(key=lambda number: number.start)
    return [number for number in _ranges(found, text) if number.readings]


def _times(text: str) -> Iterator[Number]:
    for match in _TIME.finditer(text):
        yield Number(match.start(), match.end(), ((Figure(match.group(), "name"),),))


def _ratios(text: str) -> Iterator[Number]:
    for match in _RATIO_BEFORE.finditer(text):
        value = float(match["n"])
        near = 0.5 * 10.0 ** -len(match["n"].partition(".")[2])
        yield Number(
            match.start(), match.end(), ((Figure(match.group(), low=value - near, high=value + near, unit=TIMES),),)
        )


def _names(text: str) -> Iterator[Number]:
    """Words with digits in them, unless they are an amount: "EUR5M", "x2"."""
    for match in _NAME.finditer(text):
        word = match.group()
        if (
            re.match(
                r"(?:st|nd|rd|th|x|fold|e[-+]?\d+)\b|(?:" + SCALE_AFTER + r")\b|\s?%",
                word.lstrip("0123456789.,"),
                re.IGNORECASE,
            )
            and word[0].isdigit()
        ):
            continue
        if re.match(rf"(?:{CODES})\d", word, re.IGNORECASE) or re.match(r"\s?(?:%|percent)", text[match.end() :]):
            continue
        yield Number(match.start(), match.end(), ((Figure(word, "name"),),))


def _apart(text: str) -> Iterator[Number]:
    """A number spelled digit by digit, "5 0 0 0": the one number that they make, whatever stands between."""
    for match in _DIGITS_APART.finditer(text):
        value = float(re.sub(r"\D", "", match.group()))
        listed: Reading = ()
        if "," in match.group():  # a list of small numbers: 1, 2, 3
            listed = tuple(
                Figure(d, low=int(d) - 0.5, high=int(d) + 0.5, exact=True) for d in re.findall(r"\d", match.group())
            )
        joined: Reading = (Figure(match.group(), low=value - 0.5, high=value + 0.5, exact=True),)
        yield Number(match.start(), match.end(), (listed or joined,))


def _digits(text: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        readings = tuple(_readings(match, text))
        unread: Reading = (Figure(match.group(), "unread"),)
        yield Number(match.start("body"), match.end(), readings or (unread,))


def _readings(match: re.Match[str], text: str) -> Iterator[Reading]:
    body, before = match["body"], text[max(match.start() - BEFORE, 0) : match.start()]
    for value, decimals, zeros in _values(body):
        if match["ordinal"]:
            yield (Figure(match.group(), "rank", value, value),)
            return
        figure = _figure(match, before, value, decimals, zeros)
        yield (figure,)
    if " " in body and not match["money"]:
        pieces = body.split(" ")
        yield tuple(
            Figure(piece, low=float(piece) - 0.5, high=float(piece) + 0.5, exact=True)
            for piece in pieces
            if piece.isdigit()
        )
    bare = not any(match[name] for name in ("money", "scale", "then", "percent", "times", "power", "power10"))
    if bare and re.fullmatch(r"(?:19|20)\d\d", body):
        yield (Figure(body, "date", year=int(body)),)
    if not bare or not body.isdigit():
        return
    if _WINDOW.match(text, match.end()) and int(body) <= TOP:
        yield ()
    if (_LAST if _TIME_UNIT.match(text, match.end()) else _TOP).search(before) and int(body) <= TOP:
        yield ()
    if _RANK.search(before) or (_REST.search(before) and _MORE.match(text, match.end())):
        yield (Figure(match.group(), "rank", float(body), float(body)),)


def _figure(match: re.Match[str], before: str, value: float, decimals: int, zeros: int) -> Figure:
    scale, unit = 1.0, ""
    if match["scale"]:
        name = match["scale"].casefold()
        scale = SCALES.get(name) or SIZES[name]
        unit = BYTES if name in SIZES else ""
    power = match["power"] or match["power10"]
    scale *= 10.0 ** int(power) if power else 1.0
    money = (match["money"] or match["then"] or "").strip()
    if money:
        unit = currency(money)
    if match["percent"]:
        unit = PERCENT
        scale = scale / 10 if "\u2030" in match["percent"] else scale
    elif match["times"]:
        unit = TIMES
    step = 10.0**-decimals
    if match["money"]:
        before = before.rstrip("+- ")
    hedged = next((side for side, mark in ((1, _OVER), (-1, _UNDER), (0, _ABOUT)) if mark.search(before)), None)
    if hedged is not None and decimals == 0 and zeros:
        step = 10.0 ** min(zeros, len(str(int(value))) - 1)
    low, high = value - step / 2, value + step / 2
    if hedged == 1:
        low, high = value, value + step
    elif hedged == -1:
        low, high = value - step, value
    signs = f"{match['sign'] or ''}{match['sign2'] or ''}"
    sign = -1 if "-" in signs else 1 if "+" in signs else 0
    exact = scale == 1.0 and decimals == 0 and hedged is None
    return Figure(match.group().strip(), "number", low * scale, high * scale, unit, sign, exact)


def _values(body: str) -> Iterator[tuple[float, int, int]]:
    """Value, decimals, and zeros at the end, for each way to read the separators. None for "1.2.3"."""
    body = body.replace("'", "").replace(" ", "")
    marks = [mark for mark in body if mark in ".,"]
    groups = re.split(r"[.,]", body)
    grouped = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3
    indian = len(groups) > 2 and len(groups[-1]) == 3 and all(len(g) == 2 for g in groups[1:-1]) and len(groups[0]) <= 2
    if not marks:
        yield _whole(body)
    elif len(marks) == 1:
        decimal = f"{groups[0] or '0'}.{groups[1]}"
        if grouped and groups[0][0] != "0":
            yield _whole("".join(groups))
        if not (grouped and marks == [","] and groups[0][0] != "0") or groups[0] == "0":
            yield float(decimal), len(groups[1]), 0
    elif len(set(marks)) == 1:
        if (grouped or indian) and groups[0][0] != "0":
            yield _whole("".join(groups))
    elif marks.count(marks[-1]) == 1 and len(set(marks[:-1])) == 1:
        whole, fraction = "".join(groups[:-1]), groups[-1]
        yield float(f"{whole}.{fraction}"), len(fraction), 0


def _whole(digits: str) -> tuple[float, int, int]:
    return float(digits), 0, len(digits) - len(digits.rstrip("0"))


def _ranges(found: list[Number], text: str) -> Iterator[Number]:
    """ "2-3 million", "€3 to 5M": the first number may take the scale and the unit of the second."""
    for number, following in zip(found, [*found[1:], None], strict=False):
        if following is None or not _BETWEEN.fullmatch(text[number.end : following.start]):
            yield number
            continue
        scale, unit = _scale_of(text[following.start : following.end]), ""
        unit = next((figure.unit for reading in following.readings for figure in reading if figure.unit), "")
        plain_ones = [r for r in number.readings if _bare(r)]
        shared = tuple((replace(r[0], exact=False).with_unit(unit, scale),) for r in plain_ones if scale != 1.0 or unit)
        yield replace(number, readings=(*number.readings, *shared))


def _bare(reading: Reading) -> bool:
    return len(reading) == 1 and reading[0].kind == "number" and reading[0].unit != PERCENT


def _scale_of(text: str) -> float:
    match = _NUMBER.match(text)
    name = (match["scale"] or "").casefold() if match else ""
    return SCALES.get(name) or SIZES.get(name) or 1.0


def _unread(text: str) -> Iterator[Number]:
    """Numerals that we can't read, so that they are not taken for words."""
    for pattern in (_BARE_SCALE, _OTHER_NUMERALS):
        for match in pattern.finditer(text):
            yield Number(match.start(), match.end(), ((Figure(match.group(), "unread"),),))
