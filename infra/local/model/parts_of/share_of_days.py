"""Days and hours that a share is asked of: "what share of orders was placed on weekends, by channel".

In "what share of orders on weekends was online" they belong to the whole, and another thing is the part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from infra.local.model.english.text import Token, norm_at
from infra.local.model.english.vocabulary import BY_EACH, word_set
from infra.local.model.lexicon import Lexicon
from infra.local.model.outcomes import Stop
from infra.local.model.parts_of.rates import rate_of
from infra.local.model.parts_of.share_parts import DONE, VERBS
from infra.local.model.says.refusals import refuse

Role = Literal["part", "whole"]

SHARES = word_set("share percentage percent % proportion fraction")
OF = word_set("of the our all total")
RELATIVE = word_set("that which who were was is are")
DEEDS = VERBS | DONE | word_set("left leave fell falls fall happens happened end ends")
WHOLES = (("all",), ("total",), ("the", "total"), ("the", "whole"), ("our", "total"))
MUCH = (("how", "much", "of"), ("how", "many", "of"))


def role(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> Role:
    """What the days in ``tokens[first:last]`` are of a share, where one is asked for. Raises Stop if unclear."""
    share = next((i for i, t in enumerate(tokens) if t.norm in SHARES), None)
    if share is None:
        return "whole"
    if (name := _name_around(tokens, share, lexicon)) is not None:
        deed = any(t.norm in DEEDS for t in tokens[share:first])
        return _unclear() if deed and tokens[name].start >= tokens[share].start else "whole"
    broken = any(t.norm in BY_EACH for t in tokens)
    values = [i for i in range(len(tokens)) if lexicon.means_at(tokens, i, "value", weak=False)]
    fields = [i for i in range(len(tokens)) if lexicon.means_at(tokens, i, "field", weak=False)]
    if first < share:
        return _before(tokens, last, share, broken=broken or bool(values or fields))
    if any(t.norm in RELATIVE for t in tokens[last:]):
        return "whole"
    noun = next((i for i in range(share + 1, len(tokens)) if tokens[i].norm not in OF), len(tokens))
    if noun >= first:
        return _unclear() if broken or values else "part"  # "share of weekend orders"
    if any(t.norm in BY_EACH for t in tokens[share:first]):
        return "whole"  # "share of orders by channel on weekends"
    deed = max((i for i in range(noun, first) if tokens[i].norm in DEEDS), default=-1)
    if _is_rate(tokens, share, noun, lexicon):
        return _unclear() if deed >= 0 else "whole"
    behind = noun + (lexicon.at(tokens, noun) or (1, ()))[0]
    between = [i for i in (*values, *fields) if i in range(share, noun) or i in range(behind, first)]
    if (between or noun in values) and deed <= max((noun, *between)):
        return _unclear()
    return "part"


def _before(tokens: Sequence[Token], last: int, share: int, *, broken: bool) -> Role:
    """ "Weekend share of revenue", "weekend orders as % of all orders"; "orders on weekends by channel in percent"."""
    if share == last or not broken:
        return "part"
    after = share + 1
    if norm_at(tokens, after) == "of" and any(
        all(norm_at(tokens, after + 1 + n) == word for n, word in enumerate(whole)) for whole in WHOLES
    ):
        return _unclear() if any(t.norm in BY_EACH for t in tokens[last:share]) else "part"
    much = any(tuple(t.norm for t in tokens[:3]) == start for start in MUCH)
    return _unclear() if much else "whole"


def _is_rate(tokens: Sequence[Token], share: int, noun: int, lexicon: Lexicon) -> bool:
    """ "Share of late parcels": a published rate, or the count that one is of."""
    for at in (share, noun):
        metrics = lexicon.metrics((lexicon.at(tokens, at) or (0, ()))[1], weak=False)
        if metrics and (at == share or any(rate_of(m, lexicon.model) for m in metrics)):
            return True
    return False


def _name_around(tokens: Sequence[Token], share: int, lexicon: Lexicon) -> int | None:
    """Where a figure's name begins that the word is a part of: "margin percentage on Saturdays".

    "Percentage of late parcels" may have been written as "late percentage"; its offsets are as it was typed.
    """
    for i in range(max(share - 4, 0), share):
        found = lexicon.at(tokens, i)
        if found and i + found[0] > share and lexicon.metrics(found[1], weak=False):
            return i
    return None


def _unclear() -> Role:
    raise Stop(refuse("share of what"))
