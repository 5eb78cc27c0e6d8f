"""The AWS CLI as an independent client. A call takes about a second."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.wire.aws.support import REGION


def aws_cli(url: str, home: Path, *arguments: str) -> str:
    """What the command prints; it must succeed."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "AWS_ACCESS_KEY_ID": "offline",
        "AWS_SECRET_ACCESS_KEY": "offline",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_MAX_ATTEMPTS": "1",
    }
    command = [str(Path(sys.executable).with_name("aws")), "--endpoint-url", url, *arguments]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout
