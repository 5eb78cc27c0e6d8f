"""SQL that a person wrote into the message: found, and taken exactly as given."""

from __future__ import annotations

import re

_FENCE = re.compile(r"```[ \t]*(?:sql)?[ \t]*\n?(?P<sql>.*?)```", re.IGNORECASE | re.DOTALL)
_HEAD = (
    r"(?:select\b(?=[\s(*'\"\d-])|with\s+(?:recursive\s+)?[\w\"]+\s*(?:\([^)]*\)\s*)?as\s*\(|insert\s+into\b|update\s+[\w\".]+\s+set\b"
    r"|delete\s+from\b|drop\s+(?:table|view|database|schema|function)\b|create\s+(?:or\s+replace\s+)?(?:external\s+)?"
    r"(?:table|view|database|schema)\b|alter\s+(?:table|view|database|schema)\b|truncate\s+(?:table\s+)?[\w\".]+\s*;?\s*$"
    r"|merge\s+into\b|unload\s*\(|grant\s+\w+.*\bon\b|revoke\s+\w+.*\bon\b|call\s+[\w.]+\s*\(|explain\s+(?:analyze\s+)?select\b"
    r"|values\s*\(|msck\s+repair\b|vacuum\s+[\w.]+\s*;?\s*$|optimize\s+[\w.]+\s+rewrite\b|table\s+[\w.]+\s*;?\s*$"
    r"|show\s+(?:create|partitions|columns|tblproperties|functions)\b|prepare\s+\w+\s+from\b|execute\s+\w+\s+using\b)"
)
_BARE = re.compile(rf"^\s*(?P<sql>\(*\s*{_HEAD}.*)$", re.IGNORECASE | re.DOTALL)
_ASKED = re.compile(
    rf"^[^\n]{{0,60}}?\b(?:run|execute|try|query|sql|statement)\b[^\n:]{{0,40}}?(?::\s*|\s+)(?P<sql>{_HEAD}.*)$",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_COLON = re.compile(
    r"^[^\n:]{0,40}\b(?:run|execute)\b[^\n:]{0,30}\b(?:sql|query|statement)\b[^\n:]{0,20}:\s*(?P<sql>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ENGLISH_SELECT = re.compile(
    r"^\s*select\s+(?:the|a|an|our|my|all|top|only|me|some|every|each)\b(?!\s*(?:,|from\b))", re.IGNORECASE
)


def statement(text: str) -> str | None:
    """The SQL of a message, character for character, or None when it is an ordinary question."""
    fenced = _FENCE.search(text)
    if fenced and (fenced["sql"].strip()):
        return fenced["sql"].strip()
    bare = _BARE.match(text)
    if bare and _is_sql(bare["sql"]):
        return bare["sql"].strip()
    asked = _ASKED.match(text)
    if asked and _is_sql(asked["sql"]):
        return asked["sql"].strip()
    after = _AFTER_COLON.match(text)
    return after["sql"].strip() if after else None


def _is_sql(text: str) -> bool:
    """SELECT begins English sentences too: without FROM it must look like an expression."""
    if not re.match(r"\s*\(*\s*select\b", text, re.IGNORECASE):
        return True
    if re.search(r"\bfrom\s+[\w\"(]", text, re.IGNORECASE) and not _ENGLISH_SELECT.match(text):
        return True
    return bool(
        re.match(r"\s*\(*\s*select\s*(?:[\d'(*\"-]|\w+\s*\(|distinct\b|current_\w+|null\b)", text, re.IGNORECASE)
    ) or (text.rstrip().endswith(";"))
