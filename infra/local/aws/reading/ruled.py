"""Tables with rulings: a PDF's drawn lines (pdfplumber), a picture's dark ones (OpenCV)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from infra.local.aws.reading.layout import Box, Frame

LONGEST = 2_500
"""Pixels a side at which lines are looked for."""
SMALLEST_CELL = 9
LEVEL = 0.001
"""Radians below which a picture isn't turned."""


def pdf_cells(path: Path, number: int, frame: Frame) -> list[list[Box]]:
    """The cells of each ruled table on a PDF's page."""
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException

    try:
        with pdfplumber.open(path, pages=[number]) as document:
            page = document.pages[0]
            left, top, right, bottom = page.bbox
            across, down = frame.width / float(right - left), frame.height / float(bottom - top)
            return [
                [
                    Box((x0 - left) * across, (y0 - top) * down, (x1 - left) * across, (y1 - top) * down)
                    for x0, y0, x1, y1 in table.cells
                ]
                for table in page.find_tables({"vertical_strategy": "lines", "horizontal_strategy": "lines"})
            ]
    except (PDFException, ValueError, TypeError, KeyError, IndexError, RecursionError):
        return []  # pdfium read the page; without its lines it has no ruled table


def picture_cells(picture: Image.Image, frame: Frame) -> list[list[Box]]:
    """The cells of each ruled table in a picture, in the frame's level coordinates."""
    scale = min(1.0, LONGEST / max(picture.size))
    grey = np.asarray(picture.convert("L").resize((round(picture.width * scale), round(picture.height * scale))))
    level, shift = _levelled(grey, frame.angle)
    dark = cv2.adaptiveThreshold(cv2.GaussianBlur(level, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C,
                                 cv2.THRESH_BINARY_INV, 31, 12)  # fmt: skip
    height, width = dark.shape
    across = cv2.getStructuringElement(cv2.MORPH_RECT, (max(40, width // 25), 1))
    down = cv2.getStructuringElement(cv2.MORPH_RECT, (1, max(26, height // 60)))
    thick = np.ones((3, 3), np.uint8)
    lines = cv2.bitwise_or(
        cv2.dilate(cv2.morphologyEx(dark, cv2.MORPH_OPEN, across), thick, iterations=2),
        cv2.dilate(cv2.morphologyEx(dark, cv2.MORPH_OPEN, down), thick, iterations=2),
    )
    contours, hierarchy = cv2.findContours(lines, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    parents: list[Any] = list(hierarchy[0]) if hierarchy is not None else []  # type: ignore[index]
    tables: dict[int, list[Box]] = {}
    for contour, (_, _, _, parent) in zip(contours, parents, strict=True):
        if parent < 0:
            continue
        x, y, w, h = cv2.boundingRect(contour)
        if min(w, h) >= SMALLEST_CELL and cv2.contourArea(contour) >= 0.7 * w * h:
            left, top = (x - shift[0]) / scale, (y - shift[1]) / scale
            tables.setdefault(int(parent), []).append(Box(left, top, left + w / scale, top + h / scale))
    return [cells for cells in tables.values() if len(cells) >= 4]


def _levelled(grey: np.ndarray, angle: float) -> tuple[np.ndarray, tuple[float, float]]:
    """The picture turned so that its lines are level, and where its old origin lies."""
    if abs(angle) < LEVEL:
        return grey, (0.0, 0.0)
    height, width = grey.shape
    cosine, sine = math.cos(-angle), math.sin(-angle)
    corners = [(x * cosine - y * sine, x * sine + y * cosine) for x in (0, width) for y in (0, height)]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    size = (math.ceil(max(x for x, _ in corners) - left), math.ceil(max(y for _, y in corners) - top))
    turn = np.array([[cosine, -sine, -left], [sine, cosine, -top]], dtype=np.float32)
    return cv2.warpAffine(grey, turn, size, borderMode=cv2.BORDER_REPLICATE), (-left, -top)


def outside(tables: Sequence[Sequence[Box]], boxes: Sequence[Box]) -> set[int]:
    """The places of the boxes that lie in no table."""
    return {i for i, box in enumerate(boxes) if not any(cell.holds(box) for cells in tables for cell in cells)}
