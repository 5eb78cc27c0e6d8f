"""Jobs of the offline services, started by real actions that don't wait for them, finished in their threads.

And what is drawn of the results: texts that are too long, and a dataset whose types a person corrects.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

import pypdfium2 as pdfium
import pytest
from mutagen.mp3 import MP3

from bot.buttons import CORRECT_TYPES
from bot.jobs.rows import JobRows
from bot.records import TurnRecord
from bot.reply.types_view import CHOICE
from infra.local import names
from infra.local.asking import Asked, Desk, as_text
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
    "speak": (ToolCall("speech", "speak", {"text": "Good morning.", "language": "en-GB"}),),
    "quote": (ToolCall("documents", "read_document", {"file": "letter.txt"}),),
    "make a table": (ToolCall("documents", "read_document", {"file": "targets.csv", "want": "dataset"}),),
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


def test_a_text_too_long_for_a_message_comes_whole_as_a_file(bureau: Bureau, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    whole = "\n".join(f"Line {n} of a long letter." for n in range(400))
    letter.write_text(whole)
    asked = bureau.ask("quote it", letter)
    assert asked.outcome == "answered", asked.text
    (file,) = asked.files
    assert (file["mime"], Path(file["path"]).read_text()) == ("text/plain", whole)
    assert Path(file["path"]).is_relative_to(Path(bureau.stack.running.home) / "files")
    assert "Line 0 of" in asked.text
    assert "Line 399 of" not in asked.text
    assert f"{file['name']}: {file['path']}" in as_text(asked)


def test_speech_is_posted_into_the_thread_and_can_be_had(bureau: Bureau) -> None:
    asked = bureau.ask("speak")
    assert asked.outcome == "answered", asked.text
    (file,) = asked.files
    assert file["mime"] == "audio/mpeg"
    assert MP3(file["path"]).info.length > 0.5
    assert len(bureau.messages(asked)) == 2, "the answer, then the file"


def test_the_types_of_a_dataset_are_corrected_in_a_window(bureau: Bureau, tmp_path: Path) -> None:
    targets = tmp_path / "targets.csv"
    targets.write_text("store,target\n101,5000\n102,6000\n")
    asked = bureau.ask("make a table of it", targets)
    button = next(b for b in asked.buttons if b["action_id"] == CORRECT_TYPES)
    channel, _, ts = asked.thread.rpartition(":")
    place = {"channel": channel, "ts": ts}
    answer = next(m for m in bureau.office.answers(place) if CORRECT_TYPES in str(m.get("blocks")))
    press = {"action_id": CORRECT_TYPES, "value": button["value"]}
    bureau.office.page(
        "POST", "/page/actions", **{"as": "maya"}, channel=channel, message_ts=answer["ts"], action=press
    )
    view = until(lambda: bureau.stack.slack.core.views.top("U_MAYA"), "window")
    selects = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
    assert [s["initial_option"]["value"] for s in selects.values()] == ["integer", "integer"]
    chosen = {block: s["initial_option"] for block, s in selects.items()}
    chosen["column0"] = next(o for o in selects["column0"]["options"] if o["value"] == "text")
    given = {b: {CHOICE: {"type": "static_select", "selected_option": option}} for b, option in chosen.items()}
    bureau.office.page("POST", "/page/views/submit", **{"as": "maya"}, view_id=view["id"], values=given)
    told = until(
        lambda: next((m["text"] for m in bureau.office.answers(place) if "are now" in m["text"]), None), "types"
    )
    assert "store: text, target: whole number" in told
