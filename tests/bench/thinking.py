"""What is computed before a query runs: the metric's compiler and the guard, on the demo's model, warm."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

import sqlglot

from agent_actions.contract import Audience, Caller
from agent_actions.errors import RefusedError
from agent_actions.semantic.compile import compile_metrics
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.reader import read_folder, read_model
from agent_actions.semantic.request import MetricRequest
from agent_actions.sql.catalog import table_info
from agent_actions.sql.guard import guard
from agent_actions.sql.rights import Grant, grant
from agent_actions.sql.tables import Tables
from infra.local.aws.crawler import crawl
from infra.local.lake.generate import ensure_lake
from infra.local.model.planner import Planner
from infra.local.model.port import CallTools, ModelTurn
from infra.local.offline_aws import agent_definition
from infra.local.provision import DEMO_MODEL
from tests.bench.figures import Figure, percentile
from tests.bench.questions import QUESTIONS, STATEMENTS, TODAY
from tests.bench.size import Size

MAX_ROWS = 10_000
T = TypeVar("T")


def measure(size: Size, home: Path) -> dict[str, Figure]:
    """Each question's request compiled, each statement guarded as two people; beside it sqlglot alone."""
    tables = demo_tables(size, home)
    model = read_model(read_folder(DEMO_MODEL), tables)
    requests = _requests(model, tables, size)
    compiled = [compile_metrics(model, request, TODAY, tables).sql for request in requests]
    statements = [*compiled, *STATEMENTS]
    asked = [(sql, _grant(model, user)) for sql in statements for user in ("maya", "luis")]

    def guarded(pair: tuple[str, Grant]) -> None:
        guard(pair[0], tables=tables, grant=pair[1], default_database="sales", max_rows=MAX_ROWS)

    guarding = _each([pair for pair in asked if _allowed(guarded, pair)], guarded, size.rounds)
    compiling = _each(requests, lambda request: compile_metrics(model, request, TODAY, tables), size.rounds)
    return {
        "guard": _figure(guarding, _each(statements, _plain, size.rounds)),
        "compile": _figure(compiling, _each(compiled, _plain, size.rounds)),
    }


def demo_tables(size: Size, home: Path) -> Tables:
    """The demo's catalogue, crawled without a Glue to put it in."""
    lake = ensure_lake(home, TODAY, lambda _: None, scale=size.lake_scale)
    crawled = crawl(lake, "lake", lambda _: None, cache=home / f"crawl-{size.lake_scale}.json")
    return Tables.of(table_info(t.database, dict(t.input)) for t in crawled.tables)  # type: ignore[arg-type]


def _requests(model: SemanticModel, tables: Tables, size: Size) -> list[MetricRequest]:
    """What the planner makes of the questions."""
    planner, tools = Planner(lambda: model, lambda: tables), agent_definition().tools
    found: list[MetricRequest] = []
    for question in QUESTIONS[: size.questions]:
        step = planner.next(ModelTurn("", tools, question, {}, {"outcrop_today": TODAY.isoformat()}))
        if not isinstance(step, CallTools) or step.calls[0].name != "query_metrics":
            raise RuntimeError(f"The planner makes no metric query of: {question}")
        found.append(MetricRequest.model_validate(json.loads(step.calls[0].arguments["request"])))
    return found


def _grant(model: SemanticModel, user: str) -> Grant:
    caller = Caller(team="T", user=f"U_{user.upper()}", email=f"{user}@example.com", kind="member")
    return grant(model, caller, Audience(kind="dm", channel="D"))


def _allowed(guarded: Callable[[tuple[str, Grant]], None], pair: tuple[str, Grant]) -> bool:
    """Luis may not read every dataset."""
    try:
        guarded(pair)
    except RefusedError:
        return False
    return True


def _plain(sql: str) -> None:
    """What any tool built on sqlglot must do: read the statement and write it."""
    sqlglot.parse_one(sql, read="athena").sql(dialect="athena")


def _each(things: Sequence[T], do: Callable[[T], object], rounds: int) -> list[float]:
    """Milliseconds of each call, the first round left out."""
    times: list[float] = []
    for number in range(rounds + 1):
        for thing in things:
            began = time.perf_counter()
            do(thing)
            if number:
                times.append((time.perf_counter() - began) * 1000)
    return times


def _figure(ours: Sequence[float], compared: Sequence[float]) -> Figure:
    return Figure(median(ours), median(compared), {"p95 ms": percentile(ours, 0.95)})
