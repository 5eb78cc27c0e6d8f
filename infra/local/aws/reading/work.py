"""What the child can be asked to do. Arguments and values are plain data; a file is read where its path says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from infra.local.aws.reading.documents import count_pages
from infra.local.aws.reading.documents import read_page as read_document_page
from infra.local.aws.reading.formats import decode, open_picture
from infra.local.aws.reading.layout import Page
from infra.local.aws.reading.lines import arrange
from infra.local.aws.reading.ocr import Ocr

PICTURE_SIDE = 4_000
LEAST_SIDE = 80
"""Pixels; https://docs.aws.amazon.com/rekognition/latest/dg/limits.html"""
_OCR = Ocr()


def pages(path: str) -> int:
    """How many pages a document has."""
    return count_pages(Path(path))


def read_page(path: str, number: int, features: Sequence[str]) -> list[dict[str, Any]]:
    """A page's Textract blocks, with those of TABLES and FORMS where asked for."""
    from infra.local.aws.reading import blocks
    from infra.local.aws.reading.forms import find_pairs
    from infra.local.aws.reading.tables import find_tables

    read = read_document_page(Path(path), number, _OCR)
    made, ids = blocks.text_blocks(read.page)
    if "FORMS" in features:
        made += blocks.pair_blocks(read.page, ids, find_pairs(read.page))
    if "TABLES" in features:
        made += blocks.table_blocks(read.page, ids, find_tables(read, Path(path), number))
    return made


def read_expense(path: str, number: int) -> dict[str, Any]:
    """A page as an ``ExpenseDocument``."""
    from infra.local.aws.reading import blocks, expense
    from infra.local.aws.reading.tables import find_tables

    read = read_document_page(Path(path), number, _OCR)
    found = expense.read_expense(read.page, find_tables(read, Path(path), number))
    return blocks.expense_document(read.page, found)


def check_picture(path: str) -> None:
    """Whether a picture's header is one that Rekognition takes."""
    open_picture(Path(path), ("PNG", "JPEG"), LEAST_SIDE).close()


def picture_text(path: str) -> list[dict[str, Any]]:
    """Rekognition's ``TextDetections``, every line before its words."""
    with open_picture(Path(path), ("PNG", "JPEG"), LEAST_SIDE) as picture:
        return _detections(_read(decode(picture, PICTURE_SIDE)))


def picture_faces(path: str) -> list[dict[str, float]]:
    from infra.local.aws.reading.pictures import faces

    with open_picture(Path(path), ("PNG", "JPEG"), LEAST_SIDE) as picture:
        return faces(decode(picture, PICTURE_SIDE))


def picture_properties(path: str, most: int) -> dict[str, Any]:
    from infra.local.aws.reading.pictures import properties

    with open_picture(Path(path), ("PNG", "JPEG"), LEAST_SIDE) as picture:
        return properties(decode(picture, PICTURE_SIDE), most)


def video_facts(path: str) -> dict[str, Any]:
    from infra.local.aws.reading import video

    return video.facts(Path(path))


def video_text(path: str) -> list[dict[str, Any]]:
    """``TextDetectionResult`` members of every frame that is looked at."""
    from infra.local.aws.reading import video

    return [
        {"Timestamp": at, "TextDetection": detection}
        for at, picture in video.frames(Path(path))
        for detection in _detections(_read(picture))
    ]


def video_faces(path: str) -> list[dict[str, Any]]:
    """``FaceDetection`` members of every frame that is looked at."""
    from infra.local.aws.reading import video
    from infra.local.aws.reading.pictures import faces

    return [
        {"Timestamp": at, "Face": {"BoundingBox": box}}
        for at, picture in video.frames(Path(path))
        for box in faces(picture)
    ]


def video_shots(path: str) -> list[dict[str, Any]]:
    from infra.local.aws.reading import video

    return video.shots(Path(path))


def _read(picture: Any) -> Page:
    found = _OCR.read(picture)
    return arrange(1, picture.width, picture.height, found.words, found.regions)


def _detections(page: Page) -> list[dict[str, Any]]:
    """Lines take the first ids, as Rekognition gives them."""
    from infra.local.aws.reading.blocks import geometry, quad_around

    def member(text: str, kind: str, number: int, words: Sequence[int]) -> dict[str, Any]:
        made: dict[str, Any] = {"DetectedText": text, "Type": kind, "Id": number}
        made["Geometry"] = geometry(quad_around(page, words))
        score = page.score(words)
        return {**made, "Confidence": score * 100} if score is not None else made

    lines = page.lines
    made = [member(page.text(line.words), "LINE", at, line.words) for at, line in enumerate(lines)]
    number = len(lines)
    for at, line in enumerate(lines):
        for index in line.words:
            made.append({**member(page.words[index].text, "WORD", number, (index,)), "ParentId": at})
            number += 1
    return made
