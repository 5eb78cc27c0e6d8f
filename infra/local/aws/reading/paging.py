"""Page tokens: which job, and the place in its results at which the next page begins."""

from __future__ import annotations

import base64
import binascii


def write_token(job_id: str, place: int) -> str:
    return base64.urlsafe_b64encode(f"{job_id[:16]}:{place}".encode()).decode()


def read_token(token: str, job_id: str) -> int:
    """Raises ValueError for a token of another job or none of ours."""
    try:
        start, _, place = base64.urlsafe_b64decode(token.encode()).decode().partition(":")
    except (binascii.Error, UnicodeError) as error:
        raise ValueError("not a token") from error
    if start != job_id[:16] or not place.isdigit():
        raise ValueError("a token of another job")
    return int(place)
