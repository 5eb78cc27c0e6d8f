"""The English that the planner reads, as closed lists. What people of a company call their things is not here:
that comes from the semantic model. A word in none of the lists and not in the model is a word it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_words = word_set


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(" | "))


def groups(groups: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: _phrases(text) for name, text in groups.items()}


def _names(groups: Mapping[str, str]) -> dict[str, str]:
    """word -> name, from name -> its words."""
    return {word: name for name, text in groups.items() for word in text.split()}


# spelling --------------------------------------------------------------------------------------------

KEEPS_S = ("ss", "us", "is")
"""Endings whose s is no plural."""
PLURAL_ONLY = _words("clothes customs goods means news")
"""Words whose bare form is another word: "good" is none of the goods."""
IRREGULAR_PLURALS = {
    "people": "person",
    "persons": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "analyses": "analysis",
    "indices": "index",
    "matrices": "matrix",
    "media": "medium",
    "criteria": "criterion",
    "lives": "life",
    "halves": "half",
    "shelves": "shelf",
    "leaves": "leaf",
}
IRREGULAR_VERBS = {
    "began": "begin",
    "begun": "begin",
    "bought": "buy",
    "brought": "bring",
    "came": "come",
    "chose": "choose",
    "chosen": "choose",
    "done": "do",
    "drew": "draw",
    "gave": "give",
    "given": "give",
    "gone": "go",
    "got": "get",
    "gotten": "get",
    "grown": "grow",
    "grew": "grow",
    "held": "hold",
    "kept": "keep",
    "left": "leave",
    "lost": "lose",
    "made": "make",
    "paid": "pay",
    "ran": "run",
    "ridden": "ride",
    "rode": "ride",
    "saw": "see",
    "seen": "see",
    "sent": "send",
    "shown": "show",
    "sold": "sell",
    "spent": "spend",
    "taken": "take",
    "took": "take",
    "went": "go",
    "won": "win",
    "written": "write",
    "wrote": "write",
}
"""Past forms, by which a verb of a question is known in a name: "did we sell" in "units sold"."""
ABBREVIATIONS = {
    "ppl": "people",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "avg": "average",
    "qty": "quantity",
    "amt": "amount",
    "num": "number",
    "pct": "percent",
    "percentage": "percent",
    "min": "minimum",
    "max": "maximum",
    "hrs": "hours",
    "mins": "minutes",
    "colour": "color",
    "centre": "center",
}
"""Read alike in names and in questions."""
MENDABLE = _words(
    "average between breakdown compare except excluding last many much overview previous show today versus what when "
    "where which without yesterday"
)
"""English words whose slips are mended besides those of the calendar and of rankings."""
EXTRA_WORDS = _words(
    "ago calculate calculated column columns compute computed cost costs dataset datasets define defined definition "
    "definitions describe description develop dimension dimensions evolution explain false field fields fortnight "
    "half halves history meaning means measure measured metric metrics null other others over price prices profit "
    "profits query rest since sql state statement states tables team time tomorrow trend trending trends true "
    "weather world zoom zooming dive focus swap swapping exchange undo revert level levels reverse flip round around "
    "opposite upside deeper whole entire again"
)
"""Correct English in no other list, which must never be taken for a slip."""

# numbers and the calendar ----------------------------------------------------------------------------

_TO_NINETEEN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {
    **{word: n for n, word in enumerate(_TO_NINETEEN.split(), 1)},
    **{word: 10 * n for n, word in enumerate(_TENS.split(), 2)},
    "dozen": 12,
    "hundred": 100,
}
SCALES = {"thousand": 1_000, "million": 1_000_000, "mio": 1_000_000, "billion": 1_000_000_000, "bn": 1_000_000_000}
"""After a number: "2 million", "1.5 bn"."""
SUFFIXES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "b": 1_000_000_000, "bn": 1_000_000_000}
"""Stuck to a number: 50k, 1.5m."""
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
MONTHS = {
    "january": 1, "jan": 1,
    "february": 2, "feb": 2,
    "march": 3, "mar": 3,
    "april": 4, "apr": 4,
    "may": 5,
    "june": 6, "jun": 6,
    "july": 7, "jul": 7,
    "august": 8, "aug": 8,
    "september": 9, "sep": 9, "sept": 9,
    "october": 10, "oct": 10,
    "november": 11, "nov": 11,
    "december": 12, "dec": 12,
}  # fmt: skip
WEEKDAYS = {
    day: n for n, day in enumerate(_phrases("monday | tuesday | wednesday | thursday | friday | saturday | sunday"))
}
UNITS = _names(
    {
        "day": "day days",
        "week": "week weeks wk wks",
        "month": "month months mth mths",
        "quarter": "quarter quarters qtr qtrs",
        "year": "year years yr yrs",
    }
)
GRAIN_ADVERBS = _names(
    {
        "day": "daily",
        "week": "weekly",
        "month": "monthly",
        "quarter": "quarterly",
        "year": "yearly annually annual",
    }
)
LAST = _words("last latest past preceding prev previous prior recent trailing")
THIS = _words("current present this")
NEXT = _words("coming following next upcoming")
VAGUE_PERIODS = _words("lately nowadays recent recently")
TREND_PHRASES = _phrases(
    "over time | trend | trends | trending | trend line | trendline | time series | through time | evolution | "
    "development | history | across time | timeline | over the months | over the weeks | over the years | "
    "over the quarters | over the days"
)

# small words -----------------------------------------------------------------------------------------

HARD = _words(
    "a all am an and any are as at be been both but by can could did do does each every for from had has have he "
    "here how however i if in is it its may me might must my no nor not of off on or our out per shall she should so "
    "than that the their them then there these they this those to up us via was we were what when where which who "
    "whose why will with would you your"
)
"""Function words: never a value of the data, unless written in the value's own capitals (``IN``, ``US``, ``IT``)."""
DO = _words("did do does")
"""Forms of the verb that asks: "did we", "how many does it"."""
BE = _words("is are was were")
"""Forms of "be" that say how something stands."""
EACH = _words("each every per")
"""Before what something is told of, one by one."""
BY_EACH = _words("by each every per")
"""Before a breakdown."""
AGAINST = _words("vs versus against")
"""Between two that are held against each other."""
WHO = _words("who which what")
"""They ask for the things themselves."""
DIFFERENT = _words("different distinct unique")
"""Before what is counted once each."""
WITHIN_CLAUSE = _words("who which that")
"""They begin a clause about the noun before them."""
DETERMINERS = _words("a all an any each it my our that the these this those what which your")
"""Never a value after "in"."""
HAVING = _words("has have having with")
"""Before "a" and a field they keep the rows that have one: "orders with a coupon"."""
PREPOSITIONS = _words("about as at during for from in inside of on to where with within")
FILLER = HARD | _words(
    "able about according account accounted accounts across actually already also among answer around ask "
    "asking based basically basis being between break breakdown bring brings broken brought came check cheers choose "
    "come comes coming compare compared comparison concerning curious currently dashboard data dear develop developed "
    "different display distributed divided doing done dont down during either earn earned earns entire ever everyone "
    "exactly fetch figure figures find folks format generate generated generates generating get gets getting gimme "
    "give go goes going gone got gotten group grouped groups guys hand happen happened happening having hello hey hi "
    "hmm hows id im info information interested into ive just kind kindly know let lets like list listing look looked "
    "looking looks love made make makes making many mine moment much need number numbers occur occurred ok okay onto "
    "ordered ours over overall overview perform performance performed performing people pick place placed please pls "
    "plz ppl possible present produce produced provide pull question quick quickly ranked reached really recorded "
    "regarding registered report reports respect result results return right same see segmented select "
    "send several show shown sliced sort sorted split stand stands statistics stats still stood summarise summarize "
    "summary sure table tabular team tell terms thank thanks through throughout thx total totals type types "
    "until value values various u ur view viewed want well went whats whole wish within wonder wondering yeah yep yes "
    "yet yours exist exists existing sorry"
)
"""Harmless in a question about figures: they change nothing in what is asked."""

# what shapes a request -------------------------------------------------------------------------------

CURRENCIES = _names(
    {
        "EUR": "eur euro euros €",
        "USD": "usd dollar dollars $",
        "GBP": "gbp pound pounds £",
        "JPY": "jpy yen ¥",
        "CHF": "chf franc francs",
        "CAD": "cad",
        "AUD": "aud",
        "SEK": "sek",
        "PLN": "pln zloty",
        "BRL": "brl reais",
        "MXN": "mxn pesos",
        "INR": "inr rupees",
        "CNY": "cny yuan",
        "VND": "vnd dong",
    }
)
"""What follows "in" when somebody asks for money of that kind: word -> ISO 4217 code."""
DATE_WORDS = _words("at date day datetime in of on time timestamp")
"""Words of a date field's name that only say that it is one."""
RANK_DESC = _words(
    "best biggest busiest fattest greatest highest largest leading longest most peak slowest strongest top"
)
LESS_IS_BETTER = _words(
    "abort aborted abandon abandoned "
    "late delay delayed lateness return returned refund cancel cancelled cancellation churn bounce complaint error "
    "defect fault failure cost costs expense loss downtime outage wait waiting response resolution duration alert "
    "alarm incident backlog unresolved overdue debt emission waste absence mortality risk accident rejected scrap "
    "energy consumption spend temperature vibration price"
)
"""Words in a figure's name by which its highest may well be its worst."""
BAD = _words("abort abandon late delay lateness churn bounce complaint error defect fault failure downtime outage")
"""Of those, the ones by which it surely is."""
RANK_ASC = _words(
    "bottom fastest fewest least lowest poorest quickest quietest shortest slimmest smallest thinnest weakest worst"
)
BY_TIME = _words("fastest longest quickest shortest slowest")
"""Ranking words that speak of a figure in units of time."""
TIME_UNITS = _words("days hours minutes seconds weeks months years ms day hour minute second week")
RANK_TAILS = _words("selling performing")
"""After a ranking word they say nothing more: by which figure must still be said."""
FIRST = _words("first")
AGGREGATES = _names(
    {
        "average": "average mean avg typical",
        "median": "median",
        "sum": "sum",
        "total": "total",
        "pooled": "overall combined together altogether pooled",
        "distinct": "distinct unique",
        "maximum": "maximum max",
        "minimum": "minimum min",
    }
)
# follow-ups ----------------------------------------------------------------------------------------------------------

FOLLOW_STARTS = _phrases(
    "and | what about | how about | now | same | the same | only | just | but | also | add | remove | drop | without "
    "| instead | then | ok | okay | again | sort | order by | split that | split it | break that | break it | break "
    "this | break them | split this | split them | drill | do the same | do that | do it | make it | make that | "
    "show that | show it | show them | show this | exclude | excluding | include | limit | filter | show only | show "
    "me only | give me only | use | switch to | change | replace | turn it | repeat | as | narrow | keep | or | "
    "except | for | in | by | per | with | can you also | could you also | can you split | could you split | can you "
    "break | could you break | group it | group that | show the same | group them | and now | so | plus | clear | "
    "ignore | leave out | not | no | all | rather | i meant | i mean"
)
"""A message that starts so builds on what was asked before."""
ADD_WORDS = _words("add additionally also extra further include plus too well")
REPLACE_WORDS = _words("change instead rather replace switch")
DROP_WORDS = _words("clear delete drop forget lose remove undo")
FILTER_WORDS = _words("condition conditions filter filters restriction restrictions")
PERIOD_WORDS = _words("date dates period timeframe")
BREAKDOWN_WORDS = _words("breakdown dimension dimensions grouping split")
DRILL_WORDS = _words("break cut dice down drill group segment slice split")
SPLITS = ("break ", "broken ", "split ", "slice ", "segment ", "cut ")
"""Before "by" they ask for one more breakdown, beside those of the question before."""
LINKS_VALUES = _words("than vs versus or by via for from on in per of through")
"""Before a value, where an order would be none."""
PRONOUNS = _words("it that this them those these")
TOGETHER = _words("altogether combined grand overall together total")
FOLLOW_FILLER = (
    ADD_WORDS
    | REPLACE_WORDS
    | DROP_WORDS
    | FILTER_WORDS
    | PERIOD_WORDS
    | BREAKDOWN_WORDS
    | DRILL_WORDS
    | TOGETHER
    | _words(
        "actually again care idea ideas direction else everything everywhere keep less limit mean meant mind more "
        "narrow now order refresh repeat rerun rest result row rows sort though top turn use way"
    )
)
"""Harmless in a follow-up only."""

# names of the model ----------------------------------------------------------------------------------

ONLY_BESIDE_FIELD = _words("false n no true y yes")
"""Values that mean something only beside their field's name."""
COUNT_PREFIXES = (("total", "number", "of"), ("number", "of"), ("count", "of"), ("total",), ("sum", "of"), ("overall",))
COUNT_SUFFIXES = (("count",), ("total",))
"""Words around a metric's name that people leave out."""
TABLE_PREFIXES = _words("dim fact fct mart stg tbl")
FLAG_PREFIXES = _words("has is was")

# small talk ------------------------------------------------------------------------------------------

GREETINGS = _words("afternoon evening greetings hello hey hi hiya howdy morning yo")
GREETED = _words("all bot day dear everyone folks good team there to you")
THANKED = _words("a again all appreciated done for good got help it job lot many much ok okay so very well you")
GOODBYE = _words("awesome bye cheers cool excellent goodbye great lovely nice perfect thank thanks thx wonderful")
