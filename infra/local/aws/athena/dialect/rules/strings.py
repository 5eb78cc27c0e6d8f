# ruff: noqa: ARG001 - all rules have one signature
"""Text and regular expressions."""

from __future__ import annotations

import re

from sqlglot import exp

from infra.local.aws.athena.dialect.rules.base import Context, Rule, call, renamed


def _regexp_extract(node: exp.RegexpExtract, context: Context) -> exp.Expr | None:
    return call("t_regexp_extract", node.this, node.expression, node.args.get("group") or exp.Literal.number(0))


def _regexp_replace(node: exp.RegexpReplace, context: Context) -> exp.Expr | None:
    new = node.args.get("replacement") or exp.Literal.string("")
    if isinstance(new, exp.Lambda):
        raise context.unsupported(node, "regexp_replace with a function")
    if isinstance(new, exp.Literal):
        new = exp.Literal.string(re.sub(r"\$(\d)", r"\\\1", new.name))
    return call("regexp_replace", node.this, node.expression, new, exp.Literal.string("g"))


def _split(node: exp.Split, context: Context) -> exp.Expr | None:
    limit = node.args.get("limit")
    return call("t_split_limit", node.this, node.expression, limit) if limit is not None else None


def _position(node: exp.StrPosition, context: Context) -> exp.Expr | None:
    occurrence = node.args.get("occurrence") or node.args.get("position")
    if occurrence is not None:
        raise context.unsupported(node, "strpos with an instance")
    return None


def _joined(node: exp.DPipe, context: Context) -> exp.Expr | None:
    one, other = context.types.family(node.left), context.types.family(node.right)
    if one == "array" and other not in (None, "array"):
        return call("list_append", node.left, node.right)
    if other == "array" and one not in (None, "array"):
        return call("list_prepend", node.left, node.right)
    return None


RULES: dict[type[exp.Expr], Rule] = {
    exp.DPipe: _joined,
    exp.RegexpExtract: _regexp_extract,
    exp.RegexpReplace: _regexp_replace,
    exp.SHA: renamed("t_sha1"),
    exp.Split: _split,
    exp.SplitPart: renamed("t_split_part"),
    exp.StrPosition: _position,
    exp.StrToMap: renamed("split_to_map"),
}
