"""Speech marks as Polly writes them: a JSON object a line. https://docs.aws.amazon.com/polly/latest/dg/output.html"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from infra.local.aws.speaking.rules import Order
from infra.local.aws.speaking.speech import Mark
from infra.local.aws.speaking.ssml import mark_at


def written(marks: Sequence[Mark], order: Order) -> bytes:
    """Those kinds that were asked for, with their places in bytes of the text."""
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in _lines(marks, order))


def _lines(marks: Sequence[Mark], order: Order) -> Iterator[dict[str, object]]:
    text = order.text
    sentences = [mark.position for mark in marks if mark.kind == "sentence"]
    searched = 0
    for mark in marks:
        if mark.kind == "word" and "word" in order.marks:
            start, end = mark.position, mark.position + mark.length
            if any(letter.isalnum() for letter in text[start:end]):
                yield _line(mark.ms, "word", text, start, end)
        elif mark.kind == "sentence" and "sentence" in order.marks:
            end = next((start for start in sentences if start > mark.position), len(text))
            sentence = text[mark.position : end]
            start = mark.position + len(sentence) - len(sentence.lstrip())
            yield _line(mark.ms, "sentence", text, start, mark.position + len(sentence.rstrip()))
        elif mark.kind == "mark" and "ssml" in order.marks:
            start, searched = mark_at(text, mark.name, searched)
            yield _line(mark.ms, "ssml", text, start, searched) | {"value": mark.name}


def _line(ms: int, kind: str, text: str, start: int, end: int) -> dict[str, object]:
    first, last = len(text[:start].encode()), len(text[:end].encode())
    return {"time": ms, "type": kind, "start": first, "end": last, "value": text[start:end]}
