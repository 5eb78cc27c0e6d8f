"""Pie: slices as SVG, and beside them a list of names, figures and shares."""

from __future__ import annotations

import html
import math

from infra.local.slack.page.chart_parts import Json, exact, tip

SIZE, RADIUS, HOLE = 200, 96.0, 54.0
WHOLE = 0.9999
"""A slice that is all there is has no beginning and no end: it is drawn as a ring."""


def _at(angle: float, radius: float) -> str:
    return f"{SIZE / 2 + radius * math.cos(angle):.2f} {SIZE / 2 + radius * math.sin(angle):.2f}"


def _slice(begin: float, turn: float) -> str:
    big = 1 if turn > math.pi else 0
    return (
        f"M{_at(begin, RADIUS)} A{RADIUS} {RADIUS} 0 {big} 1 {_at(begin + turn, RADIUS)} "
        f"L{_at(begin + turn, HOLE)} A{HOLE} {HOLE} 0 {big} 0 {_at(begin, HOLE)} Z"
    )


def _ring() -> str:
    middle, half = SIZE / 2, (RADIUS + HOLE) / 2
    return f'<circle cx="{middle}" cy="{middle}" r="{half}" fill="none" stroke-width="{RADIUS - HOLE}"'


def pie(chart: Json, said: str) -> str:
    segments = [(str(s["label"]), float(s["value"])) for s in chart["segments"]]
    largest = max(v for _, v in segments)
    shares = [v / largest for _, v in segments]
    shares = [part / sum(shares) for part in shares]
    slices, names, angle = [], [], -math.pi / 2
    for number, ((name, value), share) in enumerate(zip(segments, shares, strict=True)):
        hover = tip(f"{share:.1%}", name, value)
        if share > WHOLE:
            slices.append(f'{_ring()} class="c{number} ring"{hover}/>')
        else:
            slices.append(f'<path class="c{number} slice"{hover} d="{_slice(angle, share * 2 * math.pi)}"/>')
        angle += share * 2 * math.pi
        names.append(
            f'<li><i class="c{number}"></i><span>{html.escape(name)}</span><b>{exact(value)}</b>'
            f"<small>{share:.1%}</small></li>"
        )
    drawing = f'<svg viewBox="0 0 {SIZE} {SIZE}" role="img" aria-label="{said}">{"".join(slices)}</svg>'
    return f'<div class="pie">{drawing}<ul class="shares">{"".join(names)}</ul></div>'
