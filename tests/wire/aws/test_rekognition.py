"""Offline Rekognition by boto3 and the AWS CLI: pictures and stored videos, limits, and what it says it can't."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.drawn import encoded, face, header_only, lettered, plain, video
from tests.wire.aws.support import OfflineAws, storing, until
from tests.wire.aws.test_awscli import run
from tests.wire.aws.test_textract import ROLE, TOPIC, refused

BUCKET = "pictures"


@pytest.fixture
def rekognition(aws: OfflineAws) -> Any:
    return aws.client("rekognition")


@pytest.fixture
def put(aws: OfflineAws) -> Callable[[str, bytes], dict[str, Any]]:
    return storing(aws, BUCKET)


def ended(get: Callable[..., Any], job: str) -> dict[str, Any]:
    answer: dict[str, Any] = {}

    def over() -> bool:
        nonlocal answer
        answer = get(JobId=job)
        return answer["JobStatus"] != "IN_PROGRESS"

    assert until(over, 90)
    return answer


def test_text_has_lines_then_words_that_name_their_line(rekognition: Any) -> None:
    found = rekognition.detect_text(Image={"Bytes": lettered("Platform 9", "Mind the gap")})["TextDetections"]
    assert [(one["Type"], one["DetectedText"]) for one in found] == [
        ("LINE", "Platform 9"), ("LINE", "Mind the gap"), ("WORD", "Platform"), ("WORD", "9"), ("WORD", "Mind"),
        ("WORD", "the"), ("WORD", "gap"),
    ]  # fmt: skip
    assert [one["Id"] for one in found] == list(range(7))
    assert [one.get("ParentId") for one in found] == [None, None, 0, 0, 1, 1, 1]
    assert all(60 < one["Confidence"] <= 100 for one in found)


def test_text_is_filtered_by_region(rekognition: Any) -> None:
    lower = {"BoundingBox": {"Left": 0.0, "Top": 0.5, "Width": 1.0, "Height": 0.5}}
    picture = lettered("above", "beneath")
    found = rekognition.detect_text(Image={"Bytes": picture}, Filters={"RegionsOfInterest": [lower]})["TextDetections"]
    assert [one["DetectedText"] for one in found] == ["beneath", "beneath"]


def test_faces_are_counted_and_boxed_and_nothing_else_is_said_of_them(rekognition: Any) -> None:
    picture = encoded(face(200, count=2), "JPEG", quality=92)
    found = rekognition.detect_faces(Image={"Bytes": picture}, Attributes=["ALL"])["FaceDetails"]
    assert [list(one) for one in found] == [["BoundingBox"], ["BoundingBox"]]
    middles = sorted(one["BoundingBox"]["Left"] + one["BoundingBox"]["Width"] / 2 for one in found)
    assert middles == pytest.approx([0.25, 0.75], abs=0.03)
    assert rekognition.detect_faces(Image={"Bytes": lettered("no face here")})["FaceDetails"] == []


def test_colours_and_quality_are_measured(rekognition: Any) -> None:
    picture = Image.new("RGB", (200, 100), (255, 255, 255))
    picture.paste((200, 20, 20), (0, 0, 60, 100))
    answer = rekognition.detect_labels(
        Image={"Bytes": encoded(picture)}, Features=["IMAGE_PROPERTIES"],
        Settings={"ImageProperties": {"MaxDominantColors": 2}},
    )  # fmt: skip
    assert "Labels" not in answer
    white, red = answer["ImageProperties"]["DominantColors"]
    assert (white["SimplifiedColor"], white["CSSColor"], white["HexCode"]) == ("white", "white", "#ffffff")
    assert (red["SimplifiedColor"], red["PixelPercent"]) == ("red", pytest.approx(30, abs=2))
    assert red["Red"] == pytest.approx(200, abs=6)
    quality = answer["ImageProperties"]["Quality"]
    assert 70 < quality["Brightness"] < 85
    dark = rekognition.detect_labels(Image={"Bytes": plain(100, 100, "black")}, Features=["IMAGE_PROPERTIES"])
    assert dark["ImageProperties"]["Quality"] == {"Brightness": 0, "Sharpness": 0, "Contrast": 0}


def test_labels_and_moderation_are_refused_and_never_empty(rekognition: Any) -> None:
    picture = {"Bytes": encoded(face(60))}
    error = refused(lambda: rekognition.detect_labels(Image=picture), "InvalidParameterException")
    assert "no label model" in str(error)
    both = ["GENERAL_LABELS", "IMAGE_PROPERTIES"]
    refused(lambda: rekognition.detect_labels(Image=picture, Features=both), "InvalidParameterException")
    error = refused(lambda: rekognition.detect_moderation_labels(Image=picture), "InvalidParameterException")
    assert "not been checked" in str(error)


def test_pictures_beyond_the_limits_are_refused_before_they_are_decoded(rekognition: Any, put: Any) -> None:
    def looked(picture: dict[str, Any]) -> Callable[[], Any]:
        return lambda: rekognition.detect_faces(Image=picture)

    png = b"\x89PNG\r\n\x1a\n"
    refused(looked({"Bytes": png + bytes(5 * 1024 * 1024)}), "ImageTooLargeException")
    refused(looked(put("large.png", png + bytes(15 * 1024 * 1024))), "ImageTooLargeException")
    refused(looked({"Bytes": header_only(50_000, 50_000)}), "ImageTooLargeException")
    refused(looked({"Bytes": plain(79, 200)}), "InvalidParameterException")
    refused(looked({"Bytes": encoded(face(40), "GIF")}), "InvalidImageFormatException")
    refused(looked({"Bytes": encoded(face(40), "TIFF")}), "InvalidImageFormatException")
    refused(looked({"Bytes": b"%PDF-1.7"}), "InvalidImageFormatException")
    refused(looked({"Bytes": encoded(face(100))[:600]}), "InvalidImageFormatException")
    refused(looked({"S3Object": {"Bucket": BUCKET, "Name": "gone"}}), "InvalidS3ObjectException")
    refused(looked({}), "InvalidParameterException")
    assert "FaceDetails" in rekognition.detect_faces(Image=put("small.png", plain(80, 80)))


def test_a_videos_faces_and_text_come_with_their_times_and_sns_is_told(
    aws: OfflineAws, rekognition: Any, put: Any
) -> None:
    shown = face(120)
    board = Image.new("RGB", shown.size, "white")
    board.paste(Image.open(BytesIO(lettered("Departures", size=12, width=110))), (20, 100))
    clip = put("clip.mp4", video([(shown, 2.0), (board, 0.5)]))
    channel = {"SNSTopicArn": TOPIC, "RoleArn": ROLE}
    job = rekognition.start_face_detection(Video=clip, NotificationChannel=channel, JobTag="f")["JobId"]
    answer = ended(rekognition.get_face_detection, job)
    assert (answer["JobStatus"], answer["JobTag"]) == ("SUCCEEDED", "f")
    assert [one["Timestamp"] for one in answer["Faces"]] == [0, 500, 1000, 1500]
    assert answer["VideoMetadata"]["FrameWidth"] == shown.width
    assert answer["VideoMetadata"]["DurationMillis"] == pytest.approx(2500, abs=150)
    page = rekognition.get_face_detection(JobId=job, MaxResults=3)
    rest = rekognition.get_face_detection(JobId=job, MaxResults=3, NextToken=page["NextToken"])
    assert page["Faces"] + rest["Faces"] == answer["Faces"]
    assert "NextToken" not in rest
    refused(lambda: rekognition.get_face_detection(JobId=job, NextToken="nonsense"), "InvalidPaginationTokenException")
    assert until(lambda: any(message["JobId"] == job for _, message in aws.told))
    topic, message = next(told for told in aws.told if told[1]["JobId"] == job)
    assert isinstance(message.pop("Timestamp"), int)
    assert (topic, message) == (
        TOPIC,
        {"JobId": job, "Status": "SUCCEEDED", "API": "StartFaceDetection", "JobTag": "f",
         "Video": {"S3ObjectName": "clip.mp4", "S3Bucket": BUCKET}},
    )  # fmt: skip
    job = rekognition.start_text_detection(Video=clip)["JobId"]
    texts = ended(rekognition.get_text_detection, job)["TextDetections"]
    lines = [(one["Timestamp"], one["TextDetection"]["DetectedText"]) for one in texts]
    assert lines == [(at, "Departures") for at in (2000, 2000)]


def test_a_videos_shots_are_found_and_technical_cues_are_not_claimed(rekognition: Any, put: Any) -> None:
    scenes = [(Image.new("RGB", (320, 180), colour), 1.0) for colour in ("navy", "gold", "white")]
    clip = put("shots.mp4", video(scenes))
    job = rekognition.start_segment_detection(Video=clip, SegmentTypes=["SHOT"])["JobId"]
    answer = ended(rekognition.get_segment_detection, job)
    found = [
        (one["StartTimestampMillis"], one["StartFrameNumber"], one["DurationFrames"]) for one in answer["Segments"]
    ]
    assert found == [(0, 0, 10), (1000, 10, 10), (2000, 20, 10)]
    assert answer["Segments"][1]["StartTimecodeSMPTE"] == "00:00:01:00"
    assert answer["SelectedSegmentTypes"] == [{"Type": "SHOT"}]
    assert answer["VideoMetadata"][0]["FrameRate"] == 10
    job = rekognition.start_segment_detection(Video=clip, SegmentTypes=["TECHNICAL_CUE", "SHOT"])["JobId"]
    assert "technical cues" in ended(rekognition.get_segment_detection, job)["StatusMessage"]


def test_videos_labels_moderation_and_what_is_no_video_fail_with_a_reason(rekognition: Any, put: Any) -> None:
    clip = put("plain.mp4", video([(Image.new("RGB", (160, 90), "teal"), 0.5)]))
    older = put("older.mp4", video([(Image.new("RGB", (160, 90), "teal"), 0.5)], codec="mpeg4"))
    for video_, start, get, said in (
        (clip, rekognition.start_label_detection, rekognition.get_label_detection, "no label model"),
        (clip, rekognition.start_content_moderation, rekognition.get_content_moderation, "not been checked"),
        (older, rekognition.start_face_detection, rekognition.get_face_detection, "Unsupported codec"),
        (put("no.mp4", b"text"), rekognition.start_label_detection, rekognition.get_label_detection, "Unsupported"),
    ):
        answer = ended(get, start(Video=video_)["JobId"])
        assert answer["JobStatus"] == "FAILED"
        assert said in answer["StatusMessage"]
        assert not {"Labels", "ModerationLabels", "Faces"} & set(answer)
    gone = {"S3Object": {"Bucket": BUCKET, "Name": "gone.mp4"}}
    refused(lambda: rekognition.start_label_detection(Video=gone), "InvalidS3ObjectException")
    refused(lambda: rekognition.get_label_detection(JobId="0" * 64), "ResourceNotFoundException")


def test_the_cli_finds_faces_and_hears_of_errors(aws: OfflineAws, put: Any, tmp_path: Path) -> None:
    picture = json.dumps(put("face.png", encoded(face(150))))
    output = json.loads(run(aws, tmp_path, "rekognition", "detect-faces", "--image", picture))
    assert len(output["FaceDetails"]) == 1
    with pytest.raises(AssertionError, match=r"InvalidParameterException.*no label model"):
        run(aws, tmp_path, "rekognition", "detect-labels", "--image", picture)
