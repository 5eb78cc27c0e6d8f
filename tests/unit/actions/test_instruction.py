"""The agent's instruction fits Bedrock and speaks of what there is."""

from agent_actions.action import load_actions
from infra.local.offline_aws import agent_definition

LONGEST = 4_000
"""Characters of an agent's instruction, by the stricter of the sources (botocore's bedrock-agent model)."""


def test_the_instruction_fits_with_the_workspaces_name_filled_in() -> None:
    instruction = agent_definition().instruction
    assert 40 <= len(instruction) <= LONGEST
    assert "{" not in instruction


def test_the_agent_has_every_registered_action_but_the_bots_own() -> None:
    assert {tool.name for tool in agent_definition().tools} == {a.name for a in load_actions().values() if a.for_agent}
