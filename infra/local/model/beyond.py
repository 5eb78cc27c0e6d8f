"""The English of what people ask for and no action here can do yet, by topic; see :mod:`refusals`."""

from __future__ import annotations

from infra.local.model.vocabulary import groups

UNSUPPORTED = groups(
    {
        "forecast": (
            "forecast | forecasts | predict | predicted | prediction | predictions | projected | projection | "
            "expect | expected | will be | will we | going to be | estimate | outlook | will the | will our | how "
            "will | will there | will it"
        ),
        "why": (
            "why | reason | reasons | cause | caused | explain the drop | explain the increase | driver | drivers "
            "| what happened to | root cause | how come"
        ),
        "change": (
            "growth | grow | grew | grown | change | changed | changes | increase | increased | decrease | "
            "decreased | decline | declined | drop in | rise | rose | fell | yoy | qoq | year over year | month "
            "over month | week over week | quarter over quarter | year on year | month on month | difference | "
            "delta | evolved | uplift | same month last year | same period last year | same time last year | "
            "same quarter last year | same week last year | the month before | the week before | the quarter before | "
            "the year before | month before | previous period | prior period | up or down | down or up | "
            "higher or lower | better or worse"
        ),
        "share": (
            "share | shares | proportion | percent | percentage | fraction | contribution | ratio | % of | mix | %"
        ),
        "running": "cumulative | running total | running | rolling | moving average | cumulatively",
        "statistics": (
            "correlation | correlate | correlated | anomaly | anomalies | outlier | outliers | regression | "
            "cluster | distribution | histogram | percentile | standard deviation | variance | significant"
        ),
        "calendar": (
            "weekend | weekends | weekday | weekdays | day of week | day of the week | by hour | per hour | "
            "each hour | every hour | hourly | hour of day | hour of the day | time of day | which hour | by minute | "
            "fiscal | business day | business days"
        ),
        "export": (
            "csv | excel | xlsx | spreadsheet | download | export | pdf | slides | powerpoint | email me | attach "
            "| send"
        ),
        "schedule": (
            "every morning | alert | alerts | notify | remind | schedule | subscribe | every monday | every friday "
            "| each morning"
        ),
        "write": "delete | update | insert | truncate | overwrite | modify | edit | create | write",
    }
)
"""Things that people ask for and that no action here can do yet; a name of the model comes first."""
