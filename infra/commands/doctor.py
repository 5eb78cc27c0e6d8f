"""``outcrop doctor``: what works on this machine, and why what doesn't."""

from __future__ import annotations

import argparse
import json
import shutil
import sys

from infra.commands import Commands
from infra.commands.options import json_option
from infra.commands.progress import Progress


def add(commands: Commands) -> None:
    json_option(commands.add("doctor", run, "say what works on this machine, what not, and how to mend it"))


def run(options: argparse.Namespace) -> int:
    from infra.doctor import examine, report
    from infra.local.settings import local_settings

    with Progress(sys.stderr) as progress:
        findings = list(examine(local_settings(), progress))
    if options.json:
        print(json.dumps(report.as_object(findings), ensure_ascii=False, indent=2))
    else:
        print(report.table(findings, min(120, shutil.get_terminal_size().columns)))
    return 1 if any(finding.broken for finding in findings) else 0
