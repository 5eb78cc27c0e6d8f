"""Every sentence that the planner says."""

from __future__ import annotations

from collections.abc import Sequence

HELLO = (
    "Hello. Ask me about the published figures, for example one of them by a dimension for last month, "
    "or ask “what can I ask?”."
)
THANKS = "You are welcome."
EMPTY = (
    "What would you like to know? Ask for a figure and, if you like, a breakdown and a period, "
    "or ask “what can I ask?”."
)
NOTHING_BEFORE = "There is no earlier answer in this thread to build on. Please ask the whole question."
WHICH_CHANGE = "What should change? For example another period, “by” another dimension, or “only” one value."

NO_SQL_YET = "There is no answer in this thread yet whose SQL I could show."
NO_MEDIAN = (
    "I cannot compute medians or percentiles: I have the published figures only, and there is no average of that among "
    "them."
)
VAGUE_PERIOD = "Which period do you mean?"
PERIOD_CHOICES = ("last 7 days", "last 30 days", "this month", "last month")
EXPORT = "The file comes by button: press “CSV” or “Excel” under the answer."
CHANGE_OVER = "Over which period?"
COMPARED_WHAT = "What is to be compared with that?"
CHANGE_PERIODS = ("this month", "last month", "last quarter", "this year")
WHICH_WINDOW = "Over how long a stretch, at each step?"
TOP_TEN = "Top 10, since no number was asked for."
BROKEN_RESULT = "The answer could not be read. Please ask again."
GAVE_UP = "I could not get an answer to that. Please put it another way."
NOTHING_MATCHES = "Nothing matches that."


def joined(parts: Sequence[str], last: str = "and") -> str:
    """``a, b and c``"""
    return "".join(parts) if len(parts) < 2 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def quoted(words: Sequence[str], last: str = "and") -> str:
    return joined([f"“{w}”" for w in words], last)


def bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def several_meanings(word: str, labels: Sequence[str]) -> str:
    return f"“{word}” can mean {joined(labels, 'or')}. Which one?"


def which_metric(about: str, labels: Sequence[str]) -> str:
    head = f"Which figure do you want for {quoted([about])}?" if about else "Which figure do you want?"
    return f"{head} For example {joined(labels, 'or')}." if labels else head


def which_dimension(metric: str, labels: Sequence[str]) -> str:
    return f"{metric} by what? For example by {joined(labels, 'or')}."


def without_one_too(label: str) -> str:
    return f"Rows whose {label} is not known count too: only what was named is left out."


def unreachable(word: str, owner: str, metrics: Sequence[str]) -> str:
    """``owner``: the field that the word is a value of; empty when it names a field itself."""
    if owner:
        return f"{joined(metrics)} cannot be filtered by “{word}” ({owner})."
    return f"{joined(metrics)} cannot be split by “{word}”."


def split_by(metrics: Sequence[str], labels: Sequence[str]) -> str:
    return f"{joined(metrics)} can be split by {joined(labels, 'or')}."


def cannot(head: str, error: str, ways: str) -> str:
    """``error``: the action's own sentence, of which the reason after its colon is told."""
    reason = error.partition(": ")[2]
    return " ".join(part for part in (f"{head.rstrip('.')}: {reason}" if reason else head, ways) if part)


def alone_can(metrics: Sequence[str], word: str) -> str:
    return f"Asked for alone, {joined(metrics)} can be split by {word}."


def none_in_common(metrics: Sequence[str], word: str) -> str:
    return f"{joined(metrics)} have no “{word}” in common."


def one_by_one(metrics: Sequence[str], word: str) -> str:
    return f"Ask for one after the other: {joined([f'“{metric} by {word}”' for metric in metrics], 'then')}."


def others_can(metrics: Sequence[str], word: str) -> str:
    return f"{joined(metrics)} can be split by {word}."


def converted(said: str, own: str) -> str:
    return f"{said} read as {own}."


HOW_MANY = "How many"
THE_LIST = "The list"
"""The answers to the question below."""


def rows_or_number(rows: str) -> str:
    return f"Shall I say how many {rows} there are, or list them one by one? The list may be long."


def each_or_number(rows: str, column: str) -> str:
    return f"Shall I say how many {rows} there are by {column}, or list them with the {column} of each?"


NONE_TOO = "counting those with none"
SOME_ONLY = "counting only those with some"


def some_or_none(things: str) -> str:
    return f"Do {things} with none at all count too?"


def with_none_too(things: str) -> str:
    return f"Yes, {things} with none too"


def with_some(things: str) -> str:
    return f"No, {things} with some"


def by_or_total(dataset: str) -> str:
    return f"Do you want one figure for each of “{dataset}”, or the total?"


ALTOGETHER = "altogether"


def each_of(things: str) -> str:
    return f"each of the {things}"


def not_known(words: Sequence[str], nearest: Sequence[str]) -> str:
    head = f"I don't know {quoted(words, 'or')} here."
    return (
        f"{head} The nearest that I know: {joined(nearest)}."
        if nearest
        else f"{head} Ask “what can I ask?” for what there is."
    )


def not_placed(words: Sequence[str], matches: Sequence[str]) -> str:
    return f"I can't place {quoted(words, 'or')} in that question. Do you mean {joined(matches, 'or')}?"


WHICH_DIFFERENCE = (
    "The difference between what? Please ask for the two in one question, for example “revenue in October vs "
    "September” or “orders in Germany vs France last month”."
)
LEAVE_OUT = "Leave it out"
BUTTON = 75
"""Characters on a button of Slack's."""


def without_them(said: str, words: Sequence[str], rest: str) -> str:
    """``said``: what is unknown; ``rest``: what the question asks without it."""
    choice = f"{LEAVE_OUT}: {rest}"
    choice = choice if len(choice) <= BUTTON else f"{choice[: BUTTON - 1].rstrip()}…"
    return choose(f"{said}\nShall I answer without {quoted(words, 'and')}?", [choice])


def left_out_as_agreed(words: Sequence[str]) -> str:
    return f"Left out, as agreed: {quoted(words, 'and')}."


def certified_offered(question: str, over: Sequence[str]) -> str:
    """``over``: what the question says nothing of."""
    without = f" It says nothing of {quoted(over, 'or')}." if over else ""
    return f"Did you mean the certified question “{question}”?{without} Say yes, or ask in other words."


def nearest_to(message: str, nearest: Sequence[str]) -> str:
    missing = [n for n in nearest if n.casefold() not in message.casefold()]
    return f"{message} The nearest that I know: {joined(missing)}." if missing else message


def choose(message: str, labels: Sequence[str]) -> str:
    """A question with its choices, each on its own line."""
    return f"{message}\n{bullets(labels)}" if labels else message


def read_as(pairs: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"“{written}” read as “{meant}”" for written, meant in pairs) + "."


def field_chosen(word: str, field: str) -> str:
    return f"{word} = {field}"


def side_by_side(metrics: Sequence[str], values: Sequence[str]) -> str:
    """``metrics``: rates and averages, in the middle of a sentence."""
    return f"{joined(metrics)} of {joined(values)} each (say “combined” for one figure over all of them)"


def against(period: str, before: str) -> str:
    return f"{period} against {before}"


def laid_out_by(label: str, others: Sequence[str]) -> str:
    return f"laid out by {label}" + (f" (or ask by {joined(others, 'or')})" if others else "")


def assumed(parts: Sequence[str]) -> str:
    return f"Taken as: {'; '.join(parts)}."


def taken_together(unit: str) -> str:
    return f"Both {unit}s are taken together. For each of them alone, say “by {unit}”."


def rolled_over(period: str) -> str:
    return f"Shown for the {period}, since no period was named."


def as_chosen(word: str, metric: str) -> str:
    """``metric``: its label in the middle of a sentence."""
    return f"{word} = {metric}, as you chose"


def other_meaning(word: str) -> str:
    return f"Say “forget what {word} means” to choose again."


def means(label: str, description: str) -> str:
    return f"{label}: {description}"


def hidden(parts: Sequence[str]) -> str:
    return f"Hidden: {'; '.join(parts)}."


def sql_block(sql: str) -> str:
    return f"This is the SQL as it ran:\n```\n{sql}\n```"


def no_tool(name: str) -> str:
    return f"This agent has no action “{name}”, so I cannot answer that here."


IN_TOTAL = "In total"


def by(name: str) -> str:
    return f"By {name}"


def not_over(unit: str) -> str:
    return f"the {unit} under way is left out, as it is not over yet"


def per(name: str) -> str:
    return f"per {name}"


def number_of(name: str) -> str:
    return f"number of {name}"


MENDING = "Correcting a name and trying once more."


def rationale(action: str) -> str:
    """Why a call is made, for the agent's trace."""
    return {
        "query_metrics": "The question names published metrics, so they are queried.",
        "run_sql": "The message holds a statement, so it is run as it is.",
        "describe_dataset": "The question is about a dataset itself.",
        "search_catalog": "The catalogue is searched for the words of the question.",
        "read_document": "The question is about a shared file, so it is read.",
        "look_at_image": "The question is about a shared picture, so it is looked at.",
        "transcribe_audio": "The question is about a recording, so it is written down.",
        "translate": "A translation is asked for.",
        "analyze_text": "The question is about a text itself.",
        "speak": "It is to be read aloud.",
    }.get(action, "")


HOW_LONG = "how long"
HIGHEST_OR_LOWEST = ("highest", "lowest")


def good_or_bad(said: str, metric: str) -> str:
    """``metric``: its label in the middle of a sentence."""
    return f"By {metric}, does “{said}” mean the highest or the lowest?"


def ranked_by(said: str, metrics: Sequence[str]) -> str:
    """``metrics``: their labels in the middle of a sentence."""
    return f"By which figure does “{said}” go: {joined(metrics, 'or')}?"


def of_all(value: str, noun: str) -> str:
    return f"{value} {noun} as a share of all {noun}"


def of_those(value: str, noun: str) -> str:
    return f"shares of all {value} {noun}"


def share_of_which(labels: Sequence[str]) -> str:
    return f"Which share is meant: {' or '.join(labels)}?"


def no_median(said: str, average: str) -> str:
    return f"I cannot compute “{said}”: medians and percentiles are not published. What there is instead: {average}."


def limited_too(label: str, value: str) -> str:
    return f"{label} is no published figure; those that are count what is {value} only. Is this one to do so too?"


def only_of(value: str) -> str:
    return f"{value[:1].upper()}{value[1:]} only"


def all_of(label: str) -> str:
    return f"All, regardless of {label}"


def total_or_average(label: str) -> str:
    return f"No figure is published for {label}. Do you mean its total or its average?"


BOTH_OR_ONE_BOUND = "Is that to hold as well as the bound before, or in its place?"
BOTH_BOUNDS = "Both bounds"
ONE_BOUND = "Only the new one"
