"""Checks blocks and views against blockspec.py, in Slack's words: ``[ERROR] what [json-pointer:/blocks/0/text]``."""

from __future__ import annotations

import secrets
from typing import Any

from infra.local.slack import blockspec as spec
from infra.local.slack.errors import SlackApiError
from infra.local.slack.store import Json

_TEXTS = ("plain_text", "mrkdwn")
_TEXT_FIELDS = ("type", "text", "emoji", "verbatim")


class _Findings:
    def __init__(self, surface: str) -> None:
        self.surface = surface
        self.messages: list[str] = []

    def add(self, words: str, at: str) -> None:
        self.messages.append(f"[ERROR] {words} [json-pointer:{at}]")

    # values -----------------------------------------------------------------------------------------------------

    def length(self, text: str, least: int, most: int, at: str) -> None:
        if len(text) > most:
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
                elif not least <= value <= most:
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
        if len(value) > most:
            self.add(f"no more than {most} items allowed", at)
        if len(value) < least:
            self.add(f"must contain at least {least} items", at)
        for index, item in enumerate(value[:most]):
            self.value(rule, item, f"{at}/{index}")

    def typed(self, types: tuple[str, ...], value: Any, at: str) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in types:
            self.add(f"unsupported type: {kind}", f"{at}/type")
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
        categories = (chart.get("axis_config") or {}).get("categories")
        series = chart.get("series")
        if not isinstance(categories, list) or not isinstance(series, list):
            return
        names = [s.get("name") for s in series if isinstance(s, dict)]
        if len(set(names)) < len(names):
            self.add("series names must be unique", f"{at}/series")
        for index, one in enumerate(series):
            labels = [p.get("label") for p in one.get("data") or []] if isinstance(one, dict) else []
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
        for index, part in enumerate(value.get("elements") or []):
            kind = part.get("type") if isinstance(part, dict) else None
            if kind not in spec.RICH_TEXT_PARTS:
                self.add(f"unsupported type: {kind}", f"{at}/elements/{index}/type")
            elif kind == "text" and not part.get("text"):
                self.add("must be more than 0 characters", f"{at}/elements/{index}/text")

    def _container(self, value: Json, at: str) -> None:
        children = value.get("child_blocks")
        if not isinstance(children, list) or not children:
            self.add("must contain at least 1 items", f"{at}/child_blocks")
            return
        if len(children) > spec.CONTAINER_CHILDREN:
            self.add(f"no more than {spec.CONTAINER_CHILDREN} items allowed", f"{at}/child_blocks")
        for index, child in enumerate(children):
            self.block(child, f"{at}/child_blocks/{index}")
        if value.get("is_collapsible") and value.get("has_header_divider"):
            self.add("has_header_divider cannot be set when is_collapsible is true", at)

    def block(self, block: Any, at: str) -> None:
        kind = block.get("type") if isinstance(block, dict) else None
        if not isinstance(block, dict):
            self.add("must be an object", at)
        elif kind is None:
            self.add("missing required field: type", at)
        elif kind not in spec.BLOCKS or self.surface not in spec.BLOCKS[kind].surfaces:
            self.add(f"unsupported type: {kind}", f"{at}/type")
        else:
            if block.get("block_id") is not None:
                self.value(spec.Str(255), block["block_id"], f"{at}/block_id")
            self.object(spec.BLOCKS[kind], block, at, skip=("type", "block_id"))


def _walk(blocks: list[Any]) -> list[Json]:
    found: list[Json] = []
    for block in blocks:
        if isinstance(block, dict):
            found.append(block)
            if isinstance(block.get("child_blocks"), list):
                found += _walk(block["child_blocks"])
    return found


def _cell_text(cell: Any) -> str:
    if isinstance(cell, dict):
        if isinstance(cell.get("elements"), list):
            return "".join(_cell_text(part) for part in cell["elements"])
        return str(cell.get("text") or cell.get("value") or "")
    return ""


def find_problems(blocks: Any, surface: str = "message", at: str = "/blocks") -> list[str]:
    """Every problem in Slack's words; an empty list when the blocks may be posted to ``surface``."""
    findings = _Findings(surface)
    most = spec.MESSAGE_BLOCKS if surface == "message" else spec.VIEW_BLOCKS
    if not isinstance(blocks, list):
        findings.add("must be an array", at)
        return findings.messages
    if len(blocks) > most:
        findings.add(f"no more than {most} items allowed", at)
    for index, block in enumerate(blocks[:most]):
        findings.block(block, f"{at}/{index}")
    everything = _walk(blocks)
    if sum(len(str(b.get("text"))) for b in everything if b.get("type") == "markdown") > spec.MARKDOWN_PER_MESSAGE:
        findings.add(f"markdown text must be less than {spec.MARKDOWN_PER_MESSAGE + 1} characters in total", at)
    if sum(b.get("type") == "data_visualization" for b in everything) > spec.CHARTS_PER_MESSAGE:
        findings.add(f"no more than {spec.CHARTS_PER_MESSAGE} data_visualization blocks allowed", at)
    cells = sum(
        len(_cell_text(cell))
        for b in everything
        if b.get("type") in spec.TABLE_FAMILY and isinstance(b.get("rows"), list)
        for row in b["rows"] if isinstance(row, list)
        for cell in row
    )  # fmt: skip
    if cells > spec.TABLE_CHARACTERS:
        findings.add(f"table cells must be less than {spec.TABLE_CHARACTERS + 1} characters in total", at)
    return findings.messages


def check_blocks(blocks: Any, surface: str = "message", at: str = "/blocks", code: str = "invalid_blocks") -> None:
    """Raise Slack's error when the blocks may not be posted."""
    if not isinstance(blocks, list):
        raise SlackApiError("invalid_blocks_format")
    if sum(block.get("type") in spec.TABLE_FAMILY for block in _walk(blocks)) > spec.TABLES_PER_MESSAGE:
        raise SlackApiError("only_one_table_allowed")
    problems = find_problems(blocks, surface, at)
    if problems:
        raise SlackApiError(code, messages=tuple(problems))


def view_problems(view: Any) -> list[str]:
    """Problems of a modal or Home view: its blocks and its own fields."""
    if not isinstance(view, dict):
        return ["[ERROR] must be an object [json-pointer:/view]"]
    findings = _Findings("view")
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
        has_input = any(isinstance(b, dict) and b.get("type") == "input" for b in view.get("blocks") or [])
        if has_input and view.get("submit") is None:
            findings.add("missing required field: submit", "/view")
    for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if view.get(name) is not None:
            findings.value(spec.Str(most), view[name], f"/view/{name}")
    return findings.messages + find_problems(view.get("blocks"), kind, "/view/blocks")


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
