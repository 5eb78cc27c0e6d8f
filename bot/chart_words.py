"""What the bot says of figures that it draws: calendar units, big numbers, totals, charts and pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.phrasing import MONTHS, lower_first, some


class ChartWords:
    """English."""

    download_png = "PNG"

    def data_to(self, day: str) -> str:
        return f"data to {day}"

    week_column = "Week of"

    def calendar_unit(self, day: date, grain: str) -> str:
        """The unit that begins on ``day``: ``Jan 2026``, ``Q3 2026``, ``2026``; a week goes by its first day."""
        if grain.startswith("fiscal"):
            return self._fiscal_unit(day, 3 if grain == "fiscal_quarter" else 12)
        if grain in ("year", "quarter", "month") and day.day == 1:
            before = {"year": "", "quarter": f"Q{(day.month + 2) // 3} ", "month": f"{MONTHS[day.month - 1]} "}
            return f"{before[grain]}{day.year}"
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def _fiscal_unit(self, day: date, months: int) -> str:
        """By its months, ``Feb–Apr 2026``, as companies number their years differently."""
        if day.day != 1:
            return f"from {day.day} {MONTHS[day.month - 1]} {day.year}"
        year, month = divmod(day.year * 12 + day.month - 1 + months - 1, 12)
        first = MONTHS[day.month - 1] + (f" {day.year}" if year != day.year else "")
        return f"{first}–{MONTHS[month]} {year}"

    # one value, and totals
    no_value = "no value"

    def change(self, up: bool, by: str, percent: str | None, was: str, label: str) -> str:
        """``▲ 2.9% (+€75,548) from €2,640,586, revenue in September 2026``."""
        said = f"{percent} ({by})" if percent else by
        return f"{'▲' if up else '▼'} {said} from {was} ({lower_first(label)})"

    def change_none(self, was: str, label: str) -> str:
        return f"No change from {was} ({lower_first(label)})"

    def change_unknown(self, was: str, label: str) -> str:
        return f"Before: {was} ({lower_first(label)})"

    def change_from_nothing(self, label: str) -> str:
        return f"Nothing to compare with: there is no value for {lower_first(label)}"

    def points(self, difference: str) -> str:
        return f"{difference} percentage points"

    def total(self, sums: Sequence[tuple[str, str]], of_rows: int | None) -> str:
        """``sums``: label and figure of each column; the label goes where there is one only."""
        said = sums[0][1] if len(sums) == 1 else " · ".join(f"{label} {figure}" for label, figure in sums)
        return f"{f'Total of these {of_rows:,} rows' if of_rows else 'Total'}: {said}"

    def with_share(self, figure: str, share: str) -> str:
        return f"{figure} ({share})"

    # charts
    nameless = "(none)"
    other = "Other"
    chart_untitled = "Result"
    chart_no_figures = "There are no figures in this result"
    chart_only_nulls = "There is no value in this result"
    chart_one_value = "There is one point only"
    chart_is_number = "A big number shows one value"
    chart_cut_result = "This result is longer than I can draw"
    chart_many_breakdowns = "A chart shows two breakdowns at most"
    chart_repeated = "The same pair of categories comes up more than once"
    chart_gaps_only = "Every series has gaps"
    chart_undated = "Rows without a date are not drawn."
    pie_two_breakdowns = "A pie shows one breakdown only"
    pie_negative = "A pie can't show negative values"
    pie_one_slice = "A pie needs at least two values above zero"

    def pie_no_whole(self, metric: str) -> str:
        return f"Parts of {lower_first(metric)} don't add up to a whole, which a pie would suggest"

    def pie_too_many(self, slices: int, most: int) -> str:
        return f"{slices:,} slices are more than a pie can show (at most {most})"

    def chart_too_many(self, categories: int, most: int) -> str:
        return f"{categories:,} categories are more than a chart can show (at most {most})"

    _drawn: Mapping[str | None, str] = {
        "bar": "here are bars",
        "line": "here is a line",
        "number": "here is the figure",
        None: "here is the table",
    }

    def chart_unmet(self, reason: str, kind: str | None) -> str:
        """Why a chart isn't the one that was asked for; ``kind``: what there is instead."""
        return f"{reason}, so {self._drawn.get(kind, self._drawn[None])}."

    def chart_time(self, day: date, grain: str, with_year: bool) -> str:
        """A point of time in few characters; a week goes by its first day."""
        if grain.startswith("fiscal"):
            return self.calendar_unit(day, grain)
        if grain == "year":
            return f"{day.year}"
        year = f"{day.year % 100:02}"
        if grain in ("month", "quarter"):
            return f"{MONTHS[day.month - 1]} {year}" if grain == "month" else f"Q{(day.month + 2) // 3} {year}"
        return f"{day.day} {MONTHS[day.month - 1]}" + (f" {year}" if with_year else "")

    def chart_title_of(self, metrics: Sequence[str], by: Sequence[str]) -> str:
        """For a chart that shows fewer metrics than its table."""
        return f"{' and '.join(metrics)} only, by {' and '.join(lower_first(label) for label in by)}"

    def chart_left_out_metrics(self, metrics: Sequence[str]) -> str:
        return f"In the table only: {', '.join(metrics)}."

    chart_refused = "Slack didn't take the chart of this answer. The table above has its figures."
    picture_none = "This result makes no chart, so there is no picture of it. The table has its figures."
    picture_failed = "I couldn't draw this picture. The table has its figures; CSV and Excel have them too."

    def chart_as_picture(self, title: str) -> str:
        return f"Slack didn't take the chart, so here it is as a picture. {title}"

    picture_beyond_font = "Some names are in letters that the picture may not show; the table has them."

    def picture_alt(self, kind: str, title: str, categories: Sequence[str], series: Sequence[str]) -> str:
        """For people who don't see the picture: what it is, and that the table has its figures."""
        shape = {"bar": "Bars", "line": "Lines", "area": "Areas", "pie": "A pie"}.get(kind, "A chart")
        of = f"{shape} of {some(series, 3)}" if kind != "pie" else shape
        return f"{title}. {of} for {some(categories, 12)}. The table of the answer has the figures."

    def chart_subtitle(self, unit: str, data_to: date | None) -> str:
        """``In €, data to 14 Nov 2026``; empty when neither is known."""
        parts = [f"in {unit}"] if unit else []
        if data_to:
            parts.append(self.data_to(f"{data_to.day} {MONTHS[data_to.month - 1]} {data_to.year}"))
        said = ", ".join(parts)
        return said[:1].upper() + said[1:]

    def chart_latest(self, shown: int, total: int, grain: str, *, in_picture: bool) -> str:
        """``in_picture``: the picture has room for all."""
        more = f" “{self.download_png}” draws them all." if in_picture else ""
        return f"The chart shows the latest {shown} of {total:,} {grain.replace('_', ' ')}s.{more}"

    def chart_first(self, shown: int, total: int) -> str:
        return f"The chart shows the first {shown} of {total} rows."

    def chart_first_series(self, shown: int, total: int) -> str:
        return f"The chart shows the first {shown} of {total} metrics."

    def chart_top(self, shown: int, total: int) -> str:
        return f"The chart shows the {shown} largest of {total}; the others can't be added up."

    def chart_top_and_other(self, shown: int, total: int) -> str:
        return f"The chart shows the {shown} largest of {total}; “{self.other}” adds up the rest."

    def chart_without_value(self, categories: Sequence[str]) -> str:
        return f"Not drawn, for want of a value: {some(categories)}."

    def chart_with_gaps(self, series: Sequence[str]) -> str:
        return f"Not drawn, for want of some values: {some(series)}."
