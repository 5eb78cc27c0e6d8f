"""Pages of text and rules as a small PDF, always the same bytes; and such pages drawn as pictures.

Only the fonts that every PDF reader has are used (PDF 1.7, 9.6.2.2), so no font is looked for on the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Literal

from PIL import Image

Font = Literal[
    "Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Times-Roman", "Times-Bold", "Courier", "Courier-Bold"
]
FONTS: tuple[Font, ...] = (
    "Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Times-Roman", "Times-Bold", "Courier", "Courier-Bold"
)  # fmt: skip
A4 = (595.0, 842.0)
_NARROW = {".": 0.278, ",": 0.278, " ": 0.278, "-": 0.333, ":": 0.278, "/": 0.278}
"""Widths of what amounts have beside digits, in Helvetica; digits are 0.556."""


@dataclass
class Sheet:
    """A page under construction. Lengths are points; y is measured down from the upper edge to the text's baseline."""

    width: float = A4[0]
    height: float = A4[1]
    _parts: list[str] = field(default_factory=list[str])

    def text(self, x: float, y: float, text: str, size: float = 11, font: Font = "Helvetica") -> None:
        number = FONTS.index(font) + 1
        self._parts.append(f"BT /F{number} {size:g} Tf {x:.2f} {self.height - y:.2f} Td ({_escaped(text)}) Tj ET")

    def number(self, right: float, y: float, text: str, size: float = 11, font: Font = "Helvetica") -> None:
        """An amount that ends at ``right``."""
        width = sum(0.6 if font.startswith("Courier") else _NARROW.get(character, 0.556) for character in text)
        self.text(right - width * size, y, text, size, font)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.8) -> None:
        self._parts.append(f"{width:g} w {x1:.2f} {self.height - y1:.2f} m {x2:.2f} {self.height - y2:.2f} l S")

    def bar(self, x: float, y: float, width: float, height: float, rgb: tuple[float, float, float]) -> None:
        """A filled rectangle whose upper left corner is (x, y); colours are 0 to 1."""
        red, green, blue = rgb
        self._parts.append(
            f"{red:g} {green:g} {blue:g} rg {x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f 0 g"
        )

    def content(self) -> bytes:
        return "\n".join(self._parts).encode("cp1252")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def pdf(sheets: Sequence[Sheet], title: str) -> bytes:
    """A PDF of some pages, with a text layer."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b""]
    fonts = " ".join(f"/F{number} {3 + number} 0 R" for number in range(1, len(FONTS) + 1))
    for font in FONTS:
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>".encode())
    pages: list[int] = []
    for sheet in sheets:
        content = sheet.content()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.width:g} {sheet.height:g}] "
            f"/Resources << /Font << {fonts} >> >> /Contents {len(objects)} 0 R >>".encode()
        )
        pages.append(len(objects))
    kids = " ".join(f"{number} 0 R" for number in pages)
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
    objects[2] = b"<< /Title (" + _escaped(title).encode("cp1252") + b") >>"
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    out = BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return out.getvalue()


def drawn(sheet: Sheet, dpi: int = 150) -> Image.Image:
    """A page as a picture, as a scanner without faults would see it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf([sheet], ""))
    try:
        bitmap = document[0].render(scale=dpi / 72)  # type: ignore[arg-type]
        return bitmap.to_pil().convert("RGB")
    finally:
        document.close()
