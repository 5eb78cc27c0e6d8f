"""The Markdown of ``docs/benchmarks.md``: a table, a heading for each part, each part replaced alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from tests.bench.figures import Figure, Row, Spread, Unit, number, spread, verdict
from tests.bench.machine import Machine

TITLE = "# Benchmarks"
COLUMNS = ("What", "Bar", "Measured, median (min..max)", "Compared to", "Verdict")
NOT_BUILT = "not built yet"
UNITS: tuple[Unit, ...] = ("ms", "s", "MB", "x")


def table(rows: Sequence[Row], figures: Mapping[str, Sequence[Figure]], not_built: Sequence[tuple[str, str]]) -> str:
    """Rows in their order, those without a figure left out, then what has a bar but does not exist yet."""
    lines = [_line(COLUMNS), _line(["---"] * len(COLUMNS))]
    lines += [_line(_cells(row, figures[row.key])) for row in rows if figures.get(row.key)]
    lines += [_line([what, bar, "–", "–", NOT_BUILT]) for what, bar in not_built]
    return "\n".join(lines)


def _cells(row: Row, found: Sequence[Figure]) -> list[str]:
    ours = Spread.of([figure.ours for figure in found])
    compared = [figure.compared for figure in found if figure.compared is not None]
    return [
        row.what,
        row.bar or "–",
        "; ".join([spread(ours, row.unit), *_also(found)]),
        f"{row.compared_to}: {spread(Spread.of(compared), row.unit)}" if compared else row.compared_to or "–",
        verdict(row, ours),
    ]


def _also(found: Sequence[Figure]) -> list[str]:
    """Further values, the median of the runs: the label's last word is the unit (``p95 ms``, ``events``)."""
    labels = list(dict.fromkeys(label for figure in found for label in figure.also))
    return [_labelled(label, median(f.also[label] for f in found if label in f.also)) for label in labels]


def _labelled(label: str, value: float) -> str:
    for unit in UNITS:
        if label.endswith(f" {unit}"):
            return f"{label.removesuffix(f' {unit}')} {number(value, unit)}"
    return f"{number(value, '')} {label}"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def measured_on(machine: Machine, day: str, runs: int) -> str:
    """The paragraph above the table: when, on what, how often."""
    return (
        f"{day}, {machine.cpu}, {machine.cores} cores, Python {machine.python}, load average {machine.load:.1f} when "
        f"it began. {runs} runs of each, every one in a process of its own; verdicts go by the median."
    )


def with_section(document: str, heading: str, body: str) -> str:
    """``document`` with the text under ``## heading`` replaced, or added at the end; the rest as it was."""
    begin = f"## {heading}"
    parts = _sections(document)
    if not parts or not parts[0].startswith("# "):
        parts.insert(0, TITLE)
    written = f"{begin}\n\n{body.strip()}"
    for index, part in enumerate(parts):
        if part.split("\n", 1)[0].strip() == begin:
            parts[index] = written
            break
    else:
        parts.append(written)
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _sections(document: str) -> list[str]:
    parts: list[list[str]] = []
    for line in document.strip().splitlines():
        if line.startswith("## ") or not parts:
            parts.append([])
        parts[-1].append(line)
    return ["\n".join(part) for part in parts]
