"""Golden files are read strictly; verdicts go by outcome, result set and words."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.evaluation import report
from infra.evaluation.asking import Answer
from infra.evaluation.errors import GoldenError
from infra.evaluation.golden import Golden, read_golden
from infra.evaluation.run import evaluate
from infra.evaluation.verdict import Verdict


class Scripted:
    """Answers as the question says: ``refused``, ``asked_back``, ``error``, ``words``, else one figure."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str | None, str | None]] = []

    def ask(self, text: str, user: str, channel: str | None, thread: str | None) -> Answer:
        self.asked.append((text, user, channel, thread))
        if text in ("refused", "asked_back", "error", "pending"):
            return Answer(text, "Cannot do that.", thread or "t1")
        if text == "words":
            return Answer("answered", "Revenue is what was paid.", thread or "t1")
        rows = ((float(text),),) if text.replace(".", "").isdigit() else ()
        return Answer("answered", "Here.", thread or "t1", rows=rows, total_rows=len(rows), columns=("n",))


def golden(tmp_path: Path, text: str) -> Golden:
    path = tmp_path / "golden.yaml"
    path.write_text(text)
    return read_golden(path)


def verdicts(tmp_path: Path, text: str, asker: Scripted | None = None) -> list[Verdict]:
    told: list[int] = []
    return list(evaluate(golden(tmp_path, text), asker or Scripted(), lambda *_: [[2]], told=told.append))


@pytest.mark.parametrize(
    ("ask", "expect", "mark"),
    [
        ("1", "rows: [[1]]", "right"),
        ("1", "rows: [[2]]", "wrong"),
        ("2", "sql: SELECT 2", "right"),
        ("3", "sql: SELECT 2", "wrong"),
        ("refused", "rows: [[1]]", "refused"),
        ("asked_back", "rows: [[1]]", "asked back"),
        ("pending", "rows: [[1]]", "asked back"),
        ("error", "rows: [[1]]", "wrong"),
        ("error", "refused: true", "wrong"),
        ("refused", "refused: true", "right"),
        ("asked_back", "refused: true", "asked back"),
        ("asked_back", "asked_back: true", "right"),
        ("refused", "asked_back: true", "refused"),
        ("refused", "refused_or_asked_back: true", "right"),
        ("asked_back", "refused_or_asked_back: true", "right"),
        ("1", "refused: true", "wrong"),
        ("1", "refused_or_asked_back: true", "wrong"),
        ("refused", "{refused: true, words: [CANNOT]}", "right"),
        ("refused", "{refused: true, words: [revenue]}", "wrong"),
        ("refused", "{refused: true, not_words: [cannot]}", "wrong"),
        ("nothing", "empty: true", "right"),
        ("1", "empty: true", "wrong"),
        ("words", "{answered: true, words: [paid]}", "right"),
        ("words", "rows: [[1]]", "wrong"),
    ],
)
def test_each_outcome_has_its_mark(ask: str, expect: str, mark: str, tmp_path: Path) -> None:
    expect = expect if expect.startswith("{") else "{" + expect + "}"
    (verdict,) = verdicts(tmp_path, f"questions: [{{id: a, ask: {ask}, expect: {expect}}}]")
    assert verdict.mark == mark


def test_follow_ups_go_into_the_thread_as_whoever_asks_last(tmp_path: Path) -> None:
    asker = Scripted()
    found = verdicts(
        tmp_path,
        """
questions:
  - id: a
    ask: 1
    as: luis
    in: "#support"
    kind: total
    expect: {rows: [[1]]}
    then:
      - {ask: 2, expect: {rows: [[2]]}}
      - {ask: 3, as: maya, kind: other, expect: {rows: [[3]]}}
""",
        asker,
    )
    assert asker.asked == [
        ("1", "luis", "#support", None), ("2", "luis", "#support", "t1"), ("3", "maya", "#support", "t1"),
    ]  # fmt: skip
    assert [(v.id, v.kind, v.mark) for v in found] == [
        ("a", "total", "right"), ("a/2", "total", "right"), ("a/3", "other", "right"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("questions: [{id: a, ask: x, expect: {}}]", "golden.yaml:1 questions[0].expect"),
        ("questions: [{id: a, ask: x, expect: {refused: true, empty: true}}]", "exactly one of"),
        ("questions: [{id: a, ask: x, expct: {refused: true}}]", "expct"),
        (
            "questions:\n- {id: a, ask: x, expect: {refused: true}}\n- {id: a, ask: y, expect: {refused: true}}",
            "golden.yaml:3 questions[1].id: 'a' is the id of an earlier question",
        ),
        ("questions: []", "questions"),
        ("", "questions"),
        ("a: [", "golden.yaml:2 not valid YAML"),
        ("- a", "golden.yaml"),
        ("version: 2\nquestions: [{id: a, ask: x, expect: {refused: true}}]", "golden.yaml:1 version"),
        ("questions: [{id: a, id: b, ask: x, expect: {refused: true}}]", "twice"),
    ],
)
def test_what_is_wrong_in_the_file_is_named_with_line_and_key(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(GoldenError) as error:
        golden(tmp_path, text)
    assert said in str(error.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(GoldenError, match=r"none\.yaml can't be read"):
        read_golden(tmp_path / "none.yaml")


def test_the_report_shows_the_difference_and_ends_with_the_counts(tmp_path: Path) -> None:
    found = verdicts(
        tmp_path,
        """
questions:
  - {id: good, ask: 1, kind: total, expect: {rows: [[1]]}}
  - {id: bad, ask: 1, kind: total, expect: {rows: [[2]]}}
  - {id: none, ask: refused, expect: {rows: [[2]]}}
""",
    )
    shown = report.miss(found[1])
    assert "WRONG  bad" in shown
    assert "- 2" in shown
    assert "+ 1" in shown
    assert report.last_line(found) == "1 right, 1 wrong, 1 refused, 0 asked back"
    assert report.by_kind(found).splitlines()[-1].split() == ["total", "2", "1", "1", "0", "0"]
    assert report.answerable(found).startswith("Answerable: 1 of 3 right (33.3%)")


def test_a_run_is_compared_with_an_earlier_one(tmp_path: Path) -> None:
    text = "questions: [{id: a, ask: %s, expect: {rows: [[1]]}}, {id: b, ask: %s, expect: {rows: [[1]]}}]"
    before = verdicts(tmp_path, text % (1, "refused"))
    report.save(tmp_path / "run.json", before)
    now = verdicts(tmp_path, text % (2, 1))
    said = report.compared(report.load(tmp_path / "run.json"), now)
    assert "1 better or otherwise, 1 worse" in said
    assert "worse   a: right -> wrong" in said
    assert "changed b: refused -> right" in said


@pytest.mark.parametrize("text", ["", "{}", '{"verdicts": [{"id": "a", "mark": "fine"}]}', "[1]"])
def test_a_file_that_is_no_run_is_said(text: str, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(GoldenError, match="is not a run saved with --save"):
        report.load(path)
