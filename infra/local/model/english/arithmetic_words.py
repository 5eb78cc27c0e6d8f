"""The English of what is computed beside a figure: its change, its share, what has run up, what is behind a change."""

from __future__ import annotations

from infra.local.model.english.period_phrases import unit_before_phrases, year_before_phrases
from infra.local.model.english.vocabulary import groups, word_set

_ELSE = ("everything else", "everyone else", "all else", "anything else", "the rest", "all others", "the others")
_TOGETHER = (
    "lumped together",
    "lumped",
    "grouped",
    "grouped together",
    "summed up",
    "together",
    "combined",
    "shown",
    "",
)
_NAMES = ("other", "others", "rest", "the rest")
_LUMPED = [
    *(f"{what} {how}".strip() for what in _ELSE for how in _TOGETHER),
    *(f"{what} {how} as {name}".replace("  ", " ") for what in _ELSE for how in _TOGETHER for name in _NAMES),
    *(f"lumped together as {name}" for name in _NAMES),
    "anything outside",
    "everything outside",
    "anything below",
]
"""What is left of a ranking, as one row."""


def _together() -> str:
    """ "All others summed up in one row"."""
    things = [lead + noun for lead in ("", "all ", "the ", "all the ") for noun in ("rest", "others")]
    ways = (" combined", " together", " added up", " summed", " summed up", " grouped", " lumped together", "")
    rows = (" in one row", " as one row", " in one line", " as one line", " into one row", " in a single row",
            " as a single row", " into one", " as one", "")  # fmt: skip
    return " | ".join(thing + way + row for thing in things for way in ways for row in rows if way or row)


def _judged() -> str:
    """ "Got better", "get any worse"."""
    verbs = ("get", "gets", "got", "gotten", "getting", "become", "became")
    turns = [f"{v} {any_}{j}" for v in verbs for any_ in ("", "any ") for j in ("better", "worse")]
    return " | ".join(turns)


FIGURES = groups(
    {
        "why": (
            "why | how come | reason | reasons | reason for | reasons for | reason behind | reasons behind | cause | "
            "causes | cause of | causes of | cause for | caused | what caused | driver | drivers | driver of | drivers "
            "of | driver behind | drivers behind | what drove | what drives | what is driving | what was driving | "
            "drove | driven | driving | root cause | root causes | what happened to | what is behind | what was "
            "behind | what explains | what contributed | contributed to | contributed most to | contributed most | "
            "contributed the most to | contributed the most | contributors"
        ),
        "export": (
            "csv | as csv | as a csv | in csv | to csv | csv file | as a csv file | as csv file | a csv | excel | as "
            "excel | as an excel | to excel | in excel | excel file | an excel file | as an excel file | excel sheet | "
            "as an excel sheet | xlsx | as xlsx | to xlsx | spreadsheet | as a spreadsheet | to a spreadsheet | a "
            "spreadsheet | download | downloadable | export | exported | as a file | as a download"
        ),
        "explain": "explain | explains | explained | explaining | explanation | explanation for",
        "change": (
            "growth | growth rate | growth rates | rate of growth | growth in | grow | grows | grew | grown | growing "
            "| change | changes | changed | changing | rate of change | increase | increases | increased | increasing "
            "| decrease | decreases | decreased | decreasing | decline | declines | declined | declining | rise | "
            "rises | rose | risen | rising | fall | falls | fell | fallen | falling | drop | drops | dropped | "
            "dropping | drop in | dip | dips | dipped | shrink | shrank | shrunk | shrinking | slump | slumped | spike "
            "| spiked | surge | surged | jump | jumped | plunge | plunged | plummeted | soar | soared | uplift | delta "
            "| slip | slips | slipped | sank | sunk | tumbled | tanked | climbed "
            "| difference | evolved | moved | movement | up or down | down or up | higher or lower | lower or higher | "
            "better or worse | more or less | % change | percent change | percentage change | pct change | change in "
            "percent | change in % | % growth | percent growth | percentage growth | relative change | absolute change "
            "| absolute and percentage change | % increase | % decrease | percent increase | percent decrease | "
            "percentage increase | percentage decrease | by how much | % difference | percent difference | percentage "
            "difference | improve | improves | improved | improving | worsen | worsens | worsened | worsening "
            "| deteriorated | " + _judged()
        ),
        "before": (
            "previous period | the previous period | prior period | preceding period | period before | the period "
            "before | period over period | period on period | previous one | preceding one | prior one | one before | "
            "the one before | before that | time before | the time before"
        ),
        "before:day": "day before | the day before",
        "before:weekday": (
            "same day last week | the same day last week | same weekday last week | same day of last week | same day "
            "the week before | same weekday the week before | same day a week earlier | same day a week before | a "
            "week earlier | a week before | one week earlier | one week before | same weekday a week earlier | same "
            "weekday a week before | same weekday one week earlier | same weekday of the week before | same weekday of "
            "last week | same day of the week before | same day one week earlier"
        ),
        "before:week": "week before | the week before | week before that | the week before that",
        "before:month": "month before | the month before | month before that | the month before that",
        "before:quarter": "quarter before | the quarter before | quarter before that | the quarter before that",
        "over:day": "day over day | day on day | dod | day by day change | from day to day",
        "over:week": "week over week | week on week | wow | w / w | from week to week",
        "over:month": "month over month | month on month | mom | m / m | from month to month",
        "over:quarter": "quarter over quarter | quarter on quarter | qoq | q / q | from quarter to quarter",
        "before:year": (
            "year before | the year before | a year before | year earlier | a year earlier | one year earlier"
        ),
        "year": (
            "year over year | year on year | yoy | y / y | yearly change | annual change | annual growth | yearly "
            "growth"
        ),
        "share": (
            "pct | pct of | in pct | as pct | as a pct | "
            "share | shares | share of | what part of | which part of | how big a part of | how large a part of | "
            "how big a share of | what portion of | what fraction of | proportion | proportions | proportion of | "
            "percent | percentage | percentages "
            "| percent of | percentage of | fraction | fraction of | portion | portion of | contribution | "
            "contributions | % | % of | mix | % of total | % of the total | percent of total | percent of the total | "
            "percentage of total | percentage of the total | share of total | share of the total | proportion of "
            "total | proportion of the total | in percent of total | in percent of the total | in % of total | in % "
            "of the total | as percentages of total | as percentages of the total | as a percentage of total | as a "
            "percentage of the total | as percentage of total | as percentage of the total | as % of total | as % of "
            "the total | as a share of total | as a share of the total | as share of total | as share of the total | "
            "as shares of the total | as a percentage | as percentage | as percentages | as a percent | in percent | "
            "in percentages | in % | as % | as a share | as shares | relative share | percentage share | "
            "percent share | % share | split in percent | percentage split | percentage breakdown"
        ),
        "running": (
            "cumulative | cumulatively | cumulated | cumulative total | cumulative sum | cumulative number | "
            "cumulative numbers | cumulative count | cumulative figure | cumulative figures | cumulated sum | "
            "cumulated total | running total | running totals | running sum | running | accumulated | accumulating | "
            "cumsum | summed up over time"
        ),
        "rolling": "rolling | moving",
        "rolling:mean": (
            "moving average | moving averages | moving mean | rolling mean | rolling average | rolling averages | "
            "running average | running averages"
        ),
        "comparison": "comparison | comparisons",
        "rest": (
            "the rest | rest | others | all others | the others | all the others | all other | all the rest | rest "
            "combined | the rest combined | others combined | everything else | everyone else | remainder | the "
            "remainder | remaining | the remaining | the remaining ones | rest together | the rest together | rest "
            "grouped | the rest as one | the rest grouped together | a row for the rest | a row for the others | "
            + " | ".join((*_LUMPED, _together()))
        ),
        "part:weekday": (
            "weekday | weekdays | day of week | day of the week | days of the week | days of week | week day | week "
            "days"
        ),
        "part:part_of_week": (
            "partofweek | part of the week | parts of the week | weekdays and weekends | weekday and weekend | weekday "
            "or weekend | weekdays or weekends | workdays and weekends | workdays or weekends"
        ),
        "part:hour": "hour of day | hour of the day | hours of the day | time of day | time of the day | hour | hourly",
        "part:month_of_year": (
            "month of the year | month of year | months of the year | calendar month | calendar months | seasonality"
        ),
        "fiscal_quarter": "fiscal quarter | fiscal quarters | financial quarter | financial quarters",
        "fiscal_year": "fiscal year | fiscal years | financial year | financial years",
    }
)
"""A name of the model comes first; ``before:month`` names the unit, ``part:hour`` the part of the calendar."""
for _unit in ("week", "month", "quarter"):
    FIGURES[f"before:{_unit}"] = (*FIGURES[f"before:{_unit}"], *unit_before_phrases(_unit))
FIGURES["year"] = (*FIGURES["year"], *year_before_phrases())
MOVES = frozenset(["drop", "drops", "fall", "falls"])
"""Words of change that are also orders to the bot ("drop the region"): read as change after a question word only."""
ASKS_OF_CHANGE = frozenset(
    ["why", "did", "does", "do", "has", "have", "how", "what", "explain", "explains", "behind", "any", "was", "is"]
)
UP_OR_DOWN = frozenset(["up", "down"])
MORE = frozenset(["more", "higher", "bigger", "larger"])
LESS = frozenset(["fewer", "less", "lower", "smaller"])
COMPARATIVES = MORE | LESS | {"better", "worse"}
NEVER_UP = frozenset(
    ["break", "broken", "breaking", "drill", "split", "come", "came", "sum", "summed", "add", "set", "look", "bring",
     "show", "narrow", "following", "follow", "make", "made", "makes", "end", "ended", "give", "write", "cut"]
)  # fmt: skip
"""Before "up" and "down" they say something else."""
RATE = ("rate", "rates", "as a rate", "as rate", "as rates", "in rates", "quota", "as a quota")
"""In a follow-up: the published rate whose part the figure is."""
ABSOLUTE = (
    "in absolute numbers", "in absolute terms", "absolute numbers", "absolute values", "as absolute numbers",
    "in absolute values", "as absolute values", "in absolute figures", "absolute figures", "as numbers", "in numbers",
    "not in percent", "not as a percentage", "as a count", "as counts", "as an actual count", "as an actual number",
    "as actual numbers", "in actual numbers", "actual numbers", "the actual numbers", "as an absolute number",
    "instead of percent", "instead of percentages",
)  # fmt: skip
ABSOLUTE += tuple(
    f"as {article}{kind}{noun}"
    for article in ("", "a ", "an ")
    for kind in ("", "actual ", "absolute ", "real ", "raw ", "plain ")
    for noun in ("count", "counts", "number", "figure", "figures", "numbers")
    if f"as {article}{kind}{noun}" not in ABSOLUTE
)
"""In a follow-up: no longer as shares, or the figure whose rate was asked for."""
BEFORE = frozenset(["previous", "prior", "preceding"])
"""After "versus", the unit before the one that was named: "last month against the previous month"."""
DROPS = {
    "compare": ("comparison", "comparisons", "change", "changes", "growth"),
    "share": ("share", "shares", "percentage", "percentages", "percent", "proportion"),
    "running": ("cumulative", "running"),
    "rolling": ("rolling", "moving"),
    "rest": ("rest", "others"),
}
"""What "remove the ..." takes away in a follow-up."""
PERCENT = frozenset(
    ["%", "percent", "percentage", "percentages", "in percent", "in percentages", "in %", "as a percentage",
     "as percentage", "as percentages", "as a percent", "as %", "pct", "in pct", "as pct", "as a pct"]
)  # fmt: skip
"""Ways to show a change, where a change is asked for; of a figure that has a rate, ways to ask for that."""
FALLS = word_set(
    "decline declined declines declining decrease decreased decreases decreasing dip dipped dips drop dropped dropping "
    "drops fall fallen falling falls fell plummeted plunge plunged shrank shrink shrinking shrunk slump slumped "
    "slip slips slipped sank sunk tumbled tanked down"
)
"""Of these the biggest is the lowest change."""
JUDGED = word_set("improve improves improved improving worsen worsens worsened worsening deteriorated better worse")
"""Whether that is up or down depends on the figure: no rank goes by it."""
MOVING = word_set("growing rising increasing shrinking declining falling decreasing dropping")
"""After "fastest" and "slowest": the change is ranked, not a time."""
RELATIVE = frozenset(["rate", "rates", "relative", "percent", "percentage", "pct", "%"])
BARE_SHARES = PERCENT | frozenset(
    ["share", "shares", "as a share", "as shares", "as share", "proportion", "proportions", "the share"]
)
"""A share, and not of what."""
