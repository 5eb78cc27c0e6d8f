"""``outcrop eval`` with OUTCROP_MODEL=openai:...: a scripted model plays each question through the whole stack."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from infra.cli import main
from tests.scripted_model import Reply, call, say, scripted_model

DOCS = Path(__file__).parents[2] / "docs" / "model.md"
VISITS = """visit_id,shop,visited_on,amount
1,Harbour,2026-10-01,2.50
2,Harbour,2026-10-20,3.50
3,Market,2026-10-05,10.00
4,Station,2026-09-30,7.00
"""
GOLDEN = """
version: 1
today: 2026-11-15
questions:
  - id: by-shop
    ask: what did each branch take in October?
    expect: {rows: [[Harbour, 6.0], [Market, 10.0]]}
    then:
      - {ask: and in September, expect: {rows: [[Station, 7.0]]}}
  - {id: mended, ask: visits by place in October, expect: {rows: [[Harbour, 2], [Market, 1]]}}
  - id: asked-back
    ask: how was business in October
    expect: {asked_back: true, words: [Takings, Visit count]}
    then:
      - {ask: the takings please, expect: {rows: [[16.0]]}}
  - {id: unknown, ask: airspeed of a swallow, expect: {refused: true}}
  - {id: liar, ask: say what was taken in October, expect: {rows: [[16.0]], not_words: ["999"]}}
  - {id: mistaken, ask: number of visits in October, expect: {rows: [[3]]}}
  - {id: lazy, ask: number of visits in September, expect: {rows: [[1]]}}
"""


def metrics(name: str, period: str, *dimensions: str) -> Reply:
    request = {"metrics": [name], "period": period, "dimensions": list(dimensions)}
    return call("query_metrics", request=request)


SHOP = "visits.shop"
PARTS: Mapping[str, Sequence[Reply]] = {
    "what did each branch take in October?": [
        call("search_catalog", query="take by branch"),
        metrics("takings", "2026-10", SHOP),
        say("What each branch took is listed above."),
    ],
    "and in September": [metrics("takings", "2026-09", SHOP), say("September is listed above.")],
    "visits by place in October": [
        metrics("visit_count", "2026-10", "visits.place"),
        call("describe_dataset", name="visits"),
        metrics("visit_count", "2026-10", SHOP),
        say("Visits are listed above."),
    ],
    "how was business in October": [metrics("business", "2026-10"), say("Takings or visit count?")],
    "the takings please": [metrics("takings", "2026-10"), say("Takings are above.")],
    "airspeed of a swallow": [call("search_catalog", query="airspeed swallow"), say("I know nothing of swallows.")],
    "say what was taken in October": [metrics("takings", "2026-10"), say("Takings were 999 euros, a lot.")],
    "number of visits in October": [metrics("takings", "2026-10"), say("There it is.")],
    "number of visits in September": [call("search_catalog", query="pterodactyl"), say("I can't find that.")],
}


@pytest.fixture
def cafe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A lake of four visits, the model of docs/model.md, and the questions; the home of this test alone."""
    lake, model = tmp_path / "lake", tmp_path / "model"
    for folder in (lake, model):
        folder.mkdir()
    (lake / "visits.csv").write_text(VISITS)
    blocks = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(), re.DOTALL)
    (model / "cafe.yaml").write_text(blocks[0])
    (model / "outcrop.yaml").write_text(blocks[1])
    (tmp_path / "golden.yaml").write_text(GOLDEN)
    monkeypatch.setenv("OUTCROP_HOME", str(tmp_path / "home"))
    return ["eval", str(tmp_path / "golden.yaml"), "--lake", str(lake), "--model", str(model)]


def test_golden_questions_are_put_to_a_chat_model_and_judged(
    cafe: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with scripted_model(parts=PARTS) as server:
        monkeypatch.setenv("OUTCROP_MODEL", "openai:scripted")
        monkeypatch.setenv("OUTCROP_MODEL_URL", server.url)
        assert main(cafe) == 1
    said = capsys.readouterr().out
    assert said.splitlines()[-1] == "7 right, 1 wrong, 1 refused, 0 asked back"
    missed = re.findall(r"^(?:WRONG|REFUSED|ASKED BACK)\s+(\S+)", said, re.MULTILINE)
    assert missed == ["mistaken", "lazy"]
    told = [m["content"] for request in server.requests for m in request["messages"] if m["role"] == "tool"]
    assert any("place" in one and "no field" in one for one in told), "the wrong call went back to the model"
