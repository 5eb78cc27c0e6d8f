"""The registry of actions: a typed function with a docstring and ``@action`` is all that a new capability needs.

From the registry come the Bedrock function schema, the JSON-schema tools for other agents, the docs row
and the contract test. Bedrock allows 5 parameters a function, ignores ``enum`` and knows no nested types
(botocore, bedrock-agent 2023-06-05): a complex input is one string parameter that holds JSON, its shape
written into the function's description.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

from agent_actions.result import ActionResult

FUNCTIONS_PER_AGENT = 11
"""Bedrock quota "APIs per agent" (adjustable), general/latest/gr/bedrock."""
PARAMETERS_PER_FUNCTION = 5
"""Bedrock quota "Parameters per function"."""
FUNCTION_DESCRIPTION = 1_200
PARAMETER_DESCRIPTION = 500
"""Longest descriptions, from botocore's bedrock-agent model."""
TOOL_NAME = 64
"""Longest ``group__function`` name that an agent's model is given (userguide, agents-action-add)."""

ParameterType = Literal["string", "number", "integer", "boolean"]
_WORDS = ((int, "integer"), (float, "number"), (bool, "boolean"))
_TYPES: Mapping[Any, ParameterType] = {str: "string", int: "integer", float: "number", bool: "boolean"}


class RegistryError(Exception):
    """The registered actions cannot be exported: the message says which and why."""


@dataclass(frozen=True)
class Parameter:
    name: str
    type: ParameterType
    description: str
    required: bool
    model: type[BaseModel] | None
    """For a parameter that holds JSON: what the JSON must be."""


@dataclass(frozen=True)
class Action:
    """One capability of the agent."""

    name: str
    group: str
    title: str
    """What a person sees while it runs: "Querying metrics"."""
    description: str
    parameters: tuple[Parameter, ...]
    arguments: type[BaseModel]
    """Validates the call's arguments; JSON parameters come as strings or objects."""
    function: Callable[..., ActionResult]
    iam: tuple[str, ...]
    right: Callable[[Any], str] | None = None
    """From the validated arguments to the name that a role's ``actions`` must hold; None: the action's own."""
    for_agent: bool = True
    """False: called by the bot alone, and not exported to the agent."""

    @cached_property
    def full_description(self) -> str:
        """The docstring with the shape of every JSON parameter behind it."""
        shapes = [f"`{p.name}` is JSON: {shape(p.model)}" for p in self.parameters if p.model]
        return "\n".join([self.description, *shapes])

    def right_for(self, arguments: BaseModel) -> str:
        """What ``outcrop.yaml`` must grant for this call."""
        return self.right(arguments) if self.right else self.name

    def echo(self, arguments: BaseModel) -> dict[str, Any]:
        """The validated arguments as a follow-up can build on them: a lone JSON parameter stands for itself."""
        dump = arguments.model_dump(mode="json", exclude_defaults=True)
        if len(self.parameters) == 1 and self.parameters[0].model:
            return dump[self.parameters[0].name]
        return dump


_registry: dict[str, Action] = {}


def action(
    group: str,
    *,
    title: str,
    iam: Iterable[str] = (),
    right: Callable[[Any], str] | None = None,
    for_agent: bool = True,
) -> Callable[[Callable[..., ActionResult]], Callable[..., ActionResult]]:
    """Register a function as an action of ``group``.

    Its parameters but the last, ``context``, are the action's; ``iam`` names the AWS actions that it needs; ``right``
    is for an action whose calls need different rights. ``for_agent`` False keeps it from the agent: the bot calls it.
    """

    def register(function: Callable[..., ActionResult]) -> Callable[..., ActionResult]:
        name = function.__name__
        if name in _registry:
            raise RegistryError(f"two actions are called {name}")
        _registry[name] = replace(describe(function, group, title, tuple(iam), right), for_agent=for_agent)
        return function

    return register


def load_actions() -> dict[str, Action]:
    """Every action, by name: imports each module of :mod:`agent_actions.groups`."""
    import agent_actions.groups as groups

    for module in pkgutil.iter_modules(groups.__path__):
        importlib.import_module(f"{groups.__name__}.{module.name}")
    return dict(_registry)


def describe(
    function: Callable[..., ActionResult],
    group: str,
    title: str,
    iam: tuple[str, ...] = (),
    right: Callable[[Any], str] | None = None,
) -> Action:
    """Read an action off a function's name, docstring and annotations, without registering it."""
    hints = typing.get_type_hints(function, include_extras=True)
    parameters: list[Parameter] = []
    fields: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "context":
            continue
        described, annotation = _parameter(name, hints[name], parameter.default)
        parameters.append(described)
        default = ... if described.required else parameter.default
        fields[name] = (annotation, Field(default, description=described.description))
    arguments = create_model(f"{function.__name__}_arguments", __config__=ConfigDict(extra="forbid"), **fields)
    return Action(
        name=function.__name__,
        group=group,
        title=title,
        description=inspect.getdoc(function) or "",
        parameters=tuple(parameters),
        arguments=arguments,
        function=function,
        iam=iam,
        right=right,
    )


def _parameter(name: str, hint: Any, default: object) -> tuple[Parameter, Any]:
    base, description = hint, ""
    if get_origin(hint) is Annotated:
        base, *extras = get_args(hint)
        for extra in extras:
            description = extra if isinstance(extra, str) else description
            if isinstance(extra, FieldInfo) and extra.description:
                description = extra.description
    kind: Any = base
    bare = next((arg for arg in get_args(base) if arg is not type(None)), base) if _may_be_none(base) else base
    model = bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None
    annotation = Annotated[hint, BeforeValidator(_from_json)] if model else hint
    parameter = Parameter(
        name=name,
        type=_TYPES.get(kind, "string"),
        description=description,
        required=default is inspect.Parameter.empty,
        model=model,
    )
    return parameter, annotation


def _may_be_none(hint: Any) -> bool:
    return get_origin(hint) in (types.UnionType, typing.Union) and type(None) in get_args(hint)


def _from_json(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise ValueError(f"not valid JSON: {error}") from None


def check_quotas(
    actions: Iterable[Action], *, functions: int = FUNCTIONS_PER_AGENT, parameters: int = PARAMETERS_PER_FUNCTION
) -> None:
    """Raise RegistryError, naming what to drop or shorten, when Bedrock would refuse these actions."""
    actions = list(actions)
    problems: list[str] = []
    if len(actions) > functions:
        surplus = ", ".join(a.name for a in actions[functions:])
        problems.append(f"{len(actions)} actions, but the quota is {functions} an agent: drop {surplus}")
    for item in actions:
        if len(item.parameters) > parameters:
            extra = ", ".join(p.name for p in item.parameters[parameters:])
            problems.append(
                f"{item.name} has {len(item.parameters)} parameters, allowed are {parameters}: drop {extra}"
            )
        if len(item.full_description) > FUNCTION_DESCRIPTION:
            over = len(item.full_description) - FUNCTION_DESCRIPTION
            problems.append(f"{item.name}: its description with JSON shapes is {over} characters too long")
        problems += [
            f"{item.name}: the description of {p.name} is over {PARAMETER_DESCRIPTION} characters"
            for p in item.parameters
            if len(p.description) > PARAMETER_DESCRIPTION
        ]
        name = f"{item.group}__{item.name}"
        if len(name) > TOOL_NAME or "__" in item.name or "__" in item.group:
            problems.append(f"{name} is not a tool name: at most {TOOL_NAME} characters, no double underscore inside")
        if not item.description:
            problems.append(f"{item.name} has no docstring")
    if problems:
        raise RegistryError("; ".join(problems))


def bedrock_functions(actions: Iterable[Action]) -> dict[str, list[dict[str, Any]]]:
    """Bedrock function schema by action group: what ``CfnAgent`` and CreateAgentActionGroup take."""
    actions = [a for a in actions if a.for_agent]
    check_quotas(actions)
    schema: dict[str, list[dict[str, Any]]] = {}
    for item in actions:
        schema.setdefault(item.group, []).append(
            {
                "name": item.name,
                "description": item.full_description,
                "parameters": {
                    p.name: {"type": p.type, "description": p.description, "required": p.required}
                    for p in item.parameters
                },
                "requireConfirmation": "DISABLED",
            }
        )
    return schema


def json_tools(actions: Iterable[Action]) -> list[dict[str, Any]]:
    """JSON-schema tools, for AgentCore's harness and for any model that calls functions."""
    return [
        {
            "name": item.name,
            "description": item.description,
            "inputSchema": {"json": item.arguments.model_json_schema()},
        }
        for item in actions
        if item.for_agent
    ]


def shape(model: type[BaseModel]) -> str:
    """A model's JSON in one line, as a person would note it: ``{"metrics": [text], "limit"?: integer}``."""
    parts = [
        f'"{name}"{"" if info.is_required() else "?"}: {_shape(info.annotation)}'
        + (f" ({info.description})" if info.description else "")
        for name, info in model.model_fields.items()
    ]
    return "{" + ", ".join(parts) + "}"


def _shape(annotation: Any) -> str:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(args[0])
    if origin is Literal:
        return "|".join(str(a) for a in args)
    if origin in (types.UnionType, typing.Union):
        names = dict.fromkeys(_shape(a) for a in args if a is not type(None))
        return "value" if {"text", "number", "boolean"} <= set(names) else "|".join(names)
    if origin in (tuple, list):
        return f"[{_shape(args[0])}]"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return shape(annotation)
    return next((word for kind, word in _WORDS if annotation is kind), "text")
