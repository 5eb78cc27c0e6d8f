"""The machine in words that name neither it nor its owner."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Machine:
    cpu: str
    cores: int
    python: str
    load: float
    """Load average of the last minute."""


def this_machine() -> Machine:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Machine(_cpu(), cores, platform.python_version(), os.getloadavg()[0])


def _cpu() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        text = ""
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.processor() or platform.machine()


def resident_mb(pid: int) -> float:
    """Resident memory of a process in MB (10^6 bytes); 0 when it is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in text.splitlines() if line.startswith("VmRSS:")), 0.0)


def peak_mb() -> float:
    """This process's largest resident memory in MB (10^6 bytes), since /proc/self/clear_refs was last set to 5."""
    text = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in text.splitlines() if line.startswith("VmHWM:"))


def family(pid: int) -> dict[int, str]:
    """The process and all its descendants: id -> what it is (``parent``, a Lambda function's name, a module)."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found, todo = {pid: "parent"}, [pid]
    while todo:
        for child in children.get(todo.pop(), ()):
            found[child] = _kind(child)
            todo.append(child)
    return found


def _kind(pid: int) -> str:
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return "gone"
    for item in environment:
        name, _, value = item.partition(b"=")
        if name == b"AWS_LAMBDA_FUNCTION_NAME":
            return value.decode()
    module = next((part for part in command if part.startswith("infra.")), "other")
    return ".".join(module.split(".")[-2:])
