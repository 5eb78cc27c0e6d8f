"""Every sentence that the planner says."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.words import lower_first

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

UNSUPPORTED = {
    "forecast": "I can only report what has happened, not what will. Ask for a past period or one that is under way.",
    "comparison": (
        "It is not clear to me what is to be compared with what. Name the period, for example “last month”, and what "
        "to set it against: “the month before” or “last year”."
    ),
    "ratio": "I can divide one figure by another only where that is published as a metric. Ask for both side by side.",
    "share of what": (
        "It is not clear to me what is the part and what is the whole. Ask for the share by one dimension, and name "
        "what it is limited to with “only”."
    ),
    "nth place": "I can rank from the top or from the bottom, not pick one place of it. Ask for the top 2 or top 3.",
    "names": (
        "I answer with figures, not with names alone. Ask for a figure by name, for example “revenue by store”: the "
        "names stand beside it."
    ),
    "rolling grain": "A rolling figure goes in the steps of its own window: of days by day, of months by month.",
    "statistics": "I cannot compute such statistics. I can show the published figures by a dimension.",
    "calendar": (
        "I can group by day, week, month, quarter, year and their fiscal kin, by weekday and by hour of day, and keep "
        "some weekdays (“on Saturdays”) and whole hours of the day; I know no holidays."
    ),
    "weekdays apart": (
        "I can set single weekdays beside each other, and Monday to Friday beside the weekend, not other groups of "
        "days. Ask by weekday."
    ),
    "half hours": "I can keep whole hours of the day only.",
    "export": (
        "Files come by button: ask for the figures, then press “CSV” or “Excel” under the answer. "
        "I don't send them anywhere else."
    ),
    "schedule": "I cannot schedule anything or send alerts yet. I can answer now.",
    "write": "I only read data; I cannot change any.",
    "currency": "I cannot convert money: amounts are in the currency that they are published in.",
    "figure of a figure": (
        "One figure cannot be limited to what another one counts. Ask for both with “and” between them, "
        "or for one of them by a dimension."
    ),
    "two periods": (
        "I can do one stretch of time, or set two beside each other that don't overlap. Please ask the whole question "
        "with such periods."
    ),
    "top per group": (
        "A top list within each group is something that I cannot compute yet. "
        "Ask for the top list alone, or for the whole breakdown."
    ),
    "figures apart": (
        "I can limit all figures of a question to the same values, not each to its own. Please ask for one after the "
        "other."
    ),
    "either": (
        "I can keep what meets all conditions, not what meets one or another of different fields. Please ask for one "
        "after the other."
    ),
    "own limit": (
        "By its definition that figure counts only other values of that field. Ask what the figure means, or for one "
        "that counts what you are after."
    ),
    "percent": (
        "I need to know whether that number is a percentage, and of which rate. Name the rate right there, for example "
        "“with a return rate over”, then the number and a percent sign."
    ),
    "unit": (
        "That number is in other units than the figure or field beside it, as far as the model says what those are in."
    ),
    "none": (
        "What has none at all has no row here to be found by: I can list or count it only for things that the "
        "model has in a dataset of their own. Ask for the figure of each of the others instead."
    ),
    "none of those": (
        "Which of them have none at all cannot be told under a condition on what they would have had: it is no "
        "property of theirs. Leave that condition out, or ask for the figure of each under it."
    ),
    "share limit": (
        "I cannot keep rows by their share of a total, nor say which share of all rows is above or below a number or "
        "has none of something. Ask for the shares of all of them, or for both numbers."
    ),
    "condition": (
        "It is not clear to me which figure is to be above or below that number. Name it right there, for example "
        "“with revenue over” and then the number."
    ),
    "condition count": (
        "I can count what is above or below a number of the very figure that you name, and nothing else of it in one "
        "step. Ask “which” for a list with its figures."
    ),
    "other date": (
        "That goes by another date than the figure is counted by. I can keep one past period of that date, but not "
        "follow it over time or compare it. Please name one period."
    ),
    "two questions": "I can answer one question at a time. Please ask them one after the other.",
    "each best": "I can find the best of all days or months, not the best of each month or year in one step.",
    "too long": "That is more than I can read as one question. Please ask in a sentence or two.",
}
MISSING = {
    "forecast": "forecasts",
    "comparison": "benchmarks",
    "ratio": "quotients",
    "share of what": "shares of a total",
    "nth place": "rankings",
    "names": "rankings",
    "rolling grain": "rolling windows",
    "statistics": "statistics",
    "calendar": "weekdays",
    "weekdays apart": "weekdays",
    "half hours": "timestamps",
    "export": "spreadsheets",
    "schedule": "schedules",
    "write": "changing rows",
    "figure of a figure": "figures within figures",
    "currency": "exchange rates",
    "two periods": "separate periods",
    "top per group": "rankings within groups",
    "condition": "thresholds",
    "unit": "kilometres",
    "none": "thresholds",
    "none of those": "thresholds",
    "share limit": "thresholds",
    "figures apart": "figures with values of their own",
    "either": "alternatives",
    "own limit": "other figures",
    "percent": "thresholds",
    "condition count": "thresholds",
    "other date": "calendars",
    "two questions": "several questions",
    "each best": "rankings within periods",
    "too long": "essays",
}
"""What the catalogue is searched for before such a question is refused."""
WHAT_I_DO = "I answer questions about the company's published figures, by their dimensions and periods"


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


def explained(label: str, description: str, formula: str, definition: str, unit: str, time: str) -> str:
    """``formula``: the definition in words, where it has a plain form."""
    lines = [f"{label}: {description}" if description else label]
    if formula:
        lines.append(f"It is {formula}" + (f", in {unit}." if unit else "."))
    if definition:
        lines.append(f"Defined as `{definition}`" + (f", in {unit}." if unit and not formula else "."))
    if time:
        lines.append(f"Periods count by {time}.")
    return "\n".join(lines)


def left_out(what: Sequence[str]) -> str:
    return f"Not counted: {joined(what)}."


def data_to(day: str) -> str:
    return f"The data go to {day}."


def splits(labels: Sequence[str], more: int) -> str:
    rest = f" and {more} more" if more else ""
    return f"It can be split by {', '.join(lower_first(label) for label in labels)}{rest}."


def about(dataset: str, metrics: Sequence[str], dimensions: Sequence[str], examples: Sequence[str]) -> str:
    """What can be asked of a dataset."""
    blocks = [dataset, f"Metrics: {', '.join(metrics)}."]
    if dimensions:
        blocks.append(f"Split by, each where it has it: {', '.join(lower_first(label) for label in dimensions)}.")
    if examples:
        blocks.append(f"Try: {joined([f'“{e}”' for e in examples], 'or')}.")
    return "\n\n".join(blocks)


OTHERS = "Others"


def catalogue(
    headline: str,
    groups: Sequence[str],
    left: int,
    examples: Sequence[str],
    dataset: str,
    certified: Sequence[str] = (),
) -> str:
    """``headline``: how much there is, by code; ``groups``: a line of metrics for each dataset; ``left``: not named.

    ``dataset``: one of which more can be asked.
    """
    blocks = [f"{WHAT_I_DO}. {headline}".strip(), bullets(groups)]
    more = f"{left} more: ask" if left else "Ask"
    if dataset:
        blocks.append(f"{more} “what can I ask about {dataset.lower()}?”, or “describe {dataset.lower()}”.")
    if certified:
        blocks.append(f"Certified questions: {joined([f'“{question}”' for question in certified])}")
    if examples:
        blocks.append(f"Try: {joined([f'“{e}”' for e in examples], 'or')}.")
    return "\n".join(blocks)


def datasets(headline: str, lines: Sequence[str], named: Sequence[str]) -> str:
    blocks = [headline, bullets(lines)]
    if named:
        name = named[0].lower()
        blocks.append(f"Ask “describe {name}” for its fields, or “what can I ask about {name}?”.")
    return "\n".join(block for block in blocks if block)


def entry(label: str, description: str) -> str:
    return f"{label}: {description}" if description else label


def found(query: str, lines: Sequence[str]) -> str:
    return f"This is what I have about “{query}”:\n{bullets(lines)}"


def described(headline: str, description: str, fields: Sequence[str], metrics: Sequence[str]) -> str:
    blocks = [headline]
    if description:
        blocks.append(description)
    if fields:
        blocks.append("Fields:\n" + bullets(fields))
    if metrics:
        blocks.append(f"Metrics: {joined(metrics)}.")
    return "\n".join(blocks)


def more(count: int) -> str:
    return f"and {count} more"


def no_tool(name: str) -> str:
    return f"This agent has no action “{name}”, so I cannot answer that here."


IN_TOTAL = "In total"


def by(name: str) -> str:
    return f"By {name}"


def per(name: str) -> str:
    return f"per {name}"


def number_of(name: str) -> str:
    return f"number of {name}"


def field(label: str, kind: str, description: str, values: Sequence[str]) -> str:
    head = f"{label} ({kind.lower()})" if kind else label
    tail = description or (f"for example {joined(values[:5], 'or')}" if values else "")
    return f"{head}: {tail}" if tail else head


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


def no_median(said: str, average: str) -> str:
    return f"I cannot compute “{said}”: medians and percentiles are not published. What there is instead: {average}."
