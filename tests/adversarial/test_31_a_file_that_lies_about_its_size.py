"""Case 31: declared 1 kB, streams for ever: aborted at the cap, nothing stored."""

import pytest

from infra.local.slack.faults import DOWNLOAD
from tests.adversarial.obedient import Puppet
from tests.adversarial.taking import CSV, Taking

CAP = 20_000_000


@pytest.mark.parametrize("more", [CAP, 2_000_000_000])
def test_what_streams_past_the_cap_is_broken_off(puppet: Puppet, more: int) -> None:
    taking = Taking(puppet, CAP)
    file = taking.shared("list.csv", CSV)
    puppet.stack.slack.faults.add(DOWNLOAD, "endless", bytes=more)
    before = puppet.office.stored()
    row = taking.take({**file, "size": 1_000})
    assert row.said == "“list.csv” is larger than the 20.0 MB that I take. Share a smaller file, or a part of it."
    assert puppet.office.stored() == before


def test_what_stays_below_the_cap_is_measured_and_not_believed(puppet: Puppet) -> None:
    taking = Taking(puppet, CAP)
    file = taking.shared("list.csv", CSV)
    puppet.stack.slack.faults.add(DOWNLOAD, "endless", bytes=100)
    assert taking.taken({**file, "size": 1}).size == len(CSV) + 100
