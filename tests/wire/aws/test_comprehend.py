"""The offline Comprehend, asked by boto3 and by the AWS CLI."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.aws.server import AwsServer
from infra.local.aws.services.comprehend import ComprehendService
from tests.wire.aws.cli import aws_cli
from tests.wire.aws.support import client, code_of

ENGLISH = {"LanguageCode": "en"}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with AwsServer([ComprehendService()]) as server:
        yield server.url


@pytest.fixture(scope="module")
def comprehend(url: str) -> Iterator[Any]:
    made = client("comprehend", url)
    yield made
    made.close()


def refused(comprehend: Any, operation: str, **request: Any) -> str:
    with pytest.raises(ClientError) as raised:
        getattr(comprehend, operation)(**request)
    return code_of(raised.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Where is my order? I have been waiting for a week.", "en"),
        ("¿Dónde está mi pedido? Llevo una semana esperando.", "es"),
        ("Wo ist meine Bestellung? Ich warte seit einer Woche.", "de"),
        ("Où est ma commande ? J'attends depuis une semaine.", "fr"),
        ("注文はどこですか。一週間待っています。", "ja"),
        ("Đơn hàng của tôi ở đâu? Tôi đã chờ một tuần.", "vi"),
    ],
)
def test_the_language_of_a_text_and_how_sure_it_is(comprehend: Any, text: str, code: str) -> None:
    found = comprehend.detect_dominant_language(Text=text)["Languages"]
    assert found[0]["LanguageCode"] == code
    assert 0.8 < found[0]["Score"] <= 1
    assert sum(each["Score"] for each in found) <= 1.001
    assert [each["Score"] for each in found] == sorted((each["Score"] for each in found), reverse=True)


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("I love this tent, it is wonderful!", "POSITIVE"),
        ("This is terrible, I hate it.", "NEGATIVE"),
        ("The store opens at nine.", "NEUTRAL"),
        ("I love the tent. The delivery was awful.", "MIXED"),
    ],
)
def test_sentiment_of_english(comprehend: Any, text: str, feeling: str) -> None:
    answer = comprehend.detect_sentiment(Text=text, **ENGLISH)
    assert answer["Sentiment"] == feeling
    assert "SentimentScore" not in answer


def kinds(comprehend: Any, text: str, code: str = "en") -> list[tuple[str, str]]:
    found = comprehend.detect_pii_entities(Text=text, LanguageCode=code)["Entities"]
    assert not any("Score" in each for each in found)
    return [(each["Type"], text[each["BeginOffset"] : each["EndOffset"]]) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mail jan.doe+x@example.co.uk now", [("EMAIL", "jan.doe+x@example.co.uk")]),
        ("Call +49 30 1234567 or (415) 555-2671.", [("PHONE", "+49 30 1234567"), ("PHONE", "(415) 555-2671")]),
        ("Card 4111 1111 1111 1111 please", [("CREDIT_DEBIT_NUMBER", "4111 1111 1111 1111")]),
        ("Card 4111 1111 1111 1112 please", []),
        ("IBAN DE89 3704 0044 0532 0130 00.", [("INTERNATIONAL_BANK_ACCOUNT_NUMBER", "DE89 3704 0044 0532 0130 00")]),
        ("IBAN DE89 3704 0044 0532 0130 01.", []),
        ("SSN 078-05-1120", [("SSN", "078-05-1120")]),
        ("SSN 000-05-1120", []),
        ("from 192.168.1.20 and 999.1.1.1", [("IP_ADDRESS", "192.168.1.20")]),
        ("key AKIAIOSFODNN7EXAMPLE", [("AWS_ACCESS_KEY", "AKIAIOSFODNN7EXAMPLE")]),
        ("see https://example.com/a?b=1.", [("URL", "https://example.com/a?b=1")]),
        ("My password is hunter2.", [("PASSWORD", "hunter2")]),
        (
            "PIN: 4711, CVV 123, valid until 12/27",
            [("PIN", "4711"), ("CREDIT_DEBIT_CVV", "123"), ("CREDIT_DEBIT_EXPIRY", "12/27")],
        ),
        ("VIN 1M8GDM9AXKP042788", [("VEHICLE_IDENTIFICATION_NUMBER", "1M8GDM9AXKP042788")]),
        ("NHS number 943 476 5919", [("UK_NATIONAL_HEALTH_SERVICE_NUMBER", "943 476 5919")]),
        ("SWIFT code DEUTDEFF500", [("SWIFT_CODE", "DEUTDEFF500")]),
        ("He is 42 years old, born 1984-05-03", [("AGE", "42"), ("DATE_TIME", "1984-05-03")]),
        ("Order 12345 of 8 tents for 3,480.00 EUR", []),
        ("Ärger 👍 mit a@b.de", [("EMAIL", "a@b.de")]),
    ],
)
def test_personal_data_is_found_by_form_and_check_digit(
    comprehend: Any, text: str, expected: list[tuple[str, str]]
) -> None:
    assert kinds(comprehend, text) == expected


def test_a_spanish_text_has_spanish_numbers(comprehend: Any) -> None:
    assert kinds(comprehend, "Llame al 912 345 678", "es") == [("PHONE", "912 345 678")]


def test_the_kinds_of_personal_data_in_a_text(comprehend: Any) -> None:
    answer = comprehend.contains_pii_entities(Text="a@example.com, b@example.com, 078-05-1120", **ENGLISH)
    assert answer["Labels"] == [{"Name": "EMAIL"}, {"Name": "SSN"}]


def test_batches_answer_each_text(comprehend: Any) -> None:
    texts = ["I love it", "x" * 5_121, "I hate it"]
    answer = comprehend.batch_detect_sentiment(TextList=texts, **ENGLISH)
    assert [(each["Index"], each["Sentiment"]) for each in answer["ResultList"]] == [(0, "POSITIVE"), (2, "NEGATIVE")]
    assert [(each["Index"], each["ErrorCode"]) for each in answer["ErrorList"]] == [(1, "TEXT_SIZE_LIMIT_EXCEEDED")]
    languages = comprehend.batch_detect_dominant_language(TextList=["Where is my order?", "Wo ist meine Bestellung?"])
    assert [each["Languages"][0]["LanguageCode"] for each in languages["ResultList"]] == ["en", "de"]


@pytest.mark.parametrize(
    ("operation", "request_", "code"),
    [
        ("detect_sentiment", {"Text": "Hola", "LanguageCode": "es"}, "UnsupportedLanguageException"),
        ("detect_sentiment", {"Text": "é" * 2_561, **ENGLISH}, "TextSizeLimitExceededException"),
        ("detect_sentiment", {"Text": "a", "LanguageCode": "xx"}, "InvalidRequestException"),
        ("detect_pii_entities", {"Text": "Guten Tag", "LanguageCode": "de"}, "UnsupportedLanguageException"),
        ("contains_pii_entities", {"Text": "Guten Tag", "LanguageCode": "de"}, "UnsupportedLanguageException"),
        ("detect_pii_entities", {"Text": "a" * 102_401, **ENGLISH}, "TextSizeLimitExceededException"),
        ("detect_dominant_language", {"Text": "a" * 102_401}, "TextSizeLimitExceededException"),
        ("detect_entities", {"Text": "Anna is in Rome", **ENGLISH}, "UnsupportedLanguageException"),
        ("detect_key_phrases", {"Text": "Anna is in Rome", **ENGLISH}, "UnsupportedLanguageException"),
        ("batch_detect_entities", {"TextList": ["Anna"], **ENGLISH}, "UnsupportedLanguageException"),
        ("batch_detect_sentiment", {"TextList": ["a"] * 26, **ENGLISH}, "BatchSizeLimitExceededException"),
        ("batch_detect_sentiment", {"TextList": ["a"], "LanguageCode": "de"}, "UnsupportedLanguageException"),
    ],
)
def test_what_comprehend_refuses(comprehend: Any, operation: str, request_: dict[str, Any], code: str) -> None:
    assert refused(comprehend, operation, **request_) == code


def test_a_long_text_of_numbers_is_searched_in_time(comprehend: Any) -> None:
    text = "1 2 3 4-5.6/7 a@ aa+ " * 1_000
    assert comprehend.detect_pii_entities(Text=text, **ENGLISH)["Entities"] == []


def test_the_aws_cli_asks_for_the_language(url: str, tmp_path: Path) -> None:
    told = aws_cli(url, tmp_path, "comprehend", "detect-dominant-language", "--text", "Wo ist meine Bestellung?")
    assert json.loads(told)["Languages"][0]["LanguageCode"] == "de"
