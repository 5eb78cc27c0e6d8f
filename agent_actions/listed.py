"""A request without metrics: rows of a dataset, listed by fields of the semantic model."""

from __future__ import annotations

from agent_actions.context import Context
from agent_actions.headline import headline
from agent_actions.namesakes import namesakes
from agent_actions.query import run_guarded
from agent_actions.result import ActionResult
from agent_actions.semantic.compile import compile_metrics
from agent_actions.semantic.guesses import drafted
from agent_actions.semantic.request import MetricRequest
from agent_actions.tabular import cut, nothing, output_key, result_table


def rows_listed(context: Context, request: MetricRequest) -> ActionResult:
    """The list, under the asker's rights and the limits of every statement. Raises what compile_metrics raises."""
    shared = namesakes(context, request)
    compiled = compile_metrics(context.model, request, context.today, context.tables, shared.apart)
    ran = run_guarded(context, compiled.sql, f"query_metrics\0{request.model_dump_json()}")
    table = result_table(compiled.title, compiled.columns, ran)
    unseen = any(context.grant.row_filters(seen) for seen in ran.guarded.tables)
    datasets = [d for name in compiled.datasets[:1] if (d := context.model.dataset(name))]
    return ActionResult(
        status="ok" if table.rows else "empty",
        title=compiled.title,
        headline=headline(table) if table.rows else nothing(compiled.title, unseen=unseen),
        table=table,
        provenance="model",
        sql=ran.guarded.sql,
        query_id=ran.result.query_id,
        bytes_scanned=ran.result.bytes_scanned,
        data_as_of=ran.data_as_of,
        assumptions=(*compiled.assumptions, *shared.together),
        hidden=ran.hidden,
        warnings=(*cut(table), *drafted(context.model)),
        output_key=output_key(ran),
        owners=tuple(d.owner for d in datasets if d.owner),
    )
