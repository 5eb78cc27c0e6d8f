"""Who looks at the page, and where: personas and conversations by name, and the words when there is no such one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from infra.local.slack import words
from infra.local.slack.errors import SlackApiError
from infra.local.slack.people import CHANNELS, DMS, Person, find_person, members_of


class PageError(Exception):
    """Said to the person; HTTP ``status``."""

    def __init__(self, said: str, status: int = 400) -> None:
        super().__init__(said)
        self.status = status


def persona(name: str) -> Person:
    person = find_person(name)
    if person is None or person.is_bot:
        raise PageError(words.UNKNOWN_PERSON, 404)
    return person


def channel_for(person: Person, name: str) -> str:
    """The conversation's id, if the person is in it."""
    wanted = name.lstrip("#").lower()
    if wanted in ("dm", "", "outcrop", "@outcrop"):
        return person.dm
    found = next((c.id for c in CHANNELS.values() if wanted in (c.id.lower(), c.name)), name if name in DMS else "")
    if person.id not in members_of(found):
        raise PageError(words.UNKNOWN_CHANNEL, 404)
    return found


def refused(said: str, status: int) -> JSONResponse:
    return JSONResponse({"ok": False, "error": said}, status_code=status)


async def guarded(run: Callable[[], Any]) -> Response:
    """What ``run`` gives, as JSON; what goes wrong, in words."""
    try:
        result = await run_in_threadpool(run)
    except PageError as error:
        return refused(str(error), error.status)
    except SlackApiError as error:
        return refused(words.SLACK_ERRORS.get(error.code, error.code), 409)
    except KeyError as error:
        return refused(words.MISSING_FIELD.format(name=error.args[0]), 400)
    except (ValueError, TypeError, AttributeError):
        return refused(words.BAD_REQUEST, 400)
    return JSONResponse(result if isinstance(result, dict) else {"ok": True})
