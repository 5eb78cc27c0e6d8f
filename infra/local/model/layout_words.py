"""The English of how rows are to come: "worst first", "months across", "the rest lumped together"."""

from __future__ import annotations

from infra.local.model.vocabulary import word_set

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
ACROSS = (
    ("across", "the", "top"), ("across",), ("as", "columns"), ("in", "columns"), ("as", "column", "headers"),
    ("in", "the", "columns"), ("as", "the", "columns"), ("going", "across"), ("along", "the", "top"),
    ("on", "the", "x", "axis"), ("side", "by", "side", "as", "columns"), ("on", "top"), ("as", "column"),
)  # fmt: skip
DOWNWARDS = (
    ("going", "down"), ("down", "the", "side"), ("down",), ("as", "rows"), ("in", "rows"), ("in", "the", "rows"),
    ("as", "the", "rows"),
)  # fmt: skip
COLUMN_PER = tuple(
    tuple(phrase.split())
    for phrase in (
        "one column per", "a column per", "one column for each", "a column for each", "a column for every",
        "one column for every", "with one column per", "with a column per", "with a column for each",
        "columns for each",
        "with one column for each", "each in its own column by", "columns per", "one col per", "columns by",
    )
)  # fmt: skip
CROSSES = frozenset(["x", "×", "*"])
CROSSING = frozenset(["across", "down", "column", "columns", "col", "rows", "axis", "top", "side"])
"""One of these is in each way to say what lies across."""
OTHERS_BEGIN = frozenset(phrase[0] for phrase in OTHERS)
ORDERS = HIGH | LOW | frozenset([*ENDS, *TIMED, *DEAR, "most", "least"])
