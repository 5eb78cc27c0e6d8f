"""Questions that name a breakdown by a verb: "how do people pay", "what do people write about", "who carried the most".

The breakdown is the one field of the model that is called so; what is counted by it are the rows that it is of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent_actions.semantic.model import Dataset, ModelField
from infra.local.model.english import verb_words as w
from infra.local.model.english.everyday_words import PEOPLE, SELVES
from infra.local.model.english.text import Token, forms, name_words, stems
from infra.local.model.english.wording import Wording
from infra.local.model.everyday.everyday_figures import PARTICLES, name_of, names_figure
from infra.local.model.lexicon import METRICS, Lexicon
from infra.local.model.outcomes import Ask, Option, Stop

USUALLY = r"(?:(?:mostly|usually|normally|mainly|actually|typically|generally|commonly)\s)?"
DID = r"(?:do|did|does|are|have)"
WRITES = (
    r"(?:complain|write|ask|call|contact|writing|asking|complaining|calling|contacting|approaching|phoning|get\sin\stouch|"
    r"come|turn|approach)"
)


@dataclass(frozen=True)
class Asked:
    """``fields``: words that a name of the field holds, the likeliest first; ``of``: words of its rows."""

    pattern: re.Pattern[str]
    fields: tuple[str, ...]
    of: tuple[str, ...] = ()
    each: bool = False
    """Every one of the fields is meant as well as another: it is asked which."""


def _asked(pattern: str, fields: tuple[str, ...], of: tuple[str, ...] = (), *, each: bool = False) -> Asked:
    return Asked(re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), fields, of, each)


CONTACTS = ("write", "call", "contact", "request", "inquiry", "enquiry", "ticket", "complaint")
ASKED = (
    _asked(
        rf"(?P<fig>how\s{DID}\s(?:{PEOPLE}\s|we\s)?{USUALLY}(?:pay|paid|paying))(?:\s(?P<x1>us|for\s(?:things|it|them|orders)))?",
        ("payment method", "payment type", "payment", "paid"),
    ),
    _asked(
        rf"(?P<fig>how\s(?:do|did|does))\s(?!{PEOPLE}\s)(?:\S+\s){{1,3}}?(?P<x1>{USUALLY}pay)",
        ("payment method", "payment type", "payment", "paid"),
    ),
    _asked(
        rf"(?P<fig>how\s(?:do|did)\s{PEOPLE})\s(?:(?:in|from)\s(?:\S+\s){{1,3}}?)(?P<x1>{USUALLY}pay(?:\sus)?)",
        ("payment method", "payment type", "payment", "paid"),
    ),
    _asked(
        rf"(?P<fig>(?:how|(?:with\s)?what)\s(?:do|did)\s{PEOPLE})\s(?:(?:in|from)\s(?:\S+\s){{1,3}}?)?(?P<x1>{USUALLY}pay\s(?:with|by))",
        ("payment method", "payment type", "payment", "paid"),
    ),
    _asked(
        rf"(?P<fig>what\s{DID}\s(?:{PEOPLE}\s|they\s){USUALLY}{WRITES}(?:\s(?:to|in|{SELVES}))*\s(?:about|for|with))"
        r"(?P<most>\s(?:the\s)?most(?:\s(?P<x1>often|frequently|commonly))?)?",
        ("topic", "subject", "reason", "issue", "theme"), CONTACTS,
    ),
    _asked(
        r"(?P<fig>how\s(?:did|do|have))\s(?:\S+\s){0,6}?"
        r"(?P<x1>(?:hear|heard|find|found|learn|learned)\s(?:out\s)?(?:about\s|of\s)?us)",
        ("referral", "found us", "heard us"),
    ),
    _asked(
        rf"(?P<fig>where\s(?:did|do|have)\s(?:{PEOPLE}\s)?(?:register|sign\sup|signup|signed\sup))",
        ("sign up channel", "signup channel", "registration channel"),
    ),
    _asked(
        rf"(?P<fig>by\s(?:where|how)\s(?:{PEOPLE}\s|they\s)(?:have\s|had\s)?(?:first\s)?(?:register|registered|sign\sup|signup|"
        r"signed\sup|joined))",
        ("sign up channel", "signup channel", "registration channel"),
    ),
    _asked(
        rf"(?P<fig>by\show\s(?:{PEOPLE}\s|they\s)(?:pay|paid))",
        ("payment method", "payment type", "payment", "paid"),
    ),
    _asked(
        rf"(?P<fig>by\swhat\s(?:{PEOPLE}\s|they\s)(?:write|wrote|call|called|complain|complained|ask|asked|contacted)"
        rf"(?:\s(?:to|in|{SELVES}))*\s(?:about|for))",
        ("topic", "subject", "reason", "issue", "theme"), CONTACTS,
    ),
    _asked(
        r"(?P<fig>where\s(?:do|did|does)\s(?:(?:the|our|most)\s)?(?:web\s|site\s|website\s)?(?:visitors?|visits|traffic|web\straffic)\s"
        r"come\sfrom)",
        ("traffic source", "source", "referrer", "country"), ("visit", "session"), each=True,
    ),
)  # fmt: skip
WHO = re.compile(
    r"^(?:and\s)?(?P<fig>who)\s(?:(?P<x1>(?:in|on|from|at)\s(?:the\s|our\s)?(?:\S+\s)?(?:team|support|desk|service))\s)?"
    r"(?P<verb>\S+)(?=\s)"
)
BY_DEED = re.compile(
    rf"(?<!\S)by\s(?P<fig>(?:the\s)?(?P<noun>\S+)\s(?:(?:that|which|(?:in|with|from|through|at)\swhich)\s)?(?:{PEOPLE}|we)\s"
    r"(?:have\s|had\s)?(?P<verb>\S+)(?:\s(?:in|with|through|from|at|on|by|via))?)(?=$|\s(?:[,.?!;-]|in|last|this|since|for)(?:\s|$))"
)
""" "By the currency people paid in"."""
_ON = r"(?:(?:is\s|are\s|s\s)?(?:now\s|currently\s)?(?:dealing\swith|working\son|looking\safter|handling|on))"
_HAS = rf"(?:has|have|got|owns|holds|handles|handled|takes|took|deals\swith|works\son|looks\safter|{_ON})"
WHO_HAS = re.compile(
    rf"(?<=[,-]\s)(?:and\s)?(?P<fig>who\s{_HAS}\s(?:them|it|each|those|these)(?:\sof\sthem)?(?:\snow)?)(?=\s|$)|"
    rf"(?<=\sand\s)(?P<fig2>who\s{_HAS}\s(?:them|it|each|those|these)(?:\sof\sthem)?(?:\snow)?)(?=\s|$)"
)
""" "(Open tickets with number, topic) and who has them": which of the staff, of each."""
UNREAD = "unreadword"
STAFF = frozenset(["colleague", "employee", "agent", "worker", "driver", "clerk", "staff", "mechanic", "nurse", "rep"])
STAFF_DOES = frozenset(["close", "solve", "resolve", "take", "answer", "handle", "finish", "fix", "deal", "process"])


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns as a count by the field."""
    kept = _by_deed(_who_has(_who(list(tokens), lexicon), lexicon), lexicon)
    for asked in ASKED:
        wording = Wording(kept)
        found = asked.pattern.search(wording.line)
        fields = _fields(asked, lexicon) if found else []
        if found is None or not fields:
            continue
        at = wording.place(found, "fig")
        gone = [wording.place(found, "x1")] if "x1" in found.groupdict() else []
        rest = [t for i, t in enumerate(kept) if i not in at]
        named = {s.ref for senses in lexicon.terms(rest) for s in senses if s.kind == "field"}
        if named & {f.ref for f in fields}:
            kept = wording.put(at, (), gone, "")
        elif len(fields) == 1:
            behind_by = found["fig"].startswith("by ") or names_figure(rest, lexicon)
            words = ("by", *called(fields[0], lexicon)) if behind_by else _counted(fields[0], lexicon)
            kept = wording.put(at, words, gone, found["fig"]) if words else kept
    return kept


def check(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Raises Stop with a question back where several fields may be meant."""
    tokens = read(tokens, lexicon)
    for asked in ASKED:
        wording = Wording(tokens)
        found = asked.pattern.search(wording.line)
        fields = _fields(asked, lexicon) if found else []
        if found is None or len(fields) < 2:
            continue
        at = wording.place(found, "fig")
        options = tuple(Option(f.label, " ".join(_counted(f, lexicon))) for f in fields)
        question = f"“{found['fig']}”: by which field, {' or '.join(f.label.lower() for f in fields)}?"
        raise Stop(Ask(found["fig"], question, options, "word", tokens[at[0]].start, tokens[at[-1]].end, METRICS))


def _fields(asked: Asked, lexicon: Lexicon) -> list[ModelField]:
    """The fields that are called so, in rows that are counted and told in those words."""
    found: dict[str, ModelField] = {}
    for phrase in asked.fields:
        wanted = [frozenset(forms(word)) for word in phrase.split()]
        fields = [
            f
            for d in lexicon.model.datasets
            if lexicon.reach.counters(d.name) and told(d, asked.of)
            for f in d.fields
            if f.datatype in ("String", None) and not f.is_time and any(_holds(n, wanted) for n in _names(f))
        ]
        if len(fields) == 1:
            found.setdefault(fields[0].ref, fields[0])
        if fields and not asked.each:
            break
    return list(found.values())


def told(dataset: Dataset, words: Sequence[str]) -> bool:
    """What the rows are is said in one of the words."""
    texts = (dataset.name, dataset.label, *dataset.synonyms, dataset.description or "")
    said = [stems(word) for text in texts for word in name_words(text)]
    return not words or any(stems(word) & one for word in words for one in said)


def _names(field: ModelField) -> list[tuple[str, ...]]:
    return [name_words(n) for n in (field.name, field.label, *field.synonyms)]


def _holds(name: Sequence[str], wanted: Sequence[frozenset[str]]) -> bool:
    said = [frozenset(forms(word)) for word in name]
    return all(any(one & word for word in said) for one in wanted)


def called(field: ModelField, lexicon: Lexicon) -> tuple[str, ...]:
    """Words by which the model knows the field and no other."""
    names = [name_words(n) for n in (field.label, field.name, *field.synonyms)]
    for words in sorted(names, key=lambda n: bool(PARTICLES & set(n))):
        if lexicon.refs(words, "field") == {field.ref}:
            return words
    return ()


def _counted(field: ModelField, lexicon: Lexicon) -> tuple[str, ...]:
    counters = lexicon.reach.counters(field.dataset)
    count = name_of(counters[0], lexicon) if len(counters) == 1 else ()
    words = called(field, lexicon)
    return (*count, "by", *words) if count and words else ()


def _who(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Who carried the most parcels", "who in support closed the most tickets": the field that says who did."""
    wording = Wording(tokens)
    found = WHO.search(wording.line)
    if found is None:
        return tokens
    verb = found["verb"]
    refs = {d.casefold() for senses in lexicon.terms(tokens[1:]) for s in senses
            for d in _rows_of(s.kind, s.ref, lexicon)}  # fmt: skip
    fields = [f for d in lexicon.model.datasets if d.name.casefold() in refs for f in d.fields if _did(f, verb)]
    words = called(fields[0], lexicon) if len(fields) == 1 else ()
    if not words:
        return tokens
    return wording.put(wording.place(found, "fig"), words, [wording.place(found, "x1")], "who", "which")


def _by_deed(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "By the currency people paid in": the one field of that name of which the model says so."""
    wording = Wording(tokens)
    found = BY_DEED.search(wording.line)
    if found is None:
        return tokens
    refs = lexicon.refs((found["noun"],), "field")
    fields = [f for ref in refs if (f := lexicon.model.field(ref)) and not f.is_time and _tells(f, found["verb"])]
    words = called(fields[0], lexicon) if len(fields) == 1 else ()
    return wording.put(wording.place(found, "fig"), words, (), found["fig"]) if words else tokens


def _tells(field: ModelField, verb: str) -> bool:
    said = [word for text in (field.label, field.description or "") for word in name_words(text)]
    return any(stems(verb) & stems(word) for word in said)


def _who_has(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The field that says which of the staff has such rows, as one more that is asked for; where none does, a word that
    is not known."""
    wording = Wording(tokens)
    found = WHO_HAS.search(wording.line)
    at = wording.place(found, "fig") or wording.place(found, "fig2") if found else range(0)
    if not at:
        return tokens
    facts = {d.casefold() for senses in lexicon.terms(tokens[: at[0]]) for s in senses
             for d in _rows_of(s.kind, s.ref, lexicon)}  # fmt: skip
    return wording.put(at, staff_of(sorted(facts), lexicon) or (UNREAD,), (), wording.said(at))


def staff_of(facts: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Words for the one field that tells who of the staff took such rows; none where there is none, or several."""
    return doer(facts, "take", lexicon)


def doer(facts: Sequence[str], verb: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Words for the one field of such rows that tells who did this to them."""
    fields = [f for d in lexicon.model.datasets if d.name.casefold() in facts for f in d.fields if _did(f, verb)]
    return called(fields[0], lexicon) if len(fields) == 1 else ()


def _rows_of(kind: str, ref: str, lexicon: Lexicon) -> list[str]:
    metric = lexicon.model.metric(ref) if kind == "metric" else None
    return list(lexicon.reach.facts(metric)) if metric else [ref] if kind == "dataset" else []


def _did(field: ModelField, verb: str) -> bool:
    if field.datatype not in ("String", None) or field.is_time:
        return False
    told = name_words(field.description or "")
    named = {form for name in (field.name, field.label, *field.synonyms) for form in name_words(name)}
    staff = bool(STAFF & ({*told} | named)) and bool(stems(verb) & STAFF_DOES)
    return staff or ("who" in told and any(w.akin(verb, word) for word in told if word != "who"))
