"""Right, wrong, refused or asked back: what an answer is worth against what was expected."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from agent_actions.contract import Scalar
from agent_actions.errors import ActionError
from agent_actions.sql.athena import Athena
from infra.evaluation import words
from infra.evaluation.asking import Answer
from infra.evaluation.compare import long_form, nothing_in, same_result
from infra.evaluation.errors import GoldenError
from infra.evaluation.golden import Step

REFERENCE_SECONDS = 120.0

Mark = Literal["right", "wrong", "refused", "asked back"]
MARKS: tuple[Mark, ...] = ("right", "wrong", "refused", "asked back")
Rows = Sequence[Sequence[Scalar]]
Reference = Callable[[str, str], Rows]
"""(SQL, the question's id) -> the rows that are right."""


@dataclass(frozen=True)
class Verdict:
    """``refused`` and ``asked back`` are misses too: a right answer, or another way out, was expected."""

    id: str
    kind: str
    ask: str
    user: str
    mark: Mark
    why: str = ""
    got: tuple[tuple[Scalar, ...], ...] | None = None
    wanted: tuple[tuple[Scalar, ...], ...] | None = None
    text: str = ""
    sql: str | None = None
    answerable: bool = True
    seconds: float = 0.0


def references(athena: Athena, database: str | None) -> Reference:
    """Reference queries run on Athena as they stand."""

    def rows(sql: str, id_: str) -> Rows:
        try:
            deadline = time.monotonic() + REFERENCE_SECONDS
            return athena.run(sql, token_seed=uuid.uuid4().hex, deadline=deadline, database=database).rows
        except ActionError as error:
            raise GoldenError(words.broken_reference(id_, error.message)) from error

    return rows


def judge(step: Step, answer: Answer, reference: Reference) -> Verdict:
    """Raises GoldenError when the expected rows can't be had."""
    expect = step.asking.expect
    wanted: Rows | None = expect.rows
    if expect.sql is not None:
        wanted = reference(expect.sql, step.id)
    mark, why = _mark(step, answer, wanted)
    return Verdict(
        id=step.id,
        kind=step.kind,
        ask=step.asking.ask,
        user=step.user,
        mark=mark,
        why=why,
        got=answer.rows,
        wanted=tuple(tuple(row) for row in wanted) if wanted is not None else None,
        text=answer.text,
        sql=answer.sql,
        answerable=expect.answerable,
        seconds=answer.seconds,
    )


def _mark(step: Step, answer: Answer, wanted: Rows | None) -> tuple[Mark, str]:
    expect, outcome = step.asking.expect, answer.outcome
    if outcome == "error":
        return "wrong", words.ENDED_IN_ERROR
    if outcome in ("refused", "asked_back", "pending"):
        mark: Mark = "refused" if outcome == "refused" else "asked back"
        expected = expect.refused_or_asked_back or (expect.refused if outcome == "refused" else expect.asked_back)
        if not expected:
            return mark, words.expected_instead(expect)
    elif not expect.answerable:
        return "wrong", words.expected_instead(expect)
    else:
        why = _unlike(step, answer, wanted)
        if why:
            return "wrong", why
    lacking = [word for word in expect.words if word.casefold() not in answer.text.casefold()]
    if lacking:
        return "wrong", words.lacks(lacking)
    unwanted = [word for word in expect.not_words if word.casefold() in answer.text.casefold()]
    return ("wrong", words.holds(unwanted)) if unwanted else ("right", "")


def _unlike(step: Step, answer: Answer, wanted: Rows | None) -> str:
    if step.asking.expect.answered:
        return ""
    if answer.rows is None:
        return words.NO_RESULT
    if step.asking.expect.empty:
        return "" if nothing_in(answer.rows) else words.NOT_EMPTY
    assert wanted is not None, "an expectation is one of the above, or rows"
    if same_result(answer.rows, wanted[: len(answer.rows)] if _cut(answer, wanted) else wanted,
                   ordered=step.asking.ordered):  # fmt: skip
        return ""
    crossed = long_form(answer.rows, answer.columns, len(wanted[0])) if wanted and not step.asking.ordered else None
    if crossed is not None and same_result(crossed, [row for row in wanted if row[-1] is not None]):
        return ""
    return words.other_result(len(answer.rows), len(wanted))


def _cut(answer: Answer, wanted: Rows) -> bool:
    """Of a long result an answer holds the first thousand rows, and says how many there are."""
    return answer.total_rows == len(wanted) > len(answer.rows or ())
