"""A bot that posts a little of everything when it is mentioned, written to, or its buttons are pressed."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

STORES = ["Berlin Mitte", "Hamburg", "Munich", "Cologne", "Madrid", "Lyon", "Oslo", "Porto"]
HEAD = [{"type": "raw_text", "text": name} for name in ("Store", "Region", "Revenue", "vs target")]
ROWS = [
    [
        {"type": "raw_text", "text": store},
        {"type": "raw_text", "text": "EMEA" if index % 3 else "DACH"},
        {"type": "raw_number", "value": 900_000 - index * 71_350, "text": f"{900_000 - index * 71_350:,} EUR"},
        {"type": "raw_number", "value": round(0.12 - index * 0.04, 2), "text": f"{0.12 - index * 0.04:+.0%}"},
    ]
    for index, store in enumerate(STORES)
]
TABLE: dict[str, Any] = {
    "type": "data_table", "caption": "Revenue by store, October 2026", "rows": [HEAD, *ROWS], "page_size": 5,
}  # fmt: skip
MONTHS = ["May", "Jun", "Jul", "Aug", "Sep", "Oct"]
SERIES = {"EMEA": [310, 342, 335, 371, 402, 438], "APAC": [180, 175, 201, 222, 218, 240]}


def chart(kind: str) -> dict[str, Any]:
    if kind == "pie":
        parts = [("Online", 412_000), ("Stores", 301_500), ("Partners", 88_200), ("Other", 20_100)]
        segments = [{"label": label, "value": value} for label, value in parts]
        return {
            "type": "data_visualization",
            "title": "Revenue by channel",
            "chart": {"type": "pie", "segments": segments},
        }
    series = [
        {"name": name, "data": [{"label": m, "value": v * 1000} for m, v in zip(MONTHS, values, strict=True)]}
        for name, values in SERIES.items()
    ]
    axis = {"categories": MONTHS, "y_label": "EUR"}
    return {"type": "data_visualization", "title": "Revenue by month",
            "chart": {"type": kind, "series": series, "axis_config": axis}}  # fmt: skip


MARKED = "A *section* for <@U_MAYA> in <#C_DATA|data>: <https://example.com|site> :tada:"

FOOT: list[dict[str, Any]] = [
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "Metric · 8 rows · 12.3 MB scanned · data to 14 Nov"}]},
    {"type": "actions", "elements": [
        {"type": "button", "action_id": name, "text": {"type": "plain_text", "text": label}, "value": "r1"}
        for name, label in (("show_sql", "Show SQL"), ("open_form", "Subscribe"))
    ]},
    {"type": "context_actions", "elements": [{
        "type": "feedback_buttons", "action_id": "feedback",
        "positive_button": {"text": {"type": "plain_text", "text": "Good answer"}, "value": "good"},
        "negative_button": {"text": {"type": "plain_text", "text": "Bad answer"}, "value": "bad"},
    }]},
]  # fmt: skip

FORM: dict[str, Any] = {
    "type": "modal", "callback_id": "subscribe",
    "title": {"type": "plain_text", "text": "Subscribe"}, "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {"type": "input", "block_id": "name", "label": {"type": "plain_text", "text": "Name"},
         "element": {"type": "plain_text_input", "action_id": "name"}},
        {"type": "input", "block_id": "every", "label": {"type": "plain_text", "text": "How often"},
         "element": {"type": "static_select", "action_id": "every", "options": [
             {"text": {"type": "plain_text", "text": "Every Monday"}, "value": "week"},
             {"text": {"type": "plain_text", "text": "Every month"}, "value": "month"}]}},
    ],
}  # fmt: skip


HOME: dict[str, Any] = {"type": "home", "blocks": [
    {"type": "header", "text": {"type": "plain_text", "text": "Ask about the company's data"}},
    {"type": "actions", "elements": [{"type": "button", "action_id": "ask_0", "value": "Revenue by region last month",
                                      "text": {"type": "plain_text", "text": "Revenue by region last month"}}]},
]}  # fmt: skip


def build(app: App, gate: threading.Event) -> App:
    """``gate`` holds the streamed answer half way until it is set."""

    def answer(event: dict[str, Any], client: WebClient) -> None:
        if event.get("subtype") or event.get("bot_id") or event.get("thread_ts"):
            return
        channel, thread = event["channel"], event["ts"]
        text = event["text"].lower()
        if "everything" in text:
            everything(client, channel, thread)
        elif "revenue" in text:
            threading.Thread(target=stream, args=(client, channel, thread, event["user"], gate), daemon=True).start()
        else:
            client.chat_postMessage(channel=channel, thread_ts=thread, text=f"You said: {event['text']}")

    app.event("app_mention")(answer)

    @app.event("message")
    def direct(event: dict[str, Any], client: WebClient) -> None:
        if event.get("channel_type") == "im":
            answer(event, client)

    @app.event("app_home_opened")
    def opened(event: dict[str, Any], client: WebClient) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=HOME)
            return
        prompts = [{"title": t, "message": t} for t in ("Revenue by region last month", "What can you do?")]
        client.assistant_threads_setSuggestedPrompts(
            channel_id=event["channel"], title="Ask about the company's data", prompts=prompts
        )

    @app.event("agent_session_stopped")
    def stopped(event: dict[str, Any], client: WebClient) -> None:
        gate.set()
        client.chat_postMessage(channel=event["channel"], thread_ts=event["thread_ts"], text="Stopped.")

    @app.action("show_sql")
    def show_sql(ack: Any, respond: Any) -> None:
        ack()
        respond(
            text="```SELECT region, sum(amount) AS revenue\nFROM sales.orders\nGROUP BY region```",
            replace_original=False,
        )

    @app.action("open_form")
    def open_form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("subscribe")
    def save(ack: Any, view: dict[str, Any]) -> None:
        if view["state"]["values"]["name"]["name"]["value"] == "bad":
            ack(response_action="errors", errors={"name": "Choose another name."})
        else:
            ack()

    @app.action("ask_0")
    def ask(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Asked: {body['actions'][0]['value']}")

    @app.action("feedback")
    def feedback(ack: Any) -> None:
        ack()

    @app.command("/outcrop")
    def command(ack: Any, command: dict[str, Any]) -> None:
        ack(f"Help for: {command['text']}")

    return app


def stream(client: WebClient, channel: str, thread: str, user: str, gate: threading.Event) -> None:
    """Ends quietly where the person stops it, or the test is over before it is."""
    with suppress(SlackApiError, OSError):
        stream_to_the_end(client, channel, thread, user, gate)


def stream_to_the_end(client: WebClient, channel: str, thread: str, user: str, gate: threading.Event) -> None:
    client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status="is looking up revenue...")
    said = client.chat_stream(
        channel=channel, thread_ts=thread, recipient_team_id="T_OUTCROP", recipient_user_id=user, buffer_size=1
    )
    step = {"type": "task_update", "id": "1", "title": "Searching the catalogue", "status": "in_progress"}
    said.append(chunks=[step])
    second = {"type": "task_update", "id": "2", "title": "Querying revenue by store", "status": "in_progress"}
    said.append(chunks=[step | {"status": "complete", "details": "2 metrics, 1 dataset"}, second])
    said.append(chunks=[second | {"status": "complete", "details": "8 rows, 12.3 MB scanned"}])
    said.append(markdown_text="**Revenue in October 2026** was EUR 5.2 million,")
    gate.wait(20)
    rest = " up **8%** on September.\n\n- Berlin Mitte leads with `900,000 EUR`\n- Porto is last\n"
    said.append(markdown_text=rest)
    said.stop(blocks=[TABLE, chart("line"), *FOOT])


def everything(client: WebClient, channel: str, thread: str) -> None:
    markdown = (
        "# A heading\nSome *italic*, **bold**, ~~struck~~ and `code`, a [link](https://example.com), <b>no tag</b>.\n\n"
        "1. first\n2. second\n   - nested\n\n> quoted\n\n"
        "| Region | Revenue |\n|:--|--:|\n| EMEA | 12.3 |\n| APAC | 4.5 |\n\n"
        "```sql\nSELECT 1 < 2 AS yes\n```"
    )  # fmt: skip
    client.chat_postMessage(channel=channel, thread_ts=thread, text="everything", blocks=[
        {"type": "header", "text": {"type": "plain_text", "text": "A header"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": MARKED},
         "fields": [{"type": "mrkdwn", "text": "*Owner*\nPriya"}, {"type": "mrkdwn", "text": "*Fresh to*\n14 Nov"}]},
        {"type": "markdown", "text": markdown},
        {"type": "divider"},
        chart("bar"),
        chart("pie"),
        {"type": "card", "title": {"type": "mrkdwn", "text": "orders"}, "subtitle": {"type": "mrkdwn", "text": "sales"},
         "body": {"type": "mrkdwn", "text": "One row an order, two years."}},
        {"type": "video", "alt_text": "A video", "video_url": "https://example.com/v", "thumbnail_url": "https://example.com/t.png",
         "title": {"type": "plain_text", "text": "Tour"}},
        {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A picture from elsewhere"},
        {"type": "call", "call_id": "R1"},
    ])  # fmt: skip
    client.chat_postMessage(channel=channel, thread_ts=thread, text="plan", blocks=[
        {"type": "plan", "title": "How it was found", "tasks": [
            {"type": "task_card", "task_id": "a", "title": "Searched the catalogue", "status": "complete"},
            {"type": "task_card", "task_id": "b", "title": "Asked Athena", "status": "error"}]},
    ])  # fmt: skip
