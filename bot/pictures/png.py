"""Drawing a specification, in this process: no browser, no network, the fonts that come with the package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, cast

from bot.errors import BotError
from bot.pictures import theme

if TYPE_CHECKING:
    from collections.abc import Sequence


class PictureError(BotError):
    """The picture can't be drawn; the table has all of it."""


class _Converter(Protocol):
    """https://github.com/vega/vl-convert, the part that is used here."""

    def vegalite_to_png(
        self, vl_spec: Mapping[str, object], *, scale: float, allowed_base_urls: Sequence[str]
    ) -> bytes: ...


def png_of(spec: Mapping[str, object], sentence: str) -> bytes:
    """The picture. Raises PictureError with ``sentence`` when it can't be drawn.

    vl-convert is imported here: it is for this alone, and neither the front nor other turns wait for it.
    """
    import vl_convert

    converter = cast("_Converter", vl_convert)
    try:
        # no base address is allowed: a specification that asks for remote data fails instead of fetching it
        return converter.vegalite_to_png(spec, scale=theme.SCALE, allowed_base_urls=[])
    except ValueError as error:
        raise PictureError(sentence) from error
