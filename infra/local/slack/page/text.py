"""Whole texts -> safe HTML: paragraphs, fences, lists, quotes, headings, tables."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from infra.local.slack.page.inline import markdown_inline, mrkdwn_inline
from infra.local.slack.typed import unescape

_BULLET = re.compile(r"^(\s*)(?:[-*+•◦]|(\d+)[.)])\s+(.*)$")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,})\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
Inline = Callable[[str], str]


def _fence(lines: list[str]) -> str:
    return f"<pre><code>{html.escape(unescape(chr(10).join(lines)))}</code></pre>"


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)]


def _table(lines: list[str]) -> str:
    head, rule, body = _cells(lines[0]), _cells(lines[1]), [_cells(line) for line in lines[2:]]
    align = ["right" if r.endswith(":") and not r.startswith(":") else "center" if r.endswith(":") and r[0] == ":"
             else "left" for r in rule]  # fmt: skip
    align += ["left"] * (len(head) - len(align))

    def row(cells: list[str], tag: str) -> str:
        cells = (cells + [""] * len(head))[: len(head)]
        return "<tr>" + "".join(
            f'<{tag} class="{a}">{markdown_inline(c)}</{tag}>' for c, a in zip(cells, align, strict=False)
        ) + "</tr>"  # fmt: skip

    rows = "".join(row(cells, "td") for cells in body)
    return (
        f'<div class="scroll"><table class="plain"><thead>{row(head, "th")}</thead><tbody>{rows}</tbody></table></div>'
    )


def _list(lines: list[str], inline: Inline) -> str:
    """Nested lists by indent."""
    out: list[str] = []
    open_tags: list[tuple[int, str]] = []
    for line in lines:
        found = _BULLET.match(line)
        if not found:
            out.append("<br>" + inline(line.strip()))
            continue
        indent, number = len(found[1].expandtabs(4)), found[2]
        tag = "ol" if number else "ul"
        while open_tags and indent < open_tags[-1][0]:
            out.append(f"</li></{open_tags.pop()[1]}>")
        if not open_tags or indent > open_tags[-1][0] + 1:
            start = f' start="{number}"' if number and number != "1" else ""
            out.append(f"<{tag}{start}><li>")
            open_tags.append((indent, tag))
        else:
            out.append("</li><li>")
        out.append(inline(found[3]))
    while open_tags:
        out.append(f"</li></{open_tags.pop()[1]}>")
    return "".join(out)


def _blocks(text: str, inline: Inline, *, markdown: bool) -> str:
    lines = text.replace("\r\n", "\n").split("\n")
    out: list[str] = []
    paragraph: list[str] = []

    def flush() -> None:
        if paragraph:
            out.append("<p>" + "<br>".join(inline(line) for line in paragraph) + "</p>")
            paragraph.clear()

    at = 0
    while at < len(lines):
        line = lines[at]
        stripped = line.strip()
        if stripped.startswith("```"):
            flush()
            inside: list[str] = []
            first = stripped[3:]
            if first.endswith("```") and len(first) > 3:
                out.append(_fence([first[:-3]]))
                at += 1
                continue
            if first and not markdown:
                inside.append(first)
            at += 1
            while at < len(lines) and not lines[at].rstrip().endswith("```"):
                inside.append(lines[at])
                at += 1
            if at < len(lines) and lines[at].strip() != "```":
                inside.append(lines[at].rstrip()[:-3])
            out.append(_fence(inside))
            at += 1
        elif _quote_of(line) is not None:
            flush()
            quoted: list[str] = []
            while at < len(lines) and (inner := _quote_of(lines[at])) is not None:
                quoted.append(inner)
                at += 1
            out.append(f"<blockquote>{_blocks(chr(10).join(quoted), inline, markdown=markdown)}</blockquote>")
        elif markdown and (heading := re.match(r"^(#{1,6})\s+(.*?)\s*#*$", line)):
            flush()
            level = min(len(heading[1]) + 2, 6)
            out.append(f"<h{level}>{inline(heading[2])}</h{level}>")
            at += 1
        elif markdown and _RULE.match(line):
            flush()
            out.append("<hr>")
            at += 1
        elif markdown and "|" in line and at + 1 < len(lines) and "-" in lines[at + 1] and _TABLE_RULE.match(
            lines[at + 1]):  # fmt: skip
            flush()
            end = at + 2
            while end < len(lines) and "|" in lines[end] and lines[end].strip():
                end += 1
            out.append(_table(lines[at:end]))
            at = end
        elif _BULLET.match(line) and (markdown or not re.match(r"^\s*[*+]", line)):
            flush()
            end = at + 1
            while end < len(lines) and (_BULLET.match(lines[end]) or re.match(r"^\s{2,}\S", lines[end])):
                end += 1
            out.append(_list(lines[at:end], inline))
            at = end
        elif not stripped:
            flush()
            at += 1
        else:
            paragraph.append(line)
            at += 1
    flush()
    return "".join(out)


def _quote_of(line: str) -> str | None:
    for mark in ("> ", "&gt; ", ">", "&gt;"):
        if line.startswith(mark):
            return line[len(mark) :]
    return None


def mrkdwn(text: str) -> str:
    """A message text or mrkdwn text object."""
    return _blocks(text, mrkdwn_inline, markdown=False)


def markdown(text: str) -> str:
    """A ``markdown`` block: also while it is still streaming, when a fence or a table may be unfinished."""
    return _blocks(text, markdown_inline, markdown=True)


def plain(text: str) -> str:
    """A plain_text object: emoji names, line breaks, nothing else."""
    from infra.local.slack.page.emoji import EMOJI

    shown = re.sub(r":([a-z0-9_+-]+):", lambda m: EMOJI.get(m[1], m[0]), html.escape(unescape(text), quote=False))
    return shown.replace("\n", "<br>")
