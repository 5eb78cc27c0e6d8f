"""Labels and their values: "Label: value" in a line, a label beside its value, a label above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from infra.local.aws.reading.grids import is_number
from infra.local.aws.reading.layout import Frame, Line, Page, Pair

LONGEST_LABEL = 6
"""Words."""
_LETTER = re.compile(r"[^\W\d_]")


def find_pairs(page: Page) -> tuple[Pair, ...]:
    """Pairs in reading order; a word is in one pair at most."""
    used: set[int] = set()
    pairs: list[Pair] = []
    for pair in (*_with_colon(page), *_side_by_side(page)):
        if used.isdisjoint(pair.key) and used.isdisjoint(pair.value):
            used |= {*pair.key, *pair.value}
            pairs.append(pair)
    return tuple(sorted(pairs, key=lambda pair: pair.key))


def _with_colon(page: Page) -> Iterator[Pair]:
    for at, row in enumerate(page.rows):
        for place, line in enumerate(row):
            cut = _colon(page, line)
            if cut is None:
                continue
            key, rest = line.words[:cut], line.words[cut:]
            if rest:
                yield Pair(key, rest)
            elif place + 1 < len(row):
                if _colon(page, row[place + 1]) is None:
                    yield Pair(key, row[place + 1].words)
            elif len(row) == 1 and (below := _below(page, at, line)) is not None:
                yield Pair(key, below.words)


def _colon(page: Page, line: Line) -> int | None:
    """How many words the label has that ends with a colon; None when the line has no label."""
    for count, index in enumerate(line.words[:LONGEST_LABEL], 1):
        text = page.words[index].text
        if text.endswith(":"):
            label = page.text(line.words[:count])
            return count if _LETTER.search(label) else None
    return None


def _below(page: Page, at: int, label: Line) -> Line | None:
    """The line right under a label, beginning where it begins."""
    if at + 1 >= len(page.rows):
        return None
    frame = Frame(page.width, page.height, page.angle)
    one = frame.box(page.words[label.words[0]].quad)
    for line in page.rows[at + 1]:
        two = frame.box(page.words[line.words[0]].quad)
        near = two.top - one.bottom < one.height and abs(two.left - one.left) < one.height
        if near and _colon(page, line) is None:
            return line
    return None


def _side_by_side(page: Page) -> Iterator[Pair]:
    """Rows of exactly a name and a value, two or more in a stretch whose names begin at the same place."""
    stretch: list[tuple[Line, ...]] = []
    for row in (*page.rows, ()):
        if len(row) == 2 and _is_name(page, row[0]) and (not stretch or _same_left(page, stretch[-1][0], row[0])):
            stretch.append(row)
            continue
        if len(stretch) > 1:
            yield from (Pair(name.words, value.words) for name, value in stretch)
        stretch = [row] if len(row) == 2 and _is_name(page, row[0]) else []


def _is_name(page: Page, line: Line) -> bool:
    text = page.text(line.words)
    return len(line.words) <= LONGEST_LABEL and bool(_LETTER.search(text)) and not is_number(text)


def _same_left(page: Page, one: Line, two: Line) -> bool:
    frame = Frame(page.width, page.height, page.angle)
    first, second = (frame.box(page.words[line.words[0]].quad) for line in (one, two))
    return abs(first.left - second.left) < first.height


def label_of(page: Page, words: Sequence[int]) -> str:
    """A label's text without its colon."""
    return page.text(words).rstrip(" :").strip()
