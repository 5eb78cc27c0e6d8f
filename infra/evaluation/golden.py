"""Golden questions: a YAML file of what to ask, as whom, and what is right. See docs/answers.md for its keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from agent_actions.contract import Scalar
from agent_actions.semantic.document import TextError, read_document
from agent_actions.semantic.problems import ModelError, Problem, Problems, validate
from infra.evaluation import words
from infra.evaluation.errors import GoldenError


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expect(Strict):
    """Exactly one of ``sql``, ``rows``, ``empty``, ``answered``, ``refused``, ``asked_back``,
    ``refused_or_asked_back``."""

    sql: str | None = None
    """Athena SQL over the same lake whose result set is the right one; nobody's rights apply to it."""
    rows: list[list[Scalar]] | None = None
    empty: bool = False
    """Answered, with no rows or with nothing but nulls in them."""
    answered: bool = False
    """Answered in words: an explanation, a list of what there is. Say with ``words`` what must be in it."""
    refused: bool = False
    asked_back: bool = False
    refused_or_asked_back: bool = False
    words: list[str] = []
    """Each must stand in the answer's text, in any case."""
    not_words: list[str] = []
    """None may stand in it."""

    @model_validator(mode="after")
    def _one(self) -> Expect:
        given = [self.sql is not None, self.rows is not None, self.empty, self.answered]
        if sum([*given, self.refused, self.asked_back, self.refused_or_asked_back]) != 1:
            raise ValueError(words.ONE_EXPECTATION)
        return self

    @property
    def answerable(self) -> bool:
        return not (self.refused or self.asked_back or self.refused_or_asked_back)


def _text(value: object) -> object:
    """``ask: 2026`` is a question too, though YAML reads a number."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_text)]


class Asking(Strict):
    ask: Text
    as_: str | None = Field(default=None, alias="as")
    expect: Expect
    ordered: bool = False
    """Whether the order of rows is part of the answer, as in a ranking."""
    kind: str | None = None
    note: str = ""


class Question(Asking):
    id: Annotated[Text, Field(min_length=1)]
    in_: str | None = Field(default=None, alias="in")
    then: list[Asking] = []
    """Follow-ups in the same thread, in order."""


class Person(Strict):
    """Who a persona is for a deployed agent, where no Slack says it."""

    user: str
    email: str | None = None
    groups: list[str] = []
    kind: Literal["member", "guest", "stranger"] = "member"
    timezone: str = "UTC"


class Golden(Strict):
    version: Literal[1] = 1
    today: date | None = None
    """The day on which the questions are asked, as literal rows and dates in the expected SQL depend on it."""
    questions: Annotated[list[Question], Field(min_length=1)]
    people: dict[str, Person] = {}
    channels: dict[str, str] = {}
    """Channel name -> its Slack id, for a deployed agent."""


@dataclass(frozen=True)
class Step:
    """One message of a question's thread. ``id`` of follow-ups: the question's with ``/2``, ``/3``."""

    id: str
    kind: str
    asking: Asking
    user: str


def steps(question: Question) -> Iterator[Step]:
    user, kind = question.as_ or "maya", question.kind or "other"
    yield Step(question.id, kind, question, user)
    for number, follow in enumerate(question.then, 2):
        user = follow.as_ or user
        yield Step(f"{question.id}/{number}", follow.kind or kind, follow, user)


def read_golden(path: Path) -> Golden:
    """Raises GoldenError with every problem found: file, line and key."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise GoldenError(words.not_utf8(str(path))) from None
    except OSError as error:
        raise GoldenError(words.unreadable(str(path), error.strerror or "")) from error
    problems = Problems()
    try:
        document, repeated = read_document(path.name, text)
    except TextError as error:
        raise GoldenError(str(Problem(path.name, error.line, "", error.message))) from None
    for place, line in repeated:
        problems.found.append(Problem(path.name, line, str(place[-1]), words.REPEATED))
    golden = validate(Golden, document, (), document.data or {}, problems)
    if golden is not None:
        seen: set[str] = set()
        for number, question in enumerate(golden.questions):
            if question.id in seen:
                problems.add(document, ("questions", number, "id"), words.repeated_id(question.id))
            seen.add(question.id)
    try:
        problems.raise_if_any()
    except ModelError as error:
        raise GoldenError("\n".join(str(problem) for problem in error.problems)) from None
    assert golden is not None, "validate reports what it can't read"
    return golden
