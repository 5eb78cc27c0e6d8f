"""Message search: ``late carriers in:#finance from:@maya has:file "by region"``. Case and accents don't matter."""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from infra.local.slack import words
from infra.local.slack.page.render import channel_title, environment
from infra.local.slack.page.who import PageError, channel_for, persona
from infra.local.slack.people import BOT_NAME, BOT_USER, PEOPLE, Person
from infra.local.slack.store import Json, Store

RESULTS = 30
AROUND = 70
"""Characters shown before the first word that was found."""
SHOWN = 240
_PART = re.compile(r'(in|from|has):(\S+)|"([^"]+)"|(\S+)', re.I)
_ENTITY = re.compile(r"<([@#!])?([^<>|]*)(?:\|([^<>]*))?>")
_UNREAD = ("button", "feedback_buttons", "task_card", "plan", "data_visualization")
"""Controls, steps, and charts, whose figures stand in the table beside them."""
_TEXTS = ("text", "value", "caption", "title", "label", "name")


@dataclass(frozen=True)
class Query:
    terms: tuple[str, ...]
    channel: str = ""
    author: str = ""
    with_file: bool = False


def fold(text: str) -> str:
    """Lower case without accents; as long as the text itself, so that places in one are places in the other."""
    return text.lower() if text.isascii() else "".join(map(_bare, text))


@functools.cache
def _bare(letter: str) -> str:
    first = unicodedata.normalize("NFKD", letter)[0]
    return first.lower() if len(first.lower()) == 1 else first


def read_query(me: Person, typed: str) -> Query:
    """Raises PageError for a channel or a person that isn't there, and for a search without words."""
    terms: list[str] = []
    found = Query(())
    for part in _PART.finditer(typed):
        key, value = (part[1] or "").lower(), part[2] or ""
        if key == "in":
            found = Query((), channel_for(me, value), found.author, found.with_file)
        elif key == "from":
            found = Query((), found.channel, _author(me, value), found.with_file)
        elif key == "has" and value.lower() in ("file", "files"):
            found = Query((), found.channel, found.author, True)
        else:
            terms.append(fold(part[3] or part[0]))
    if not terms and not (found.channel or found.author or found.with_file):
        raise PageError(words.EMPTY_SEARCH)
    return Query(tuple(terms), found.channel, found.author, found.with_file)


def _author(me: Person, value: str) -> str:
    name = value.lstrip("@").lower()
    if name == "me":
        return me.id
    return BOT_USER if name == BOT_NAME.lower() else persona(name).id


def text_of(message: Json) -> str:
    """Everything in a message that a person can read: its text, else what its blocks hold, and its files' names."""
    parts = [_plain(message.get("text") or "")]
    parts += _strings(message.get("blocks") or []) if not message.get("client_msg_id") else []
    parts += [str(file.get("title") or file.get("name") or "") for file in message.get("files") or []]
    return " ".join(" ".join(part for part in dict.fromkeys(parts) if part).split())


def _plain(text: str) -> str:
    def shown(found: re.Match[str]) -> str:
        if found[1] == "@" and found[2] in PEOPLE:
            return f"@{PEOPLE[found[2]].real_name}"
        return f"{found[1] or ''}{found[3] or found[2]}"

    return html.unescape(_ENTITY.sub(shown, text))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        if value.get("type") in _UNREAD:
            return
        for key, inner in value.items():
            if isinstance(inner, str):
                if key in _TEXTS:
                    yield _plain(inner)
            else:
                yield from _strings(inner)


def snippet(text: str, terms: Iterable[str]) -> str:
    """HTML of the part of the text in which the words are, each marked."""
    folded = fold(text)
    places = sorted((at, at + len(term)) for term in terms for at in _all(folded, term))
    start = max(0, places[0][0] - AROUND) if places else 0
    end, out, done = min(len(text), start + SHOWN), [], start
    for low, high in places:
        low, high = max(low, done), min(high, end)
        if low < high:
            out += [html.escape(text[done:low]), f"<mark>{html.escape(text[low:high])}</mark>"]
            done = high
    return ("…" if start else "") + "".join(out) + html.escape(text[done:end]) + ("…" if end < len(text) else "")


def _all(folded: str, term: str) -> Iterator[int]:
    at = folded.find(term)
    while at >= 0:
        yield at
        at = folded.find(term, at + len(term))


def search(store: Store, me: Person, channels: Iterable[str], typed: str, before: str = "") -> Json:
    """``{"results": [...], "more", "html"}``, newest first, from the conversations that the person is in."""
    query = read_query(me, typed)
    allowed = [channel for channel in channels if query.channel in ("", channel)]
    store.index.catch_up(lambda message: fold(text_of(message)))
    found = store.index.find(
        query.terms, allowed, viewer=me.id, author=query.author, with_file=query.with_file, before=before,
        limit=RESULTS + 1,
    )  # fmt: skip
    results: list[Json] = []
    for channel, message in found:
        thread_ts = message.get("thread_ts") or ""
        results.append({
            "channel": channel, "title": channel_title(channel), "ts": message["ts"], "user": message.get("user", ""),
            "thread_ts": "" if thread_ts == message["ts"] else thread_ts,
            "snippet": snippet(text_of(message), query.terms),
        })  # fmt: skip
    return _answer(results[:RESULTS], more=len(results) > RESULTS)


def _answer(results: list[Json], *, more: bool) -> Json:
    drawn = environment().get_template("results.html").render(results=results)
    return {"ok": True, "results": results, "more": more, "html": drawn}
