"""Pictures: format, size and frames by the header; small ones are decoded once, so that a broken one is known."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from agent_actions.files import words
from agent_actions.files.confined import UnfitError
from agent_actions.files.limits import PDF_PAGES, PIXELS

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")
"""Pillow reads many more, some with a history of holes: they are left out."""
_DECODED = 25_000_000
"""Pixels up to which the look decodes the picture."""


def opened(path: Path, name: str) -> Image.Image:
    """The picture with its header read and its size within the limit."""
    Image.MAX_IMAGE_PIXELS = None  # the size is judged here, by the header
    warnings.simplefilter("ignore")
    try:
        picture = Image.open(path, formats=FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise UnfitError(words.picture_unreadable(name)) from None
    width, height = picture.size
    if width * height > PIXELS:
        raise UnfitError(words.picture_too_large(name, width, height, PIXELS))
    if width < 1 or height < 1:
        raise UnfitError(words.picture_unreadable(name))
    return picture


def look_at_picture(path: Path, name: str, mime: str) -> dict[str, Any]:
    picture = opened(path, name)
    found = Image.MIME.get(picture.format or "", mime)
    try:
        frames = int(getattr(picture, "n_frames", 1))
        if frames > PDF_PAGES:
            raise UnfitError(words.too_many_pages(name, frames, PDF_PAGES))
        if picture.width * picture.height <= _DECODED:
            picture.seek(0)
            picture.load()
    except (OSError, ValueError, SyntaxError, EOFError):
        raise UnfitError(words.picture_broken(name)) from None
    return {
        "mime": found,
        "width": picture.width,
        "height": picture.height,
        "pages": frames if frames > 1 else None,
    }
