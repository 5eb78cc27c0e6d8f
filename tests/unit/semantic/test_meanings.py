"""What a person says a word is to mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_actions.semantic.config import Config
from agent_actions.semantic.meanings import Meaning, chosen, said
from agent_actions.semantic.model import SemanticModel


@pytest.fixture(scope="module")
def two_ways(model: SemanticModel) -> SemanticModel:
    return replace(model, config=Config(ambiguous={"Sales": ["revenue", "order_count"]}))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("sales means revenue", Meaning("sales", "revenue")),
        ("“Sales” means order count.", Meaning("sales", "order_count")),
        ("By sales I mean revenue", Meaning("sales", "revenue")),
        ("from now on, sales should always mean revenue please", Meaning("sales", "revenue")),
        ("when I say sales, I mean order count", Meaning("sales", "order_count")),
        ("forget what sales means", Meaning("sales", "")),
        ("please forget the meaning of sales", Meaning("sales", "")),
        ("sales means margin", None),
        ("revenue means order count", None),
        ("what does sales mean", None),
        ("forget sales", None),
        ("sales by region", None),
    ],
)
def test_a_sentence_settles_a_word_of_several_meanings(
    two_ways: SemanticModel, text: str, meaning: Meaning | None
) -> None:
    assert said(two_ways, text) == meaning


def test_only_a_meaning_that_the_word_still_has_counts(two_ways: SemanticModel) -> None:
    found = chosen(two_ways, {"sales": "revenue"}, "SALES")
    assert found is not None
    assert found.name == "revenue"
    assert chosen(two_ways, {"sales": "conversion"}, "sales") is None
    assert chosen(two_ways, {"orders": "revenue"}, "sales") is None
