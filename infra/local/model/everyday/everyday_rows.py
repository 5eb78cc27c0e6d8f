"""Rows and values that are told by a turn: "people wrote in" are tickets, "called off" is cancelled.

And units: "how many kWh" names the one figure that is in kWh, "in minutes" behind a figure in minutes only agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent_actions.semantic.model import NUMBER_TYPES, TIME_TYPES, Dataset, Metric, ModelField
from agent_actions.semantic.words import lower_first
from infra.local.model.english import vocabulary as v
from infra.local.model.english.everyday_words import PEOPLE, SELVES
from infra.local.model.english.listing_words import PLACES
from infra.local.model.english.text import Token, fold, forms, is_plural, name_words, stems
from infra.local.model.english.verb_kin import fits
from infra.local.model.english.verb_words import akin
from infra.local.model.english.wording import Wording
from infra.local.model.everyday.everyday_figures import name_of
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Ask, Option, Stop, Unplaced
from infra.local.model.parts_of.heads import people
from infra.local.model.reach import entity
from infra.local.model.says import words

TO_US = rf"(?:\s(?:in|to|with|out|{SELVES}))*"
WROTE = (
    r"(?:contacted|written|wrote|called|phoned|rang|rung|e\s?mailed|messaged|chatted|got\sin\stouch|reached\sout|"
    r"turned\sto\sus)"
)
CONTACTED = re.compile(
    rf"(?<!\S)(?P<fig>(?:how\smany\s(?P<once>(?:different|distinct|unique|individual)\s)?(?:of\sthe\s)?(?P<who>{PEOPLE})\s"
    rf"(?:have\s|had\s)?(?P<verb>{WROTE}){TO_US}"
    rf"(?P<other>\sor\s{WROTE}{TO_US})?|how\soften\s(?:did|do|have)\s{PEOPLE}\s(?:contact|get\sin\stouch|write\sin){TO_US}))"
    r"(?!\S)(?!\s(?:off|back|for|up|more|less|at|only|twice|once|\d))"
)
CHANNELS = {
    "called": ("call", "phone"), "phoned": ("call", "phone"), "rang": ("call", "phone"), "rung": ("call", "phone"),
    "emailed": ("email",), "chatted": ("chat",),
}  # fmt: skip
"""Verbs that say how somebody got in touch: read only where the rows have such a value."""
TOLD = ("wrote", "called", "contacted")
CALLED = ("request", "inquiry", "enquiry", "ticket", "contact")

VALUES = (
    (re.compile(r"(?<!\S)(?P<fig>called\soff)(?!\S)"), ("cancelled", "canceled")),
    (re.compile(r"(?<!\S)(?P<fig>(?:sent|came|come|brought|gone|went|coming)\sback)(?!\S)"), ("returned",)),
    (
        re.compile(
            r"(?<!\S)(?P<fig>(?:(?:are|is|that\sare|still)\s)?(?:still\s)?(?:(?:lying|sitting|hanging)\s(?:around|about)|piled\sup|"
            r"unfinished|(?:that\s(?:are\s)?)?(?:still\s)?(?:waiting|yet)\sto\sbe\s(?:resolved|solved|closed|finished|dealt\swith|handled)|(?:that\s)?(?:nobody|no\sone)\shas\s(?:finished|solved|closed|dealt\swith)(?:\syet)?|"
            r"not\s(?:yet\s)?dealt\swith(?:\syet)?))(?!\S)"
        ),
        ("open", "unresolved"),
    ),
    (re.compile(r"(?<!\S)(?P<fig>(?:out\sof\s(?:order|service|action)|not\s(?:running|working)))(?!\S)"), ("down",)),
    (re.compile(r"(?<!\S)(?P<fig>(?:stood\sstill|standing\sstill|doing\snothing))(?!\S)"), ("idle",)),
    (re.compile(r"(?<!\S)(?P<fig>(?:given\sup|gave\sup\son))(?!\S)"), ("aborted", "abandoned")),
)  # fmt: skip
UNDERWAY = re.compile(
    r"(?<!\S)(?P<fig>(?:(?:still|currently|yet)\s)*(?:on\sthe\s(?:road|way)|under\s?way|in\stransit|en\sroute|"
    r"out\sfor\sdelivery))(?:\s(?P<x1>(?:right\snow|now|currently|today|at\sthe\smoment|at\spresent)))?(?!\S)"
)
TAKEN = re.compile(
    r"(?<!\S)how\s(?:long|many\s(?:days|hours|weeks))\s(?:did|do|does|have|has|are|is|were|was|will)\s"
    r"(?:(?!(?:and|or|how|which|what|that|who|still|currently|now)\s)\S+\s)*?"
    r"(?:takes?|took|taken|spends?|spent|stay(?:s|ed)?)\s(?:(?!and\s|still\s|that\s)\S+\s){0,3}?$|"
    r"(?<!\S)(?:takes?|took|taken|spends?|spent)\s(?:the\s)?(?:longest|shortest)\s$"
)
"""Before "on the road": it is the time that is asked for, and not who is there still."""
STILL = frozenset(["still", "currently", "yet"])
LENGTH = re.compile(r"(?<!\S)(?:how\slong|how\smany\s(?:days|hours|weeks)|longest|shortest)(?!\S)")
REPLY = r"(?:repl(?:y|ies)|answers?|responses?)"
REPLIED = r"(?:answered|replied(?:\sto)?|responded(?:\sto)?)"
UNANSWERED = re.compile(
    r"(?<!\S)(?P<fig>(?:(?:that|which|who)\s)?(?:(?:are|is|have|has|we|were)\s)*(?:(?:still|yet|been)\s)*(?:unanswered|"
    rf"not\s(?:(?:yet|been|even)\s)*{REPLIED}|(?:nobody|no\sone)\s(?:(?:has|have|yet|ever|even)\s)*{REPLIED}|"
    rf"without\s(?:(?:a|an|any)\s)?(?:first\s)?{REPLY}|waiting\sfor\s(?:(?:a|an|our|their|any)\s)?(?:first\s)?{REPLY}|"
    rf"(?:we\s)?(?:(?:has|have|had)\s)?(?:not|never)\s(?:(?:yet|been|even)\s)*(?:had|have|got|gotten|received|get|receive|seen)\s"
    rf"(?:(?:yet|so\sfar)\s)?(?:(?:a|an|any|their|its|our)\s)?(?:first\s)?{REPLY}|still\s(?:without|lack(?:ing)?|need(?:ing)?|await(?:ing)?)\s"
    rf"(?:(?:a|an|any|their|its|our)\s)?(?:first\s)?{REPLY}|"
    rf"(?:got|had|have|has|with)\sno\s(?:first\s)?{REPLY})(?:\s(?:yet|so\sfar|at\sall))*)"
    r"(?!\S)(?!\s(?:within|in|by|before|after|for|times?|minutes?|hours?|under|over|from))"
)
LASTS = frozenset(["long", "average", "avg", "mean", "median", "minutes", "hours", "time"])
"""With these it is asked how long somebody waits, not who waits still."""
UNIT = r"(?:hour|day|week|month|quarter|year|weekday)s?"
BUSY = tuple(
    re.compile(rf"(?<!\S){pattern}(?!\S)")
    for pattern in (
        rf"(?:busiest|quietest|peak|slackest|calmest)\s(?P<fig>(?P<noun>\S+))\s{UNIT}",
        rf"(?:busiest|quietest|peak|slackest|calmest)\s{UNIT}\s(?:of\sthe\s(?:day|week|year)\s)?(?:for|in)\s(?:our\s|the\s)?"
        r"(?P<fig>(?P<noun>\S+))",
    )
)
"""What is busy then: the rows of the one kind that are called so, or by a word of the same stem."""
ASKS = frozenset(["which", "what"])
NO_NOUNS = frozenset(["is", "was", "were", "are", "been", "not", "order", "sort"])
"""Before "by" they are no figure that is broken down."""
DEGREES = frozenset(["degrees", "celsius", "centigrade", "degree"])
NEAR = 6
"""Tokens before such a turn within which its rows are named."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns in the model's own words."""
    kept = _underway(_valued(_contacted(list(tokens), lexicon), lexicon), lexicon)
    kept = _unanswered(kept, lexicon)
    return _which_of(_each_of(_agreeing(_measured(_busy(kept, lexicon), lexicon), lexicon), lexicon), lexicon)


def _unanswered(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Unanswered tickets", "that nobody answered yet": the rows' one number that tells of the answer is empty."""
    wording = Wording(tokens)
    found = UNANSWERED.search(wording.line)
    names = {s.ref for senses in lexicon.terms(tokens) for s in senses if s.kind == "dataset"}
    metrics = [m for senses in lexicon.terms(tokens) for s in senses if (m := lexicon.model.metric(s.ref))]
    names |= {d for m in metrics if lexicon.reach.counts(m) or m.unit for d in m.datasets}
    rows = [d for name in sorted(names) if (d := lexicon.model.dataset(name))] if found else []
    fields = [f for d in rows for f in d.fields if f.datatype in NUMBER_TYPES and _tells_answer(f)]
    if found is None or len(fields) != 1 or LASTS & {t.norm for t in tokens}:
        return tokens
    at = wording.place(found, "fig")
    noun = at[-1] + 1 if found["fig"] == "unanswered" and at[-1] + 1 < len(tokens) else -1
    named = lexicon.at(tokens, noun) if noun > 0 else None
    rows_behind = named is not None and any(s.kind in ("dataset", "metric") for s in named[1])
    first, last = tokens[at[0]], tokens[at[-1]]
    none = replace(first, norm="without", surface="", kind="word", end=first.start)
    said = [none, *(replace(first, norm=word, kind="word", end=last.end) for word in name_words(fields[0].label))]
    end = noun + named[0] if named and rows_behind else at[-1] + 1
    return [*tokens[: at[0]], *tokens[at[-1] + 1 : end], *said, *tokens[end:]]


def _tells_answer(field: ModelField) -> bool:
    told = set(name_words(field.label))
    return bool(told & {"response", "answer", "reply"}) and "empty" in name_words(field.description or "")


def _busy(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Busiest day for support", "peak shipping day": where the model has no such word, the rows that it is of."""
    for pattern in BUSY:
        wording = Wording(tokens)
        found = pattern.search(wording.line)
        senses = lexicon.lookup((found["noun"],)) if found else ()
        if found is None or any(s.kind != "dataset" for s in senses) or found["noun"] in v.UNITS:
            continue
        counts = [
            m for d in lexicon.model.datasets if _called_like(d, found["noun"]) for m in lexicon.reach.counters(d.name)
        ]
        words = name_of(counts[0], lexicon) if len(counts) == 1 else ()
        if words:
            return wording.put(wording.place(found, "fig"), words, (), found["fig"])
    return tokens


def _called_like(dataset: Dataset, noun: str) -> bool:
    names = [name_words(n) for n in (dataset.name, dataset.label, *dataset.synonyms)]
    return any(akin(noun, word) for words in names for word in words)


def _contacted(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    wording = Wording(tokens)
    found = CONTACTED.search(wording.line)
    counts = _contacts(lexicon) if found else []
    if found is None or len(counts) != 1:
        return tokens
    words = name_of(counts[0], lexicon)
    verb = (found["verb"] or "").replace(" ", "")
    persons = _told_apart(found, counts[0], lexicon)
    if found["once"] and not persons:
        return tokens
    if verb in CHANNELS and not found["other"]:
        own = counts[0].datasets
        channels = {
            said
            for said in CHANNELS[verb]
            for s in lexicon.lookup((said,))
            if s.kind == "value" and s.ref.partition(".")[0] in own
        }
        words = (*words, "via", min(channels)) if channels else ()
    if words and persons:
        said = f"how many {persons} had at least one {' '.join(words)}"
        return wording.put(wording.place(found, "fig"), (), (), "", said)
    return wording.put(wording.place(found, "fig"), words, (), found["fig"]) if words else tokens


def _told_apart(found: re.Match[str], count: Metric, lexicon: Lexicon) -> str:
    """What the model calls those who wrote, where each counts once: "different people", or by that very name."""
    rows = people(lexicon.model)
    said = lexicon.lookup(name_words(found["who"] or ""))
    own = any(s.kind == "dataset" and rows and s.ref == rows.name for s in said)
    if rows is None or not (found["once"] or own) or lexicon.reach.distance([count], rows.name) is None:
        return ""
    return " ".join(name_words(rows.label))


def _contacts(lexicon: Lexicon) -> list[Metric]:
    """What counts the rows that people make by writing or calling."""
    found: list[Metric] = []
    for dataset in lexicon.model.datasets:
        names = (dataset.name, dataset.label, *dataset.synonyms)
        if _holds(names, CALLED) or _holds((dataset.description or "",), TOLD):
            found += lexicon.reach.counters(dataset.name)
    return found


def _holds(texts: Sequence[str], words: Sequence[str]) -> bool:
    said = [stems(word) for text in texts for word in name_words(text)]
    return any(stems(word) & one for word in words for one in said)


def _valued(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Orders that came back": a value of the rows that are named right before."""
    for pattern, values in VALUES:
        wording = Wording(tokens)
        found = pattern.search(wording.line)
        at = wording.place(found, "fig") if found else range(0)
        if not at or _is_value(tokens, at, lexicon):
            continue
        rows = _rows(tokens[max(at[0] - NEAR, 0) : at[0]], lexicon)
        named = [
            word
            for word in values
            if any(s.kind == "value" and s.ref.partition(".")[0].casefold() in rows for s in lexicon.lookup((word,)))
        ]
        if named:
            tokens = wording.put(at, (), (), "", named[0])
    return tokens


def _is_value(tokens: Sequence[Token], at: range, lexicon: Lexicon) -> bool:
    """The model has the words themselves, alone or behind what stands before them."""
    return any(
        bool(lexicon.lookup(tuple(t.norm for t in tokens[i : at[-1] + 1]))) for i in (at[0], at[0] - 1) if i >= 0
    )


def _rows(tokens: Sequence[Token], lexicon: Lexicon) -> set[str]:
    """The rows of the last thing that is named here."""
    named = [senses for senses in lexicon.terms(tokens) if any(s.kind in ("metric", "dataset") for s in senses)]
    found: set[str] = set()
    for sense in named[-1] if named else ():
        metric = lexicon.model.metric(sense.ref) if sense.kind == "metric" else None
        found |= set(lexicon.reach.facts(metric)) if metric else set()
        found |= {sense.ref.casefold()} if sense.kind == "dataset" else set()
    return found


def _underway(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Parcels still on the road" have not arrived, where the rows have a date of arrival."""
    wording = Wording(tokens)
    found = UNDERWAY.search(wording.line)
    at = wording.place(found, "fig") if found else range(0)
    if found is None or not at or _is_value(tokens, at, lexicon):
        return tokens
    datasets = [d for name in _rows(tokens[: at[0]], lexicon) if (d := lexicon.model.dataset(name))]
    dated = [f for d in datasets for f in d.fields if f.datatype in TIME_TYPES and fits("arrived", f)]
    if len(dated) != 1 or any(t.norm in ("not", "no", "never") for t in tokens):
        return tokens
    if LENGTH.search(wording.line):
        return [t for i, t in enumerate(tokens) if i not in at] if _takes(wording.line, found) else tokens
    words = name_words(dated[0].label)
    if {s.ref for s in lexicon.lookup(words)} != {dated[0].ref}:
        return tokens
    return wording.put(at, (), [wording.place(found, "x1")], "", f"without {' '.join(words)}")


def _takes(line: str, underway: re.Match[str]) -> bool:
    return TAKEN.search(line[: underway.start("fig")]) is not None and underway["fig"].split()[0] not in STILL


def _measured(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How many kWh": a unit that one figure is in, and that is called nothing else."""
    units = {fold(m.unit or "") for m in lexicon.model.metrics} - set(v.TIME_UNITS) - set(v.CURRENCIES)
    for i, token in enumerate(tokens):
        before = {t.norm for t in tokens[max(i - 2, 0) : i]}
        asked = token.kind == "word" and token.norm in units and before & {"many", "of", "the", "total"}
        if not asked or lexicon.lookup((token.norm,)):
            continue
        found = [m for m in lexicon.model.metrics if token.norm == fold(m.unit or "")]
        words = name_of(found[0], lexicon) if len(found) == 1 else ()
        if words:
            return Wording(tokens).put(range(i, i + 1), words, (), token.surface)
    return tokens


def _agreeing(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Vibration in mm/s", "first response in minutes": the unit of every figure that is named says nothing more."""
    known = {_bare(m.unit or "") for m in lexicon.model.metrics}
    for i, token in enumerate(tokens):
        for n in (3, 2, 1) if token.norm in ("in", "as") else ():
            said = [t.norm for t in tokens[i + 1 : i + 1 + n]]
            unit = _bare("".join(said)) in known - {""} or set(said) <= DEGREES
            if len(said) < n or not unit or not _ends(tokens, i + 1 + n):
                continue
            rest = [*tokens[:i], *tokens[i + 1 + n :]]
            figures = [m for senses in lexicon.terms(rest) for s in senses if (m := lexicon.model.metric(s.ref))]
            units = {_bare(m.unit or "") for m in figures}
            if units == {_bare("".join(said))} or (units == {"c"} and set(said) <= DEGREES):
                return rest
    return tokens


def _each_of(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Each outlet", "per flagship": by store, of those that have the value; not all of them together."""
    for i, name in _kinds_of(tokens, lexicon, v.EACH | {"by"}):
        at = tokens[i + 1]
        noun = _kinds_behind(tokens, i + 1, lexicon)
        if noun & {"field", "dataset"} and not noun & {"metric", "choice"}:
            continue  # "each Furniture brand" is by brand
        if tokens[i].norm in v.EACH or not is_plural(at.norm):
            made = [Token(at.surface, word, "word", at.start, at.end) for word in name]
            per = Token(tokens[i].surface, "per", "word", tokens[i].start, tokens[i].end)
            return [*tokens[:i], per, *made, *tokens[i + 1 :]]
    return tokens


def _kinds_behind(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> set[str]:
    """What the word right behind the value may be."""
    value = lexicon.at(tokens, i)
    at = i + value[0] if value else len(tokens)
    return {s.kind for s in found[1]} if at < len(tokens) and (found := lexicon.at(tokens, at)) else set()


def _which_of(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Which outlet had the most", "top 3 outlets": which store of those that are such."""
    ranked = v.RANK_DESC | v.RANK_ASC
    links = (
        frozenset({"which", "what"}) | ranked | {t.norm for t in tokens if t.kind == "number" or t.norm in v.NUMBERS}
    )
    if not any(t.norm in ranked for t in tokens):
        return tokens
    for i, name in _kinds_of(tokens, lexicon, links):
        asked = tokens[i].norm in ASKS | ranked or (i > 0 and tokens[i - 1].norm in ASKS | ranked)
        if not asked or _kinds_behind(tokens, i + 1, lexicon) & {"dataset", "field"}:
            continue
        at = tokens[i + 1]
        said = [Token(at.surface, word, "word", at.start, at.end) for word in (*name, "in")]
        return [*tokens[: i + 1], *said, *tokens[i + 1 :]]
    return tokens


def check(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """ "Orders by outlets": of each of them, or of all together. Raises Stop with a question back."""
    line = Wording(tokens).line
    if LENGTH.search(line) and (left := UNDERWAY.search(line)) and not _takes(line, left):
        raise Stop(Unplaced((left["fig"],)))  # of what is under way still, nobody knows yet how long it takes
    for i, _ in _kinds_of(read(tokens, lexicon), lexicon, frozenset(["by"])):
        by, kind = tokens[i], tokens[i + 1]
        joined = tokens[i + 2].norm if i + 2 < len(tokens) else ""
        if not is_plural(kind.norm) or joined in ("and", "or", ",", "vs", "versus"):
            continue
        each = Option(words.by(lower_first(kind.surface)), f"per {kind.surface}")
        options = (each, Option(words.IN_TOTAL, f"of {kind.surface}"))
        raise Stop(Ask(kind.surface, words.by_or_total(kind.surface), options, "word", by.start, kind.end))


def _kinds_of(
    tokens: Sequence[Token], lexicon: Lexicon, links: frozenset[str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where such a word stands before a value that tells of which kind things are, and what one of them is called."""
    for i in range(len(tokens) - 1):
        found = lexicon.at(tokens, i + 1) if tokens[i].norm in links else None
        refs = {s.ref for s in found[1]} if found and all(s.kind == "value" for s in found[1]) else set[str]()
        field = lexicon.model.field(refs.pop()) if len(refs) == 1 else None
        dataset = lexicon.model.dataset(field.dataset) if field else None
        if dataset is None or dataset.freshness is not None or not _register(dataset, lexicon):
            continue
        named = [f for f in entity(lexicon.model, dataset) if f.name not in dataset.primary_key]
        if field is None or len(named) != 1 or named[0] is field or named[0].datatype not in ("String", None):
            continue
        if tokens[i].norm == "by" and not _one_of_them(tokens, i + 1, dataset, lexicon):
            continue
        said = name_words(named[0].label)
        if lexicon.refs(said, "field") == {named[0].ref}:
            yield i, said


def _one_of_them(tokens: Sequence[Token], at: int, dataset: Dataset, lexicon: Lexicon) -> bool:
    """ "Orders (placed) by outlet": a common noun for such a thing; no name, and nobody who places orders."""
    before = tokens[at - 2].norm if at > 1 else ""
    somewhere = any(set(name_words(f.name)) & PLACES for f in dataset.fields)
    if not before or before in NO_NOUNS or dataset is people(lexicon.model) or not somewhere:
        return False
    values = {str(s.value) for s in lexicon.lookup((tokens[at].norm,))}
    return len(values) == 1 and values <= {*forms(tokens[at].norm)}


def _register(dataset: Dataset, lexicon: Lexicon) -> bool:
    """True for things that other rows refer to, such as stores."""
    return any(r.one.casefold() == dataset.name.casefold() for r in lexicon.model.relationships)


def _ends(tokens: Sequence[Token], i: int) -> bool:
    """No other unit follows: not "in hours and minutes", "in minutes or hours"."""
    after = tokens[i].norm if i < len(tokens) else ""
    return after not in ("and", "or", "not", "of")


def _bare(unit: str) -> str:
    return "".join(c for c in fold(unit) if c.isalnum())
