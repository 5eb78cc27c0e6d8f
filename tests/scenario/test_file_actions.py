"""The actions on shared files against the offline services: the Lambda function is called as an agent calls it."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image, ImageDraw, ImageFont

from agent_actions.contract import (
    FILES_ATTRIBUTE,
    HISTORY_ATTRIBUTE,
    Audience,
    Caller,
    FileKind,
    HistoryTurn,
    Receipt,
    SharedFile,
    Table,
    file_key,
    identity_attributes,
    receipt_prefix,
    thread_key,
)
from infra.local import names
from infra.local.aws.faults import Fault
from infra.local.lake import samples
from infra.local.slack.people import TEAM_ID
from tests.unit.actions import hostile
from tests.whole import Office, until

Json = dict[str, Any]
SAMPLES = Path(samples.__file__).parent / "files"
PDF, PNG, CSV, OGG = "application/pdf", "image/png", "text/csv", "audio/ogg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GROUPS = {
    "look_at_image": "vision",
    "read_document": "documents",
    "transcribe_audio": "speech",
    "speak": "speech",
    "translate": "language",
    "analyze_text": "language",
    "inspect_file": "files",
    "check_jobs": "files",
}
CALLER = Caller(team=TEAM_ID, user="U_MAYA", name="Maya", email="maya@example.com", kind="member")
AUDIENCE = Audience(kind="dm", channel="D_MAYA")


@dataclass
class Thread:
    """A thread with files in it, and calls of actions about them."""

    office: Office
    name: str
    shared: list[SharedFile] = field(default_factory=list[SharedFile])
    history: list[HistoryTurn] = field(default_factory=list[HistoryTurn])
    turns: int = 0

    @property
    def key(self) -> str:
        return thread_key(TEAM_ID, "D_MAYA", self.name)

    def share(self, name: str, data: bytes, kind: FileKind, mime: str) -> Json:
        """Put a file where the bot puts it, and have it looked at; taken when that is fine."""
        given = SharedFile(
            id=f"F{len(self.shared)}{self.key[:8].upper()}", name=name, kind=kind, mime=mime, size=len(data)
        )
        self.office.s3.put_object(Bucket=names.BUCKET, Key=file_key(self.key, given.id), Body=data)
        body = self.act("inspect_file", file=given.model_dump_json())
        if body["status"] == "ok":
            self.shared.insert(0, SharedFile.model_validate(body["file"] | {"now": True}))
        return body

    def sample(self, name: str, kind: FileKind, mime: str) -> Json:
        return self.share(name, (SAMPLES / name).read_bytes(), kind, mime)

    def act(self, action: str, **arguments: str) -> Json:
        self.turns += 1
        event = {
            "messageVersion": "1.0",
            "agent": {"name": "outcrop", "id": "A", "alias": "A", "version": "1"},
            "inputText": "",
            "sessionId": "s",
            "actionGroup": GROUPS[action],
            "function": action,
            "parameters": [{"name": name, "type": "string", "value": value} for name, value in arguments.items()],
            "sessionAttributes": identity_attributes(CALLER, AUDIENCE, self.turn, self.key),
            "promptSessionAttributes": {
                FILES_ATTRIBUTE: json.dumps([f.model_dump() for f in self.shared]),
                HISTORY_ATTRIBUTE: json.dumps([t.model_dump() for t in self.history]),
            },
        }
        answer = names.client("lambda", self.office.stack.running.aws_url, read_timeout=100).invoke(
            FunctionName=names.ACTIONS_FUNCTION, Payload=json.dumps(event).encode()
        )
        payload = json.loads(answer["Payload"].read())
        body: Json = json.loads(payload["response"]["functionResponse"]["responseBody"]["TEXT"]["body"])
        return body

    @property
    def turn(self) -> str:
        return f"{self.name}-{self.turns}"

    def receipt(self) -> Receipt:
        """Of the latest call."""
        listed = self.office.s3.list_objects_v2(Bucket=names.BUCKET, Prefix=receipt_prefix(self.turn))["Contents"]
        return Receipt.model_validate_json(self.read(listed[-1]["Key"]))

    def table(self) -> Table:
        key = self.receipt().result_key
        assert key
        return Table.model_validate_json(self.read(key))

    def text(self) -> str:
        key = self.receipt().text_key
        assert key
        return self.read(key).decode()

    def read(self, key: str) -> bytes:
        body: bytes = self.office.s3.get_object(Bucket=names.BUCKET, Key=key)["Body"].read()
        return body

    def keys(self, prefix: str) -> list[str]:
        listed = self.office.s3.list_objects_v2(Bucket=names.BUCKET, Prefix=prefix).get("Contents", [])
        return [item["Key"] for item in listed]

    def waited(self, action: str, **arguments: str) -> Json:
        """Ask again until the job is over, as its completion makes the bot do."""

        def look() -> Json | None:
            body = self.act(action, **arguments)
            return body if body["status"] != "pending" else None

        return until(look, f"end of the job of {action}")


@pytest.fixture
def thread(office: Office, request: pytest.FixtureRequest) -> Thread:
    return Thread(office, request.node.name)


def columns(table: Table) -> list[str]:
    return [column.name for column in table.columns]


# the look


def test_a_file_is_looked_at_where_the_bot_put_it(thread: Thread) -> None:
    body = thread.sample("stock-count.pdf", "document", PDF)
    assert (body["file"]["pages"], body["file"]["kind"]) == (2, "document")
    assert thread.share("bill.png", hostile.pdf(1), "document", PDF)["warnings"] == [
        "“bill.png” is a PDF by its content, whatever its name says."
    ]
    assert thread.share("empty.csv", b"", "table", CSV)["error"].startswith("“empty.csv” is empty")
    assert "protected with a password" in thread.share("x.pdf", hostile.locked_pdf(), "document", PDF)["error"]
    assert len(thread.shared) == 2


# pictures


def test_a_picture_is_seen_in_parts_and_what_was_not_looked_for_is_said(thread: Thread) -> None:
    thread.sample("receipt.png", "image", PNG)
    body = thread.act("look_at_image")
    assert body["status"] == "ok"
    assert "words of text" in body["headline"]
    assert any(w.startswith("Not looked for: labels. Rekognition says") for w in body["warnings"])
    assert "Fell & Hearth" in thread.text()
    table = thread.table()
    assert columns(table) == ["what", "name", "confidence", "region"]
    assert thread.receipt().provenance == "machine-read"


def test_nothing_is_called_clean_that_was_not_checked(thread: Thread) -> None:
    thread.sample("receipt.png", "image", PNG)
    body = thread.act("look_at_image", want="moderation")
    assert body["status"] == "refused"
    assert body["error"].startswith("Not looked for: moderation. Rekognition says")
    assert "nothing flagged" not in json.dumps(body)


@pytest.mark.parametrize(("code", "status"), [("AccessDeniedException", 400), ("InternalServerError", 500)])
def test_a_service_that_is_out_of_order_is_an_error_and_no_refusal(thread: Thread, code: str, status: int) -> None:
    thread.sample("receipt.png", "image", PNG)
    thread.office.stack.aws.faults.add("rekognition/*", Fault("error", code=code, status=status, times=20))
    assert thread.act("look_at_image", want="text")["status"] == "error"


def test_other_formats_are_converted_and_nothing_is_left_behind(thread: Thread) -> None:
    out = io.BytesIO()
    Image.open(SAMPLES / "receipt.png").convert("RGB").save(out, "WEBP", quality=95)
    thread.share("receipt.webp", out.getvalue(), "image", "image/webp")
    assert thread.act("look_at_image", want="colours")["status"] == "ok"
    assert "share" in columns(thread.table())
    assert thread.keys(f"jobs/pictures/{thread.key}") == []


# documents


def test_one_page_is_read_at_once(thread: Thread) -> None:
    thread.sample("invoice.pdf", "document", PDF)
    body = thread.act("read_document")
    assert body["headline"].startswith("invoice.pdf: 1 page, ")
    assert "invoice" in thread.text().casefold()
    assert thread.receipt().source == thread.shared[0].id


def test_the_amounts_of_an_invoice_are_items_and_fields(thread: Thread) -> None:
    thread.sample("invoice.pdf", "document", PDF)
    body = thread.act("read_document", want="expenses")
    assert body["status"] == "ok"
    assert {"item", "price"} <= set(columns(thread.table()))
    assert any(row["kind"] == "total" for row in body["summary"])


def scan(*lines: str) -> bytes:
    pages = [Image.new("L", (900, 300), 255) for _ in lines]
    for page, line in zip(pages, lines, strict=True):
        ImageDraw.Draw(page).text((60, 100), line, fill=0, font=ImageFont.load_default(48))
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    return out.getvalue()


def test_more_pages_are_read_by_a_job_that_the_same_call_finds_again(thread: Thread) -> None:
    thread.share("scan.tiff", scan("Delivery on Monday", "Payment on Friday"), "image", "image/tiff")
    body = thread.waited("read_document")
    assert body["headline"] == "scan.tiff: 2 pages, 2 lines of text read."
    assert thread.text() == "[Page 1]\nDelivery on Monday\n\n[Page 2]\nPayment on Friday"
    assert [page["page"] for page in thread.act("read_document")["pages"]] == [1, 2]


def test_office_files_and_plain_ones_need_no_service(thread: Thread) -> None:
    thread.sample("returns.xlsx", "table", XLSX)
    body = thread.act("read_document", want="tables", sheet="2")
    assert (body["status"], len(body["tables"])) == ("ok", 2)
    thread.sample("store-targets.csv", "table", CSV)
    assert thread.act("read_document", file="store-targets", want="tables")["status"] == "ok"
    assert thread.table().total_rows > 5
    refused = thread.act("read_document", file="store-targets.csv", want="forms")
    assert "Forms are read from PDFs and pictures" in refused["error"]
    unknown = thread.act("read_document", file="letter.docx")
    assert (unknown["status"], unknown["error"][:33]) == ("not_found", "There is no file called “letter.d")


# speech


def test_a_memo_is_written_down_with_times(thread: Thread) -> None:
    thread.sample("memo.ogg", "audio", OGG)
    body = thread.waited("transcribe_audio", language="English")
    assert body["status"] == "ok"
    assert body["headline"].startswith("memo.ogg: ")
    assert "tuesday morning" in thread.text().casefold()
    assert columns(thread.table())[:2] == ["start", "end"]
    assert "confidence" not in columns(thread.table())


def test_a_language_that_cannot_be_heard_is_said(thread: Thread) -> None:
    thread.sample("memo.ogg", "audio", OGG)
    body = thread.waited("transcribe_audio", language="de-DE")
    assert body["status"] == "refused"
    assert "English" in body["error"]
    assert thread.waited("transcribe_audio", language="German")["error"] == body["error"]
    job = json.dumps([{"service": "transcribe", "id": "unknown-job"}])
    assert thread.act("check_jobs", jobs=job)["jobs"] == [
        {"id": "unknown-job", "service": "transcribe", "state": "failed"}
    ]


def test_silence_is_said_as_such(thread: Thread) -> None:
    thread.share("quiet.wav", hostile.wav(2), "audio", "audio/wav")
    body = thread.waited("transcribe_audio", language="en-US")
    assert (body["status"], body["headline"]) == ("empty", "quiet.wav: no speech was found in its 2 seconds.")


def test_an_answer_is_read_aloud_as_a_file(thread: Thread) -> None:
    assert "no earlier answer of yours" in thread.act("speak")["error"]
    thread.sample("carta.txt", "text", "text/plain")
    thread.act("read_document")
    thread.history.append(HistoryTurn(question="read it", outcome="answered", turn=thread.turn))
    body = thread.act("speak", language="Spanish")
    assert body["status"] == "ok"
    (made,) = thread.receipt().files
    assert (made.name, made.mime) == ("read-aloud.mp3", "audio/mpeg")
    assert len(thread.read(made.key)) == made.size > 10_000
    assert "Klingon" in thread.act("speak", text="nuqneH", language="Klingon")["error"]


def test_a_long_text_is_read_to_a_sentence_and_the_cut_is_said(thread: Thread) -> None:
    body = thread.act("speak", text="This is a sentence. " * 200, voice="Joanna")
    assert body["warnings"] == ["Polly reads at most 3,000 characters at once: this is the first 2,999 of 3,999."]


# language


def spanish_letter() -> bytes:
    made = docx.Document()
    made.add_paragraph("Estimados señores:")
    made.add_paragraph("El camión salió ayer de nuestro almacén. La factura es de 3.480,00 euros.")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_text_is_translated_whole_and_says_from_what(thread: Thread) -> None:
    thread.sample("carta.txt", "text", "text/plain")
    body = thread.act("translate", to="English", file="carta.txt")
    assert body["headline"].startswith("carta.txt: translated from Spanish to English by machine, ")
    assert "carmen@example.com" in thread.text()
    long = "\n".join(["El camión salió ayer. La entrega llegará mañana."] * 300)
    assert len(long.encode()) > 10_000
    thread.act("translate", to="en", text=long, source="es")
    assert thread.text().count("\n") == 299


def test_a_letter_keeps_its_layout(thread: Thread) -> None:
    thread.share("carta.docx", spanish_letter(), "document", DOCX)
    body = thread.act("translate", to="en")
    (made,) = thread.receipt().files
    assert (body["status"], made.name, made.mime) == ("ok", "carta.en.docx", DOCX)
    paragraphs = [p.text for p in docx.Document(io.BytesIO(thread.read(made.key))).paragraphs]
    assert len(paragraphs) == 2
    assert "yesterday" in paragraphs[1]


def test_what_cannot_be_translated_says_what_can(thread: Thread) -> None:
    unsupported = thread.act("translate", to="Japanese", text="Good morning, the meeting is on Tuesday.")
    assert unsupported["error"].startswith("Translate can't go from English to Japanese here. It knows ")
    assert "Spanish" in unsupported["error"]
    assert "already" in thread.act("translate", to="en", text="The store needs twelve tents by Friday.")["error"]
    assert "too short or mixed" in thread.act("translate", to="es", text="hm")["error"]
    brand = thread.act("translate", to="es", text="Good morning to all of you.", terminology="brand")
    assert (brand["status"], "no terminology “brand”" in brand["error"]) == ("not_found", True)
    too_long = thread.act("translate", to="es", text="Good morning. " * 15_000)
    assert "209,999 characters; I translate at most 100,000" in too_long["error"]


def test_the_feeling_of_a_text_is_told_and_of_a_long_one_by_share(thread: Thread) -> None:
    praise, blame = "I love this wonderful tent, thank you! ", "This is a terrible, awful and broken tent. "
    assert "ositive sentiment" in thread.act("analyze_text", text=praise * 3)["headline"]
    body = thread.act("analyze_text", want="sentiment,entities", text=praise * 400 + blame * 130)
    assert "% positive" in body["headline"]
    assert "% negative" in body["headline"]
    assert sum(share for row in thread.table().rows if isinstance(share := row[-1], float)) == pytest.approx(
        100, abs=0.2
    )
    assert any(w.startswith("Not looked for: entities. Comprehend says") for w in body["warnings"])


def test_personal_data_are_blacked_out_and_never_repeated(thread: Thread) -> None:
    thread.sample("carta.txt", "text", "text/plain")
    body = thread.act("analyze_text", want="pii, redact", file="carta.txt")
    assert "[EMAIL]" in thread.text()
    assert "carmen@example.com" not in json.dumps(body)
    assert "characters" in columns(thread.table())
