"""Jobs of the offline services, started by real actions that don't wait for them, finished in their threads."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

import pypdfium2 as pdfium
import pytest

from bot.jobs.rows import JobRows
from bot.records import TurnRecord
from infra.local import names
from infra.local.asking import Asked, Desk
from infra.local.aws.faults import Fault
from infra.local.home import Inputs
from infra.local.model.port import CallTools, ModelTurn, Say, Step, ToolCall
from infra.local.stack import Stack, whole_stack
from tests.conftest import TODAY
from tests.whole import Office, until

SAMPLES = Path(__file__).parents[2] / "infra" / "local" / "lake" / "samples" / "files"
MEMO = SAMPLES / "memo.ogg"
CALLS = {
    "listen": (ToolCall("speech", "transcribe_audio", {"file": "memo.ogg"}),),
    "read": (ToolCall("documents", "read_document", {"file": "invoices.pdf"}),),
}


class Scribe:
    """A model that calls what the question names, all of it, and adds a word."""

    def next(self, turn: ModelTurn) -> Step:
        wanted = tuple(call for word, calls in CALLS.items() if word in turn.text for call in calls)
        rest = wanted[len(turn.results) :]
        return CallTools(rest[:1]) if rest else Say(("This is what I found.",))


@dataclass
class Bureau:
    stack: Stack
    office: Office

    def ask(self, text: str, *files: Path) -> Asked:
        return Desk(self.stack.running, "maya", None).ask(text, None, list(files))

    def messages(self, asked: Asked) -> list[str]:
        channel, _, ts = asked.thread.rpartition(":")
        return [str(found.get("blocks")) for found in self.office.answers({"channel": channel, "ts": ts})]


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    """A stack whose actions never wait for a job."""
    lake = tmp_path_factory.mktemp("small-lake")
    (lake / "shops.csv").write_text("id,name\n1,A\n2,B\n")
    inputs = Inputs(lake=lake, model=None, docs=None, today=TODAY)
    with whole_stack(tmp_path_factory.mktemp("jobs-home"), inputs, lambda _: None, Scribe()) as stack:
        runtime = stack.aws.runtime
        actions = runtime.function(names.ACTIONS_FUNCTION)
        hasty = replace(actions, env={**actions.env, "OUTCROP_JOB_WAIT_SECONDS": "0"})
        runtime.deploy([hasty], endpoint_url=stack.aws.url)
        office = Office(stack)
        yield Bureau(stack, office)
        office.close()


def waiting(bureau: Bureau) -> list[TurnRecord]:
    rows = JobRows(names.client("dynamodb", bureau.stack.running.aws_url), names.TABLE)
    found = [bureau.office.ledger.turn(one.turn) for one in rows.open(time.time() + 60)]
    return [record for record in found if record and record.outcome == "pending"]


@pytest.fixture(scope="module")
def invoices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages with a text layer: more than Textract reads at once, and nothing for the OCR to do."""
    path = tmp_path_factory.mktemp("papers") / "invoices.pdf"
    with pdfium.PdfDocument(SAMPLES / "invoice.pdf") as one, closing(pdfium.PdfDocument.new()) as two:
        for _ in range(2):
            two.import_pages(one)
        two.save(path)
    return path


def test_a_recording_is_answered_for_once_when_its_transcript_is_there(bureau: Bureau) -> None:
    bureau.stack.aws.faults.add("events/Event", Fault("doubled", times=5))
    asked = bureau.ask("listen to it", MEMO)
    bureau.stack.aws.faults.clear()
    assert asked.outcome == "answered"
    assert "revenue" in asked.text.lower()
    said, answer = bureau.messages(asked)
    assert "memo.ogg" in said
    assert "Read by machine: check before you rely on it" in answer
    assert [receipt["source"] for receipt in asked.receipts]


def test_news_that_is_lost_is_found_by_the_clock(bureau: Bureau, invoices: Path) -> None:
    bureau.stack.aws.faults.add("sns/Notification", Fault("lost", times=5))
    asked: list[Asked] = []
    asking = Thread(target=lambda: asked.append(bureau.ask("read it", invoices)))
    asking.start()
    (record,) = until(lambda: waiting(bureau), "turn that waits")
    rows = JobRows(names.client("dynamodb", bureau.stack.running.aws_url), names.TABLE)
    rows.begin([one.model_copy(update={"started": one.started - 60}) for one in rows.of_turn(record.turn)])
    until(lambda: bureau.stack.aws.completions.poll() or not waiting(bureau) or None, "end of the waiting")
    asking.join(60)
    bureau.stack.aws.faults.clear()
    assert asked[0].outcome == "answered"
    assert len(bureau.messages(asked[0])) == 2


def test_two_files_of_one_question_are_answered_for_together(bureau: Bureau, invoices: Path) -> None:
    asked = bureau.ask("listen and read", MEMO, invoices)
    assert asked.outcome == "answered"
    assert len(asked.receipts) == 2
    waits, *answer = bureau.messages(asked)
    assert "These take a while" in waits
    assert len([message for message in answer if "rich_text_quote" in message]) == 2
