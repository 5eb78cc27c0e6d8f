"""The offline Polly, asked by boto3 and by the AWS CLI."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from botocore.exceptions import ClientError

from infra.local.aws.ministack import MiniStack
from infra.local.aws.server import AwsServer
from infra.local.aws.services.polly import PollyService
from infra.local.aws.speaking.voices import voices
from tests.wire.aws.cli import aws_cli
from tests.wire.aws.support import client, code_of, until

BUCKET = "spoken"
TEXT = "Mary had a little lamb."


class Running:
    def __init__(self, server: AwsServer, s3: Any, told: list[tuple[str, Any]]) -> None:
        self.url, self.s3, self.told = server.url, s3, told
        self.client = client("polly", server.url)

    def say(self, **options: Any) -> bytes:
        asked = {"Text": TEXT, "VoiceId": "Joanna", "OutputFormat": "pcm", **options}
        return self.client.synthesize_speech(**asked)["AudioStream"].read()

    def refused(self, **options: Any) -> ClientError:
        with pytest.raises(ClientError) as raised:
            self.say(**options)
        return raised.value

    def marks(self, **options: Any) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.say(OutputFormat="json", **options).splitlines()]


@pytest.fixture(scope="module")
def polly(ministack: MiniStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    s3 = client("s3", ministack.url)
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    told: list[tuple[str, Any]] = []
    service = PollyService(s3, tmp_path_factory.mktemp("polly"), lambda *news: told.append(news))
    with AwsServer([service], proxy_to=ministack.url) as server:
        running = Running(server, s3, told)
        yield running
        running.client.close()
    s3.close()


def seconds(body: bytes) -> float:
    with av.open(io.BytesIO(body), "r") as container:
        return sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))


@pytest.mark.parametrize(
    ("output", "rate", "codec", "content_type"),
    [
        ("mp3", "24000", "mp3float", "audio/mpeg"),
        ("ogg_opus", "48000", "opus", "audio/ogg"),
        ("ogg_vorbis", "22050", "vorbis", "audio/ogg"),
    ],
)
def test_speech_is_a_sound_file_of_the_kind_that_was_asked_for(
    polly: Running, output: str, rate: str, codec: str, content_type: str
) -> None:
    answer = polly.client.synthesize_speech(Text=TEXT, VoiceId="Joanna", OutputFormat=output, SampleRate=rate)
    body = answer["AudioStream"].read()
    assert (answer["ContentType"], answer["RequestCharacters"]) == (content_type, len(TEXT))
    with av.open(io.BytesIO(body), "r") as container:
        context = container.streams.audio[0].codec_context
        assert (context.name, context.sample_rate) == (codec, int(rate))
    assert 1.0 < seconds(body) < 4.0


def test_pcm_is_raw_samples_and_not_silent(polly: Running) -> None:
    samples = np.frombuffer(polly.say(), "<i2")
    assert 1.0 < len(samples) / 16_000 < 4.0
    assert np.abs(samples).max() > 3000
    assert len(polly.say(OutputFormat="mulaw")) == pytest.approx(len(samples) / 2, rel=0.02)


def test_every_voice_speaks_its_languages(polly: Running) -> None:
    for voice in voices().values():
        for language in (voice.language, *voice.more_languages):
            body = polly.say(Text="12", VoiceId=voice.id, Engine=voice.engines[0], LanguageCode=language)
            assert len(body) > 4000, voice.id


def test_two_voices_of_a_language_differ(polly: Running) -> None:
    assert polly.say(VoiceId="Joanna") != polly.say(VoiceId="Matthew") != polly.say(VoiceId="Amy")


def test_voices_are_listed_by_language_and_engine(polly: Running) -> None:
    whole = polly.client.describe_voices()["Voices"]
    assert {"Joanna", "Lucia", "Zeina"} <= {voice["Id"] for voice in whole}
    assert not any(voice["LanguageCode"] == "ja-JP" for voice in whole)
    indian = polly.client.describe_voices(LanguageCode="hi-IN", IncludeAdditionalLanguageCodes=True)["Voices"]
    assert {voice["Id"] for voice in indian} == {"Aditi", "Kajal"}
    german = polly.client.describe_voices(LanguageCode="de-DE", Engine="neural")["Voices"]
    assert {voice["Id"] for voice in german} == {"Vicki", "Daniel"}


def test_marks_are_words_and_sentences_with_their_bytes(polly: Running) -> None:
    marks = polly.marks(Text="Café noir. Très bon.", VoiceId="Celine", SpeechMarkTypes=["word", "sentence"])
    assert [(mark["type"], mark["value"]) for mark in marks] == [
        ("sentence", "Café noir."),
        ("word", "Café"),
        ("word", "noir"),
        ("sentence", "Très bon."),
        ("word", "Très"),
        ("word", "bon"),
    ]
    assert [(mark["start"], mark["end"]) for mark in marks if mark["type"] == "word"][:2] == [(0, 5), (6, 10)]
    times = [mark["time"] for mark in marks]
    assert times == sorted(times)
    assert times[-1] > 500


def test_ssml_pauses_marks_and_does_not_bill_tags(polly: Running) -> None:
    tail = '<break time="2s"/> two &amp; <amazon:effect name="x">three</amazon:effect></speak>'
    text = f'<speak>One <mark name="here"/>{tail}'
    (mark,) = polly.marks(Text=text, TextType="ssml", SpeechMarkTypes=["ssml"])
    assert (mark["value"], text[mark["start"] : mark["end"]]) == ("here", '<mark name="here"/>')
    answer = polly.client.synthesize_speech(Text=text, TextType="ssml", VoiceId="Joanna", OutputFormat="pcm")
    assert answer["RequestCharacters"] == len("One  two & three")
    assert len(answer["AudioStream"].read()) / 32_000 > 3.0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"Text": "a" * 6001}, "TextLengthExceededException"),
        ({"Text": "a" * 3001}, "TextLengthExceededException"),
        ({"SampleRate": "22050"}, "InvalidSampleRateException"),
        ({"OutputFormat": "ogg_opus", "SampleRate": "24000"}, "InvalidSampleRateException"),
        ({"Text": "<speak>open", "TextType": "ssml"}, "InvalidSsmlException"),
        ({"Text": "<speak><b>bold</b></speak>", "TextType": "ssml"}, "InvalidSsmlException"),
        ({"Text": "no tags", "TextType": "ssml"}, "InvalidSsmlException"),
        (
            {"Text": '<!DOCTYPE x [<!ENTITY a "b">]><speak>&a;</speak>', "TextType": "ssml"},
            "InvalidSsmlException",
        ),
        ({"Text": "<speak><emphasis>x</emphasis></speak>", "TextType": "ssml", "Engine": "neural"}, "InvalidSsml"),
        ({"Engine": "long-form"}, "EngineNotSupportedException"),
        ({"VoiceId": "Olivia"}, "EngineNotSupportedException"),
        ({"LanguageCode": "de-DE"}, "LanguageNotSupportedException"),
        ({"VoiceId": "Mizuki"}, "LanguageNotSupportedException"),
        ({"LexiconNames": ["ours"]}, "LexiconNotFoundException"),
        ({"SpeechMarkTypes": ["word"]}, "MarksNotSupportedForFormatException"),
        ({"OutputFormat": "json"}, "MarksNotSupportedForFormatException"),
        ({"OutputFormat": "json", "SpeechMarkTypes": ["ssml"]}, "SsmlMarksNotSupportedForTextTypeException"),
        ({"OutputFormat": "json", "SpeechMarkTypes": ["viseme"]}, "ValidationException"),
        ({"VoiceId": "Nobody"}, "ValidationException"),
    ],
)
def test_what_polly_refuses(polly: Running, options: dict[str, Any], code: str) -> None:
    assert code_of(polly.refused(**options)).startswith(code)


def test_tags_do_not_count_towards_the_limit(polly: Running) -> None:
    text = "<speak>" + '<break time="0ms"/>' * 200 + "yes</speak>"
    assert len(text) > 3000
    assert polly.say(Text=text, TextType="ssml")


def test_a_task_writes_to_s3_and_tells(polly: Running) -> None:
    topic = "arn:aws:sns:eu-central-1:123456789012:jobs"
    begun = polly.client.start_speech_synthesis_task(
        Text=TEXT,
        VoiceId="Amy",
        OutputFormat="mp3",
        OutputS3BucketName=BUCKET,
        OutputS3KeyPrefix="a/b",
        SnsTopicArn=topic,
    )["SynthesisTask"]
    assert begun["TaskStatus"] == "scheduled"

    def task() -> dict[str, Any]:
        return polly.client.get_speech_synthesis_task(TaskId=begun["TaskId"])["SynthesisTask"]

    assert until(lambda: task()["TaskStatus"] == "completed", 20)
    key = f"a/b.{begun['TaskId']}.mp3"
    assert task()["OutputUri"].endswith(f"/{BUCKET}/{key}")
    assert seconds(polly.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()) > 1.0
    assert until(lambda: bool(polly.told))
    assert polly.told[0][0] == topic
    assert polly.told[0][1]["taskStatus"] == "COMPLETED"
    listed = polly.client.list_speech_synthesis_tasks(Status="completed")["SynthesisTasks"]
    assert [each["TaskId"] for each in listed] == [begun["TaskId"]]


def test_tasks_that_cannot_be(polly: Running) -> None:
    asked = {"Text": TEXT, "VoiceId": "Amy", "OutputFormat": "mp3"}
    with pytest.raises(ClientError) as raised:
        polly.client.start_speech_synthesis_task(**asked, OutputS3BucketName="no-such-bucket")
    assert code_of(raised.value) == "InvalidS3BucketException"
    with pytest.raises(ClientError) as raised:
        polly.client.get_speech_synthesis_task(TaskId="none")
    assert code_of(raised.value) == "SynthesisTaskNotFoundException"
    with pytest.raises(ClientError) as raised:
        polly.client.list_speech_synthesis_tasks(NextToken="nonsense")
    assert code_of(raised.value) == "InvalidNextTokenException"


def test_the_aws_cli_gets_a_file(polly: Running, tmp_path: Path) -> None:
    told = aws_cli(
        polly.url,
        tmp_path,
        *("polly", "synthesize-speech", "--text", TEXT, "--voice-id", "Joanna", "--output-format", "mp3"),
        str(tmp_path / "said.mp3"),
    )
    assert json.loads(told)["RequestCharacters"] == len(TEXT)
    assert seconds((tmp_path / "said.mp3").read_bytes()) > 1.0
