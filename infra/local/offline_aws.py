"""The offline AWS with Outcrop deployed to it: lake, catalogue, agent, functions and queue."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

from agent_actions.action import bedrock_functions, load_actions
from agent_actions.errors import ActionError
from agent_actions.files.scratch import PREFIX
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.reader import read_model
from agent_actions.sql.tables import Tables
from infra.local import names, provision, words
from infra.local.ai_services import ai_services
from infra.local.aws.agent.action import event_of
from infra.local.aws.agent.definition import AgentDefinition
from infra.local.aws.athena.work_groups import WorkGroup
from infra.local.aws.completions import Completions
from infra.local.aws.crawler import crawl
from infra.local.aws.faults import Faults
from infra.local.aws.lambda_runtime import LambdaRuntime
from infra.local.aws.lambda_spec import FunctionSpec
from infra.local.aws.lambda_url import LambdaUrls
from infra.local.aws.ministack import MiniStack
from infra.local.aws.server import AwsServer
from infra.local.aws.services.athena import AthenaService
from infra.local.aws.services.bedrock_agent_runtime import BedrockAgentRuntimeService
from infra.local.aws.services.lambda_ import LambdaService
from infra.local.aws.services.s3_lake import S3Lake
from infra.local.aws.sqs_poller import SqsPoller
from infra.local.errors import LocalError, Notice
from infra.local.home import Home, Inputs
from infra.local.lake.generate import ensure_lake
from infra.local.model.planner import Planner
from infra.local.model.port import Model, Speaker, Tool, ToolCall, ToolParameter
from infra.local.settings import local_settings

WORKSPACE = "the company"
SCAN_CUTOFF_BYTES = 100_000_000_000
"""100 GB, half a dollar: the work group cancels what would scan more."""
WORKERS = 8
"""Turns, and calls of actions, that run at once."""


class OfflineAws:
    """``start`` brings up AWS with lake and action function; ``deploy_bot`` adds the Slack side."""

    def __init__(
        self,
        home: Home,
        folder: Path,
        chosen: Inputs,
        progress: Callable[[str], None],
        port: int,
        model: Model | None = None,
    ) -> None:
        """``model`` stands in for the foundation model; by default the planner does."""
        self._home, self._folder, self._inputs, self._progress, self._port = home, folder, chosen, progress, port
        self._agent_model = model or Planner(self._model, self._tables)
        self._chat = model if isinstance(model, Speaker) else None
        self._ministack = MiniStack(folder / "ministack")
        self._runtime = LambdaRuntime(home.folder("logs"))
        self.faults = Faults()
        self.completions = Completions(
            self._runtime, names.EVENTS_FUNCTION, self.faults, poll_s=local_settings().poll_seconds
        )
        """Where services send news of finished jobs: ``notify`` for SNS, ``emit`` for EventBridge."""
        self._server: AwsServer | None = None
        self._poller: SqsPoller | None = None
        self._queue_url = ""
        self._read: tuple[SemanticModel, Tables]

    @property
    def url(self) -> str:
        if self._server is None:
            raise LocalError("The offline AWS has not been started.")
        return self._server.url

    @property
    def runtime(self) -> LambdaRuntime:
        return self._runtime

    def start(self) -> None:
        """Raises LocalError or StartError in words for the person at the terminal."""
        self._progress(words.STARTING_AWS)
        self._ministack.start()
        endpoint = self._ministack.url
        self._queue_url = provision.create_resources(endpoint)
        lake = self._lake()
        self._progress(words.STARTING_ACTIONS)
        self._server = self._serve(lake)
        self._server.start()
        self._runtime.deploy([self._actions()], endpoint_url=self.url)
        with ThreadPoolExecutor(1) as pool:
            warmed = pool.submit(self._runtime.prewarm)
            self._load(lake)
            _raise_failures(warmed.result())

    def deploy_bot(self, slack: Mapping[str, str]) -> None:
        """Deploy front and worker against a Slack, and let the queue feed the worker."""
        self._progress(words.STARTING_BOT)
        environment = {
            **slack,
            "OUTCROP_AGENT_ID": names.AGENT_ID,
            "OUTCROP_AGENT_ALIAS_ID": names.AGENT_ALIAS,
            "OUTCROP_QUEUE_URL": self._queue_url,
            "OUTCROP_TABLE": names.TABLE,
            "OUTCROP_BUCKET": names.BUCKET,
            "OUTCROP_ACTIONS_FUNCTION": names.ACTIONS_FUNCTION,
            "OUTCROP_TODAY": self._inputs.today.isoformat(),
        }
        self._runtime.deploy(
            [
                FunctionSpec(names.FRONT_FUNCTION, "bot.lambda_front.handler", environment, timeout_s=10, url=True),
                FunctionSpec(
                    names.WORKER_FUNCTION, "bot.lambda_worker.handler", environment, timeout_s=300, concurrency=WORKERS
                ),
                FunctionSpec(
                    names.EVENTS_FUNCTION,
                    "bot.lambda_events.handler",
                    environment,
                    timeout_s=60,
                    concurrency=2,
                    prewarm=0,
                ),
            ],
            endpoint_url=self.url,
        )
        with ThreadPoolExecutor(1) as pool:
            pool.submit(self._prime)
            _raise_failures(self._runtime.prewarm())
        self._poller = SqsPoller(
            names.client("sqs", self.url, read_timeout=10, max_pool_connections=WORKERS + 2),
            self._queue_url,
            f"arn:aws:sqs:{names.REGION}:{names.ACCOUNT}:{names.QUEUE}",
            self._runtime,
            names.WORKER_FUNCTION,
            concurrency=WORKERS,
        )
        self._poller.start()
        self.completions.start()

    def _prime(self) -> None:
        """Call an action as a stranger, who is refused: model and catalogue are read before anybody asks."""
        call = ToolCall("catalog", "search_catalog", {"query": ""})
        event = event_of(
            agent_definition(), call, text="", session_id="start", session_attributes={}, prompt_attributes={}
        )
        self._runtime.invoke(names.ACTIONS_FUNCTION, json.dumps(event).encode())

    def stop(self) -> None:
        """Stop everything, in the order that lets what is under way end in words."""
        close = getattr(self._agent_model, "close", None)
        if close is not None:
            close()
        self.completions.stop()
        if self._poller is not None:
            self._poller.stop()
        if self._server is not None:
            self._server.stop()
        self._runtime.stop()
        self._ministack.stop()

    def exports(self) -> dict[str, str]:
        """What a client of this AWS needs in its environment."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": names.CREDENTIALS["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": names.CREDENTIALS["aws_secret_access_key"],
            "AWS_DEFAULT_REGION": names.REGION,
            "AWS_ATHENA_WORK_GROUP": names.WORK_GROUP,
            "AWS_ATHENA_S3_STAGING_DIR": f"s3://{names.BUCKET}/athena/",
        }

    def _lake(self) -> Path:
        if self._inputs.lake is not None:
            return self._inputs.lake.resolve()
        return ensure_lake(self._home.root, self._inputs.today, self._progress)

    def _load(self, lake: Path) -> None:
        """Crawl the lake into the catalogue, publish the semantic model."""
        cache = self._home.folder("crawls") / f"{self._inputs.place()}.json"
        crawled = crawl(lake, names.LAKE_BUCKET, self._progress, cache=cache)
        for problem in crawled.problems:
            self._progress(Notice(problem.message))
        if not crawled.tables:
            raise LocalError(words.no_table(str(lake)))
        endpoint = self._ministack.url
        provision.fill_catalogue(endpoint, crawled, self._folder / "catalogue")
        tables = provision.catalogue(endpoint)
        files = provision.model_files(self._inputs.model, self._inputs.lake, tables(), self._progress)
        try:
            model = read_model(files, tables())
        except ActionError as error:
            raise LocalError(error.message) from error
        provision.publish_model(endpoint, files)
        self._read = (model, tables())

    def _model(self) -> SemanticModel:
        return self._read[0]

    def _tables(self) -> Tables:
        return self._read[1]

    def _serve(self, lake: Path) -> AwsServer:
        endpoint = self._ministack.url
        athena = AthenaService(
            glue=names.client("glue", endpoint),
            s3=names.client("s3", endpoint),
            lake_root=lake,
            lake_bucket=names.LAKE_BUCKET,
            home=self._folder / "athena",
            work_groups=[
                WorkGroup(
                    names.WORK_GROUP, f"s3://{names.BUCKET}/athena/", enforce=True, cutoff_bytes=SCAN_CUTOFF_BYTES
                )
            ],
            objects=f"s3://{names.BUCKET}/{PREFIX}",
            today=self._inputs.today,
        )
        agent = BedrockAgentRuntimeService([agent_definition()], self._agent_model, self._runtime)
        return AwsServer(
            [
                athena,
                agent,
                LambdaService(self._runtime),
                *ai_services(endpoint, self._folder, self.completions, self._chat),
            ],
            proxy_to=endpoint,
            endpoints=[S3Lake(lake, names.LAKE_BUCKET, names.REGION), LambdaUrls(self._runtime)],
            port=self._port,
            observers=[self._notice],
            faults=self.faults,
        )

    def _notice(self, service: str, operation: str) -> None:
        if self._poller is not None:
            self._poller.notice(service, operation)

    def _actions(self) -> FunctionSpec:
        environment = {
            "OUTCROP_BUCKET": names.BUCKET,
            "OUTCROP_SEMANTIC_MODEL": f"s3://{names.BUCKET}/{names.MODEL_PREFIX}",
            "OUTCROP_WORKGROUP": names.WORK_GROUP,
            "OUTCROP_SCRATCH_DATABASE": names.SCRATCH_DATABASE,
            "OUTCROP_TODAY": self._inputs.today.isoformat(),
            "OUTCROP_NOTIFY_TOPIC": names.NOTIFY_TOPIC,
            "OUTCROP_NOTIFY_ROLE": names.NOTIFY_ROLE,
            "POWERTOOLS_METRICS_DISABLED": "true",
        }
        handler = "agent_actions.lambda_bedrock.handler"
        return FunctionSpec(names.ACTIONS_FUNCTION, handler, environment, timeout_s=90, concurrency=WORKERS)


def agent_definition() -> AgentDefinition:
    """The agent as deployed: its instruction and the registry's export."""
    instruction = files("agent_actions").joinpath("instruction.md").read_text()
    tools = tuple(
        Tool(
            group=group,
            name=function["name"],
            description=function["description"],
            parameters=tuple(
                ToolParameter(name=name, **described) for name, described in function["parameters"].items()
            ),
        )
        for group, functions in bedrock_functions(load_actions().values()).items()
        for function in functions
    )
    return AgentDefinition(
        agent_id=names.AGENT_ID,
        alias_id=names.AGENT_ALIAS,
        instruction=instruction.format(workspace=WORKSPACE),
        tools=tools,
        groups={tool.group: names.ACTIONS_FUNCTION for tool in tools},
    )


def _raise_failures(failures: Mapping[str, str]) -> None:
    if failures:
        listed = "; ".join(f"{name}: {why}" for name, why in failures.items())
        raise LocalError(f"A function did not start ({listed}). Its log is in the home folder under logs/.")
