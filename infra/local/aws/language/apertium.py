"""Apertium, where it is installed: rule-based translation, in a process of its own for each text (GPL-2).

Its stream format: https://wiki.apertium.org/wiki/Apertium_stream_format. ``[...]`` passes through; a word that it
doesn't know comes back with ``*`` before it (``#``: an inflection, ``@``: a translation that it lacks).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from infra.local.aws.language.codes import NAMES, SAME_WRITTEN
from infra.local.aws.language.pieces import Keep, Piece

LIST_SECONDS = 60.0
"""How long the list of installed pairs is believed."""
TIMEOUT_SECONDS = 60.0
AT_ONCE = 2
PIVOT = "es"
"""Preferred where two hops are needed: most pairs that Debian has are with Spanish."""

_THREE_LETTERS = {
    "eng": "en",
    "spa": "es",
    "cat": "ca",
    "ita": "it",
    "fra": "fr",
    "por": "pt-PT",
    "ron": "ro",
    "isl": "is",
    "swe": "sv",
    "dan": "da",
    "nob": "no",
    "nb": "no",
    "mkd": "mk",
    "bul": "bg",
    "pol": "pl",
    "ukr": "uk",
    "rus": "ru",
    "hrv": "hr",
    "srp": "sr",
    "slv": "sl",
    "afr": "af",
    "nld": "nl",
    "deu": "de",
    "cym": "cy",
    "ind": "id",
    "msa": "ms",
    "hin": "hi",
    "urd": "ur",
    "kaz": "kk",
    "mlt": "mt",
}
PORTUGUESE = ("pt", "pt-PT")
_CODES = {"pt": "pt-PT", "pt_BR": "pt", "por_BR": "pt"}
"""Amazon's ``pt`` is Brazil's."""
_MARK = re.compile(r"(?<![\w\\])[*#@](?=\w)|\ufffd|\uffff")
_TOKEN = re.compile(r"\[(\d+)\]")
_END = re.compile(r" ?\.\[\]")
_SPECIAL = re.compile(r"([\\^$@/\[\]{}<>*#~])")
_WORD = re.compile(r"\w+")


class ApertiumError(Exception):
    """It ended with an error, or took too long."""


@dataclass(frozen=True)
class Translated:
    pieces: list[Piece]
    words: int
    unknown: int
    """Words that were not translated."""


class Apertium:
    """Finds the pairs at run time: what is installed while the service runs is used."""

    def __init__(self, command: str = "apertium") -> None:
        self._command = command
        self._free = threading.Semaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._listed = float("-inf")
        self._modes: dict[tuple[str, str], str] = {}

    def modes(self) -> dict[tuple[str, str], str]:
        """Apertium's mode for each pair of Amazon's language codes."""
        with self._lock:
            if time.monotonic() - self._listed > LIST_SECONDS:
                self._modes, self._listed = self._list(), time.monotonic()
            return self._modes

    def route(self, source: str, target: str) -> tuple[str, ...]:
        """The modes to go through, one or two; empty when there is no way."""
        modes = self.modes()
        source, target = (SAME_WRITTEN.get(code, code) for code in (source, target))
        if (source, target) in modes:
            return (modes[source, target],)
        middles = sorted({after for before, after in modes if before == source}, key=lambda code: code != PIVOT)
        for middle in middles:
            if (middle, target) in modes:
                return modes[source, middle], modes[middle, target]
        return ()

    def languages(self) -> set[str]:
        """Every language that can be translated from or to."""
        found = {code for pair in self.modes() for code in pair}
        return found | {code for code, same in SAME_WRITTEN.items() if same in found}

    def translate(self, pieces: Sequence[Piece], modes: Sequence[str]) -> Translated:
        """Through one mode after the other. Raises ApertiumError."""
        parts, unknown = list(pieces), 0
        words = sum(len(_WORD.findall(part)) for part in pieces if isinstance(part, str))
        for mode in modes if words else ():
            parts, marked = self._once(parts, mode)
            unknown = max(unknown, marked)
        return Translated(parts, words, unknown)

    def _once(self, pieces: Sequence[Piece], mode: str) -> tuple[list[Piece], int]:
        stream, kept = _written(pieces)
        with self._free:
            output = self._run("-f", "none", mode, text=stream)
        return _read(output, kept)

    def _run(self, *arguments: str, text: str) -> str:
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        process = subprocess.Popen(
            [self._command, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        try:
            output, errors = process.communicate(text.encode(), TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, 9)  # a pipeline of its own processes
            process.communicate()
            raise ApertiumError("apertium took too long") from error
        if process.returncode:
            raise ApertiumError(errors.decode("utf-8", "replace").strip()[:300])
        return output.decode("utf-8", "replace")

    def _list(self) -> dict[tuple[str, str], str]:
        if shutil.which(self._command) is None:
            return {}
        try:
            listed = self._run("-l", text="").split()
        except (ApertiumError, OSError):
            return {}
        found: dict[tuple[str, str], str] = {}
        for mode in sorted(listed, key=len):  # variants are longer than what they vary
            source, _, target = mode.partition("-")
            # Portuguese is read whichever it is, and written as the other only where there is no mode for it.
            for before in PORTUGUESE if _amazon(source) in PORTUGUESE else (_amazon(source),):
                if before in NAMES and _amazon(target) in NAMES:
                    found.setdefault((before, _amazon(target)), mode)
        for (before, after), mode in list(found.items()):
            if after in PORTUGUESE:
                found.setdefault((before, PORTUGUESE[PORTUGUESE[0] == after]), mode)
        return found


def _amazon(code: str) -> str:
    return _CODES.get(code) or _THREE_LETTERS.get(code, code)


def _written(pieces: Sequence[Piece]) -> tuple[str, list[Keep]]:
    """Apertium's stream; what stays is a number in brackets."""
    kept: list[Keep] = []
    parts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(_SPECIAL.sub(r"\\\1", piece))
        else:
            parts.append(f"{'.[]' if piece.ends else ''}[{len(kept)}]")
            kept.append(piece)
    return "".join(parts) + ".[]", kept


def _read(output: str, kept: Sequence[Keep]) -> tuple[list[Piece], int]:
    """The pieces of a translated stream, and how many words were marked."""
    output = _END.sub("", output)
    unknown = 0
    found: list[Piece] = []
    for number, part in enumerate(_TOKEN.split(output)):
        if number % 2:
            if int(part) < len(kept):
                found.append(kept[int(part)])
            continue
        text, marks = _MARK.subn("", part)
        unknown += marks
        text = re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
        if text:
            found.append(text)
    return found, unknown
