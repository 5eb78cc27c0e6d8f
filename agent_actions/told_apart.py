"""Who may have a count: only who sees the columns by which what is counted is told apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from agent_actions.errors import FixableError
from agent_actions.semantic import tally_words as words
from agent_actions.semantic.model import TableRef


def refuse_masked(columns: Iterable[tuple[TableRef, str]], masked: Callable[[TableRef], Collection[str]]) -> None:
    """Raises FixableError where one is masked: all would look alike and be counted as one. ``masked``: lower case."""
    if any(column.casefold() in masked(ref) for ref, column in columns):
        raise FixableError(words.MASKED)
