"""What a cold start of the front costs: its imports, and the memory after them, each in a fresh interpreter."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure
from tests.bench.servers import ROOT
from tests.bench.size import Size

FRONT = "import bot.lambda_front"
PLAIN = (
    "from slack_bolt import App; import boto3; from aws_lambda_powertools import Logger; from pydantic import BaseModel"
)
TRIES = 3
_PROBE = """
import json, time
began = time.perf_counter()
{imports}
took = time.perf_counter() - began
status = open("/proc/self/status").read().splitlines()
resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
print(json.dumps([took * 1000, resident * 1024 / 1e6]))
"""


def measure(size: Size, home: Path) -> dict[str, Figure]:
    """Taken turns, so that a busy moment touches both; the first of each, which may compile, is left out."""
    ours: list[tuple[float, float]] = []
    plain: list[tuple[float, float]] = []
    for number in range(min(TRIES, size.rounds) + 1):
        for found, imports in ((ours, FRONT), (plain, PLAIN)):
            probed = _probe(imports)
            if number:
                found.append(probed)
    took, memory = median(t for t, _ in ours), median(m for _, m in ours)
    plain_took, plain_memory = median(t for t, _ in plain), median(m for _, m in plain)
    return {
        "import": Figure(took / plain_took, None, {"the front ms": took, "the four ms": plain_took}),
        "memory": Figure(memory, plain_memory),
    }


def _probe(imports: str) -> tuple[float, float]:
    """Milliseconds, and MB resident."""
    command = [sys.executable, "-c", _PROBE.format(imports=imports)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    took, resident = json.loads(said)
    return took, resident
