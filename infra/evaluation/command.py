"""``outcrop eval``: golden questions put, judged, printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import boto3
from botocore.config import Config

from agent_actions.sql.athena import Athena
from infra.evaluation import report
from infra.evaluation.asking import AgentAsker, Asker, StackAsker
from infra.evaluation.golden import Golden, read_golden
from infra.evaluation.run import evaluate
from infra.evaluation.settings import deployed_settings
from infra.evaluation.verdict import Reference, references
from infra.local import names
from infra.local.home import Inputs

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    file: Path
    baseline: Path | None = None
    save: Path | None = None
    deployed: bool = False
    at_once: int = 2


def run(options: Options, inputs: Callable[[], Inputs], say: Say, progress: Say) -> int:
    """The exit status: 1 if any answer is wrong. Raises LocalError when the questions can't be put."""
    golden = read_golden(options.file)
    before = report.load(options.baseline) if options.baseline else None
    with _deployed(golden) if options.deployed else _stack(_on(golden, inputs()), progress) as (asker, reference):
        verdicts = []
        total = len(golden.questions)
        for verdict in evaluate(
            golden, asker, reference, at_once=options.at_once, told=lambda n: progress(f"{n} of {total} questions")
        ):
            verdicts.append(verdict)
            if verdict.mark != "right":
                say(report.miss(verdict) + "\n")
    say(report.by_kind(verdicts) + "\n")
    say(report.answerable(verdicts))
    if before is not None:
        say(report.compared(before, verdicts))
    if options.save:
        report.save(options.save, verdicts)
    say(report.last_line(verdicts))
    return 1 if any(verdict.mark == "wrong" for verdict in verdicts) else 0


def _on(golden: Golden, inputs: Inputs) -> Inputs:
    return replace(inputs, today=golden.today) if golden.today else inputs


@contextmanager
def _stack(inputs: Inputs, progress: Say) -> Iterator[tuple[Asker, Reference]]:
    from infra.local.stack import any_stack

    with any_stack(inputs, progress) as running:
        athena = Athena(names.client("athena", running.aws_url), names.WORK_GROUP)
        yield StackAsker(running), references(athena, None)


@contextmanager
def _deployed(golden: Golden) -> Iterator[tuple[Asker, Reference]]:
    from bot.agents.classic import ClassicAgent
    from bot.receipts import Receipts

    settings = deployed_settings()
    patient = Config(read_timeout=300, retries={"mode": "standard", "total_max_attempts": 3})
    agent = ClassicAgent(
        boto3.client("bedrock-agent-runtime", config=patient), settings.agent_id, settings.agent_alias_id
    )
    receipts = Receipts(boto3.client("s3"), settings.bucket)
    athena = Athena(boto3.client("athena"), settings.workgroup)
    yield AgentAsker(agent, receipts, golden, settings.today or golden.today), references(athena, None)
