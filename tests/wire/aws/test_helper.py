"""An engine's process: errors, crashes, limits, rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.local.aws.helper import Helper, HelperError, HelperGoneError, HelperSlowError
from tests.wire.aws.support import until

MODULE = "tests.wire.aws.helper_sample"


@pytest.fixture
def helper() -> Iterator[Helper]:
    made = Helper(MODULE, memory_bytes=1_000_000_000)
    yield made
    made.stop()


def test_an_exception_is_the_answer_and_the_process_goes_on(helper: Helper) -> None:
    pid = helper.ask("pid", 10)
    with pytest.raises(HelperError, match="no sense here") as raised:
        helper.ask("sense", 10)
    assert raised.value.kind == "ValueError"
    assert helper.ask("print", 10) == "printed"
    assert helper.ask("pid", 10) == pid == helper.pid


@pytest.mark.parametrize("request_", ["die", "grow"])
def test_after_a_crash_the_next_request_starts_it_anew(helper: Helper, request_: str) -> None:
    pid = helper.ask("pid", 10)
    with pytest.raises(HelperGoneError):
        helper.ask(request_, 10)
    assert helper.ask("pid", 10) != pid


def test_what_takes_too_long_is_ended(helper: Helper) -> None:
    helper.ask("pid", 10)
    with pytest.raises(HelperSlowError):
        helper.ask("hang", 0.2)
    assert helper.pid is None


def test_it_ends_when_nothing_is_asked_and_comes_back() -> None:
    resting = Helper(MODULE, memory_bytes=0, idle_s=0.05)
    first = resting.ask("pid", 10)
    assert until(lambda: resting.pid is None)
    assert resting.ask("pid", 10) != first
    resting.stop()
    with pytest.raises(HelperGoneError):
        resting.ask("pid", 10)
