"""Case 31: declared 1 kB, streams for ever: aborted at the cap, nothing stored."""

import pytest

from agent_actions.contract import file_key
from infra.local import names
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


def test_parts_that_a_worker_left_when_it_died_are_taken_back(puppet: Puppet) -> None:
    taking = Taking(puppet)
    file = taking.shared("list.csv", CSV)
    key, s3 = file_key("died", file["id"]), puppet.office.s3
    begun = s3.create_multipart_upload(Bucket=names.BUCKET, Key=key)["UploadId"]
    s3.upload_part(Bucket=names.BUCKET, Key=key, UploadId=begun, PartNumber=1, Body=b"x")
    assert f"{key} (parts)" in puppet.office.stored()
    assert taking.taken(file, "died", again=True).size == len(CSV)
    assert f"{key} (parts)" not in puppet.office.stored()
    assert s3.get_object(Bucket=names.BUCKET, Key=key)["Body"].read() == CSV
