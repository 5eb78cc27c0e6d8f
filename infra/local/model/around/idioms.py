"""Turns of English in which a word doesn't mean what it could: "did we make", "break down X by", "paid by card"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infra.local.model.around import chat_turns, linking, plan_words
from infra.local.model.bounding import all_but, deedless, excepting, lacking, never_did, textual, valued_rows
from infra.local.model.bounding.currencies_said import of_two_words
from infra.local.model.english import kinds_said
from infra.local.model.english.text import Token, is_plural, norm_at, stems
from infra.local.model.english.vocabulary import BE, CURRENCIES, DO, PRONOUNS, UNITS, WHO
from infra.local.model.everyday import across, costing, spent_on, verbs
from infra.local.model.everyday.everyday import read as in_model_words
from infra.local.model.figures import between_figures, said_apart
from infra.local.model.lexicon import Lexicon, Sense
from infra.local.model.listing import begun
from infra.local.model.parts_of import as_rates, heads, in_both, known_ratios, share_parts, share_within, shared_ends
from infra.local.model.ranking import commonest, layout, paces, rivals, superlatives, which_more
from infra.local.model.reach import aggregate
from infra.local.model.threads.reply_turns import most_first
from infra.local.model.times import courses

SUBJECTS = frozenset(["we", "i", "you", "they", "us"])
IDLE = frozenset(
    ["make", "made", "get", "got", "earn", "earned", "see", "saw", "take", "took", "have", "had", "pay", "paid"]
)
"""What anybody does to a figure; after a subject it adds nothing."""
SOLD = {"sell": "sold", "ship": "shipped", "buy": "bought", "open": "opened", "return": "returned"}
"""After "did we": the same as the participle behind the noun, "pieces did we sell" as "pieces sold"."""
DOWN = frozenset(["break", "breaking", "broken", "drill", "split", "slice"])
BY = frozenset(["by", "per", "with", "via", "through", "using"])
PAID = frozenset(["paid", "settled", "bought", "purchased", "placed", "made", "sent", "done", "handled"])
EACH = frozenset(["each", "every", "which"])
AVERAGE = frozenset(["average", "typical", "normal", "usual", "ordinary"])
SET_BESIDE = frozenset(["than", "to", "vs", "versus", "against", "with", "from", "like", "as"])
MAKES = BY | {"which", "what", "the", "a", "each", "every", "of", "and", ",", "our", "this", "that"}
"""Before "make" they make it a noun."""
CLAUSES = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "which", "who", "when", "where", "while", "by", "per"]
)
"""Between "split" and "down" they begin something else: "split machines that are down"."""
CAUSES = frozenset(["caused", "causes", "cause", "drove", "drives", "brought", "generated", "produced"])
MOST = frozenset(["most", "fewest", "highest", "lowest", "biggest", "largest", "smallest", "least"])
TAKES = frozenset(["take", "takes", "took", "taking", "lasts", "lasted"])
HOW_LONG = frozenset(["how", "long"])
"""After "how long" the first say only that a time is asked for."""
GIVES = frozenset(["give", "gave", "given", "grant"])
GIVEN_TO = frozenset(["us", "their", "his", "her", "the", "a", "me"])
OF = frozenset(["of", "on", "for"])
SHARES = frozenset(["share", "percentage", "proportion", "part", "fraction"])
PLACED = frozenset(["on", "to", "at", "of", "in"])
SITES = {"site": "website", "sites": "websites"}
LIMITED = frozenset(["with", "having", "whose"])
BOUNDS = frozenset(
    ["over", "above", "under", "below", "least", "than", "exceeding", "exceeds", "between", ">", "<", ">=", "<="]
)


def read(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens without such words; "stores with revenue over 5" begins with "which" as it is meant."""
    tokens = courses.read(tokens, lexicon)
    tokens = layout.read(rivals.read(as_rates.read(paces.read(tokens, lexicon), lexicon), lexicon), lexicon)
    tokens = said_apart.read(kinds_said.read(tokens, lexicon), lexicon)
    tokens = across.read(in_both.read(tokens, lexicon), lexicon)
    tokens = _average_unit(_number_each(tokens))
    tokens = which_more.read(chat_turns.read(tokens, lexicon), lexicon)
    tokens = most_first(commonest.read(tokens, lexicon))
    tokens = heads.read(in_model_words(plan_words.read(tokens, lexicon), lexicon), lexicon)
    tokens = spent_on.read(begun.read(tokens, lexicon), lexicon)
    tokens = known_ratios.read(share_within.read(valued_rows.read(tokens, lexicon), lexicon), lexicon)
    tokens = between_figures.read(tokens, lexicon)
    tokens = in_model_words(tokens, lexicon)
    tokens = shared_ends.read(tokens, lexicon)
    tokens = lacking.read(excepting.read(all_but.read(never_did.read(tokens, lexicon), lexicon), lexicon), lexicon)
    tokens = deedless.read(costing.read(tokens, lexicon), lexicon)
    tokens = shared_ends.each_named(_one_by_one(textual.read(tokens, lexicon), lexicon), lexicon)
    tokens = verbs.read(linking.read(superlatives.read(tokens, lexicon), lexicon), lexicon)
    tokens = in_both.number_and_rate(list(tokens), lexicon)
    kept = [t for i, t in enumerate(tokens) if not _idle(i, tokens, lexicon)]
    kept = linking.not_via(kept, lexicon)
    kept = _on_the_site(kept, lexicon)
    kept = _turned(_levelled(_sold(_given(kept, lexicon), lexicon), lexicon), lexicon)
    return tuple(_which(kept, lexicon))


def _number_each(tokens: Sequence[Token]) -> list[Token]:
    """ "Late parcels in October, number per carrier": a count of what was named before."""

    def counts(i: int) -> bool:
        ends = tokens[i - 1].surface in (",", ":", ";", "-", "–") if i else False
        return ends and tokens[i].norm in ("number", "numbers") and norm_at(tokens, i + 1) in ("per", "by")

    return [replace(t, norm="count") if counts(i) else t for i, t in enumerate(tokens)]


def _average_unit(tokens: Sequence[Token]) -> list[Token]:
    """ "In an average month", "on a typical day": per month, per day, on average. Not what is set against it."""
    for i in range(len(tokens) - 3):
        lead, article, average, unit = (t.norm for t in tokens[i : i + 4])
        said = lead in ("in", "on", "during") and article in ("a", "an") and average in AVERAGE and unit in UNITS
        if said and norm_at(tokens, i - 1) not in SET_BESIDE:
            per, mean = replace(tokens[i], norm="per"), replace(tokens[i + 2], norm="average")
            return [*tokens[:i], per, tokens[i + 3], replace(tokens[i + 1], norm="on"), mean, *tokens[i + 4 :]]
    return list(tokens)


def _one_by_one(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """ "Store by store" is by store; "month by month" is the calendar's."""

    def said_twice(i: int) -> bool:
        word = norm_at(tokens, i)
        twice = bool(word) and word not in UNITS and norm_at(tokens, i + 1) == "by" and norm_at(tokens, i + 2) == word
        longer = (lexicon.at(tokens, i + 2) or (1,))[0] > 1  # "per member by member group"
        return twice and not longer and norm_at(tokens, i - 1) not in ("per", "each") and bool(lexicon.lookup((word,)))

    return [t for i, t in enumerate(tokens) if not said_twice(i)]


def _given(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Customers who gave us their consent": with consent, where that is a yes-or-no field; "gave no": without."""
    for i in range(1, len(tokens) - 1):
        if not stems(tokens[i].norm) & GIVES or norm_at(tokens, i - 1) == "not":
            continue
        first = i + 1
        while norm_at(tokens, first) in GIVEN_TO:
            first += 1
        none = norm_at(tokens, first) == "no"
        first += none
        found = lexicon.at(tokens, first)
        fields = [lexicon.model.field(s.ref) for s in found[1] if s.kind == "field"] if found else []
        if found and len(fields) == len(found[1]) and all(f and f.datatype == "Boolean" for f in fields):
            return [*tokens[:i], replace(tokens[i], norm="without" if none else "with"), *tokens[first:]]
    return tokens


def _idle(i: int, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    word, before, after = tokens[i].norm, norm_at(tokens, i - 1), norm_at(tokens, i + 1)
    if word in IDLE and before in SUBJECTS:
        return True
    if (
        word in ("makes", "make", "made")
        and before not in MAKES
        and not after.isalpha()
        and lexicon.means_at(tokens, i - 1, "value")
    ):
        return True
    if word == "make" and (after in PRONOUNS or (_asked(i, tokens) and before not in MAKES and after != "of")):
        return True
    if word in TAKES and {t.norm for t in tokens[:i]} >= HOW_LONG:
        return True
    if word == "down":
        return (before in DOWN and after not in BY) or _apart(i, tokens)
    if word in DOWN:
        return after == "down" and norm_at(tokens, i + 2) not in BY
    if word in PAID and not (i + 1 < len(tokens) and tokens[i + 1].start > tokens[i].end + 1):
        own = any(not sense.weak for sense in lexicon.lookup((word,)))
        if word == "paid" and after == "in" and lexicon.means_at(tokens, _past_lead(i + 2, tokens), "value"):
            return True
        lead = after in ("neither", "either", "not") and norm_at(tokens, i + 2) in BY
        each = lead or norm_at(tokens, i + 2) in EACH
        placed = lexicon.means_at(
            tokens, _past_lead(i + 2 + each, tokens), *(("value", "field") if each else ("value",))
        )
        return (after in BY or lead) and (not own or placed)
    if word == "in" and before == "paid" and lexicon.means_at(tokens, i + 1, "value"):
        return bool(CURRENCIES.get(after) or of_two_words(after, norm_at(tokens, i + 2)))  # not "in dollars"
    if word in CAUSES:
        return after in MOST or (after == "the" and norm_at(tokens, i + 2) in MOST)
    return False


def _past_lead(i: int, tokens: Sequence[Token]) -> int:
    """Past "a", "neither" and "anything but"."""
    if norm_at(tokens, i) in ("a", "an", "neither"):
        return i + 1
    if norm_at(tokens, i) in ("anything", "everything"):
        return i + (3 if norm_at(tokens, i + 2) == "than" else 2)
    return i


def _asked(i: int, tokens: Sequence[Token]) -> bool:
    """ "How much did the stores make": a verb, whatever else is called so."""
    return bool({t.norm for t in tokens[:i]} & DO)


def _apart(i: int, tokens: Sequence[Token]) -> bool:
    """The "down" of "break it down by country", "can you break the figures down per store"."""
    verb = next((j for j in range(i - 1, max(i - 6, -1), -1) if norm_at(tokens, j) in DOWN), None)
    between = [t.norm for t in tokens[verb + 1 : i]] if verb is not None else []
    return bool(between) and not any(n in CLAUSES or not n.isalnum() for n in between)


def _sold(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "how many pieces did we sell" -> "how many pieces sold"; not at the beginning, where it asks whether.

    Nor where a word between them was left out: "do we have open".
    """
    for i in range(1, len(tokens) - 2):
        verb = SOLD.get(tokens[i + 2].norm) or _participle(tokens[i + 2].norm, lexicon)
        apart = tokens[i + 2].start > tokens[i + 1].end + 1
        if not apart and tokens[i].norm in ("did", "do") and tokens[i + 1].norm in SUBJECTS and verb:
            return [*tokens[:i], replace(tokens[i + 2], norm=verb), *tokens[i + 3 :]]
    return tokens


def _participle(verb: str, lexicon: Lexicon) -> str:
    """The past form of the verb, where it is a known value: "did we cancel" keeps what is "cancelled"."""
    doubled = f"{verb}{verb[-1:]}ed"
    found = [form for form in (f"{verb}ed", f"{verb}d", doubled) if lexicon.means((form,), "value")]
    return found[0] if found and not lexicon.lookup((verb,)) else ""


def _levelled(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "At store level", "on a country level": by store, by country."""
    for i in range(len(tokens) - 2):
        first = i + 1 + (norm_at(tokens, i + 1) in ("a", "the"))
        said = norm_at(tokens, i) in ("at", "on", "the")
        found = lexicon.at(tokens, first) if said and first < len(tokens) else None
        if found is None or norm_at(tokens, first + found[0]) not in ("level", "levels"):
            continue
        if any(s.kind in ("field", "dataset") for s in found[1]):
            named = tokens[first : first + found[0]]
            return [*tokens[:i], replace(tokens[i], norm="by"), *named, *tokens[first + found[0] + 1 :]]
    return tokens


def _turned(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Spend on advertising", "cost of social ads": the metric's name the other way round, where it has one so."""
    for i in range(len(tokens) - 2):
        if tokens[i + 1].norm not in OF or not tokens[i].norm or _within_name(i, tokens, lexicon):
            continue
        if (whole := lexicon.at(tokens, i)) and whole[0] > 2:
            continue
        first = i + 2 + (norm_at(tokens, i + 2) in ("the", "our"))
        for last in (first, first + 1):
            if last >= len(tokens) or not all(t.norm for t in tokens[first : last + 1]):
                break
            if tokens[i].norm in SHARES and share_parts.says_part(tokens, last + 1):
                break
            straight = tuple(t.norm for t in tokens[i : last + 1])
            turned = lexicon.lookup((tokens[last].norm, tokens[i].norm))
            between = last == first or lexicon.means_at(tokens, first, "value")
            between = between and not (is_plural(tokens[last].norm) and _of_each(turned, lexicon))
            if between and any(s.kind == "metric" and not s.weak for s in turned) and not lexicon.lookup(straight):
                noun = replace(tokens[last], start=tokens[i].start, end=tokens[i].end)
                head = replace(tokens[i], end=tokens[last].end)
                return [*tokens[:i], noun, head, *tokens[first:last], *tokens[last + 1 :]]
    return tokens


def _on_the_site(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "How many visits did we get on the website", "visits did the site get": a part of the figure's own name."""
    for i in range(1, len(tokens)):
        led = tokens[i - 1].norm in ("the", "our") and norm_at(tokens, i - 2) in (*PLACED, "did", "does")
        word = SITES.get(tokens[i].norm, tokens[i].norm)
        if not led or not any(_called(word, tokens[j], lexicon) for j in range(i - 2)):
            continue
        if norm_at(tokens, i - 2) in PLACED:
            return [*tokens[: i - 2], *tokens[i + 1 :]]
        return [*tokens[: i - 1], replace(tokens[i], norm="we"), *tokens[i + 1 :]]
    return tokens


def _called(word: str, noun: Token, lexicon: Lexicon) -> bool:
    """The noun names rows that are counted, under a name that begins with the word as well."""
    rows = {s.ref for s in lexicon.lookup((noun.norm,)) if s.kind == "dataset"} if noun.norm else set[str]()
    whole = [m for s in lexicon.lookup((word, noun.norm)) if s.kind == "metric" and (m := lexicon.model.metric(s.ref))]
    return bool(rows) and bool(whole) and all(set(m.datasets) <= rows and lexicon.reach.counts(m) for m in whole)


def _of_each(senses: Sequence[Sense], lexicon: Lexicon) -> bool:
    """ "Customer spend" is what each spends, and not the spend of customers."""
    metrics = lexicon.metrics(senses)
    return bool(metrics) and all(aggregate(m) not in ("sum", "count") for m in metrics)


def _within_name(i: int, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the word is a metric's name, or the end of one: "peak temperature of"."""
    if lexicon.means((tokens[i].norm,), "metric", weak=False):
        return True
    found = [(j, lexicon.at(tokens, j)) for j in range(max(i - 4, 0), i)]
    return any(term is not None and j + term[0] > i for j, term in found)


def _which(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """A message that begins with a noun and a limit on a metric asks for those nouns."""
    there = norm_at(tokens, 1) == "there" and norm_at(tokens, 0) in BE
    if there and norm_at(tokens, 2) == "any" and len(tokens) > 4 and tokens[4].norm in LIMITED:
        tokens = tokens[2:]
    for i in (1, 2):
        limited = norm_at(tokens, i) in LIMITED and any(t.norm in BOUNDS for t in tokens[i + 1 :])
        head = all(t.kind == "word" and t.norm not in WHO for t in tokens[:i])
        if limited and head and _metric_at(i + 1, tokens, lexicon):
            first = tokens[0]
            tokens = tokens[first.norm in ("any", "every") and i > 1 :]
            return [Token("which", "which", "word", first.start, first.start), *tokens]
    return tokens


def _metric_at(i: int, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the longest name that begins here, but for an article, is a metric's and no field's."""
    i += norm_at(tokens, i) in ("a", "an", "the", "their")
    for length in (4, 3, 2, 1):
        senses = lexicon.lookup(tuple(t.norm for t in tokens[i : i + length]))
        if senses and i + length <= len(tokens):
            return any(s.kind == "metric" and not s.weak for s in senses) and all(s.kind != "field" for s in senses)
    return False
