"""A PDF page's own text, with a box for each word (pdfium)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from infra.local.aws.reading.layout import Quad, Word, within

ENOUGH = 8
"""Letters and digits below which the text layer of a page with pictures doesn't count: a stamp on a scan."""
COVERED = 0.6
"""A picture over this much of the page makes it a scan, unless its text layer has SCAN_TEXT letters."""
SCAN_TEXT = 120
ODD = 0.1
"""Share of replacement and private characters above which a text layer is junk."""
_SCALE = 100_000
"""Device units a side, for pdfium's conversion that knows crop boxes and rotation."""


def words(page: Any) -> tuple[Word, ...]:
    """The words of a pypdfium2 page; none when its text layer isn't its text."""
    text_page = page.get_textpage()
    try:
        found = tuple(_words(page, text_page))
    finally:
        text_page.close()
    letters = "".join(word.text for word in found)
    counted = sum(character.isalnum() for character in letters)
    odd = sum(_odd(character) for character in letters)
    if not counted or odd > ODD * len(letters):
        return ()
    covered = _largest_picture(page) if counted < SCAN_TEXT else 0.0
    return () if covered > COVERED or (covered and counted < ENOUGH) else found


def _words(page: Any, text_page: Any) -> Iterator[Word]:
    letters: list[str] = []
    corners: list[tuple[float, float, float, float]] = []
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page.raw, index)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if not character or character.isspace() or character == "\x02":  # pdfium's mark of a hyphen at a line's end
            if letters and character != "\x02":
                yield _word(page, letters, corners)
                letters, corners = [], []
            elif character == "\x02":
                letters.append("-")
            continue
        box = _box(text_page, index)
        if corners and _jumps(corners[-1], box):
            yield _word(page, letters, corners)
            letters, corners = [], []
        letters.append(character)
        corners.append(box)
    if letters and corners:
        yield _word(page, letters, corners)


def _box(text_page: Any, index: int) -> tuple[float, float, float, float]:
    left, bottom, right, top = text_page.get_charbox(index, loose=True)
    return left, bottom, right, top


def _jumps(before: tuple[float, float, float, float], box: tuple[float, float, float, float]) -> bool:
    """Whether a character stands away from the one before although no space is between."""
    size = max(before[3] - before[1], box[3] - box[1], before[2] - before[0])
    apart = max(box[0] - before[2], before[0] - box[2])
    level = abs((before[1] + before[3]) - (box[1] + box[3])) / 2
    return apart > size or level > size


def _word(page: Any, letters: list[str], corners: list[tuple[float, float, float, float]]) -> Word:
    left, bottom = min(c[0] for c in corners), min(c[1] for c in corners)
    right, top = max(c[2] for c in corners), max(c[3] for c in corners)
    one, two = _device(page, left, top), _device(page, right, bottom)
    x0, x1 = sorted((one[0], two[0]))
    y0, y1 = sorted((one[1], two[1]))
    quad: Quad = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return Word("".join(letters), quad)


def _device(page: Any, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, _SCALE, _SCALE, 0, x, y, across, down)
    return within(across.value / _SCALE), within(down.value / _SCALE)


def _odd(character: str) -> bool:
    return character == "\ufffd" or 0xE000 <= ord(character) <= 0xF8FF


def _largest_picture(page: Any) -> float:
    """The share of the page that its largest image covers."""
    width, height = page.get_size()
    largest = 0.0
    for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = found.get_bounds()
        largest = max(largest, (right - left) * (top - bottom))
    return largest / (width * height) if width and height else 0.0
