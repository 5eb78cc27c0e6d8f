"""The lake's bucket by boto3 and raw HTTP, and the other buckets behind the same endpoint."""

from __future__ import annotations

import http.client
import io
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from tests.wire.aws.support import OfflineAws, code_of, status_of

BUCKET = "outcrop-lake"


def keys(page: dict[str, Any]) -> list[str]:
    return [found["Key"] for found in page.get("Contents", [])]


def test_every_file_is_listed_but_hidden_ones_and_links_out(aws: OfflineAws) -> None:
    assert keys(aws.client("s3").list_objects_v2(Bucket=BUCKET)) == [
        "large.bin",
        "sales/orders/month=2026-01/part 0.csv",
        "sales/orders/month=2026-02/part 0.csv",
        "sales/orders/month=2026-03/part 0.csv",
        "sales/stores.csv",
    ]


def test_listing_by_prefix_and_delimiter(aws: OfflineAws) -> None:
    page = aws.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="sales/", Delimiter="/")
    assert keys(page) == ["sales/stores.csv"]
    assert [found["Prefix"] for found in page["CommonPrefixes"]] == ["sales/orders/"]
    assert page["KeyCount"] == 2


@pytest.mark.parametrize("operation", ["list_objects_v2", "list_objects"])
@pytest.mark.parametrize("delimiter", ["", "/"])
def test_pages_are_complete_and_without_repeats(aws: OfflineAws, operation: str, delimiter: str) -> None:
    pages = (
        aws.client("s3")
        .get_paginator(operation)
        .paginate(Bucket=BUCKET, Delimiter=delimiter, PaginationConfig={"PageSize": 1})
    )
    found = [
        name
        for page in pages
        for name in [*keys(page), *(prefix["Prefix"] for prefix in page.get("CommonPrefixes", []))]
    ]
    assert found == (["large.bin", "sales/"] if delimiter else keys(aws.client("s3").list_objects_v2(Bucket=BUCKET)))


def test_start_after_leaves_out_what_comes_before(aws: OfflineAws) -> None:
    page = aws.client("s3").list_objects_v2(Bucket=BUCKET, StartAfter="sales/orders/month=2026-02/part 0.csv")
    assert keys(page) == ["sales/orders/month=2026-03/part 0.csv", "sales/stores.csv"]


def test_an_object_is_read_whole_and_in_ranges(aws: OfflineAws) -> None:
    s3 = aws.client("s3")
    data = (aws.lake / "large.bin").read_bytes()
    whole = s3.get_object(Bucket=BUCKET, Key="large.bin")
    assert whole["Body"].read() == data
    assert whole["ContentLength"] == len(data)
    middle = s3.get_object(Bucket=BUCKET, Key="large.bin", Range="bytes=1000000-2500000")
    assert middle["Body"].read() == data[1000000:2500001]
    assert middle["ContentRange"] == f"bytes 1000000-2500000/{len(data)}"
    assert middle["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert s3.get_object(Bucket=BUCKET, Key="large.bin", Range="bytes=-5")["Body"].read() == data[-5:]


def test_a_large_object_is_downloaded_in_parts(aws: OfflineAws) -> None:
    target = io.BytesIO()
    aws.client("s3").download_fileobj(BUCKET, "large.bin", target)
    assert target.getvalue() == (aws.lake / "large.bin").read_bytes()


def test_head_tells_size_and_etag(aws: OfflineAws) -> None:
    s3 = aws.client("s3")
    key = "sales/orders/month=2026-01/part 0.csv"
    head = s3.head_object(Bucket=BUCKET, Key=key)
    assert head["ContentLength"] == len("id,amount\n1,10\n")
    assert head["ETag"] == s3.list_objects_v2(Bucket=BUCKET, Prefix=key)["Contents"][0]["ETag"]
    assert s3.head_bucket(Bucket=BUCKET)["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"] == "eu-central-1"


def test_an_unchanged_object_is_not_sent_again(aws: OfflineAws) -> None:
    s3 = aws.client("s3")
    etag = s3.head_object(Bucket=BUCKET, Key="large.bin")["ETag"]
    with pytest.raises(ClientError) as error:
        s3.get_object(Bucket=BUCKET, Key="large.bin", IfNoneMatch=etag)
    assert status_of(error.value) == 304
    with pytest.raises(ClientError) as error:
        s3.get_object(Bucket=BUCKET, Key="large.bin", IfMatch='"other"')
    assert code_of(error.value) == "PreconditionFailed"


@pytest.mark.parametrize(
    ("call", "arguments", "code", "status"),
    [
        ("get_object", {"Key": "nothing.csv"}, "NoSuchKey", 404),
        ("head_object", {"Key": "nothing.csv"}, "404", 404),
        ("get_object", {"Key": "sales"}, "NoSuchKey", 404),
        ("get_object", {"Key": "sales/"}, "NoSuchKey", 404),
        ("get_object", {"Key": ".hidden"}, "NoSuchKey", 404),
        ("get_object", {"Key": "link.txt"}, "NoSuchKey", 404),
        ("get_object", {"Key": "large.bin", "Range": "bytes=99999999-"}, "InvalidRange", 416),
        ("put_object", {"Key": "new.csv", "Body": b"x"}, "AccessDenied", 403),
        ("put_object", {"Key": "new.csv", "Body": b"x" * 3_000_000}, "AccessDenied", 403),
        ("delete_object", {"Key": "large.bin"}, "AccessDenied", 403),
        ("create_multipart_upload", {"Key": "new.csv"}, "AccessDenied", 403),
        ("get_bucket_acl", {}, "NotImplemented", 501),
    ],
)
def test_what_the_lake_refuses(aws: OfflineAws, call: str, arguments: dict[str, Any], code: str, status: int) -> None:
    with pytest.raises(ClientError) as error:
        getattr(aws.client("s3"), call)(Bucket=BUCKET, **arguments)
    assert code_of(error.value) == code
    assert status_of(error.value) == status
    assert (aws.lake / "large.bin").exists()


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt",
        "..%2Foutside.txt",
        "sales/../../outside.txt",
        "sales/%2e%2e/%2e%2e/outside.txt",
        "%2Fetc%2Fpasswd",
        "/etc/passwd",
        "sales%00",
        "./large.bin",
    ],
)
def test_no_path_leads_out_of_the_folder(aws: OfflineAws, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", aws.server.port, timeout=10)
    connection.putrequest("GET", f"/{BUCKET}/{path}")
    connection.endheaders()
    response = connection.getresponse()
    assert response.status == 404
    assert b"NoSuchKey" in response.read()
    connection.close()


def test_a_presigned_url_reads_the_lake(aws: OfflineAws) -> None:
    url = aws.client("s3").generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "sales/stores.csv"})
    assert httpx.get(url).text == "id\n1\n"


def test_virtual_host_style_reads_the_lake(aws: OfflineAws) -> None:
    headers = {"Host": f"{BUCKET}.localhost:{aws.server.port}"}
    assert httpx.get(f"{aws.server.url}/sales/stores.csv", headers=headers).text == "id\n1\n"


def test_other_buckets_are_ministacks(aws: OfflineAws) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="outcrop-state", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    data = bytes(range(256)) * 40_000
    s3.upload_fileobj(io.BytesIO(data), "outcrop-state", "turns/a b/ü.bin")
    assert s3.head_object(Bucket="outcrop-state", Key="turns/a b/ü.bin")["ContentLength"] == len(data)
    assert s3.get_object(Bucket="outcrop-state", Key="turns/a b/ü.bin")["Body"].read() == data
    part = s3.get_object(Bucket="outcrop-state", Key="turns/a b/ü.bin", Range="bytes=10-19")
    assert part["Body"].read() == data[10:20]
    with pytest.raises(ClientError) as error:
        s3.get_object(Bucket="outcrop-state", Key="none")
    assert code_of(error.value) == "NoSuchKey"
    with pytest.raises(ClientError) as error:
        s3.head_object(Bucket="no-such-bucket", Key="none")
    assert status_of(error.value) == 404
