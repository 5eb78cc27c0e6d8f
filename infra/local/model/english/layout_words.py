"""The English of how rows are to come: "worst first", "months across", "the rest lumped together"."""

from __future__ import annotations

from infra.local.model.english.vocabulary import word_set

FIRST = (
    ("first",), ("on", "top"), ("at", "the", "top"), ("up", "top"), ("up", "front"), ("ones", "first"),
    ("one", "first"), ("ones", "on", "top"), ("to", "the", "top"), ("at", "top"), ("one", "on", "top"),
)  # fmt: skip
HIGH = word_set("highest largest biggest most greatest strongest busiest")
LOW = word_set("lowest smallest fewest least weakest quietest")
TIMED = {"slowest": "descending", "longest": "descending", "fastest": "ascending", "quickest": "ascending",
         "shortest": "ascending"}  # fmt: skip
DEAR = {"expensive": "descending", "dearest": "descending", "priciest": "descending", "costliest": "descending",
        "cheapest": "ascending"}  # fmt: skip
"""Of an amount of money."""
PAID = frozenset(["cost", "costs", "price", "charge", "spend", "fare", "fee", "cpc"])
ENDS = {"best": "bestfirst", "worst": "worstfirst", "poorest": "worstfirst"}
LUMPS = frozenset(
    ["lump", "lumped", "group", "grouped", "put", "sum", "summed", "add", "added", "combine", "combined", "collapse",
     "collapsed", "merge", "merged", "roll", "rolled", "bundle", "bundled", "pool", "pooled", "throw", "thrown", "show",
     "shown"]
)  # fmt: skip
OTHERS = tuple(
    tuple(phrase.split())
    for phrase in (
        "anything outside the top #", "everything outside the top #", "all those outside the top #",
        "everything outside top #", "anything outside top #", "anything below the top #", "all the other ones",
        "everything else", "everyone else", "everybody else", "anything else", "all the rest", "all of the rest",
        "all the others", "all others", "all other", "the other ones", "the others", "the rest", "the remaining ones",
        "the remainder", "the remaining", "remaining ones", "remaining", "others", "rest", "one row for the rest",
        "a row for the rest", "one line for the rest", "one row for the others", "one row for all others",
        "one row for everything else", "one line for the others", "one more row for the rest",
    )
)  # fmt: skip
TOGETHER = LUMPS | frozenset(
    ["together", "up", "into", "in", "as", "a", "an", "one", "single", "row", "line", "bucket", "group", "entry",
     "called", "named", "labelled", "labeled", "other", "others", "rest", "row,", "total", "under", "to", "the"]
)  # fmt: skip
"""What may follow such words: "lumped together in one row as other"."""
ROWS = frozenset(["row", "line", "together", "bucket", "entry", "up", "single"])
OTHERS_BEGIN = frozenset(phrase[0] for phrase in OTHERS)
ORDERS = HIGH | LOW | frozenset([*ENDS, *TIMED, *DEAR, "most", "least"])
