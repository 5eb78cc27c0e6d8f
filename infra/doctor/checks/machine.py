"""The machine: Python, packages, the home folder, ports."""

from __future__ import annotations

import platform
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec

from infra.doctor import Finding, check, words
from infra.local.errors import LocalError
from infra.local.home import Home
from infra.local.settings import LocalSettings

OLDEST = (3, 11)
PACKAGES = ("duckdb", "ministack", "moto", "starlette", "uvicorn", "jinja2", "httpx", "slack_bolt", "boto3", "sqlglot")
SPACE_GB = 1.0


@check("the machine", order=10)
def machine(settings: LocalSettings) -> Iterator[Finding]:
    version = platform.python_version()
    if sys.version_info[:2] >= OLDEST:
        yield Finding("Python", "works", words.python(version), needed=True)
    else:
        why = f"{words.python(version)}: {words.PYTHON_TOO_OLD}"
        yield Finding("Python", "none", why, words.PYTHON_MEND, needed=True)
    absent = [name for name in PACKAGES if find_spec(name) is None]
    if absent:
        yield Finding("Packages", "none", words.missing(absent), words.INSTALL, needed=True)
    else:
        yield Finding("Packages", "works", words.INSTALLED, needed=True)
    yield _home(settings)


def _home(settings: LocalSettings) -> Finding:
    try:
        root = Home(settings.home).root
        with tempfile.TemporaryFile(dir=root):
            free = shutil.disk_usage(root).free / 1e9
    except (LocalError, OSError) as error:
        return Finding("Home folder", "none", str(error), words.HOME_MEND, needed=True)
    if free < SPACE_GB:
        return Finding("Home folder", "rough", words.home_full(str(root), free, SPACE_GB), words.HOME_MEND, needed=True)
    return Finding("Home folder", "works", words.home(str(root), free), needed=True)


@check("the ports", order=20)
def ports(settings: LocalSettings) -> Iterator[Finding]:
    try:
        running = Home(settings.home).running()
    except LocalError:
        running = None
    for name, port, url, mend in (
        ("Port of the page", settings.slack_port, running.slack_url if running else "", "outcrop demo --port 0"),
        ("Port of the AWS", settings.aws_port, running.aws_url if running else "", "OUTCROP_AWS_PORT=0 outcrop demo"),
    ):
        reason = _taken(port)
        if not reason:
            yield Finding(name, "works", words.port_free(port), needed=True)
        elif url.endswith(f":{port}"):
            yield Finding(name, "works", words.port_demo(port, url), needed=True)
        else:
            yield Finding(name, "none", words.port_taken(port, reason), mend, needed=True)


def _taken(port: int) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError as error:
            return (error.strerror or str(error)).lower()
    return ""
