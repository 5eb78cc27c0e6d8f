"""Files as typed tables: what values say, what stays in doubt, and what people's headers become."""

from __future__ import annotations

import json
import re
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_actions.files.confined import UnfitError
from agent_actions.files.tabling.build import build
from agent_actions.files.tabling.names import column_names, slug

FEW = settings(max_examples=15, deadline=None)


def table(body: str | bytes, form: str = "csv", **more: Any) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
        request = {"path": str(path), "name": "x.csv", "form": form, "folder": folder, "out": f"{folder}/out.parquet"}
        return build({**request, **more})


def kinds(made: dict[str, Any]) -> dict[str, str]:
    return {column["name"]: column["kind"] for column in made["columns"]}


@pytest.mark.parametrize(
    ("body", "expected", "first"),
    [
        ("id,amount\n007,1.5\n12,2\n", {"id": "text", "amount": "number"}, ["007", 1.5]),
        ("a;b\n1.234,56;x\n7,1;y\n", {"a": "number", "b": "text"}, [1234.56, "x"]),
        ('a,b\n"1,234.56",x\n2,y\n', {"a": "number", "b": "text"}, [1234.56, "x"]),
        ("a\tb\n1 234,5\t1'000\n2,5\t2'500\n", {"a": "number", "b": "integer"}, [1234.5, 1000]),
        ("umsatz,anteil\n€ 1.50,12 %\n€ 2,3.5 %\n", {"umsatz": "number", "anteil": "number"}, [1.5, 12]),
        ("a,b\n(5.50),-1\n2.25,3\n", {"a": "number", "b": "integer"}, [-5.5, -1]),
        ("d\n31.12.2026\n1.2.2026\n", {"d": "date"}, ["2026-12-31"]),
        ("d\n5 Jan 2026\n12 March 2026\n", {"d": "date"}, ["2026-01-05"]),
        ("d\n13/02/2026\n01/02/2026\n", {"d": "date"}, ["2026-02-13"]),
        (
            "d,e\n01/02/2026,12/31/2026\n3/4/2026,11/30/2026\n",
            {"d": "date", "e": "date"},
            ["2026-01-02", "2026-12-31"],
        ),
        ("t\n2026-01-05 10:00\n2026-01-06T11:30:15\n", {"t": "timestamp"}, ["2026-01-05 10:00:00"]),
        ("t\n2026-01-05T10:00:00+02:00\n2026-01-06T10:00:00Z\n", {"t": "timestamp"}, ["2026-01-05 08:00:00"]),
        ("open,n\nyes,1\nNO,0\n", {"open": "boolean", "n": "integer"}, [True, 1]),
        ("n\n1\nn/a\n3\n", {"n": "integer"}, [1]),
        ("country\nNA\nDE\n", {"country": "text"}, ["NA"]),
        ("phone\n+49171\n+4930\n", {"phone": "text"}, ["+49171"]),
        ("id\n12345678901234567890\n22345678901234567891\n", {"id": "text"}, ["12345678901234567890"]),
        ("x\n31.02.2026\n01.02.2026\n", {"x": "text"}, ["31.02.2026"]),
        ("x\n1.5\n2e3\n", {"x": "number"}, [1.5]),
    ],
)
def test_values_say_of_which_type_a_column_is(body: str, expected: dict[str, str], first: list[Any]) -> None:
    made = table(body)
    assert kinds(made) == expected
    assert made["preview"][0] == first


@pytest.mark.parametrize(
    ("body", "note"),
    [
        ("id\n007\n12\n", "id is text, so that 007 keeps its zeros"),
        ("w;x\n1.234;a\n2.345;b\n", "w stays text: 1.234 can be a decimal or have thousands set apart"),
        ("d\n01/02/2026\n03/04/2026\n", "nothing tells whether 01/02/2026 begins with day or month"),
        ("a\n1\n2\n3\n4\n5\n6\n7\n8\n9\ntbd\n", "a stays text: 1 of 10 cells isn't a whole number, such as “tbd”"),
        ("p,q\n5 €,1\n$ 6,2\n", "p stays text: it mixes $ and €"),
        ("n\n1\nn/a\n3\n", "1 cell of n with “n/a” is left empty"),
        ("S01\nS02\nS03\n", "the first row holds values, so the columns are numbered"),
        ("Plan 2026\n\nstore,target\nA,1\n", "above the table stands “Plan 2026”, which is no part of it"),
        ("a,a,b\n1,2,3\n", "“a” heads more than one column"),
        ("p,q\n1,5 €\n2,6 €\n", "q is in EUR"),
    ],
)
def test_what_was_decided_or_left_open_is_said(body: str, note: str) -> None:
    made = table(body)
    said = [*made["notes"], *made["doubts"]]
    assert any(note in one for one in said), said


def test_a_chosen_type_empties_and_counts_what_does_not_fit() -> None:
    made = table("t,w\n1,1.234\nx,2.345\n", types={"t": "number", "W": "integer"})
    assert kinds(made) == {"t": "number", "w": "text"} | {"w": kinds(made)["w"]}
    assert [row[0] for row in made["preview"]] == [1.0, None]
    assert "1 of 2 cells of t isn't a number and is left empty, such as “x”." in made["doubts"]
    thousands = table("w;x\n1.234;a\n2.345;b\n", types={"w": "integer"})
    decimals = table("w;x\n1.234;a\n2.345;b\n", types={"w": "number"})
    assert (thousands["preview"][0][0], decimals["preview"][0][0]) == (1234, 1.234)
    first = [table("d\n01/02/2026\n", types={"d": "date"}, month_first=us)["preview"][0][0] for us in (False, True)]
    assert first == ["2026-02-01", "2026-01-02"]
    assert table("a\n007\n", types={"a": "integer"})["preview"] == [[7]]
    assert "no column “b”" in table("a\n1\n", types={"b": "text"})["problem"]
    assert "no type “money”" in table("a\n1\n", types={"a": "money"})["problem"]


@FEW
@given(
    st.lists(st.decimals(-10_000_000, 10_000_000, places=2), min_size=1, max_size=20),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", ".")]),
)
def test_numbers_come_back_whatever_their_marks(values: list[Decimal], marks: tuple[str, str]) -> None:
    thousands, point = marks
    values = [*values, Decimal("1234567.89")]
    texts = [f"{v:,.2f}".translate(str.maketrans({",": thousands, ".": point})) for v in values]
    made = table("\n".join(["n\tx", *(f"{text}\ty" for text in texts)]))
    assert kinds(made)["n"] == "number"
    assert [row[0] for row in made["preview"]] == [float(v) for v in values]


@FEW
@given(
    st.lists(st.integers(0, 20_000), min_size=1, max_size=20),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%d %b %Y", "%d/%m/%Y", "%m/%d/%Y"]),
)
def test_dates_come_back_whatever_their_form(days: list[int], form: str) -> None:
    dates = [date(1980, 1, 1) + timedelta(days=n) for n in [*days, 30]]
    made = table("\n".join(["d;x", *(f"{day.strftime(form)};y" for day in dates)]))
    assert kinds(made)["d"] == "date"
    assert [row[0] for row in made["preview"]] == [day.isoformat() for day in dates]


WORDS = st.text(st.characters(codec="cp1252", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@settings(max_examples=5, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8))
def test_text_comes_back_from_any_encoding(cells: list[str]) -> None:
    cells = [*cells, "Köln – 5 €"]
    rows = [["name", "number"], *([cell, str(n)] for n, cell in enumerate(cells))]
    body = "\r\n".join(",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        made = table(body.encode(encoding), types={"name": "text"})
        assert [row[0] for row in made["preview"]] == cells, encoding


@FEW
@given(st.lists(st.text(max_size=30), min_size=1, max_size=40))
def test_every_header_becomes_a_name_that_sql_takes_each_once(headers: list[str]) -> None:
    names = column_names(headers)
    assert len(set(names)) == len(headers)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,70}", name) for name in names)
    assert "select" not in names
    assert re.fullmatch(r"[a-z][a-z0-9_]*", slug(headers[0] + ".csv"))


def test_names_are_made_of_what_people_wrote() -> None:
    headers = ["Umsatz (€)", "Größe", "", "2026", "Order", "order", "Ngày", "a b", "a-b"]
    expected = ["umsatz", "grosse", "column_3", "c_2026", "order_", "order__2", "ngay", "a_b", "a_b_2"]
    assert column_names(headers) == expected
    assert slug("Store targets (Q4).csv") == "store_targets_q4"
    assert slug("2026.csv") == "file_2026"


def test_json_and_lines_keep_their_own_types() -> None:
    rows = [{"id": 1, "code": "007", "more": {"a": 1}}, {"id": 2, "code": "8", "more": None}]
    for body in (json.dumps(rows), "\n".join(map(json.dumps, rows)), json.dumps({"data": rows})):
        made = table(body, "json")
        assert kinds(made) == {"id": "integer", "code": "text", "more": "text"}
        assert made["preview"][0][:2] == [1, "007"]


def test_rows_that_a_machine_read_are_typed_alike() -> None:
    made = table(json.dumps([["Item", "Qty", "Price"], ["Chair", "2", "€ 10.00"], ["Desk", "1", "€ 1,200.50"]]), "rows")
    assert kinds(made) == {"item": "text", "qty": "integer", "price": "number"}
    assert made["columns"][2]["unit"] == "EUR"
    assert made["preview"][1] == ["Desk", 1, 1200.5]


@pytest.mark.parametrize(
    ("body", "form", "says"),
    [
        ("", "csv", "no rows and columns"),
        ("a,b\n", "csv", "no row under"),
        (",".join(f"c{n}" for n in range(201)) + "\n" + ",".join("x" * 201) + "\n", "csv", "201 columns"),
        (b"\x00\x01\x02\x03" * 40, "csv", ""),
        ("[1, 2, 3]", "json", "list of records"),
        ("{", "json", "can't be read"),
        ("PAR1 but not", "parquet", "can't be read"),
    ],
)
def test_what_is_no_table_is_refused_in_words(body: str | bytes, form: str, says: str) -> None:
    with pytest.raises(UnfitError) as raised:
        table(body, form)
    assert says in str(raised.value)


def test_rows_longer_than_the_header_are_counted() -> None:
    body = "a,b\n" + "".join(f"{n},x\n" for n in range(300)) + "1,y,more\n"
    made = table(body)
    assert made["rows"] == 301
    assert "1 row has more than 2 cells; the rest is left out." in made["doubts"]
