"""Sentences that tell what there is to ask about: the metrics, datasets and fields, and what each of them is."""

from __future__ import annotations

from collections.abc import Sequence

from agent_actions.semantic.words import lower_first
from infra.local.model.says.words import bullets, joined

WHAT_I_DO = "I answer questions about the company's published figures, by their dimensions and periods"


def explained(label: str, description: str, formula: str, definition: str, unit: str, time: str) -> str:
    """``formula``: the definition in words, where it has a plain form."""
    lines = [f"{label}: {description}" if description else label]
    if formula:
        lines.append(f"It is {formula}" + (f", in {unit}." if unit else "."))
    if definition:
        lines.append(f"Defined as `{definition}`" + (f", in {unit}." if unit and not formula else "."))
    if time:
        lines.append(f"Periods count by {time}.")
    return "\n".join(lines)


def left_out(what: Sequence[str]) -> str:
    return f"Not counted: {joined(what)}."


def data_to(day: str) -> str:
    return f"The data go to {day}."


def splits(labels: Sequence[str], more: int) -> str:
    rest = f" and {more} more" if more else ""
    return f"It can be split by {', '.join(lower_first(label) for label in labels)}{rest}."


def about(dataset: str, metrics: Sequence[str], dimensions: Sequence[str], examples: Sequence[str]) -> str:
    """What can be asked of a dataset."""
    blocks = [dataset, f"Metrics: {', '.join(metrics)}."]
    if dimensions:
        blocks.append(f"Split by, each where it has it: {', '.join(lower_first(label) for label in dimensions)}.")
    if examples:
        blocks.append(f"Try: {joined([f'“{e}”' for e in examples], 'or')}.")
    return "\n\n".join(blocks)


OTHERS = "Others"


def catalogue(
    headline: str,
    groups: Sequence[str],
    left: int,
    examples: Sequence[str],
    dataset: str,
    certified: Sequence[str] = (),
) -> str:
    """``headline``: how much there is, by code; ``groups``: a line of metrics for each dataset; ``left``: not named.

    ``dataset``: one of which more can be asked.
    """
    blocks = [f"{WHAT_I_DO}. {headline}".strip(), bullets(groups)]
    more = f"{left} more: ask" if left else "Ask"
    if dataset:
        blocks.append(f"{more} “what can I ask about {dataset.lower()}?”, or “describe {dataset.lower()}”.")
    if certified:
        blocks.append(f"Certified questions: {joined([f'“{question}”' for question in certified])}")
    if examples:
        blocks.append(f"Try: {joined([f'“{e}”' for e in examples], 'or')}.")
    return "\n".join(blocks)


def datasets(headline: str, lines: Sequence[str], named: Sequence[str]) -> str:
    blocks = [headline, bullets(lines)]
    if named:
        name = named[0].lower()
        blocks.append(f"Ask “describe {name}” for its fields, or “what can I ask about {name}?”.")
    return "\n".join(block for block in blocks if block)


def entry(label: str, description: str) -> str:
    return f"{label}: {description}" if description else label


def found(query: str, lines: Sequence[str]) -> str:
    return f"This is what I have about “{query}”:\n{bullets(lines)}"


def described(headline: str, description: str, fields: Sequence[str], metrics: Sequence[str]) -> str:
    blocks = [headline]
    if description:
        blocks.append(description)
    if fields:
        blocks.append("Fields:\n" + bullets(fields))
    if metrics:
        blocks.append(f"Metrics: {joined(metrics)}.")
    return "\n".join(blocks)


def more(count: int) -> str:
    return f"and {count} more"


def field(label: str, kind: str, description: str, values: Sequence[str]) -> str:
    head = f"{label} ({kind.lower()})" if kind else label
    tail = description or (f"for example {joined(values[:5], 'or')}" if values else "")
    return f"{head}: {tail}" if tail else head
