"""A folder of CSV files that isn't the demo's, with a model of its own, with a drafted one, and with mistakes."""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from infra.local.asking import Asked, Desk
from infra.local.errors import LocalError
from infra.local.home import Inputs, Running
from infra.local.stack import private_stack

DOCS = Path(__file__).parents[2] / "docs" / "model.md"
TODAY = date(2026, 11, 15)


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cafe-lake")
    draws = random.Random(7)
    lines = ["visit_id,shop,visited_on,amount"]
    for number in range(3000):
        shop = draws.choice(["Harbour", "Market", "Station"])
        day = date(2026, 9, 1) + timedelta(days=draws.randrange(75))
        lines.append(f"{number},{shop},{day},{draws.randrange(200, 2500) / 100:.2f}")
    (folder / "visits.csv").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example of docs/model.md, as printed there."""
    folder = tmp_path_factory.mktemp("cafe-model")
    blocks = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(), re.DOTALL)
    (folder / "cafe.yaml").write_text(blocks[0])
    (folder / "outcrop.yaml").write_text(blocks[1])
    return folder


@pytest.fixture(scope="module")
def cafe(home: Path, visits: Path, model: Path) -> Iterator[Running]:
    with private_stack(home, Inputs(visits, model, None, TODAY), progress=lambda _: None) as running:
        yield running


def expected(visits: Path, shop: str | None, month: str) -> float:
    rows = [line.split(",") for line in (visits / "visits.csv").read_text().splitlines()[1:]]
    return round(sum(float(r[3]) for r in rows if r[2].startswith(month) and shop in (None, r[1])), 2)


def test_the_documented_example_answers(cafe: Running, visits: Path) -> None:
    asked = Desk(cafe, "maya", None).ask("takings by branch in October 2026", None, [])
    assert asked.outcome == "answered", asked.text
    found = {row[0]: round(row[1], 2) for row in asked.tables[0]["rows"]}
    assert found == {shop: expected(visits, shop, "2026-10") for shop in ("Harbour", "Market", "Station")}


def test_synonyms_of_values_and_rights_work_there_too(cafe: Running, visits: Path) -> None:
    quay = Desk(cafe, "maya", None).ask("turnover at the quay last month", None, [])
    assert round(quay.tables[0]["rows"][0][0], 2) == expected(visits, "Harbour", "2026-10")
    lead = Desk(cafe, "luis", None).ask("turnover by shop last month", None, [])
    assert [row[0] for row in lead.tables[0]["rows"]] == ["Harbour"]


def test_an_ambiguous_word_is_asked_back_there_too(cafe: Running) -> None:
    asked = Desk(cafe, "maya", None).ask("business last month", None, [])
    assert asked.outcome == "asked_back"
    assert len(asked.buttons) == 2


def test_a_plain_ossie_file_alone_is_enough(home: Path, visits: Path, model: Path) -> None:
    with private_stack(home, Inputs(visits, model / "cafe.yaml", None, TODAY), lambda _: None) as running:
        asked = Desk(running, "maya", None).ask("takings in Harbour in October 2026", None, [])
        assert round(asked.tables[0]["rows"][0][0], 2) == expected(visits, "Harbour", "2026-10")


def test_a_lake_without_a_model_gets_a_drafted_one_and_an_unreadable_file_is_named(home: Path, visits: Path) -> None:
    (visits / "broken.parquet").write_bytes(b"this is no parquet")
    said: list[str] = []
    with private_stack(home, Inputs(visits, None, None, TODAY), said.append) as running:
        asked = Desk(running, "maya", None).ask("total amount by shop", None, [])
        assert asked.outcome == "answered", asked.text
        assert len(asked.tables[0]["rows"]) == 3
        assert "was drafted from the catalogue and nobody has checked it" in asked.text
        assert any("sum of amount over the rows of visits (a guess)" in said for said in assumed(asked))
        assert asked.receipts[-1]["warnings"][-1].startswith("This semantic model was drafted")
        for question in ("what can I ask?", "what is in visits?", "what is total amount?"):
            told = Desk(running, "maya", None).ask(question, None, [])
            assert "was drafted from the catalogue" in told.text, question
    assert any("broken.parquet" in line for line in said)
    (visits / "broken.parquet").unlink()


def assumed(asked: Asked) -> list[str]:
    return [said for receipt in asked.receipts for said in receipt["assumptions"]]


def test_a_typo_in_the_model_names_file_line_and_key(home: Path, visits: Path, model: Path, tmp_path: Path) -> None:
    wrong = (model / "cafe.yaml").read_text().replace("        source:", "        sauce:")
    (tmp_path / "cafe.yaml").write_text(wrong)
    with (
        pytest.raises(LocalError, match=r"cafe\.yaml.*\b6\b.*sauce"),
        private_stack(home, Inputs(visits, tmp_path, None, TODAY), lambda _: None),
    ):
        pass


def test_an_empty_folder_is_said_to_be_empty(home: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(LocalError, match="no table"),
        private_stack(home, Inputs(tmp_path, None, None, TODAY), lambda _: None),
    ):
        pass
