"""What can be measured in a picture without a label model: faces' boxes, colours, brightness, sharpness, contrast."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor

FACE_PIXELS = 40
FACE_OF = 1920
"""A face has at least 40 pixels in a picture 1,920 wide; https://docs.aws.amazon.com/rekognition/latest/dg/limits.html"""
FACE_NEIGHBOURS = 5
COLOUR_SIDE = 160
"""Pixels a side of the picture in which colours are counted."""
_CASCADE = threading.Lock()


def faces(picture: Image.Image) -> list[dict[str, float]]:
    """Bounding boxes of frontal faces as ratios, the largest first (OpenCV's frontalface_alt2 cascade)."""
    grey = np.asarray(picture.convert("L"))
    least = max(24, round(FACE_PIXELS * max(picture.size) / FACE_OF))
    with _CASCADE:
        found = _cascade().detectMultiScale(grey, 1.1, FACE_NEIGHBOURS, minSize=(least, least))
    width, height = picture.size
    boxes = [(float(x), float(y), float(w), float(h)) for x, y, w, h in found]
    return [
        {"Left": x / width, "Top": y / height, "Width": w / width, "Height": h / height}
        for x, y, w, h in sorted(boxes, key=lambda box: -box[2] * box[3])
    ]


@lru_cache(maxsize=1)
def _cascade() -> Any:
    folder = Path(cv2.__file__).parent / "data"
    return cv2.CascadeClassifier(str(folder / "haarcascade_frontalface_alt2.xml"))


def properties(picture: Image.Image, most: int) -> dict[str, Any]:
    """Rekognition's ``ImageProperties`` of the whole picture; foreground and background aren't told apart."""
    return {"Quality": quality(picture), "DominantColors": dominant_colours(picture, most)}


def quality(picture: Image.Image) -> dict[str, float]:
    """Brightness: mean luma; contrast: its spread; sharpness: how strongly it changes from pixel to pixel. 0 to 100."""
    grey = np.asarray(picture.convert("L"), dtype=np.float64)
    edges = float(cv2.Laplacian(np.asarray(picture.convert("L")), cv2.CV_64F).var())
    return {
        "Brightness": float(grey.mean()) / 255 * 100,
        "Sharpness": min(100.0, 100.0 * edges / (edges + 300.0)),
        "Contrast": min(100.0, float(grey.std()) / 127.5 * 100),
    }


def dominant_colours(picture: Image.Image, most: int) -> list[dict[str, Any]]:
    """Up to ``most`` colours by k-means, the most frequent first; nearly equal ones are one."""
    if most < 1:
        return []
    small = picture.convert("RGB")
    small.thumbnail((COLOUR_SIDE, COLOUR_SIDE))
    pixels: NDArray[np.float32] = np.asarray(small, dtype=np.float32).reshape(-1, 3)
    count = min(most, len(np.unique(pixels.astype(np.uint8), axis=0)))
    cv2.setRNGSeed(7)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 0.5)
    start = np.zeros((len(pixels), 1), np.int32)
    _, labels, centres = cv2.kmeans(pixels, count, start, criteria, 3, cv2.KMEANS_PP_CENTERS)
    shares: dict[tuple[int, int, int], float] = {}
    for index, held in enumerate(np.bincount(labels.ravel(), minlength=count)):
        red, green, blue = (round(float(value)) for value in centres[index])
        near = next((known for known in shares if _apart(known, (red, green, blue)) < 12), (red, green, blue))
        shares[near] = shares.get(near, 0.0) + 100 * int(held) / len(pixels)
    return [_colour(rgb, share) for rgb, share in sorted(shares.items(), key=lambda pair: -pair[1]) if share > 0]


def _colour(rgb: tuple[int, int, int], share: float) -> dict[str, Any]:
    red, green, blue = rgb
    return {
        "Red": red, "Green": green, "Blue": blue, "HexCode": f"#{red:02x}{green:02x}{blue:02x}",
        "CSSColor": min(_css(), key=lambda name: _apart(_css()[name], rgb)),
        "SimplifiedColor": simple_name(rgb), "PixelPercent": share,
    }  # fmt: skip


@lru_cache(maxsize=1)
def _css() -> dict[str, tuple[int, int, int]]:
    return {name: ImageColor.getrgb(code)[:3] for name, code in ImageColor.colormap.items()}  # type: ignore[misc]


def _apart(one: tuple[int, int, int], two: tuple[int, int, int]) -> float:
    return sum((a - b) ** 2 for a, b in zip(one, two, strict=True)) ** 0.5


def simple_name(rgb: tuple[int, int, int]) -> str:
    """One of twelve names, by hue, saturation and value."""
    red, green, blue = (value / 255 for value in rgb)
    most, least = max(red, green, blue), min(red, green, blue)
    spread = most - least
    if most < 0.16:
        return "black"
    if spread < 0.12 or spread / most < 0.14:
        return "white" if most > 0.9 else "grey"
    if most == red:
        hue = 60 * (((green - blue) / spread) % 6)
    elif most == green:
        hue = 60 * ((blue - red) / spread + 2)
    else:
        hue = 60 * ((red - green) / spread + 4)
    if 12 <= hue < 48 and most < 0.7:
        return "brown"
    if (hue < 12 or hue >= 345) and most > 0.85 and spread / most < 0.55:
        return "pink"
    limits = ((12, "red"), (40, "orange"), (68, "yellow"), (165, "green"), (195, "cyan"), (255, "blue"),
              (290, "purple"), (345, "pink"), (361, "red"))  # fmt: skip
    return next(name for limit, name in limits if hue < limit)
