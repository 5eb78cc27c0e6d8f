"""The generated reference says what the code says."""

from pydantic import BaseModel

from agent_actions.settings import Settings as ActionSettings
from bot.settings import Settings as BotSettings
from infra.local.settings import LocalSettings
from infra.reference import FILE, render


def test_the_reference_is_up_to_date() -> None:
    assert FILE.read_text() == render(), "run: python -m infra.reference"


def test_every_setting_says_what_it_is_for() -> None:
    kinds: tuple[type[BaseModel], ...] = (ActionSettings, BotSettings, LocalSettings)
    bare = [f"{k.__name__}.{name}" for k in kinds for name, field in k.model_fields.items() if not field.description]
    assert bare == []
