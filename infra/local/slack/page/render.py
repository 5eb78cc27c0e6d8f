"""Message and view dicts -> HTML fragments, by Jinja templates. Pure: nothing here knows who looks."""

# Markup is given only to what inline.py, text.py and charts.py have escaped already.
# ruff: noqa: S704

from __future__ import annotations

import csv
import functools
import json
import re
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from infra.local.slack import typed, words
from infra.local.slack.page import charts, fields, inline, text
from infra.local.slack.page.emoji import EMOJI
from infra.local.slack.people import BOT_USER, CHANNELS, DMS, PEOPLE

Json = dict[str, Any]

HERE = Path(__file__).parent
PREVIEW_COLUMNS = 12
_DATE_WORD = re.compile(r"(?:\d{1,2} )?[^\W\d]{3,} \d")
LONG_CELL = 280
"""Characters from which a cell scrolls in itself."""


def _text(obj: Json | str | None) -> Markup:
    """A text object as HTML."""
    if not obj:
        return Markup("")
    if isinstance(obj, str):
        return Markup(text.plain(obj))
    if obj.get("type") == "mrkdwn":
        return Markup(text.mrkdwn(obj["text"]))
    return Markup(text.plain(obj["text"]))


def _rich_part(part: Json) -> str:
    kind = part["type"]
    if kind == "user":
        return inline.user_mention(part["user_id"])
    if kind == "channel":
        return inline.channel_mention(part["channel_id"])
    if kind == "emoji":
        return EMOJI.get(part["name"], f":{part['name']}:")
    if kind == "link":
        shown = inline.link(part["url"], text.plain(part.get("text", "")))
    elif kind == "broadcast":
        shown = f'<span class="mention">@{text.plain(part["range"])}</span>'
    elif kind == "date":
        shown = text.plain(part.get("fallback") or _time_words(part["timestamp"], "%Y-%m-%d %H:%M"))
    else:
        shown = text.plain(part.get("text") or part.get("value") or "")
    for mark, tag in (("code", "code"), ("bold", "strong"), ("italic", "em"), ("strike", "s")):
        if (part.get("style") or {}).get(mark):
            shown = f"<{tag}>{shown}</{tag}>"
    return shown


def _rich_parts(parts: list[Json]) -> Markup:
    return Markup("".join(_rich_part(part) for part in parts))


def _time_words(ts: str | float, form: str) -> str:
    return datetime.fromtimestamp(float(ts)).strftime(form)


def _day(ts: str, now: float | None = None) -> str:
    day = datetime.fromtimestamp(float(ts)).date()
    today = datetime.fromtimestamp(now or time.time()).date()
    ago = (today - day).days
    if ago in (0, 1):
        return words.PAGE["today"] if ago == 0 else words.PAGE["yesterday"]
    return f"{day:%A}, {day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")


def _local_image(obj: Json) -> str:
    """An image's address if it is on this machine, else empty: the page loads nothing from outside."""
    url = obj.get("image_url") or (obj.get("slack_file") or {}).get("url") or ""
    return urlsplit(url).path if urlsplit(url).hostname in ("127.0.0.1", "localhost") else ""


def _grouped(blocks: list[Json]) -> list[Json]:
    """Neighbouring task cards become one list of steps."""
    out: list[Json] = []
    for block in blocks:
        if block["type"] == "task_card":
            if not out or out[-1]["type"] != "_steps":
                out.append({"type": "_steps", "tasks": []})
            out[-1]["tasks"].append(block)
        else:
            out.append(block)
    return out


def _author(message: Json) -> Json:
    person = PEOPLE.get(message.get("user", ""))
    if person is None:
        return {"name": words.SLACKBOT, "initials": "S", "colour": "#5c5a55", "bot": True, "guest": False, "title": ""}
    return {
        "name": person.real_name, "initials": person.initials, "colour": person.colour, "bot": person.is_bot,
        "guest": person.is_restricted, "title": person.title,
    }  # fmt: skip


def _cell_number(cell: Json) -> bool:
    """To be set flush right: a number that is shown as one, not as "Jan 2026"."""
    return cell.get("type") == "raw_number" and not _DATE_WORD.match(str(cell.get("text") or ""))


def _cell(cell: Json) -> Markup:
    if cell.get("type") == "rich_text":
        return Markup("<br>").join(_rich_parts(part["elements"]) for part in cell["elements"])
    shown = cell.get("text")
    if shown is None:
        shown = f"{cell['value']:,}"
    drawn = text.plain(str(shown))
    return Markup(f'<div class="long-cell" tabindex="0">{drawn}</div>' if len(str(shown)) > LONG_CELL else drawn)


def _cell_sort(cell: Json) -> str:
    if "value" in cell:
        return str(cell["value"])
    return "".join(p.get("text", "") for e in cell.get("elements", []) for p in e.get("elements", [])) or str(
        cell.get("text", "")
    )


def _csv_rows(file: Json) -> list[list[str]]:
    """The first rows of a CSV or TSV file's preview; empty for other files and for what doesn't look like a table."""
    if file.get("filetype") not in ("csv", "tsv"):
        return []
    try:
        rows = list(csv.reader(file["preview"].splitlines(), delimiter="\t" if file["filetype"] == "tsv" else ","))
    except csv.Error:
        return []
    return [row[:PREVIEW_COLUMNS] for row in rows if row] if rows and len(rows[0]) > 1 else []


def _size(count: float) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


@functools.cache
def environment() -> Environment:
    """Templates with autoescape."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    env.filters |= {
        "text": _text,
        "markdown": lambda value: Markup(text.markdown(value)),
        "mrkdwn": lambda value: Markup(text.mrkdwn(value)),
        "rich": _rich_parts,
        "cell": _cell,
        "cell_sort": _cell_sort,
        "filesize": _size,
        "csv_rows": _csv_rows,
        "clock": lambda ts: _time_words(ts, "%H:%M"),
        "long_time": lambda ts: _time_words(ts, "%A %d %B %Y, %H:%M:%S"),
        "day": _day,
        "day_key": lambda ts: _time_words(ts, "%Y-%m-%d"),
        "anchor": lambda ts: "m-" + ts.replace(".", "-"),
        "chart": lambda block: Markup(charts.draw(block)),
        "grouped": _grouped,
        "local_image": _local_image,
        "groups": fields.groups_of,
        "initial": fields.initial_of,
        "rich_html": lambda value: fields.rich_html(value, _rich_parts),
        "pretty": lambda value: json.dumps(value, indent=2, ensure_ascii=False),
        "emoji": lambda name: EMOJI.get(name, f":{name}:"),
        "path_of": lambda url: urlsplit(url).path,
        "typed": typed.decode,
        "person": lambda user: PEOPLE[user].real_name if user in PEOPLE else user,
        "author_of": lambda user: _author({"user": user}),
    }
    env.tests["number_cell"] = _cell_number
    env.globals |= {
        "words": words.PAGE,
        "wire": words.WIRE,
        "author_of": _author,
        "BOT": BOT_USER,
        "CHANNELS": CHANNELS,
        "PEOPLE": PEOPLE,
    }
    return env


def warm() -> None:
    """Compile every template, so that the first message does not wait for it."""
    for name in environment().list_templates():
        environment().get_template(name)


def render_message(channel: str, message: Json, *, live: bool = False, in_thread: bool = False) -> str:
    """One message as an ``<article>``."""
    template = environment().get_template("message.html")
    return template.render(m=message, channel=channel, live=live, in_thread=in_thread)


def render_view(view: Json) -> str:
    """A modal's inside, or a Home tab."""
    return environment().get_template("view.html").render(view=view)


def channel_title(channel: str) -> str:
    return f"#{CHANNELS[channel].name}" if channel in CHANNELS else PEOPLE[BOT_USER].real_name if channel in DMS else ""
