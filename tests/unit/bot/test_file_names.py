"""Names of shared files, as people see them."""

import pytest

from bot.files.naming import CHARACTERS, shortened, shown_name, unique_name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\plan.xlsx", "plan.xlsx"),
        ("..", "file"),
        ("", "file"),
        ("   ", "file"),
        ("a\0b.csv", "ab.csv"),
        ("two\nlines\t.csv", "two lines .csv"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("pay\u200bment.pdf", "payment.pdf"),
        ("pa\u200dyment.pdf", "payment.pdf"),
        ("note\U000e0041\U000e0042.txt", "note.txt"),
        ("`rm`.txt", "'rm'.txt"),
        ("trailing. . ", "trailing"),
        (".gitignore", ".gitignore"),
        ("تقرير المبيعات.xlsx", "تقرير المبيعات.xlsx"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("👩\u200d👧 family.png", "👩\u200d👧 family.png"),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f.png",) * 2,
        ("Überblick 日本.md", "Überblick 日本.md"),
        ("e\u0301t\u00e9.txt", "été.txt"),
    ],
)
def test_what_hides_or_reorders_goes_and_letters_stay(raw: str, shown: str) -> None:
    assert shown_name(raw, "file") == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = shown_name("x" * 400 + ".parquet", "file")
    assert len(shown) == CHARACTERS
    assert shown.endswith("x….parquet")
    assert shortened("report.pdf", 60) == "report.pdf"


def test_a_second_file_of_a_name_is_numbered() -> None:
    assert unique_name("image.png", []) == "image.png"
    assert unique_name("image.png", ["IMAGE.png", "image (2).png"]) == "image (3).png"
    assert unique_name("README", ["readme"]) == "README (2)"
