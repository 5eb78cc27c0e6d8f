"""The English of what people ask for and no action here can do yet, by topic; see :mod:`refusals`."""

from __future__ import annotations

from infra.local.model.english.vocabulary import groups, word_set

_PLACES = word_set("second third fourth fifth 2nd 3rd 4th 5th next")
_BEST = word_set(
    "best worst highest lowest biggest largest smallest most least fewest busiest slowest fastest strongest"
)
_NTH = " | ".join(
    ["runner up", "runners up", "runnerup", *(f"{nth} {best}" for nth in sorted(_PLACES) for best in sorted(_BEST))]
)

UNSUPPORTED = groups(
    {
        "nth place": _NTH,
        "names": "names of | the names of | name of | the name of",
        "forecast": (
            "forecast | forecasts | predict | predicted | prediction | predictions | projected | projection | "
            "expect | expected | will be | will we | going to be | estimate | outlook | will the | will our | how "
            "will | will there | will it | are we going to | we are going to | we going to | gonna"
        ),
        "ratio": "ratio | ratios",
        "statistics": (
            "correlation | correlate | correlated | anomaly | anomalies | outlier | outliers | regression | "
            "cluster | distribution | histogram | percentile | standard deviation | variance | significant"
        ),
        "calendar": (
            "weekend | weekends | on weekdays | at weekends | on weekends | by minute | per minute | business day | "
            "business days | working day | working days | public holiday | public holidays | hourly | each hour | "
            "every hour | fiscal month | fiscal week"
        ),
        "export": (
            "pdf | slides | powerpoint | email me | mail me | email it | email this | email that | attach | send it to "
            "| send this to | send that to | google sheet | google sheets"
        ),
        "schedule": (
            "every morning | alert | alerts | notify | remind | schedule | subscribe | every monday | every friday "
            "| each morning"
        ),
        "write": (
            "delete | update | insert | truncate | overwrite | modify | edit | create | write into | write a "
            "| write to the"
        ),
    }
)
"""Things that people ask for and that no action here can do yet; a name of the model comes first."""
