"""A certified question answered: its own SQL, with the asker's rights, labelled by code."""

from __future__ import annotations

from agent_actions import words
from agent_actions.context import Context
from agent_actions.contract import Table
from agent_actions.errors import FixableError
from agent_actions.headline import headline
from agent_actions.query import columns_of, run_guarded
from agent_actions.result import ActionResult
from agent_actions.semantic.certified import bind, named
from agent_actions.semantic.request import CertifiedRequest
from agent_actions.tabular import cut, nothing, output_key, result_table


def certified_answer(context: Context, asked: CertifiedRequest, *, also_sql: bool) -> ActionResult:
    """Raises FixableError for parameters that don't fit, and for SQL beside it: exactly the published text runs."""
    if also_sql:
        raise FixableError(words.CERTIFIED_OR_SQL)
    bound = bind(context.model, named(context.model, asked.name), asked.parameters, context.today)
    ran = run_guarded(context, bound.sql, f"certified\0{asked.model_dump_json()}")
    table = result_table(bound.title, columns_of(ran.result), ran)
    unseen = any(context.grant.row_filters(ref) for ref in ran.guarded.tables)
    owner = bound.question.owner
    return ActionResult(
        status="ok" if table.rows else "empty",
        title=bound.title,
        headline=_said(table, unseen=unseen),
        data={"certified": bound.question.name, "parameters": dict(bound.values)},
        table=table,
        provenance="certified",
        sql=ran.guarded.sql,
        query_id=ran.result.query_id,
        bytes_scanned=ran.result.bytes_scanned,
        data_as_of=ran.data_as_of,
        assumptions=bound.assumptions,
        hidden=ran.hidden,
        warnings=cut(table),
        output_key=output_key(ran),
        owners=(owner,) if owner else (),
    )


def _said(table: Table, *, unseen: bool) -> str:
    if not table.rows:
        return nothing(table.title, unseen=unseen)
    return (
        headline(table)
        if len(table.rows) == len(table.columns) == 1
        else words.rows(table.title, table.total_rows, at_least=table.at_least)
    )
