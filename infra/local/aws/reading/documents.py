"""Opening a document and reading one page of it: a PDF's own text, else OCR of the page as a picture."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from infra.local.aws.reading import textlayer, words
from infra.local.aws.reading.errors import UnreadableError
from infra.local.aws.reading.formats import check_sides, decode, open_picture
from infra.local.aws.reading.layout import Page
from infra.local.aws.reading.lines import arrange
from infra.local.aws.reading.ocr import Ocr
from infra.local.aws.reading.sniffing import sniff_file

DPI = 150
"""At which pages without text are drawn; https://docs.aws.amazon.com/textract/latest/dg/textract-best-practices.html"""
LONGEST_POINTS = 9_000
"""A side of a PDF page; https://docs.aws.amazon.com/textract/latest/dg/limits-document.html"""
LONGEST_DRAWN = 4_000
_PDFIUM = threading.RLock()
"""pdfium isn't thread-safe."""
_PASSWORD_ERROR = 4
"""pdfium's FPDF_ERR_PASSWORD."""


@dataclass(frozen=True)
class Read:
    """A page as read and, when it was a picture, its pixels."""

    page: Page
    picture: Image.Image | None


def count_pages(path: Path) -> int:
    """Raises UnreadableError."""
    if sniff_file(path) == "PDF":
        with _pdf(path) as document:
            return len(document)
    with open_picture(path, ("PNG", "JPEG", "TIFF")) as picture:
        if picture.format != "TIFF":
            return 1
        try:
            return int(getattr(picture, "n_frames", 1))
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise UnreadableError("broken", words.DAMAGED) from error


def read_page(path: Path, number: int, ocr: Ocr) -> Read:
    """Page ``number``, from 1. Raises UnreadableError."""
    if sniff_file(path) == "PDF":
        drawn = _pdf_page(path, number)
        if isinstance(drawn, Page):
            return Read(drawn, None)
        picture = drawn
    else:
        picture = _frame(path, number)
    found = ocr.read(picture)
    width, height = picture.size
    return Read(arrange(number, width, height, found.words, found.regions), picture)


def _pdf_page(path: Path, number: int) -> Page | Image.Image:
    """The page from its text layer, or drawn."""
    with _pdf(path) as document:
        try:
            page = document[number - 1]
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise UnreadableError("broken", words.DAMAGED) from error
        width, height = page.get_size()
        if max(width, height) > LONGEST_POINTS:
            raise UnreadableError("pixels", words.page_size(width, height))
        found = textlayer.words(page)
        if found:
            return arrange(number, width, height, found)
        scale = min(DPI / 72, LONGEST_DRAWN / max(width, height))
        bitmap = page.render(scale=scale)
        return bitmap.to_pil().convert("RGB")


@contextmanager
def _pdf(path: Path) -> Iterator[Any]:
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(path)
            document.init_forms()
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD_ERROR:
                raise UnreadableError("locked", words.LOCKED) from error
            raise UnreadableError("broken", words.DAMAGED) from error
        try:
            if len(document) == 0:
                raise UnreadableError("broken", words.DAMAGED)
            yield document
        finally:
            document.close()


def _frame(path: Path, number: int) -> Image.Image:
    with warnings.catch_warnings(), open_picture(path, ("PNG", "JPEG", "TIFF")) as picture:
        warnings.simplefilter("ignore")
        if number > 1:
            try:
                picture.seek(number - 1)
            except (OSError, ValueError, SyntaxError, EOFError) as error:
                raise UnreadableError("broken", words.DAMAGED) from error
            check_sides(picture.size)
        return decode(picture, LONGEST_DRAWN)
