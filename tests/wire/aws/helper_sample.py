"""An engine that does as it is told, for the tests of ``helper``."""

from __future__ import annotations

import os
import sys
import time

from infra.local.aws.helper_child import serve


def handle(request: str) -> object:
    if request == "pid":
        return os.getpid()
    if request == "die":
        os._exit(3)
    if request == "hang":
        time.sleep(60)
    if request == "grow":
        return len(bytearray(2_000_000_000))
    if request == "print":
        sys.stdout.write("not an answer\n")
        sys.stdout.flush()
        return "printed"
    raise ValueError(f"no {request} here")


if __name__ == "__main__":
    serve(handle)
