"""``outcrop model check``: errors with file, line and key; warnings for what is thin."""

from pathlib import Path

import pytest

from infra.cli import main
from infra.local.provision import DEMO_MODEL

THIN = """version: 0.2.0.dev0
semantic_model:
  - name: shop
    datasets:
      - name: sales
        source: lake.sales
        description: Sales.
        fields:
          - {name: amount, expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}}
      - name: island
        source: lake.island
        description: Nobody comes here.
        fields:
          - {name: x, expression: {dialects: [{dialect: ANSI_SQL, expression: x}]}}
    metrics:
      - {name: total, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}}
"""


def test_the_demos_model_has_no_errors(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check", str(DEMO_MODEL)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 errors")


def test_what_is_thin_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shop.yaml").write_text(THIN)
    assert main(["model", "check", str(tmp_path / "shop.yaml")]) == 0
    said = capsys.readouterr().out
    assert "metric total has no description" in said
    assert "dataset island has no metric and no relationship" in said


def test_an_error_names_file_line_and_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shop.yaml").write_text(THIN.replace("SUM(sales.amount)", "SUM(sales.amuont)"))
    assert main(["model", "check", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "shop.yaml" in said
    assert "16" in said
    assert "amuont" in said


def test_columns_are_checked_against_a_lake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lake = tmp_path / "lake"
    lake.mkdir()
    (lake / "sales.csv").write_text("price\n1\n")
    (lake / "island.csv").write_text("x\n1\n")
    (tmp_path / "shop.yaml").write_text(THIN)
    assert main(["model", "check", str(tmp_path / "shop.yaml"), "--lake", str(lake)]) == 1
    assert "amount" in capsys.readouterr().out


def test_a_path_that_is_not_there_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check", str(tmp_path / "none")]) == 1
    assert "there is no such file or folder" in capsys.readouterr().err
