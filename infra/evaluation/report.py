"""What ``outcrop eval`` prints: each miss with its difference, a table by kind, the change from a baseline."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from agent_actions.contract import Scalar
from infra.evaluation import words
from infra.evaluation.errors import GoldenError
from infra.evaluation.verdict import MARKS, Mark, Verdict

ROWS_SHOWN = 6
TEXT_SHOWN = 300
SQL_SHOWN = 600


def miss(verdict: Verdict) -> str:
    """Several lines about one question that is not right."""
    lines = [f"{verdict.mark.upper()}  {verdict.id}  ({verdict.kind}, as {verdict.user}): {verdict.ask}"]
    lines.append(f"    {verdict.why}")
    if verdict.text:
        text = " ".join(verdict.text.split())
        lines.append(f"    said: {text[:TEXT_SHOWN]}{'…' if len(text) > TEXT_SHOWN else ''}")
    if verdict.mark == "wrong" and verdict.wanted is not None:
        lines += _difference(verdict.got or (), verdict.wanted)
        if verdict.sql:
            lines.append(f"    ran:  {' '.join(verdict.sql.split())[:SQL_SHOWN]}")
    return "\n".join(lines)


def _difference(got: Sequence[Sequence[Scalar]], wanted: Sequence[Sequence[Scalar]]) -> list[str]:
    mine, right = Counter(map(_row, got)), Counter(map(_row, wanted))
    lacking, extra = list((right - mine).elements()), list((mine - right).elements())
    lines = [f"    - {row}" for row in lacking[:ROWS_SHOWN]] + [f"    + {row}" for row in extra[:ROWS_SHOWN]]
    left = max(len(lacking) - ROWS_SHOWN, 0) + max(len(extra) - ROWS_SHOWN, 0)
    return [*lines, f"    … {left} more rows differ"] if left else lines


def _row(row: Sequence[Scalar]) -> str:
    return " | ".join("null" if v is None else f"{v:.10g}" if isinstance(v, float) else str(v) for v in row)


def by_kind(verdicts: Sequence[Verdict]) -> str:
    """Aligned columns: kind, questions, right, wrong, refused, asked back."""
    kinds = sorted({v.kind for v in verdicts})
    head = ["kind", "asked", *MARKS]
    lines = [head, *([kind, *_counts([v for v in verdicts if v.kind == kind])] for kind in kinds)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join(
        "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths, strict=True)))
        for line in lines
    )


def _counts(verdicts: Sequence[Verdict]) -> list[str]:
    marks = Counter(v.mark for v in verdicts)
    return [str(len(verdicts)), *(str(marks[mark]) for mark in MARKS)]


def answerable(verdicts: Sequence[Verdict]) -> str:
    asked = [v for v in verdicts if v.answerable]
    right = sum(v.mark == "right" for v in asked)
    share = f" ({right / len(asked):.1%})" if asked else ""
    seconds = sorted(v.seconds for v in verdicts)
    middle = f"; median {seconds[len(seconds) // 2]:.2f} s an answer" if seconds else ""
    return f"Answerable: {right} of {len(asked)} right{share}{middle}"


def last_line(verdicts: Sequence[Verdict]) -> str:
    """``N right, N wrong, N refused, N asked back``: the line that other programs read."""
    marks = Counter(v.mark for v in verdicts)
    return words.summary([(marks[mark], mark) for mark in MARKS])


def save(path: Path, verdicts: Sequence[Verdict]) -> None:
    """A run as JSON, for a later ``--baseline``."""
    body = {"version": 1, "verdicts": [asdict(verdict) for verdict in verdicts]}
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1, default=str))


def load(path: Path) -> dict[str, Mark]:
    """Question id -> mark of a saved run. Raises GoldenError."""
    try:
        body: Any = json.loads(path.read_text())
        return {str(v["id"]): MARKS[MARKS.index(v["mark"])] for v in body["verdicts"]}
    except OSError as error:
        raise GoldenError(words.unreadable(str(path), error.strerror or "")) from error
    except (ValueError, KeyError, TypeError):
        raise GoldenError(words.not_a_run(str(path))) from None


def compared(before: Mapping[str, Mark], verdicts: Sequence[Verdict]) -> str:
    """What changed since a baseline, the worse first."""
    now = {v.id: v.mark for v in verdicts}
    changed = [(i, before[i], now[i]) for i in now if i in before and before[i] != now[i]]
    worse = [c for c in changed if c[1] == "right" or c[2] == "wrong"]
    better = [c for c in changed if c not in worse]
    lines = [f"Since the baseline: {len(better)} better or otherwise, {len(worse)} worse"]
    lines += [f"  worse   {i}: {was} -> {is_}" for i, was, is_ in worse]
    lines += [f"  changed {i}: {was} -> {is_}" for i, was, is_ in better]
    new, gone = [i for i in now if i not in before], [i for i in before if i not in now]
    lines += [f"  new     {len(new)}"] if new else []
    lines += [f"  gone    {len(gone)}"] if gone else []
    return "\n".join(lines)
