"""``outcrop doctor``: what works on this machine, what only roughly, what not at all, and why.

A check is a function in a file of ``infra/doctor/checks/``: it yields a :class:`Finding` for each capability that it
looked at, after really trying it. A new subject is a new file there.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from infra.local.settings import LocalSettings

Grade = Literal["works", "rough", "none"]


@dataclass(frozen=True)
class Finding:
    """One row: a capability and how well it does here."""

    capability: str
    grade: Grade
    why: str
    mend: str = ""
    """The command, or the setting, that mends it."""
    needed: bool = False
    """``outcrop demo`` cannot do without it."""

    @property
    def broken(self) -> bool:
        return self.needed and self.grade == "none"


Check = Callable[[LocalSettings], Iterable[Finding]]


@dataclass(frozen=True)
class Listed:
    order: int
    subject: str
    check: Check


_checks: list[Listed] = []


def check(subject: str, *, order: int = 50) -> Callable[[Check], Check]:
    """Register a function that yields findings about ``subject``, a word for whoever waits for it."""

    def register(function: Check) -> Check:
        _checks.append(Listed(order, subject, function))
        return function

    return register


def examine(settings: LocalSettings, progress: Callable[[str], None]) -> Iterator[Finding]:
    """Run every check. One that breaks is a finding itself."""
    from infra.doctor import checks, words

    for module in pkgutil.iter_modules(checks.__path__):
        importlib.import_module(f"{checks.__name__}.{module.name}")
    for listed in sorted(_checks, key=lambda one: one.order):
        progress(words.looking_at(listed.subject))
        try:
            yield from listed.check(settings)
        except Exception as error:  # a doctor that falls over helps nobody: whatever it is, it is told
            yield Finding(listed.subject, "none", words.broke(error))
