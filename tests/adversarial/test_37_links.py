"""Case 37: no link of the model's is live, in text, in chunks, in cells or in names."""

import pytest

from tests.adversarial.obedient import LIVE, Puppet, call, say, sql, texts

CHUNKS = [
    ("![p](https://evil.example/p.png?d=1)",),
    ("[ref][1]\n\n[1]: https://evil.example/x",),
    ("<https://evil.example|Re-authenticate>", " <mailto:a@evil.example>"),
    ("ht", "tps:", "//ev", "il.example/", "x"),
    ("[click](", "https://evil.example", ")"),
    ("www.evil.com and xn--pple-43d.com and evil.com/x?d=1",),
    ("```\nhttps://evil.example\n```",),
    ("<script>location='https://evil.example'</script> javascript:alert(1)",),
]  # fmt: skip


@pytest.mark.parametrize("chunks", CHUNKS, ids=lambda chunks: "".join(chunks)[:30])
def test_links_in_words_are_words(puppet: Puppet, chunks: tuple[str, ...]) -> None:
    asked, _ = puppet.ask(say(*chunks))
    for text in texts(puppet.shown(asked)):
        assert not LIVE.search(text), text


def test_links_in_cells_headers_and_steps_are_words(puppet: Puppet) -> None:
    asked, _ = puppet.ask(
        call("search_catalog", query="[x](https://evil.example) <!channel>"),
        sql('SELECT note AS "<https://evil.example|col>" FROM notes ORDER BY note_id'),
        say("See the table."),
    )
    assert len(asked.tables[0]["rows"]) == 7
    for text in texts([message["blocks"] for message in puppet.shown(asked)]):
        assert not LIVE.search(text), text
