"""A model's server that fails: each way becomes the error that InvokeAgent has for it, and words for who runs it."""

from __future__ import annotations

import socket
import threading

import pytest
from pydantic import SecretStr

from infra.local.aws.errors import AwsError
from infra.local.errors import LocalError
from infra.local.model.chatting.choice import chat_model, model_name
from infra.local.model.port import Say
from infra.local.settings import LocalSettings, local_settings
from tests.scripted_model import Reply, ScriptedModel, fail, say
from tests.unit.chat.support import Chat, chatting, turn

LONG = "It was drawn above, and more of it is still to come. " * 6


def failed(chat: Chat) -> AwsError:
    with pytest.raises(AwsError) as raised:
        chat.hear(turn())
    return raised.value


@pytest.mark.parametrize(
    ("reply", "code", "told"),
    [
        (fail(401, "Incorrect API key provided: sk-canary"), "AccessDeniedException", "OUTCROP_MODEL_KEY"),
        (fail(403, "not yours"), "AccessDeniedException", "OUTCROP_MODEL_KEY"),
        (
            fail(404, "model 'scripted' not found", code="model_not_found"),
            "ResourceNotFoundException",
            "Check the name",
        ),
        (fail(404, "no such page"), "ResourceNotFoundException", "ends with /v1"),
        (fail(400, "scripted does not support tools"), "ValidationException", "does not support tools"),
        (fail(400, "too long", code="context_length_exceeded"), "ValidationException", "Start a new thread"),
        (fail(429, "slow down"), "ThrottlingException", "Try again in a minute"),
        (fail(429, "slow down", {"retry-after": "30"}), "ThrottlingException", "Try again in 30 s"),
        (fail(429, "no money", code="insufficient_quota"), "ServiceQuotaExceededException", "quota"),
        (fail(500, "out of memory"), "BadGatewayException", "out of memory"),
        (fail(503, "Loading model"), "ModelNotReadyException", "may still be loading"),
        (Reply(status=502, body=b"<html>Bad gateway</html>"), "BadGatewayException", "server's log"),
        (Reply(body=b"<html>Welcome</html>"), "BadGatewayException", "OUTCROP_MODEL_URL"),
    ],
)
def test_a_refusal_of_the_server_is_the_agent_s_own_error_and_tells_what_to_do(
    server: ScriptedModel, reply: Reply, code: str, told: str
) -> None:
    with chatting(server.url, model_key="sk-canary") as chat:
        server.plays(reply)
        error = failed(chat)

        assert error.code == code, error.message
        assert told in error.message
        assert "scripted at http://127.0.0.1:" in error.message
        assert chat.notices == [error.message]
        assert len(server.requests) == 1


def test_a_page_in_place_of_an_answer_is_told_when_it_is_asked_for_in_one_piece(server: ScriptedModel) -> None:
    with chatting(server.url) as chat:
        server.plays(Reply(body=b"<html>Welcome</html>"))
        with pytest.raises(AwsError, match="OUTCROP_MODEL_URL"):
            chat.model.next(turn())


def test_a_short_retry_after_is_waited_for_once(server: ScriptedModel) -> None:
    with chatting(server.url) as chat:
        server.plays(fail(429, "slow down", {"retry-after": "0"}), say("Now."))
        assert chat.says(turn()) == "Now."

        server.plays(fail(429, "slow down", {"retry-after": "0"}))
        assert failed(chat).code == "ThrottlingException"
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(silent=True), "No word for 0.3 s"),
        (say(LONG, stall=True), "No word for 0.3 s"),
        (say(LONG, cut=True), "before the answer was whole"),
    ],
)
def test_silence_and_broken_connections_end_the_answer(server: ScriptedModel, reply: Reply, told: str) -> None:
    with chatting(server.url, timeout=0.3) as chat:
        server.plays(reply)
        error = failed(chat)
        assert error.code == "BadGatewayException"
        assert told in error.message


def test_what_came_before_a_cut_was_said(server: ScriptedModel) -> None:
    with chatting(server.url) as chat:
        server.plays(say(LONG, cut=True))
        parts = chat.model.stream(turn())
        said = str(next(parts))
        with pytest.raises(AwsError):
            said += "".join(map(str, parts))
        assert len(said) > 100
        assert LONG.startswith(said)


def test_no_server_at_all_is_said_with_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with chatting(f"http://127.0.0.1:{port}/v1") as chat:
        error = failed(chat)
    assert error.code == "BadGatewayException"
    assert f"No connection to the model scripted at http://127.0.0.1:{port}/v1" in error.message


def test_a_model_that_is_stopped_lets_go_of_whoever_waits(server: ScriptedModel) -> None:
    server.plays(Reply(silent=True))
    ended: list[AwsError] = []
    with chatting(server.url) as chat:
        asking = threading.Thread(target=lambda: ended.append(failed(chat)))
        asking.start()
        while not server.requests:
            asking.join(0.02)
        chat.model.close()
        asking.join(10)
        assert not asking.is_alive()
    assert [error.code for error in ended] == ["BadGatewayException"]


def test_no_key_is_shown(server: ScriptedModel, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    settings = LocalSettings(model="openai:x", model_url=server.url, model_key=SecretStr("sk-canary"))
    assert "sk-canary" not in repr(settings)
    with chatting(server.url, model_key="sk-canary") as chat:
        server.plays(fail(401, "no"), say("Hello."))
        assert "sk-canary" not in failed(chat).message
        chat.says(turn())
    assert "sk-canary" not in caplog.text
    assert "sk-canary" not in model_name(settings)


# what the environment says


def test_no_model_named_is_the_planner() -> None:
    assert chat_model(LocalSettings()) is None
    assert model_name(LocalSettings()) == ""


@pytest.mark.parametrize("value", ["gpt-4o", "openai:", "ollama:llama3", "Planner", "bedrock: "])
def test_a_model_of_no_known_kind_is_refused_with_what_is_allowed(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("OUTCROP_MODEL", value)
    with pytest.raises(LocalError) as raised:
        local_settings()
    assert all(word in str(raised.value) for word in ("OUTCROP_MODEL is", "planner", "openai:NAME", "bedrock:MODEL_ID"))


@pytest.mark.parametrize(
    "value", ["localhost:11434", "ftp://x/v1", "http://", "http://x:99999/v1", "http://me:key@x/v1"]
)
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("OUTCROP_MODEL_URL", value)
    with pytest.raises(LocalError, match=r"OUTCROP_MODEL_URL is .*http://"):
        local_settings()


def test_openai_s_own_service_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(LocalError, match="OUTCROP_MODEL_KEY or OPENAI_API_KEY"):
        chat_model(LocalSettings(model="openai:gpt-4o"))


def test_openai_s_own_variable_is_a_key_too(server: ScriptedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    server.plays(say("Hello."))
    with chatting(server.url) as chat:
        chat.says(turn())
    assert server.keys == ["Bearer sk-other"]


def test_an_answer_to_nothing_is_a_say(server: ScriptedModel) -> None:
    with chatting(server.url) as chat:
        server.plays(say("ready"))
        assert isinstance(chat.model.next(turn("")), Say)
