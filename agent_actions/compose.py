"""Composition root of the action Lambda: the one place where its services are made."""

from __future__ import annotations

import time
from functools import cache

import boto3
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config as BotoConfig

from agent_actions.action import Action, load_actions
from agent_actions.bedrock import Call
from agent_actions.clients import AiClients
from agent_actions.context import Context, Services
from agent_actions.files.scratch import Scratch
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.search import SearchIndex
from agent_actions.semantic.store import ModelStore
from agent_actions.settings import settings
from agent_actions.sql.athena import Athena
from agent_actions.sql.catalog import GlueCatalog
from agent_actions.sql.tables import Tables

SECONDS_TO_ANSWER = 2.0
"""Kept back from the Lambda's time so that a stopped query still ends in words."""

logger = Logger(service="outcrop-actions")
tracer = Tracer(service="outcrop-actions")
metrics = Metrics(namespace="Outcrop", service="outcrop-actions")


class LatestIndex:
    """Keeps the search index of the newest model and catalogue: they are replaced whole, so identity tells."""

    def __init__(self) -> None:
        self._latest: tuple[SemanticModel, Tables, SearchIndex] | None = None

    def __call__(self, model: SemanticModel, tables: Tables) -> SearchIndex:
        if self._latest is None or self._latest[0] is not model or self._latest[1] is not tables:
            self._latest = (model, tables, SearchIndex(model, tables))
        return self._latest[2]


@cache
def registered() -> dict[str, Action]:
    return load_actions()


@cache
def services() -> Services:
    chosen = settings()
    own_retries = BotoConfig(retries={"mode": "standard", "total_max_attempts": 2}, connect_timeout=3, read_timeout=15)
    quick = BotoConfig(retries={"mode": "standard", "max_attempts": 4}, connect_timeout=3, read_timeout=15)
    s3 = boto3.client("s3", config=quick)
    glue = boto3.client("glue", config=quick)
    tables = GlueCatalog(glue, without={chosen.scratch_database}).tables
    return Services(
        settings=chosen,
        s3=s3,
        athena=Athena(boto3.client("athena", config=own_retries), chosen.workgroup),
        tables=tables,
        model=ModelStore(s3, chosen.semantic_model, tables).current,
        index=LatestIndex(),
        ai=AiClients(),
        scratch=Scratch(glue, s3, chosen.bucket, chosen.scratch_database, chosen.scratch_days),
        freshness={},
    )


def context_for(call: Call, runtime: LambdaContext) -> Context:
    return Context(
        caller=call.caller,
        audience=call.audience,
        turn=call.turn,
        services=services(),
        deadline=time.monotonic() + runtime.get_remaining_time_in_millis() / 1_000 - SECONDS_TO_ANSWER,
        thread=call.thread,
        files=call.files,
        history=call.history,
        meanings=call.meanings,
    )
