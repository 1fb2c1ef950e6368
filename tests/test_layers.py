"""The imports point one way, and the pure layers touch nothing outside themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "perfeval"
MODULES = sorted(PACKAGE.rglob("*.py"))

# What each room may import from inside the package.
ALLOWED = {
    "core": {"core"},
    "review": {"core", "review"},
    "rulebook": {"core", "rulebook", "yaml_lines", "validation"},
    "documents": {"core", "documents", "files", "yaml_lines", "validation", "__version__"},
    "files": {"files"},
    "yaml_lines": {"core"},
    "validation": {"core", "yaml_lines"},
}
WORLD = {
    "os",
    "pathlib",
    "io",
    "socket",
    "subprocess",
    "urllib",
    "http",
    "yaml",
    "typer",
    "time",
    "datetime",
    "random",
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    allowed = ALLOWED.get(room(path))
    inside = {name.split(".")[1] for name in imports(path) if name.startswith("perfeval.")}
    assert allowed is None or inside <= allowed


@pytest.mark.parametrize("path", [path for path in MODULES if room(path) in ("core", "review")], ids=str)
def test_the_pure_rooms_touch_no_file_clock_or_network(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & WORLD
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "input", "print", "eval", "exec"}


EXACT = [path for path in MODULES if room(path) in ("core", "review", "rulebook") and path.name != "exact.py"]


@pytest.mark.parametrize("path", EXACT, ids=str)
def test_only_exact_rounds(path: Path) -> None:
    """Design: no float, no round, no quantize outside core/exact.py."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            assert name not in ("float", "round", "quantize", "normalize"), f"{path}:{node.lineno}"
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{path}: a float"
