"""What can be asked, from the catalogue's answer: prompts, and the Home view, which Slack must accept."""

from __future__ import annotations

from typing import Any

from bot.buttons import ASK
from bot.listeners.offer import home_view, prompts, prompts_title
from bot.words import ENGLISH
from infra.local.slack.blockcheck import view_problems

ANSWER: dict[str, object] = {
    "metrics": [
        {"name": "visits", "label": "Visits", "dataset": "Web"},
        *({"name": f"m{i}", "label": f"Measure {i}", "dataset": "Shop"} for i in range(20)),
    ],
    "datasets": [{"name": "shop", "label": "Shop"}],
    "examples": [f"Measure {i} by town last month" for i in range(6)],
    "certified": ["Which shops opened in {month}?"],
}


def blocks(answer: dict[str, object]) -> list[dict[str, Any]]:
    view: Any = home_view(answer, ENGLISH)
    assert view_problems(view) == []
    return view["blocks"]


def test_prompts_are_drawn_from_the_model_and_end_with_the_one_that_always_holds() -> None:
    offered = prompts(ANSWER, ENGLISH)
    assert [p["message"] for p in offered[:3]] == [f"Measure {i} by town last month" for i in range(3)]
    assert offered[3]["message"] == ENGLISH.prompts[0][1]


def test_without_a_model_the_prompts_that_always_hold_remain() -> None:
    assert [p["message"] for p in prompts({"error": "no"}, ENGLISH)] == [m for _, m in ENGLISH.prompts]
    too_long = {**ANSWER, "examples": ["x" * 76]}
    assert [p["message"] for p in prompts(too_long, ENGLISH)] == [m for _, m in ENGLISH.prompts]


def test_home_has_a_button_for_each_question_that_carries_it() -> None:
    buttons = next(b["elements"] for b in blocks(ANSWER) if b["type"] == "actions")
    assert buttons[0]["action_id"] == f"{ASK}0"
    assert buttons[0]["value"] == buttons[0]["text"]["text"] == "Measure 0 by town last month"


def test_home_lists_metrics_by_dataset_the_fullest_first_and_shortens_long_lists() -> None:
    listed = [b for b in blocks(ANSWER) if b["type"] == "rich_text"][1]["elements"][0]["elements"]
    assert [item["elements"][0]["text"] for item in listed] == ["Shop: ", "Web: "]
    assert listed[0]["elements"][1]["text"].endswith("Measure 11, and 8 more")


def test_home_shows_certified_questions_with_their_parameters_left_open() -> None:
    assert "Which shops opened in …?" in str(blocks(ANSWER))


def test_home_tells_whoever_may_not_ask_why() -> None:
    shown = blocks({"error": "Guests see <!channel> nothing."})
    assert not [b for b in shown if b["type"] == "actions"]
    assert "Guests see" in str(shown[-1])
    assert "<!channel>" not in str(shown[-1])


def test_what_is_to_be_noted_of_a_model_stands_over_its_questions_and_in_the_prompts_title() -> None:
    noted = {**ANSWER, "warnings": ["Drafted, not <!channel> checked."]}
    note = next(b for b in blocks(noted) if b["type"] == "context")
    assert "Drafted, not" in str(note)
    assert "<!channel>" not in str(note)
    assert prompts_title(noted, ENGLISH) != prompts_title(ANSWER, ENGLISH) == ENGLISH.prompts_title
