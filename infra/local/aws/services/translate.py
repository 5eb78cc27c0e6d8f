"""Offline Translate: Apertium, or the language model that the environment names.

https://docs.aws.amazon.com/translate/latest/APIReference/welcome.html
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.aws.language import identify, words
from infra.local.aws.language import terminology as terms
from infra.local.aws.language.apertium import Apertium
from infra.local.aws.language.codes import AUTO, NAMES
from infra.local.aws.language.documents import TYPES, Document, DocumentError
from infra.local.aws.language.engines import Engines
from infra.local.aws.language.pieces import Piece, pieces, whole
from infra.local.aws.language.terminology import Terminology, TerminologyError
from infra.local.aws.records import Records, now
from infra.local.aws.service import AwsError, Service
from infra.local.model.port import Model

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

MAX_TEXT_BYTES = 10_000
MAX_DOCUMENT_BYTES = 102_400
URL_SECONDS = 1800
PAGE = 500
"""https://docs.aws.amazon.com/translate/latest/dg/what-is-limits.html"""


class _Quality:
    """Asked for when it is read: Apertium may be installed at any time."""

    def __get__(self, _instance: object, _owner: type) -> tuple[Literal["works", "rough", "none"], str]:
        known = Apertium().languages()
        return ("rough", words.quality_of(known)) if known else ("none", words.NO_APERTIUM)


class TranslateService(Service):
    """Translate.

    Parameters
    ----------
    s3
        Where a terminology's file can be fetched from.
    folder
        Where terminologies are remembered.
    model
        A chat model for what Apertium can't translate.
    """

    name = "translate"
    validation_code = "InvalidRequestException"
    quality = _Quality()  # type: ignore[assignment]
    size_codes = {  # noqa: RUF012
        "BoundedLengthString": (
            "TextSizeLimitExceededException",
            words.too_long(MAX_TEXT_BYTES),
        ),
        "DocumentContent": ("LimitExceededException", words.document_too_large(MAX_DOCUMENT_BYTES)),
        "TerminologyFile": ("LimitExceededException", words.document_too_large(10_485_760)),
    }

    def __init__(
        self,
        s3: S3Client,
        folder: Path,
        model: Model | None = None,
        *,
        apertium: str = "apertium",
        account: str = "123456789012",
        region: str = "eu-central-1",
    ) -> None:
        self._s3, self._account, self._region = s3, account, region
        self._bucket = f"aws-translate-terminology-prod-{region}"
        self._terminologies = Records(folder)
        self._engines = Engines(Apertium(apertium), model)

    def translate_text(self, request: dict[str, Any]) -> dict[str, Any]:
        text = request["Text"]
        size = len(text.encode())
        if size > MAX_TEXT_BYTES:
            raise AwsError("TextSizeLimitExceededException", words.text_too_long(size, MAX_TEXT_BYTES))
        source, target = self._languages(request, text)
        parts, used = self._translated(list(pieces(text)), source, target, request)
        return {"TranslatedText": whole(parts), **_pair(source, target), **used}

    def translate_document(self, request: dict[str, Any]) -> dict[str, Any]:
        content, kind = request["Document"]["Content"], request["Document"]["ContentType"]
        if kind not in TYPES:
            raise AwsError("InvalidRequestException", words.content_type(kind))
        if len(content) > MAX_DOCUMENT_BYTES:
            raise AwsError("LimitExceededException", words.document_too_large(MAX_DOCUMENT_BYTES))
        try:
            document = Document(content, kind)
        except DocumentError as error:
            raise AwsError("InvalidRequestException", words.BAD_DOCUMENT) from error
        source, target = self._languages(request, document.text)
        if "en" not in (source, target):
            raise AwsError("UnsupportedLanguagePairException", words.ENGLISH_SIDE, fields=_pair(source, target))
        parts, used = self._translated(document.pieces, source, target, request)
        return {"TranslatedDocument": {"Content": document.written(parts)}, **_pair(source, target), **used}

    def list_languages(self, request: dict[str, Any]) -> dict[str, Any]:
        shown = request.get("DisplayLanguageCode", "en")
        if shown != "en":
            message = words.display_language(shown)
            raise AwsError("UnsupportedDisplayLanguageCodeException", message, fields={"DisplayLanguageCode": shown})
        known = self._engines.languages()
        listed = [{"LanguageCode": code, "LanguageName": name} for code, name in NAMES.items() if code in known]
        if listed:
            listed.insert(0, {"LanguageCode": AUTO, "LanguageName": "Auto"})
        page, token = _page(listed, request)
        return {"Languages": page, "DisplayLanguageCode": shown, **token}

    # Terminologies

    def import_terminology(self, request: dict[str, Any]) -> dict[str, Any]:
        name, data = request["Name"], request["TerminologyData"]
        if data["Format"] not in terms.DELIMITERS:
            raise AwsError("InvalidParameterValueException", words.NO_TMX)
        directionality = data.get("Directionality", "UNI")
        try:
            read = terms.read(data["File"], data["Format"], directionality)
        except TerminologyError as error:
            raise AwsError("InvalidParameterValueException", str(error)) from error
        earlier = self._terminologies.get(name) or {}
        properties = {
            "Name": name,
            "Arn": f"arn:aws:translate:{self._region}:{self._account}:terminology/{name}/LATEST",
            "SourceLanguageCode": read.languages[0],
            "TargetLanguageCodes": list(read.languages[1:]),
            "SizeBytes": len(data["File"]),
            "TermCount": len(read.rows),
            "SkippedTermCount": read.skipped,
            "CreatedAt": earlier.get("properties", {}).get("CreatedAt", now()),
            "LastUpdatedAt": now(),
            "Directionality": directionality,
            "Format": data["Format"],
        }
        if "Description" in request:
            properties["Description"] = request["Description"]
        self._terminologies.put(name, {"properties": properties, "file": base64.b64encode(data["File"]).decode()})
        return {"TerminologyProperties": properties}

    def get_terminology(self, request: dict[str, Any]) -> dict[str, Any]:
        record = self._terminology(request["Name"])
        kind = record["properties"]["Format"]
        if request.get("TerminologyDataFormat", kind) != kind:
            raise AwsError("InvalidParameterValueException", words.other_format(kind))
        key = f"{self._account}/{request['Name']}.{kind.lower()}"
        with contextlib.suppress(ClientError, BotoCoreError):
            self._s3.create_bucket(
                Bucket=self._bucket,
                CreateBucketConfiguration={"LocationConstraint": self._region},  # type: ignore[typeddict-item]
            )
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=base64.b64decode(record["file"]))
        place = {"Bucket": self._bucket, "Key": key}
        address = self._s3.generate_presigned_url("get_object", Params=place, ExpiresIn=URL_SECONDS)
        location = {"RepositoryType": "S3", "Location": address}
        return {"TerminologyProperties": record["properties"], "TerminologyDataLocation": location}

    def list_terminologies(self, request: dict[str, Any]) -> dict[str, Any]:
        listed = [record["properties"] for _, record in sorted(self._terminologies.all().items())]
        page, token = _page(listed, request)
        return {"TerminologyPropertiesList": page, **token}

    def delete_terminology(self, request: dict[str, Any]) -> dict[str, Any]:
        if not self._terminologies.delete(request["Name"]):
            raise AwsError("ResourceNotFoundException", words.no_terminology(request["Name"]))
        return {}

    def _terminology(self, name: str) -> dict[str, Any]:
        record = self._terminologies.get(name)
        if record is None:
            raise AwsError("ResourceNotFoundException", words.no_terminology(name))
        return record

    # The translation itself

    def _languages(self, request: Mapping[str, Any], text: str) -> tuple[str, str]:
        source, target = request["SourceLanguageCode"], request["TargetLanguageCode"]
        if (request.get("Settings") or {}).get("Profanity"):
            raise AwsError("InvalidRequestException", words.NO_PROFANITY)
        pair = _pair(source, target)
        if target not in NAMES or (source != AUTO and source not in NAMES):
            message = words.unsupported_pair(source, target, self._engines.languages())
            raise AwsError("UnsupportedLanguagePairException", message, fields=pair)
        if source == AUTO:
            source, probability = identify.languages(text)[0]
            if probability < identify.SURE:
                detected = {"DetectedLanguageCode": source}
                raise AwsError("DetectedLanguageLowConfidenceException", words.NOT_SURE, fields=detected)
        return source, target

    def _translated(
        self, parts: list[Piece], source: str, target: str, request: Mapping[str, Any]
    ) -> tuple[list[Piece], dict[str, Any]]:
        """The pieces, and what the answer says of terminologies."""
        names = request.get("TerminologyNames") or []
        if len(names) > 1:
            raise AwsError("InvalidRequestException", words.ONE_TERMINOLOGY)
        wanted: dict[str, str] = {}
        for name in names:
            wanted = self._read(self._terminology(name)).terms(source, target)
        translated, used = self._engines.translate(parts, source, target, wanted)
        if not names:
            return translated, {}
        listed = [{"SourceText": term, "TargetText": wanted[term]} for term in used]
        return translated, {"AppliedTerminologies": [{"Name": names[0], "Terms": listed}] if listed else []}

    @staticmethod
    def _read(record: Mapping[str, Any]) -> Terminology:
        properties = record["properties"]
        return terms.read(base64.b64decode(record["file"]), properties["Format"], properties["Directionality"])


def _pair(source: str, target: str) -> dict[str, str]:
    return {"SourceLanguageCode": source, "TargetLanguageCode": target}


def _page(listed: list[Any], request: Mapping[str, Any]) -> tuple[list[Any], dict[str, str]]:
    token, size = request.get("NextToken", "0"), request.get("MaxResults", PAGE)
    if not token.isdecimal() or int(token) > len(listed):
        raise AwsError("InvalidParameterValueException", words.BAD_TOKEN)
    first = int(token)
    return listed[first : first + size], {"NextToken": str(first + size)} if first + size < len(listed) else {}
