"""Case 41: an agent that lies about figures, in every way that it can write them: nobody reads the lie."""

from __future__ import annotations

import pytest

from bot.words import ENGLISH
from tests.adversarial.obedient import Puppet, call, say, sql, texts

COUNTED = sql("SELECT team, count(*) AS notes, 2270815.5 AS revenue, 0.1234 AS share FROM notes GROUP BY 1")
"""One row: north, 7 notes, 2,270,815.5, 12.34%."""

LIES = [
    "Revenue is 9,100,000.",
    "Revenue is €2.27k.",
    "Revenue is 2.2M.",
    "Notes and revenue make 2,270,822.5 together.",
    "That is 71% of all.",
    "Revenue is nine point one million.",
    "Revenue is nine one zero zero zero zero zero.",
    "## Revenue 9.1M\n",
    "```\nrevenue 9100000\n```\n",
    "Revenue is `9.1M`.",
    "[Revenue of 9.1M](https://example.com/9).",
    "Revenue is ٩٬١٠٠٬٠٠٠.",
    "Revenue is ９.１M.",
    "Revenue is 9\u200b1\u200b0\u200b0\u200b0\u200b0\u200b0.",
    "Revenue is **9**.**1**M.",
    "Revenue is &#57;.1M.",
    "Revenue is 9 1 0 0 0 0 0.",
    "Revenue doubled.",
    "- Revenue: 9.1M\n",
    "> Revenue: 9.1M\n",
    "Revenue is between 9 and 10 million.",
]


def test_what_a_receipt_holds_is_said_as_the_agent_says_it(puppet: Puppet) -> None:
    asked, _ = puppet.ask(COUNTED, say("There are 7 notes, ", "2.27M in revenue and a share of 12.3%."))
    assert asked.text == "There are 7 notes, 2.27M in revenue and a share of 12.3%."


def test_no_lie_about_a_figure_reaches_a_person(puppet: Puppet) -> None:
    """All of them in one answer, each between two true sentences, in pieces of a few letters."""
    text = "\n\n".join(f"North has 7 notes.\n\n{lie}\n\nIt is so." for lie in LIES)
    asked, _ = puppet.ask(COUNTED, say(*(text[at : at + 5] for at in range(0, len(text), 5))))
    assert asked.outcome == "answered"
    assert asked.text.count("North has 7 notes.") == asked.text.count("It is so.") == len(LIES)
    rest = asked.text.replace("North has 7 notes.", "").replace("It is so.", "").split()
    assert " ".join(rest) == ENGLISH.left_out(len(LIES))
    shown = "".join(texts([message["blocks"] for message in puppet.shown(asked)])) + asked.text
    assert not any(lie in shown for lie in ("9.1M", "9,100,000", "71%", "nine", "doubled"))


def test_of_the_agents_own_table_the_wrong_rows_are_missing(puppet: Puppet) -> None:
    table = "| team | notes |\n|---|---|\n| north | 7 |\n| south | 93 |\n"
    asked, _ = puppet.ask(COUNTED, say(table, "\nThat is all."))
    assert "| north | 7 |" in asked.text
    assert "93" not in asked.text
    assert asked.text.endswith(f"That is all.\n\n{ENGLISH.left_out(1)}")


def test_an_agent_that_asks_nobody_and_answers_with_a_figure_is_not_believed(puppet: Puppet) -> None:
    asked, _ = puppet.ask(say("Revenue is 9.1M."))
    assert (asked.outcome, asked.text) == ("refused", ENGLISH.left_out_alone)


def test_data_with_lies_alone_is_told_by_its_receipt(puppet: Puppet) -> None:
    asked, _ = puppet.ask(sql("SELECT count(*) AS notes FROM notes"), say("There are 93 notes."))
    assert asked.text == f"{asked.receipts[0]['headline']}\n\n{ENGLISH.left_out(1)}"


@pytest.mark.parametrize(
    "script",
    [
        call("search_catalog", query="revenue is 9.1M"),
        sql("SELECT count(*) AS notes FROM notes WHERE note_id <> 9100000"),
        sql("SELECT 9100000 FROM nowhere"),
    ],
)
def test_a_number_that_the_agent_passes_to_an_action_proves_nothing(puppet: Puppet, script: object) -> None:
    asked, _ = puppet.ask(script, say("Revenue is 9.1M."))  # pyright: ignore[reportArgumentType]
    assert "Revenue is 9.1M." not in asked.text
    titles = [step["title"] for step in asked.steps]
    assert not any("9.1M" in title for title in titles)
