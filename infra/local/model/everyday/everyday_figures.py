"""Everyday turns for a figure that a model calls by another name: "how hot did it get" is the peak temperature.

Which figure a turn asks for comes from the model: it is read where one fits together with the rest of the question,
asked where several do, and left as unknown as it is where none does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from agent_actions.semantic.model import Metric
from infra.local.model.around.asides import ARTICLES
from infra.local.model.english.everyday_words import STATE, STATE_LONG, STATE_SHARE, TURNS, Turn
from infra.local.model.english.text import Token, fold, forms, name_words, norm_at
from infra.local.model.english.verb_kin import money
from infra.local.model.english.vocabulary import NUMBERS
from infra.local.model.english.wording import Wording
from infra.local.model.everyday.timing import is_time
from infra.local.model.lexicon import METRICS, Lexicon
from infra.local.model.outcomes import MAX_OPTIONS, Ask, Option, Stop
from infra.local.model.parts_of.rates import rates_of
from infra.local.model.reach import aggregate
from infra.local.model.says import verb_says

PARTICLES = frozenset(["up", "in", "out", "off", "down", "over"])
"""Other readers take them for something else."""
KINDS: Mapping[str, Callable[[Metric], bool]] = {
    "time": is_time,
    "money": money,
    "mean": lambda m: aggregate(m) in ("average", "median", "other") and not money(m),
    "count": lambda m: aggregate(m) in ("count", "distinct", "sum"),
    "level": lambda m: aggregate(m) in ("average", "median", "maximum", "minimum"),
    "hours": lambda m: fold(m.unit or "") in ("hours", "minutes", "days") and aggregate(m) in ("count", "sum"),
    "": lambda _: True,
}


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns as the name of the one figure that is meant."""
    wording = Wording(list(tokens))
    for turn, lead in _TURNS:
        for _ in range(len(wording.tokens)):
            found = next(iter(turn(wording.line, lexicon)), None)
            put = _put(wording, *found, lead, lexicon) if found else None
            if put is None:
                break
            wording = Wording(put)
    return list(wording.tokens)


def check(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Raises Stop with a question back where a turn may mean one of several figures."""
    wording = Wording(read(tokens, lexicon))
    for turn, lead in _TURNS:
        for match, metrics in turn(wording.line, lexicon):
            at = wording.place(match, "fig")
            fitting = fitting_in(metrics, _rest(wording, match), lexicon)
            if not at or len(fitting) < 2 or _named(wording, match, fitting, lexicon):
                continue
            options = tuple(Option(m.label, f"{lead} {m.label}".strip()) for m in fitting[:MAX_OPTIONS])
            said = wording.said(at)
            question = verb_says.how_much(said, [o.label for o in options])
            raise Stop(
                Ask(said, question, options, "word", wording.tokens[at[0]].start, wording.tokens[at[-1]].end, METRICS)
            )


Found = tuple[re.Match[str], list[Metric]]


def _of_turn(turn: Turn) -> Callable[[str, Lexicon], list[Found]]:
    def found(line: str, lexicon: Lexicon) -> list[Found]:
        matches = list(turn.compiled.finditer(line))
        metrics = about(turn.about, turn.kind, lexicon) if matches else []
        found = [(m, metrics) for m in matches if not (_own(m["fig"], lexicon) or _bounds(line, m))]
        return [(m, ms) for m, ms in found if not turn.of_value or _before_value(line[m.end() :].split(), lexicon)]

    return found


def _bounds(line: str, match: re.Match[str]) -> bool:
    """ "More than 3 hours for a first answer": the unit is one of the number before it."""
    before = line[: match.start("fig")].split()[-1:]
    counted = bool(before) and (before[0] in NUMBERS or before[0][:1].isdigit() or before[0] in ("an", "a"))
    return counted and match["fig"].split()[0] in ("minutes", "hours", "hour", "days", "day", "minute")


def _before_value(words: Sequence[str], lexicon: Lexicon) -> bool:
    spans = [lexicon.lookup(tuple(words[:n])) for n in (3, 2, 1) if len(words) >= n]
    return any(any(s.kind == "value" for s in senses) for senses in spans)


def _of_state(pattern: re.Pattern[str]) -> Callable[[str, Lexicon], list[Found]]:
    def found(line: str, lexicon: Lexicon) -> list[Found]:
        return [(m, of_state(m["state"], lexicon)) for m in pattern.finditer(line)]

    return found


def _share_of_state(line: str, lexicon: Lexicon) -> list[Found]:
    """The published rates of the figures that tell how long something was in this state."""
    found = [(m, rates_of(of_state(m["state"], lexicon), lexicon.model)) for m in STATE_SHARE.finditer(line)]
    return [(m, rates) for m, rates in found if rates]


_TURNS = [
    *((_of_turn(turn), turn.lead) for turn in TURNS),
    (_of_state(STATE), "highest"),
    (_of_state(STATE_LONG), ""),
    (_share_of_state, ""),
]
"""Each turn's reader, and the word that it puts before the figure."""


def about(phrases: Sequence[str], kind: str, lexicon: Lexicon) -> list[Metric]:
    """The figures of that kind of which a name holds all words of the first phrase that any is called by."""
    for phrase in phrases:
        wanted = [frozenset(forms(word)) for word in phrase.split()]
        found = [m for m in lexicon.model.metrics if KINDS[kind](m) and any(_holds(n, wanted) for n in _names(m))]
        if found:
            return found
    for phrase in phrases if kind in ("time", "") else ():  # straight from a column: "average time on site"
        refs = lexicon.refs(("average", *phrase.split()), "metric")
        found = [m for ref in refs if (m := lexicon.model.metric(ref))]
        if len(found) == 1:
            return found
    return []


def of_state(state: str, lexicon: Lexicon) -> list[Metric]:
    """The figures that tell how long something was in this state: "downtime", "hours idle"."""
    if not lexicon.means((state,), "value"):
        return []
    forms = {f"{state}time", f"{state}hours"}
    hours = [m for m in lexicon.model.metrics if KINDS["hours"](m)]

    def tells(name: Sequence[str]) -> bool:
        timed = {"time", "hours", "minutes", "days"} & set(name)
        return bool(forms & set(name)) or (bool(timed) and state in name)

    return [m for m in hours if any(tells(n) for n in _names(m))]


def _names(metric: Metric) -> list[tuple[str, ...]]:
    return [name_words(n) for n in (metric.name, metric.label, *metric.synonyms)]


def _holds(name: Sequence[str], wanted: Sequence[frozenset[str]]) -> bool:
    said = [frozenset(forms(word)) for word in name]
    return all(any(one & word for word in said) for one in wanted)


def _own(said: str, lexicon: Lexicon) -> bool:
    """The model has a figure of that very name: its own word stands."""
    return lexicon.means(tuple(said.split()), *METRICS, weak=False)


def fitting_in(metrics: Sequence[Metric], rest: Sequence[Token], lexicon: Lexicon) -> list[Metric]:
    """Those that can be had by every field and value that the rest of the question names."""
    needs: list[set[str]] = []
    for senses in lexicon.terms(rest):
        if senses and all(s.kind in ("field", "value") and not s.weak for s in senses):
            needs.append({s.ref.partition(".")[0] for s in senses})
    return [m for m in metrics if all(any(lexicon.reach.distance([m], d) is not None for d in n) for n in needs)]


def names_figure(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """A figure is named in these words, by a name of its own."""
    return any(s.kind in METRICS and not s.weak for senses in lexicon.terms(tokens) for s in senses)


def _rest(wording: Wording, match: re.Match[str]) -> list[Token]:
    taken = {i for name in match.groupdict() if name in _GOES for i in wording.place(match, name)}
    return [t for i, t in enumerate(wording.tokens) if i not in taken]


_GOES = ("fig", "x1", "x2", "x3")


def _named(wording: Wording, match: re.Match[str], metrics: Sequence[Metric], lexicon: Lexicon) -> bool:
    """One of the figures is named in the rest of the question."""
    refs = {s.ref for senses in lexicon.terms(_rest(wording, match)) for s in senses if s.kind == "metric"}
    return bool(refs & {m.name for m in metrics})


def _put(
    wording: Wording, match: re.Match[str], metrics: Sequence[Metric], lead: str, lexicon: Lexicon
) -> list[Token] | None:
    at = wording.place(match, "fig")
    fitting = fitting_in(metrics, _rest(wording, match), lexicon)
    gone = [wording.place(match, name) for name in _GOES[1:] if name in match.groupdict()]
    if at and lead and fitting and _named(wording, match, fitting, lexicon):
        return wording.put(at, (), gone, "", lead)
    words = name_of(fitting[0], lexicon) if len(fitting) == 1 else ()
    gone.append(_own_rows(wording, at, gone, fitting, lexicon))
    turn = match.group() if match.end() - match.start() < MAX_TURN else match["fig"]
    return wording.put(at, words, gone, turn, lead) if at and words else None


def _own_rows(wording: Wording, at: range, gone: Sequence[range], metrics: Sequence[Metric], lexicon: Lexicon) -> range:
    """The rows that the figure is of, right behind a part of the turn: "until we answer *a ticket*"."""
    own = {d.casefold() for m in metrics for d in m.datasets}
    for part in (at, *gone) if at and len(metrics) == 1 else ():
        first = part[-1] + 1 if part else 0
        while any(first in r for r in gone):
            first += 1
        noun = first + (norm_at(wording.tokens, first) in ARTICLES)
        rows = {s.ref.casefold() for s in lexicon.lookup((norm_at(wording.tokens, noun),)) if s.kind == "dataset"}
        if part and rows & own:
            return range(first, noun + 1)
    return range(0)


MAX_TURN = 60
"""Letters of a turn that is told as a whole; of a longer one its main words."""


def name_of(metric: Metric, lexicon: Lexicon) -> tuple[str, ...]:
    """Words by which the model knows the figure and no other; empty where there are none."""
    names = [name_words(n) for n in (metric.label, metric.name, *metric.synonyms)]
    for words in sorted(names, key=lambda n: bool(PARTICLES & set(n))):
        if lexicon.refs(words, *METRICS) == {metric.name}:
            return words
    return ()
