"""The process that MiniStack runs in: serves on an inherited socket, saves its state and ends when its parent is gone.

MiniStack's own entry point isn't used: it keeps queues by URLs with its port in them, so that they would be lost when
the port changes. Here GATEWAY_PORT is the same every time, whatever the socket's port.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading

from infra.local.aws.lifeline import watch_parent

SAVE_SECONDS = 20.0
"""How long it may take to save after the parent is gone."""


def _end() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Timer(SAVE_SECONDS, os._exit, (1,)).start()


def main() -> None:
    """``argv[1]`` is the file descriptor of a bound TCP socket."""
    watch_parent(_end)
    from hypercorn.asyncio import serve  # after the watch: these imports take a while
    from hypercorn.config import Config
    from ministack.app import app

    config = Config()
    config.bind = [f"fd://{int(sys.argv[1])}"]
    config.keep_alive_timeout = 75
    config.loglevel = "WARNING"
    asyncio.run(serve(app, config))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
