"""What a command says while it works."""

from __future__ import annotations

import io

import pytest

from infra.commands import progress as module
from infra.commands.progress import Progress
from infra.local.errors import Notice
from tests.whole import until


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(text: str) -> list[str]:
    """Lines of a terminal after ``text``: a carriage return and an erased line begin the line anew."""
    return [line.rpartition("\r\x1b[K")[2] for line in text.split("\n")]


def test_a_terminal_has_one_line_that_changes_and_keeps_notices() -> None:
    stream = Terminal()
    with Progress(stream) as progress:
        progress("Reading.")
        progress(Notice("broken.csv was left out."))
        progress("Starting.")
        assert shown(stream.getvalue()) == ["broken.csv was left out.", "Starting."]
    assert shown(stream.getvalue()) == ["broken.csv was left out.", ""]


def test_a_long_step_counts_its_seconds_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_S", 0.0)
    monkeypatch.setattr(module, "TICK_S", 0.01)
    stream = Terminal()
    with Progress(stream) as progress:
        progress("Reading.")
        until(lambda: shown(stream.getvalue())[-1] == "Reading. 0 s" or None, "seconds")


def test_a_pipe_hears_of_steps_that_take_long_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    with Progress(stream) as progress:
        progress("Quick.")
        progress(Notice("broken.csv was left out."))
    assert stream.getvalue() == "broken.csv was left out.\n"

    monkeypatch.setattr(module, "PATIENCE_S", 0.0)
    monkeypatch.setattr(module, "TICK_S", 0.01)
    with Progress(stream) as progress:
        progress("Slow.")
        until(lambda: "Slow.\n" in stream.getvalue() or None, "the step")
    assert stream.getvalue().count("Slow.") == 1


def test_a_pipe_hears_every_step_of_what_serves() -> None:
    stream = io.StringIO()
    with Progress(stream, all_steps=True) as progress:
        progress("Reading.")
        progress("Starting.")
    assert stream.getvalue() == "Reading.\nStarting.\n"


def test_a_line_longer_than_the_terminal_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    stream = Terminal()
    with Progress(stream) as progress:
        progress("Reading " + "a" * 100)
        assert len(shown(stream.getvalue())[-1]) == 39
