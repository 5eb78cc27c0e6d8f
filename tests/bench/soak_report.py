"""What the soak says at its end. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.figures import percentile
from tests.bench.machine import Machine

if TYPE_CHECKING:
    from tests.bench.asker import Tally

LISTED = 10


@dataclass(frozen=True)
class Memory:
    processes: int
    megabytes: float


@dataclass(frozen=True)
class Phase:
    name: str
    seconds: float
    tally: Tally


def report(
    phases: Sequence[Phase],
    before: Mapping[str, Memory],
    after: Mapping[str, Memory],
    doubled: Sequence[str],
    deaths: Sequence[str],
    machine: Machine,
    day: str,
    minutes: float,
) -> str:
    """Markdown: what was asked and what came of it, times, memory, and what went wrong."""
    tallies = [phase.tally for phase in phases]
    lost = [line for tally in tallies for line in tally.lost]
    differing = [line for tally in tallies for line in tally.differing]
    asked = sum(len(tally.seconds) for tally in tallies) + len(lost)
    copies, refused = sum(t.copies for t in tallies), sum(t.refused_copies for t in tallies)
    parts = [
        f"{day}, {machine.cpu}, {machine.cores} cores, Python {machine.python}, load average {machine.load:.1f} when "
        f"it began. {minutes:g} minutes, six people at once, each asking again when the last answer is there; every "
        f"event delivered twice at least.",
        f"**{asked} questions: {len(lost)} lost, {len(doubled)} doubled, {len(differing)} answered differently from "
        f"before.** {copies} further deliveries, {refused} of them not taken while a process was dying. "
        f"Processes killed: {_counted(deaths)}.",
        _times(phases),
        _memory(before, after),
    ]
    wrong = [*(f"lost: {line}" for line in lost), *(f"doubled: {line}" for line in doubled)]
    wrong += [f"differing: {line}" for line in differing]
    parts += ["\n".join(f"- {line}" for line in wrong[:LISTED])] if wrong else []
    return "\n\n".join(parts)


def _times(phases: Sequence[Phase]) -> str:
    lines = ["| Load | Questions | A second | p50 | p99 | Longest | Outcomes |", "|" + " --- |" * 7]
    for phase in phases:
        seconds = phase.tally.seconds or [0.0]
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(phase.tally.outcomes.items()))
        times = [percentile(seconds, 0.5), percentile(seconds, 0.99), max(seconds)]
        cells = [
            phase.name, str(len(phase.tally.seconds)), f"{len(phase.tally.seconds) / max(phase.seconds, 0.001):.1f}",
            *(f"{took:.2f} s" for took in times), outcomes,
        ]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _memory(before: Mapping[str, Memory], after: Mapping[str, Memory]) -> str:
    lines = [
        "Resident memory, after warming up and at the end of the load:",
        "",
        "| Process | Number | MB | Growth of one |",
        "| --- | --- | --- | --- |",
    ]
    for kind in sorted({*before, *after}):
        b, a = before.get(kind, Memory(0, 0.0)), after.get(kind, Memory(0, 0.0))
        one = f"{a.megabytes / a.processes - b.megabytes / b.processes:+.1f} MB" if a.processes and b.processes else "–"
        number = str(a.processes) if a.processes == b.processes else f"{b.processes} to {a.processes}"
        lines.append(f"| {kind} | {number} | {b.megabytes:.0f} to {a.megabytes:.0f} | {one} |")
    return "\n".join(lines)


def _counted(names: Sequence[str]) -> str:
    counts = {name: names.count(name) for name in dict.fromkeys(names)}
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"
