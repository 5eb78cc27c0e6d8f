"""What is understood but cannot be done is refused with what can be; the catalogue never gets in the way by chance."""

from pathlib import Path

import pytest

from agent_actions.semantic.reader import read_folder, read_model
from agent_actions.semantic.search import REAL_MATCH, SearchIndex
from infra.local.model.says.refusal_words import MISSING, UNSUPPORTED
from infra.local.model.says.refusals import refuse
from tests.unit.planner.models import MODELS, NO_TABLES

FOLDER = Path(__file__).parents[3] / "infra" / "local" / "lake" / "model"


def test_every_refusal_has_a_sentence_and_something_to_look_for() -> None:
    assert UNSUPPORTED.keys() == MISSING.keys()
    for topic in UNSUPPORTED:
        assert refuse(topic, "x").query == "x"


@pytest.mark.parametrize("model", ["shop", "clinic", "shipped"])
def test_what_is_looked_for_is_in_no_catalogue_by_chance(model: str) -> None:
    index = SearchIndex(read_model(read_folder(FOLDER)) if model == "shipped" else MODELS[model], NO_TABLES)
    for phrase in MISSING.values():
        assert not [m for m in index.search(phrase) if m.score >= REAL_MATCH], phrase
