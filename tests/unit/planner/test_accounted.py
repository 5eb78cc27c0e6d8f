"""Nothing of a question is lost: every word that is not small talk changes what is asked, and "not" never vanishes."""

from __future__ import annotations

from collections.abc import Iterator

from infra.local.model.english import vocabulary as v
from infra.local.model.english.text import tokenize
from infra.local.model.outcomes import Query
from infra.local.model.scan import Item, Scanner
from tests.unit.planner.models import LEXICONS, TODAY, decide
from tests.unit.planner.tables import read_rows, told

ACCEPTED = [*read_rows("questions.txt"), *read_rows("figures.txt")]
SAID_TWICE = {
    "top 10 customers by revenue in Germany in 2025": "ten is what a top list has without a number",
    "top ten brands by units sold": "the same",
    "top 10 customers by revenue vs the rest": "the same",
    "top 10 products by revenue, rest grouped": "the same",
    "revenue of all time by year": "all time is what is asked without a period",
    "show revenue by region sorted by revenue ascending": "revenue is named twice",
    "admissions from GP referral": "GP is another word for referral",
    "change in orders between September and October": "the month before October is September",
    "difference in revenue between September and October": "the same",
    "how did revenue change from September to October": "the same",
    "show me the change in revenue by channel, September to October": "the same",
    "how did revenue change from Q2 to Q3 by region": "the quarter before Q3 is Q2",
    "what is the change in AOV from Q2 to Q3": "the same",
    "revenue this month vs last month": "the month after the last one is this month",
    "orders this month vs last month": "the same",
    "orders this week against last week": "the week after the last one is this week",
    "how did revenue develop this year compared to last year": "the year after the last one is this year",
    "on which weekdays do people order? number of orders by weekday": "orders are named twice",
    "fewer tickets this month than last month": "the month after the last one is this month",
    "units sold this quarter relative to the previous quarter": "the same of quarters",
    "October revenue and November revenue": "revenue is named twice",
    "black friday revenue 2025": "the latest Black Friday is that of 2025",
}
"""Questions in which a word could be left out, and why."""


def items(model: str, question: str) -> tuple[Item, ...]:
    return Scanner(LEXICONS[model], tokenize(question), question, TODAY).items()


def named(item: Item) -> bool:
    """True for a figure, a value, a period or a number; datasets and fields may only be the setting of another word."""
    kinds = {s.kind for s in item.senses}
    return item.kind in ("period", "number") or (item.kind == "term" and kinds <= {"value", "metric", "choice"})


def without(question: str, item: Item) -> str:
    return question[: item.start] + question[item.end :]


def test_words_that_are_passed_over_are_all_in_the_list_of_small_words() -> None:
    for model, question, _ in ACCEPTED:
        read = {n for item in items(model, question) for n in range(item.first, item.last + 1)}
        passed = {t.norm for n, t in enumerate(tokenize(question)) if n not in read and t.norm.isalnum()}
        assert passed <= v.FILLER | v.DETERMINERS | {"one", "ones"}, question


def test_leaving_out_a_figure_a_value_a_period_or_a_number_changes_what_is_asked() -> None:
    for model, question, expected in ACCEPTED[::3]:  # all of them take a minute
        if question in SAID_TWICE:
            continue
        for item in items(model, question):
            if named(item):
                assert told(decide(model, without(question, item))) != expected, (question, item.text)


def negated() -> Iterator[tuple[str, str, str]]:
    """Accepted questions with "not" before one of their values."""
    for model, question, expected in ACCEPTED[::2]:
        for item in items(model, question):
            if item.kind == "term" and {s.kind for s in item.senses} == {"value"}:
                yield model, f"{question[: item.start]}not {question[item.start :]}", expected


def test_a_not_before_a_value_never_vanishes() -> None:
    for model, question, expected in negated():
        outcome = decide(model, question)
        if isinstance(outcome, Query):
            assert told(outcome) != expected or "not_in" in expected, question


def test_an_unknown_word_anywhere_stops_every_question() -> None:
    for model, question, _ in [row for row in ACCEPTED if '"' not in row[1]][::10]:
        words = question.split(" ")
        for n in range(0, len(words) + 1, 2):
            asked = " ".join([*words[:n], "zorpish", *words[n:]])
            assert not isinstance(decide(model, asked), Query), asked
