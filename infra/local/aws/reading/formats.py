"""Pictures, opened and decoded: nothing is decoded before its header has been found within the limits."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from infra.local.aws.reading import words
from infra.local.aws.reading.errors import UnreadableError
from infra.local.aws.reading.sniffing import Format, sniff_file

LONGEST_SIDE = 10_000
"""Pixels; https://docs.aws.amazon.com/textract/latest/dg/limits-document.html and Rekognition's limits alike."""


def open_picture(path: Path, allowed: tuple[Format, ...], least: int = 1) -> Image.Image:
    """An image whose header has been checked and whose pixels haven't been read. Raises UnreadableError."""
    found = sniff_file(path)
    if found is None or found not in allowed:
        raise UnreadableError("format", words.not_a_format(allowed))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(path, formats=[found])
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        # Pillow refuses beyond 179 million pixels, which no picture within the limits has.
        if isinstance(error, Image.DecompressionBombError):
            raise UnreadableError("pixels", words.too_many_pixels(LONGEST_SIDE)) from error
        raise UnreadableError("broken", words.DAMAGED) from error
    check_sides(picture.size, least)
    return picture


def check_sides(size: tuple[int, int], least: int = 1) -> None:
    width, height = size
    if max(width, height) > LONGEST_SIDE:
        raise UnreadableError("pixels", words.sides(width, height, LONGEST_SIDE))
    if min(width, height) < least:
        raise UnreadableError("small", words.too_small(width, height, least))


def decode(picture: Image.Image, longest: int) -> Image.Image:
    """The pixels as RGB, turned as the camera was held, at most ``longest`` a side. Raises UnreadableError."""
    from PIL import ImageOps

    try:
        picture.draft("RGB", (longest, longest))
        picture.load()
        turned = ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableError("broken", words.DAMAGED) from error
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        turned.thumbnail((longest, longest))
        shown = Image.new("RGB", turned.size, "white")
        shown.paste(turned, mask=turned.getchannel("A"))
        return shown
    if turned.mode.startswith("I;16") or turned.mode in ("I", "F"):
        turned = turned.point(lambda value: value / 256).convert("L")
    shown = turned.convert("RGB")
    shown.thumbnail((longest, longest))
    return shown
