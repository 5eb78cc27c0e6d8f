"""The planner's own sentences hold no figure that the guard over an agent's figures would withhold."""

from __future__ import annotations

from datetime import date

from bot.reply.facts import Facts
from bot.reply.figures import Figures
from infra.local.model.says import words


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, tuple | list):
        return [text for item in value for text in _strings(item)]
    return []


def test_no_sentence_of_the_planner_is_withheld_for_an_example_in_it() -> None:
    said = [text for name, value in vars(words).items() if name.isupper() for text in _strings(value)]
    facts = Facts(date(2026, 11, 15))
    for text in said:
        guard = Figures(lambda: facts)
        assert (guard.feed(text) + guard.end()).split() == text.split()
