"""Which datasets a fact may be joined to: only along many-to-one relationships, and only where one path leads there."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from agent_actions.errors import FixableError
from agent_actions.semantic import words
from agent_actions.semantic.model import TIME_TYPES, Dataset, Relationship, SemanticModel

Path = tuple[Relationship, ...]

_LONGEST = 6
"""Joins in a path; longer chains are no star or snowflake that a person meant."""
_ENOUGH = 2
"""Paths looked for: a second one already makes the way ambiguous."""


class PathError(FixableError):
    """No safe path leads from the fact to the dataset. The message says why, in words."""


def paths(model: SemanticModel, fact: str, target: str) -> list[Path]:
    """Up to two many-to-one paths, shortest first; the empty path when fact and target are the same."""
    goal = target.casefold()
    if fact.casefold() == goal:
        return [()]
    found: list[Path] = []
    queue: deque[tuple[str, Path]] = deque([(fact, ())])
    while queue and len(found) < _ENOUGH:
        here, path = queue.popleft()
        passed = {fact.casefold(), *(r.one.casefold() for r in path)}
        for relationship in model.leading_from(here):
            one = relationship.one.casefold()
            if one == goal:
                found.append((*path, relationship))
            elif one not in passed and len(path) + 1 < _LONGEST:
                queue.append((relationship.one, (*path, relationship)))
    return found[:_ENOUGH]


def reaches(model: SemanticModel, fact: str, target: str) -> bool:
    return len(paths(model, fact, target)) == 1


def path_to(model: SemanticModel, fact: str, target: str) -> Path:
    """The only many-to-one path. Raises PathError when there is none or more than one."""
    found = paths(model, fact, target)
    if len(found) == 1:
        return found[0]
    if found:
        raise PathError(words.ambiguous_path(_label(model, fact), _label(model, target), [_names(p) for p in found]))
    if paths(model, target, fact):
        raise PathError(words.fan_out(_label(model, fact), _label(model, target)))
    shared = _meeting_point(model, fact, target)
    if shared:
        raise PathError(words.fan_out_through(_label(model, fact), _label(model, target), _label(model, shared)))
    bridge = next((d.name for d in model.datasets if paths(model, d.name, fact) and paths(model, d.name, target)), None)
    if bridge:
        raise PathError(words.fan_out_by(_label(model, fact), _label(model, target), _label(model, bridge)))
    raise PathError(words.no_path(_label(model, fact), _label(model, target)))


def fact_of(model: SemanticModel, datasets: Iterable[str]) -> str | None:
    """The one dataset of these from which all others are reached, or None."""
    names = list(datasets)
    roots = [name for name in names if all(reaches(model, name, other) for other in names)]
    return roots[0] if len(roots) == 1 or (len(names) == 1 and roots) else None


def default_time(model: SemanticModel, fact: str) -> str | None:
    """``dataset.field`` that dates the fact's rows: its own time, else that of the only date dimension beside it."""
    dataset = model.dataset(fact)
    if dataset is None:
        return None
    if dataset.time:
        return f"{dataset.name}.{dataset.time}"
    calendars: dict[str, str] = {}
    for relationship in model.leading_from(fact):
        one = model.dataset(relationship.one)
        if one and one.time and _is_calendar(one, relationship) and reaches(model, fact, one.name):
            calendars[one.name] = f"{one.name}.{one.time}"
    return next(iter(calendars.values())) if len(calendars) == 1 else None


def _is_calendar(dataset: Dataset, relationship: Relationship) -> bool:
    """Whether the rows are dates: joined by the date itself, or mostly made of time fields."""
    if dataset.time and [c.casefold() for c in relationship.one_columns] == [dataset.time.casefold()]:
        return True
    timely = sum(1 for f in dataset.fields if f.is_time or f.datatype in TIME_TYPES)
    return timely >= 2 and timely * 2 >= len(dataset.fields)


def _meeting_point(model: SemanticModel, fact: str, target: str) -> str | None:
    reached: dict[str, None] = {}
    queue = deque([fact])
    while queue:
        for relationship in model.leading_from(queue.popleft()):
            if relationship.one not in reached:
                reached[relationship.one] = None
                queue.append(relationship.one)
    return next((name for name in reached if paths(model, target, name)), None)


def _label(model: SemanticModel, name: str) -> str:
    dataset = model.dataset(name)
    return dataset.label if dataset else name


def _names(path: Path) -> str:
    return " + ".join(relationship.name for relationship in path)
