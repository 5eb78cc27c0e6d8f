"""Offline Textract by boto3 and the AWS CLI: what it reads, its limits, its errors, its jobs."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.aws.reading.jobs import KEPT_SECONDS
from infra.local.aws.reading.reader import Reader
from infra.local.aws.service import AwsError
from infra.local.aws.services.textract import TextractService
from infra.local.lake.samples import FILES, papers
from infra.local.lake.samples.pdf import Sheet, pdf
from tests.drawn import encoded, face, header_only, lettered
from tests.wire.aws.support import OfflineAws, code_of, status_of, storing, until
from tests.wire.aws.test_awscli import run

BUCKET = "documents"
TOPIC = "arn:aws:sns:eu-central-1:123456789012:jobs"
ROLE = "arn:aws:iam::123456789012:role/notify"


@pytest.fixture
def textract(aws: OfflineAws) -> Any:
    return aws.client("textract")


@pytest.fixture
def put(aws: OfflineAws) -> Callable[[str, bytes], dict[str, Any]]:
    return storing(aws, BUCKET)


def one_page(*lines: str) -> bytes:
    sheet = Sheet(400, 200)
    for at, line in enumerate(lines):
        sheet.text(30, 40 + 24 * at, line, 12)
    return pdf([sheet], "page")


def refused(call: Callable[[], Any], code: str) -> ClientError:
    with pytest.raises(ClientError) as caught:
        call()
    assert code_of(caught.value) == code, caught.value
    assert status_of(caught.value) == (500 if code == "InternalServerError" else 400)
    return caught.value


def texts(blocks: list[dict[str, Any]], kind: str) -> list[str]:
    return [block["Text"] for block in blocks if block["BlockType"] == kind]


def grid(blocks: list[dict[str, Any]]) -> list[list[str]]:
    """The cells of the only table, by RowIndex and ColumnIndex."""
    (table,) = (block for block in blocks if block["BlockType"] == "TABLE")
    by_id = {block["Id"]: block for block in blocks}
    cells = [by_id[name] for relation in table["Relationships"] for name in relation["Ids"]]
    found: dict[int, dict[int, str]] = {}
    for cell in cells:
        words = [by_id[name]["Text"] for relation in cell.get("Relationships", ()) for name in relation["Ids"]]
        found.setdefault(cell["RowIndex"], {})[cell["ColumnIndex"]] = " ".join(words)
    return [[row[at] for at in sorted(row)] for _, row in sorted(found.items())]


def ended(get: Callable[..., Any], job: str) -> dict[str, Any]:
    """The first page of a job's results when it has ended."""
    answer: dict[str, Any] = {}

    def over() -> bool:
        nonlocal answer
        answer = get(JobId=job)
        return answer["JobStatus"] != "IN_PROGRESS"

    assert until(over, 90)
    return answer


def test_text_of_a_picture_has_words_lines_boxes_and_scores(textract: Any) -> None:
    answer = textract.detect_document_text(Document={"Bytes": lettered("Quarterly report", "Berlin 2026")})
    page, *rest = answer["Blocks"]
    assert answer["DocumentMetadata"] == {"Pages": 1}
    assert texts(rest, "LINE") == ["Quarterly report", "Berlin 2026"]
    assert texts(rest, "WORD") == ["Quarterly", "report", "Berlin", "2026"]
    assert page["BlockType"] == "PAGE"
    assert page["Relationships"][0]["Ids"] == [block["Id"] for block in rest if block["BlockType"] == "LINE"]
    for block in rest:
        box = block["Geometry"]["BoundingBox"]
        assert 0 <= box["Left"] < box["Left"] + box["Width"] <= 1
        assert 0 <= box["Top"] < box["Top"] + box["Height"] <= 1
        assert 60 < block["Confidence"] <= 100
        assert len(block["Geometry"]["Polygon"]) == 4
        assert block["Page"] == 1


def test_a_pdfs_own_text_has_no_confidence_and_exact_boxes(textract: Any) -> None:
    answer = textract.detect_document_text(Document={"Bytes": one_page("Señor Müller owes 12,50 €")})
    words = [block for block in answer["Blocks"] if block["BlockType"] == "WORD"]
    assert [word["Text"] for word in words] == ["Señor", "Müller", "owes", "12,50", "€"]
    assert not any("Confidence" in block for block in answer["Blocks"])
    assert words[0]["Geometry"]["BoundingBox"]["Left"] == pytest.approx(30 / 400, abs=0.005)


def test_a_scans_ruled_table_is_read_cell_by_cell_over_two_pages_as_a_job(
    aws: OfflineAws, textract: Any, put: Any
) -> None:
    where = put("count.pdf", (FILES / "stock-count.pdf").read_bytes())
    job = textract.start_document_analysis(
        DocumentLocation=where, FeatureTypes=["TABLES", "FORMS"], JobTag="count",
        NotificationChannel={"SNSTopicArn": TOPIC, "RoleArn": ROLE},
    )["JobId"]  # fmt: skip
    whole = ended(textract.get_document_analysis, job)
    assert (whole["JobStatus"], whole["DocumentMetadata"]) == ("SUCCEEDED", {"Pages": 2})
    blocks = whole["Blocks"]
    expected, at = [list(row) for row in papers.count_rows()], papers.FIRST_PAGE_ROWS
    first, second = ([b for b in blocks if b["Page"] == page] for page in (1, 2))
    assert grid(first) == [list(papers.COUNT_HEADINGS), *expected[:at]]
    assert grid(second) == [list(papers.COUNT_HEADINGS), *expected[at:]]
    by_id = {block["Id"]: block for block in blocks}
    keys = [block for block in first if block.get("EntityTypes") == ["KEY"]]
    pairs = {}
    for key in keys:
        (value,) = (by_id[name] for r in key["Relationships"] if r["Type"] == "VALUE" for name in r["Ids"])
        named, held = (
            " ".join(by_id[name]["Text"] for r in block["Relationships"] if r["Type"] == "CHILD" for name in r["Ids"])
            for block in (key, value)
        )
        pairs[named] = held
    assert pairs == {"Date:": "2026-10-31", "Counted by:": "J. Lorenz", "Department:": "Hiking"}

    paged: list[dict[str, Any]] = []
    token: dict[str, Any] = {}
    while True:
        page = textract.get_document_analysis(JobId=job, MaxResults=100, **token)
        assert len(page["Blocks"]) <= 100
        paged += page["Blocks"]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert paged[: len(blocks)] == blocks
    refused(lambda: textract.get_document_analysis(JobId=job, NextToken="nonsense"), "InvalidParameterException")

    assert until(lambda: any(message["JobId"] == job for _, message in aws.told))
    topic, message = next(told for told in aws.told if told[1]["JobId"] == job)
    assert topic == TOPIC
    assert isinstance(message.pop("Timestamp"), int)
    assert message == {
        "JobId": job, "Status": "SUCCEEDED", "API": "StartDocumentAnalysis", "JobTag": "count",
        "DocumentLocation": {"S3ObjectName": "count.pdf", "S3Bucket": BUCKET},
    }  # fmt: skip
    refused(lambda: textract.get_document_text_detection(JobId=job), "InvalidJobIdException")


def test_a_photographed_receipt_has_its_vendor_date_sums_and_items(textract: Any) -> None:
    answer = textract.analyze_expense(Document={"Bytes": (FILES / "receipt.png").read_bytes()})
    (document,) = answer["ExpenseDocuments"]
    fields = {field["Type"]["Text"]: field for field in document["SummaryFields"]}
    assert fields["VENDOR_NAME"]["ValueDetection"]["Text"] == "Fell & Hearth"
    assert fields["INVOICE_RECEIPT_DATE"]["ValueDetection"]["Text"] == "2026-11-03"
    assert fields["INVOICE_RECEIPT_ID"]["ValueDetection"]["Text"] == "4471-0093"
    assert fields["TOTAL"]["Currency"] == {"Code": "EUR"}
    assert fields["TOTAL"]["ValueDetection"]["Confidence"] > 90
    sums = {name: float(fields[name]["ValueDetection"]["Text"]) for name in ("SUBTOTAL", "TAX", "TOTAL")}
    assert sums["SUBTOTAL"] + sums["TAX"] == pytest.approx(sums["TOTAL"])
    items = [
        {field["Type"]["Text"]: field["ValueDetection"]["Text"] for field in row["LineItemExpenseFields"]}
        for row in document["LineItemGroups"][0]["LineItems"]
    ]
    assert [(item["ITEM"], item["QUANTITY"], item["UNIT_PRICE"], item["PRICE"]) for item in items] == [
        (product.name, str(quantity), product.price, f"{quantity * float(product.price):.2f}")
        for quantity, product in papers.receipt_lines()
    ]
    assert all(item["ITEM"] in item["EXPENSE_ROW"] for item in items)


def test_an_expense_job_gives_a_document_a_page(textract: Any, put: Any) -> None:
    where = put("invoice.pdf", (FILES / "invoice.pdf").read_bytes())
    job = textract.start_expense_analysis(DocumentLocation=where)["JobId"]
    answer = ended(textract.get_expense_analysis, job)
    (document,) = answer["ExpenseDocuments"]
    fields = {field["Type"]["Text"]: field["ValueDetection"]["Text"] for field in document["SummaryFields"]}
    assert (fields["VENDOR_NAME"], fields["DUE_DATE"]) == ("Tarnwald GmbH", "2026-11-18")
    codes = [
        field["ValueDetection"]["Text"]
        for row in document["LineItemGroups"][0]["LineItems"]
        for field in row["LineItemExpenseFields"]
        if field["Type"]["Text"] == "PRODUCT_CODE"
    ]
    assert codes == [str(product.id) for _, product in papers.invoice_lines()]


def test_a_token_starts_a_job_once(textract: Any, put: Any) -> None:
    where = put("once.pdf", one_page("once"))
    first = textract.start_document_text_detection(DocumentLocation=where, ClientRequestToken="t-1")["JobId"]
    again = textract.start_document_text_detection(DocumentLocation=where, ClientRequestToken="t-1")["JobId"]
    other = textract.start_document_text_detection(DocumentLocation=where)["JobId"]
    assert first == again != other
    refused(
        lambda: textract.start_document_text_detection(
            DocumentLocation=where, ClientRequestToken="t-1", JobTag="different"
        ),
        "IdempotentParameterMismatchException",
    )


def test_results_also_go_where_output_config_says(aws: OfflineAws, textract: Any, put: Any) -> None:
    where = put("out.pdf", one_page("delivered"))
    job = textract.start_document_text_detection(
        DocumentLocation=where, OutputConfig={"S3Bucket": BUCKET, "S3Prefix": "results"}
    )["JobId"]
    ended(textract.get_document_text_detection, job)
    s3 = aws.client("s3")
    assert until(lambda: "Contents" in s3.list_objects_v2(Bucket=BUCKET, Prefix=f"results/{job}/"))
    body = json.loads(s3.get_object(Bucket=BUCKET, Key=f"results/{job}/1")["Body"].read())
    assert texts(body["Blocks"], "LINE") == ["delivered"]


def test_what_is_too_large_too_long_or_no_document_is_refused_with_its_own_code(textract: Any, put: Any) -> None:
    def now(content: bytes) -> Callable[[], Any]:
        return lambda: textract.detect_document_text(Document={"Bytes": content})

    refused(now(b"\x89PNG\r\n\x1a\n" + bytes(10 * 1024 * 1024)), "DocumentTooLargeException")
    refused(now(header_only(50_000, 50_000)), "DocumentTooLargeException")
    refused(now(encoded(face(40), "GIF")), "UnsupportedDocumentException")
    refused(now(b"MZ\x90\x00 an executable called .png"), "UnsupportedDocumentException")
    refused(now((FILES / "stock-count.pdf").read_bytes()), "UnsupportedDocumentException")
    refused(now(lettered("cut off")[:300]), "BadDocumentException")
    refused(now(b"%PDF-1.7\nnot a page in sight"), "BadDocumentException")
    assert "password" in str(refused(now(locked()), "UnsupportedDocumentException"))
    where = put("large.png", b"\x89PNG\r\n\x1a\n" + bytes(10 * 1024 * 1024))
    refused(lambda: textract.detect_document_text(Document=where), "DocumentTooLargeException")
    refused(lambda: textract.start_document_text_detection(DocumentLocation=where), "DocumentTooLargeException")
    words = put("words.docx", b"PK\x03\x04 a document of another kind")
    refused(lambda: textract.start_document_text_detection(DocumentLocation=words), "UnsupportedDocumentException")


def test_a_job_over_a_document_that_cannot_be_read_fails_and_says_why(textract: Any, put: Any) -> None:
    many = pdf([Sheet(100, 100)] * 3_001, "long")
    for name, content, said in (
        ("locked.pdf", locked(), "password"),
        ("broken.pdf", b"%PDF-1.7\nnothing", "damaged"),
        ("long.pdf", many, "3,001 pages"),
    ):
        job = textract.start_document_text_detection(DocumentLocation=put(name, content))["JobId"]
        answer = ended(textract.get_document_text_detection, job)
        assert answer["JobStatus"] == "FAILED"
        assert said in answer["StatusMessage"]
        assert "Blocks" not in answer


def test_a_request_that_is_wrong_is_refused(textract: Any, put: Any) -> None:
    content, where = one_page("text"), put("there.pdf", one_page("text"))
    gone = {"S3Object": {"Bucket": BUCKET, "Name": "gone.pdf"}}
    refused(lambda: textract.detect_document_text(Document=gone), "InvalidS3ObjectException")
    refused(lambda: textract.start_document_text_detection(DocumentLocation=gone), "InvalidS3ObjectException")
    refused(lambda: textract.detect_document_text(Document={}), "InvalidParameterException")
    refused(lambda: textract.detect_document_text(Document={"Bytes": content, **where}), "InvalidParameterException")
    refused(lambda: textract.get_document_analysis(JobId="0" * 64), "InvalidJobIdException")
    refused(
        lambda: textract.analyze_document(Document={"Bytes": content}, FeatureTypes=["HATS"]),
        "InvalidParameterException",
    )
    refused(
        lambda: textract.start_document_analysis(DocumentLocation=where, FeatureTypes=["TABLES"], KMSKeyId="alias/k"),
        "InvalidKMSKeyException",
    )
    for feature in ("QUERIES", "SIGNATURES", "LAYOUT"):
        error = refused(
            lambda feature=feature: textract.analyze_document(Document={"Bytes": content}, FeatureTypes=[feature]),
            "InvalidParameterException",
        )
        assert feature in str(error)


def test_jobs_survive_a_restart_go_on_after_one_and_are_gone_after_seven_days(aws: OfflineAws, tmp_path: Path) -> None:
    class Waiting:
        """A reader whose background only collects: what a stop would leave undone."""

        folder = tmp_path
        jobs: list[Callable[[], None]] = []  # noqa: RUF012

        def background(self, job: Callable[[], None]) -> None:
            self.jobs.append(job)

        def do(self, work: str, **arguments: Any) -> Any:
            return aws.reader.do(work, **arguments) if aws.reader else None

        def stop(self) -> None:
            """Nothing of its own runs."""

    now = [1_000_000.0]
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_object(Bucket="kept", Key="a.pdf", Body=one_page("still here"))

    def service() -> TextractService:
        made = TextractService(s3, Waiting(), tmp_path / "jobs", lambda *_: None, lambda: now[0])  # type: ignore[arg-type]
        made.start()
        return made

    where = {"S3Object": {"Bucket": "kept", "Name": "a.pdf"}}
    job = service().start_document_text_detection({"DocumentLocation": where})
    Waiting.jobs.clear()  # stopped before it began
    second = service()
    assert second.get_document_text_detection(job) == {"JobStatus": "IN_PROGRESS"}
    for waiting in Waiting.jobs:
        waiting()
    assert texts(second.get_document_text_detection(job)["Blocks"], "LINE") == ["still here"]
    Waiting.jobs.clear()
    third = service()
    assert not Waiting.jobs
    assert third.get_document_text_detection(job)["JobStatus"] == "SUCCEEDED"
    now[0] += KEPT_SECONDS + 1
    with pytest.raises(Exception, match="InvalidJobIdException"):
        third.get_document_text_detection(job)
    assert not list((tmp_path / "jobs").iterdir())


def test_a_process_that_dies_is_replaced_and_its_request_gets_an_internal_error(
    aws: OfflineAws, tmp_path: Path
) -> None:
    reader = Reader(tmp_path / "reading")
    service = TextractService(aws.client("s3"), reader, tmp_path / "jobs", lambda *_: None)

    def read(text: str) -> list[str]:
        return texts(service.detect_document_text({"Document": {"Bytes": one_page(text)}})["Blocks"], "LINE")

    assert read("before") == ["before"]
    first = reader.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    threading.Timer(0.2, os.kill, (first, signal.SIGKILL)).start()
    with pytest.raises(AwsError) as caught:
        read("lost")
    assert (caught.value.code, caught.value.status) == ("InternalServerError", 500)
    assert read("after") == ["after"]
    assert reader.pid not in (None, first)
    service.stop()
    assert reader.pid is None


def test_the_cli_reads_a_document_and_hears_of_errors(aws: OfflineAws, put: Any, tmp_path: Path) -> None:
    put("cli.pdf", one_page("read by the CLI"))
    document = json.dumps({"S3Object": {"Bucket": BUCKET, "Name": "cli.pdf"}})
    output = json.loads(run(aws, tmp_path, "textract", "detect-document-text", "--document", document))
    assert texts(output["Blocks"], "LINE") == ["read by the CLI"]
    with pytest.raises(AssertionError, match="InvalidJobIdException"):
        run(aws, tmp_path, "textract", "get-document-analysis", "--job-id", "none")


def locked() -> bytes:
    """A PDF that needs a password to open: the standard security handler with a user password that isn't empty."""
    body = one_page("secret")
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <" + b"a1" * 32 + b"> /U <" + b"b2" * 32 + b"> >>"
    return body.replace(b"/Info 3 0 R >>", b"/Info 3 0 R /ID [<00><00>] /Encrypt " + encrypt + b" >>")


@pytest.fixture(autouse=True)
def forget(aws: OfflineAws) -> Iterator[None]:
    yield
    aws.told.clear()
