"""From a result to what is drawn of it as a picture, which has to tell by itself what it shows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.pictures.scripts import beyond_font
from bot.pictures.spec import picture_spec
from bot.reply.chart_data import PICTURE
from bot.reply.charts import Chart, Drawing, drawing
from bot.reply.inert import inert
from bot.reply.numbers import number
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Column, Receipt, Table


@dataclass(frozen=True)
class Picture:
    spec: Mapping[str, object]
    title: str
    alt: str
    """For those who don't see it: https://api.slack.com/methods/files.getUploadURLExternal takes it as ``alt_txt``."""
    note: str = ""
    """What a reader of the picture should know beside it."""


def picture(table: Table, receipt: Receipt, words: Words) -> Picture | None:
    """None for a result that makes no chart. With a picture's room: longer names, more points of time, gaps as gaps."""
    made = drawing(table, receipt, words, PICTURE)
    chart = made.chart
    if chart is None or chart.kind == "number":
        return None
    notes = [*_notes(made, receipt, words)]
    texts = (chart.title, *chart.categories, *(one.name for one in chart.series))
    return Picture(
        spec=picture_spec(chart, notes, _figures(chart, made.measure)),
        title=chart.title,
        alt=words.picture_alt(chart.kind, chart.title, chart.categories, [one.name for one in chart.series]),
        note=words.picture_beyond_font if beyond_font(texts) else "",
    )


def _notes(made: Drawing, receipt: Receipt, words: Words) -> Iterator[str]:
    yield from made.subtitle
    said = [words.provenance[receipt.provenance]] if receipt.provenance else []
    said += ["; ".join(receipt.assumptions)] if receipt.assumptions else []
    if said:
        yield inert(" · ".join(said))
    if receipt.hidden:
        yield inert(words.hidden(receipt.hidden))
    yield from made.notes


def _figures(chart: Chart, measure: Column | None) -> list[str]:
    """The values of one series as its column shows them."""
    if measure is None or len(chart.series) != 1:
        return []
    factor = 100 if (measure.format or "").endswith("%") else 1
    return ["" if value is None else number(value / factor, measure) for value in chart.series[0].data]
