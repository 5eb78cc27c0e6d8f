"""What stands apart from the figure that it belongs to, put beside it: each reader in its turn."""

from __future__ import annotations

from collections.abc import Sequence

from infra.local.model.bounding import or_more
from infra.local.model.english.text import Token
from infra.local.model.lexicon import Lexicon
from infra.local.model.listing import headed
from infra.local.model.ranking import accounts_for
from infra.local.model.times import month_apart


def read(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with such words where the parser looks for them."""
    return month_apart.read(headed.read(or_more.read(accounts_for.read(tokens), lexicon), lexicon), lexicon)
