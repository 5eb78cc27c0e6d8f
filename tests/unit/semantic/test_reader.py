# ruff: noqa: E501 - documents and rows are easier to read unbroken
from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent_actions.errors import FinalError
from agent_actions.semantic.model import SemanticModel
from agent_actions.semantic.reader import ModelError, read_folder, read_model
from agent_actions.sql.tables import Tables
from tests.unit.semantic.shop import CONFIG, MODEL, TABLES, table

PLAIN = """\
version: 0.2.0.dev0
semantic_model:
  - name: shop
    datasets:
      - name: orders
        source: sales.orders
        fields:
          - {name: id, expression: {dialects: [{dialect: ANSI_SQL, expression: id}]}}
          - {name: amount, datatype: Decimal, expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}}
          - {name: ordered_at, datatype: DateTime, expression: {dialects: [{dialect: ANSI_SQL, expression: ordered_at}]}}
    metrics:
      - {name: revenue, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount)}]}}
"""


def problems(files: dict[str, str], tables: Tables | None = None) -> list[str]:
    with pytest.raises(ModelError) as raised:
        read_model(files, tables)
    return [str(problem) for problem in raised.value.problems]


def test_a_plain_ossie_file_is_a_model() -> None:
    model = read_model({"shop.yaml": PLAIN})

    dataset = model.dataset("ORDERS")
    assert dataset is not None
    assert str(dataset.source) == "sales.orders"
    assert dataset.time == "ordered_at"
    metric = model.metric("Revenue")
    assert metric is not None
    assert (metric.label, metric.time, metric.datasets) == ("Revenue", "orders.ordered_at", ("orders",))
    assert len(metric.version) == 12


def test_json_documents_are_read_with_lines() -> None:
    text = json.dumps(
        {
            "version": "0.2.0.dev0",
            "semantic_model": [{"name": "s", "datasets": [{"name": "d", "source": "a.b", "feilds": []}]}],
        },
        indent="\t",
    )
    (problem,) = problems({"m.json": text})

    assert problem.startswith("m.json:10 semantic_model[0].datasets[0].feilds: unknown key 'feilds'; did you mean")
    assert "'fields'" in problem


def test_older_documents_with_plain_and_aggregated_expressions_are_read() -> None:
    model = read_model(
        {
            "old.yaml": """
version: 0.1.1
dialects: [ANSI_SQL]
semantic_model:
  - name: old
    ai_context: {prompt: be brief, instructions: Retail only.}
    datasets:
      - {name: sales, source: tpcds.public.store_sales, fields: [{name: price, expression: ss_price}]}
    metrics:
      - name: total
        expression: [{dialect: ANSI_SQL, aggregation_type: SUM, input_expr: sales.price}]
"""
        }
    )

    assert model.metrics[0].expression == "SUM(sales.price)"
    assert model.instructions == "Retail only."
    assert str(model.datasets[0].source) == "public.store_sales"


def test_dialects_are_preferred_in_order_and_foreign_ones_translated() -> None:
    text = PLAIN.replace("expression: SUM(orders.amount)", "expression: 'SUM(orders.amount)'").replace(
        "[{dialect: ANSI_SQL, expression: 'SUM(orders.amount)'}]",
        "[{dialect: SNOWFLAKE, expression: 'MEDIAN(orders.amount)'}, {dialect: ANSI_SQL, expression: 'SUM(orders.amount)'}]",
    )
    only_foreign = PLAIN.replace(
        "dialect: ANSI_SQL, expression: SUM(orders.amount)",
        "dialect: SNOWFLAKE, expression: 'SUM(IFF(orders.amount > 1, 1, 0))'",
    )

    assert read_model({"m.yaml": text}).metrics[0].expression == "SUM(orders.amount)"
    assert read_model({"m.yaml": only_foreign}).metrics[0].expression == "SUM(IF(orders.amount > 1, 1, 0))"


def test_our_own_extensions_are_read_and_outcrop_yaml_wins() -> None:
    data = json.dumps({"unit": "EUR", "format": "0,0"})
    text = PLAIN + f"        custom_extensions: [{{vendor_name: OUTCROP, data: '{data}'}}]\n"
    text = text.replace(
        "- {name: revenue, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount)}]}}",
        "- name: revenue\n        expression: SUM(orders.amount)",
    )
    metric = read_model({"m.yaml": text, "outcrop.yaml": "metrics: {revenue: {format: '0.0a'}}"}).metrics[0]

    assert (metric.unit, metric.format) == ("EUR", "0.0a")


def test_extensions_of_other_vendors_are_left_alone() -> None:
    text = PLAIN + "    custom_extensions: [{vendor_name: DBT, data: 'not even JSON'}]\n"

    assert read_model({"m.yaml": text}).metrics


def test_every_problem_is_found_at_once_with_file_line_and_key() -> None:
    text = PLAIN.replace("source: sales.orders", "sorce: x\n        source: sales.orders").replace(
        "SUM(orders.amount)", "SUM(order.amount)"
    )
    config = "version: 1\ndatasets:\n  orders:\n    tiem: ordered_at\n    freshness: ordred_at\nmetrics:\n  revenu: {unit: EUR}\n"

    found = problems({"shop.yaml": text, "outcrop.yaml": config})

    assert found[0].startswith("outcrop.yaml:4 datasets.orders.tiem: unknown key 'tiem'; did you mean 'time'? Allowed:")
    assert (
        found[1] == "outcrop.yaml:5 datasets.orders.freshness: there is no field 'ordred_at'; did you mean ordered_at?"
    )
    assert found[2] == "outcrop.yaml:7 metrics.revenu: there is no metric 'revenu'; did you mean revenue?"
    assert found[3].startswith(
        "shop.yaml:6 semantic_model[0].datasets[0].sorce: unknown key 'sorce'; did you mean 'source'?"
    )
    assert "there is no dataset 'order'; did you mean orders?" in found[4]
    assert len(found) == 5


def test_a_model_error_reads_as_a_list_and_is_final() -> None:
    with pytest.raises(FinalError) as raised:
        read_model({"m.yaml": PLAIN.replace("0.2.0.dev0", "7.0")})

    assert str(raised.value) == (
        "The semantic model has a problem:\n"
        "m.yaml:1 version: Ossie version 7.0 is not known here; allowed: 0.2.0.dev0 and 0.1.x"
    )


@pytest.mark.parametrize(
    ("broken", "line", "says"),
    [
        ("version: [0.2.0.dev0\nsemantic_model:\n  - a", 2, "not valid YAML"),
        ("a: 1\nb: {c", 3, "not valid YAML"),
        ("just text", 1, "no `semantic_model` here"),
        ("", 1, "no `semantic_model` here"),
        ("version: 0.2.0.dev0\nsemantic_model:\n  name: x", 2, "must be a list"),
        ("version: 0.2.0.dev0\nsemantic_model:\n  - datasets: []", 3, "the key 'name' is missing"),
        ("a: &a [*a]", 1, ""),
    ],
)
def test_broken_documents_name_the_line(broken: str, line: int, says: str) -> None:
    found = problems({"m.yaml": broken})

    assert any(f.startswith(f"m.yaml:{line} ") and says in f for f in found) or not says


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("expression: SUM(orders.amount)", "expression: SUM(orders.amount", "cannot be read as SQL"),
        ("expression: SUM(orders.amount)", "expression: orders.amount", "a metric needs an aggregate"),
        ("expression: SUM(orders.amount)", "expression: SUM(orders.amount) + orders.id", "stands outside an aggregate"),
        ("expression: SUM(orders.amount)", "expression: SUM(COUNT(orders.id))", "an aggregate inside an aggregate"),
        ("expression: SUM(orders.amount)", "expression: SUM(orders.amuont)", "did you mean amount?"),
        ("expression: SUM(orders.amount)", "expression: SUM(nothing)", "there is no field 'nothing'"),
        ("expression: SUM(orders.amount)", "expression: SUM((SELECT 1))", "no subquery"),
        ("expression: SUM(orders.amount)", "expression: SUM(orders.amount); DROP TABLE x", "must be"),
        ("expression: amount}", "expression: SUM(amount)}", "a field describes one row"),
        ("expression: amount}", "expression: customers.amount}", "may only use columns of orders"),
        ("name: amount,", "name: ID,", "there is already a field named 'ID'"),
        ("datatype: Decimal", "datatype: Money", "must be 'String', 'Integer'"),
        ("source: sales.orders", "source: SELECT * FROM x", "must name a table or view"),
        ("source: sales.orders", "source: 5", "must be text"),
    ],
)
def test_broken_definitions_are_explained(old: str, new: str, says: str) -> None:
    found = problems({"m.yaml": PLAIN.replace(old, new)})

    assert any(says in problem for problem in found), found
    assert all(problem.startswith("m.yaml:") for problem in found)


def test_relationships_are_checked() -> None:
    text = MODEL.replace("to: customers,", "to: custmers,").replace(
        "from_columns: [store_id], to_columns: [store_id]}\n      - {name: visit",
        "from_columns: [store_id, month], to_columns: [store_ident]}\n      - {name: visit",
    )
    found = problems({"m.yaml": text}, TABLES)

    assert any(".relationships[0].to: there is no dataset 'custmers'; did you mean customers" in f for f in found)
    assert any("from_columns has 2 and to_columns 1" in f for f in found)
    assert any("table sales.stores has no column 'store_ident'; did you mean store_id" in f for f in found)


def test_the_catalogue_fills_types_fields_values_and_times(model: SemanticModel) -> None:
    fields = {f.ref: f for d in model.datasets for f in d.fields}

    assert fields["orders.amount"].datatype == "Decimal"
    assert fields["orders.is_gift"].datatype == "Boolean"
    assert fields["orders.ordered_at"].is_time
    assert not fields["orders.shipped_on"].is_time
    assert fields["visits.visited_on"].datatype == "Date"
    assert fields["stores.region"].values == {"EMEA": (), "APAC": (), "AMER": ()}
    assert fields["orders.channel"].values == {"web": ("online", "internet"), "store": ("shop",)}
    assert model.dataset("visits").time == "visited_on"  # type: ignore[union-attr]
    assert model.metric("visitors").time == "visits.visited_on"  # type: ignore[union-attr]
    assert fields["orders.order_id"].label == "Order ID"


def test_a_column_that_the_table_lacks_is_a_problem() -> None:
    found = problems(
        {"m.yaml": MODEL.replace("expression: amount}", "expression: amuont}"), "outcrop.yaml": CONFIG}, TABLES
    )

    assert len(found) == 1
    assert "table sales.orders has no column 'amuont'; did you mean amount?" in found[0]


@pytest.mark.parametrize(
    "source", ["orders", "sales.orders", "awsdatacatalog.sales.orders", "SALES.Orders", '"sales"."orders"']
)
def test_sources_resolve_exactly(source: str) -> None:
    model = read_model(
        {"m.yaml": MODEL.replace("source: sales.orders", f"source: '{source}'"), "outcrop.yaml": CONFIG}, TABLES
    )

    assert str(model.dataset("orders").source) == "sales.orders"  # type: ignore[union-attr]
    assert model.warnings == ()


@pytest.mark.parametrize("source", ["warehouse.public.orders", "sales.public.orders", "tpcds.orders"])
def test_sources_written_for_another_warehouse_resolve_with_a_warning(source: str) -> None:
    model = read_model(
        {"m.yaml": MODEL.replace("source: sales.orders", f"source: {source}"), "outcrop.yaml": CONFIG}, TABLES
    )

    assert str(model.dataset("orders").source) == "sales.orders"  # type: ignore[union-attr]
    assert f"'{source}' was read as the table sales.orders" in model.warnings[0]


def test_unknown_and_ambiguous_sources_are_problems() -> None:
    tables = Tables.of(
        [table("orders", ("id", "bigint"), database="a"), table("orders", ("id", "bigint"), database="b")]
    )
    text = "version: 0.2.0.dev0\nsemantic_model:\n  - name: m\n    datasets:\n      - {name: o, source: orders}\n      - {name: p, source: oders}\n"

    found = problems({"m.yaml": text}, tables)

    assert found[0].startswith(
        "m.yaml:5 semantic_model[0].datasets[0].source: several tables are named 'orders'; write a.orders or b.orders"
    )
    assert found[1].startswith(
        "m.yaml:6 semantic_model[0].datasets[1].source: the catalogue has no table 'oders'; did you mean"
    )


def test_outcrop_yaml_names_are_checked() -> None:
    config = """
datasets: {order: {time: x}}
metrics: {revenue: {time: orders.amuont}}
ambiguous: {sales: [revenue, profit]}
certified:
  - {name: q, question: How many?, sql: "SELECT count(*) FROM sales.orders WHERE month = '{month}' AND x = '{y}'",
     parameters: {month: {type: month}}}
  - {name: r, question: Which?, sql: "DELETE FROM sales.orders"}
rights:
  roles:
    everyone: {datasets: [orders, nowhere], columns: {orders: {hide: [emial]}}, rows: {orders: "regoin = {caller.region}"}}
  people: {"*@example.com": evryone}
"""
    found = problems({"m.yaml": MODEL, "outcrop.yaml": config}, TABLES)
    text = "\n".join(found)

    for line, says in [
        (2, "datasets.order: there is no dataset 'order'; did you mean orders?"),
        (3, "metrics.revenue.time: there is no field 'orders.amuont'; did you mean orders.amount"),
        (4, "ambiguous.sales[1]: there is no metric 'profit'"),
        (6, "certified[0].sql: there is no parameter 'y'"),
        (8, "certified[1].sql: must be one SELECT statement"),
        (11, "rights.roles.everyone.datasets[1]: there is no dataset 'nowhere'"),
        (11, "rights.roles.everyone.columns.orders.hide[0]: there is no column 'emial'"),
        (11, "rights.roles.everyone.rows.orders: there is no column 'regoin'"),
        (12, "rights.people.*@example.com: there is no role 'evryone'; did you mean everyone?"),
    ]:
        assert f"outcrop.yaml:{line} {says}" in text, text


def test_yaml_words_that_look_like_booleans_and_dates_stay_text() -> None:
    config = "datasets: {orders: {samples: {id: [NO, on, 2026-01-01, 007]}}}"
    model = read_model({"m.yaml": PLAIN, "outcrop.yaml": config})

    assert list(model.field("orders.id").values) == ["NO", "on", "2026-01-01", "007"]  # type: ignore[union-attr]


def test_a_repeated_key_is_a_problem() -> None:
    assert problems({"m.yaml": PLAIN, "outcrop.yaml": "metrics: {}\nversion: 1\nmetrics: {}"})[0].startswith(
        "outcrop.yaml:3 metrics: this key appears twice"
    )


def test_values_are_spelled_as_in_the_data() -> None:
    model = read_model(
        {"m.yaml": MODEL, "outcrop.yaml": "datasets: {stores: {samples: {region: {emea: [Europe]}}}}"}, TABLES
    )

    assert model.field("stores.region").values == {"EMEA": ("Europe",), "APAC": (), "AMER": ()}  # type: ignore[union-attr]


def test_a_date_dimension_dates_its_fact() -> None:
    tables = Tables.of(
        [
            table("store_sales", ("ss_sold_date_sk", "bigint"), ("ss_price", "double")),
            table(
                "date_dim", ("d_date_sk", "bigint"), ("d_date", "date"), ("d_year", "int"), ("d_month_name", "varchar")
            ),
        ]
    )
    text = """
version: 0.1.0
semantic_model:
  - name: tpcds
    datasets:
      - {name: store_sales, source: tpcds.public.store_sales}
      - name: date_dim
        source: tpcds.public.date_dim
        fields:
          - {name: d_date_sk, expression: d_date_sk}
          - {name: d_date, expression: d_date, dimension: {is_time: true}}
          - {name: d_year, expression: d_year, dimension: {is_time: true}}
          - {name: d_month_name, expression: d_month_name, dimension: {is_time: true}}
    relationships:
      - {name: sold_on, from: store_sales, to: date_dim, from_columns: [ss_sold_date_sk], to_columns: [d_date_sk]}
    metrics:
      - {name: total, expression: SUM(store_sales.ss_price)}
"""
    assert read_model({"m.yaml": text}, tables).metrics[0].time == "date_dim.d_date"


def test_metrics_inside_a_dataset_may_use_bare_columns() -> None:
    text = (
        PLAIN.split("    metrics:")[0]
        + "        metrics:\n          - {name: count, expression: COUNT(*)}\n          - {name: high, expression: MAX(amount)}\n"
    )
    model = read_model({"m.yaml": text})

    assert [(m.name, m.expression) for m in model.metrics] == [
        ("count", "COUNT(orders.*)"),
        ("high", "MAX(orders.amount)"),
    ]


def test_a_dataset_may_be_named_by_a_word_of_sql() -> None:
    text = PLAIN.split("    metrics:")[0].replace("name: orders", "name: order")
    model = read_model({"m.yaml": text + "        metrics:\n          - {name: n, expression: SUM(amount)}\n"})

    assert model.metrics[0].expression == 'SUM("order".amount)'


def test_a_folder_or_one_file_with_outcrop_yaml_beside_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("\ufeff" + PLAIN, encoding="utf-8")
    (tmp_path / "outcrop.yaml").write_text("metrics: {revenue: {unit: EUR}}", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no model", encoding="utf-8")

    assert set(read_folder(tmp_path)) == {"shop.yaml", "outcrop.yaml"}
    assert read_model(read_folder(tmp_path / "shop.yaml")).metrics[0].unit == "EUR"


def test_an_empty_or_missing_folder_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no Ossie document here"):
        read_folder(tmp_path)
    with pytest.raises(ModelError, match="no such file or folder"):
        read_folder(tmp_path / "nowhere")


def test_several_documents_make_one_model() -> None:
    second = (
        PLAIN.replace("name: shop", "name: more")
        .replace("name: orders", "name: refunds")
        .replace("orders.amount", "refunds.amount")
        .replace("name: revenue", "name: refunded")
    )
    model = read_model({"a.yaml": PLAIN, "b.yaml": second})

    assert [d.name for d in model.datasets] == ["orders", "refunds"]
    assert problems({"a.yaml": PLAIN, "b.yaml": PLAIN})[0].startswith("b.yaml:")
