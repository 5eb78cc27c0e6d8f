"""PDF: opens without a password, and how many pages it has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2 as pdfium  # pyright: ignore[reportMissingTypeStubs]
from pypdfium2 import raw  # pyright: ignore[reportMissingTypeStubs]

from agent_actions.files import words
from agent_actions.files.confined import UnfitError
from agent_actions.files.limits import PDF_PAGES


def look_at_pdf(path: Path, name: str) -> dict[str, Any]:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise UnfitError(words.locked(name) if locked else words.pdf_unreadable(name)) from None
    try:
        pages = len(document)
        if pages > PDF_PAGES:
            raise UnfitError(words.too_many_pages(name, pages, PDF_PAGES))
        if pages < 1:
            raise UnfitError(words.pdf_unreadable(name))
        return {"pages": pages}
    finally:
        document.close()
