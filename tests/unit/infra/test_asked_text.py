"""A table in the terminal."""

from infra.local.asking import table_as_text

TABLE = {
    "columns": [
        {"name": "region", "label": "Region", "type": "string", "role": "dimension"},
        {"name": "revenue", "label": "Revenue", "type": "number", "unit": "EUR", "format": "0.0a", "role": "metric"},
        {"name": "share", "label": "Share", "type": "number", "format": "0.0%", "role": "share"},
        {"name": "orders", "label": "Orders", "type": "integer", "role": "metric"},
    ],
    "rows": [["EMEA", 1234567.891, 0.25, 8400], ["APAC", None, 0.125, 12]],
    "total_rows": 40,
}


def test_figures_of_metrics_have_their_units_and_digits_and_are_not_shortened() -> None:
    assert table_as_text(TABLE).splitlines() == [
        "region     revenue  share  orders",
        "------  ----------  -----  ------",
        "EMEA    €1,234,568  25.0%   8,400",
        "APAC                12.5%      12",
        "... 2 of 40 rows",
    ]


def test_values_of_written_sql_stay_as_they_are() -> None:
    columns = [{"name": "order_id", "label": "Order", "type": "integer"}, {"name": "x", "label": "X", "type": "number"}]
    said = table_as_text({"columns": columns, "rows": [[20261115, 0.123456]], "total_rows": 1})
    assert said.splitlines()[-1] == "20261115  0.123456"
