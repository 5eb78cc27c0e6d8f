"""What the offline AWS says to a person: why it did not start."""

from __future__ import annotations


def port_in_use(port: int) -> str:
    return f"Port {port} is in use. Stop what uses it, or choose another port for the offline AWS."


def port_refused(port: int, reason: str) -> str:
    return f"The offline AWS cannot listen on port {port}: {reason}."


def server_did_not_start(seconds: float) -> str:
    return f"The offline AWS did not start within {seconds:.0f} seconds."


def ministack_missing() -> str:
    return "MiniStack is not installed. Install the extra 'local': pip install 'outcrop[local]'."


def ministack_ended(code: int, log: str, tail: str) -> str:
    return f"MiniStack ended while starting (exit {code}). Its log is {log}. Last lines:\n{tail}"


def ministack_held(folder: str) -> str:
    return f"Another MiniStack still uses {folder}. Wait until it has ended, or end it, and start again."


def ministack_slow(seconds: float, log: str, tail: str) -> str:
    return f"MiniStack did not answer within {seconds:.0f} seconds. Its log is {log}. Last lines:\n{tail}"


def upstream_away() -> str:
    return "MiniStack, which stands behind this service, does not answer"


def agent_problems(agent: str, problems: list[str]) -> str:
    listed = "\n".join(f"- {problem}" for problem in problems)
    return f"The agent {agent} can't be created on Amazon Bedrock:\n{listed}"


def agent_pattern(what: str, value: str, wanted: str) -> str:
    return f"{what} '{value}' must be {wanted}"


def agent_length(what: str, size: int, least: int, most: int) -> str:
    return f"{what} has {size} characters; {least} to {most} are allowed"


def agent_count(what: str, count: int, most: int, names: list[str]) -> str:
    return f"{count} {what} where {most} are allowed; drop {count - most} of: {', '.join(names)}"


def agent_twice(what: str, name: str) -> str:
    return f"{what} '{name}' is there twice"


def agent_group_without_function(group: str) -> str:
    return f"the action group '{group}' has no function to call"
