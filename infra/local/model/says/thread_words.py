"""What the planner says of a thread: what a message goes on from, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.says.words import quoted

WITHOUT_THAT = "Without it"
MAX_SAID = 80
"""Characters of a message that is said again."""


def built_on_what(lost: Sequence[str], before: str) -> str:
    """``lost``: messages that were not answered; ``before``: the last one that was."""
    said = quoted([_short(text) for text in lost[-3:]])
    return f"I could not do {said}. Shall I go on from “{_short(before)}” without it? Or ask the whole question."


def built_on(before: str) -> str:
    return f"This goes on from “{_short(before)}”; what I could not do is left out."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_SAID else f"{line[: MAX_SAID - 1].rstrip()}…"


def condition_gone(metric: str) -> str:
    """``metric``: its label in the middle of a sentence."""
    return f"The condition on {metric} is left out, as that is no longer asked for."


def rate_of_all(field: str) -> str:
    """``field``: its label in the middle of a sentence."""
    return f"The condition on {field} is left out, as the rate is one of all."


CONDITIONS_GONE = "Of the conditions before, only those that you name stay."


def in_percent(said: str, rate: str) -> str:
    """``rate``: the label of the figure that was taken, in the middle of a sentence."""
    return f"{said} = {rate} (“share of total” for parts of the whole)"


def all_of(name: str) -> str:
    return f"all of {name}"


WHICH_SHARE = "A share of what?"


def shares(value: str) -> tuple[str, str]:
    """Two things that "in percent" may mean of rows with one value only."""
    return f"share of {value}", "share of total"


WHICH_AXES = "Instead of the breakdown of before, or as well?"
AXES = ("Instead", "As well")
"""The answers to that."""
SAY_AXES = f"{WHICH_AXES} Please ask the whole question."

EACH = "each of them"
GOES_ON = "There is no earlier answer in this thread to build on. Please ask the whole question."
THOSE_MISSING = "the very rows of an earlier list"


CERTIFIED_CHANGE = "a change of a question with a published answer"


def certified_only(question: str, parameters: Sequence[str]) -> str:
    """``question``: with its slots."""
    kept = f"Of it I can only change the {' or the '.join(parameters)}." if parameters else "It has nothing to change."
    return f"“{question}” has one published answer, whose SQL is fixed. {kept} Please ask the rest as a whole question."


def not_understood(question: str) -> str:
    return f"I could not answer “{_short(question)}”, so there is nothing yet to change. Please ask the whole question."


def read_with(question: str) -> str:
    return f"Read together with “{_short(question)}”."


CHANGED_ROWS = "rows by how they changed"
BY_CHANGE = (
    "I cannot keep or leave out rows by how much they changed. I can show the change of each, "
    "and put those first that rose or fell most: “which fell most?”"
)
ROWS_COUNTED = "the number of rows of an earlier list"
COUNT_ROWS = (
    "How many rows a list has stands under it; I cannot ask for that alone in one step. "
    "You could ask for it as a whole question, such as how many different ones there were, and when."
)
SHARES_OF_OTHERS = "shares of something else's total"
SHARE_OF_EACH = (
    "I cannot take a share of that for each of these in one step. Please ask for the figure of both, or for the "
    "share of each within one value, such as “only” it and then “as a share”."
)
WHY_ROW = "why one row is above another"
WHY_ABOVE = (
    "I can show what moved a figure from one period to another, not why one row is above another. "
    "You could compare the two by something else: name both and say by what."
)
ROSE_OR_FELL = ("rose most", "fell most")


def worse_or_better(said: str, metric: str) -> str:
    """``metric``: its label in the middle of a sentence."""
    return f"Does “{said}” mean that {metric} rose or that it fell?"


def stands_for(said: str) -> str:
    return f"Which ones? No answer before tells me what “{said}” stands for. Please name them in a whole question."


WHICH_THINGS = (
    "Which things do you mean? The answer before counts none that I could list. Ask for a list by name: “list the”, "
    "and what it is to be of."
)


def which_one(said: str) -> str:
    return f"Which one? The answer before has several rows, and “{said}” could be any of them. Please name it."


def not_those(said: str) -> str:
    return (
        f"The list before was cut, and I cannot keep exactly “{said}” for another question. "
        "Please name them, or ask for the whole list."
    )


def picked_by(said: str, metrics: Sequence[str]) -> str:
    """``metrics``: labels, in the middle of a sentence, of the figures by which the rows of before were kept."""
    by = " and ".join(metrics)
    return (
        f"Which rows “{said}” are goes by {by}, so {by} has to stay beside anything else that I show of them. "
        "Ask for it as well, without “instead”."
    )
