"""The structural look at shared files: what is told of good ones, and the sentence of each bad one."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from PIL import Image

from agent_actions.errors import RefusedError
from agent_actions.files.child import run_limited
from agent_actions.files.inspect import MODULE
from agent_actions.files.limits import LOOK, PIXELS
from tests.unit.actions import hostile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
PARQUET = "application/vnd.apache.parquet"


def look(folder: Path, data: bytes, name: str, kind: str, mime: str) -> dict[str, Any]:
    path = folder / "file"
    path.write_bytes(data)
    return run_limited(MODULE, {"path": str(path), "name": name, "kind": kind, "mime": mime}, folder, LOOK)


def parquet(folder: Path) -> bytes:
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT range AS a FROM range(10)) TO '{folder}/made.parquet'")
    return (folder / "made.parquet").read_bytes()


def gif(frames: int) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("L", (40, 30), n * 20) for n in range(frames)]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "mime", "facts"),
    [
        (hostile.png(300, 200), "image", "image/png", {"width": 300, "height": 200}),
        (gif(3), "image", "image/gif", {"width": 40, "pages": 3}),
        (hostile.pdf(3), "document", PDF, {"pages": 3}),
        (hostile.workbook(2), "table", XLSX, {"pages": 2}),
        (hostile.wav(2), "audio", "audio/wav", {"seconds": 2.0}),
        (hostile.mp4(90), "video", "video/mp4", {"seconds": 90.0}),
        (hostile.webm(12.5), "video", "video/webm", {"seconds": 12.5}),
        (hostile.webm(None), "audio", "audio/webm", {"seconds": None}),
        (hostile.amr(3), "audio", "audio/amr", {"seconds": 3.0}),
        ("Größe;Preis\n1;2\n".encode(), "table", "text/csv", {"notes": []}),
        ("Größe;Preis\n".encode("utf-16"), "table", "text/csv", {"notes": []}),
        (b'{"a": 1}\n{"a": 2}\n', "table", "application/json", {"notes": []}),
        (b"word " * 40_000, "text", "text/plain", {"notes": []}),
    ],
)
def test_a_good_files_structure_is_told(
    data: bytes, kind: str, mime: str, facts: dict[str, Any], tmp_path: Path
) -> None:
    seen = look(tmp_path, data, "sample", kind, mime)
    assert {key: seen[key] for key in facts} == facts


@pytest.mark.parametrize(
    ("data", "kind", "mime", "sentence"),
    [
        (hostile.png_header(50_000, 50_000), "image", "image/png", "50,000 × 50,000 pixels; I take pictures of at"),
        (hostile.png(300, 200)[:-60], "image", "image/png", "the picture breaks off in the middle"),
        (b"MZ" + bytes(500), "image", "image/png", "isn't a picture that I can open. I take PNG, JPEG"),
        (b"SIMPLE  =                    T" + bytes(3_000), "image", "image/fits", "isn't a picture that I can open"),
        (hostile.pdf(4_000), "document", PDF, "has 4,000 pages; I read at most 3,000. Split it"),
        (hostile.locked_pdf(), "document", PDF, "protected with a password, so I can't open it"),
        (b"%PDF-1.7 and nothing", "document", PDF, "is damaged: it doesn't open as a PDF"),
        (hostile.zip_bomb(200), "table", XLSX, "unpacks to 1,02"),
        (hostile.archive({f"{n}": b"" for n in range(10_001)}), "table", XLSX, "is packed from 10,001 parts"),
        (hostile.archive({"xl/vbaProject.bin": b"x"}), "table", XLSX, "has macros in it"),
        (hostile.archive({"a.exe": b"x"}), "table", XLSX, "doesn't open as an Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "table", XLSX, "with a password, or in the format"),
        (hostile.wav(5 * 3_600, 1_000), "audio", "audio/wav", "runs for 5 hours; I take recordings of at most 4"),
        (hostile.mp4(7 * 3_600), "video", "video/mp4", "runs for 7 hours; I take videos of at most 6 hours"),
        (b"ID3\x03" + bytes(2_000), "audio", "audio/mpeg", "is damaged: it doesn't open as a sound recording"),
        (b"a\0b\0\0c" * 50, "text", "text/plain", "isn't text: it has binary content"),
        (b"\xef\xbb\xbf \r\n\t", "text", "text/plain", "is empty"),
        (b"\n" * 5_000_001, "table", "text/csv", "has more than 5,000,000 rows"),
        (b'{"a":\n oops}', "table", "application/json", "isn't valid JSON: it stops making sense in line 2"),
        (b"[" * 200_000, "table", "application/json", "needs more memory or time"),
        (b"PAR1" + bytes(100), "table", PARQUET, "is damaged: the end of it"),
    ],
)  # fmt: skip
def test_a_bad_file_gets_its_sentence(data: bytes, kind: str, mime: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as raised:
        look(tmp_path, data, "sample", kind, mime)
    assert sentence in raised.value.message
    assert raised.value.message.startswith("“sample” ")


def test_parquet_is_known_by_its_end_alone(tmp_path: Path) -> None:
    assert look(tmp_path, parquet(tmp_path), "p.parquet", "table", PARQUET) == {}


def test_latin_text_is_taken_with_a_note(tmp_path: Path) -> None:
    seen = look(tmp_path, "Größe\n".encode("cp1252"), "old.csv", "table", "text/csv")
    assert "isn't in UTF-8" in seen["notes"][0]


@pytest.mark.parametrize(
    ("how", "sentence"),
    [("memory", "needs more memory"), ("loop", "needs more memory or time"), ("crash", "needs more memory or time")],
)
def test_a_reader_that_runs_wild_is_ended_in_words(how: str, sentence: str, tmp_path: Path) -> None:
    limits = replace(LOOK, cpu_seconds=1, memory=400_000_000)
    with pytest.raises(RefusedError, match=sentence):
        run_limited("tests.unit.actions.greedy", {"how": how, "name": "x"}, tmp_path, limits)


def test_time_ends_a_reader_that_waits(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="took too long to open"):
        run_limited(
            "tests.unit.actions.greedy", {"how": "loop", "name": "x"}, tmp_path, replace(LOOK, wall_seconds=0.5)
        )


def test_the_child_gets_no_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    seen = run_limited("tests.unit.actions.greedy", {"how": "tell", "name": "x"}, tmp_path, LOOK)
    assert not [name for name in seen["environment"] if name.startswith(("AWS", "OUTCROP"))]


def test_a_picture_at_the_limit_is_taken(tmp_path: Path) -> None:
    assert look(tmp_path, hostile.png_header(10_000, PIXELS // 10_000), "x", "image", "image/png")["width"] == 10_000
