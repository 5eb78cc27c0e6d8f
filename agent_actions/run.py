"""One action call from arguments to answer: validate, authorise, call, write the receipt, cap the size.

Errors are *fixable* (the model gets the text back and may try again: REPROMPT) or *final* (the person is told).
Whatever happens, a receipt is written; raw exceptions, ARNs and S3 paths go to the log only.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from agent_actions import words
from agent_actions.action import Action
from agent_actions.context import Context
from agent_actions.contract import TEXT_SHOWN, Receipt, Table
from agent_actions.errors import ActionError, FixableError, RefusedError
from agent_actions.receipts import receipt_id, write_receipt
from agent_actions.result import ActionResult

log = logging.getLogger(__name__)

ATHENA_USD_PER_BYTE = 5 / 1e12
"""5 USD per TB scanned; 10 MB at least a query (aws.amazon.com/athena/pricing)."""
ATHENA_LEAST_BYTES = 10_000_000


@dataclass(frozen=True)
class Answer:
    """What goes back to the agent: JSON text, and whether the model should mend its call."""

    body: str
    reprompt: bool
    receipt: Receipt


def run_action(actions: Mapping[str, Action], name: str, arguments: Mapping[str, Any], context: Context) -> Answer:
    """Run one call. Never raises for anything that the call itself can cause."""
    started = time.monotonic()
    given = json.dumps(dict(arguments), sort_keys=True, default=str)
    identity = receipt_id(context.turn, name, given)
    action = actions.get(name)
    request: dict[str, Any] | None = None
    error: ActionError | None = None
    result = ActionResult()
    try:
        if action is None:
            raise FixableError(words.unknown_action(name, sorted(actions)))
        validated = _validate(action, arguments)
        request = action.echo(validated)
        # the bot itself calls what is not for the agent, also where nobody asks
        if action.for_agent and not context.grant.allows_action(action.right_for(validated)):
            raise RefusedError(words.action_not_granted(action.title))
        values = {field: getattr(validated, field) for field in type(validated).model_fields}
        result = action.function(**values, context=context)
    except ActionError as raised:
        error = raised
    except Exception:
        log.exception("action %s failed under %s", name, identity)
        title = action.title[0].lower() + action.title[1:] if action else name
        error = ActionError(words.BROKEN.format(title=title, reference=identity))
    receipt = _receipt(context, name, identity, request, result, error)
    receipt = receipt.model_copy(update={"elapsed_ms": round((time.monotonic() - started) * 1_000)})
    receipt = write_receipt(context.services.s3, context.services.settings.bucket, receipt, result.table, result.text)
    body = _capped(_answer(receipt, result, error), result.table, context.services.settings.result_bytes)
    return Answer(body, isinstance(error, FixableError), receipt)


def _validate(action: Action, arguments: Mapping[str, Any]) -> BaseModel:
    try:
        return action.arguments.model_validate(dict(arguments))
    except ValidationError as error:
        problems = [
            (".".join(str(part) for part in e["loc"]), e["msg"].removeprefix("Value error, "))
            for e in error.errors(include_url=False, include_input=False)
        ]
        raise FixableError(words.bad_arguments(action.name, problems)) from None


def _receipt(
    context: Context,
    name: str,
    identity: str,
    request: dict[str, Any] | None,
    result: ActionResult,
    error: ActionError | None,
) -> Receipt:
    scanned = result.bytes_scanned
    return Receipt(
        id=identity,
        turn=context.turn,
        action=name,
        status=error.status if error else result.status,
        provenance=result.provenance,
        title=result.title,
        headline=result.headline,
        request=request,
        sql=result.sql,
        query_id=result.query_id,
        columns=result.table.columns if result.table else (),
        row_count=result.table.total_rows if result.table else None,
        truncated=result.table.truncated if result.table else False,
        bytes_scanned=scanned,
        cost_usd=None if scanned is None else round(max(scanned, ATHENA_LEAST_BYTES) * ATHENA_USD_PER_BYTE, 6),
        data_as_of=result.data_as_of,
        metrics=result.metrics,
        assumptions=result.assumptions,
        hidden=error.hidden if error else result.hidden,
        warnings=result.warnings,
        error=error.message if error else None,
        choices=error.choices if error else result.choices,
        meanings=dict(result.meanings),
        owners=result.owners,
        output_key=result.output_key,
        text=None if result.text is None else result.text[:TEXT_SHOWN],
        text_characters=None if result.text is None else len(result.text),
        files=result.files,
        jobs=result.jobs,
        source=result.source,
        dataset=result.dataset,
        started_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
    )


def _answer(receipt: Receipt, result: ActionResult, error: ActionError | None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "status": receipt.status,
        "receipt": receipt.id,
        "provenance": receipt.provenance,
        "title": receipt.title,
        "headline": receipt.headline,
        "error": receipt.error,
        "nearest": list(error.nearest) if error else [],
        "choices": [c.model_dump() for c in receipt.choices],
        "assumptions": list(receipt.assumptions),
        "hidden": list(receipt.hidden),
        "warnings": list(receipt.warnings),
        **result.data,
        "text": receipt.text,
        "text_characters": receipt.text_characters or None,
        "files": [f.name for f in receipt.files],
        "sql": receipt.sql,
        "columns": [c.model_dump(exclude_none=True) for c in receipt.columns],
        "row_count": receipt.row_count,
        "truncated": receipt.truncated or None,
    }
    return {key: value for key, value in shown.items() if value not in (None, "", [], ())}


def _capped(answer: dict[str, Any], table: Table | None, limit: int) -> str:
    """JSON of at most ``limit`` UTF-8 bytes: rows are cut at a row boundary, then long lists from their end."""

    def encoded() -> str:
        return json.dumps(answer, ensure_ascii=False, default=str, separators=(",", ":"))

    if table is not None:
        size = len(encoded().encode()) + len(',"rows":[],"rows_shown":1000000')
        rows: list[Any] = []
        for row in table.rows:
            size += len(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()) + 1
            if size > limit:
                break
            rows.append(row)
        answer["rows"], answer["rows_shown"] = rows, len(rows)
    while len((body := encoded()).encode()) > limit:
        lists = [(len(json.dumps(v, default=str)), k) for k, v in answer.items() if isinstance(v, list) and v]
        if lists:
            _, longest = max(lists)
            answer[longest] = answer[longest][: len(answer[longest]) // 2]
            answer["truncated"] = True
        elif "sql" in answer:
            del answer["sql"]
        else:
            return json.dumps({"status": answer["status"], "receipt": answer["receipt"], "truncated": True})
    return body
