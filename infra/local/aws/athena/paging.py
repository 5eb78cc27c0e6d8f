"""Pages of lists, and the tokens between them."""

from __future__ import annotations

import base64
import binascii
from typing import Any, TypeVar

from infra.local.aws.athena import words
from infra.local.aws.errors import AwsError

_T = TypeVar("_T")


def invalid(message: str, code: str = "INVALID_INPUT") -> AwsError:
    """Athena's InvalidRequestException with its AthenaErrorCode."""
    return AwsError("InvalidRequestException", message, fields={"AthenaErrorCode": code})


def cut_page(items: list[_T], request: dict[str, Any], most: int) -> tuple[list[_T], dict[str, str]]:
    """A page of a list and its token."""
    start = read_token(request.get("NextToken"), "") or 0
    end = start + min(request.get("MaxResults", most), most)
    return items[start:end], {"NextToken": write_token("", end)} if end < len(items) else {}


def write_token(subject: str, offset: int) -> str:
    return base64.urlsafe_b64encode(f"{subject}:{offset}".encode()).decode()


def read_token(token: str | None, subject: str) -> int | None:
    if not token:
        return None
    try:
        found, _, offset = base64.urlsafe_b64decode(token.encode()).decode().rpartition(":")
        if found != subject:
            raise invalid(words.bad_token())
        return int(offset)
    except (binascii.Error, ValueError, UnicodeDecodeError) as error:
        raise invalid(words.bad_token()) from error
