"""The benchmarks' own parts: what becomes of numbers, the page they are written to, and that rows still run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.asker import Tally
from tests.bench.figures import Figure, Row, Spread, number, percentile, spread, verdict
from tests.bench.machine import Machine, family, resident_mb, this_machine
from tests.bench.size import TINY
from tests.bench.soak_report import Memory, Phase, report
from tests.bench.suite import MEASUREMENTS, ROWS, measurement
from tests.bench.table import measured_on, table, with_section

QUICK = Row("quick", "Something quick", "< 10 ms", "ms", 10, "something slow")
NONE = Row("none", "Nothing goes wrong", "0", "", 0, "", at_limit=True)
OPEN = Row("open", "Without a bar", "", "s", None, "")
MACHINE = Machine("A CPU", 2, "3.11.7", 0.25)


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(n) for n in range(100, 0, -1)]

    assert [percentile(values, share) for share in (0.0, 0.5, 0.95, 0.99, 1.0)] == [1, 50, 95, 99, 100]
    assert percentile([7.0], 0.99) == 7.0
    with pytest.raises(ValueError, match="at least one"):
        percentile([], 0.5)


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (3.14159, "ms", "3.14 ms"),
        (31.4159, "ms", "31.4 ms"),
        (1314.159, "ms", "1,314 ms"),
        (1.0612, "x", "1.06x"),
        (0.0, "", "0"),
        (0.0021, "s", "0.002 s"),
        (52.23, "MB", "52.2 MB"),
    ],
)
def test_a_number_is_written_with_three_digits_and_its_unit(value: float, unit: str, written: str) -> None:
    assert number(value, unit) == written  # type: ignore[arg-type]


def test_a_spread_is_median_lowest_and_highest() -> None:
    assert spread(Spread.of([3.0, 1.0, 2.0]), "s") == "2.00 s (1.00..3.00)"
    with pytest.raises(ValueError, match="at least one"):
        Spread.of([])


@pytest.mark.parametrize(
    ("row", "values", "said"),
    [
        (QUICK, [9.0, 9.9, 8.0], "met"),
        (QUICK, [9.0, 9.9, 11.0], "met by the median, not by every run"),
        (QUICK, [10.0], "**not met**"),
        (QUICK, [9.0, 12.0, 11.0], "**not met**"),
        (NONE, [0.0, 0.0], "met"),
        (NONE, [0.0, 1.0, 1.0], "**not met**"),
        (OPEN, [99.0], "no bar"),
    ],
)
def test_the_median_decides_and_a_run_beyond_the_bar_is_named(row: Row, values: list[float], said: str) -> None:
    assert verdict(row, Spread.of(values)) == said


def test_the_table_has_a_line_for_each_measured_row_and_says_what_is_not_built() -> None:
    figures = {
        "quick": [Figure(5.0, 100.0, {"p95 ms": 7.0, "events": 400.0}), Figure(7.0, 300.0, {"p95 ms": 9.0})],
        "open": [Figure(1.5)],
    }

    lines = table((QUICK, NONE, OPEN), figures, [("A large file", "< 64 MB")]).splitlines()

    assert lines[2:] == [
        "| Something quick | < 10 ms | 6.00 ms (5.00..7.00); p95 8.00 ms; 400 events "
        "| something slow: 200 ms (100..300) | met |",
        "| Without a bar | – | 1.50 s (1.50..1.50) | – | no bar |",
        "| A large file | < 64 MB | – | – | not built yet |",
    ]


def test_the_page_says_when_and_on_what_but_not_whose_machine_it_was() -> None:
    said = measured_on(MACHINE, "2026-11-15", 5)

    assert said.startswith("2026-11-15, A CPU, 2 cores, Python 3.11.7, load average 0.2")
    assert "5 runs" in said


def test_a_section_is_replaced_alone_and_added_when_missing() -> None:
    page = with_section("# Benchmarks\n\nIntroduction.\n", "Figures", "one")
    page = with_section(page, "Soak", "two\n\n| a |")
    page = with_section(page, "Figures", "three")

    assert page == "# Benchmarks\n\nIntroduction.\n\n## Figures\n\nthree\n\n## Soak\n\ntwo\n\n| a |\n"
    assert with_section("", "Soak", "x") == "# Benchmarks\n\n## Soak\n\nx\n"


def test_the_soaks_report_counts_and_lists_what_went_wrong() -> None:
    good = Tally(seconds=[0.2, 0.4], outcomes={"answered": 2}, copies=3)
    bad = Tally(seconds=[9.0], outcomes={"error": 1}, lost=["revenue: silence"], refused_copies=1)
    phases = [Phase("load", 2.0, good), Phase("deaths", 1.0, bad)]
    before, after = {"parent": Memory(1, 100.0)}, {"parent": Memory(1, 104.5), "outcrop-worker": Memory(2, 90.0)}

    text = report(phases, before, after, ["D_MAYA 1.2: twice"], ["outcrop-worker"] * 2, MACHINE, "2026-11-15", 10)

    assert "**4 questions: 1 lost, 1 doubled, 0 answered differently from before.** 3 further deliveries, 1" in text
    assert "Processes killed: 2 outcrop-worker." in text
    assert "| load | 2 | 1.0 | 0.20 s | 0.40 s | 0.40 s | 2 answered |" in text
    assert "| parent | 1 | 100 to 104 | +4.5 MB |" in text
    assert "| outcrop-worker | 0 to 2 | 0 to 90 | – |" in text
    assert text.endswith("- lost: revenue: silence\n- doubled: D_MAYA 1.2: twice")


def test_every_row_is_found_by_one_measurement() -> None:
    found = [key for keys in MEASUREMENTS.values() for key in keys]

    assert sorted(found) == sorted(row.key for row in ROWS)


def test_this_process_has_memory_and_is_its_own_familys_parent() -> None:
    import os

    assert family(os.getpid())[os.getpid()] == "parent"
    assert resident_mb(os.getpid()) > 1
    assert this_machine().cores >= 1


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.mark.parametrize("name", ["thinking", "searching", "importing", "front"])
def test_a_measurement_still_runs_at_its_smallest(name: str, home: Path) -> None:
    found = measurement(name)(TINY, home)

    assert set(found) == set(MEASUREMENTS[name])
    assert all(figure.ours >= 0 for figure in found.values())
