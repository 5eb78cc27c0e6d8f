"""Bars from left to right, for names that don't fit below bars that stand."""

from __future__ import annotations

from infra.local.slack.page.chart_parts import LETTER, Frame, Plot, label, short, tip, widest

TOP, RIGHT, ROW, FOOT = 6, 50, 28, 40


def lying(plot: Plot, frame: Frame) -> str:
    """An SVG as wide as the frame, as high as its categories need."""
    names = min(frame.width * 0.42, widest(plot.categories))
    scale = plot.scale(from_zero=True)
    high = max(ROW, 13 * len(plot.rows) + 10)
    floor = TOP + high * len(plot.categories)

    def x_of(value: float) -> float:
        return names + (value - scale[0]) / (scale[-1] - scale[0]) * (frame.width - names - RIGHT)

    out = []
    shown = scale if frame.width > 400 else scale[:: max(1, len(scale) - 1)]
    for tick in scale:
        x, css = x_of(tick), "zero" if tick == 0 else "grid"
        out.append(f'<line class="{css}" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{floor}"/>')
        if tick in shown:
            out.append(label(x, floor + 18, short(tick / plot.shrink)))
    wide = (high - 8) / len(plot.rows)
    for index, category in enumerate(plot.categories):
        top = TOP + high * index + 4
        fits = int((names - 8) / LETTER)
        said = category if len(category) <= fits else category[: fits - 1] + "…"
        out.append(label(names - 8, top + (high - 8) / 2 + 4.5, said, "end", "tick name"))
        for number, (name, values) in enumerate(plot.rows):
            value = values[index]
            x, end = x_of(min(value, 0.0)), x_of(max(value, 0.0))
            y, width = top + wide * number + 0.5, max(end - x, 0.5)
            hover = tip(name if plot.several else "", category, value / plot.shrink)
            out.append(f'<rect class="c{number}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{wide - 1:.1f}" '
                       f'rx="3"{hover}/>')  # fmt: skip
            if not plot.several:
                # below zero the figure stands on the other side, where the names don't end
                out.append(label(end + 5, y + wide / 2 + 4, short(value / plot.shrink), "start", "value"))
    if plot.y_label:
        out.append(label((names + frame.width - RIGHT) / 2, floor + 36, plot.y_label, css="axis"))
    return frame.svg(floor + FOOT, "".join(out))
