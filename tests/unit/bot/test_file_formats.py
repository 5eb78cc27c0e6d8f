"""What a file is, by its content alone."""

from __future__ import annotations

import io

import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from bot.file_words import FileWords
from bot.files.formats import ENDINGS, TAKEN, is_misnamed
from bot.files.sniff import HEAD_BYTES, sniff
from bot.files.zip_directory import TAIL_BYTES, zip_code
from tests.unit.actions import hostile


def document() -> bytes:
    out = io.BytesIO()
    made = Document()
    made.add_paragraph("Hello")
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("head", "name", "code"),
    [
        (hostile.png(4, 3), "x.exe", "png"),
        (b"\xff\xd8\xff\xe0" + bytes(9), "x", "jpeg"),
        (b"GIF89a" + bytes(9), "x", "gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "x", "webp"),
        (b"II*\0" + bytes(9), "x", "tiff"),
        (b"BM" + bytes(12) + b"\x28\0\0\0", "x", "bmp"),
        (b"BM stands for benchmark\n", "x.txt", "text"),
        (b"\n\n%PDF-1.7\n", "x", "pdf"),
        (b"PAR1" + bytes(9), "x", "parquet"),
        (hostile.wav(1, 0), "x", "wav"),
        (b"ID3\x04" + bytes(9), "x", "mp3"),
        (b"\xff\xfb\x90\x00" + bytes(9), "x", "mp3"),
        (b"\xff\xf1\x50\x80" + bytes(9), "x", "aac"),
        (b"fLaC" + bytes(9), "x", "flac"),
        (b"OggS" + bytes(24) + b"OpusHead", "x", "ogg"),
        (b"OggS" + bytes(24) + b"\x80theora", "x", "ogg_video"),
        (b"#!AMR\n" + bytes(9), "x", "amr"),
        (b"\0\0\0\x18ftypM4A \0\0", "x", "m4a"),
        (b"\0\0\0\x18ftypisom\0\0", "call.m4a", "m4a"),
        (b"\0\0\0\x18ftypisom\0\0", "x", "mp4"),
        (b"\0\0\0\x18ftypqt  \0\0", "x", "mov"),
        (b"\0\0\0\x18ftypheic\0\0", "x.jpg", "heic"),
        (b"\x1a\x45\xdf\xa3\x42\x82webm V_VP8 A_OPUS", "x", "webm"),
        (b"\x1a\x45\xdf\xa3\x42\x82webm A_OPUS", "x", "webm_audio"),
        (b"\x1a\x45\xdf\xa3\x42\x82matroska", "x", "matroska"),
        (b"MZ\x90\0", "photo.png", "windows_program"),
        (b"\x7fELF\x02", "x.txt", "linux_program"),
        (b"\xcf\xfa\xed\xfe", "x", "mac_program"),
        (b"#!/bin/sh\nrm -rf /\n", "notes.txt", "script"),
        (b"<!DOCTYPE html><title>Sign in</title>", "report.pdf", "html"),
        (b"\xef\xbb\xbf <html>", "x.csv", "html"),
        (b"<?xml version='1.0'?><!-- x --><svg xmlns=''/>", "x.png", "svg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "x.doc", "old_office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "x.xlsx", "protected_office"),
        (b"\x1f\x8b\x08", "x.csv", "gzip"),
        (bytes(257) + b"ustar\0", "x", "tar"),
        (b"SIMPLE  =                    T", "x.png", "fits"),
        (b"", "x.csv", "empty"),
        (b"a,b\n1,2\n", "x.csv", "csv"),
        (b"a;b\n1;2\n3;4\n", "x", "csv"),
        (b"a\tb\n1\t2\n3\t4\n", "x", "tsv"),
        (b"# Title\n", "x.md", "markdown"),
        (b"Dear all,\nthe list, as promised.\n", "x", "text"),
        (b'{"a": 1}', "x", "json"),
        (b'[{"a": 1}, {"a": 2}]', "x.json", "json_rows"),
        (b'{"a": 1}\n{"a": 2}\n', "x", "jsonl"),
        (b"{not json}", "x", "text"),
        ("naïve;café\n".encode("latin-1"), "x.csv", "csv"),
        ("a,b\n1,2\n".encode("utf-16"), "x.csv", "csv"),
        (b"a,b\0\n", "x.csv", "unknown"),
        (bytes(range(256)), "x.txt", "unknown"),
        (b"PK\x03\x04", "x.docx", "zip"),
    ],
)
def test_the_content_says_what_it_is(head: bytes, name: str, code: str) -> None:
    assert sniff(head, name) == code


def test_an_office_file_is_known_by_the_directory_at_its_end() -> None:
    assert zip_code(document()[-TAIL_BYTES:]) == "docx"
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    assert zip_code(out.getvalue()) == "xlsx"
    types = "[Content_Types].xml"
    for entries, code in (
        ({types: b"", "word/document.xml": b"", "word/vbaProject.bin": b""}, "office_macros"),
        ({types: b"", "ppt/presentation.xml": b""}, "pptx"),
        ({types: b"", "xl/workbook.bin": b""}, "xlsb"),
        ({"mimetype": b"", "content.xml": b""}, "open_document"),
        ({"META-INF/MANIFEST.MF": b""}, "java_program"),
        ({"AndroidManifest.xml": b"", "META-INF/MANIFEST.MF": b""}, "android_program"),
        ({"word/document.xml": b""}, "zip"),
        ({}, "zip"),
    ):
        assert zip_code(hostile.archive(entries)) == code


@given(st.binary(max_size=400), st.sampled_from(["", "x.csv", "x.docx", "x.mp4", "x.json"]))
def test_any_bytes_are_something_that_has_a_name(data: bytes, name: str) -> None:
    code = sniff(data, name)
    assert code in {*TAKEN, "zip", "empty"} or FileWords().wrong_format(code, name, misnamed=False)
    assert zip_code(data)


@pytest.mark.parametrize("cut", [HEAD_BYTES - 1, HEAD_BYTES - 2])
def test_a_character_cut_at_the_end_of_what_is_looked_at_is_no_damage(cut: int) -> None:
    head = (b"x" * cut + "€".encode() * 2)[:HEAD_BYTES]
    assert sniff(head, "x.txt") == "text"


def test_every_format_that_is_refused_has_a_name_of_its_own() -> None:
    words = FileWords()
    for code in {*ENDINGS.values()} - {*TAKEN}:
        assert "of a kind that I don't know" not in words.wrong_format(code, "x", misnamed=False), code


def test_a_name_is_called_wrong_only_where_a_person_should_know() -> None:
    assert is_misnamed("png", "windows_program")
    assert is_misnamed("pdf", "text")
    assert not is_misnamed("png", "jpeg")
    assert not is_misnamed("log", "json")
    assert not is_misnamed("csv", "tsv")
    assert not is_misnamed("dat", "pdf")


def test_deeply_nested_json_is_no_trouble() -> None:
    assert sniff(b"[" * 50_000, "x.json") in ("json", "text")
