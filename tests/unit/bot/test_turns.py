"""Whole messages in, what a person sees out."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

from agent_actions.contract import Choice
from bot.agents.port import AgentEvent, AgentTurn, AskedBack, Done, StepStarted, TextDelta
from bot.errors import AgentError
from bot.keys import message_key, turn_id
from bot.words import ENGLISH
from tests.unit.bot.slack_double import TEAM, blocks_of, words_of
from tests.unit.bot.support import Bench, event, press, queries, says

TS = "1700000000.000100"


def test_a_direct_message_is_answered_in_its_thread_with_table_receipt_line_and_buttons(bench: Bench) -> None:
    bench.agent.script = queries(bench, "EMEA leads ", "with **€1.2M**.")
    assert bench.deliver(event())["statusCode"] == 200
    assert bench.work() == {"batchItemFailures": []}
    (message,) = bench.slack.replies(TS)
    assert not message["streaming"]
    assert message["markdown"] == "EMEA leads with **€1.2M**."
    (table,) = blocks_of(message, "data_table")
    assert table["rows"][1] == [
        {"type": "raw_text", "text": "EMEA"},
        {"type": "raw_number", "value": 1234567.5, "text": "€1.2M"},
    ]
    assert "Metric · 3 rows · 12.3 MB scanned · data to 14 Nov" in words_of(message)
    buttons = [element["action_id"] for block in blocks_of(message, "actions") for element in block["elements"]]
    assert buttons == ["outcrop_show_sql", "outcrop_export_png"]
    assert blocks_of(message, "context_actions")
    tasks = [(task["title"], task["status"]) for task in message["tasks"]]
    assert tasks == [("Querying the metrics", "in_progress"), ("Querying the metrics", "complete")]


def test_the_turn_is_written_down_under_the_message(bench: Bench) -> None:
    bench.agent.script = queries(bench, "EMEA leads.")
    bench.deliver(event())
    bench.work()
    record = bench.services.ledger.turn_for_message(TEAM, "D1", TS)
    assert record is not None
    assert record.turn == turn_id(message_key(TEAM, "D1", TS))
    assert (record.status, record.outcome, record.text) == ("done", "answered", "EMEA leads.")
    assert (record.question, record.thread_ts, record.language) == ("revenue by region", TS, "en")
    assert record.receipts == ("r1",)
    assert record.reply_ts == tuple(message["ts"] for message in bench.slack.replies(TS))
    assert [step.title for step in record.steps] == ["Querying the metrics"]


def test_the_first_call_to_slack_for_a_turn_is_the_status(bench: Bench) -> None:
    bench.deliver(event())
    bench.slack.calls.clear()
    bench.work()
    assert bench.slack.calls[0][0] == "agents.sessions.setStatus"
    assert bench.slack.calls[0][1]["status"] == "processing"
    assert bench.slack.called("chat.stopStream")[-1]["session_status"] == "active"


def test_a_mention_and_its_twin_message_make_one_turn(bench: Bench) -> None:
    bench.deliver(event(kind="app_mention", event_id="Ev1"))
    twin = event(event_id="Ev2", channel="C1", channel_type="channel", text="<@UBOT> revenue by region")
    bench.deliver(twin)
    bench.work()
    assert len(bench.agent.turns) == 1
    assert bench.agent.turns[0].text == "revenue by region"
    assert bench.agent.turns[0].audience.name == "#finance"
    assert len(bench.slack.replies(TS)) == 1


def test_a_message_delivered_twice_is_answered_once(bench: Bench) -> None:
    bench.deliver(event())
    bench.deliver(event(), **{"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"})
    records = bench.queued()
    assert len(records) == 1
    bench.run(records)
    late = [{**records[0], "messageId": "another"}]
    assert bench.run(late) == {"batchItemFailures": []}
    assert len(bench.slack.replies(TS)) == 1


def test_two_workers_at_once_give_one_answer(bench: Bench) -> None:
    both = threading.Barrier(2)
    going = threading.Event()

    def slowly(turn: AgentTurn) -> Iterator[AgentEvent]:
        going.set()
        yield TextDelta("Once.")
        yield Done()

    bench.agent.script = slowly
    bench.deliver(event())
    (record,) = bench.queued()
    results: list[object] = []

    def work(name: str) -> None:
        app = bench.another_worker()
        both.wait()
        results.append(bench.run([{**record, "messageId": name}], app))

    workers = [threading.Thread(target=work, args=(name,)) for name in ("m1", "m2")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert going.is_set()
    assert [words_of(message) for message in bench.slack.replies(TS)] == ["Once."]
    assert results == [{"batchItemFailures": []}] * 2


def test_a_turn_whose_worker_died_is_finished_without_a_second_answer(bench: Bench) -> None:
    class Killed(BaseException):
        """As sudden as a killed process: nothing of ours catches it."""

    def dies(turn: AgentTurn) -> Iterator[AgentEvent]:
        yield TextDelta("Half an ans")
        yield TextDelta("wer that never ends. ")
        raise Killed

    bench.agent.script = dies
    bench.deliver(event())
    (record,) = bench.queued()
    with contextlib.suppress(Killed):
        bench.run([record])
    assert len(bench.slack.replies(TS)) == 1
    assert bench.run([record])["batchItemFailures"], "the lease still runs: not yet"
    record_before = bench.services.ledger.turn_for_message(TEAM, "D1", TS)
    assert record_before is not None
    assert record_before.reply_ts, "the half answer is known"
    _end_lease(bench)
    bench.agent.script = says("The whole answer.")
    assert bench.run([record], bench.another_worker()) == {"batchItemFailures": []}
    assert [words_of(message) for message in bench.slack.replies(TS)] == ["The whole answer."]


def test_a_reply_that_slack_took_before_the_worker_died_is_found_in_the_thread(bench: Bench) -> None:
    bench.deliver(event())
    (record,) = bench.queued()
    claims = bench.services.turns._tools.claims
    assert claims.take(message_key(TEAM, "D1", TS), "m0").state == "taken"
    bench.slack._chat_post_message({"channel": "D1", "thread_ts": TS, "text": "unrecorded"})
    _end_lease(bench)
    bench.run([record])
    assert [words_of(message) for message in bench.slack.replies(TS)] == ["Hello."]


def test_a_turn_that_keeps_dying_ends_with_an_apology(bench: Bench) -> None:
    bench.deliver(event())
    (record,) = bench.queued()
    claims = bench.services.turns._tools.claims
    for _ in range(3):
        claims.take(message_key(TEAM, "D1", TS))
        _end_lease(bench)
    bench.run([record])
    turn = bench.services.ledger.turn_for_message(TEAM, "D1", TS)
    assert turn is not None
    assert turn.outcome == "error"
    assert [words_of(m) for m in bench.slack.replies(TS)] == [ENGLISH.gave_up(turn.turn)]
    assert not bench.agent.turns


def test_when_slack_is_down_the_delivery_comes_back_and_is_answered_once(bench: Bench) -> None:
    bench.deliver(event())
    (record,) = bench.queued()
    for method in ("chat.startStream", "chat.postMessage"):
        bench.slack.refuse(method, "internal_error", 10)
    assert bench.run([record])["batchItemFailures"]
    bench.slack._refusals.clear()
    assert bench.run([record]) == {"batchItemFailures": []}
    assert [words_of(message) for message in bench.slack.replies(TS)] == ["Hello."]


def test_a_channel_that_takes_nothing_more_ends_the_turn_quietly(bench: Bench) -> None:
    bench.slack.refuse("chat.startStream", "is_archived", 9)
    bench.slack.refuse("agents.sessions.setStatus", "is_archived", 9)
    bench.deliver(event())
    assert bench.work() == {"batchItemFailures": []}
    assert not bench.slack.replies()


def test_an_empty_mention_gets_help(bench: Bench) -> None:
    bench.deliver(event(kind="app_mention", text="<@UBOT>  "))
    bench.work()
    assert words_of(bench.slack.replies(TS)[0]) == ENGLISH.help_empty
    record = bench.services.ledger.turn_for_message(TEAM, "C1", TS)
    assert record is not None
    assert record.outcome == "asked_back"
    assert not bench.agent.turns


def test_twenty_kilobytes_of_text_are_refused_with_the_limit(bench: Bench) -> None:
    bench.deliver(event(text="x" * 20_000))
    bench.work()
    assert words_of(bench.slack.replies(TS)[0]) == ENGLISH.too_long(20_000, 8_000)
    assert not bench.agent.turns


def test_strangers_deactivated_people_and_failing_lookups_are_refused(bench: Bench) -> None:
    bench.slack.people["USTRANGE"] = {**bench.slack.people["UMAYA"], "id": "USTRANGE", "team_id": "T2"}
    bench.slack.people["UGONE"] = {**bench.slack.people["UMAYA"], "id": "UGONE", "deleted": True}
    wanted = {
        "USTRANGE": ENGLISH.stranger, "UGONE": ENGLISH.deactivated, "UNOBODY": ENGLISH.unknown_person,
    }  # fmt: skip
    for number, (user, words) in enumerate(wanted.items()):
        ts = f"170000000{number}.000100"
        bench.deliver(event(ts=ts, user=user))
        bench.work()
        assert words_of(bench.slack.replies(ts)[0]) == words
    assert not bench.agent.turns


def test_who_asks_and_who_reads_goes_to_the_agent(bench: Bench) -> None:
    bench.deliver(event(kind="app_mention"))
    bench.slack.members["C1"].append("UGUS")
    bench.work()
    turn = bench.agent.turns[0]
    assert (turn.caller.user, turn.caller.kind, turn.caller.email) == ("UMAYA", "member", "umaya@example.com")
    assert turn.caller.groups == ("SFIN",)
    assert turn.audience.shared, "a guest reads along"
    assert turn.today == "2026-11-15"
    assert 33 <= len(turn.session) <= 100


def test_a_thread_remembers_requests_for_a_colleague_too(bench: Bench) -> None:
    bench.agent.script = queries(bench, "EMEA leads.")
    bench.deliver(event(kind="app_mention"))
    bench.work()
    bench.deliver(
        event(ts="1700000100.000100", kind="app_mention", thread_ts=TS, user="ULUIS", text="<@UBOT> only EMEA")
    )
    bench.work()
    (earlier,) = bench.agent.turns[1].history
    assert (earlier.question, earlier.outcome, earlier.by_asker) == ("revenue by region", "answered", False)
    assert earlier.calls[0].request == {"metrics": ["revenue"], "by": ["region"]}
    assert bench.agent.turns[0].session != bench.agent.turns[1].session


def test_an_ambiguous_word_offers_choices_and_a_press_asks_the_chosen_once(bench: Bench) -> None:
    choices = (Choice(label="Net revenue", text="net revenue by region"), Choice(label="Orders", text="orders"))
    bench.agent.script = queries(
        bench, "Which do you mean?", status="ambiguous", provenance=None, error="Sales is two things.", choices=choices
    )
    bench.deliver(event())
    bench.work()
    (asked,) = bench.slack.replies(TS)
    buttons = {element["text"]["text"]: element for b in blocks_of(asked, "actions") for element in b["elements"]}
    assert list(buttons) == ["Net revenue", "Orders"]
    bench.agent.script = says("Net it is.")
    pressed = buttons["Net revenue"]
    for user, action_ts in (("ULUIS", "1.1"), ("UMAYA", "1.2"), ("UMAYA", "1.3")):
        bench.interact(press(pressed["action_id"], pressed["value"], user, action_ts))
        bench.work()
    assert [turn.text for turn in bench.agent.turns] == ["revenue by region", "net revenue by region"]
    assert [words_of(m) for m in bench.slack.replies(TS)[1:]] == ["umaya chose: Net revenue", "Net it is."]
    whispered = [body["text"] for body in bench.slack.called("chat.postEphemeral")]
    assert whispered == [ENGLISH.choice_not_yours, ENGLISH.choice_taken]


def test_an_answer_that_the_agent_lists_has_its_whole_words_on_the_button(bench: Bench) -> None:
    def asks(turn: AgentTurn) -> Iterator[AgentEvent]:
        yield AskedBack()
        yield TextDelta("I don't know “blimey”. Shall I answer without it?\n• Leave it out")
        yield Done()

    bench.agent.script = asks
    bench.deliver(event())
    bench.work()
    (asked,) = bench.slack.replies(TS)
    assert [e["text"]["text"] for b in blocks_of(asked, "actions") for e in b["elements"]] == ["Leave it out"]


def test_the_agent_asking_back_leaves_the_session_waiting(bench: Bench) -> None:
    def asks(turn: AgentTurn) -> Iterator[AgentEvent]:
        yield AskedBack()
        yield TextDelta("For which month?")
        yield Done()

    bench.agent.script = asks
    bench.deliver(event())
    bench.work()
    assert bench.slack.called("chat.stopStream")[-1]["session_status"] == "suspended"
    record = bench.services.ledger.turn_for_message(TEAM, "D1", TS)
    assert record is not None
    assert record.outcome == "asked_back"


def test_an_agent_that_breaks_off_keeps_its_part_and_says_so(bench: Bench) -> None:
    def breaks(turn: AgentTurn) -> Iterator[AgentEvent]:
        yield TextDelta("The first half")
        raise AgentError(ENGLISH.cut_off)

    bench.agent.script = breaks
    bench.deliver(event())
    bench.work()
    assert words_of(bench.slack.replies(TS)[0]) == f"The first half\n\n{ENGLISH.cut_off}"
    record = bench.services.ledger.turn_for_message(TEAM, "D1", TS)
    assert record is not None
    assert record.outcome == "error"


def test_an_agent_that_says_nothing_ends_in_words(bench: Bench) -> None:
    bench.agent.script = says()
    bench.deliver(event())
    bench.work()
    assert words_of(bench.slack.replies(TS)[0]) == ENGLISH.no_answer


def test_data_without_words_is_told_by_its_headline(bench: Bench) -> None:
    bench.agent.script = queries(bench)
    bench.deliver(event())
    bench.work()
    assert words_of(bench.slack.replies(TS)[0]).startswith("EMEA leads with €1.2M.")


def test_a_refusal_by_an_action_is_told_in_its_words(bench: Bench) -> None:
    refusal = "Salaries are not for you."
    bench.agent.script = queries(bench, status="refused", provenance=None, error=refusal, headline="")
    bench.deliver(event())
    bench.work()
    assert refusal in words_of(bench.slack.replies(TS)[0])
    record = bench.services.ledger.turn_for_message(TEAM, "D1", TS)
    assert record is not None
    assert record.outcome == "refused"


def test_a_broken_agent_ends_in_words_with_a_reference_and_no_details(bench: Bench) -> None:
    def broken(turn: AgentTurn) -> Iterator[AgentEvent]:
        raise RuntimeError("arn:aws:lambda:eu-central-1:1:secret")
        yield Done()

    bench.agent.script = broken
    bench.deliver(event())
    assert bench.work() == {"batchItemFailures": []}
    words = words_of(bench.slack.replies(TS)[0])
    assert words == ENGLISH.broken(bench.agent.turns[0].turn)


def test_stop_ends_a_running_turn(bench: Bench) -> None:
    release = threading.Event()

    def endless(turn: AgentTurn) -> Iterator[AgentEvent]:
        yield StepStarted("1", "run_sql", {})
        stop = {"type": "agent_session_stopped", "channel": "D1", "thread_ts": TS, "user": "UMAYA",
                "event_ts": "1700000009.000100", "streaming_message_ts": []}  # fmt: skip
        assert bench.deliver({**event(event_id="EvStop"), "event": stop})["statusCode"] == 200
        release.wait(20)

    bench.agent.script = endless
    bench.deliver(event())
    bench.work()
    release.set()
    (message,) = bench.slack.replies(TS)
    assert words_of(message) == ENGLISH.stopped


def test_a_question_deleted_while_it_is_answered_leaves_nothing(bench: Bench) -> None:
    release = threading.Event()

    def slow(turn: AgentTurn) -> Iterator[AgentEvent]:
        yield StepStarted("1", "run_sql", {})
        gone = {"type": "message", "subtype": "message_deleted", "channel": "D1", "channel_type": "im",
                "deleted_ts": TS, "ts": "1700000005.0001",
                "previous_message": {"user": "UMAYA", "text": "x", "ts": TS}}  # fmt: skip
        bench.deliver({**event(event_id="EvGone"), "event": gone})
        release.wait(20)

    bench.agent.script = slow
    bench.deliver(event())
    bench.work()
    release.set()
    assert bench.slack.replies(TS) == []
    record = bench.services.ledger.turn_for_message(TEAM, "D1", TS)
    assert record is not None
    assert (record.status, record.text) == ("done", "")


def test_an_edited_question_is_answered_as_it_was_and_says_so(bench: Bench) -> None:
    edited = {"type": "message", "subtype": "message_changed", "channel": "D1", "channel_type": "im", "ts": "17.1",
              "message": {"user": "UMAYA", "text": "profit", "ts": TS},
              "previous_message": {"user": "UMAYA", "text": "revenue", "ts": TS}}  # fmt: skip
    bench.deliver(event())
    bench.deliver({**event(event_id="EvEdit"), "event": edited})
    bench.work()
    assert words_of(bench.slack.replies(TS)[0]) == f"Hello.\n\n{ENGLISH.edited}"


def test_a_turn_past_its_deadline_ends_in_words(bench: Bench) -> None:
    release = threading.Event()

    def endless(turn: AgentTurn) -> Iterator[AgentEvent]:
        release.wait(30)
        yield Done()

    bench.agent.script = endless
    bench.deliver(event())
    (record,) = bench.queued()
    from bot.queue import Delivery, replay

    replay(bench.app, record["body"], Delivery("m", time.monotonic() + 8.2))
    release.set()
    assert words_of(bench.slack.replies(TS)[0]) == ENGLISH.too_late(30)


def _end_lease(bench: Bench) -> None:
    """As if the holder had been silent for longer than its lease."""
    key = {"pk": {"S": f"claim#{message_key(TEAM, 'D1', TS)}"}, "sk": {"S": "claim"}}
    bench.services.dynamodb.update_item(
        TableName=bench.settings.table,
        Key=key,
        UpdateExpression="SET lease_until = :past",
        ExpressionAttributeValues={":past": {"N": "0"}},
    )
