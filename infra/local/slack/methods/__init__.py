"""The Web API, a file a family. Importing this package fills the table."""

from infra.local.slack.methods import (
    assistant,
    basics,
    chat,
    conversations,
    files,
    reactions,
    streams,
    users,
    views,
)
from infra.local.slack.methods.registry import METHODS, Call, Method

__all__ = [
    "METHODS",
    "Call",
    "Method",
    "assistant",
    "basics",
    "chat",
    "conversations",
    "files",
    "reactions",
    "streams",
    "users",
    "views",
]
