"""Who translates: Apertium where it has the pair, else the language model that stands in for the agent's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from infra.local.aws.errors import AwsError
from infra.local.aws.language import words
from infra.local.aws.language.apertium import Apertium, ApertiumError
from infra.local.aws.language.codes import NAMES
from infra.local.aws.language.pieces import Keep, Piece
from infra.local.aws.language.terminology import applied, in_text
from infra.local.model.port import Model, ModelTurn, Say

_LETTER = re.compile(r"[^\W\d_]")


class Translator(Protocol):
    def translate(
        self, parts: list[Piece], source: str, target: str, terms: Mapping[str, str]
    ) -> tuple[list[Piece], list[str]]:
        """Translated pieces, and the terms that were applied. Raises AwsError."""
        ...


class Engines:
    """Chooses for each pair.

    Parameters
    ----------
    apertium
        Its pairs are asked for at run time.
    model
        A chat model, when one is configured.
    """

    def __init__(self, apertium: Apertium, model: Model | None = None) -> None:
        self._apertium, self._model = apertium, model

    def languages(self) -> set[str]:
        """Every language that something translates."""
        return set(NAMES) if self._model is not None else self._apertium.languages()

    def translate(
        self, parts: list[Piece], source: str, target: str, terms: Mapping[str, str]
    ) -> tuple[list[Piece], list[str]]:
        """Raises AwsError: the pair can't be translated, or an engine failed."""
        if source == target:
            return list(parts), []
        modes = self._apertium.route(source, target)
        if modes:
            return self._by_rules(parts, modes, terms)
        if self._model is not None:
            return self._by_model(self._model, parts, source, target, terms)
        raise AwsError(
            "UnsupportedLanguagePairException",
            words.unsupported_pair(source, target, self._apertium.languages()),
            fields={"SourceLanguageCode": source, "TargetLanguageCode": target},
        )

    def _by_rules(
        self, parts: list[Piece], modes: tuple[str, ...], terms: Mapping[str, str]
    ) -> tuple[list[Piece], list[str]]:
        parts, found = applied(parts, dict(terms))
        try:
            return self._apertium.translate(parts, modes).pieces, found
        except (ApertiumError, OSError) as error:
            raise AwsError("InternalServerException", words.ENGINE_BROKE, 500) from error

    def _by_model(
        self, model: Model, parts: list[Piece], source: str, target: str, terms: Mapping[str, str]
    ) -> tuple[list[Piece], list[str]]:
        translated: list[Piece] = []
        found: dict[str, None] = {}
        for block in _blocks(parts):
            if isinstance(block, Keep) or not _LETTER.search(block):
                translated.append(block)
                continue
            used = {term: terms[term] for term in in_text(block, dict(terms))}
            answer = _asked(model, words.instruction(NAMES[source], NAMES[target], used), block.strip())
            found.update(dict.fromkeys(term for term, wanted in used.items() if wanted in answer))
            before, after = block[: len(block) - len(block.lstrip())], block[len(block.rstrip()) :]
            translated.append(f"{before}{answer}{after}")
        return translated, list(found)


def _blocks(parts: list[Piece]) -> list[Piece]:
    """A model reads addresses and line breaks itself: what isn't a document's mark joins the text around it."""
    blocks: list[Piece] = []
    for part in parts:
        text = part if isinstance(part, str) else part.text
        joins = isinstance(part, str) or (type(part) is Keep and not part.ends and not text.startswith(("<", "&")))
        if not joins or (isinstance(part, Keep) and not text):
            blocks.append(part)
        elif blocks and isinstance(blocks[-1], str):
            blocks[-1] += text
        else:
            blocks.append(text)
    return blocks


def _asked(model: Model, instruction: str, text: str) -> str:
    try:
        step = model.next(ModelTurn(instruction, (), text, {}, {}))
    except AwsError as error:
        raise AwsError("ServiceUnavailableException", error.message, 503) from error
    if not isinstance(step, Say):
        raise AwsError("InternalServerException", words.ENGINE_BROKE, 500)
    return "".join(step.chunks).strip()
