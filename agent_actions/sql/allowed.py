"""What a statement may be made of. Whatever is on no list of :mod:`vocabulary` is refused."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sqlglot import exp
from sqlglot.dialects.trino import Trino
from sqlglot.tokenizer_core import Token, TokenType

from agent_actions.errors import FixableError, RefusedError
from agent_actions.sql import words
from agent_actions.sql.vocabulary import ANONYMOUS, FUNCTION_CLASSES, INSTEAD, KNOWN_TO_SQLGLOT, SYNTAX_CLASSES

_TRANSLATED = frozenset(Trino.Parser.FUNCTIONS)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
_ALLOWED = frozenset[type](getattr(exp, name) for name in SYNTAX_CLASSES | FUNCTION_CLASSES)
_ARGUMENTS: dict[type[exp.Expr], frozenset[str]] = {
    exp.Table: frozenset({"this", "db", "catalog", "alias", "sample"}),
    exp.TableSample: frozenset({"method", "percent"}),
    exp.Lateral: frozenset({"this", "alias"}),
    exp.Select: frozenset(
        {
            "with_",
            "expressions",
            "distinct",
            "from_",
            "joins",
            "where",
            "group",
            "having",
            "windows",
            "qualify",
            "order",
            "limit",
            "offset",
        }
    ),
    exp.Subquery: frozenset({"this", "with_", "alias", "order", "limit", "offset", "sample"}),
    exp.Union: frozenset(
        {"this", "expression", "distinct", "with_", "order", "limit", "offset", "by_name", "on", "side", "kind"}
    ),
    exp.Join: frozenset({"this", "on", "using", "side", "kind", "method"}),
    exp.Unnest: frozenset({"expressions", "alias", "offset"}),
    exp.With: frozenset({"expressions", "recursive"}),
    exp.CTE: frozenset({"this", "alias"}),
}
_ARGUMENTS[exp.Intersect] = _ARGUMENTS[exp.Except] = _ARGUMENTS[exp.Union]


def check_nodes(tree: exp.Expr, max_depth: int, max_nodes: int) -> None:
    """Walk every node, without recursion. Raises RefusedError or FixableError at the first that is not allowed."""
    for count, (node, depth) in enumerate(_walk(tree)):
        if depth > max_depth or count > max_nodes:
            raise RefusedError(words.TOO_DEEP)
        _check(node)


def _walk(tree: exp.Expr) -> Iterator[tuple[exp.Expr, int]]:
    stack = [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        yield node, depth
        stack.extend((child, depth + 1) for child in node.iter_expressions())


def _check(node: exp.Expr) -> None:
    kind = type(node)
    if kind not in _ALLOWED:
        raise _not_allowed(node)
    arguments = _ARGUMENTS.get(kind)
    if arguments is not None:
        extra = [name for name, value in node.args.items() if value and name not in arguments]
        if "joins" in extra:
            raise FixableError(words.JOIN_PARENTHESES)
        if extra:
            raise RefusedError(words.TABLE_FUNCTION if kind is exp.Table else words.construct(_spoken(extra[0])))
    if isinstance(node, exp.Anonymous):
        if str(node.this).lower() not in ANONYMOUS:
            raise FixableError(words.function(str(node.this).lower()[:60]))
    elif isinstance(node, exp.Table):
        if not isinstance(node.this, exp.Identifier) or "$" in node.name:
            raise RefusedError(words.TABLE_FUNCTION)
    elif isinstance(node, exp.TableSample):
        _check_sample(node)
    elif isinstance(node, exp.Lateral) and not isinstance(node.this, exp.Subquery):
        raise FixableError(words.LATERAL)
    elif isinstance(node, exp.Dot):
        if not isinstance(node.expression, exp.Identifier):
            raise RefusedError(words.construct("a function with a schema"))
    elif isinstance(node, exp.With) and node.args.get("recursive"):
        raise RefusedError(words.RECURSIVE)
    elif isinstance(node, exp.DataType) and node.this in (exp.DataType.Type.USERDEFINED, exp.DataType.Type.UNKNOWN):
        raise FixableError(words.construct("this type"))
    elif isinstance(node, exp.Rand) and node.args.get("lower") is not None:
        raise FixableError(words.construct("random with two bounds"))


def _check_sample(node: exp.TableSample) -> None:
    percent = node.args.get("percent")
    share = float(percent.name) if isinstance(percent, exp.Literal) and not percent.is_string else -1.0
    if node.text("method").upper() not in ("BERNOULLI", "SYSTEM") or not 0 <= share <= 100:
        raise FixableError(words.SAMPLE)


def _not_allowed(node: exp.Expr) -> FixableError | RefusedError:
    name = _spoken(node.key)
    if isinstance(node, exp.Placeholder | exp.Parameter):
        return FixableError(words.PLACEHOLDER)
    if isinstance(node, exp.DDL | exp.Insert | exp.Update | exp.Delete | exp.Merge | exp.Command | exp.Into | exp.Lock):
        return RefusedError(words.ONLY_SELECT)
    if isinstance(node, exp.Qualify):
        return FixableError(words.QUALIFY)
    if isinstance(node, exp.Func):
        shown = node.sql_name().lower()
        return FixableError(words.not_athena(shown, INSTEAD[shown]) if shown in INSTEAD else words.function(shown))
    return RefusedError(words.construct(name))


def _spoken(name: str) -> str:
    return name.strip("_").replace("_", " ").upper()


def check_names(tokens: list[Token]) -> None:
    """Refuse functions of other databases that sqlglot would quietly translate, by the name as written."""
    for token, following in pairwise(tokens):
        if following.token_type is TokenType.L_PAREN and token.token_type is TokenType.VAR:
            name = token.text.lower()
            foreign = name.upper() in _TRANSLATED and name not in KNOWN_TO_SQLGLOT and name not in ANONYMOUS
            if foreign or name in INSTEAD:
                raise FixableError(words.not_athena(name, INSTEAD.get(name)))
