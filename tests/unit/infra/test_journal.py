"""The journal of the wire: what is masked, what is linked, and that it stays small."""

from __future__ import annotations

import json
from typing import Any

from infra.local.slack.journal import BYTES, ENTRIES, Journal, Kind
from infra.local.slack.masking import PAYLOAD, Masking

SECRET = "s3cret-of-this-workspace"
TOKEN = "xoxb-1-abc"


def journal() -> Journal:
    return Journal((SECRET,), lambda channel, ts: "1.0" if ts == "2.0" else ts)


def note(into: Journal, kind: Kind, name: str, request: Any = None, answer: Any = None, error: str = "") -> int:
    noting = into.begin(kind, name)
    noting.request, noting.answer, noting.error = request, answer, error
    noting.done(200)
    return into.entries(most=1)[0]["id"]


def turn(into: Journal, entry: int) -> str:
    return (into.entry(entry) or {})["turn"]


def test_tokens_signatures_and_capabilities_are_masked_wherever_they_stand() -> None:
    payload = {
        "token": TOKEN, "text": f"my token is {TOKEN} and {SECRET}", "trigger_id": "1.2.abc",
        "X-Slack-Signature": "v0=feed", "Authorization": f"Bearer {TOKEN}",
        "response_url": "http://127.0.0.1:1/commands/T_OUTCROP/key",
        "inner": [{"upload_url": "http://127.0.0.1:1/upload/v1/key2"}, "see http://127.0.0.1:1/upload/v1/key2?x"],
    }  # fmt: skip
    shown = Masking((SECRET,)).text(payload)
    for hidden in (TOKEN, SECRET, "1.2.abc", "v0=feed", "T_OUTCROP/key", "key2"):
        assert hidden not in shown
    assert json.loads(shown)["text"] == "my token is [masked] and [masked]"


def test_the_same_trigger_can_be_seen_to_be_the_same() -> None:
    masking = Masking(())
    one, same, other = (json.loads(masking.text({"trigger_id": t}))["trigger_id"] for t in ("a", "a", "b"))
    assert one == same != other


def test_a_secret_that_is_cut_in_half_is_still_masked() -> None:
    shown = Masking((SECRET,)).text("x" * (4_000 - 5) + SECRET + "y" * 10_000)
    assert SECRET[:5] not in shown
    assert "14,0" in shown


def test_a_payload_of_4_mb_is_kept_as_valid_json_of_a_bounded_size() -> None:
    masking = Masking(())
    assert len(masking.text({"text": "x" * 4_000_000})) < 5_000
    wide = {"rows": [[{"type": "raw_text", "text": "y" * 900}] * 100] * 400}
    shown = masking.text(wide)
    assert len(shown) <= PAYLOAD
    assert json.loads(shown)
    deep: Any = "end"
    for _ in range(500):
        deep = [deep]
    assert json.loads(masking.text({"deep": deep}))


def test_it_keeps_the_newest_and_no_more_than_it_may() -> None:
    kept = journal()
    for number in range(ENTRIES + 5):
        note(kept, "api", f"m{number}")
    assert len(kept.entries(most=5_000)) == ENTRIES
    assert kept.entries()[0]["name"] == f"m{ENTRIES + 4}"
    for _ in range(160):
        note(kept, "api", "big", {f"f{n}": "x" * 3_000 for n in range(20)})
    held = [kept.entry(entry["id"]) or {} for entry in kept.entries(most=5_000)]
    assert sum(len(entry["request"]) for entry in held) <= BYTES
    assert 50 < len(held) < 160
    kept.clear()
    assert kept.entries() == []


def test_pages_go_back_from_an_entry() -> None:
    kept = journal()
    ids = [note(kept, "api", str(number)) for number in range(5)]
    first = kept.entries(most=2)
    assert [entry["id"] for entry in first] == [ids[4], ids[3]]
    assert [entry["id"] for entry in kept.entries(before=ids[3], most=2)] == [ids[2], ids[1]]


def test_a_reply_an_edit_and_a_reaction_belong_to_their_thread() -> None:
    kept = journal()
    asked = note(kept, "event", "message", {"event": {"type": "message", "channel": "C", "ts": "1.0"}})
    posted = note(kept, "api", "chat.postMessage", {"channel": "C", "thread_ts": "1.0"}, {"ok": True, "ts": "2.0"})
    updated = note(kept, "api", "chat.update", {"channel": "C", "ts": "2.0"}, {"ok": True})
    reacted = note(kept, "event", "reaction_added", {"event": {"item": {"channel": "C", "ts": "2.0"}}})
    status = note(kept, "api", "assistant.threads.setStatus", {"channel_id": "C", "thread_ts": "1.0"})
    fresh = note(kept, "api", "chat.postMessage", {"channel": "C"}, {"ok": True, "channel": "C", "ts": "9.0"})
    assert {turn(kept, n) for n in (asked, posted, updated, reacted, status)} == {"thread:C:1.0"}
    assert turn(kept, fresh) == "thread:C:9.0"
    assert turn(kept, note(kept, "api", "auth.test", {}, {"ok": True})) == ""


def test_a_button_its_modal_and_the_submission_belong_together() -> None:
    kept = journal()
    pressed = {"type": "block_actions", "trigger_id": "t1", "container": {"channel_id": "C", "message_ts": "2.0"}}
    button = note(kept, "interaction", "block_actions", pressed)
    opened = note(kept, "api", "views.open", {"trigger_id": "t1"}, {"view": {"id": "V1", "root_view_id": "V1"}})
    sent = note(kept, "interaction", "view_submission", {"trigger_id": "t2", "view": {"id": "V1"}})
    updated = note(kept, "api", "views.update", {"view_id": "V1"}, {"ok": True})
    assert {turn(kept, n) for n in (button, opened, sent, updated)} == {"thread:C:1.0"}


def test_an_upload_joins_the_thread_once_it_is_shared_there() -> None:
    kept = journal()
    told: list[dict[str, Any]] = []
    kept.watchers.append(told.append)
    ticket = note(kept, "api", "files.getUploadURLExternal", {"filename": "a"}, {"ok": True, "file_id": "F1"})
    upload = note(kept, "upload", "a", {"file": "F1"})
    assert turn(kept, ticket) == turn(kept, upload) == "file:F1"
    shared = {"files": [{"id": "F1"}], "channel_id": "C", "thread_ts": "1.0"}
    done = note(kept, "api", "files.completeUploadExternal", shared, {"ok": True})
    assert {turn(kept, n) for n in (ticket, upload, done)} == {"thread:C:1.0"}
    assert {"moved": ["file:F1", "thread:C:1.0"]} in told
    elsewhere = {"files": [{"id": "F1"}], "channel_id": "C", "thread_ts": "5.0"}
    other = note(kept, "api", "files.completeUploadExternal", elsewhere, {"ok": True})
    assert turn(kept, other) == "thread:C:5.0"
    assert turn(kept, upload) == "thread:C:1.0"


def test_a_command_and_its_response_url_belong_together() -> None:
    kept = journal()
    url = "http://127.0.0.1:1/commands/T_OUTCROP/key"
    command = note(kept, "command", "/x", {"command": "/x", "channel_id": "C", "trigger_id": "t", "response_url": url})
    response = note(kept, "response", "response_url", {"text": "hi", "response_url": url})
    assert turn(kept, command) == turn(kept, response) != ""
