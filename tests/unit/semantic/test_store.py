from __future__ import annotations

import hashlib
import threading
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
import pytest
from botocore.config import Config

from agent_actions.errors import FinalError
from agent_actions.semantic.reader import ModelError
from agent_actions.semantic.store import ModelStore
from tests.unit.semantic.shop import CONFIG, MODEL, TABLES


class Bucket(ThreadingHTTPServer):
    """The two calls of S3 that the store makes, over HTTP."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.objects: dict[str, str] = {}
        self.reads: list[str] = []
        self.lists = 0


class _Requests(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        bucket = self.server
        assert isinstance(bucket, Bucket)
        url = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(url.query)
        if "list-type" in query:
            bucket.lists += 1
            prefix = query.get("prefix", [""])[0]
            items = "".join(
                f"<Contents><Key>{key}</Key><ETag>{hashlib.md5(text.encode()).hexdigest()}</ETag></Contents>"
                for key, text in bucket.objects.items()
                if key.startswith(prefix)
            )
            body = f"<ListBucketResult><IsTruncated>false</IsTruncated>{items}</ListBucketResult>"
        else:
            key = urllib.parse.unquote(url.path.split("/", 2)[2])
            bucket.reads.append(key)
            body = bucket.objects[key]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    server = Bucket()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def store(bucket: Bucket, uri: str = "s3://outcrop-state/model", ttl_s: float = 0) -> ModelStore:
    s3 = boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{bucket.server_port}",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(s3={"addressing_style": "path"}),
    )
    return ModelStore(s3, uri, lambda: TABLES, ttl_s)


def test_the_model_is_read_once_and_again_when_a_file_changes(bucket: Bucket) -> None:
    bucket.objects = {
        "model/shop.yaml": MODEL,
        "model/outcrop.yaml": CONFIG,
        "model/readme.md": "x",
        "models/x.yaml": "y",
    }
    models = store(bucket)

    first = models.current()
    assert models.current() is first
    assert sorted(bucket.reads) == ["model/outcrop.yaml", "model/shop.yaml"]

    bucket.objects["model/outcrop.yaml"] = CONFIG.replace("unit: EUR", "unit: USD")
    assert models.current().metric("revenue").unit == "USD"  # type: ignore[union-attr]


def test_within_its_time_the_model_is_handed_out_without_looking(bucket: Bucket) -> None:
    bucket.objects = {"model/shop.yaml": MODEL}
    models = store(bucket, ttl_s=3600)

    assert models.current() is models.current()
    assert bucket.lists == 1


def test_a_broken_change_leaves_the_last_good_model(bucket: Bucket, caplog: pytest.LogCaptureFixture) -> None:
    bucket.objects = {"model/shop.yaml": MODEL}
    models = store(bucket)
    good = models.current()

    bucket.objects["model/outcrop.yaml"] = "metrics: {nothing: {}}"

    assert models.current() is good
    assert "there is no metric 'nothing'" in caplog.text
    bucket.objects = {}
    assert models.current() is good


def test_a_model_that_never_read_raises(bucket: Bucket) -> None:
    with pytest.raises(FinalError, match="No semantic model is published at s3://outcrop-state/model yet"):
        store(bucket).current()
    bucket.objects = {"model/shop.yaml": "semantic_model: 5"}
    with pytest.raises(ModelError):
        store(bucket).current()


def test_one_document_can_be_named(bucket: Bucket) -> None:
    bucket.objects = {"model/shop.yaml": MODEL, "model/other.yaml": "broken: ["}

    assert store(bucket, "s3://outcrop-state/model/shop.yaml").current().name == "shop"
