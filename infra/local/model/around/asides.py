"""Words around a verb that say nothing more: who asks, "something", the "we" of "did customers order", "sign up"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent_actions.semantic.model import Metric
from infra.local.model.consistent import states_of
from infra.local.model.english import verb_words as w
from infra.local.model.english.text import Token, is_plural, name_words, norm_at, stems
from infra.local.model.english.vocabulary import IRREGULAR_VERBS, PREPOSITIONS, TIME_UNITS
from infra.local.model.everyday.timing import is_time
from infra.local.model.lexicon import Lexicon

ARTICLES = frozenset(["the", "our", "a", "an", "any", "all"])
ASKS = frozenset(["did", "do", "does", "have", "has"])
US = frozenset(["us", "me"])
PASSIVE = frozenset(["were", "was", "are", "is", "got", "get", "been", "being"])
TIMED = (("how", "long"), ("how", "quickly"), ("how", "fast"), ("how", "slowly"), ("how", "slow"))
TAKES = frozenset(["take", "takes", "took", "taking", "taken", "lasts", "lasted"])
MOST = frozenset(["most", "fewest", "highest", "lowest", "biggest", "largest", "smallest", "least", "more", "fewer"])
HANDLES = frozenset(
    ["handle", "carry", "transport", "process", "take", "get", "have", "see", "generate", "produce", "attract", "bring",
     "drive", "win", "score", "record", "make", "do", "manage", "gain", "acquire"]
)  # fmt: skip
"""What one of a breakdown does to the rows that are its own: "did NordPost carry", "which agent handled the most"."""
WINS = frozenset(["win", "gain", "acquire", "attract", "generate", "score", "record"])
"""Behind "did we" they say no more than "did we get"."""
LENGTHS = frozenset(["longest", "shortest"])
EACH = frozenset(["per", "by", "each", "every"])
STOCKS = frozenset(["carry", "offer", "stock", "sell", "run", "own", "operate"])
"""After "do we", without a period, they say that there are such things."""
OWN = frozenset(["handle", "carry", "transport", "process", "manage", "take", "attract", "win", "do"])
"""Of these the ones that may stand before "the most"."""
ANSWERS = frozenset(["answer", "answered", "answering", "reply", "replied", "replying"])
WITH_UP = frozenset(["make", "sign", "open", "pick", "end", "turn", "show", "buy"])
"""Verbs whose "up" is no rise."""
COMES_BY = frozenset(["come", "reach", "raise", "submit", "send", "contact", "write", "place", "pay", "arrive"])
TOGETHER = frozenset(["each", "both"])
LISTING = frozenset(["and", "or", ","])
"""Between values that do the same."""
CURRENT = frozenset(["current", "present", "currently"])
OUT = frozenset(["went", "go", "gone", "goes", "left", "leave", "got", "get", "moved"])
"""Before "out the door"."""
COMES = PREPOSITIONS | frozenset(["by", "via", "through", "back", "out", "up", "down", "off", "along", "first", "with"])
"""After "came" they say from where, or something else than that it is here."""
NAMED = 4
"""Words of the longest name that is looked for before a verb."""
_FIRST = re.compile(r"[.;:(]")


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens without such words."""
    tokens = _turned_up(tokens)
    kept = [t for i, t in enumerate(tokens) if not _idle(i, tokens, lexicon)]
    kept = _timed(_as_now(_gone(_by_way_of(kept, lexicon))), lexicon)
    return _all_of_them(_current(kept, lexicon), lexicon)


def says(tokens: Sequence[Token], phrase: Sequence[str]) -> int:
    """Where these words stand side by side; -1 where they don't."""
    said = [t.norm for t in tokens]
    return next((i for i in range(len(said)) if tuple(said[i : i + len(phrase)]) == tuple(phrase)), -1)


def _idle(i: int, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    word, before, after = tokens[i].norm, norm_at(tokens, i - 1), norm_at(tokens, i + 1)
    if word in w.SOMEBODY:
        return before in w.ASKED
    if word in w.ANYTHING and not lexicon.lookup((word,)):
        value = lexicon.means((before,), "value")
        return bool(stems(before) & w.EVENTS) and not value
    if word == "money" and before == "much":
        return lexicon.at(tokens, i) is None
    if word in TAKES and (after in LENGTHS or (after == "the" and norm_at(tokens, i + 2) in LENGTHS)):
        return True
    if word == "money" and stems(after) & w.SPENT:
        return True
    if word == "away":
        return "give" in stems(before)
    if word == "up":
        return bool(stems(before) & WITH_UP)
    had = before == "we" and (norm_at(tokens, i - 2) == "do" or lexicon.means((norm_at(tokens, i - 2),), "dataset"))
    if sends_us(i, tokens, lexicon) or (word in US and i and sends_us(i - 1, tokens, lexicon)):
        return True
    if stems(word) & STOCKS and had:
        return not after or after in EACH or (after in ("in", "of", "at") and _names_value(tokens, i + 2, lexicon))
    if not stems(word) & HANDLES or lexicon.means((word,), "metric"):
        return False
    if after in MOST or (after == "the" and norm_at(tokens, i + 2) in MOST):
        return bool(stems(word) & OWN)
    if {after, norm_at(tokens, i + 2) if after == "any" else ""} & {"better", "worse"}:
        return False
    return _subject(tokens, i, lexicon)


def sends_us(i: int, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """ "Which country sends us the most tickets": has the most, of rows of which the model tells no sending."""
    at = i + 2 + (norm_at(tokens, i + 2) == "the")
    if "send" not in stems(norm_at(tokens, i)) or norm_at(tokens, i + 1) not in US or norm_at(tokens, at) not in MOST:
        return False
    found = lexicon.at(tokens, at + 1) if at + 1 < len(tokens) else None
    metrics = lexicon.metrics(found[1]) if found else []
    rows = {s.ref for s in found[1] if s.kind == "dataset"} if found else set[str]()
    rows |= {r for m in metrics for r in lexicon.reach.facts(m)}
    datasets = [d for name in rows if (d := lexicon.model.dataset(name))]
    told = [text for m in metrics for text in (m.name, m.description, *m.synonyms)]
    told += [text for d in datasets for text in (d.name, d.description, *d.synonyms)]
    sent = any(stems(word) & w.family("send") for text in told for word in name_words(text or ""))
    return bool(datasets) and all(lexicon.reach.counters(d.name) for d in datasets) and not sent


def _names_value(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether a known value is all that follows, or each of some."""
    if norm_at(tokens, i) in EACH:
        return True
    i += norm_at(tokens, i) in ARTICLES
    rest = tuple(t.norm for t in tokens[i:] if t.norm)
    return lexicon.means(rest, "value")


def _subject(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether known values stand before the verb, or "each" of a field, or "they", and "did" before that."""
    before = norm_at(tokens, i - 1)
    ours = before == "they" or (before == "we" and bool(stems(tokens[i].norm) & WINS))
    if ours and norm_at(tokens, i - 2) in ASKS and norm_at(tokens, i + 1) != "back":
        return True
    i -= norm_at(tokens, i - 1) in TOGETHER
    while i > 0:
        start = 0
        for n in range(1, NAMED + 1):
            first = i - n
            if first < 1 or not all(t.norm for t in tokens[first:i]):
                break
            senses = lexicon.lookup(tuple(t.norm for t in tokens[first:i]))
            each = norm_at(tokens, first - 1) in ("each", "every") and norm_at(tokens, first - 2) in ASKS
            if each and any(s.kind == "field" for s in senses):
                return True
            at = first - (norm_at(tokens, first) in ARTICLES)
            if any(s.kind == "value" for s in senses) and norm_at(tokens, at - 1) in ASKS | LISTING:
                start = at
                break
        if not start or norm_at(tokens, start - 1) in ASKS:
            return bool(start)
        i = start - 1 if norm_at(tokens, start - 1) in LISTING else 0
    return False


def _by_way_of(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Came in by email": a known value, even where a field is called so too; "cancelled by customers": who did it."""
    for i in range(1, len(tokens)):
        if tokens[i].norm != "by" or "back" in (t.norm for t in tokens[max(i - 2, 0) : i]):
            continue
        senses = lexicon.lookup((norm_at(tokens, i + 1),))
        kinds = {s.kind for s in senses}
        reached = any(stems(t.norm) & COMES_BY for t in tokens[:i])
        if reached and {"value", "field"} <= kinds:
            return [*tokens[:i], replace(tokens[i], norm="via"), *tokens[i + 1 :]]
        verb = tokens[i - 1].norm
        past = verb in IRREGULAR_VERBS or (verb.endswith("ed") and verb != "ordered")
        done = past and (bool(stems(verb) & w.EVENTS) or lexicon.means((verb,), "value"))
        if done and "dataset" in kinds and is_plural(norm_at(tokens, i + 1)):
            return [*tokens[:i], *tokens[i + 1 :]]
    return tokens


def _turned_up(tokens: Sequence[Token]) -> list[Token]:
    """ "Turned up late", "showed up on time": arrived."""
    found: list[Token] = []
    for i, token in enumerate(tokens):
        if token.norm == "up" and norm_at(tokens, i - 1) in ("turned", "showed"):
            found[-1] = replace(tokens[i - 1], norm="arrived", end=token.end)
        else:
            found.append(token)
    return found


def _gone(tokens: list[Token]) -> list[Token]:
    """ "Went out" -> "dispatched"; "came", without "in", "from" or the like -> "arrived"."""
    found: list[Token] = []
    if (at := says(tokens, ("out", "the", "door"))) > 0:
        first = at - (tokens[at - 1].norm in OUT)
        tokens = [*tokens[:first], replace(tokens[at], norm="dispatched", end=tokens[at + 2].end), *tokens[at + 3 :]]
    for i, token in enumerate(tokens):
        verb, after = stems(token.norm), norm_at(tokens, i + 1)
        if "go" in verb and after == "out" and token.norm != "going":
            found.append(replace(token, norm="dispatched"))
        elif token.norm in ("came", "come", "comes") and i and after not in COMES and norm_at(tokens, i - 1) != "how":
            found.append(replace(token, norm="arrived"))
        else:
            found.append(token)
    return found


def _current(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "The current backlog": how many there are now is what such a figure tells."""
    for i, token in enumerate(tokens[:-1]):
        if token.norm not in CURRENT or lexicon.at(tokens, i):
            continue
        at = i + 1
        at += 2 * (norm_at(tokens, at) in ("number", "count") and norm_at(tokens, at + 1) == "of")
        found = lexicon.at(tokens, at) if at < len(tokens) else None
        metrics = [m for s in found[1] if s.kind == "metric" and (m := lexicon.model.metric(s.ref))] if found else []
        if metrics and all(states_of(m) for m in metrics):
            return [*tokens[:i], *tokens[i + 1 :]]
    return tokens


def _as_now(tokens: list[Token]) -> list[Token]:
    """ "As of today", "right now" -> "now"."""
    for phrase in w.NOW:
        at = says(tokens, phrase)
        if at >= 0:
            whole = replace(tokens[at], norm="now", end=tokens[at + len(phrase) - 1].end)
            return [*tokens[:at], whole, *tokens[at + len(phrase) :]]
    return tokens


def _timed(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How many days does X take" -> "how long does X take"; beside "how long", waiting is taking."""
    unit = norm_at(tokens, 2) if says(tokens, ("how", "many")) == 0 else ""
    long = unit in TIME_UNITS and any(t.norm in TAKES for t in tokens[3:])
    if long and any(is_time(m) for m in lexicon.model.metrics):
        tokens = [tokens[0], replace(tokens[1], norm="long", end=tokens[2].end), *tokens[3:]]
    if not any(says(tokens, phrase) >= 0 for phrase in TIMED):
        return tokens
    kept = [t for t in tokens if t.norm not in w.WAITS | TAKES]
    return [replace(t, norm="respond") if t.norm in ANSWERS and not lexicon.lookup((t.norm,)) else t for t in kept]


def _all_of_them(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How many tickets did customers raise" -> "did we raise", where the model says that tickets are customers' own.

    Only then is it no condition: orders without a shop would be left out of "orders that shops took".
    """
    for i in range(1, len(tokens) - 1):
        if tokens[i].norm not in (ASKS | {"were", "was", "are"}) - {"have", "has"}:
            continue
        at = i + 1 + (norm_at(tokens, i + 1) in ARTICLES)
        senses = lexicon.lookup((norm_at(tokens, at),))
        if norm_at(tokens, i + 1) in ("a", "an") and not any(says(tokens, phrase) >= 0 for phrase in TIMED):
            continue  # "does a parcel cost": one of them, and not all
        if not any(s.kind == "dataset" for s in senses) or any(s.kind == "metric" for s in senses):
            continue
        owners = {s.ref.casefold() for s in senses if s.kind == "dataset"}
        if _is_owner(norm_at(tokens, at), owners, tokens[:i], lexicon) and norm_at(tokens, at + 1).isalpha():
            return [*tokens[: i + 1], replace(tokens[at], norm="we"), *tokens[at + 1 :]]
    return tokens


def _is_owner(noun: str, owners: set[str], before: Sequence[Token], lexicon: Lexicon) -> bool:
    found = [term for j in range(len(before)) if (term := lexicon.at(before, j))]
    metrics = [m for _, senses in found for s in senses if s.kind == "metric" and (m := lexicon.model.metric(s.ref))]
    counted = [s.ref for _, senses in found for s in senses if s.kind == "dataset"]
    metrics += [m for name in counted for m in lexicon.reach.counters(name)]
    if not metrics and any(says(before, phrase) >= 0 for phrase in TIMED):
        metrics = [m for m in lexicon.model.metrics if is_time(m)]
        own = any(owners & set(lexicon.reach.facts(m)) for m in metrics)
        return not own and any(mentions(m, noun, lexicon) for m in metrics)
    return bool(metrics) and all(mentions(m, noun, lexicon) for m in metrics)


def mentions(metric: Metric, noun: str, lexicon: Lexicon) -> bool:
    """True when what the figure is, or what its rows are, is told in this word."""
    datasets = [d for name in lexicon.reach.facts(metric) if (d := lexicon.model.dataset(name))]
    told = [metric.description, *(d.description for d in datasets)]
    return any(stems(noun) & stems(word) for text in told for word in name_words(_FIRST.split(text or "")[0]))
