"""Buttons, the slash command, the app's own pages; people and channels."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from types_boto3_dynamodb import DynamoDBClient

from bot.claims import Claims
from bot.errors import PersonError
from bot.listeners.datasets import datasets_text
from bot.people import People
from bot.words import ENGLISH
from tests.unit.bot.slack_double import TEAM, SlackDouble, blocks_of, words_of
from tests.unit.bot.support import Bench, event, press, queries
from tests.unit.bot.wire_double import WireDouble

TS = "1700000000.000100"


def show_sql(bench: Bench) -> dict[str, Any]:
    """Maya's answered question; its Show SQL button."""
    bench.agent.script = queries(bench, "EMEA leads.")
    bench.deliver(event())
    bench.work()
    (actions,) = blocks_of(bench.slack.replies(TS)[0], "actions")
    return actions["elements"][0]


def whispered(bench: Bench) -> list[str]:
    return [body["text"] for body in bench.slack.called("chat.postEphemeral")]


def test_show_sql_opens_the_statement_for_the_asker_alone(bench: Bench) -> None:
    button = show_sql(bench)
    assert bench.interact(press(button["action_id"], button["value"], "ULUIS", "1.1"))["statusCode"] == 200
    bench.work()
    assert whispered(bench) == [ENGLISH.sql_not_yours]
    bench.interact(press(button["action_id"], button["value"], "UMAYA", "1.2"))
    bench.work()
    body = bench.slack.called("chat.postEphemeral")[1]
    assert (body["user"], body["thread_ts"]) == ("UMAYA", TS)
    (code,) = [e for b in body["blocks"] for e in b["elements"] if e["type"] == "rich_text_preformatted"]
    assert code["elements"][0]["text"] == "SELECT region, SUM(amount) FROM sales.orders GROUP BY 1"


@pytest.mark.parametrize("value", ["{}", "garbage", '{"turn": "tnone", "receipt": "r"}', "[1]"])
def test_a_button_whose_answer_is_gone_says_so(bench: Bench, value: str) -> None:
    bench.interact(press("outcrop_show_sql", value))
    bench.interact(press("outcrop_choice_0", value, action_ts="1.9"))
    assert bench.work() == {"batchItemFailures": []}
    assert sorted(whispered(bench)) == sorted([ENGLISH.sql_gone, ENGLISH.choice_gone])


def test_feedback_is_kept_and_may_change(bench: Bench) -> None:
    show_sql(bench)
    (row,) = blocks_of(bench.slack.replies(TS)[0], "context_actions")
    buttons = row["elements"][0]
    for number, side in enumerate(("positive_button", "negative_button")):
        bench.interact(press("outcrop_feedback", buttons[side]["value"], action_ts=f"2.{number}"))
        bench.work()
    record = bench.services.ledger.turn_for_message(TEAM, "D1", TS)
    assert record is not None
    assert bench.services.ledger.feedback(record.turn) == {"UMAYA": "bad"}
    assert whispered(bench) == [ENGLISH.feedback_good, ENGLISH.feedback_bad]


def test_an_unknown_button_is_acknowledged(bench: Bench) -> None:
    assert bench.interact(press("someone_elses", "x"))["statusCode"] == 200
    assert bench.queued() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ENGLISH.command_help),
        ("help", ENGLISH.command_help),
        ("ask", ENGLISH.ask_empty),
        ("dance <!channel>", ENGLISH.unknown_command("dance")),
    ],
)
def test_the_command_explains_itself_at_once(bench: Bench, text: str, words: str) -> None:
    answer = json.loads(str(bench.command(text)["body"]))
    assert answer["response_type"] == "ephemeral"
    assert answer["text"] == words
    assert bench.queued() == []


def test_asking_by_command_shows_the_question_and_answers_in_its_thread(bench: Bench) -> None:
    answer = bench.command("ask revenue <!channel>")
    assert (answer["statusCode"], answer["body"]) == (200, "")
    (record,) = bench.queued()
    bench.run([record])
    bench.run([record])
    (question,) = [message for message in bench.slack.replies() if message["thread_ts"] is None]
    assert words_of(question) == "umaya asked: revenue <!channel>"
    assert "<!channel>" not in question["text"], "markup stays inert; rich text reads none"
    assert [words_of(message) for message in bench.slack.replies(question["ts"])] == ["Hello."]


def test_asking_where_the_bot_is_not_says_how_to_go_on(bench: Bench) -> None:
    bench.slack.refuse("chat.postMessage", "not_in_channel")
    bench.command("ask revenue")
    assert bench.work() == {"batchItemFailures": []}
    (told,) = bench.slack.called("respond")
    assert (told["text"], told["response_type"]) == (ENGLISH.not_in_channel, "ephemeral")


def test_datasets_are_listed_to_the_asker_alone(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    wire = WireDouble()
    dataset = {"name": "orders", "label": "Orders", "description": "One row an order."}
    body = json.dumps({"status": "ok", "datasets": [dataset], "metrics": [{"name": "revenue", "label": "Revenue"}]})
    wire.answers = [{"response": {"functionResponse": {"responseBody": {"TEXT": {"body": body}}}}}]
    monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", wire.url)
    bench.command("datasets")
    bench.work()
    wire.close()
    (told,) = bench.slack.called("respond")
    assert told["text"] == f"{ENGLISH.datasets_title}\n• Orders: One row an order.\nMetrics: Revenue"
    assert wire.requests[0][1]["function"] == "search_catalog"


def test_no_datasets_say_whom_to_ask() -> None:
    assert datasets_text({"datasets": []}, ENGLISH) == ENGLISH.no_datasets
    assert datasets_text({"status": "refused", "error": "Guests see nothing."}, ENGLISH) == "Guests see nothing."


def test_opening_messages_suggests_prompts_and_home_says_what_this_is(bench: Bench) -> None:
    for number, tab in enumerate(("messages", "home")):
        opened = {"type": "app_home_opened", "user": "UMAYA", "channel": "D1", "tab": tab, "event_ts": "1.1"}
        bench.deliver({**event(event_id=f"EvH{number}"), "event": opened})
        bench.work()
    (prompts,) = bench.slack.called("assistant.threads.setSuggestedPrompts")
    assert prompts["channel_id"] == "D1"
    assert len(prompts["prompts"]) == len(ENGLISH.prompts)
    (home,) = bench.slack.called("views.publish")
    assert home["user_id"] == "UMAYA"


def client(slack: SlackDouble) -> Any:
    from bot.slack_client import slack_client

    return slack_client("xoxb", slack.url, 1e12)


def test_a_guest_is_a_guest_and_a_sister_workspace_is_no_stranger(slack: SlackDouble) -> None:
    slack.people["USIS"] = {
        **slack.people["UMAYA"],
        "id": "USIS",
        "team_id": "T2",
        "enterprise_user": {"teams": [TEAM]},
    }
    people = People()
    assert people.caller(client(slack), TEAM, "UGUS").kind == "guest"
    assert people.caller(client(slack), TEAM, "USIS").kind == "member"


@pytest.mark.parametrize("flag", [{"is_stranger": True}, {"is_bot": True}, {"deleted": True}, {"team_id": "T9"}])
def test_others_are_refused(slack: SlackDouble, flag: dict[str, object]) -> None:
    slack.people["UX"] = {**slack.people["UMAYA"], "id": "UX", **flag}
    with pytest.raises(PersonError):
        People().caller(client(slack), TEAM, "UX")


def test_missing_scopes_take_rights_away_and_give_none(slack: SlackDouble) -> None:
    slack.refuse("usergroups.list", "missing_scope")
    slack.refuse("conversations.members", "missing_scope")
    people = People()
    assert people.caller(client(slack), TEAM, "UMAYA").groups == ()
    assert people.audience(client(slack), TEAM, "C1").shared


@pytest.mark.parametrize("flag", ["is_ext_shared", "is_pending_ext_shared"])
def test_a_connected_channel_is_shared(slack: SlackDouble, flag: str) -> None:
    slack.channels["C1"][flag] = True
    assert People().audience(client(slack), TEAM, "C1").shared


def test_a_channel_of_members_is_not_shared_and_an_unknown_one_is(slack: SlackDouble) -> None:
    people = People()
    assert not people.audience(client(slack), TEAM, "C1").shared
    assert people.audience(client(slack), TEAM, "C404").shared
    assert people.audience(client(slack), TEAM, "D1").kind == "dm"


def test_people_and_channels_are_looked_up_once_a_minute(slack: SlackDouble) -> None:
    now = [0.0]
    people = People(lambda: now[0])
    for _ in range(3):
        people.caller(client(slack), TEAM, "UMAYA")
    assert len(slack.called("users.info")) == 1
    now[0] += 61
    people.caller(client(slack), TEAM, "UMAYA")
    assert len(slack.called("users.info")) == 2


class TestClaims:
    """A claim by conditional writes; time is the test's."""

    @pytest.fixture
    def now(self) -> list[float]:
        return [1_000.0]

    @pytest.fixture
    def claims(self, dynamodb: DynamoDBClient, table: str, now: list[float]) -> Claims:
        return Claims(dynamodb, table, lease_s=30, now=lambda: now[0])

    def test_one_takes_it_and_others_see_it_held_then_done(self, claims: Claims) -> None:
        mine = claims.take("k", "m1")
        assert (mine.state, mine.attempt) == ("taken", 1)
        assert claims.take("k", "m1").same_delivery
        assert not claims.take("k", "m2").same_delivery
        assert claims.finish(mine)
        assert claims.take("k", "m1").state == "done"

    def test_a_lease_that_ran_out_is_taken_over_and_the_old_holder_learns_it(
        self, claims: Claims, now: list[float]
    ) -> None:
        first = claims.take("k")
        now[0] += 31
        second = claims.take("k")
        assert (second.state, second.attempt) == ("taken", 2)
        assert not claims.renew(first)
        assert not claims.finish(first)
        assert claims.take("k").state == "held"

    def test_a_renewed_lease_holds_and_a_released_one_is_free(self, claims: Claims, now: list[float]) -> None:
        mine = claims.take("k")
        now[0] += 25
        assert claims.renew(mine)
        now[0] += 25
        assert claims.take("k").state == "held"
        claims.release(mine)
        assert claims.take("k").state == "taken"

    def test_of_many_at_once_one_wins(self, claims: Claims) -> None:
        states: list[str] = []
        start = threading.Barrier(8)

        def take() -> None:
            start.wait()
            states.append(claims.take("k").state)

        threads = [threading.Thread(target=take) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(states) == ["held"] * 7 + ["taken"]
