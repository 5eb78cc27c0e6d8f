"""Block Kit as data: every block, element and composition object, its fields and their limits.

Sources: https://docs.slack.dev/reference/block-kit/ and the classes of slack_sdk.models.blocks. Where the sources
disagree (chart series, data_table rows) the smaller number holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MARKDOWN_PER_MESSAGE = 12_000
TABLE_FAMILY = ("table", "data_table")


@dataclass(frozen=True)
class Str:
    most: int = 3000
    least: int = 0


@dataclass(frozen=True)
class Num:
    least: float = float("-inf")
    most: float = float("inf")
    whole: bool = True


@dataclass(frozen=True)
class Flag:
    pass


@dataclass(frozen=True)
class Choice:
    of: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A text object, ``{"type": "plain_text" | "mrkdwn", "text": ...}``."""

    most: int
    least: int = 1
    plain_only: bool = False


@dataclass(frozen=True)
class Obj:
    """An object without a type of its own: a named entry of OBJECTS."""

    name: str


@dataclass(frozen=True)
class OneOf:
    """An object whose ``type`` is one of these."""

    types: tuple[str, ...]


@dataclass(frozen=True)
class Many:
    """An array of things that each pass the inner rule."""

    of: Rule
    most: int
    least: int = 1


@dataclass(frozen=True)
class Anything:
    pass


Rule = Str | Num | Flag | Choice | Text | Obj | OneOf | Many | Anything


@dataclass(frozen=True)
class Spec:
    """``required`` must be there; of each group in ``any_of`` at least one; fields not named are refused."""

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    surfaces: tuple[str, ...] = ("message", "modal", "home")
    check: str = ""
    """Name of a further check in blockcheck.py that a table of limits cannot say."""
    ids: tuple[str, ...] = field(default=("block_id",))


_PLAIN = 3000
_ACTION: dict[str, Rule] = {"action_id": Str(255), "confirm": Obj("confirm"), "focus_on_load": Flag()}
_PLACEHOLDER: dict[str, Rule] = {"placeholder": Text(150, plain_only=True)}
_DISPATCH: dict[str, Rule] = {"dispatch_action_config": Anything()}
_CHOICES: dict[str, Rule] = {
    **_ACTION, **_PLACEHOLDER,
    "options": Many(Obj("option"), 100), "option_groups": Many(Obj("option_group"), 100),
}  # fmt: skip

_SELECT_KINDS: dict[str, dict[str, Rule]] = {
    "external_select": {"initial_option": Obj("option"), "min_query_length": Num(0)},
    "users_select": {"initial_user": Str(255)},
    "conversations_select": {
        "initial_conversation": Str(255), "default_to_current_conversation": Flag(), "response_url_enabled": Flag(),
        "filter": Anything(),
    },
    "channels_select": {"initial_channel": Str(255), "response_url_enabled": Flag()},
    "multi_external_select": {"initial_options": Many(Obj("option"), 100), "min_query_length": Num(0)},
    "multi_users_select": {"initial_users": Anything()},
    "multi_conversations_select": {
        "initial_conversations": Anything(), "default_to_current_conversation": Flag(), "filter": Anything(),
    },
    "multi_channels_select": {"initial_channels": Anything()},
}  # fmt: skip

ELEMENTS: dict[str, Spec] = {
    "button": Spec(
        {**_ACTION, "text": Text(75, plain_only=True), "value": Str(2000), "url": Str(3000), "agent_prompt": Str(4000),
         "style": Choice(("primary", "danger")), "accessibility_label": Str(75)},
        ("text",),
    ),
    "checkboxes": Spec(
        {**_ACTION, "options": Many(Obj("option"), 10), "initial_options": Many(Obj("option"), 10)}, ("options",)
    ),
    "radio_buttons": Spec(
        {**_ACTION, "options": Many(Obj("option"), 10), "initial_option": Obj("option")}, ("options",)
    ),
    "overflow": Spec({**_ACTION, "options": Many(Obj("option"), 5)}, ("options",)),
    "datepicker": Spec({**_ACTION, **_PLACEHOLDER, "initial_date": Str(10)}),
    "timepicker": Spec({**_ACTION, **_PLACEHOLDER, "initial_time": Str(5), "timezone": Str(255)}),
    "datetimepicker": Spec({**_ACTION, "initial_date_time": Num(0)}),
    "feedback_buttons": Spec(
        {"action_id": Str(255), "positive_button": Obj("feedback_button"), "negative_button": Obj("feedback_button")},
        ("positive_button", "negative_button"),
    ),
    "icon_button": Spec(
        {**_ACTION, "icon": Choice(("trash",)), "text": Text(75, plain_only=True), "value": Str(2000),
         "accessibility_label": Str(75), "visible_to_user_ids": Anything()},
        ("icon", "text"),
    ),
    "image": Spec(
        {"image_url": Str(3000), "slack_file": Obj("slack_file"), "alt_text": Str(2000)},
        ("alt_text",), (("image_url", "slack_file"),),
    ),
    "static_select": Spec({**_CHOICES, "initial_option": Obj("option")}, any_of=(("options", "option_groups"),)),
    "multi_static_select": Spec(
        {**_CHOICES, "initial_options": Many(Obj("option"), 100), "max_selected_items": Num(1)},
        any_of=(("options", "option_groups"),),
    ),
    **{name: Spec({**_ACTION, **_PLACEHOLDER, "max_selected_items": Num(1), **more})
       for name, more in _SELECT_KINDS.items()},
    "plain_text_input": Spec(
        {**_ACTION, **_PLACEHOLDER, **_DISPATCH, "initial_value": Str(3000), "multiline": Flag(),
         "min_length": Num(0, 3000), "max_length": Num(1, 3000)},
    ),
    "rich_text_input": Spec({**_ACTION, **_PLACEHOLDER, **_DISPATCH, "initial_value": OneOf(("rich_text",))}),
    "email_text_input": Spec({**_ACTION, **_PLACEHOLDER, **_DISPATCH, "initial_value": Str(3000)}),
    "url_text_input": Spec({**_ACTION, **_PLACEHOLDER, **_DISPATCH, "initial_value": Str(3000)}),
    "number_input": Spec(
        {**_ACTION, **_PLACEHOLDER, **_DISPATCH, "is_decimal_allowed": Flag(), "initial_value": Str(255),
         "min_value": Str(255), "max_value": Str(255)},
        ("is_decimal_allowed",),
    ),
    "file_input": Spec({**_ACTION, "filetypes": Anything(), "max_files": Num(1, 10)}),
    "workflow_button": Spec(
        {"action_id": Str(255), "text": Text(75, plain_only=True), "workflow": Anything(),
         "style": Choice(("primary", "danger")), "accessibility_label": Str(75)},
        ("text", "workflow"),
    ),
    "url": Spec({"url": Str(3000), "text": Str(3000, 1)}, ("url", "text")),
    "raw_text": Spec({"text": Str(10_000, 1)}, ("text",)),
    "raw_number": Spec({"value": Num(whole=False), "text": Str(10_000, 1)}, ("value",)),
    "rich_text_section": Spec({"elements": Anything()}, ("elements",), check="rich_text_parts"),
    "rich_text_list": Spec(
        {"elements": Many(OneOf(("rich_text_section",)), 1000, 0), "style": Choice(("bullet", "ordered")),
         "indent": Num(0, 8), "offset": Num(0), "border": Num(0, 1)},
        ("elements", "style"),
    ),
    "rich_text_quote": Spec({"elements": Anything(), "border": Num(0, 1)}, ("elements",), check="rich_text_parts"),
    "rich_text_preformatted": Spec(
        {"elements": Anything(), "border": Num(0, 1), "language": Str(255)}, ("elements",), check="rich_text_parts"
    ),
}  # fmt: skip

RICH_TEXT_PARTS: dict[str, tuple[str, type | tuple[type, ...]]] = {
    "text": ("text", str),
    "link": ("url", str),
    "user": ("user_id", str),
    "usergroup": ("usergroup_id", str),
    "channel": ("channel_id", str),
    "emoji": ("name", str),
    "broadcast": ("range", str),
    "date": ("timestamp", (int, float)),
    "color": ("value", str),
    "team": ("team_id", str),
}
"""The parts of a rich text section, each with the field that it cannot be without."""

INTERACTIVE = (
    "button", "checkboxes", "radio_buttons", "overflow", "datepicker", "timepicker", "datetimepicker", "static_select",
    "external_select", "users_select", "conversations_select", "channels_select", "multi_static_select",
    "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
    "plain_text_input", "rich_text_input", "email_text_input", "url_text_input", "number_input", "workflow_button",
)  # fmt: skip
INPUTS = tuple(
    t for t in (*INTERACTIVE, "file_input") if t not in ("button", "overflow", "workflow_button")
)  # fmt: skip

OBJECTS: dict[str, Spec] = {
    "option": Spec(
        {"text": Text(75), "value": Str(150, 1), "description": Text(75), "url": Str(3000)}, ("text", "value")
    ),
    "option_group": Spec(
        {"label": Text(75, plain_only=True), "options": Many(Obj("option"), 100)}, ("label", "options")
    ),
    "confirm": Spec(
        {"title": Text(100, plain_only=True), "text": Text(300), "confirm": Text(30, plain_only=True),
         "deny": Text(30, plain_only=True), "style": Choice(("primary", "danger"))},
        ("title", "text", "confirm", "deny"),
    ),
    "feedback_button": Spec(
        {"text": Text(75, plain_only=True), "value": Str(2000, 1), "accessibility_label": Str(75)}, ("text", "value")
    ),
    "slack_file": Spec({"id": Str(255), "url": Str(3000)}, any_of=(("id", "url"),)),
    "column_setting": Spec({"align": Choice(("left", "center", "right")), "is_wrapped": Flag()}),
    "segment": Spec({"label": Str(20, 1), "value": Num(whole=False)}, ("label", "value"), check="positive_value"),
    "series": Spec({"name": Str(20, 1), "data": Many(Obj("point"), 20)}, ("name", "data")),
    "point": Spec({"label": Str(20, 1), "value": Num(whole=False)}, ("label", "value")),
    "axis_config": Spec(
        {"categories": Many(Str(20, 1), 20), "x_label": Str(50), "y_label": Str(50)}, ("categories",)
    ),
}  # fmt: skip

CHART_SERIES = 6
CHARTS: dict[str, Spec] = {
    "pie": Spec({"segments": Many(Obj("segment"), CHART_SERIES)}, ("segments",)),
    **{
        kind: Spec(
            {"series": Many(Obj("series"), CHART_SERIES), "axis_config": Obj("axis_config")},
            ("series", "axis_config"),
            check="points_match_categories",
        )
        for kind in ("bar", "line", "area")
    },
}

_CELL = OneOf(("raw_text", "raw_number", "rich_text"))
_IMAGE = OneOf(("image",))

BLOCKS: dict[str, Spec] = {
    "section": Spec(
        {"text": Text(3000), "fields": Many(Text(2000), 10), "accessory": OneOf((*INTERACTIVE, "image")),
         "expand": Flag()},
        any_of=(("text", "fields"),),
    ),
    "divider": Spec({}),
    "image": Spec(
        {"image_url": Str(3000), "slack_file": Obj("slack_file"), "alt_text": Str(2000),
         "title": Text(2000, plain_only=True)},
        ("alt_text",), (("image_url", "slack_file"),),
    ),
    "actions": Spec({"elements": Many(OneOf(INTERACTIVE), 25)}, ("elements",)),
    "context": Spec({"elements": Many(OneOf(("image", "plain_text", "mrkdwn")), 10)}, ("elements",)),
    "context_actions": Spec(
        {"elements": Many(OneOf(("feedback_buttons", "icon_button")), 5)}, ("elements",), surfaces=("message",)
    ),
    "input": Spec(
        {"label": Text(2000, plain_only=True), "element": OneOf(INPUTS), "hint": Text(2000, plain_only=True),
         "optional": Flag(), "dispatch_action": Flag()},
        ("label", "element"),
    ),
    "file": Spec({"external_id": Str(255), "source": Choice(("remote",))}, ("external_id", "source"),
                 surfaces=("message",)),
    "header": Spec({"text": Text(150, plain_only=True), "level": Num(1, 4)}, ("text",)),
    "markdown": Spec({"text": Str(12_000, 1)}, ("text",), surfaces=("message",)),
    "video": Spec(
        {"alt_text": Str(2000), "video_url": Str(3000), "thumbnail_url": Str(3000), "author_name": Str(50),
         "title": Text(200, plain_only=True), "title_url": Str(3000), "provider_name": Str(255),
         "provider_icon_url": Str(3000), "description": Text(200, plain_only=True)},
        ("alt_text", "video_url", "thumbnail_url", "title"),
    ),
    "rich_text": Spec(
        {"elements": Many(
            OneOf(("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")), 1000, 0)},
        ("elements",),
    ),
    "table": Spec(
        {"rows": Many(Many(_CELL, 20), 100), "column_settings": Many(Obj("column_setting"), 20, 0)},
        ("rows",), surfaces=("message",),
    ),
    "data_table": Spec(
        {"rows": Many(Many(_CELL, 20), 101, 2), "caption": Str(3000, 1), "page_size": Num(1, 100),
         "row_header_column_index": Num(0, 19)},
        ("rows", "caption"), surfaces=("message",), check="data_table",
    ),
    "data_visualization": Spec(
        {"title": Str(50, 1), "chart": OneOf(tuple(CHARTS))}, ("title", "chart"), surfaces=("message",)
    ),
    "task_card": Spec(
        {"task_id": Str(255, 1), "title": Str(3000, 1), "details": OneOf(("rich_text",)),
         "output": OneOf(("rich_text",)), "sources": Many(OneOf(("url",)), 100, 0),
         "status": Choice(("pending", "in_progress", "complete", "error"))},
        ("task_id", "title", "status"), surfaces=("message",),
    ),
    "plan": Spec(
        {"title": Str(3000, 1), "tasks": Many(OneOf(("task_card",)), 50, 0)}, ("title",), surfaces=("message",)
    ),
    "alert": Spec(
        {"text": Text(200), "level": Choice(("default", "info", "warning", "error", "success"))},
        ("text",), surfaces=("modal",),
    ),
    "card": Spec(
        {"hero_image": _IMAGE, "icon": _IMAGE, "slack_icon": Anything(), "title": Text(150), "subtitle": Text(150),
         "body": Text(200), "actions": Many(OneOf(("button",)), 5)},
        any_of=(("hero_image", "title", "actions", "body"),),
    ),
    "carousel": Spec({"elements": Many(OneOf(("card",)), 10)}, ("elements",)),
    "container": Spec(
        {"title": Text(150, plain_only=True), "rich_text_title": OneOf(("rich_text",)), "subtitle": Text(150),
         "child_blocks": Anything(), "width": Choice(("narrow", "standard", "wide", "full")), "icon": _IMAGE,
         "is_collapsible": Flag(), "default_collapsed": Flag(), "has_header_divider": Flag()},
        ("child_blocks",), (("title", "rich_text_title"),), surfaces=("message",), check="container",
    ),
    "call": Spec({"call_id": Str(255), "api_decoration_available": Flag(), "call": Anything()}, ("call_id",),
                 surfaces=("message",)),
    "auth_provider": Spec(
        {"value": Str(150, 1), "name": Text(75, plain_only=True), "is_connected": Flag(),
         "description": Text(150, plain_only=True), "icon_url": Str(3000), "auth_url": Str(3000),
         "disconnect_url": Str(3000), "connected_identity": Text(75, plain_only=True),
         "connected_context": Text(75, plain_only=True), "accessory": OneOf(("overflow",)), "fallback": Anything()},
        ("value", "name", "is_connected"),
    ),
}  # fmt: skip

CONTAINER_CHILDREN = 10
