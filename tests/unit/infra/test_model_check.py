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


def test_the_demos_model_checks_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check", str(DEMO_MODEL)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == ["Tables and columns were not looked at; give the data with --lake DIR.", "0 errors, 0 warnings"]


def test_what_is_thin_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shop.yaml").write_text(THIN)
    assert main(["model", "check", str(tmp_path / "shop.yaml")]) == 0
    said = capsys.readouterr().out
    assert "metric total has no description" in said
    assert "shop.yaml:16 semantic_model[0].metrics[0]: metric total has no description" in said
    assert "shop.yaml:10 semantic_model[0].datasets[1]: dataset island has no metric and no relationship" in said


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


STAR = """version: 0.2.0.dev0
semantic_model:
  - name: shop
    datasets:
      - {name: orders, source: lake.orders, primary_key: [id], description: Orders.}
      - {name: items, source: lake.items, primary_key: [order_id, line], description: Lines of orders.}
      - {name: shops, source: lake.shops, description: Shops.}
    relationships:
      - {name: items_to_orders, from: items, to: orders, from_columns: [order_id], to_columns: [id]}
      - {name: orders_to_shops, from: orders, to: shops, from_columns: [shop], to_columns: [id]}
      - {name: orders_to_home_shops, from: orders, to: shops, from_columns: [home_shop], to_columns: [id]}
    metrics:
      - {name: fees, description: Fees., expression: SUM(orders.fee)}
      - {name: pieces, description: Pieces., expression: SUM(items.pieces * shops.floor)}
      - {name: fee_of_lines, description: Both., expression: SUM(orders.fee * items.pieces)}
"""


@pytest.fixture
def star(tmp_path: Path) -> Path:
    lake = tmp_path / "lake"
    lake.mkdir()
    (lake / "orders.csv").write_text("id,shop,home_shop,fee\n1,1,1,2.5\n2,1,2,2.5\n2,2,2,1\n")
    (lake / "items.csv").write_text("order_id,line,pieces,note\n1,1,3,ab\n1,2,4,cd\n2,1,4,ef\n")
    (lake / "shops.csv").write_text("id,floor\n1,0\n2,1\n")
    (tmp_path / "shop.yaml").write_text(STAR)
    return tmp_path


def test_fan_outs_two_ways_and_undeclared_keys_are_warned_of_where_they_stand(
    star: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (star / "shop.yaml").write_text("\n".join(STAR.splitlines()[:-2]) + "\n")
    assert main(["model", "check", str(star / "shop.yaml"), "--lake", str(star / "lake")]) == 1
    said = capsys.readouterr().out
    assert "shop.yaml:9 semantic_model[0].relationships[0]: fan-out: no question can use the fields of items" in said
    assert "(fees)" in said
    assert "shop.yaml:11 semantic_model[0].relationships[2]: orders reaches shops in more than one way" in said
    assert "shop.yaml:10 semantic_model[0].relationships[1].to_columns: nothing says that id names one row" in said


def test_facts_that_point_to_another_fact_with_metrics_are_a_star_and_no_warning(
    star: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counted = "      - {name: lines, description: Lines., expression: COUNT(items.*)}"
    (star / "shop.yaml").write_text("\n".join([*STAR.splitlines()[:-2], counted]) + "\n")
    main(["model", "check", str(star / "shop.yaml")])
    assert "fan-out" not in capsys.readouterr().out


def test_a_key_that_repeats_in_the_lake_is_an_error_with_an_example(
    star: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["model", "check", str(star / "shop.yaml"), "--lake", str(star / "lake")]) == 1
    said = capsys.readouterr().out
    assert "shop.yaml:5 semantic_model[0].datasets[0].primary_key: primary_key [id] is not unique in the data" in said
    assert "1 value comes more than once, such as 2;" in said
    assert "[order_id, line] is not unique" not in said


def test_a_metric_that_no_join_can_compute_is_an_error(star: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check", str(star / "shop.yaml"), "--lake", str(star / "lake")]) == 1
    said = capsys.readouterr().out
    assert "error: shop.yaml:14 semantic_model[0].metrics[1].expression: Pieces adds up values of" in said


def test_a_draft_is_written_reads_back_and_says_what_it_is(star: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lake, out = str(star / "lake"), star / "drafted"
    (star / "lake" / "orders.csv").write_text("id,shop_id,fee\n1,1,2.5\n")
    assert main(["model", "draft", "--lake", lake, "--out", str(out)]) == 0
    assert "drafted: true\n" in (out / "outcrop.yaml").read_text()
    assert (out / "drafted.yaml").read_text().startswith("# Drafted by")
    capsys.readouterr()

    assert main(["model", "check", str(out), "--lake", lake]) == 0
    said = capsys.readouterr().out
    assert "drafted: this model calls itself drafted, and every answer says so;" in said
    assert "outcrop.yaml:" in said

    written = (out / "outcrop.yaml").read_text()
    (out / "outcrop.yaml").write_text(written.replace("drafted: true\n", ""))
    assert main(["model", "check", str(out)]) == 0
    assert "descriptions still say that they are guessed" in capsys.readouterr().out

    assert main(["model", "draft", "--lake", lake, "--out", str(out)]) == 1
    assert "is there already" in capsys.readouterr().err


def test_a_partition_rule_that_the_lake_breaks_is_an_error_with_an_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for month, day in (("2026-09", "2026-09-30"), ("2026-10", "2026-11-01"), ("2026-10", "2026-10-31")):
        folder = tmp_path / "lake" / "shop" / "sales" / f"month={month}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{day}.csv").write_text(f"day,amount\n{day},1.5\n")
    dated = THIN.replace("source: lake.sales", "source: shop.sales").replace("lake.island", "shop.sales")
    dated = dated.replace(
        "          - {name: amount,",
        "          - {name: day, datatype: Date, expression: {dialects: [{dialect: ANSI_SQL, expression: day}]}}\n"
        "          - {name: amount,",
    ).replace("expression: x}]}}", "expression: amount}]}}")
    (tmp_path / "shop.yaml").write_text(dated)
    rule = 'version: 1\ndatasets:\n  sales:\n    partitions:\n      month: {field: day, format: "%Y-%m"}\n'
    (tmp_path / "outcrop.yaml").write_text(rule)
    model = tmp_path / "model"
    model.mkdir()
    for name in ("shop.yaml", "outcrop.yaml"):
        (tmp_path / name).rename(model / name)
    assert main(["model", "check", str(model), "--lake", str(tmp_path / "lake")]) == 1
    said = capsys.readouterr().out
    assert (
        "error: outcrop.yaml:5 datasets.sales.partitions.month: month is not day written as %Y-%m: 1 row differs"
        in said
    )
    assert "such as 2026-10 for 2026-11-01" in said
