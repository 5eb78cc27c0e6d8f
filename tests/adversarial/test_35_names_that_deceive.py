"""Case 35: ../../x, NUL, gpj.exe the other way round, hidden characters: generated keys, names made plain."""

import pytest

from agent_actions.contract import file_key
from tests.adversarial.obedient import LIVE, Puppet, texts
from tests.adversarial.taking import CSV, Taking

NAMES = [
    ("../../turns/x.csv", "x.csv"),
    ("a\0b.csv", "ab.csv"),
    ("photo\u202egpj.csv", "photogpj.csv"),
    ("pay\u200bments.csv", "payments.csv"),
    ("x\U000e0069\U000e0067\U000e006e.csv", "x.csv"),
    ("تقرير 👩\u200d👧.csv", "تقرير 👩\u200d👧.csv"),
]


@pytest.mark.parametrize(("raw", "shown"), NAMES)
def test_keys_are_generated_and_names_are_plain(puppet: Puppet, raw: str, shown: str) -> None:
    taking = Taking(puppet)
    file = {**taking.shared("list.csv", CSV), "name": raw}
    taken = taking.taken(file, "names")
    assert taken.name == shown
    assert file_key("names", file["id"]) in puppet.office.stored()
    assert all(raw not in key for key in puppet.office.stored())


def test_a_name_in_a_reply_notifies_nobody_and_links_nowhere(puppet: Puppet) -> None:
    name = "<!channel> <@U_MAYA> [x](https:..evil.example) ![y](z)\u202e.csv"
    message = puppet.office.share((name, CSV), channel="#general", text="@Outcrop")
    assert puppet.office.done(message).outcome == "asked_back"
    for text in texts(puppet.office.answers(message)):
        assert not LIVE.search(text), text
