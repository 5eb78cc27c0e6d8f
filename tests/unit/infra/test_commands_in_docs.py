"""Every ``outcrop`` command in the README and the docs is one that the command line takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from infra.commands import parser

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"(?:^|`|\s)(?:\.venv/bin/)?(outcrop (?:ask|aws|demo|doctor|eval|model|serve|slack|sql)\b[^`\n]*)")


def commands() -> list[str]:
    found: dict[str, None] = {}
    for page in PAGES:
        text = page.read_text()
        blocks = "\n".join(re.findall(r"```(?:sh|console)\n(.*?)```", text, re.DOTALL))
        inline = "\n".join(re.findall(r"`(outcrop [^`\n]+)`", text))
        found |= dict.fromkeys(m.strip() for m in COMMAND.findall(f"{blocks}\n{inline}"))
    return list(found)


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_docs_is_taken(command: str) -> None:
    words = shlex.split(command.replace("[", "").replace("]", ""), comments=True)[1:]
    if words[:1] in (["ask"], ["sql"], ["eval"]) and len(words) == 1:
        words.append("x")
    if words == ["model", "check"] or words == ["model", "draft"]:
        words += ["--lake", "x"] if words[1] == "draft" else ["x"]
    parser().parse_args(words)
