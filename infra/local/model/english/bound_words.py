"""Words around a bound that say no more than what its number and its unit say."""

from __future__ import annotations

from infra.local.model.english.vocabulary import word_set

HAVING = word_set("with having has have had")
THINGS = word_set("dataset field")
"""Kinds of senses that name things."""
TAKES = word_set(
    "take takes took taken taking last lasts lasted lasting need needs needed needing wait waits waited waiting run "
    "runs ran running stay stays stayed long longer short shorter old older stood after"
)
"""Beside a time that something took."""
USES = word_set("use uses used using consume consumes consumed consuming draw draws drew need needs needed")
"""Beside an amount that something used up."""
NONE = frozenset(["", "no", "without", "with no", "w/o", "without a"])
"""Before a figure that there is nothing of."""
NEUTRAL = word_set(
    "handled handles handle needed needs need required requires require received receives receive recorded records "
    "logged logs counted saw see sees seen raised"
)
"""Right before a number of things: what was done to them says no more than that there were so many."""
WORTH = word_set("worth costing priced valued totalling totaling amounting cost costs")
"""Beside an amount of money."""
