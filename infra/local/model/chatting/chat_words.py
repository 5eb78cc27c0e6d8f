"""Every sentence about a chat model: to the person who runs it, to the model itself, and in its place to the asker."""

from __future__ import annotations

from collections.abc import Sequence

# in the model's place

GAVE_UP = "The model called an action three times in a form that could not be read, so there is no answer. Ask again."
EMPTY = "The model gave no answer. Ask again, or put it another way."
FILTERED = "The model's own content filter stopped the answer. Put the question another way."
CUT = "(The model reached its own limit here: the answer is cut off.)"


def too_many_calls(limit: int) -> str:
    return f"I called {limit} actions and came to no answer. Ask for one thing at a time."


def refused(text: str) -> str:
    return f"The model refused to answer: {text.strip()}"


# to the model


def unknown_action(name: str, known: Sequence[str]) -> str:
    return f"There is no action {name!r}. The actions are: {', '.join(known)}."


def not_json(name: str, why: str, example: str) -> str:
    return f"The arguments of {name} are not valid JSON ({why}). Send one JSON object such as {example}."


def not_an_object(name: str, example: str) -> str:
    return f"The arguments of {name} must be one JSON object such as {example}."


def cut_arguments(name: str) -> str:
    return f"The call of {name} was cut off by the output limit. Send a shorter one."


def missing(name: str, parameters: Sequence[str]) -> str:
    return f"{name} needs {', '.join(parameters)}. Call it again with a value for each."


# to the person who runs it


NO_KEY = (
    "OUTCROP_MODEL=openai:... without OUTCROP_MODEL_URL means OpenAI's own service, which needs a key. "
    "Set OUTCROP_MODEL_KEY or OPENAI_API_KEY, or name a server of your own: OUTCROP_MODEL_URL=http://127.0.0.1:11434/v1"
)
NO_REGION = (
    "OUTCROP_MODEL=bedrock:... needs an AWS region. Set AWS_REGION (and credentials), or OUTCROP_MODEL_URL to an "
    "endpoint of your own."
)


def bad_profile(why: str) -> str:
    return f"OUTCROP_MODEL=bedrock:...: the AWS configuration can't be used: {why.rstrip('.')}. Mend AWS_PROFILE."


def where(name: str, url: str) -> str:
    return f"the model {name} at {url}"


def denied(model: str, bedrock: bool) -> str:
    if bedrock:
        return f"Access to {model} was denied. Check the AWS credentials, and that the account has access to the model."
    return f"The key was refused by {model}. Set OUTCROP_MODEL_KEY (or OPENAI_API_KEY) to one that is valid there."


def not_found(model: str, bedrock: bool) -> str:
    if bedrock:
        return f"There is no {model}. Check the model id and the region."
    return f"There is no {model}. Check the name (with Ollama: `ollama list`) and that the address ends with /v1."


def too_fast(model: str, seconds: float | None) -> str:
    wait = f"Try again in {seconds:.0f} s." if seconds else "Try again in a minute."
    return f"Too many requests for {model}. {wait}"


def no_quota(model: str) -> str:
    return f"The account's quota for {model} is used up. Add to it, or name another model with OUTCROP_MODEL."


def loading(model: str) -> str:
    return f"Not ready yet: {model}. It may still be loading; try again in a minute."


def too_long(model: str) -> str:
    return f"The conversation is too long for {model}. Start a new thread, or give the model a larger context."


def rejected(model: str, why: str) -> str:
    return f"The request was refused by {model}: {why}. Check that it can call tools."


def broke(model: str, why: str) -> str:
    return f"An error in {model}: {why}. Look at the server's log."


def unreachable(model: str) -> str:
    return f"No connection to {model}. Start the server, or mend OUTCROP_MODEL_URL."


def silent(model: str, seconds: float) -> str:
    return f"No word for {seconds:g} s from {model}. Set OUTCROP_MODEL_TIMEOUT to wait longer, or use a smaller model."


def cut(model: str) -> str:
    return f"The connection broke before the answer was whole: {model}. Try again."


def unreadable(model: str) -> str:
    return f"An answer that is none of its API came from {model}. Check that OUTCROP_MODEL_URL is the API's address."


STOPPED = "The model was stopped."
