"""When two result sets are the same."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.evaluation.compare import long_form, nothing_in, same_result

CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-1000, 1000), st.floats(-1e9, 1e9), st.sampled_from(["EMEA", "APAC", ""])
)
TABLES = st.integers(1, 4).flatmap(lambda n: st.lists(st.tuples(*[CELLS] * n), min_size=1, max_size=8))


@given(TABLES, st.randoms(use_true_random=False))
def test_rows_and_columns_may_come_in_any_order(rows: list[tuple[object, ...]], luck: random.Random) -> None:
    order = list(range(len(rows[0])))
    luck.shuffle(order)
    shuffled = [tuple(row[i] for i in order) for row in rows]
    luck.shuffle(shuffled)
    assert same_result(shuffled, rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        ([[1]], [[2]]),
        ([[1], [1]], [[1]]),
        ([[1], [1], [2]], [[1], [2], [2]]),
        ([[None]], [[0]]),
        ([[True]], [[1]]),
        ([["1"]], [[1]]),
        ([["EMEA", 1], ["APAC", 2]], [["EMEA", 2], ["APAC", 1]]),
        ([[1, 2]], [[1]]),
        ([[100.0]], [[100.001]]),
        ([], [[None]]),
        ([["emea"]], [["EMEA"]]),
        ([["2026-10-02T08:15:00"]], [["2026-10-01"]]),
        ([["2026-10-01"]], [["2026-10-01T08:15:00"]]),
        ([["2026-10-01T09:00:00"]], [["2026-10-01T08:15:00"]]),
        ([["2026-10-01Tuesday"]], [["2026-10-01"]]),
    ],
)
def test_another_result_is_not_the_same(got: list[list[object]], wanted: list[list[object]]) -> None:
    assert not same_result(got, wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        ([[0.1 + 0.2]], [[0.3]]),
        ([[1_000_000.0000001]], [[1_000_000]]),
        ([["2026-10-01"]], [["2026-10-01T00:00:00"]]),
        ([["2026-10-01 "]], [["2026-10-01"]]),
        ([[7, "2026-10-01T08:15:00"], [8, "2026-10-02 23:59:59.5"]], [[7, "2026-10-01"], [8, "2026-10-02"]]),
        ([], []),
        ([[1.00000004, 5], [1.0, 6]], [[1.0, 5], [1.00000004, 6]]),
    ],
)
def test_the_same_figures_in_another_writing_are_the_same(got: list[list[object]], wanted: list[list[object]]) -> None:
    assert same_result(got, wanted)  # type: ignore[arg-type]


def test_a_ranking_in_another_order_is_another_ranking() -> None:
    rows = [["a", 3], ["b", 2]]
    assert same_result(rows[::-1], rows)
    assert not same_result(rows[::-1], rows, ordered=True)
    assert same_result([[3, "a"], [2, "b"]], rows, ordered=True)


def test_many_columns_alike_end() -> None:
    rows = [[1] * 12, [1] * 12]
    assert same_result(rows, rows)
    assert not same_result([[1] * 12, [1] * 11 + [2]], [[2] + [1] * 11, [2] + [1] * 11])


def test_nothing_is_no_rows_or_nulls() -> None:
    assert nothing_in([])
    assert nothing_in([[None, None]])
    assert not nothing_in([[0]])


def test_a_cross_table_counts_as_the_rows_that_it_is_made_of() -> None:
    wide = [["EMEA", 5, None], ["APAC", 2, 7]]
    assert long_form(wide, ["Region", "app", "retail"], 3) == [
        ["EMEA", "app", 5], ["APAC", "app", 2], ["APAC", "retail", 7],
    ]  # fmt: skip
    assert long_form(wide, ["Region", "app", "retail"], 2) is None
    assert long_form([["EMEA", 5]], ["Region"], 3) is None
