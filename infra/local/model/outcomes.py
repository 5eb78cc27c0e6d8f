"""What the planner can decide to do with a message: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from agent_actions.semantic.request import MetricRequest
from infra.local.model.files.file_targets import Bound

MAX_OPTIONS = 6
"""Options of a question back."""


@dataclass(frozen=True)
class Option:
    """One way to understand the message. ``text`` stands in for the words asked about."""

    label: str
    text: str


@dataclass(frozen=True)
class Query:
    """Ask for metrics."""

    request: MetricRequest
    notes: tuple[str, ...] = ()
    """Sentences to say with the answer."""
    taken: tuple[str, ...] = ()
    """What was taken for granted, as short phrases."""


@dataclass(frozen=True)
class RunSql:
    sql: str


@dataclass(frozen=True)
class RunCertified:
    """A certified question, asked in its own wording."""

    name: str
    parameters: Mapping[str, str | float | int]


@dataclass(frozen=True)
class OfferCertified:
    """A certified question that is near to what was asked, to be offered by its name. ``otherwise``: without it."""

    query: str
    """The question with its parameters in place: what is asked when it is taken."""
    over: tuple[str, ...]
    """Words of the message that it says nothing of."""
    otherwise: Outcome


@dataclass(frozen=True)
class UseFile:
    """Call an action on a shared file, or on a text; then, with what it says, another."""

    action: str
    arguments: Mapping[str, str]
    notes: tuple[str, ...] = ()
    then: Literal["", "speak"] = ""


@dataclass(frozen=True)
class FileQuery:
    """Make the file a dataset, then ask for these figures beside its rows."""

    file: str
    """Its Slack id."""
    name: str
    query: Query
    noun: str = ""
    """What the message calls the rows: stores in "these stores"."""
    column: str = ""
    """What it calls a column that is to be compared."""
    bound: Bound = ""
    """On which side of that column rows are wanted."""
    by: str = ""
    """The column to match by, where the person said it; and what it holds."""
    of: str = ""


@dataclass(frozen=True)
class AskFile:
    """A question back on files, with its answers: which file, into which language, by which column."""

    question: str
    answers: tuple[str, ...]
    slot: Literal["file", "language", "column"]


@dataclass(frozen=True)
class ShowSql:
    """Run the last request again to show its SQL."""

    call: Query | RunSql | RunCertified


@dataclass(frozen=True)
class Look:
    """Search the catalogue and say what is there. Empty query: everything, or the datasets only."""

    query: str
    datasets: bool = False


@dataclass(frozen=True)
class Settle:
    """The person says what a word is to mean to them, or that it is to be forgotten; in their words."""

    query: str


@dataclass(frozen=True)
class Explain:
    """Say what metrics mean."""

    metrics: tuple[str, ...]
    query: str


@dataclass(frozen=True)
class Describe:
    dataset: str


@dataclass(frozen=True)
class Talk:
    text: str
    asks: bool = False


@dataclass(frozen=True)
class Ask:
    """The person must choose. ``slot``: what the answer is for; ``start``, ``end``: the words asked about."""

    query: str
    question: str
    options: tuple[Option, ...]
    slot: Literal["word", "metric", "dimension", "period", "base", "added"] = "word"
    start: int = 0
    end: int = 0
    kinds: frozenset[str] = frozenset({"field", "dataset"})
    """Kinds of things that answer it."""
    about: str = ""
    """The whole question that the answer completes, where it isn't the message's own text."""
    sure: bool = False
    """Where there is one option only, that is what the words mean."""
    then: tuple[str, ...] = ()
    """Changes of that question that were said before it was complete: "and in Poland?"."""


@dataclass(frozen=True)
class Unplaced:
    """Words that name nothing known. ``start``, ``end``: the first of them."""

    words: tuple[str, ...]
    start: int = 0
    end: int = 0
    rest: str = ""
    """What is asked without them, in the model's words; empty where that can't be answered."""


@dataclass(frozen=True)
class Refuse:
    """Understood, but not possible. ``query``: the person's words for it."""

    query: str
    text: str
    missing: str = ""
    """What the catalogue is asked for, so that the refusal is its own."""


@dataclass(frozen=True)
class Unreachable:
    """A figure by, or filtered by, what no safe path leads to. The action is asked, and refuses with its reason."""

    query: str
    text: str
    ways: str
    """What can be asked instead."""
    request: MetricRequest
    options: tuple[Option, ...] = ()
    start: int = 0
    end: int = 0


Outcome = (
    Query
    | RunSql
    | RunCertified
    | OfferCertified
    | UseFile
    | FileQuery
    | AskFile
    | ShowSql
    | Look
    | Settle
    | Explain
    | Describe
    | Talk
    | Ask
    | Unplaced
    | Refuse
    | Unreachable
)


class Stop(Exception):  # noqa: N818
    """Ends the reading of a message early with an outcome that isn't a query."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(type(outcome).__name__)
        self.outcome = outcome
