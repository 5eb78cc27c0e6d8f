"""How a figure is written."""

import pytest

from agent_actions.contract import Column, Scalar, figure


@pytest.mark.parametrize(
    ("value", "format_", "unit", "written"),
    [
        (1234567.891, "0,0", "EUR", "€1,234,568"),
        (1234567.891, "0.0a", "EUR", "€1.2M"),
        (999.4, "0.0a", None, "999.4"),
        (1e10, "0.0a", None, "10.0B"),
        (-3.2, "0,0.00", "USD", "-$3.20"),
        (3.5, None, "CHF", "3.5 CHF"),
        (0.0423, "0.0%", None, "4.2%"),
        (0.0423, "0.0%", "%", "4.2%"),
        (4.2, None, "%", "4.2%"),
        (3, None, "orders", "3 orders"),
        (1234, None, None, "1,234"),
        (12.0, None, None, "12"),
        (-0.001, "0.0", None, "0.0"),
        (True, None, None, "True"),
        ("EMEA", None, None, "EMEA"),
        (None, "0,0", "EUR", "–"),
    ],
)
def test_a_figure_reads_as_a_person_writes_it(
    value: Scalar, format_: str | None, unit: str | None, written: str
) -> None:
    assert figure(value, Column(name="x", label="X", type="number", unit=unit, format=format_)) == written
