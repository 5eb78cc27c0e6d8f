"""Asynchronous jobs as Textract and Rekognition keep them: by id for seven days, once for a client's token.

Each job is a JSON file with its request and state, and a file of its results, one a line. A job that was under way
when the server stopped is done anew after the next start.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import logging
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from infra.local.aws.reading import words
from infra.local.aws.reading.errors import ReaderGoneError, UnreadableError
from infra.local.aws.service import AwsError

log = logging.getLogger(__name__)

KEPT_SECONDS = 7 * 86_400
"""https://docs.aws.amazon.com/textract/latest/APIReference/API_GetDocumentTextDetection.html"""
MOST_WAITING = 100
"""Jobs in progress; https://docs.aws.amazon.com/general/latest/gr/textract.html"""

Write = Callable[[dict[str, Any]], None]
Run = Callable[[Mapping[str, Any], Write], dict[str, Any]]
"""Does a job's work: writes results as they come, returns facts of the whole. Raises UnreadableError."""


@dataclass
class Job:
    """``facts`` is what the run returned; a key ``warnings`` in it makes the job a partial success."""

    id: str
    api: str
    request: dict[str, Any]
    created: float
    status: str = "IN_PROGRESS"
    message: str = ""
    facts: dict[str, Any] = field(default_factory=dict[str, Any])


class Jobs:
    """The jobs of one service. Thread-safe.

    Parameters
    ----------
    folder
        Where jobs are kept over restarts.
    background
        Takes what is to be run after the jobs before it.
    runs
        By the name of the operation that starts a job.
    announce
        Called when a job has ended and its state is saved.
    """

    def __init__(
        self,
        folder: Path,
        background: Callable[[Callable[[], None]], None],
        runs: Mapping[str, Run],
        announce: Callable[[Job], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder, self._background, self._runs = folder, background, runs
        self._announce, self._clock = announce, clock
        self._jobs: dict[str, Job] = {}
        self._tokens: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()
        self._stopping = False
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.glob("*.json")):
            with contextlib.suppress(ValueError, TypeError, OSError):
                self._keep(Job(**json.loads(path.read_text())))

    def resume(self) -> None:
        """Do anew what a stop has interrupted."""
        for job in [job for job in self._jobs.values() if job.status == "IN_PROGRESS"]:
            self._background(lambda job=job: self._work(job))

    def stop(self) -> None:
        """Jobs that fail from now on were interrupted: they stay in progress, for the next start."""
        self._stopping = True

    def start(self, api: str, request: Mapping[str, Any]) -> Job:
        """A new job, or the one that was started with the same token and parameters.

        Raises AwsError IdempotentParameterMismatchException and LimitExceededException.
        """
        given = dict(request)
        with self._lock:
            self._forget()
            known = self._jobs.get(self._tokens.get((api, given.get("ClientRequestToken", "")), ""))
            if known is not None:
                if known.request != given:
                    raise AwsError("IdempotentParameterMismatchException", words.TOKEN_REUSED)
                return known
            if sum(job.status == "IN_PROGRESS" for job in self._jobs.values()) >= MOST_WAITING:
                raise AwsError("LimitExceededException", words.TOO_MANY_JOBS)
            job = Job(_new_id(), api, given, self._clock())
            self._keep(job)
            self._save(job)
        self._background(lambda: self._work(job))
        return job

    def find(self, job_id: str, api: str) -> Job | None:
        """A job by its id, if this operation started it in the last seven days."""
        with self._lock:
            self._forget()
            job = self._jobs.get(job_id)
            return job if job is not None and job.api == api else None

    def results(self, job: Job, offset: int, count: int) -> tuple[list[dict[str, Any]], int | None]:
        """Results from a place in the file, and the place of those after them. Raises ValueError for a wrong place."""
        with self._path(job, "results").open("rb") as file:
            if offset:
                file.seek(offset - 1)
                if file.read(1) != b"\n":
                    raise ValueError("not the beginning of a result")
            lines = list(itertools.islice(file, count))
            after = offset + sum(map(len, lines))
            return [json.loads(line) for line in lines], after if after < file.seek(0, 2) else None

    def _work(self, job: Job) -> None:
        for attempt in (1, 2):
            try:
                with self._path(job, "results").open("w") as file:

                    def write(result: dict[str, Any], to: Any = file) -> None:
                        to.write(json.dumps(result) + "\n")

                    job.facts = self._runs[job.api](job.request, write)
                job.status = "PARTIAL_SUCCESS" if job.facts.get("warnings") else "SUCCEEDED"
            except UnreadableError as error:
                job.status, job.message = "FAILED", error.detail
            except AwsError as error:
                job.status, job.message = "FAILED", f"{error.code}: {error.message}"
            except ReaderGoneError:
                if self._stopping:
                    return
                if attempt == 1:
                    continue
                job.status, job.message = "FAILED", words.ENGINE_ENDED
            except Exception:
                log.exception("a job broke (%s)", job.api)
                job.status, job.message = "FAILED", words.ENGINE_ENDED
            break
        with self._lock:
            self._save(job)
        self._announce(job)

    def _keep(self, job: Job) -> None:
        self._jobs[job.id] = job
        token = job.request.get("ClientRequestToken")
        if token:
            self._tokens[(job.api, token)] = job.id

    def _forget(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        for job in [job for job in self._jobs.values() if job.created < oldest]:
            del self._jobs[job.id]
            self._tokens.pop((job.api, job.request.get("ClientRequestToken", "")), None)
            for kind in ("json", "results"):
                self._path(job, kind).unlink(missing_ok=True)

    def _save(self, job: Job) -> None:
        unfinished = self._path(job, "tmp")
        unfinished.write_text(json.dumps(asdict(job)))
        unfinished.replace(self._path(job, "json"))

    def _path(self, job: Job, kind: str) -> Path:
        return self._folder / f"{job.id}.{kind}"


def _new_id() -> str:
    """64 hexadecimal digits, as both services give them."""
    return hashlib.sha256(uuid.uuid4().bytes).hexdigest()
