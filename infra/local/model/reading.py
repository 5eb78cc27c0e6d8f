"""The tokens of a message -> its items and what they say together: each reader in its turn."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model import unplaced
from infra.local.model.bounding import amounts, having_any, listed, lost_clauses, none_of, owned, values_joined
from infra.local.model.english import word_senses, wording
from infra.local.model.english.text import Token
from infra.local.model.everyday import verb_asks
from infra.local.model.everyday.deeds import Deeds
from infra.local.model.figures import figures_said, meanings
from infra.local.model.known import Known
from infra.local.model.parse import Parser
from infra.local.model.parts import Parts
from infra.local.model.parts_of import one_side, share_parts, share_says, shared_ends
from infra.local.model.ranking import superlatives
from infra.local.model.scan import Item, Scanner
from infra.local.model.times import (
    base_periods,
    explained_periods,
    period_words,
    spans,
    taken_together,
    two_or_all,
    when_too,
)


def read(text: str, tokens: Sequence[Token], known: Known, follows: bool) -> tuple[Sequence[Item], Parts]:
    """``follows``: read as a change of the question before it."""
    defaults = known.lexicon.model.config.defaults
    calendar = period_words.read(tokens, known.lexicon, known.today)
    tokens = calendar.tokens
    scanner = Scanner(
        known.lexicon, tokens, text, known.today, defaults.week_start, defaults.fiscal_year_start, follows
    )
    items = listed.as_values(scanner.items(), known.lexicon)
    items = owned.as_fields(explained_periods.of_other_years(items), tokens)
    items = word_senses.settle(items, tokens, known.lexicon)
    if follows and known.earlier is not None:
        items = word_senses.of_shown(items, known.earlier.request.dimensions)
    parts = Parser(known.lexicon, items).parse()
    explained_periods.settle(parts, items, text, known.lexicon, known.today)
    two_or_all.check(parts, items, text)
    superlatives.rank(parts, items)
    calendar.check(parts, items, known.lexicon)
    if not parts.befores:
        parts.periods = spans.years_shared(parts.periods)
    amounts.of_rows(parts, known.lexicon)
    meanings.settle(parts, known.meanings, known.lexicon)
    deeds = Deeds(parts, items, tokens, known.lexicon)
    deeds.settle()
    calendar.choice.settle(deeds)
    verb_asks.settle(parts, items, tokens, known.lexicon)
    superlatives.tell_apart(parts, items, known.lexicon)
    share_parts.settle(parts, tokens)
    when_too.settle(parts, tokens)
    taken_together.settle(parts, items, tokens)
    taken_together.over_all(parts, items, tokens, text)
    base_periods.settle(parts, items, tokens)
    one_side.check(parts, items, tokens)
    one_side.check_per(parts, tokens, known.lexicon)
    if (said := unplaced.asked_when(tokens)) and not (parts.grain or said in parts.unknown):
        parts.unknown.append(said)
    parts.meant = wording.turns(tokens)
    before = known.earlier.metrics if follows and known.earlier is not None else ()
    word_senses.left_empty(parts, items, deeds.metrics or before, known.lexicon)
    share_says.settle(parts, items, text, known.lexicon)
    shared_ends.check(tokens, known.lexicon)
    lost_clauses.counted_twice(tokens)
    lost_clauses.counted_apart(parts, items, tokens)
    lost_clauses.every_time(parts, tokens)
    lost_clauses.of_one(parts, tokens, known.lexicon)
    lost_clauses.late_by(items, tokens, known.lexicon)
    lost_clauses.beside_values(parts, items, tokens)
    lost_clauses.where(parts, tokens)
    lost_clauses.of_whom(parts, tokens)
    lost_clauses.share_told_late(parts, tokens)
    if not follows:
        lost_clauses.moved(parts, tokens)
    if before:
        lost_clauses.per_too(parts, items, [m.name for m in before])
    lost_clauses.directed(parts, items, known.lexicon)
    having_any.settle(parts, items, tokens, known.lexicon)
    none_of.check(parts, items, tokens)
    figures_said.check(parts, items, known.lexicon, known.today)
    lost_clauses.check(parts, items, tokens, known.lexicon)
    values_joined.check(parts, items, tokens)
    return items, parts
