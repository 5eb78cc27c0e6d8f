"""Texts through Comprehend, part by part: a part that can't be done doesn't spoil the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent_actions.contract import Column, Scalar
from agent_actions.files import language_words
from agent_actions.files.failures import AwsFailure, out_of_order, reason
from agent_actions.files.languages import name_of
from agent_actions.files.pieces import pieces
from agent_actions.files.rows import column, confidence

if TYPE_CHECKING:
    from types_boto3_comprehend import ComprehendClient
    from types_boto3_comprehend.literals import LanguageCodeType

SERVICE = "Comprehend"
SENTIMENT_BYTES = 5_000
TEXT_BYTES = 100_000
"""UTF-8 bytes of one call (comprehend/dg/guidelines-and-limits)."""
_BATCH = 25
"""Texts of one Batch call."""
COLUMNS: tuple[Column, ...] = (
    column("what", language_words.WHAT),
    column("name", language_words.NAME),
    column("kind", language_words.KIND),
    column("times", language_words.TIMES, "integer"),
    column("share", language_words.SHARE, "number", "%", "0.0"),
    confidence(language_words.CONFIDENCE),
    column("characters", language_words.POSITION),
)
Row = dict[str, Scalar]


@dataclass(frozen=True)
class Part:
    want: str
    rows: Sequence[Row] = ()
    said: str = ""
    text: str | None = None
    why: str = ""
    broken: bool = False


@dataclass(frozen=True)
class Personal:
    """Where personal data stand, in characters of the whole text."""

    kind: str
    begin: int
    end: int
    sure: float | None


def analyse(client: ComprehendClient, text: str, language: LanguageCodeType, wanted: Sequence[str]) -> list[Part]:
    """What of ``wanted`` Comprehend finds; a part that it can't do says why."""
    found: list[Part] = []
    for want in wanted:
        try:
            found.append(_PARTS[want](client, text, language))
        except AwsFailure as error:
            found.append(Part(want, why=reason(SERVICE, error), broken=out_of_order(error)))
    return found


def languages_part(scores: Sequence[tuple[str, float]]) -> Part:
    rows: list[Row] = [
        {
            "what": language_words.LANGUAGE,
            "name": name_of(code),
            "kind": code,
            "confidence": _percent(score),
        }
        for code, score in scores
    ]
    said = language_words.written_in([(name_of(code), score * 100) for code, score in scores[:3]])
    return Part("language", rows, said)


def redact(text: str, found: Sequence[Personal]) -> str:
    """``[EMAIL]`` in place of each; of two that overlap the longer one counts."""
    out, at = "", 0
    for item in sorted(found, key=lambda p: (p.begin, -p.end)):
        if item.begin < at:
            continue
        out += f"{text[at : item.begin]}[{item.kind}]"
        at = item.end
    return out + text[at:]


def _sentiment(client: ComprehendClient, text: str, language: LanguageCodeType) -> Part:
    parts = [part for part in pieces(text, SENTIMENT_BYTES) if part.strip()]
    if len(parts) == 1:
        answer = client.detect_sentiment(Text=parts[0], LanguageCode=language)
        scores = {str(k): float(v) for k, v in answer.get("SentimentScore", {}).items() if isinstance(v, int | float)}
        rows: list[Row] = [
            {"what": language_words.SENTIMENT, "name": feeling.lower(), "confidence": _percent(score)}
            for feeling, score in sorted(scores.items(), key=lambda item: -item[1])
        ]
        best = answer["Sentiment"]
        if not scores:
            return Part(
                "sentiment", [{"what": language_words.SENTIMENT, "name": best.lower()}], language_words.sentiment(best)
            )
        sure = scores.get(best.capitalize(), max(scores.values()))
        return Part("sentiment", rows, language_words.sentiment(best, sure * 100))
    lengths: Counter[str] = Counter()
    for start in range(0, len(parts), _BATCH):
        batch = parts[start : start + _BATCH]
        for item in client.batch_detect_sentiment(TextList=batch, LanguageCode=language)["ResultList"]:
            lengths[str(item.get("Sentiment", ""))] += len(batch[item.get("Index", 0)])
    total = sum(lengths.values()) or 1
    shares = [(feeling, 100 * length / total) for feeling, length in lengths.most_common()]
    rows = [
        {"what": language_words.SENTIMENT, "name": feeling.lower(), "share": round(share, 1)}
        for feeling, share in shares
    ]
    return Part("sentiment", rows, language_words.sentiment_shares(shares))


def _entities(client: ComprehendClient, text: str, language: LanguageCodeType) -> Part:
    seen = [
        (e.get("Text", ""), str(e.get("Type", "")), e.get("Score"))
        for part in pieces(text, TEXT_BYTES)
        for e in client.detect_entities(Text=part, LanguageCode=language)["Entities"]
    ]
    rows = _counted(language_words.ENTITY, seen)
    return Part("entities", rows, language_words.entities_found(len(rows)))


def _phrases(client: ComprehendClient, text: str, language: LanguageCodeType) -> Part:
    seen = [
        (p.get("Text", ""), "", p.get("Score"))
        for part in pieces(text, TEXT_BYTES)
        for p in client.detect_key_phrases(Text=part, LanguageCode=language)["KeyPhrases"]
    ]
    rows = _counted(language_words.KEY_PHRASE, seen)
    return Part("key_phrases", rows, language_words.phrases_found(len(rows)))


def _personal(client: ComprehendClient, text: str, language: LanguageCodeType) -> list[Personal]:
    found: list[Personal] = []
    start = 0
    for part in pieces(text, TEXT_BYTES):
        for e in client.detect_pii_entities(Text=part, LanguageCode=language)["Entities"]:
            begin, end = start + e.get("BeginOffset", 0), start + e.get("EndOffset", 0)
            found.append(Personal(str(e.get("Type", "")), begin, end, e.get("Score")))
        start += len(part)
    return found


def _pii(client: ComprehendClient, text: str, language: LanguageCodeType) -> Part:
    """Kinds and places, never the values themselves."""
    found = _personal(client, text, language)
    rows: list[Row] = [
        {
            "what": language_words.PERSONAL,
            "kind": language_words.kind_name(item.kind),
            "confidence": _percent(item.sure),
            "characters": language_words.position(item.begin, item.end),
        }
        for item in found
    ]
    return Part("pii", rows, language_words.personal_found(Counter(p.kind for p in found).most_common()))


def _redact(client: ComprehendClient, text: str, language: LanguageCodeType) -> Part:
    found = _personal(client, text, language)
    return Part("redact", (), language_words.redacted(len(found)), redact(text, found))


def _counted(what: str, seen: Sequence[tuple[str, str, float | None]]) -> list[Row]:
    """One row for each name and kind, the most frequent first, with the highest confidence."""
    times = Counter((name, kind) for name, kind, _ in seen)
    best: dict[tuple[str, str], float] = {}
    for name, kind, sure in seen:
        if sure is not None:
            best[name, kind] = max(sure, best.get((name, kind), 0.0))
    return [
        {
            "what": what,
            "name": name,
            "kind": language_words.kind_name(kind) or None,
            "times": count,
            "confidence": _percent(best.get((name, kind))),
        }
        for (name, kind), count in times.most_common()
    ]


def _percent(score: float | None) -> float | None:
    return None if score is None else round(score * 100, 1)


_PARTS: Mapping[str, Callable[[ComprehendClient, str, LanguageCodeType], Part]] = {
    "sentiment": _sentiment,
    "entities": _entities,
    "key_phrases": _phrases,
    "pii": _pii,
    "redact": _redact,
}
