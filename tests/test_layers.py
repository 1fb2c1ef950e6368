"""The imports point one way, and the pure layers touch nothing outside themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "perfeval"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Every room, lowest first: a room imports from itself and from the lines above its own. A room is a folder or a module.
ORDERS = {
    "": ("core files", "review plain", "rulebook documents", "batch", "uses", "web", "cli", "__main__"),
    "batch": (
        "ahead body_names file_table inputs parts problem_table progress table_error text_numbers workers",
        "publishing",
        "columnar duplicates project_ids rule_map",
        "document_check",
        "document_tables",
        "table document_run",
        "spark",
        "run write_run",
        "year",
        "forensics",
        "summary export",
    ),
    "documents": (
        "grid progress suffixes file_names",
        "formats recognition",
        "cases files_below own_mark",
        "file_counts old_files",
        "read read_review writers",
        "unpacked",
    ),
    "web": (
        "settings",
        "words problems rules store work",
        "jobs frame",
        "desk refusals sheets years",
        "pages",
        "access limits api_shapes api_examples",
        "api",
        "app",
        "serve",
    ),
    "documents/writers": (
        "markup word_file workbook",
        "charts",
        "live",
        "typed",
        "form working_papers case letter",
        "report",
        "comparison",
    ),
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


@cache
def parsed(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[str]:
    for node in parsed(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def module(path: Path) -> str:
    return "/".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("/__init__")


@cache
def imported(path: Path) -> set[str]:
    """The modules of the package that a module imports, as paths inside it."""
    names = (name for name in imports(path) if name.startswith("perfeval."))
    return {"/".join(name.split(".")[1:]) for name in names}


@pytest.mark.parametrize("folder", ORDERS)
def test_every_room_has_its_place(folder: str) -> None:
    there = {
        path.stem
        for path in (PACKAGE / folder).iterdir()
        if path.stem not in ("__init__", "__pycache__") and (path.suffix == ".py" or any(path.glob("*.py")))
    }
    assert there <= {name for line in ORDERS[folder] for name in line.split()}


@pytest.mark.parametrize("folder", ORDERS)
def test_imports_point_one_way(folder: str) -> None:
    place = {name: height for height, line in enumerate(ORDERS[folder]) for name in line.split()}
    inside = f"{folder}/" if folder else ""
    for path in MODULES:
        if not module(path).startswith(inside) or path == PACKAGE / "__init__.py":
            continue
        own = module(path).removeprefix(inside).split("/")[0]
        for name in imported(path):
            other = name.removeprefix(inside).split("/")[0]
            if name.startswith(inside) and other in place and other != own:
                assert place[other] < place[own], f"{module(path)} imports {name}"


def test_no_module_imports_itself_in_a_circle() -> None:
    known = {module(path) for path in MODULES}
    graph = {
        module(path): {name if name in known else name.rpartition("/")[0] for name in imported(path)}
        & known - {module(path)}
        for path in MODULES
    }
    TopologicalSorter(graph).prepare()


def test_the_pure_rooms_touch_no_file_clock_or_network() -> None:
    for path in (path for path in MODULES if room(path) in ("core", "review")):
        assert not {name.split(".")[0] for name in imports(path)} & WORLD, path
        assert not any(name.startswith("files/") for name in imported(path)), path
        called = {
            node.func.id
            for node in parsed(path)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"open", "input", "print", "eval", "exec"}, path


def test_only_exact_rounds() -> None:
    """Design: no float, no round, no quantize outside core/exact.py."""
    exact = [path for path in MODULES if room(path) in ("core", "review", "rulebook")]
    for path in (path for path in exact if path.name != "exact.py"):
        for node in parsed(path):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                assert name not in ("float", "round", "quantize", "normalize"), f"{path}:{node.lineno}"
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{path}: a float"


COMPUTES = {"fractions", "decimal", "math", "statistics", "numpy", "duckdb", "pyarrow"} | {
    f"perfeval.{name}" for name in ("core.exact", "core.scoring", "core.totals", "core.claim", "core.methods")
}


def test_the_window_computes_nothing() -> None:
    """What a page shows was computed by a use, or below it."""
    for path in (path for path in MODULES if room(path) == "web"):
        for name in imports(path):
            parts = name.split(".")
            whole = {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
            assert not whole & COMPUTES, f"{path}: {name}"
