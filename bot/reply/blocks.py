"""From receipts to the blocks that end an answer. Pure: data in, blocks out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from bot.buttons import BAD, CHOICE, CORRECT_TYPES, EXPORT_CSV, EXPORT_PNG, EXPORT_XLSX, FEEDBACK, GOOD, SHOW_SQL
from bot.job_words import ENGLISH as JOB_WORDS
from bot.reply.big_number import figures, number_blocks
from bot.reply.charts import Drawing, chart_block
from bot.reply.elements import actions_block, button, context_block, emphasis, plain, preformatted
from bot.reply.inert import inert
from bot.reply.machine import about, downloadable, is_read, quotation, repeats
from bot.reply.receipt_line import notes, receipt_line
from bot.reply.tables import shown_table
from bot.reply.totals import totals
from bot.slack_api import Block
from bot.words import Words

if TYPE_CHECKING:
    from agent_actions.contract import Choice, Receipt, Table

# https://docs.slack.dev/reference/block-kit
MAX_BUTTONS = 25
MAX_TABLES = 3
"""Results shown as tables for one answer; each needs a message of its own, as Slack takes one table a message."""


@dataclass(frozen=True)
class Ending:
    """Blocks at the end of one message. ``simple`` says the same without the newest block types."""

    blocks: Sequence[Block] = ()
    simple: Sequence[Block] = ()
    summary: str = ""
    """Words for notifications and for readers that show no blocks."""
    undrawn: Sequence[Block] = ()
    """The same as ``blocks`` without their chart; empty when there is none."""
    charted: str = ""
    """Id of the receipt whose chart is in ``blocks``."""

    @property
    def forms(self) -> tuple[Sequence[Block], ...]:
        """The blocks, best first, to be tried in turn where Slack refuses some."""
        return (self.blocks, *([self.undrawn] if self.undrawn else []), self.simple)


@dataclass(frozen=True)
class Answer:
    """What an answer ends with: its receipts that hold data, their tables by receipt id, and ways to go on."""

    turn: str
    receipts: tuple[Receipt, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict["str", "Table"])
    drawings: Mapping[str, Drawing] = field(default_factory=dict[str, Drawing])
    """Charts by receipt id."""
    choices: tuple[Choice, ...] = ()
    said: str = ""
    """The answer's words so far, which the notes need not repeat."""
    in_channel: bool = False
    sources: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names of the thread's files by id."""
    kept_by: tuple[str, ...] = ()
    """Names of who answers for the certified questions used, or for what was explained."""
    ask_feedback: bool = True


def endings(answer: Answer, words: Words, today: date) -> list[Ending]:
    """The endings of one or more messages, in order: one table each, buttons and notes on the last."""
    shown = answer.receipts[-MAX_TABLES:]
    out: list[Ending] = []
    for index, receipt in enumerate(shown or (None,)):
        last = index == max(len(shown) - 1, 0)
        result = _result(receipt, answer, words, today) if receipt else _Result()
        tail = [*_buttons(answer, receipt, words)]
        if last:
            tail = [*_notes(answer, words), *tail, *_choices(answer, words), *_feedback(answer, words)]
        undrawn = [*result.blocks, *tail] if result.chart else ()
        charted = receipt.id if receipt and result.chart else ""
        whole = [*result.chart, *result.blocks, *tail]
        out.append(Ending(whole, [*result.simple, *tail], result.summary, undrawn, charted))
    return out


@dataclass(frozen=True)
class _Result:
    chart: Sequence[Block] = ()
    blocks: Sequence[Block] = ()
    simple: Sequence[Block] = ()
    summary: str = ""


def _result(receipt: Receipt, answer: Answer, words: Words, today: date) -> _Result:
    table, drawing = answer.tables.get(receipt.id), answer.drawings.get(receipt.id)
    summary = inert(receipt.headline or receipt.title)
    said, quoted = about(receipt, table, answer.sources), quotation(receipt)
    alone = figures(table, receipt, words) if table and not is_read(receipt) else ()
    if alone:
        blocks = [*number_blocks(alone), *_context([receipt_line(receipt, words, today)])]
        return _Result((), blocks, blocks, summary)
    chart = _chart(drawing) if drawing else []
    shown = shown_table(table, words, receipt) if table else None
    if table is None or shown is None or repeats(receipt, table):
        context = [*quoted, *_context([receipt_line(receipt, words, today, about=said)])]
        return _Result(chart, context, context, summary)
    total = "" if is_read(receipt) else totals(table, receipt, words)
    below = [emphasis(total)] if total else []
    line = receipt_line(
        receipt, words, today, shown.rows, _cuts(shown.columns, table, words, shortened=shown.shortened), said
    )
    simple = receipt_line(receipt, words, today, shown.text_rows, _cuts(shown.text_columns, table, words), said)
    return _Result(
        chart,
        [*quoted, shown.block, *below, *_context([line])],
        [*quoted, preformatted(shown.text), *below, *_context([simple])],
        summary,
    )


def _cuts(columns: int, table: Table, words: Words, *, shortened: bool = False) -> list[str]:
    """What else of the result isn't shown."""
    of = [words.columns_shown(columns, len(table.columns))] if columns < len(table.columns) else []
    return [*of, *([words.texts_shortened] if shortened else [])]


def _context(lines: Sequence[str]) -> list[Block]:
    said = [line for line in lines if line]
    return [context_block(said)] if said else []


def _chart(drawing: Drawing) -> list[Block]:
    """The chart, and below it what there is no room for in it and what it leaves out."""
    block = chart_block(drawing.chart) if drawing.chart else None
    if block is None:
        return []
    return [block, *_context([*drawing.subtitle, *drawing.notes])]


def _notes(answer: Answer, words: Words) -> list[Block]:
    certified = any(receipt.provenance == "certified" for receipt in answer.receipts)
    kept = words.kept_by if certified else words.answers_for
    lines = [inert(kept(answer.kept_by))] if answer.kept_by else []
    lines += notes(answer.receipts, words, in_channel=answer.in_channel, said=answer.said)
    return [context_block(lines)] if lines else []


def _buttons(answer: Answer, receipt: Receipt | None, words: Words) -> list[Block]:
    if receipt is None:
        return []
    value = json.dumps({"turn": answer.turn, "receipt": receipt.id})
    buttons = [button(SHOW_SQL, words.show_sql, value)] if receipt.sql and not is_read(receipt) else []
    table = answer.tables.get(receipt.id)
    if downloadable(receipt) and table and table.columns and table.rows:
        buttons.append(button(EXPORT_CSV, words.download_csv, value))
        buttons.append(button(EXPORT_XLSX, words.download_xlsx, value))
    drawing = answer.drawings.get(receipt.id)
    if drawing and drawing.chart and drawing.chart.kind != "number" and receipt.result_key:
        buttons.append(button(EXPORT_PNG, words.download_png, value))
    if receipt.dataset and receipt.columns:
        buttons.append(button(CORRECT_TYPES, JOB_WORDS.correct_types, value))
    return [actions_block(buttons)] if buttons else []


def _choices(answer: Answer, words: Words) -> list[Block]:
    if not answer.choices:
        return []
    return [
        actions_block(
            [
                button(f"{CHOICE}{index}", words.choice_label(choice), json.dumps({"turn": answer.turn, "n": index}))
                for index, choice in enumerate(answer.choices[:MAX_BUTTONS])
            ]
        )
    ]


def _feedback(answer: Answer, words: Words) -> list[Block]:
    if not answer.ask_feedback:
        return []
    buttons: Block = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": {"text": plain(words.good_answer), "value": f"{answer.turn}:{GOOD}"},
        "negative_button": {"text": plain(words.bad_answer), "value": f"{answer.turn}:{BAD}"},
    }
    return [{"type": "context_actions", "elements": [buttons]}]
