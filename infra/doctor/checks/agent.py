"""What understands the questions: the planner, or the language model that the environment names."""

from __future__ import annotations

import time
from collections.abc import Iterator

from infra.doctor import Finding, check, words
from infra.local.aws.errors import AwsError
from infra.local.errors import LocalError
from infra.local.model.chatting.choice import chat_model
from infra.local.model.port import ModelTurn
from infra.local.settings import LocalSettings

PROBE_SECONDS = 5.0
NAME = "Understanding"


@check("the agent's model", order=40)
def agent(settings: LocalSettings) -> Iterator[Finding]:
    limited = settings.model_copy(update={"model_timeout": min(PROBE_SECONDS, settings.model_timeout)})
    try:
        model = chat_model(limited)
    except LocalError as error:
        yield Finding(NAME, "none", str(error), words.CHAT_MEND, needed=True)
        return
    if model is None:
        yield Finding(NAME, "rough", f"planner: {words.PLANNER_LIMITS}", needed=True)
        return
    began = time.monotonic()
    try:
        model.next(ModelTurn("You are being tested. Answer with the one word: ready.", (), "Ready?", {}, {}))
        yield Finding(NAME, "works", words.chat(model.label, time.monotonic() - began), needed=True)
    except AwsError as error:
        yield Finding(NAME, "none", error.message, words.CHAT_MEND, needed=True)
    finally:
        model.close()
