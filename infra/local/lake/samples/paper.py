"""What happens to a page before a program sees it: it lies askew, on a table, under a lamp, and the camera is noisy."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter


def tilted(picture: Image.Image, degrees: float, background: tuple[int, int, int] = (255, 255, 255)) -> Image.Image:
    """Turned clockwise; the picture grows so that nothing is cut off."""
    return picture.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=background)


def noisy(picture: Image.Image, seed: int, strength: float) -> Image.Image:
    """With Gaussian noise of ``strength`` grey levels."""
    draws = np.random.default_rng(seed).normal(0, strength, (picture.height, picture.width, 1))
    pixels = np.asarray(picture.convert("RGB"), dtype=np.float64) + draws
    return Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))


def photographed(picture: Image.Image, seed: int, *, degrees: float, margin: int) -> Image.Image:
    """Paper on a dark table: askew, lit from the upper left, a little out of focus, noisy."""
    table = (92, 78, 66)
    framed = Image.new("RGB", (picture.width + 2 * margin, picture.height + 2 * margin), table)
    framed.paste(picture, (margin, margin))
    turned = tilted(framed, degrees, table).filter(ImageFilter.GaussianBlur(0.6))
    down, across = np.mgrid[0 : turned.height, 0 : turned.width]
    light = 1.02 - 0.14 * (across / turned.width) - 0.10 * (down / turned.height)
    lit = np.clip(np.asarray(turned, dtype=np.float64) * light[..., None], 0, 255).astype(np.uint8)
    return noisy(Image.fromarray(lit), seed, 4.0)
