"""Case 18: a stream that ends without text ends in words, never in an empty message."""

import pytest

from bot.words import ENGLISH
from tests.adversarial.obedient import Puppet, call, say, sql


@pytest.mark.parametrize("chunks", [(), ("",), (" \n", "\t")])
def test_silence_is_told_as_no_answer(puppet: Puppet, chunks: tuple[str, ...]) -> None:
    asked, _ = puppet.ask(say(*chunks))
    assert (asked.outcome, asked.text) == ("error", ENGLISH.no_answer)
    (message,) = puppet.shown(asked)
    assert message["text"].strip()


def test_data_without_a_word_is_told_by_its_receipt(puppet: Puppet) -> None:
    asked, _ = puppet.ask(sql("SELECT count(*) AS notes FROM notes"), say())
    assert asked.outcome == "answered"
    assert asked.text == asked.receipts[0]["headline"] != ""


def test_a_search_without_a_word_is_told_by_what_it_found(puppet: Puppet) -> None:
    asked, _ = puppet.ask(call("search_catalog", query="unicorns"), say())
    assert asked.outcome == "refused"
    assert "unicorns" in asked.text


def test_an_agent_that_never_stops_calling_is_stopped(puppet: Puppet) -> None:
    asked, results = puppet.ask(call("search_catalog", query="note"))
    assert asked.outcome in ("error", "answered")
    assert asked.text.strip()
    assert 0 < len(results) <= 30
