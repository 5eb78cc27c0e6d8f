"""Checks blocks and views against blockspec.py, in Slack's words: ``[ERROR] what [json-pointer:/blocks/0/text]``."""

from __future__ import annotations

import secrets
from typing import Any

from infra.local.slack import blockspec as spec
from infra.local.slack.errors import SlackApiError
from infra.local.slack.rules import STANDARD, Rules
from infra.local.slack.store import Json

_TEXTS = ("plain_text", "mrkdwn")
_YEAR_10000 = 253_402_300_800
_TEXT_FIELDS = ("type", "text", "emoji", "verbatim")


class _Findings:
    def __init__(self, surface: str, rules: Rules) -> None:
        self.surface = surface
        self.limited = rules.holds("block_limits")
        self.messages: list[str] = []

    def add(self, words: str, at: str) -> None:
        self.messages.append(f"[ERROR] {words} [json-pointer:{at}]")

    # values -----------------------------------------------------------------------------------------------------

    def length(self, text: str, least: int, most: int, at: str) -> None:
        if self.limited and len(text) > most:
            self.add(f"must be less than {most + 1} characters", at)
        elif len(text) < least:
            self.add(f"must be more than {least - 1} characters", at)

    def value(self, rule: spec.Rule, value: Any, at: str) -> None:
        match rule:
            case spec.Str(most, least):
                self.length(value, least, most, at) if isinstance(value, str) else self.add("must be a string", at)
            case spec.Num(least, most, whole):
                kinds = (int,) if whole else (int, float)
                if isinstance(value, bool) or not isinstance(value, kinds):
                    self.add("must be an integer" if whole else "must be a number", at)
                elif self.limited and not least <= value <= most:
                    self.add(f"must be between {least:g} and {most:g}", at)
            case spec.Flag():
                if not isinstance(value, bool):
                    self.add("must be a boolean", at)
            case spec.Choice(of):
                if value not in of:
                    self.add("value must be one of " + ", ".join(f"`{v}`" for v in of), at)
            case spec.Text():
                self.text(rule, value, at)
            case spec.Obj(name):
                self.object(spec.OBJECTS[name], value, at, skip=())
            case spec.OneOf(types):
                self.typed(types, value, at)
            case spec.Many(of, most, least):
                self.many(of, value, least, most, at)
            case spec.Anything():
                pass

    def text(self, rule: spec.Text, value: Any, at: str) -> None:
        kinds = _TEXTS[:1] if rule.plain_only else _TEXTS
        if not isinstance(value, dict) or value.get("type") not in kinds or not isinstance(value.get("text"), str):
            self.add("failed to match all allowed schemas", at)
            if isinstance(value, dict) and value.get("type") not in kinds:
                self.add(f"must be one of the allowed types: {', '.join(kinds)}", f"{at}/type")
            return
        before = len(self.messages)
        self.length(value["text"], rule.least, rule.most, f"{at}/text")
        for key in value:
            if key not in _TEXT_FIELDS:
                self.add(f"invalid additional property: {key}", at)
        if len(self.messages) > before:
            self.messages.insert(before, f"[ERROR] failed to match all allowed schemas [json-pointer:{at}]")

    def many(self, rule: spec.Rule, value: Any, least: int, most: int, at: str) -> None:
        if not isinstance(value, list):
            self.add("must be an array", at)
            return
        shown = value
        if self.limited and len(value) > most:
            self.add(f"no more than {most} items allowed", at)
            shown = value[:most]
        if len(value) < least:
            self.add(f"must contain at least {least} items", at)
        for index, item in enumerate(shown):
            self.value(rule, item, f"{at}/{index}")

    def typed(self, types: tuple[str, ...], value: Any, at: str) -> None:
        if not isinstance(value, dict):
            self.add("must be an object", at)
            return
        kind = value.get("type")
        if kind is None:
            self.add("missing required field: type", at)
            return
        if kind not in types:
            self.add(f"unsupported type: {_named(kind)}", f"{at}/type")
            return
        if kind in _TEXTS:
            self.text(spec.Text(3000), value, at)
        elif kind in spec.CHARTS and types == tuple(spec.CHARTS):
            self.object(spec.CHARTS[kind], value, at)
        elif kind in ("rich_text", "task_card", "card"):
            self.object(spec.BLOCKS[kind], value, at, skip=("type", "block_id"))
        else:
            self.object(spec.ELEMENTS[kind], value, at)

    def object(self, shape: spec.Spec, value: Any, at: str, skip: tuple[str, ...] = ("type",)) -> None:
        if not isinstance(value, dict):
            self.add("must be an object", at)
            return
        for name in shape.required:
            if value.get(name) is None:
                self.add(f"missing required field: {name}", at)
        for group in shape.any_of:
            if not any(value.get(name) for name in group):
                self.add("must define either " + " or ".join(f"`{n}`" for n in group), at)
        for name, part in value.items():
            if name in skip or part is None:
                continue
            rule = shape.fields.get(name)
            if rule is None:
                self.add(f"invalid additional property: {name}", at)
            else:
                self.value(rule, part, f"{at}/{name}")
        if shape.check:
            getattr(self, f"_{shape.check}")(value, at)

    # checks that a table of limits cannot say -------------------------------------------------------------------

    def _positive_value(self, value: Json, at: str) -> None:
        if isinstance(value.get("value"), int | float) and value["value"] <= 0:
            self.add("must be greater than 0", f"{at}/value")

    def _points_match_categories(self, chart: Json, at: str) -> None:
        axes = chart.get("axis_config")
        categories = axes.get("categories") if isinstance(axes, dict) else None
        series = chart.get("series")
        if not isinstance(categories, list) or not isinstance(series, list):
            return
        names = [str(s.get("name")) for s in series if isinstance(s, dict)]
        if len(set(names)) < len(names):
            self.add("series names must be unique", f"{at}/series")
        for index, one in enumerate(series):
            points = one.get("data") if isinstance(one, dict) else None
            labels = [p.get("label") for p in points if isinstance(p, dict)] if isinstance(points, list) else []
            if sorted(map(str, labels)) != sorted(map(str, categories)):
                self.add("must have one data point per category", f"{at}/series/{index}/data")

    def _data_table(self, table: Json, at: str) -> None:
        rows = table.get("rows")
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows) or not rows:
            return
        if len({len(row) for row in rows}) > 1:
            self.add("all rows must have the same number of cells", f"{at}/rows")
        if any(isinstance(cell, dict) and cell.get("type") == "rich_text" for cell in rows[0]):
            self.add("header cells must not be rich_text", f"{at}/rows/0")

    def _rich_text_parts(self, value: Json, at: str) -> None:
        parts = value.get("elements")
        if not isinstance(parts, list):
            self.add("must be an array", f"{at}/elements")
            return
        for index, part in enumerate(parts):
            here = f"{at}/elements/{index}"
            kind = part.get("type") if isinstance(part, dict) else None
            if not isinstance(kind, str) or kind not in spec.RICH_TEXT_PARTS:
                self.add(f"unsupported type: {_named(kind)}", f"{here}/type")
                continue
            needed, what = spec.RICH_TEXT_PARTS[kind]
            if needed and not isinstance(part.get(needed), what):
                self.add(f"missing required field: {needed}", here)
            elif kind == "text" and not part["text"]:
                self.add("must be more than 0 characters", f"{here}/text")
            elif kind == "date" and not 0 <= part["timestamp"] < _YEAR_10000:
                self.add("must be a UNIX time", f"{here}/timestamp")
            if part.get("style") is not None and not isinstance(part["style"], dict):
                self.add("must be an object", f"{here}/style")

    def _container(self, value: Json, at: str) -> None:
        children = value.get("child_blocks")
        if not isinstance(children, list) or not children:
            self.add("must contain at least 1 items", f"{at}/child_blocks")
            return
        if self.limited and len(children) > spec.CONTAINER_CHILDREN:
            self.add(f"no more than {spec.CONTAINER_CHILDREN} items allowed", f"{at}/child_blocks")
            children = children[: spec.CONTAINER_CHILDREN]
        for index, child in enumerate(children):
            if isinstance(child, dict) and child.get("type") == "container":
                self.add("unsupported type: container", f"{at}/child_blocks/{index}/type")
            else:
                self.block(child, f"{at}/child_blocks/{index}")
        if value.get("is_collapsible") and value.get("has_header_divider"):
            self.add("has_header_divider cannot be set when is_collapsible is true", at)

    def block(self, block: Any, at: str) -> None:
        kind = block.get("type") if isinstance(block, dict) else None
        if not isinstance(block, dict):
            self.add("must be an object", at)
        elif kind is None:
            self.add("missing required field: type", at)
        elif not isinstance(kind, str) or kind not in spec.BLOCKS or self.surface not in spec.BLOCKS[kind].surfaces:
            self.add(f"unsupported type: {_named(kind)}", f"{at}/type")
        else:
            if block.get("block_id") is not None:
                self.value(spec.Str(255), block["block_id"], f"{at}/block_id")
            self.object(spec.BLOCKS[kind], block, at, skip=("type", "block_id"))


def _named(kind: Any) -> str:
    return str(kind)[:100]


def _walk(blocks: list[Any]) -> list[Json]:
    """Every block, those in containers too, in the order in which they are read."""
    found: list[Json] = []
    waiting = blocks[::-1]
    while waiting:
        block = waiting.pop()
        if isinstance(block, dict):
            found.append(block)
            if isinstance(block.get("child_blocks"), list):
                waiting += block["child_blocks"][::-1]
    return found


def _cell_characters(cell: Any) -> int:
    count, waiting = 0, [cell]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict) and isinstance(part.get("elements"), list):
            waiting += part["elements"]
        elif isinstance(part, dict):
            count += len(str(part.get("text") or part.get("value") or ""))
    return count


def _table_characters(blocks: list[Json]) -> int:
    return sum(
        _cell_characters(cell)
        for table in blocks if table.get("type") in spec.TABLE_FAMILY and isinstance(table.get("rows"), list)
        for row in table["rows"] if isinstance(row, list)
        for cell in row
    )  # fmt: skip


def find_problems(blocks: Any, surface: str = "message", at: str = "/blocks", rules: Rules = STANDARD) -> list[str]:
    """Every problem in Slack's words; an empty list when the blocks may be posted to ``surface``."""
    findings = _Findings(surface, rules)
    most = spec.MESSAGE_BLOCKS if surface == "message" else spec.VIEW_BLOCKS
    if not isinstance(blocks, list):
        findings.add("must be an array", at)
        return findings.messages
    if findings.limited and len(blocks) > most:
        findings.add(f"no more than {most} items allowed", at)
        blocks = blocks[:most]
    for index, block in enumerate(blocks):
        findings.block(block, f"{at}/{index}")
    return findings.messages + _whole_problems(_walk(blocks), at, rules)


def _whole_problems(blocks: list[Json], at: str, rules: Rules) -> list[str]:
    """What the blocks of one message may not have together."""
    findings = _Findings("message", rules)
    markdown = sum(len(str(b.get("text"))) for b in blocks if b.get("type") == "markdown")
    if findings.limited and markdown > spec.MARKDOWN_PER_MESSAGE:
        findings.add(f"markdown text must be less than {spec.MARKDOWN_PER_MESSAGE + 1} characters in total", at)
    if sum(b.get("type") == "data_visualization" for b in blocks) > rules.most("charts"):
        findings.add(f"no more than {rules.most('charts'):.0f} data_visualization blocks allowed", at)
    if _table_characters(blocks) > rules.most("table_characters"):
        findings.add(f"table cells must be less than {rules.most('table_characters') + 1:.0f} characters in total", at)
    return findings.messages


def check_blocks(
    blocks: Any, surface: str = "message", at: str = "/blocks", code: str = "invalid_blocks", rules: Rules = STANDARD
) -> None:
    """Raise Slack's error when the blocks may not be posted."""
    if not isinstance(blocks, list):
        raise SlackApiError("invalid_blocks_format")
    check_tables(blocks, rules)
    problems = find_problems(blocks, surface, at, rules)
    if problems:
        raise SlackApiError(code, messages=tuple(problems))


def check_tables(blocks: list[Json], rules: Rules) -> None:
    """Raise only_one_table_allowed for a second block of the table family."""
    if sum(block.get("type") in spec.TABLE_FAMILY for block in _walk(blocks)) > rules.most("one_table"):
        raise SlackApiError("only_one_table_allowed")


def check_whole(blocks: list[Json], rules: Rules) -> None:
    """The rules for a message as a whole, for one that came in parts which were checked before."""
    check_tables(blocks, rules)
    problems = _whole_problems(_walk(blocks), "/blocks", rules)
    if problems:
        raise SlackApiError("invalid_blocks", messages=tuple(problems))


def view_problems(view: Any, rules: Rules = STANDARD) -> list[str]:
    """Problems of a modal or Home view: its blocks and its own fields."""
    if not isinstance(view, dict):
        return ["[ERROR] must be an object [json-pointer:/view]"]
    findings = _Findings("view", rules)
    kind = view.get("type")
    if kind not in ("modal", "home"):
        findings.add("must be one of the allowed types: modal, home", "/view/type")
        return findings.messages
    if kind == "modal":
        if view.get("title") is None:
            findings.add("missing required field: title", "/view")
        for name in ("title", "submit", "close"):
            if view.get(name) is not None:
                findings.text(spec.Text(24, plain_only=True), view[name], f"/view/{name}")
        has_input = any(isinstance(b, dict) and b.get("type") == "input" for b in _listed(view.get("blocks")))
        if has_input and view.get("submit") is None:
            findings.add("missing required field: submit", "/view")
    for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if view.get(name) is not None:
            findings.value(spec.Str(most), view[name], f"/view/{name}")
    return findings.messages + find_problems(view.get("blocks"), kind, "/view/blocks", rules)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def with_ids(blocks: list[Json]) -> list[Json]:
    """The same blocks with the ids that Slack makes up where none are given."""
    for block in _walk(blocks):
        if not block.get("block_id"):
            block["block_id"] = secrets.token_urlsafe(4)
        elements = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
        elements += block.get("actions") or []
        for element in elements:
            interactive = (*spec.INTERACTIVE, "feedback_buttons", "icon_button", "file_input")
            if isinstance(element, dict) and element.get("type") in interactive:
                element.setdefault("action_id", secrets.token_urlsafe(4))
    return blocks
