"""How a turn ended, decided by code from its receipts; and the words that the agent left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent_actions.contract import Choice, HistoryCall, Job, Receipt, SharedFile
from bot.job_words import ENGLISH as JOB_WORDS
from bot.records import Outcome
from bot.reply.receipt_line import has_words
from bot.words import Words

_ITEM = re.compile(r"[•*-] (?P<answer>[^*_`<>\[\]]{1,75})")
MOST_LISTED = 6
"""Answers that a question back may list for each to have a button."""


def data_receipts(receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
    """Those that brought data or a file, an empty result included."""
    return tuple(r for r in receipts if r.status in ("ok", "empty") and (r.provenance or r.text or r.files))


def files_unused(files: Sequence[SharedFile], receipts: Sequence[Receipt]) -> list[str]:
    """Names of the ``files`` of a message that was answered without a look into them."""
    used = {receipt.source for receipt in receipts} | {str((r.request or {}).get("file", "")) for r in receipts}
    return [file.name for file in files if not used & {file.id, file.name}] if data_receipts(receipts) else []


def has_table(receipt: Receipt, receipts: Sequence[Receipt]) -> bool:
    """Whether its rows are shown: those of a file that was made a dataset aren't, beside an answer got from it."""
    later = receipts[receipts.index(receipt) + 1 :] if receipt.dataset else ()
    return not any(r.source == receipt.source and r.status in ("ok", "empty") and not r.dataset for r in later)


def jobs_of(receipts: Sequence[Receipt]) -> tuple[Job, ...]:
    """What the turn has to wait for, each once."""
    waiting = [job for receipt in receipts if receipt.status == "pending" for job in receipt.jobs]
    return tuple({(job.service, job.id): job for job in waiting}.values())


def waiting_words(receipts: Sequence[Receipt], said: str, *, waits: bool) -> list[str]:
    """What is waited for, unless the agent ``said`` it in the headlines' own words. Not ``waits``: why no longer."""
    what = [job.what for job in jobs_of(receipts)]
    if not waits:
        return [JOB_WORDS.gave_up(what)]
    heads = [receipt.headline for receipt in receipts if receipt.status == "pending" and receipt.jobs]
    return [] if all(head and has_words(said, head) for head in heads) else [JOB_WORDS.waiting(what)]


def outcome_of(receipts: Sequence[Receipt], *, text: str, asked_back: bool, failed: bool) -> Outcome:
    """``failed``: the agent broke off or ran into the deadline."""
    if jobs_of(receipts):
        return "pending"
    if data_receipts(receipts):
        return "answered"
    statuses = [receipt.status for receipt in receipts]
    if asked_back or "ambiguous" in statuses:
        return "asked_back"
    if "needs_approval" in statuses or "pending" in statuses:
        return "pending"
    if failed:
        return "error"
    if statuses and statuses[-1] == "error":
        return "error"
    if statuses and statuses[-1] in ("not_found", "refused"):
        return "refused"
    return "answered" if text.strip() else "error"


def words_left_out(outcome: Outcome, receipts: Sequence[Receipt], words: Words) -> str:
    """What to say when the agent ended without a word of its own."""
    if outcome == "answered":
        return "\n".join(r.headline for r in data_receipts(receipts) if r.headline) or words.no_answer
    last_error = next((r.error for r in reversed(receipts) if r.error), None)
    if outcome == "asked_back":
        asked = next((r.error for r in reversed(receipts) if r.status == "ambiguous" and r.error), None)
        return asked or words.ask_back_bare
    if outcome == "error" and not last_error:
        return words.no_answer
    return last_error or words.refused_bare


def choices_of(outcome: Outcome, receipts: Sequence[Receipt], said: str = "") -> tuple[Choice, ...]:
    """Ways to go on, from the last receipt that offers some; none once there is an answer.

    Of a question back without one, the answers that it lists: a button says what it stands beside.
    """
    if outcome == "answered":
        return ()
    given = next((r.choices for r in reversed(receipts) if r.choices), ())
    return given or (_listed(said) if outcome == "asked_back" else ())


def _listed(said: str) -> tuple[Choice, ...]:
    """The list at the end of the text, where it has a few short lines; one alone must stand below a question."""
    found: list[str] = []
    lines = said.rstrip().splitlines()
    for line in reversed(lines):
        item = _ITEM.fullmatch(line.strip())
        if item is None:
            break
        found.append(item["answer"].strip())
    asked = len(found) < len(lines) and lines[-1 - len(found)].rstrip().endswith("?")
    fits = (1 if asked else 2) <= len(found) <= MOST_LISTED and len(set(found)) == len(found)
    return tuple(Choice(label=answer, text=answer) for answer in reversed(found)) if fits else ()


def calls_of(receipts: Sequence[Receipt]) -> tuple[HistoryCall, ...]:
    """What a later turn of the thread builds on: requests, never figures."""
    return tuple(HistoryCall(action=r.action, status=r.status, request=r.request, choices=r.choices) for r in receipts)
