"""eSpeak NG by ctypes: text to samples and the times of its words. Only in the engine's process: the library keeps
global state, isn't thread-safe, and is GPL.

https://github.com/espeak-ng/espeak-ng/blob/master/src/include/espeak-ng/speak_lib.h
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field

import espeakng_loader

_SYNCHRONOUS = 2
_UTF8, _SSML, _END_PAUSE = 1, 0x10, 0x1000
_CHARACTER = 1
_EVENT_END, _EVENT_WORD, _EVENT_SENTENCE, _EVENT_MARK = 0, 1, 2, 3
_OK = 0


class EspeakError(Exception):
    """The library refused."""


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass
class Said:
    samples: bytearray = field(default_factory=bytearray)
    """Signed 16-bit, mono, at the library's rate."""
    events: list[tuple[str, int, int, int, str]] = field(default_factory=list[tuple[str, int, int, int, str]])
    """(word, sentence or mark; milliseconds; character in the text; its length; the mark's name)"""


class Espeak:
    """One library, loaded once."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(espeakng_loader.get_data_path()).encode()
        self.rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0)
        if self.rate <= 0:
            raise EspeakError("eSpeak NG did not start")
        self._said = Said()
        self._callback = _Callback(self._hear)  # kept: the library calls it later
        self._library.espeak_SetSynthCallback(self._callback)

    def say(self, text: str, voice: str, *, ssml: bool) -> Said:
        """``voice``: a language and a variant of the voice, such as ``en-us+f2``. Raises EspeakError."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != _OK:
            raise EspeakError(f"there is no voice {voice}")
        self._said = Said()
        encoded = text.encode()
        flags = _UTF8 | _END_PAUSE | (_SSML if ssml else 0)
        result = self._library.espeak_Synth(
            encoded, ctypes.c_size_t(len(encoded) + 1), 0, _CHARACTER, 0, flags, None, None
        )
        if result != _OK:
            raise EspeakError(f"eSpeak NG gave {result}")
        return self._said

    def _hear(self, samples: object, count: int, events: object) -> int:
        if samples and count > 0:
            self._said.samples += ctypes.string_at(samples, 2 * count)  # type: ignore[arg-type]
        index = 0
        while events and (event := events[index]).type != _EVENT_END:  # type: ignore[index]
            kind = {_EVENT_WORD: "word", _EVENT_SENTENCE: "sentence", _EVENT_MARK: "mark"}.get(event.type)
            if kind:
                name = (event.id.name or b"").decode("utf-8", "replace") if kind == "mark" else ""
                self._said.events.append(
                    (kind, event.audio_position, max(event.text_position - 1, 0), event.length, name)
                )
            index += 1
        return 0
