"""Everyday turns of English in the names that a model has for what they ask for; each reader in its turn."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.bounding import led_values, marks_given, money_said
from infra.local.model.english.text import Token
from infra.local.model.everyday import (
    crossed,
    everyday_bounds,
    everyday_costs,
    everyday_deeds,
    everyday_fields,
    everyday_figures,
    everyday_flags,
    everyday_rows,
    everyday_sold,
    everyday_takings,
)
from infra.local.model.figures import column_turns, summed_fields
from infra.local.model.lexicon import Lexicon
from infra.local.model.listing import listing_order, names_first
from infra.local.model.parts_of import known_ratios
from infra.local.model.ranking import any_one, highest_of_rows
from infra.local.model.threads import set_beside

MOST_KEPT = 256
"""Messages whose reading is kept: several steps ask for it."""


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such turns in the model's own names."""
    given = tuple(tokens)
    if given not in lexicon.read_so:
        if len(lexicon.read_so) >= MOST_KEPT:
            lexicon.read_so.clear()
        lexicon.read_so[given] = _read(given, lexicon)
    return list(lexicon.read_so[given])


def _read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    kept = known_ratios.so_many_each(listing_order.days_told(tokens), lexicon)
    kept = highest_of_rows.read(names_first.read(money_said.read(kept, lexicon), lexicon), lexicon)
    kept = column_turns.read(set_beside.figures(kept, lexicon), lexicon)
    kept = summed_fields.read(kept, lexicon)
    kept = crossed.read(led_values.read(kept, lexicon), lexicon)
    kept = everyday_takings.read(everyday_bounds.read(marks_given.read(kept, lexicon), lexicon), lexicon)
    kept = any_one.read(everyday_figures.read(kept, lexicon), lexicon)
    kept = everyday_flags.read(kept, lexicon)
    kept = everyday_rows.read(kept, lexicon)
    kept = everyday_sold.read(everyday_costs.read(kept, lexicon), lexicon)
    return everyday_fields.read(everyday_deeds.read(kept, lexicon), lexicon)


def check(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Raises Stop with a question back where a turn may mean several things."""
    column_turns.check_bare(tokens, lexicon)
    kept = read(tokens, lexicon)
    everyday_figures.check(kept, lexicon)
    everyday_fields.check(kept, lexicon)
    everyday_rows.check(kept, lexicon)
    everyday_costs.check(kept, lexicon)
    everyday_sold.check(kept, lexicon)
    everyday_deeds.check(kept, lexicon)
