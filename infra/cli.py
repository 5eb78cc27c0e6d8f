"""The ``outcrop`` command: parses, runs one of :mod:`infra.commands`, and says in a sentence what went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from infra.commands import parser
from infra.commands.interrupts import INTERRUPTED, interruptible


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status. A failure prints one sentence to standard error."""
    from infra.local.errors import LocalError

    try:
        with interruptible():
            options = parser().parse_args(arguments)
            return int(options.run(options))
    except LocalError as error:
        print(f"outcrop: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # whoever read standard output has gone; without it the interpreter would complain once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(f"outcrop: {error.strerror or error}{where}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
