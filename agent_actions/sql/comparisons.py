"""Comparisons that Athena fails for their types: put right where the meaning is plain, refused with a hint elsewhere.

sqlglot accepts ``ts >= '2026-01-01'``; Trino compares no timestamp with a varchar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlglot import exp

from agent_actions.errors import FixableError
from agent_actions.sql import words
from agent_actions.sql.inference import infer

_TIME = re.compile(r"^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(?:Z|[+-]\d{2}:\d{2}| UTC)?$")
_WHOLE = ("tinyint", "smallint", "integer", "int", "bigint")
_NUMBERS = (*_WHOLE, "real", "double", "decimal")


def mend_comparisons(tree: exp.Expr, columns: Mapping[int, str | None]) -> set[str]:
    """Turn bare date strings beside dates and timestamps into typed literals, in place.

    Returns the strings that were respelled. Raises FixableError where the types cannot meet.
    """
    respelled: set[str] = set()
    for node in list(tree.walk()):
        for side, literal in _pairs(node):
            kind = infer(side, columns)
            if kind is not None:
                _mend(side, literal, kind, respelled)
    return respelled


def _pairs(node: exp.Expr) -> Iterator[tuple[exp.Expr, exp.Literal]]:
    if isinstance(node, exp.EQ | exp.NEQ | exp.GT | exp.GTE | exp.LT | exp.LTE | exp.NullSafeEQ | exp.NullSafeNEQ):
        candidates = [(node.this, node.expression), (node.expression, node.this)]
    elif isinstance(node, exp.Between):
        candidates = [(node.this, node.args["low"]), (node.this, node.args["high"])]
    elif isinstance(node, exp.In):
        candidates = [(node.this, item) for item in node.expressions]
    else:
        return
    for side, literal in candidates:
        if isinstance(literal, exp.Literal) and not isinstance(side, exp.Literal):
            yield side, literal


def _mend(side: exp.Expr, literal: exp.Literal, kind: str, respelled: set[str]) -> None:
    base = kind.partition("(")[0].strip()
    name = side.sql(dialect="athena", comments=False)[:80]
    if base == "date" or base.startswith("timestamp"):
        if not literal.is_string:
            raise FixableError(words.bad_time_literal(literal.name, base))
        _type_literal(literal, "timestamp with time zone" if kind.endswith("time zone") else base, respelled)
    elif base in _NUMBERS and literal.is_string:
        raise FixableError(words.number_as_text(name, literal.name[:80]))
    elif base in ("varchar", "char") and not literal.is_string:
        raise FixableError(words.text_as_number(name, literal.name))
    elif base == "boolean":
        raise FixableError(words.boolean_as(name))


def _type_literal(literal: exp.Literal, kind: str, respelled: set[str]) -> None:
    text = literal.name.strip()
    if not _TIME.match(text) or (kind == "date" and len(text) != 10):
        raise FixableError(words.bad_time_literal(literal.name[:80], kind))
    try:
        datetime.fromisoformat(text[:10])
    except ValueError as error:
        raise FixableError(words.bad_time_literal(literal.name[:80], kind)) from error
    spaced = re.sub(r"^(\d{4}-\d\d-\d\d)T", r"\1 ", text)
    spaced = re.sub(r"Z$", " UTC", spaced)
    zoned = spaced[19:].find("+") >= 0 or spaced.endswith("UTC") or re.search(r"-\d\d:\d\d$", spaced) is not None
    if kind == "timestamp" and zoned:
        kind = "timestamp with time zone"
    if spaced != literal.name:
        respelled.add(literal.name)
    literal.replace(exp.cast(exp.Literal.string(spaced), exp.DataType.build(kind, dialect="athena")))
