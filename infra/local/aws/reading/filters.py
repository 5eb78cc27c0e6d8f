"""Which of a picture's texts Rekognition gives: its filters, and a hundred words at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Detection = dict[str, Any]


def keep(found: Sequence[Detection], filters: Mapping[str, Any], most: int) -> list[Detection]:
    """Words that pass ``filters`` and are among the first ``most``, with the lines that still have one."""
    wanted = filters.get("WordFilter", {})
    regions = filters.get("RegionsOfInterest", ())
    words = [one for one in found if one["Type"] == "WORD" and _passes(one, wanted) and _inside(one, regions)][:most]
    lines = {word["ParentId"] for word in words}
    return [one for one in found if one["Type"] == "LINE" and one["Id"] in lines] + words


def _passes(word: Detection, wanted: Mapping[str, Any]) -> bool:
    box = word["Geometry"]["BoundingBox"]
    return (
        word.get("Confidence", 100.0) >= wanted.get("MinConfidence", 0.0)
        and box["Height"] >= wanted.get("MinBoundingBoxHeight", 0.0)
        and box["Width"] >= wanted.get("MinBoundingBoxWidth", 0.0)
    )


def _inside(word: Detection, regions: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the word's middle lies in one of the regions; without regions, always."""
    box = word["Geometry"]["BoundingBox"]
    x, y = box["Left"] + box["Width"] / 2, box["Top"] + box["Height"] / 2
    return not regions or any(_holds(region, x, y) for region in regions)


def _holds(region: Mapping[str, Any], x: float, y: float) -> bool:
    box = region.get("BoundingBox")
    if box:
        left, top = box.get("Left", 0.0), box.get("Top", 0.0)
        return left <= x <= left + box.get("Width", 0.0) and top <= y <= top + box.get("Height", 0.0)
    corners = [(point.get("X", 0.0), point.get("Y", 0.0)) for point in region.get("Polygon", ())]
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
