"""Text cut into sentences, tables and code blocks while it arrives."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.reply.sentences import BLOCK_HELD, SENTENCE_HELD, Part, Sentences

PIECES = st.lists(
    st.sampled_from(
        ["Revenue rose. ", "Up 3.5% e.g. in EMEA", "\n", "\n\n", "- one\n", "1. two\n", "| a | b |\n", "|---|---|\n",
         "```\n", "```sql\nSELECT 1;\n```\n", "x", ".", " ", "# Head\n", "On 3. November. ", "東京です。",
         "…", "`", "|", "?!", "12", "Mr. ", "~~~\n"]
    ),
    max_size=14,
)  # fmt: skip


def parts(*chunks: str) -> list[Part]:
    sentences = Sentences()
    return [part for chunk in chunks for part in sentences.feed(chunk)] + sentences.flush()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose. It fell!", ["It rose. ", "It fell!"]),
        ("Up 2.27M, i.e. more, vs. 2.1M before. Good.", ["Up 2.27M, i.e. more, vs. 2.1M before. ", "Good."]),
        ("Mr. Smith of the U.S. team. Yes.", ["Mr. Smith of the U.S. team. ", "Yes."]),
        ("On 3. November it rose. Then not.", ["On 3. November it rose. ", "Then not."]),
        ("We sold 5. The rest stayed.", ["We sold 5. ", "The rest stayed."]),
        ("1. First thing\n2. Second thing", ["1. First thing", "\n2. Second thing"]),
        ("- one\n- two. And more\n\nThen.", ["- one", "\n- two. ", "And more", "\n\nThen."]),
        ("# Title 1\nWords that\ngo on.", ["# Title 1", "\nWords that\ngo on."]),
        ("They are:\nEMEA and APAC.", ["They are:", "\nEMEA and APAC."]),
        ("He said “No.” Then he left.", ["He said “No.” ", "Then he left."]),
        ("売上です。はい！", ["売上です。", "はい！"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [part.text for part in parts(text)] == expected


def test_tables_and_code_blocks_are_one_part_each() -> None:
    text = "See:\n\n| a | b |\n|---|---|\n| 1. x | 2 |\nThen\n```sql\nSELECT 1. ;\n\n```\nDone."
    assert [(part.kind, part.text.strip()) for part in parts(text)] == [
        ("sentence", "See:"),
        ("table", "| a | b |\n|---|---|\n| 1. x | 2 |"),
        ("sentence", "Then"),
        ("code", "```sql\nSELECT 1. ;\n\n```"),
        ("sentence", "Done."),
    ]


@given(PIECES, st.integers(1, 9))
@example(["東京です。", " "], 1)
def test_nothing_is_lost_and_chunks_do_not_matter(pieces: list[str], size: int) -> None:
    text = "".join(pieces)
    whole = parts(text)
    assert "".join(part.text for part in whole) == text
    assert parts(*(text[at : at + size] for at in range(0, len(text), size))) == whole


def test_a_sentence_is_given_out_as_soon_as_it_is_whole() -> None:
    sentences = Sentences()
    assert sentences.feed("I look it up") == []
    assert [part.text for part in sentences.feed(" now. And")] == ["I look it up now. "]


def test_what_never_ends_is_cut_between_words() -> None:
    sentences = Sentences()
    found = [part.text for _ in range(400) for part in sentences.feed("word 1 234 567 more ")]
    assert found
    assert all(len(part) <= SENTENCE_HELD + 20 for part in found)
    assert not any(part.rstrip()[-1].isdigit() or part.lstrip()[0].isdigit() for part in found)


def test_an_endless_code_block_is_given_out_by_lines() -> None:
    sentences = Sentences()
    found = [part for _ in range(4_000) for part in sentences.feed("SELECT 12;\n" if _ else "```\n")]
    assert {part.kind for part in found} == {"code"}
    assert all(len(part.text) <= BLOCK_HELD and part.text.endswith("\n") for part in found)
