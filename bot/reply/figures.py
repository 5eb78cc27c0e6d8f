"""Figures under guard: no sentence of the model's is shown with a number that no receipt, question or source holds.

While the answer streams, text is held by sentence, table and code block. What has no number passes the moment it is
whole; what has one waits for the receipts that hold it, and is left out when the answer ends without them. What the
model worked out itself (a sum, a difference, a percentage) is in no receipt and is left out too: it is told never to
compute. Pure: text and facts in, text out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.reply.facts import Facts
from bot.reply.numerals import numbers
from bot.reply.sentences import Part, Sentences

_LIST_NUMBER = re.compile(r"\s*(?:[>*_ ]*)(\d{1,3})[.)](?=\s|$)")
_BULLET = re.compile(r"\s*[•*-][ \t][^\n]*\s*")
_TABLE_RULE = re.compile(r"[\s|:\-]*")


def holds(text: str, facts: Facts, *, choice: bool = False) -> bool:
    """Whether every number of ``text`` is in ``facts``, in one of the ways in which it can be read.

    ``choice``: the text is an answer that is listed below a question back.
    """
    asking = _asks(text)
    return all(
        any(all(facts.holds(figure, asking=asking, choice=choice) for figure in reading) for reading in number.readings)
        for number in numbers(text)
    )


def _asks(text: str) -> bool:
    return text.rstrip(" \n*_\"'\u201d)").endswith(("?", "\uff1f"))


@dataclass
class _Held:
    part: Part
    text: str
    """The part without its list number."""
    choice: bool
    shown_before: int
    """How many parts had been shown when it was held back."""


class Figures:
    """The guard of one answer: ``feed`` what the model says, ``look_again`` when there may be more facts, ``end``."""

    def __init__(self, facts: Callable[[], Facts]) -> None:
        """``facts`` gives all that is known by now; it is asked only when a number turns up."""
        self._facts, self._sentences = facts, Sentences()
        self._held: list[_Held] = []
        self._shown, self._list_number, self._break, self._asked = 0, 0, False, False
        self.left_out = 0
        """Sentences, table rows and code blocks left out so far."""

    def feed(self, text: str) -> str:
        """What may be shown now."""
        return self._pass(self._sentences.feed(text))

    def look_again(self) -> str:
        """What was held and is borne out by now."""
        out: list[str] = []
        waiting, self._held = self._held, []
        for held in waiting:
            if self._true(held.part, held.text, choice=held.choice):
                out.append(self._late(held, held.part.text))
            else:
                self._held.append(held)
        return "".join(out)

    def end(self) -> str:
        """The rest, but for what no fact bears out."""
        out = [self._pass(self._sentences.flush()), self.look_again()]
        for held in self._held:
            if held.part.kind == "table":
                kept = self._true_rows(held.part)
                out.append(self._late(held, kept) if kept else "")
            else:
                self.left_out += 1
        self._held = []
        return "".join(out)

    def allows(self, text: str) -> bool:
        """Whether a line that holds words of the model's may be shown, such as a step's title."""
        return holds(text, self._facts()) if numbers(text) else True

    def _pass(self, parts: Sequence[Part]) -> str:
        out: list[str] = []
        for part in parts:
            text = self._without_list_number(part) if part.kind == "sentence" else part.text
            choice = self._is_choice(part)
            if self._true(part, text, choice=choice):
                out.append(self._show(part.text))
            elif part.kind == "table" and self._facts().seen_rows:
                # its place is here, before what follows
                out.append(self._show(self._true_rows(part)))
            else:
                self._held.append(_Held(part, text, choice, self._shown))
        return "".join(out)

    def _show(self, text: str) -> str:
        if self._break and text.strip():
            text, self._break = "\n\n" + text.lstrip(), False
        if not self._shown:
            text = text.lstrip()
        self._shown += bool(text.strip())
        return text

    def _late(self, held: _Held, text: str) -> str:
        """A held part: in its place while nothing was shown since, else as a paragraph of its own."""
        if self._shown == held.shown_before:
            return self._show(text)
        shown = self._show("\n\n" + text.strip())
        self._break = True
        return shown

    def _is_choice(self, part: Part) -> bool:
        """Whether it is an answer of the list right below a question."""
        choice = part.kind == "sentence" and self._asked and _BULLET.fullmatch(part.text) is not None
        if part.text.strip():
            self._asked = choice or (part.kind == "sentence" and _asks(part.text))
        return choice

    def _true(self, part: Part, text: str, *, choice: bool) -> bool:
        if not numbers(text):
            return True
        facts = self._facts()
        if part.kind == "code":
            return all(facts.shows_sql(line) or holds(line, facts) for line in _code_lines(text)) or holds(text, facts)
        if part.kind == "table":
            return all(_TABLE_RULE.fullmatch(row) or holds(row, facts) for row in text.splitlines())
        return holds(text, facts, choice=choice)

    def _true_rows(self, part: Part) -> str:
        """A table without its rows that aren't true; empty when its head or every row is."""
        lead = part.text[: len(part.text) - len(part.text.lstrip())]
        head, *rows = part.text.strip().splitlines()
        facts = self._facts()
        kept = [row for row in rows if _TABLE_RULE.fullmatch(row) or holds(row, facts)]
        if not holds(head, facts) or not any(not _TABLE_RULE.fullmatch(row) for row in kept):
            self.left_out += 1
            return ""
        self.left_out += len(rows) - len(kept)
        return lead + "\n".join([head, *kept]) + "\n"

    def _without_list_number(self, part: Part) -> str:
        """The text without the number of a list's item, if it is the next one."""
        match = _LIST_NUMBER.match(part.text)
        if match is None:
            return part.text
        number = int(match[1])
        if number not in (1, self._list_number + 1):
            return part.text
        self._list_number = number
        return part.text[match.end() :]


def _code_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.lstrip().startswith(("```", "~~~"))]
