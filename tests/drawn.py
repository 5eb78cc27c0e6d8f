"""Pictures and documents whose content is known, drawn when they are asked for; no font of the machine is used."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Literal

from PIL import Image, ImageDraw, ImageFilter

from infra.local.lake.samples.pdf import Font, Sheet, drawn


def page(lines: Sequence[str], *, font: Font = "Helvetica", size: float = 12, width: float = 420) -> Sheet:
    """Lines under each other."""
    sheet = Sheet(width, 40 + 1.7 * size * len(lines))
    for at, line in enumerate(lines):
        sheet.text(28, 32 + 1.7 * size * at, line, size, font)
    return sheet


def encoded(picture: Image.Image, kind: Literal["PNG", "JPEG", "TIFF", "GIF", "PDF"] = "PNG", **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def lettered(*lines: str, size: float = 14, width: float = 300) -> bytes:
    """A small PNG with some lines of text."""
    return encoded(drawn(page(lines, size=size, width=width)))


def plain(width: int, height: int, colour: str = "white") -> bytes:
    return encoded(Image.new("RGB", (width, height), colour))


def header_only(width: int, height: int) -> bytes:
    """A PNG that says how large it is and has no pixels."""
    whole = plain(1, 1)
    header = whole[12:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + whole[24:29]
    return whole[:12] + header + zlib.crc32(header).to_bytes(4, "big") + whole[33:]


def face(size: int = 300, count: int = 1) -> Image.Image:
    """Drawn faces in a row, shaded softly enough for a detector of real ones."""
    picture = Image.new("RGB", (size * 2 * count, size * 2), (150, 165, 175))
    draw = ImageDraw.Draw(picture)
    unit = size / 100
    for number in range(count):
        middle = size * (2 * number + 1)

        def oval(x: float, y: float, w: float, h: float, fill: tuple[int, int, int], middle: int = middle) -> None:
            box = (middle + (x - w) * unit, size + (y - h) * unit, middle + (x + w) * unit, size + (y + h) * unit)
            draw.ellipse(box, fill=fill)

        oval(0, -14, 42, 52, (60, 42, 32))
        oval(0, 2, 36, 47, (224, 188, 160))
        for side in (-1, 1):
            oval(side * 15, -8, 11, 6, (170, 130, 108))
            oval(side * 15, -8, 8, 4, (245, 245, 245))
            oval(side * 15, -8, 4, 4, (40, 28, 20))
            oval(side * 15, -18, 11, 2.5, (70, 48, 36))
            oval(side * 20, 14, 9, 8, (236, 200, 172))
        oval(0, 4, 4, 12, (234, 200, 174))
        oval(0, 14, 7, 3, (176, 132, 108))
        oval(0, 27, 13, 4, (150, 70, 70))
        oval(0, 36, 10, 3, (205, 168, 142))
    return picture.filter(ImageFilter.GaussianBlur(unit * 1.6))


def video(pictures: Sequence[tuple[Image.Image, float]], *, rate: int = 10, codec: str = "libx264") -> bytes:
    """An MP4 that shows each picture for some seconds; all have the first one's size."""
    import av

    out = BytesIO()
    width, height = pictures[0][0].size
    with av.open(out, "w", format="mp4") as container:
        stream: Any = container.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for picture, seconds in pictures:
            frame = av.VideoFrame.from_image(picture.convert("RGB"))
            for _ in range(round(seconds * rate)):
                frame.pts = None
                container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return out.getvalue()
