"""The registry: what Bedrock gets, what other models get, and what it refuses to export."""

import dataclasses
import json
from typing import Annotated

import pytest
from pydantic import BaseModel, ValidationError

from agent_actions.action import (
    Action,
    RegistryError,
    action,
    bedrock_functions,
    check_quotas,
    describe,
    json_tools,
    load_actions,
    shape,
)
from agent_actions.context import Context
from agent_actions.result import ActionResult


class Box(BaseModel):
    width: int
    label: str | None = None


@pytest.fixture(scope="module")
def sample() -> Action:
    def weigh_box(
        box: Annotated[Box, "the box"], context: Context, times: Annotated[int, "how often"] = 1
    ) -> ActionResult:
        """Weigh a box."""
        return ActionResult(data={"box": box.width, "times": times})

    return describe(weigh_box, "test", "Weighing")


def test_every_shipped_action_fits_bedrocks_quotas() -> None:
    check_quotas(a for a in load_actions().values() if a.for_agent)


def test_two_actions_of_one_name_are_refused() -> None:
    def run_sql(sql: str, context: Context) -> ActionResult:
        """Another."""
        return ActionResult()

    load_actions()
    with pytest.raises(RegistryError, match="two actions are called run_sql"):
        action("test", title="Twin")(run_sql)


def test_a_function_schema_names_type_description_and_requirement(sample: Action) -> None:
    schema = bedrock_functions([sample])
    assert schema == {
        "test": [
            {
                "name": "weigh_box",
                "description": 'Weigh a box.\n`box` is JSON: {"width": integer, "label"?: text}',
                "parameters": {
                    "box": {"type": "string", "description": "the box", "required": True},
                    "times": {"type": "integer", "description": "how often", "required": False},
                },
                "requireConfirmation": "DISABLED",
            }
        ]
    }


def test_a_json_tool_carries_the_whole_schema(sample: Action) -> None:
    tool = json_tools([sample])[0]
    assert tool["inputSchema"]["json"]["properties"]["times"]["type"] == "integer"
    assert "width" in json.dumps(tool)


def test_arguments_come_as_strings_or_as_json(sample: Action) -> None:
    from_strings = sample.arguments.model_validate({"box": '{"width": 3}', "times": "2"})
    from_objects = sample.arguments.model_validate({"box": {"width": 3}, "times": 2})
    assert from_strings == from_objects


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"box": "{"}, "box"),
        ({"box": '{"width": "wide"}'}, "box.width"),
        ({"box": '{"width": 1}', "times": "abc"}, "times"),
        ({}, "box"),
        ({"box": '{"width": 1}', "user_id": "U_OTHER"}, "user_id"),
    ],
)
def test_a_bad_argument_is_named(sample: Action, arguments: dict[str, str], where: str) -> None:
    with pytest.raises(ValidationError) as raised:
        sample.arguments.model_validate(arguments)
    assert where in {".".join(map(str, e["loc"])) for e in raised.value.errors()}


def test_a_lone_json_parameter_stands_for_the_request() -> None:
    found = load_actions()["query_metrics"]
    given = found.arguments.model_validate({"request": '{"metrics": ["revenue"]}'})
    assert found.echo(given) == {"metrics": ["revenue"]}


def test_too_many_actions_are_refused_by_name(sample: Action) -> None:
    crowd = [dataclasses.replace(sample, name=f"action_{n}") for n in range(12)]
    with pytest.raises(RegistryError, match="quota is 11 an agent: drop action_11"):
        check_quotas(crowd)


def test_too_many_parameters_are_refused_by_name(sample: Action) -> None:
    many = tuple(dataclasses.replace(sample.parameters[1], name=f"p{n}") for n in range(6))
    with pytest.raises(RegistryError, match="weigh_box has 6 parameters, allowed are 5: drop p5"):
        check_quotas([dataclasses.replace(sample, parameters=many)])


def test_a_shape_reads_like_a_note() -> None:
    class Order(BaseModel):
        boxes: tuple[Box, ...]
        express: bool = False

    assert shape(Order) == '{"boxes": [{"width": integer, "label"?: text}], "express"?: boolean}'
