"""``outcrop doctor``, run as a command."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.doctor import Finding, report
from tests.scripted_model import Reply, fail, say, scripted_model

ROOT = Path(__file__).parents[3]
SECRET = "canary-7f3a91"


def doctor(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Ports are any free ones, so that what else runs on this machine doesn't matter."""
    chosen = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "OUTCROP_HOME": str(home),
        "OUTCROP_TODAY": "2026-11-15",
        "OUTCROP_SLACK_PORT": "0",
        "OUTCROP_AWS_PORT": "0",
    }
    return subprocess.run(
        [sys.executable, "-m", "infra.cli", "doctor", *arguments],
        env=chosen | environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def found(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {row["capability"]: row for row in json.loads(done.stdout)["findings"]}


def test_everything_that_the_demo_needs_works_here_and_no_secret_is_shown(tmp_path: Path) -> None:
    keys = {"AWS_ACCESS_KEY_ID": SECRET, "AWS_SECRET_ACCESS_KEY": SECRET, "SLACK_BOT_TOKEN": SECRET}
    done = doctor(tmp_path, "--json", SLACK_SIGNING_SECRET=SECRET, **keys)
    rows = found(done)

    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["demo"] is True
    needed = {name: row["grade"] for name, row in rows.items() if row["needed"]}
    assert needed.pop("Understanding") == "rough"
    assert set(needed.values()) == {"works"}, needed
    assert {"Python", "Home folder", "Queries (Athena)", "Storage and queues", "Semantic model"} <= set(needed)
    assert (rows["AWS account"]["grade"], rows["Slack workspace"]["grade"]) == ("works", "works")
    assert all(row["why"] for row in rows.values())
    assert SECRET not in done.stdout + done.stderr


def test_what_is_broken_is_named_with_what_mends_it_and_the_status_is_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, scripted_model([fail(401, "no")]) as server:
        port = str(taken.getsockname()[1])
        chosen = {"OUTCROP_SLACK_PORT": port, "OUTCROP_MODEL": "openai:scripted", "OUTCROP_MODEL_URL": server.url}
        done = doctor(tmp_path, OUTCROP_MODEL_KEY=SECRET, **chosen)

    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[-1].endswith("The demo can't run: Port of the page, Understanding.")
    told = " ".join(done.stdout.split())
    assert f"{port} can't be used: address already in use -> outcrop demo --port 0" in told
    assert "Set OUTCROP_MODEL_KEY" in told
    assert "-> OUTCROP_MODEL=planner outcrop demo" in told
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.parametrize(("reply", "grade"), [(say("ready"), "works"), (Reply(silent=True), "none")])
def test_a_language_model_is_asked_one_short_question(reply: Reply, grade: str) -> None:
    from infra.doctor.checks.agent import agent
    from infra.local.settings import LocalSettings

    with scripted_model([reply]) as server:
        settings = LocalSettings(model="openai:scripted", model_url=server.url, model_timeout=0.5)
        (finding,) = agent(settings)
    assert (finding.grade, "scripted at http://127.0.0.1" in finding.why) == (grade, True)


def test_a_home_that_is_no_folder_is_told(tmp_path: Path) -> None:
    from infra.doctor.checks.machine import machine
    from infra.local.settings import LocalSettings

    (tmp_path / "file").touch()
    rows = {finding.capability: finding for finding in machine(LocalSettings(home=tmp_path / "file"))}
    assert rows["Home folder"].broken
    assert "OUTCROP_HOME" in rows["Home folder"].mend


def test_the_table_is_aligned_and_wraps() -> None:
    rows = [
        Finding("A", "works", "short"),
        Finding("Longer name", "none", "a reason that is quite long " * 4, "do this", needed=True),
    ]
    lines = report.table(rows, 60).splitlines()
    assert lines[0] == "A            works  short"
    assert lines[1].startswith("Longer name  none   a reason")
    assert lines[2].startswith(" " * 20)
    assert max(map(len, lines[:-1])) <= 60
    assert lines[-1] == "1 works, 0 roughly, 1 not. The demo can't run: Longer name."
