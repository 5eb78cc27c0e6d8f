"""Every sentence of ``outcrop doctor``."""

from __future__ import annotations

from collections.abc import Sequence


def looking_at(subject: str) -> str:
    return f"Looking at {subject}."


def broke(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"the check itself failed: {type(error).__name__}{': ' + text[:200] if text else ''}"


def python(version: str) -> str:
    return f"Python {version}"


PYTHON_TOO_OLD = "3.11 or newer is needed"
PYTHON_MEND = "make PYTHON=python3.12 demo"


def missing(packages: Sequence[str]) -> str:
    return f"not installed: {', '.join(packages)}"


INSTALL = "pip install 'outcrop[local]'"
INSTALLED = "all packages of the offline twin are there"


def home(path: str, free: float) -> str:
    return f"{path} is writable, {free:.1f} GB free"


def home_full(path: str, free: float, needed: float) -> str:
    return f"{path} has {free:.1f} GB free; a demo lake and its state take up to {needed:g} GB"


HOME_MEND = "OUTCROP_HOME=/a/folder/of/yours outcrop demo"


def port_free(port: int) -> str:
    return f"{port} is free" if port else "any free one is taken"


def port_demo(port: int, url: str) -> str:
    return f"{port} is held by the demo that runs at {url}"


def port_taken(port: int, reason: str) -> str:
    return f"{port} can't be used: {reason}"


def engine(version: str) -> str:
    return f"DuckDB {version} ran a query in Athena's SQL"


def ministack(version: str) -> str:
    return f"MiniStack {version} started and answered"


def lake(path: str) -> str:
    return f"today's is there: {path}"


LAKE_TO_COME = "today's is generated at the next start, some 20 s"


def model(warnings: int, metrics: int) -> str:
    return f"{metrics} metrics, {warnings} warnings"


MODEL_MEND = "outcrop model check infra/local/lake/model"
PLANNER_LIMITS = (
    "it knows the model's own words, calendar and follow-ups; anything else it asks about or refuses. "
    "OUTCROP_MODEL names a language model in its place"
)


def chat(label: str, seconds: float) -> str:
    return f"{label} answered in {seconds:.1f} s"


CHAT_MEND = "OUTCROP_MODEL=planner outcrop demo"


def chromium(path: str) -> str:
    return f"{path} is there, for the browser tests"


NO_CHROMIUM = "no Chromium on the PATH: the browser tests can't run (nothing else needs it)"
CHROMIUM_MEND = "make packages"
PNG = "vl-convert drew a chart"


def keys_found(way: str) -> str:
    return f"credentials found ({way}); they were not tried"


NO_KEYS = "no credentials in the environment or in a profile: serving and deploying against real AWS need them"
KEYS_MEND = "aws configure sso"
SLACK_TOKENS = "SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are set; they were not tried"
NO_SLACK_TOKENS = "no SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET: only a real workspace needs them"
SLACK_MEND = "create an app from infra/slack/manifest.yaml and export its token and signing secret"
NO_SERVICE = "no offline engine and no action for it"
SERVED = "the offline AWS answers it"


def summary(works: int, rough: int, none: int, broken: Sequence[str]) -> str:
    counted = f"{works} work{'s' if works == 1 else ''}, {rough} roughly, {none} not."
    if broken:
        return f"{counted} The demo can't run: {', '.join(broken)}."
    return f"{counted} The demo can run."
