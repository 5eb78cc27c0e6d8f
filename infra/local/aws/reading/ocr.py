"""Text in pictures: RapidOCR (PP-OCR models that come in its wheel) with word boxes and scores."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from infra.local.aws.reading.layout import Quad, Word, within

UNCLIP_RATIO = 2.0
"""Wider text boxes than the default 1.6: accents and descenders stay inside."""
SHORTEST_SIDE = 480
"""The detector enlarges smaller pictures to this many pixels (by default 736: a second more for a small sign)."""
THINNEST = 8
"""Longer than this many times its width a picture gets a margin: the detector would enlarge it out of all bounds."""
LONGEST_SIDE = 2000
"""RapidOCR reads at most this many pixels; more would only be memory."""


@dataclass(frozen=True)
class Found:
    """Text of a picture. ``regions`` are the detector's boxes, each around several words."""

    words: tuple[Word, ...]
    regions: tuple[Quad, ...]


class Ocr:
    """Loads its models on first use (1 to 2.5 s, 0.4 GB). Thread-safe: one picture at a time."""

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._engine: Any = None
        self._lock = threading.Lock()

    def read(self, picture: Image.Image) -> Found:
        shown = picture.convert("RGB")
        shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        array: NDArray[np.uint8] = np.ascontiguousarray(np.asarray(framed(shown))[:, :, ::-1])
        with self._lock:
            found = self._loaded()(array, return_word_box=True)
        if found.boxes is None or not found.txts:
            return Found((), ())
        width, height = shown.size
        words = [
            Word(str(text), _quad(corners, width, height), float(score))
            for region in found.word_results
            for text, score, corners in region
            if str(text).strip()
        ]
        return Found(tuple(words), tuple(_quad(box.tolist(), width, height) for box in found.boxes))

    def _loaded(self) -> Any:
        if self._engine is None:
            from rapidocr import RapidOCR

            self._engine = RapidOCR(
                params={
                    "Det.unclip_ratio": UNCLIP_RATIO,
                    "Det.limit_side_len": SHORTEST_SIDE,
                    "Global.use_cls": False,
                    "Global.log_level": "error",
                    "EngineConfig.onnxruntime.intra_op_num_threads": self._threads,
                    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                }
            )
        return self._engine


def framed(picture: Image.Image) -> Image.Image:
    """A very thin picture with white at its right or lower side; any other as it is."""
    least = -(-max(picture.size) // THINNEST)
    if min(picture.size) >= least:
        return picture
    framed = Image.new("RGB", (max(picture.width, least), max(picture.height, least)), "white")
    framed.paste(picture, (0, 0))
    return framed


def _quad(corners: Any, width: int, height: int) -> Quad:
    first, second, third, fourth = ((within(float(x) / width), within(float(y) / height)) for x, y in corners)
    return (first, second, third, fourth)
