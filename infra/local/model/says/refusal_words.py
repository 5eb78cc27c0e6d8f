"""What is said of a question that is understood and cannot be answered, by topic."""

from __future__ import annotations

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
    "share together": (
        "I can give the share of each of several values, not the one that they have together. Ask for the share of "
        "each, and add them up."
    ),
    "share of hours": (
        "I cannot give the share of some hours as one figure. Ask for it by hour of day with the share of each, or for "
        "those hours alone."
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
    "top kept": (
        "I can rank anew in each row of a breakdown, but not follow those that are on top overall. Ask for the top "
        "list first, then name those that you want broken down."
    ),
    "list": (
        "I can list things with what is known of each, or show a figure for each of them, not both, and not the rows "
        "behind every figure. Ask for the one, such as “revenue by store”, or name the rows: “orders”, “tickets”."
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
    "share of hours": "shares of a total",
    "share together": "shares of a total",
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
    "top kept": "rankings within groups",
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
    "list": "lists of rows",
    "each best": "rankings within periods",
    "too long": "essays",
}
"""What the catalogue is searched for before such a question is refused."""
