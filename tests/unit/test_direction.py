"""The arrows between the packages: infra -> bot -> agent_actions.contract, infra -> agent_actions, nothing back up."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "agent_actions", "infra", "tests")


def allowed(importer: str, imported: str) -> bool:
    package = imported.split(".")[0]
    if importer == "bot":
        return package == "bot" or imported.startswith("agent_actions.contract")
    if importer == "agent_actions":
        return package == "agent_actions"
    return package != "tests"


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("importer", ["bot", "agent_actions", "infra"])
def test_packages_import_downwards_only(importer: str) -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in sorted((ROOT / importer).rglob("*.py"))
        for name in imports(ast.parse(file.read_text()))
        if name.split(".")[0] in PACKAGES and not allowed(importer, name)
    ]
    assert wrong == []


@pytest.mark.parametrize("package", ["bot", "agent_actions"])
def test_product_code_reads_the_environment_in_settings_alone(package: str) -> None:
    wrong = [
        str(file.relative_to(ROOT))
        for file in sorted((ROOT / package).rglob("*.py"))
        if file.name != "settings.py" and ("os.environ" in file.read_text() or "getenv" in file.read_text())
    ]
    assert wrong == []


def test_product_code_never_asks_whether_it_is_offline() -> None:
    words = ("offline", "localhost", "127.0.0.1", "AWS_ENDPOINT_URL")
    wrong = [
        f"{file.relative_to(ROOT)}: {word}"
        for package in ("bot", "agent_actions")
        for file in sorted((ROOT / package).rglob("*.py"))
        for word in words
        if word in file.read_text()
    ]
    assert wrong == []
