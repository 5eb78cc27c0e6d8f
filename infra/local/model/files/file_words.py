"""Every sentence that the planner says about shared files."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.contract import FileKind
from infra.local.model.says.words import joined, quoted

NO_FILE = "There is no file in this thread that I could read. Share one here, and ask again."
NO_SUMMARY = (
    "I can't summarise without a language model, and none is set up here. This is the text itself, so that you can see "
    "for yourself."
)
WHICH_LANGUAGE = "Into which language?"
LANGUAGES = ("English", "Spanish", "German", "French")
NOTHING_TO_TRANSLATE = "What is to be translated? Put the text in quotation marks, or share a file."
FILE_ALONE = (
    "Beside a file's rows I can show figures for a period and with filters, not by another breakdown, a comparison or "
    "a share. Ask for the figures alone."
)
KINDS: dict[FileKind, str] = {
    "image": "a picture",
    "document": "a document",
    "table": "a table",
    "text": "a text",
    "audio": "a recording",
    "video": "a video",
}
WAYS: dict[FileKind, tuple[str, ...]] = {
    "image": ("describe it", "read its text", "extract its tables", "translate it"),
    "document": ("read its text", "extract its tables", "translate it", "read it aloud"),
    "table": ("show its rows", "make it a dataset of this thread", "put published figures beside its rows"),
    "text": ("show it", "translate it", "tell its sentiment", "read it aloud"),
    "audio": ("transcribe it", "translate what is said"),
    "video": ("describe it", "transcribe it"),
}
"""What can be done with a file of a kind."""
DOING = {
    "look_at_image": "look at",
    "transcribe_audio": "transcribe",
    "expenses": "read amounts from",
    "forms": "read form fields from",
    "dataset": "make a dataset of",
    "tables": "extract tables from",
    "text": "read text from",
}


def which_file(names: Sequence[str]) -> str:
    return f"Which file do you mean: {joined(names, 'or')}?"


def does_not_fit(name: str, kind: FileKind, doing: str) -> str:
    """``doing``: a key of DOING."""
    return f"“{name}” is {KINDS[kind]}, so I can't {DOING[doing]} it. I can {joined(WAYS[kind], 'or')}."


def what_to_do(names: Sequence[str], kinds: Sequence[FileKind]) -> str:
    ways = list(dict.fromkeys(way for kind in kinds for way in WAYS[kind]))
    return f"What shall I do with {quoted(names)}? I can {joined(ways, 'or')}."


def no_join(label: str, keys: Sequence[str]) -> str:
    """``keys``: fields by which the figures could be matched. The columns are listed below it."""
    known = f" The figures can be matched by {joined(keys, 'or')}." if keys else ""
    return (
        f"None of the columns of {label} is called like anything that the figures are known by, or holds its values."
        f"{known} Which column is it, and what does it hold? Say for example “column 2 is the product”."
    )


def which_join(label: str, columns: Sequence[str]) -> str:
    return f"By which column of {label} are the figures to be matched: {joined(columns, 'or')}?"


def against_what(name: str, column: str) -> str:
    """``column``: what the message calls it, which the file's name speaks of."""
    return (
        f"I can't tell which figure to set against the {column} of “{name}”. Say for example "
        f"“compare the {column} with revenue last month”."
    )


def no_column(name: str, column: str, numbers: Sequence[str]) -> str:
    has = f"Its columns of numbers: {joined(numbers, 'and')}." if numbers else "It has no column of numbers."
    return f"I can set one figure against one column of numbers of “{name}”, and “{column}” isn't clearly one. {has}"
