"""Offline Polly: eSpeak NG in Polly's voices. https://docs.aws.amazon.com/polly/latest/dg/API_Reference.html"""

from __future__ import annotations

import contextlib
import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.aws.helper import Helper, HelperError, HelperGoneError, HelperSlowError
from infra.local.aws.records import Records, now
from infra.local.aws.service import AwsError, Service
from infra.local.aws.speaking import marks, rules, words
from infra.local.aws.speaking.rules import Order
from infra.local.aws.speaking.speech import Spoken
from infra.local.aws.speaking.voices import voices

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

log = logging.getLogger(__name__)

MEMORY_BYTES = 1_500_000_000
SECONDS = 30.0
SECONDS_PER_CHARACTER = 0.002
"""Measured: 100,000 characters take some 20 s."""
KEPT = timedelta(hours=72)
PAGE = 100
_TASK = ("Engine", "LexiconNames", "OutputFormat", "SampleRate", "SpeechMarkTypes", "TextType", "VoiceId")
_TASK += ("LanguageCode", "SnsTopicArn")


class PollyService(Service):
    """Polly.

    Parameters
    ----------
    s3
        Where tasks write.
    folder
        Where tasks are remembered; one that was interrupted is run again at the next start.
    notify
        ``notify(topic_arn, message)``: SNS.
    """

    name = "polly"
    validation_code = "ValidationException"
    internal_code = "ServiceFailureException"
    quality = ("rough", words.QUALITY)

    def __init__(self, s3: S3Client, folder: Path, notify: Callable[[str, Mapping[str, Any]], None]) -> None:
        self._s3, self._notify = s3, notify
        self._tasks = Records(folder)
        self._voice = Helper("infra.local.aws.speaking.child", memory_bytes=MEMORY_BYTES)
        self._speaking = ThreadPoolExecutor(1, thread_name_prefix="polly")
        self._stopping = threading.Event()

    def start(self) -> None:
        for name, task in self._tasks.all().items():
            if task["TaskStatus"] in ("scheduled", "inProgress"):
                self._speaking.submit(self._run, name)
            elif task["CreationTime"] < now() - KEPT:
                self._tasks.delete(name)

    def stop(self) -> None:
        self._stopping.set()
        self._voice.stop()
        self._speaking.shutdown(cancel_futures=True)

    def synthesize_speech(self, request: dict[str, Any]) -> dict[str, Any]:
        order = rules.order(request, rules.AT_ONCE)
        return {
            "AudioStream": self._said(order),
            "ContentType": rules.TYPES[order.speak.format],
            "RequestCharacters": order.characters,
        }

    def describe_voices(self, request: dict[str, Any]) -> dict[str, Any]:
        token = request.get("NextToken")
        if token:
            raise AwsError("InvalidNextTokenException", words.BAD_TOKEN)
        engine, language = request.get("Engine"), request.get("LanguageCode")
        more = request.get("IncludeAdditionalLanguageCodes", False)
        found = [
            voice.described()
            for voice in voices().values()
            if (engine is None or engine in voice.engines)
            and (language in (None, voice.language) or (more and language in voice.more_languages))
        ]
        return {"Voices": found}

    def start_speech_synthesis_task(self, request: dict[str, Any]) -> dict[str, Any]:
        order = rules.order(request, rules.TASK)
        bucket = request["OutputS3BucketName"]
        try:
            self._s3.head_bucket(Bucket=bucket)
        except (ClientError, BotoCoreError) as error:
            raise AwsError("InvalidS3BucketException", words.BAD_BUCKET) from error
        task_id = str(uuid.uuid4())
        extension = rules.EXTENSIONS.get(order.speak.format, order.speak.format)
        prefix = request.get("OutputS3KeyPrefix", "")
        key = f"{prefix}.{task_id}.{extension}" if prefix else f"{task_id}.{extension}"
        task = {name: request[name] for name in _TASK if name in request} | {
            "Engine": order.engine,
            "TaskId": task_id,
            "TaskStatus": "scheduled",
            "OutputUri": f"{self._s3.meta.endpoint_url}/{bucket}/{key}",
            "CreationTime": now(),
            "RequestCharacters": order.characters,
            "request": request,
            "output": [bucket, key],
        }
        self._tasks.put(task_id, task)
        self._speaking.submit(self._run, task_id)
        return {"SynthesisTask": _described(task)}

    def get_speech_synthesis_task(self, request: dict[str, Any]) -> dict[str, Any]:
        task = self._tasks.get(request["TaskId"])
        if task is None:
            raise AwsError("SynthesisTaskNotFoundException", words.NO_TASK)
        return {"SynthesisTask": _described(task)}

    def list_speech_synthesis_tasks(self, request: dict[str, Any]) -> dict[str, Any]:
        status, token = request.get("Status"), request.get("NextToken", "0")
        tasks = sorted(self._tasks.all().values(), key=lambda task: task["CreationTime"], reverse=True)
        found = [task for task in tasks if status in (None, task["TaskStatus"])]
        if not token.isdecimal() or int(token) > len(found):
            raise AwsError("InvalidNextTokenException", words.BAD_TOKEN)
        first, size = int(token), request.get("MaxResults", PAGE)
        answer: dict[str, Any] = {"SynthesisTasks": [_described(task) for task in found[first : first + size]]}
        if first + size < len(found):
            answer["NextToken"] = str(first + size)
        return answer

    def _run(self, task_id: str) -> None:
        task = self._tasks.update(task_id, TaskStatus="inProgress")
        if task is None:
            return
        bucket, key = task["output"]
        try:
            order = rules.order(task["request"], rules.TASK)
            content_type = rules.TYPES[order.speak.format]
            self._s3.put_object(Bucket=bucket, Key=key, Body=self._said(order), ContentType=content_type)
            ended = {"TaskStatus": "completed"}
        except (ClientError, BotoCoreError):
            ended = {"TaskStatus": "failed", "TaskStatusReason": words.NOT_WRITTEN}
        except AwsError as error:
            if self._stopping.is_set():
                return  # it stays inProgress and is run again at the next start
            ended = {"TaskStatus": "failed", "TaskStatusReason": error.message}
        self._tasks.update(task_id, **ended)
        topic = task.get("SnsTopicArn")
        if topic:
            with contextlib.suppress(Exception):
                self._notify(topic, {"taskId": task_id, "outputUri": task["OutputUri"], **_status(ended)})

    def _said(self, order: Order) -> bytes:
        try:
            allowed = SECONDS + SECONDS_PER_CHARACTER * len(order.text)
            spoken: Spoken = self._voice.ask(order.speak, allowed)
        except HelperSlowError as error:
            raise AwsError("ServiceFailureException", words.SLOW) from error
        except (HelperGoneError, HelperError) as error:
            if not self._stopping.is_set():
                log.exception("a text could not be spoken")
            raise AwsError("ServiceFailureException", words.BROKE) from error
        return marks.written(spoken.marks, order) if order.speak.format == "json" else spoken.audio


def _status(ended: Mapping[str, str]) -> dict[str, str]:
    return {"taskStatus": ended["TaskStatus"].upper(), "taskStatusReason": ended.get("TaskStatusReason", "")}


def _described(task: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in task.items() if name not in ("request", "output")}
