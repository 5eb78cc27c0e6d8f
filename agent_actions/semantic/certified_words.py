"""Every sentence about certified questions that a person or the model can read."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.words import list_of, or_of

WHOLE_NUMBER = "a whole number"
NUMBER = "a number"
KNOWN_VALUE = "one of the field's known values"
_DATED = {"date": "one day, such as 2026-10-05", "month": "one month, such as 2026-10", "year": "one year: 2026"}
_PLAIN = {"string": "text", "integer": WHOLE_NUMBER, "number": NUMBER, "value": KNOWN_VALUE}


def unknown_certified(name: str, near: Sequence[str]) -> str:
    nearest = f" Nearest: {', '.join(near)}." if near else ""
    return f"There is no certified question named '{name}'.{nearest}"


def unknown_parameter(name: str, known: Sequence[str]) -> str:
    takes = f"It takes {list_of(known)}." if known else "It takes none."
    return f"This certified question has no parameter '{name}'. {takes}"


def missing_parameter(name: str, kind: str) -> str:
    return f"This certified question needs '{name}': {one_of_kind(kind)}."


def bad_parameter(name: str, said: str, allowed: str) -> str:
    return f"'{said}' can't be '{name}'; it takes {allowed}."


def one_of_kind(kind: str) -> str:
    return _DATED.get(kind) or _PLAIN.get(kind, "text")


def text_of_length(most: int) -> str:
    return f"text of 1 to {most} characters"


def taken_as(said: str, shown: str) -> str:
    """ "last month = October 2026"."""
    return f"{said} = {shown}"


def parameter_shape(kind: str, field: str | None, default: str | None) -> str:
    shape = f"a known value of {field}" if kind == "value" and field else one_of_kind(kind)
    return f"{shape} (default {default})" if default is not None else shape


def misplaced(placeholders: Sequence[str]) -> str:
    return f"{or_of(placeholders)} must stand alone or in quotes of its own: {{month}} or '{{month}}'"


def no_slot(name: str) -> str:
    return f"parameter {name} has no default and is not in every wording: give it a default or put {{{name}}} there"


def unused(name: str) -> str:
    return f"parameter {name} is not in the SQL"


def needs_field(name: str) -> str:
    return f"parameter {name} of type value needs `field`: dataset.field with known values"


def no_part(placeholder: str) -> str:
    return f"{placeholder}: only a date, month or year has .start and .end"


def no_owner(name: str) -> str:
    return f"certified question {name} has no owner: nobody hears when an answer is called wrong"
