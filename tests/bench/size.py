"""How much a run does: whole for the figures, tiny to see that every row still runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    at_once: int
    bursts: int
    questions: int
    """How many of the questions are asked."""
    rounds: int
    """How often a computation is repeated."""
    datasets: int
    lake_scale: float
    """1.0 is the demo's lake as it is."""


WHOLE = Size(at_once=40, bursts=10, questions=20, rounds=10, datasets=10_000, lake_scale=1.0)
TINY = Size(at_once=3, bursts=1, questions=2, rounds=1, datasets=50, lake_scale=0.01)
