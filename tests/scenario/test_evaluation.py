"""Golden questions through the whole stack, and to the agent alone as a deployed one is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from agent_actions.sql.athena import Athena
from bot.agents.classic import ClassicAgent
from bot.receipts import Receipts
from infra.evaluation.asking import AgentAsker, Asker, StackAsker
from infra.evaluation.errors import GoldenError
from infra.evaluation.golden import Golden, read_golden
from infra.evaluation.run import evaluate
from infra.evaluation.verdict import Reference, references
from infra.local import names
from infra.local.home import Running

QUESTIONS = """
version: 1
today: 2026-11-15
people:
  maya: {user: U_MAYA, email: maya@example.com}
  luis: {user: U_LUIS, email: luis@example.com}
channels: {"#support": C_SUPPORT}
questions:
  - id: regions
    kind: breakdown
    ask: number of orders by region last month
    expect:
      sql: SELECT count(*), region FROM sales.orders
        WHERE status <> 'test' AND ordered_at >= TIMESTAMP '2026-10-01' AND ordered_at < TIMESTAMP '2026-11-01'
        GROUP BY region
    then:
      - ask: only EMEA
        expect:
          sql: SELECT region, count(*) FROM sales.orders
            WHERE status <> 'test' AND ordered_at >= TIMESTAMP '2026-10-01' AND ordered_at < TIMESTAMP '2026-11-01'
            AND region = 'EMEA' GROUP BY region
  - id: luis
    ask: number of orders by region last month
    as: luis
    in: "#support"
    expect:
      sql: SELECT region, count(*) FROM sales.orders
        WHERE status <> 'test' AND ordered_at >= TIMESTAMP '2026-10-01' AND ordered_at < TIMESTAMP '2026-11-01'
        AND region = 'EMEA' GROUP BY region
  - {id: swallow, ask: what is the airspeed of an unladen swallow, expect: {refused_or_asked_back: true}}
  - {id: off, ask: number of orders last month, expect: {rows: [[1]]}}
"""


@pytest.fixture
def golden(tmp_path: Path) -> Golden:
    path = tmp_path / "golden.yaml"
    path.write_text(QUESTIONS)
    return read_golden(path)


@pytest.fixture
def reference(running: Running) -> Reference:
    return references(Athena(names.client("athena", running.aws_url), names.WORK_GROUP), None)


@pytest.fixture(params=["stack", "agent"])
def asker(request: pytest.FixtureRequest, running: Running, golden: Golden) -> Asker:
    if request.param == "stack":
        return StackAsker(running)
    agent = ClassicAgent(
        names.client("bedrock-agent-runtime", running.aws_url, read_timeout=120), names.AGENT_ID, names.AGENT_ALIAS
    )
    receipts = Receipts(names.client("s3", running.aws_url), names.BUCKET)
    return AgentAsker(agent, receipts, golden, date(2026, 11, 15))


def test_answers_are_judged_against_the_expected_sql(golden: Golden, asker: Asker, reference: Reference) -> None:
    done: list[int] = []
    found = {v.id: v for v in evaluate(golden, asker, reference, told=done.append)}
    assert {id_: v.mark for id_, v in found.items()} == {
        "regions": "right", "regions/2": "right", "luis": "right", "swallow": "right", "off": "wrong",
    }  # fmt: skip
    assert found["off"].why == "other figures"
    assert done == [1, 2, 3, 4]


def test_expected_sql_that_does_not_run_is_said_with_its_question(reference: Reference) -> None:
    with pytest.raises(GoldenError, match="The expected SQL of a/2 does not run"):
        reference("SELECT nothing FROM sales.orders", "a/2")


def test_a_person_or_channel_that_the_file_does_not_name_is_said(running: Running, golden: Golden) -> None:
    agent = ClassicAgent(names.client("bedrock-agent-runtime", running.aws_url), names.AGENT_ID, names.AGENT_ALIAS)
    asker = AgentAsker(agent, Receipts(names.client("s3", running.aws_url), names.BUCKET), golden)
    with pytest.raises(GoldenError, match=r"`people` has no 'gus'; it has maya, luis"):
        asker.ask("revenue", "gus", None, None)
    with pytest.raises(GoldenError, match=r"`channels` has no '#data'"):
        asker.ask("revenue", "maya", "data", None)
