"""The offline Transcribe, asked by boto3 and by the AWS CLI."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from botocore.exceptions import ClientError

from infra.local.aws.ministack import MiniStack
from infra.local.aws.server import AwsServer
from infra.local.aws.services.transcribe import TranscribeService
from infra.local.lake.samples import memo
from tests.wire.aws import sounds
from tests.wire.aws.cli import aws_cli
from tests.wire.aws.support import client, code_of, until

BUCKET = "recordings"
Event = tuple[str, str, dict[str, Any]]


class Running:
    """A Transcribe with a bucket of recordings, the events that it sent, and one job over the memo."""

    def __init__(self, server: AwsServer, service: TranscribeService, s3: Any, events: list[Event]) -> None:
        self.url, self.service, self.s3, self.events = server.url, service, s3, events
        self.client = client("transcribe", server.url)
        self._count = 0

    def upload(self, body: bytes, key: str = "") -> str:
        self._count += 1
        key = key or f"{self._count}"
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=body)
        return f"s3://{BUCKET}/{key}"

    def begin(self, uri: str, **options: Any) -> str:
        self._count += 1
        name = options.pop("TranscriptionJobName", f"job-{self._count}")
        options = options if "IdentifyLanguage" in options else {"LanguageCode": "en-US", **options}
        self.client.start_transcription_job(TranscriptionJobName=name, Media={"MediaFileUri": uri}, **options)
        return name

    def job(self, name: str) -> dict[str, Any]:
        return self.client.get_transcription_job(TranscriptionJobName=name)["TranscriptionJob"]

    def finished(self, name: str) -> dict[str, Any]:
        assert until(lambda: self.job(name)["TranscriptionJobStatus"] in ("COMPLETED", "FAILED"), 60)
        return self.job(name)

    def failure(self, body: bytes, **options: Any) -> str:
        """The reason for which a job over ``body`` fails."""
        job = self.finished(self.begin(self.upload(body), **options))
        assert job["TranscriptionJobStatus"] == "FAILED"
        assert "Transcript" not in job
        return job["FailureReason"]

    def read(self, key: str) -> bytes:
        return self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()


@pytest.fixture(scope="module")
def running(ministack: MiniStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    s3 = client("s3", ministack.url)
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    events: list[Event] = []
    service = TranscribeService(s3, tmp_path_factory.mktemp("transcribe"), lambda *event: events.append(event))
    with AwsServer([service], proxy_to=ministack.url) as server:
        started = Running(server, service, s3, events)
        started.upload(sounds.MEMO, "memo.ogg")
        yield started
        started.client.close()
    s3.close()


@pytest.fixture(scope="module")
def heard(running: Running) -> dict[str, Any]:
    """The memo's job: identified language, own bucket, subtitles."""
    name = running.begin(
        f"https://s3.eu-central-1.amazonaws.com/{BUCKET}/memo.ogg",
        TranscriptionJobName="memo",
        IdentifyLanguage=True,
        LanguageOptions=["de-DE", "en-GB"],
        OutputBucketName=BUCKET,
        OutputKey="out/",
        Subtitles={"Formats": ["vtt", "srt"], "OutputStartIndex": 1},
    )
    return running.finished(name)


def test_speech_becomes_words_with_times(running: Running, heard: dict[str, Any]) -> None:
    assert heard["TranscriptionJobStatus"] == "COMPLETED"
    assert (heard["MediaFormat"], heard["MediaSampleRateHertz"]) == ("ogg", 48_000)
    assert heard["CreationTime"] <= heard["StartTime"] <= heard["CompletionTime"]
    written = json.loads(running.read("out/memo.json"))
    results = written["results"]
    (whole,) = results["transcripts"]
    said = re.findall(r"[a-z]+", memo.TEXT.lower())
    understood = whole["transcript"].split()
    assert len(set(said) & set(understood)) >= 0.85 * len(set(said))
    assert written["jobName"] == "memo"
    assert written["status"] == "COMPLETED"
    assert [item["alternatives"][0]["content"] for item in results["items"]] == understood
    assert not any("confidence" in item["alternatives"][0] for item in results["items"])
    times = [(float(item["start_time"]), float(item["end_time"])) for item in results["items"]]
    assert times == sorted(times)
    assert all(0 <= start < end < 14 for start, end in times)
    assert " ".join(part["transcript"] for part in results["audio_segments"]) == whole["transcript"]


def test_english_is_identified_and_given_as_the_english_that_was_asked_for(
    running: Running, heard: dict[str, Any]
) -> None:
    assert heard["LanguageCode"] == "en-GB"
    assert "IdentifiedLanguageScore" not in heard
    assert json.loads(running.read("out/memo.json"))["results"]["language_code"] == "en-GB"


def test_subtitles_are_numbered_and_timed(running: Running, heard: dict[str, Any]) -> None:
    assert [uri.rpartition("/")[2] for uri in heard["Subtitles"]["SubtitleFileUris"]] == ["memo.vtt", "memo.srt"]
    vtt, srt = running.read("out/memo.vtt").decode(), running.read("out/memo.srt").decode()
    assert re.match(r"WEBVTT\n\n1\n00:00:00\.\d{3} --> 00:00:0\d\.\d{3}\ngood morning", vtt)
    assert re.match(r"1\n00:00:00,\d{3} --> 00:00:0\d,\d{3}\ngood morning", srt)
    assert len(re.findall(r" --> ", srt)) >= 3


def test_the_end_of_a_job_is_an_event(running: Running, heard: dict[str, Any]) -> None:
    detail = {"TranscriptionJobName": "memo", "TranscriptionJobStatus": heard["TranscriptionJobStatus"]}
    assert ("aws.transcribe", "Transcribe Job State Change", detail) in running.events


def test_without_a_bucket_the_transcript_has_an_address_of_its_own(running: Running) -> None:
    job = running.finished(running.begin(running.upload(sounds.silence(1.0))))
    with urllib.request.urlopen(job["Transcript"]["TranscriptFileUri"]) as answer:
        results = json.load(answer)["results"]
    assert results == {"transcripts": [{"transcript": ""}], "items": [], "audio_segments": []}


@pytest.mark.parametrize("kind", sounds.CODECS)
def test_every_format_of_transcribe_is_heard(running: Running, kind: str) -> None:
    uri = running.upload(sounds.memo_part(1.15, kind))
    job = running.finished(running.begin(uri, MediaFormat=kind, OutputBucketName=BUCKET, OutputKey=f"{kind}.json"))
    assert job["TranscriptionJobStatus"] == "COMPLETED", job
    (whole,) = json.loads(running.read(f"{kind}.json"))["results"]["transcripts"]
    assert "good" in whole["transcript"] or "morning" in whole["transcript"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"LanguageCode": "es-ES"}, "The offline Transcribe hears English only: it can't transcribe es-ES"),
        ({"IdentifyLanguage": True, "LanguageOptions": ["de-DE", "es-ES"]}, "English only"),
        ({"IdentifyLanguage": True}, "Your audio file must have a speech segment long enough"),
        ({"MediaFormat": "mp3"}, "The media format provided does not match the detected media format."),
        ({"MediaSampleRateHertz": 8000}, "The sample rate provided does not match the detected sample rate."),
    ],
)
def test_a_job_that_cannot_be_done_fails_with_its_reason(
    running: Running, options: dict[str, Any], reason: str
) -> None:
    assert reason in running.failure(sounds.silence(1.0), **options)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"no sound at all" * 40, "The data in your input media file isn't valid."),
        (sounds.MEMO[:300], "The data in your input media file isn't valid."),
        (sounds.silence(0.2), "at least 0.5 seconds"),
        (sounds.silence(1.0, rate=6_000), "Invalid sample rate for audio file."),
        (sounds.silence(1.0, layout="5.1"), "Invalid number of channels: number of channels too large."),
    ],
    ids=["text", "cut", "short", "rate", "channels"],
)
def test_media_that_transcribe_does_not_take_fail_the_job(running: Running, body: bytes, reason: str) -> None:
    assert reason in running.failure(body)


def test_four_hours_are_the_most(running: Running) -> None:
    body = bytearray(sounds.made(np.zeros(16_000), "flac"))
    stream_info = int.from_bytes(body[18:26], "big")
    samples = 5 * 3600 * 16_000  # the header's lowest 36 bits: https://www.rfc-editor.org/rfc/rfc9639#section-8.2
    body[18:26] = (stream_info >> 36 << 36 | samples).to_bytes(8, "big")
    assert "Maximum audio duration is 4.000000 hours" in running.failure(bytes(body))


def test_a_tone_is_not_taken_for_english(running: Running) -> None:
    seconds = np.arange(2 * 16_000) / 16_000
    tones = sum(0.15 * np.sin(2 * np.pi * tone * seconds) for tone in (220, 277, 330, 440))
    beat = np.asarray(tones * (1 + np.sin(2 * np.pi * 3 * seconds)))
    assert running.failure(sounds.made(beat), IdentifyLanguage=True)


def refused(running: Running, **request: Any) -> ClientError:
    with pytest.raises(ClientError) as raised:
        running.client.start_transcription_job(**request)
    return raised.value


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "LanguageCode"),
        ({"LanguageCode": "en-US", "IdentifyLanguage": True}, "both LanguageCode and IdentifyLanguage"),
        ({"LanguageCode": "en-US", "OutputKey": "a.json"}, "OutputBucketName"),
        ({"LanguageCode": "en-US", "OutputBucketName": "no-such-bucket"}, "S3 bucket can't be accessed"),
        ({"LanguageCode": "en-US", "Media": {"MediaFileUri": f"s3://{BUCKET}/none"}}, "S3 URI that you provided can't"),
        ({"LanguageCode": "en-US", "Media": {"MediaFileUri": "https://example.com/a.mp3"}}, "S3 URI that you provided"),
        ({"LanguageCode": "en-US", "Settings": {"ShowSpeakerLabels": True}}, "MaxSpeakerLabels"),
        (
            {"LanguageCode": "en-US", "Settings": {"ShowSpeakerLabels": True, "MaxSpeakerLabels": 2}},
            "The offline Transcribe can't do speaker labels",
        ),
        ({"LanguageCode": "en-US", "Settings": {"VocabularyName": "ours"}}, "vocabulary couldn't be found"),
        ({"IdentifyMultipleLanguages": True}, "several languages"),
        ({"LanguageCode": "en-US", "TranscriptionJobName": "a b"}, "regular expression pattern"),
        ({"LanguageCode": "xx-XX"}, "enum value set"),
    ],
)
def test_a_bad_request_starts_no_job(running: Running, options: dict[str, Any], words: str) -> None:
    media = {"MediaFileUri": f"s3://{BUCKET}/memo.ogg"}
    error = refused(running, **{"TranscriptionJobName": "bad", "Media": media, **options})
    assert code_of(error) == "BadRequestException"
    assert words in str(error)


def test_a_name_is_taken_once_listed_and_free_after_deletion(running: Running) -> None:
    uri = running.upload(sounds.silence(0.6))
    running.finished(running.begin(uri, TranscriptionJobName="taken"))
    media = {"MediaFileUri": uri}
    error = refused(running, TranscriptionJobName="taken", Media=media, LanguageCode="en-US")
    assert code_of(error) == "ConflictException"
    listed = running.client.list_transcription_jobs(JobNameContains="take", Status="COMPLETED")
    assert [job["TranscriptionJobName"] for job in listed["TranscriptionJobSummaries"]] == ["taken"]
    assert listed["TranscriptionJobSummaries"][0]["OutputLocationType"] == "SERVICE_BUCKET"
    running.client.delete_transcription_job(TranscriptionJobName="taken")
    with pytest.raises(ClientError) as raised:
        running.job("taken")
    assert code_of(raised.value) == "BadRequestException"
    assert "couldn't be found" in str(raised.value)


def test_the_list_is_read_in_pages(running: Running, heard: dict[str, Any]) -> None:
    uri = running.upload(b"nothing")
    names = {running.begin(uri, TranscriptionJobName=f"page-{number}", LanguageCode="fr-FR") for number in range(3)}
    found: list[str] = []
    token: dict[str, str] = {}
    while True:
        page = running.client.list_transcription_jobs(JobNameContains="page-", MaxResults=2, **token)
        found += [job["TranscriptionJobName"] for job in page["TranscriptionJobSummaries"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert sorted(found) == sorted(names)
    with pytest.raises(ClientError) as raised:
        running.client.list_transcription_jobs(NextToken="nonsense")
    assert code_of(raised.value) == "BadRequestException"


def test_an_interrupted_job_is_run_again_by_the_next_service(running: Running, tmp_path: Path) -> None:
    first = TranscribeService(running.s3, tmp_path, lambda *_: None)
    uri = running.upload(sounds.MEMO)
    first.start_transcription_job(
        {"TranscriptionJobName": "again", "Media": {"MediaFileUri": uri}, "LanguageCode": "en-US"}
    )
    asked = {"TranscriptionJobName": "again"}
    in_hand = lambda: first.get_transcription_job(asked)["TranscriptionJob"]["TranscriptionJobStatus"]  # noqa: E731
    assert until(lambda: in_hand() == "IN_PROGRESS")
    first.stop()
    assert in_hand() == "IN_PROGRESS"
    running.upload(sounds.silence(0.6), uri.rpartition("/")[2])
    events: list[Event] = []
    second = TranscribeService(running.s3, tmp_path, lambda *event: events.append(event))
    second.start()
    assert until(lambda: bool(events), 30)
    second.stop()
    assert events[0][2] == {"TranscriptionJobName": "again", "TranscriptionJobStatus": "COMPLETED"}


def test_the_aws_cli_reads_a_job(running: Running, heard: dict[str, Any], tmp_path: Path) -> None:
    told = aws_cli(running.url, tmp_path, "transcribe", "get-transcription-job", "--transcription-job-name", "memo")
    job = json.loads(told)["TranscriptionJob"]
    assert job["Transcript"]["TranscriptFileUri"].endswith(f"/{BUCKET}/out/memo.json")
    assert job["TranscriptionJobStatus"] == "COMPLETED"
