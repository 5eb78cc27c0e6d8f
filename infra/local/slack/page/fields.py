"""What the page's own fields need to know of an element: its choices, what is chosen at first, text as HTML."""

# Markup is given only to what render.py has escaped already.
# ruff: noqa: S704

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from infra.local.slack.people import BOT_USER, CHANNELS, PEOPLE

Json = dict[str, Any]

_INITIAL = ("initial_option", "initial_user", "initial_channel", "initial_conversation")


def groups_of(element: Json) -> list[Json]:
    """``[{"label", "options"}]``: options as the block has them; people and channels as options with their ids."""
    if element.get("option_groups"):
        return [{"label": group["label"]["text"], "options": group["options"]} for group in element["option_groups"]]
    kind = element["type"]
    options = list(element.get("options") or [])
    if "users" in kind or "conversations" in kind:
        options += [_option(p.id, p.real_name) for p in PEOPLE.values() if not p.is_bot or p.id == BOT_USER]
    if "channels" in kind or "conversations" in kind:
        options += [_option(c.id, f"#{c.name}") for c in CHANNELS.values()]
    return [{"label": "", "options": options}] if options else []


def initial_of(element: Json) -> list[Json]:
    """The options that are chosen at first. Ids of people and channels come as ids, options whole."""
    given: list[Any] = []
    for key in _INITIAL:
        given += [element[key]] if element.get(key) else []
        given += element.get(f"{key}s") or []
    known = {option["value"]: option for group in groups_of(element) for option in group["options"]}
    found = [known.get(one) or _option(one, one) if isinstance(one, str) else one for one in given]
    return [known.get(one["value"], one) for one in found]


def rich_html(value: Json | None, parts: Callable[[list[Json]], str]) -> Markup:
    """A rich_text_input's initial value for the page's editor. ``parts`` draws a section's elements."""
    drawn: list[str] = []
    for block in (value or {}).get("elements", []):
        if block["type"] == "rich_text_list":
            tag = "ol" if block.get("style") == "ordered" else "ul"
            items = "".join(f"<li>{parts(item['elements'])}</li>" for item in block["elements"])
            drawn.append(f"<{tag}>{items}</{tag}>")
        else:
            tag = {"rich_text_preformatted": "pre", "rich_text_quote": "blockquote"}.get(block["type"], "div")
            drawn.append(f"<{tag}>{parts(block['elements'])}</{tag}>")
    return Markup("".join(drawn))


def _option(value: str, text: str) -> Json:
    return {"text": {"type": "plain_text", "text": text}, "value": value}
