"""A result in one sentence: the value alone, the one row by its name, or both ends of the list."""

import pytest

from agent_actions.changes import Spoken, arithmetic
from agent_actions.contract import Column, Scalar, Table
from agent_actions.headline import headline, row_name
from agent_actions.semantic.request import Grain

REGION = Column(name="region", label="Region", type="string")
MONTH = Column(name="month", label="Month", type="date")
GIFT = Column(name="gift", label="Gift", type="boolean")
REVENUE = Column(name="revenue", label="Revenue", type="number", unit="EUR", format="0,0")
ORDERS = Column(name="orders", label="Orders", type="integer", unit="orders")
VIEWS = Column(name="views", label="Views", type="integer", format="0.0a")


def table(columns: list[Column], *rows: tuple[Scalar, ...]) -> Table:
    return Table(title="T", columns=tuple(columns), rows=rows, total_rows=len(rows))


@pytest.mark.parametrize(
    ("result", "grain", "said"),
    [
        (table([REVENUE], (1234.4,)), None, "T: €1,234."),
        (table([VIEWS], (1_234_567,)), None, "T: 1,234,567."),
        (table([REVENUE, ORDERS], (10, 1)), None, "T: revenue €10 and 1 order."),
        (table([REGION, REVENUE], ("EMEA", 5)), None, "T – EMEA: €5."),
        (table([REGION, REVENUE], ("EMEA", 5), (None, 2)), None, "T: 2 rows, from EMEA (€5) to (none) (€2)."),
        (table([REGION, REVENUE], ("EMEA", 5), ("AMER", None)), None, "T: 2 rows, from EMEA (€5) to AMER (–)."),
        (
            table([MONTH, REVENUE], ("2026-01-01", 5), ("2026-11-01", 2)),
            "month",
            "T: 2 months, from January 2026 (€5) to November 2026 (€2).",
        ),
        (
            table([MONTH, REVENUE], ("2026-01-01", 5), ("2026-04-01", 2)),
            "quarter",
            "T: 2 quarters, from Q1 2026 (€5) to Q2 2026 (€2).",
        ),
        (table([MONTH, REVENUE], ("2026-11-02", 5)), "week", "T – week of 2 Nov 2026: €5."),
        (
            table([GIFT, ORDERS], (True, 5), (False, 7)),
            None,
            "T: 2 rows, from gift yes (5 orders) to gift no (7 orders).",
        ),
        (table([MONTH, REGION, REVENUE], ("2026-11-01", "EMEA", 5)), "month", "T – November 2026, EMEA: €5."),
        (table([MONTH, REGION, REVENUE], *[("2026-11-01", "EMEA", 5)] * 3), "month", "T: 3 rows."),
        (table([REGION], ("EMEA",)), None, "T: 1 row."),
    ],
)
def test_a_result_is_told_in_a_sentence(result: Table, grain: Grain | None, said: str) -> None:
    assert headline(result, grain) == said


SOLD = Column(name="sold", label="Revenue", type="number", unit="EUR", format="0,0", role="metric", of="sold")
BEFORE, CHANGE = (SOLD.model_copy(update={"name": f"sold_{role}", "role": role}) for role in ("previous", "change"))
BY, PART = (
    Column(name=f"sold_{role}", label=role, type="number", format="0.0%", role=role, of="sold")  # type: ignore[arg-type]
    for role in ("change_pct", "contribution")
)
AREA = REGION.model_copy(update={"role": "dimension"})
SPOKEN = Spoken(period="October 2026", compared="September 2026", filters=("EMEA only",))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((110, 100, 10, 0.1), "Revenue was €110 in October 2026, EMEA only, up 10.0% (€10) on September 2026."),
        ((90, 100, -10, -0.1), "Revenue was €90 in October 2026, EMEA only, down 10.0% (€10) on September 2026."),
        ((5, 0, 5, None), "Revenue was €5 in October 2026, EMEA only, up €5 on September 2026."),
        ((5, 5, 0, 0.0), "Revenue was €5 in October 2026, EMEA only, the same as in September 2026."),
    ],
)
def test_a_comparison_is_told_in_a_sentence(row: tuple[Scalar, ...], said: str) -> None:
    assert headline(table([SOLD, BEFORE, CHANGE, BY], row), None, SPOKEN) == said


def test_contributions_come_with_their_arithmetic() -> None:
    result = table([AREA, SOLD, BEFORE, CHANGE, BY, PART], ("EMEA", 10, 4, 6, 1.5, 0.75), ("AMER", 5, 3, 2, 0.66, 0.25))
    spoken = Spoken("October 2026", "September 2026", name=row_name(result, None))

    said = headline(result, None, spoken)
    assert "Revenue in all: up €8 on September 2026. The largest part of the change of revenue comes from EMEA" in said
    assert ": 75.0% of it." in said
    assert arithmetic(result, spoken) == ("change of revenue: EMEA €6 + AMER €2 = €8",)


SHARE = Column(name="sold_share", label="share", type="number", format="0.0%", role="share", of="sold")


def test_all_others_are_never_the_largest_nor_one_of_the_rows_counted() -> None:
    result = table([AREA, SOLD, SHARE], ("EMEA", 5, 0.25), ("AMER", 3, 0.15), ("All others", 12, 0.6))
    spoken = Spoken(name=row_name(result, None), rest=True)

    assert headline(result, None, spoken) == (
        "T: 2 rows, from EMEA (€5) to AMER (€3); all others (€12). The largest share of revenue has EMEA: 25.0%."
    )


def test_the_one_share_that_was_asked_for_is_named() -> None:
    result = table([AREA, SOLD, SHARE], ("EMEA", 5, 0.25))

    assert headline(result, None, Spoken(name=row_name(result, None), shown=True)) == "T: 25.0% (€5)."


def test_the_one_share_is_told_with_that_before() -> None:
    before = SHARE.model_copy(update={"name": "sold_previous_share", "role": "previous_share"})
    result = table([AREA, SOLD, BEFORE, CHANGE, BY, SHARE, before], ("EMEA", 5, 4, 1, 0.25, 0.25, 0.2))
    spoken = Spoken("October 2026", "September 2026", name=row_name(result, None), shown=True)

    assert headline(result, None, spoken) == "T: 25.0% (€5), after 20.0% in September 2026."


def test_units_of_a_fiscal_calendar_are_words() -> None:
    result = table([MONTH, REVENUE], ("2026-02-01", 5), ("2026-05-01", 2))
    said = headline(result, "fiscal_quarter")
    assert said.startswith("T: 2 fiscal quarters, from ")
    assert "_" not in said
