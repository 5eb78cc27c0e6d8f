"""The subcommands of ``outcrop``, one file each.

A file has ``add(commands)``, which declares the command's arguments, and the function that runs it: it calls one
function of elsewhere and prints. Heavy imports stand inside that function, so that ``--help`` and mistakes are quick.
A new command is a new file and its name in ``COMMANDS``.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable

COMMANDS = ("demo", "ask", "sql", "eval", "aws", "slack", "doctor", "model")


class Commands:
    """Where a command's file declares it."""

    def __init__(self, subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        self._subparsers = subparsers

    def add(self, name: str, run: Callable[[argparse.Namespace], int] | None, summary: str) -> argparse.ArgumentParser:
        """A command; ``run`` gets its options and returns the exit status. None for one with commands of its own."""
        added = self._subparsers.add_parser(name, help=summary, description=summary)
        if run is not None:
            added.set_defaults(run=run)
        return added


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser("outcrop", description="A Slack bot that answers from your data lake.")
    commands = Commands(whole.add_subparsers(required=True, metavar="command"))
    for name in COMMANDS:
        importlib.import_module(f"{__name__}.{name}").add(commands)
    return whole
