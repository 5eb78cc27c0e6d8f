"""Arguments that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.local.home import Inputs

EXIT = {"answered": 0, "asked_back": 3, "refused": 3, "pending": 3, "error": 1}
"""Exit status by outcome; also 1 when the question could not be put at all."""


def person_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="user", default="maya", metavar="USER", help="maya (default), luis, priya or gus")
    parser.add_argument("--in", dest="channel", metavar="CHANNEL", help="a channel; default: a direct message")
    json_option(parser)


def json_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def lake_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lake", type=Path, metavar="DIR", help="a folder of CSV, JSON or Parquet; default: the demo's"
    )
    parser.add_argument("--model", type=Path, metavar="PATH", help="semantic model: a folder or one Ossie file")
    parser.add_argument("--docs", type=Path, metavar="DIR", help="a folder of documents")


def inputs(options: argparse.Namespace) -> Inputs:
    """What :func:`lake_options` named, checked. Raises LocalError."""
    from infra.local import stack

    return stack.inputs(options.lake, options.model, options.docs)


def port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; allowed are 0 (any free one) to 65535")
    return int(text)


def count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 32:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 32")
    return int(text)
