"""The pure parts of reading files: pieces, languages, transcripts, blocks, redaction, and which file is meant."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_actions.context import Context
from agent_actions.contract import SharedFile
from agent_actions.errors import AmbiguousError, FixableError, UnknownNameError
from agent_actions.files import words
from agent_actions.files.analysing import Personal, redact
from agent_actions.files.blocks import FoundTable, bills_of, fields_of, page_texts, tables_of
from agent_actions.files.failures import told
from agent_actions.files.languages import base_of, language, name_of
from agent_actions.files.papers import pick
from agent_actions.files.pieces import first_piece, pieces
from agent_actions.files.rows import names_of, split_header
from agent_actions.files.shared import shared_file
from agent_actions.files.transcripts import segments_of, text_in
from agent_actions.files.voices import choose
from agent_actions.files.watching import gathered

Json = dict[str, Any]


# pieces


@given(st.text(max_size=400), st.integers(min_value=30, max_value=90))
def test_pieces_joined_are_the_text_again(text: str, most: int) -> None:
    found = pieces(text, most)
    assert "".join(found) == text
    assert all(0 < len(piece.encode()) <= most for piece in found)


def test_a_long_text_is_cut_after_sentences() -> None:
    text = "The meeting was long. Nobody left early! " * 3_000
    assert all(piece.rstrip()[-1] in ".!" for piece in pieces(text, 10_000))


def test_a_character_is_never_cut_apart() -> None:
    family = "👩‍👩‍👧"
    assert {len(piece) % len(family) for piece in pieces(family * 2_000, 10_000)} == {0}
    assert all(piece.endswith("。") for piece in pieces("日本語の文。" * 2_000, 10_000))


def test_speech_is_cut_at_a_sentence() -> None:
    assert first_piece("One is short. Two is a little longer. Three", 30) == "One is short."
    assert first_piece("short", 30) == "short"


# languages


@pytest.mark.parametrize(
    ("given", "code"),
    [("Spanish", "es"), ("español", "es"), ("es-AR", "es"), ("TIẾNG VIỆT", "vi"), ("zh-tw", "zh-TW"), ("nb", "no"),
     ("pt_BR", "pt"), ("fr-CA", "fr-CA"), ("German language", "de"), ("Klingon", None), ("the", None), ("", None)],
)  # fmt: skip
def test_a_language_is_known_by_name_or_code(given: str, code: str | None) -> None:
    found = language(given)
    assert (found.code if found else None) == code


def test_codes_of_polly_are_the_same_languages() -> None:
    assert (base_of("cmn-CN"), base_of("arb"), base_of("en-GB")) == ("zh", "ar", "en")
    assert (name_of("es-US"), name_of("xx")) == ("Spanish", "xx")


# voices


VOICES = [
    {"Id": "Joanna", "Name": "Joanna", "LanguageCode": "en-US", "SupportedEngines": ["neural", "standard"]},
    {"Id": "Amy", "Name": "Amy", "LanguageCode": "en-GB", "SupportedEngines": ["standard"]},
    {"Id": "Zhiyu", "Name": "Zhiyu", "LanguageCode": "cmn-CN", "SupportedEngines": ["standard"]},
]


@pytest.mark.parametrize(
    ("voice", "spoken", "locale", "chosen"),
    [
        ("", "en", "de-DE", ("Joanna", "neural")),
        ("", "en", "en-GB", ("Amy", "standard")),
        ("", "en-GB", "en-US", ("Amy", "standard")),
        ("", "zh", "en-US", ("Zhiyu", "standard")),
        ("amy", "zh", "en-US", ("Amy", "standard")),
    ],
)
def test_a_voice_speaks_the_language_of_the_text(voice: str, spoken: str, locale: str, chosen: tuple[str, str]) -> None:
    found = choose(cast(Any, VOICES), voice, spoken, locale)
    assert (found.id, found.engine) == chosen


def test_what_nobody_speaks_is_said_with_what_is_spoken() -> None:
    with pytest.raises(FixableError, match=r"no voice for Vietnamese\. It speaks Chinese and English"):
        choose(cast(Any, VOICES), "", "vi", "en-US")
    with pytest.raises(UnknownNameError, match="no voice “Bob”"):
        choose(cast(Any, VOICES), "Bob", "en", "en-US")


# transcripts


def spoken(start: float, content: str, **more: Any) -> Json:
    alternatives = [{"content": content, **({"confidence": "0.9"} if more.pop("sure", False) else {})}]
    return {"type": "pronunciation", "start_time": str(start), "end_time": str(start + 0.4),
            "alternatives": alternatives, **more}  # fmt: skip


def test_a_transcript_is_divided_by_stops_pauses_and_speakers() -> None:
    stop = {"type": "punctuation", "alternatives": [{"content": "."}]}
    items = [
        spoken(0.0, "Hello", sure=True),
        stop,
        spoken(0.6, "one", speaker_label="spk_0"),
        spoken(1.1, "two", speaker_label="spk_1"),
        spoken(9.0, "three", speaker_label="spk_1"),
    ]
    found = segments_of({"results": {"items": items, "transcripts": [{"transcript": "Hello. one two three"}]}})
    assert [(s.text, s.speaker) for s in found] == [
        ("Hello.", ""),
        ("one", "spk_0"),
        ("two", "spk_1"),
        ("three", "spk_1"),
    ]
    assert (found[0].sure, found[1].sure) == (90.0, None)


def test_silence_is_an_empty_transcript() -> None:
    output: Json = {"results": {"transcripts": [{"transcript": ""}], "items": []}}
    assert (text_in(output), segments_of(output)) == ("", [])


def test_speakers_are_found_where_older_output_has_them() -> None:
    labels = {"segments": [{"items": [{"start_time": "0.0", "speaker_label": "spk_1"}]}]}
    (segment,) = segments_of({"results": {"items": [spoken(0.0, "Hi")], "speaker_labels": labels}})
    assert segment.speaker == "spk_1"


# Textract's blocks


def word(identity: str, text: str) -> Json:
    return {"Id": identity, "BlockType": "WORD", "Text": text, "Confidence": 98.0}


def children(*identities: str) -> list[Json]:
    return [{"Type": "CHILD", "Ids": list(identities)}]


def table_blocks(page: int, rows: list[list[str]], sure: float | None = None) -> list[Json]:
    blocks: list[Json] = []
    cells: list[str] = []
    for y, row in enumerate(rows, 1):
        for x, text in enumerate(row, 1):
            identity = f"{page}-{y}-{x}"
            blocks.append(word(f"w{identity}", text))
            cell = {"Id": identity, "BlockType": "CELL", "RowIndex": y, "ColumnIndex": x, "Page": page}
            blocks.append(
                cell | {"Relationships": children(f"w{identity}")} | ({"Confidence": sure} if sure is not None else {})
            )
            cells.append(identity)
    return [{"Id": f"t{page}", "BlockType": "TABLE", "Page": page, "Relationships": children(*cells)}, *blocks]


def test_a_table_over_a_page_break_is_one_table() -> None:
    blocks = table_blocks(1, [["Item", "Price"], ["Bolt", "1.20"]], 91.24) + table_blocks(2, [["Nut", "0.80"]])
    (found,) = tables_of(blocks)
    assert found.labels == ("Item", "Price")
    assert found.rows == (("Bolt", "1.20"), ("Nut", "0.80"))
    assert (found.pages, found.sure) == ((1, 2), (91.2, None))


def test_tables_of_other_shapes_stay_apart() -> None:
    blocks = table_blocks(1, [["a", "b"], ["1", "2"]]) + table_blocks(2, [["x", "y", "z"], ["1", "2", "3"]])
    assert [len(t.labels) for t in tables_of(blocks)] == [2, 3]


def test_fields_of_a_form_keep_their_confidence_and_page() -> None:
    blocks: list[Json] = [
        {"Id": "k", "BlockType": "KEY_VALUE_SET", "EntityTypes": ["KEY"], "Confidence": 90.0, "Page": 2,
         "Relationships": [*children("kw"), {"Type": "VALUE", "Ids": ["v"]}]},
        {"Id": "v", "BlockType": "KEY_VALUE_SET", "EntityTypes": ["VALUE"], "Confidence": 80.0, "Page": 2,
         "Relationships": children("vw", "box")},
        word("kw", "Paid:"),
        word("vw", "yes"),
        {"Id": "box", "BlockType": "SELECTION_ELEMENT", "SelectionStatus": "SELECTED"},
    ]  # fmt: skip
    (field,) = fields_of(blocks)
    assert (field.key, field.value, field.sure, field.page) == ("Paid:", "yes ☒", 80.0, 2)


def test_a_bill_has_fields_and_items() -> None:
    def part(kind: str, text: str) -> Json:
        return {"Type": {"Text": kind}, "ValueDetection": {"Text": text}, "PageNumber": 1}

    document: Json = {
        "SummaryFields": [part("TOTAL", "9.60") | {"LabelDetection": {"Text": "Total:"}}],
        "LineItemGroups": [
            {"LineItems": [{"LineItemExpenseFields": [part("ITEM", "Bolt\nM4"), part("PRICE", "9.60")]}]}
        ],
    }
    fields, items = bills_of([document])
    assert [(f.kind, f.key, f.value, f.sure) for f in fields] == [("TOTAL", "Total", "9.60", None)]
    assert [dict(i.fields) for i in items] == [{"ITEM": "Bolt M4", "PRICE": "9.60"}]


def test_pages_without_text_are_there_too() -> None:
    blocks: list[Json] = [
        {"Id": "1", "BlockType": "PAGE", "Page": 1},
        {"Id": "2", "BlockType": "PAGE", "Page": 2},
        {"Id": "3", "BlockType": "LINE", "Text": "Hello", "Page": 2, "Confidence": 99.0},
    ]
    assert [(p.page, p.lines, p.sure) for p in page_texts(blocks)] == [(1, (), ()), (2, ("Hello",), (99.0,))]


# tables


@pytest.mark.parametrize(
    ("rows", "labels", "body"),
    [
        ([["Store", "Target"], ["1", "20"]], ["Store", "Target"], 1),
        ([["1", "20"], ["2", "30"]], ["Column 1", "Column 2"], 2),
        ([["Store", "Store"], ["1", "20"]], ["Column 1", "Column 2"], 2),
        ([["", "Q1", "Q2"], ["North", "1", "2"]], ["Column 1", "Q1", "Q2"], 1),
        ([["only"]], ["Column 1"], 1),
    ],
)
def test_a_header_is_known_by_its_look(rows: list[list[str]], labels: list[str], body: int) -> None:
    found, below = split_header(rows)
    assert (found, len(below)) == (labels, body)


def test_column_names_are_each_there_once() -> None:
    assert names_of(["Unit price (€)", "Unit price", "Größe", "!", "Page"], ("page",)) == [
        "unit_price", "unit_price_2", "größe", "column_4", "page_2",
    ]  # fmt: skip


def tables(*titles: str) -> list[FoundTable]:
    return [FoundTable(("a",), ((str(n),),) * (n + 1), title=title) for n, title in enumerate(titles)]


def test_a_table_is_picked_by_number_name_or_length() -> None:
    sheets = tables("Targets", "Notes 2026")
    assert [pick(sheets, given, "b.xlsx") for given in ("1", "table 2", "targets", "notes", "")] == [0, 1, 0, 1, 1]
    with pytest.raises(UnknownNameError, match="no table or sheet “9”"):
        pick(sheets, "9", "b.xlsx")


# personal data, video, and services' own words


def test_redaction_leaves_the_rest_as_it_is() -> None:
    text = "Write to zoë@example.com or call 555."
    begin = text.index("zoë")
    found = [Personal("EMAIL", begin, begin + 15, 0.9), Personal("USERNAME", begin, begin + 3, 0.5)]
    assert redact(text, found) == "Write to [EMAIL] or call 555."


def test_what_a_video_shows_is_gathered_by_name() -> None:
    rows = gathered("label", [("Dog", 80.0, 1_000), ("Cat", None, 500), ("Dog", 91.26, 61_500)])
    assert [row["name"] for row in rows] == ["Cat", "Dog"]
    assert rows[1] == {"what": "label", "name": "Dog", "first": "0:01", "last": "1:01", "times": 2, "confidence": 91.3}


@pytest.mark.parametrize(
    "private", ["User: arn:aws:iam::1:user/x", "s3://bucket/key", "Account 123456789012", "java.lang.FooException"]
)
def test_a_services_private_words_stay_in_the_log(private: str) -> None:
    assert told("Textract", private, "Code") == "Textract couldn't do it (Code)."
    assert told("Textract", "There is no label model.") == "Textract says: There is no label model."


# which file


def thread_of(*files: SharedFile) -> Context:
    return cast(Context, SimpleNamespace(files=files))


def file(identity: str, name: str, *, now: bool = False, kind: str = "document") -> SharedFile:
    return SharedFile.model_validate(
        {"id": identity, "name": name, "kind": kind, "mime": "application/pdf", "size": 1, "now": now}
    )


def test_a_file_is_meant_by_id_name_or_part_of_it() -> None:
    here = thread_of(file("F1", "Invoice May.PDF"), file("F2", "memo.ogg", kind="audio"))
    for called in ("F1", "Invoice May.PDF", "invoice may.pdf", "invoice may", "“Invoice May.PDF”", "invoice"):
        assert shared_file(here, called).id == "F1"
    assert shared_file(here, "", ("audio", "video")).id == "F2"
    with pytest.raises(
        UnknownNameError, match=r"no file called “letter\.docx” in this thread\. There is: Invoice May\.PDF and"
    ):
        shared_file(here, "letter.docx")


def test_of_several_files_the_person_chooses() -> None:
    here = thread_of(file("F1", "a.pdf", now=True), file("F2", "b.pdf", now=True), file("F3", "c.pdf"))
    with pytest.raises(AmbiguousError, match=r"a\.pdf and b\.pdf\. Which one") as raised:
        shared_file(here)
    assert [c.text for c in raised.value.choices] == ["a.pdf", "b.pdf"]


def test_the_file_of_the_message_comes_first_and_the_newest_of_one_name() -> None:
    assert shared_file(thread_of(file("F2", "b.pdf", now=True), file("F1", "a.pdf"))).id == "F2"
    assert shared_file(thread_of(file("F9", "a.pdf"), file("F1", "a.pdf")), "a.pdf").id == "F9"
    with pytest.raises(UnknownNameError, match="No file was shared"):
        shared_file(thread_of())


def test_sizes_and_times_read_as_people_say_them() -> None:
    assert [words.size(n) for n in (12, 1_500, 30_000_000, 2_400_000_000)] == ["12 bytes", "1.5 kB", "30 MB", "2.4 GB"]
    assert [words.span(n) for n in (1, 40, 300, 18_600)] == ["1 second", "40 seconds", "5 minutes", "5 h 10 min"]
    assert [words.clock(n) for n in (7.9, 760, 3_723)] == ["0:07", "12:40", "1:02:03"]
