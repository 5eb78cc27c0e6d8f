"""``python -m agent_actions.files.convert``: a picture as the services take it, PNG or JPEG, within side and bytes.

The request: ``path``, ``name``, ``out`` (folder), ``side`` and ``bytes`` (the most). The answer: ``path``, ``mime``,
``width``, ``height``, ``scaled``, ``frames``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agent_actions.files.confined import UnfitError, serve

_SHRINK = 0.7
_LEAST = 200
_FLAT = 4_000_000
"""Pixels up to which a picture is kept as PNG, which loses nothing."""


def convert(request: dict[str, Any]) -> dict[str, Any]:
    from PIL import Image, ImageOps

    from agent_actions.files import words
    from agent_actions.files.looks.pictures import opened

    path, name, side, most = Path(request["path"]), request["name"], request["side"], request["bytes"]
    picture = opened(path, name)
    frames = int(getattr(picture, "n_frames", 1))
    if picture.format == "JPEG":
        picture.draft("RGB", (side, side))
    try:
        image = _flattened(ImageOps.exif_transpose(picture))
    except (OSError, ValueError, SyntaxError):
        raise UnfitError(words.picture_broken(name)) from None
    before = picture.size
    if max(image.size) > side:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
    plain = image.width * image.height <= _FLAT
    while True:
        kind, mime = ("PNG", "image/png") if plain else ("JPEG", "image/jpeg")
        target = Path(request["out"]) / f"picture.{kind.lower()}"
        image.save(target, kind, **({} if plain else {"quality": 92}))
        if target.stat().st_size <= most:
            break
        if plain:
            plain = False
        elif min(image.size) < _LEAST:
            raise UnfitError(words.picture_broken(name))
        else:
            image = image.resize((round(image.width * _SHRINK), round(image.height * _SHRINK)))
    scaled = max(image.size) < max(before)
    return {
        "path": str(target),
        "mime": mime,
        "width": image.width,
        "height": image.height,
        "scaled": scaled,
        "frames": frames,
    }


def _flattened(image: Any) -> Any:
    """RGB on white: neither service knows transparency or palettes."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image).convert("RGB")
    return image.convert("RGB")


if __name__ == "__main__":
    serve(convert)
