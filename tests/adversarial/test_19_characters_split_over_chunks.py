"""Case 19: letters and emoji that arrive in pieces stay whole."""

from tests.adversarial.obedient import Puppet, say, sql

TEXT = "عائلة 👨‍👩‍👧 مرحبا بالعالم, 東京の売上 👍🏽 é 🏴󠁧󠁢󠁥󠁮󠁧󠁿."


def test_text_in_pieces_of_one_character_arrives_whole(puppet: Puppet) -> None:
    asked, _ = puppet.ask(say(*TEXT))
    (message,) = puppet.shown(asked)
    assert asked.text == TEXT
    assert TEXT in message["text"]


def test_cells_keep_letters_and_emoji_and_lose_what_hides(puppet: Puppet) -> None:
    asked, _ = puppet.ask(sql("SELECT note FROM notes WHERE note_id = 4"), say("Here."))
    (message,) = puppet.shown(asked)
    (table,) = [block for block in message["blocks"] if block["type"] == "data_table"]
    assert table["rows"][1][0]["text"] == "gpjexe zerowidth 👩‍👧 مرحبا"
