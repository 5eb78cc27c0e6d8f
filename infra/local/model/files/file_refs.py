"""Which of the thread's files a message means, and the message with the file's name taken out."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pydantic import TypeAdapter, ValidationError

from agent_actions.contract import FILES_ATTRIBUTE, FileKind, HistoryTurn, SharedFile
from infra.local.model.english.text import fold

MARK = "§"
"""Stands for a file's name in the text that is read on."""
_FILES = TypeAdapter(tuple[SharedFile, ...])
KIND_WORDS: Mapping[str, tuple[FileKind, ...]] = {
    "picture": ("image",), "image": ("image",), "photo": ("image",), "photograph": ("image",),
    "screenshot": ("image",), "scan": ("image", "document"), "pdf": ("document",), "document": ("document", "text"),
    "letter": ("document", "text", "image"), "contract": ("document",), "page": ("document", "image"),
    "report": ("document",), "receipt": ("image", "document"), "invoice": ("image", "document"),
    "bill": ("image", "document"), "form": ("image", "document"), "recording": ("audio", "video"),
    "memo": ("audio", "video", "text"), "audio": ("audio", "video"), "voice message": ("audio",),
    "voice memo": ("audio",), "sound": ("audio",), "podcast": ("audio",), "video": ("video",), "clip": ("video",),
    "film": ("video",), "csv": ("table",), "spreadsheet": ("table",), "workbook": ("table",), "excel": ("table",),
    "excel sheet": ("table",), "list": ("table", "text"), "data": ("table",), "dataset": ("table",),
    "text file": ("text",), "note": ("text", "audio"), "word document": ("document",), "text": ("text", "document"),
    "file": (), "attachment": (), "upload": (), "files": (), "attachments": (),
}  # fmt: skip
"""What people call a file -> the kinds that it may be; none: any."""
KIND = "|".join(sorted(map(re.escape, KIND_WORDS), key=len, reverse=True))
POINTING = r"(?:(?:the|this|that|these|those|my|our|attached|shared|uploaded|latest|newest|last|same|above|a|an)\s+)*"
TAIL = r"(?:\s+(?:file|files|attached|above|here|below|(?:that )?(?:i|we) (?:just )?(?:shared|uploaded|sent|posted)))*"
NOUN = rf"(?:{MARK}|(?:{KIND})s?)"
THING = rf"(?:{POINTING}{NOUN}(?:'s)?{TAIL}|it|this|that|them|these)"
"""A file in words: its name, "the attached picture", "it"."""
_POINTED = re.compile(rf"\b(?:this|that|these|those|attached|shared|uploaded|my)\s+(?:\w+\s+)?(?P<kind>{KIND})s?\b")
_CALLED = re.compile(rf"\b(?P<kind>{KIND})s?\b")
_NEWEST = re.compile(r"\b(?:newest|latest|last|most recent)\b")


@dataclass(frozen=True)
class Referred:
    """A message as far as files go."""

    text: str
    """Folded, files' names replaced by a mark, quotation marks and what stands in them taken out."""
    quoted: str
    """What the message quotes, as written."""
    named: tuple[SharedFile, ...]
    kinds: tuple[FileKind, ...]
    """What the message calls a file may be; empty: it says nothing, or "file"."""
    pointed: bool
    """It points at a file in so many words: "this picture", "the attached list", a name."""


def read(attributes: Mapping[str, str]) -> tuple[SharedFile, ...]:
    """The thread's files; what cannot be read counts as nothing."""
    try:
        return _FILES.validate_json(attributes.get(FILES_ATTRIBUTE) or "[]")
    except ValidationError:
        return ()


def refer(text: str, files: Sequence[SharedFile]) -> Referred:
    marked, named = with_marks(text, files)
    quotes = re.findall(r"[\"“”«](.{1,2000}?)[\"”“»]", marked, re.DOTALL)
    bare = re.sub(r"[\"“”«].{1,2000}?[\"”“»]", " ", marked, flags=re.DOTALL)
    folded = " ".join(re.sub(r"[?!.,;:]+(?=\s|$)", " ", fold(bare).replace("’", "'")).split())
    called = _CALLED.findall(folded)
    kinds = next((KIND_WORDS[word] for word in called if KIND_WORDS[word]), ())
    return Referred(folded, quotes[0].strip() if quotes else "", named, kinds, bool(named or _POINTED.search(folded)))


def with_marks(text: str, files: Sequence[SharedFile]) -> tuple[str, tuple[SharedFile, ...]]:
    """The text with every file's name as a mark, and the files so named.

    Without its extension a name only counts where it is no ordinary word: "store-targets", not "stores".
    """
    named: list[SharedFile] = []
    for file in sorted(files, key=lambda f: len(f.name), reverse=True):
        for name in (file.name, PurePath(file.name).stem):
            if len(name) < 3 or (name != file.name and name.isalpha()):
                continue
            found = re.compile(rf"(?<![\w.])[“\"']?{re.escape(name)}[”\"']?(?![\w])", re.IGNORECASE)
            if found.search(text):
                text = found.sub(MARK, text)
                named.append(file)
                break
    return text, tuple(f for f in files if f in named)


def choose(
    referred: Referred, files: Sequence[SharedFile], turns: Sequence[HistoryTurn], kinds: Collection[FileKind]
) -> list[SharedFile]:
    """The files that may be meant, one if it is clear. ``kinds``: what can be used; others are only taken if named.

    Named ones first; else those of the message, else the one that the turn before was about, else the thread's.
    """
    if referred.named:
        return list(referred.named)
    now = [f for f in files if f.now]
    for pool in (now, _used_before(turns, files) if not referred.kinds else [], list(files)):
        found = [f for f in pool if not referred.kinds or f.kind in referred.kinds]
        found = [f for f in found or pool if f.kind in kinds] or (found or list(pool) if pool is now else found)
        if found:
            return found[:1] if len(found) > 1 and _NEWEST.search(referred.text) else found
    return list(files)


def _used_before(turns: Sequence[HistoryTurn], files: Sequence[SharedFile]) -> list[SharedFile]:
    """The file of the newest call that used one."""
    for turn in reversed(turns):
        for call in reversed(turn.calls):
            given = str((call.request or {}).get("file") or "")
            found = [f for f in files if given and given in (f.id, f.name)]
            if found:
                return found[:1]
    return []


def names_of(files: Sequence[SharedFile]) -> list[str]:
    return list(dict.fromkeys(f.name for f in files))


def as_json(value: object) -> str:
    return json.dumps(value)
