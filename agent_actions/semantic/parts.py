"""Parts of Ossie documents with their places, and what reading any of them needs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel
from sqlglot import exp

from agent_actions.semantic import model_words as words
from agent_actions.semantic.config import Config
from agent_actions.semantic.document import Document, Path
from agent_actions.semantic.expressions import ExpressionError, parse_expression, to_sql
from agent_actions.semantic.ossie import VENDOR, AiContext, CustomExtension, Expression, OssieField, OssieMetric
from agent_actions.semantic.problems import Problems, validate
from agent_actions.sql.tables import TableInfo, Tables

P = TypeVar("P", covariant=True)
M = TypeVar("M", bound=BaseModel)

_PREFERRED = ("ANSI_SQL", "OSSIE_SQL_2026")


@dataclass(frozen=True)
class Placed(Generic[P]):
    """A part of a document and where it stands."""

    part: P
    document: Document
    path: Path


class PartReader:
    """Reads parts into the model's own shapes; what is wrong goes to ``problems``."""

    def __init__(
        self, config: Config, tables: Tables | None, problems: Problems, infos: dict[str, TableInfo] | None = None
    ) -> None:
        self.config = config
        self.tables = tables
        self.problems = problems
        self.infos: dict[str, TableInfo] = {} if infos is None else infos
        """Folded dataset name -> its table, where the catalogue is known."""

    def expression(
        self, item: Placed[OssieField] | Placed[OssieMetric], expression: Expression
    ) -> tuple[str, exp.Expr | None]:
        """The expression's text in the model's own SQL and its tree; the tree is None when it could not be read."""
        by_dialect = {d.dialect.upper(): d.expression for d in expression.dialects}
        dialect = next((d for d in _PREFERRED if d in by_dialect), next(iter(by_dialect)))
        sql = by_dialect[dialect]
        try:
            tree = parse_expression(sql, dialect)
        except ExpressionError as error:
            self.add(item, ("expression",), str(error))
            return sql, None
        return (sql if dialect in _PREFERRED else to_sql(tree)), tree

    def extension(self, item: Placed[object], extensions: list[CustomExtension] | None, kind: type[M]) -> M | None:
        for position, extension in enumerate(extensions or ()):
            if extension.vendor_name.upper() != VENDOR:
                continue
            path = (*item.path, "custom_extensions", position, "data")
            try:
                data = json.loads(extension.data)
            except json.JSONDecodeError as error:
                self.problems.add(item.document, path, words.not_json(error.msg))
                continue
            return validate(kind, item.document, path, data, self.problems)
        return None

    def add(self, item: Placed[object], key: Path, message: str) -> None:
        self.problems.add(item.document, (*item.path, *key), message)


def merged(extension: M | None, own: M | None, kind: type[M]) -> M:
    """What outcrop.yaml says over what the document's own extension says."""
    parts = [part.model_dump(exclude_unset=True) for part in (extension, own) if part is not None]
    return kind.model_validate({key: value for part in parts for key, value in part.items()})


def described(description: str | None, context: AiContext) -> str:
    return " ".join(part.strip() for part in (description, context.instructions) if part and part.strip())
