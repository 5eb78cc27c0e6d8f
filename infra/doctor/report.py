"""Findings as a table for a person and as one object for a program."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from infra.doctor import Finding, words


def table(findings: Sequence[Finding], width: int) -> str:
    """Aligned columns; the reason wraps at ``width``, what mends a row stands below it."""
    name = max(len(f.capability) for f in findings)
    indent = " " * (name + 2 + len("works") + 2)
    lines: list[str] = []
    for finding in findings:
        head = f"{finding.capability.ljust(name)}  {finding.grade.ljust(len('works'))}  "
        wrapped = textwrap.wrap(
            finding.why, max(width, len(indent) + 30), initial_indent=head, subsequent_indent=indent
        )
        lines += [*(wrapped or [head.rstrip()]), *([f"{indent}-> {finding.mend}"] if finding.mend else [])]
    return "\n".join([*lines, "", summary(findings)])


def summary(findings: Sequence[Finding]) -> str:
    grades = [finding.grade for finding in findings]
    broken = [finding.capability for finding in findings if finding.broken]
    return words.summary(grades.count("works"), grades.count("rough"), grades.count("none"), broken)


def as_object(findings: Sequence[Finding]) -> dict[str, Any]:
    """``{"demo": can it run, "findings": [{capability, grade, why, mend, needed}]}``"""
    return {"demo": not any(f.broken for f in findings), "findings": [asdict(f) for f in findings]}
