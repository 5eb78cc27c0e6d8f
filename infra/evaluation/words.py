"""Every sentence of ``outcrop eval``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.evaluation.golden import Expect

ONE_EXPECTATION = (
    "say exactly one of sql, rows, empty, answered, refused, asked_back and refused_or_asked_back"
)  # fmt: skip
REPEATED = "this key is there twice"
ENDED_IN_ERROR = "ended in an error"
NO_RESULT = "answered without a result"
NOT_EMPTY = "answered with figures; nothing was expected"


def not_utf8(path: str) -> str:
    return f"{path} is not UTF-8 text."


def unreadable(path: str, reason: str) -> str:
    return f"{path} can't be read: {reason}."


def repeated_id(id_: str) -> str:
    return f"{id_!r} is the id of an earlier question; give each its own"


def unknown_person(name: str, known: Sequence[str]) -> str:
    return f"`people` has no {name!r}; it has {', '.join(known) or 'nobody'}. Add who that is for the deployed agent."


def unknown_channel(name: str, known: Sequence[str]) -> str:
    return f"`channels` has no {name!r}; it has {', '.join(known) or 'none'}. Add its Slack id for the deployed agent."


def broken_reference(id_: str, reason: str) -> str:
    return f"The expected SQL of {id_} does not run: {reason}"


def expected_instead(expect: Expect) -> str:
    if expect.answerable:
        return "an answer was expected"
    ways = [("a refusal", expect.refused), ("a question back", expect.asked_back)]
    return next((f"{way} was expected" for way, wanted in ways if wanted), "a refusal or a question back was expected")


def lacks(missing: Sequence[str]) -> str:
    return f"the text lacks {_quoted(missing)}"


def holds(unwanted: Sequence[str]) -> str:
    return f"the text holds {_quoted(unwanted)}"


def other_result(got: int, wanted: int) -> str:
    return "other figures" if got == wanted else f"{got} rows, not {wanted}"


def summary(counts: Sequence[tuple[int, str]]) -> str:
    return ", ".join(f"{count} {mark}" for count, mark in counts)


def not_a_run(path: str) -> str:
    return f"{path} is not a run saved with --save."


def _quoted(items: Sequence[str]) -> str:
    return ", ".join(f'"{item}"' for item in items)
