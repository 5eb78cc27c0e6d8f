"""Case 20: an agent that calls actions without end is stopped, and the person told which limit it met."""

from bot.hearing import MAX_STEPS
from bot.words import ENGLISH
from tests.adversarial.obedient import Puppet, call


def test_after_so_many_steps_the_person_is_told(puppet: Puppet) -> None:
    asked, _ = puppet.ask(*(call("search_catalog", query=f"note {'abcdefghijklmnop'[n % 16]}") for n in range(60)))
    assert ENGLISH.too_many_steps(MAX_STEPS) in asked.text
    assert len(asked.steps) == MAX_STEPS
    assert len(puppet.shown(asked)) == 1
