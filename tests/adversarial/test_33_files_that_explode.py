"""Case 33: pictures, archives and documents that would eat memory or time: refused in words, nothing kept.

The look inside has its own tests; here it is that the bot asks for it and takes back what it refuses.
"""

import pytest

from tests.adversarial.obedient import Puppet
from tests.adversarial.taking import Taking
from tests.unit.actions import hostile


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("wall.png", hostile.png_header(50_000, 50_000), "50,000 × 50,000 pixels"),
        ("plan.xlsx", hostile.zip_bomb(600), "plan.xlsx"),
        ("book.pdf", hostile.pdf(4_000), "4,000 pages"),
        ("sky.fits.png", b"SIMPLE  =                    T", "is a FITS picture"),
        ("sky.png", b"\x1f\x8b\x08" + bytes(100), "is a gzip archive"),
    ],
)
def test_it_ends_in_a_sentence_and_leaves_nothing(puppet: Puppet, name: str, data: bytes, said: str) -> None:
    taking = Taking(puppet)
    before = puppet.office.stored()
    row = taking.take(taking.shared(name, data))
    assert row.file is None
    assert said in row.said.replace("named .png, but it ", ""), row.said
    assert puppet.office.stored() == before
