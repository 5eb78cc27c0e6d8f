"""EXPLAIN and its options: https://docs.aws.amazon.com/athena/latest/ug/athena-explain-statement.html"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from infra.local.aws.athena import words
from infra.local.aws.athena.catalog import GlueTable
from infra.local.aws.athena.dialect.names import CATALOG
from infra.local.aws.athena.dialect.syntax import Statement, where
from infra.local.aws.athena.errors import SyntaxQueryError
from infra.local.aws.athena.protocol import ResultColumn
from infra.local.aws.athena.text import VARCHAR_PRECISION

Kind = Literal["plan", "validate", "io"]

PLAN_COLUMN = ResultColumn("Query Plan", "varchar", VARCHAR_PRECISION)
VALID_COLUMN = ResultColumn("Valid", "boolean")
_HEAD = re.compile(
    r"\s*EXPLAIN\b(?P<analyze>\s+ANALYZE\b)?(\s+VERBOSE\b)?(?P<options>\s*\((?=\s*(?:FORMAT|TYPE)\b))?", re.I
)
_OPTION = re.compile(r"\s*(FORMAT|TYPE)\s+(\w+)\s*([,)])", re.I)
_FORMATS = ("TEXT", "JSON", "GRAPHVIZ")
_TYPES: dict[str, Kind] = {"LOGICAL": "plan", "DISTRIBUTED": "plan", "VALIDATE": "validate", "IO": "io"}


@dataclass(frozen=True)
class Explained:
    """What to explain and how."""

    text: str
    """The statement behind EXPLAIN."""
    kind: Kind = "plan"
    json: bool = False
    analyze: bool = False

    @property
    def mode(self) -> str:
        """The engine's word for it (``protocol.Run.explain``)."""
        return "analyze" if self.analyze else "json" if self.json else "text"


def read_explain(statement: Statement) -> Explained:
    """Take EXPLAIN and its options off. Raises SyntaxQueryError for an option that Athena doesn't know."""
    text = statement.text
    head = _HEAD.match(text, statement.tokens[0].start)
    if head is None:
        raise SyntaxQueryError(words.mismatched(where(text, statement.tokens[0].start), statement.tokens[0].text))
    kind: Kind = "plan"
    as_json = False
    position = head.end()
    ends = head["options"] is None
    while not ends:
        option = _OPTION.match(text, position)
        if option is None:
            raise SyntaxQueryError(words.mismatched(where(text, position), text[position:].split(maxsplit=1)[0]))
        name, value = option[1].upper(), option[2].upper()
        if name == "FORMAT" and value in _FORMATS:
            as_json = value == "JSON"
        elif name == "TYPE" and value in _TYPES:
            kind = _TYPES[value]
        else:
            allowed = _FORMATS if name == "FORMAT" else tuple(_TYPES)
            raise SyntaxQueryError(
                words.mismatched(where(text, option.start(2)), option[2], ", ".join(f"'{word}'" for word in allowed))
            )
        position, ends = option.end(), option[3] == ")"
    rest = text[position:]
    if not rest.strip():
        raise SyntaxQueryError(words.mismatched(where(text, len(text)), "<EOF>"))
    # Blanks in place of what was taken off keep the places that messages name.
    blanked = "".join(char if char == "\n" else " " for char in text[:position])
    return Explained(blanked + rest, kind, as_json, head["analyze"] is not None)


def io_plan(tables: Iterable[GlueTable]) -> str:
    """EXPLAIN (TYPE IO): the tables that are read."""
    inputs = [
        {
            "table": {"catalog": CATALOG, "schemaTable": {"schema": table.database, "table": table.name}},
            "constraint": {"none": False, "columnConstraints": []},
        }
        for table in tables
    ]
    return json.dumps({"inputTableColumnInfos": inputs}, indent=2)
