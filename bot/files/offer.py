"""Files that came without a word: a line for each, and buttons for what can be done with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent_actions.contract import Choice, FileKind, SharedFile
from bot.file_words import FileWords

BUTTONS = 25
"""Of all files together (https://docs.slack.dev/reference/block-kit/blocks/actions-block)."""
BUTTONS_OF_A_FILE = 6
LABEL, REQUEST = 75, 2_000

FITTING: Mapping[FileKind, tuple[str, ...]] = {
    "image": ("describe", "read", "tables", "translate"),
    "document": ("read", "summarise", "tables", "translate"),
    "table": ("dataset", "tables"),
    "text": ("summarise", "translate", "read"),
    "audio": ("transcribe", "translate", "summarise"),
    "video": ("describe", "transcribe", "summarise"),
}
"""What fits a kind of file, the likeliest first."""
DELIMITED = frozenset({"text/csv", "text/tab-separated-values", "application/vnd.apache.parquet"})
"""One table already: there is none to extract."""


def lines(files: Sequence[SharedFile], words: FileWords) -> str:
    """What there is, one line a file, and the question what to do."""
    return "\n".join([*(f"- {words.file_line(file)}" for file in files), "", words.offer(len(files))])


def choices(files: Sequence[SharedFile], words: FileWords, locale: str) -> tuple[Choice, ...]:
    """Every file gets as many buttons as any other; those of its kind, in the order of the files."""
    each = max(1, min(BUTTONS_OF_A_FILE, BUTTONS // max(1, len(files))))
    found = [
        Choice(
            label=words.file_button(action, file.name, alone=len(files) == 1)[:LABEL],
            text=words.file_request(action, file.name, locale)[:REQUEST],
        )
        for file in files[:BUTTONS]
        for action in _fitting(file)[:each]
    ]
    return tuple(found)


def _fitting(file: SharedFile) -> tuple[str, ...]:
    fitting = FITTING[file.kind]
    return tuple(action for action in fitting if action != "tables" or file.mime not in DELIMITED)
