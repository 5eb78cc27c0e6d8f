"""Turns in the things of a list, put plainly: "most expensive first", "oldest at the top", "floor space"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.english import listing_words as w
from infra.local.model.english.text import Token, norm_at
from infra.local.model.listing.listing_names import NoListError
from infra.local.model.scan import Item


def plain(items: Sequence[Item]) -> list[Item]:
    """The items with every such turn as the one word and "first"."""
    found: list[Item] = []
    i = 0
    while i < len(items):
        most = items[i].kind == "rank" and items[i].text.casefold() == "most"
        at = i + most
        word = items[at].text.casefold() if at < len(items) else ""
        if items[at : at + 1] and items[at].kind == "unknown" and word in w.ENDS and (end := _first(items, at + 1)):
            found += [items[at], replace(items[end - 1], kind="unknown", name="", text="first")]
            i = end
        elif items[i].kind == "rank" and (end := _first(items, i + 2)) and items[i + 1].kind in ("term", "unknown"):
            rank = items[i]  # "largest area at the top"
            found += [
                replace(rank, kind="mark", name="sort"),
                items[i + 1],
                replace(rank, kind="mark", name="descending" if rank.name == "desc" else "ascending"),
            ]
            i = end
        elif most and word in w.DEAR and i and items[i - 1].name == "is":
            found.append(items[at])  # "which one is the most expensive"
            i += 2
        elif _space(items[i : i + 2]):
            found.append(replace(items[i + 1], start=items[i].start, text=f"{items[i].text} {items[i + 1].text}"))
            i += 2
        else:
            found.append(items[i])
            i += 1
    return found


def _space(pair: Sequence[Item]) -> bool:
    unknown = len(pair) > 1 and all(i.kind == "unknown" for i in pair)
    return unknown and " ".join(i.text.casefold() for i in pair) in w.SPACES


def _first(items: Sequence[Item], at: int) -> int:
    """Where "first" or "at the top" ends, that stands here; 0 where nothing does."""
    said = [i.text.casefold() for i in items[at : at + 2]]
    if said[:1] == ["first"]:
        return at + 1
    if len(said) == 2 and said[0] in ("on", "at", "to") and said[1] == "top":
        return at + 2
    return 0


def is_said(items: Sequence[Item], head: int, index: int) -> bool:
    """ "Which shop is our oldest": the superlative is what is asked of the one thing, and the last word."""
    link = items[index - 1]
    one = link.name == "is" and link.text.casefold() in ("is", "was")
    return one and head < index == len(items) - 1


def both_bounds(items: Sequence[Item], head: int, index: int) -> Sequence[Item]:
    """ "(A list price) between 50 and 80 euros" as at least 50 and at most 80 of the same."""
    between = items[index]
    lower, link, upper = (items[index + n] if index + n < len(items) else None for n in (1, 2, 3))
    numbers = lower is not None and lower.kind == "number" and upper is not None and upper.kind == "number"
    if lower is None or upper is None or link is None or not numbers or link.text.casefold() != "and":
        raise NoListError
    rest = items[index + 4 :]
    unit = [i for i in rest[:1] if i.kind in ("unknown", "unit")]
    field = [items[index - 1]] if index - 1 > head else []
    least, most = (replace(between, name=name) for name in ("gte", "lte"))
    return (*items[:index], least, lower, *unit, *field, most, upper, *rest)


def whens(said: Sequence[Token]) -> dict[int, str]:
    """The words, by where they stand, that tell a day to be shown of each thing: "number, when it arrived, carrier"."""
    found: dict[int, str] = {}
    inside = False
    for token, after in zip(said, [*said[1:], None], strict=True):
        if token.norm == "when":
            inside = after is not None and after.norm in w.EACH_OF_THEM
        elif not token.norm.isalnum() or token.norm == "and":
            inside = False
        if inside:
            found[token.start] = token.norm
    return found


def days_told(tokens: Sequence[Token]) -> list[Token]:
    """ "With the day it opened", "the date on which they were installed": when it did."""
    for i in range(1, len(tokens) - 2):
        at = i + 1
        at += 2 * (norm_at(tokens, at) == "on" and norm_at(tokens, at + 1) == "which")
        at += norm_at(tokens, at) in ("that", "when")
        start = i - (norm_at(tokens, i - 1) == "the")
        joined = start > 0 and (tokens[start - 1].norm in w.BESIDE or not tokens[start - 1].norm.isalnum())
        if joined and tokens[i].norm in ("day", "date") and norm_at(tokens, at) in w.EACH_OF_THEM:
            return [*tokens[:start], replace(tokens[i], norm="when"), *days_told(tokens[at:])]
    return list(tokens)
