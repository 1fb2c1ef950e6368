"""All rule sets at hand (规则库): those shipped with perfeval, and those of further directories."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from perfeval.core.problems import Problem
from perfeval.core.ruleset import Ruleset
from perfeval.rulebook.load import Loaded, load_ruleset

_PACKAGED = Path(__file__).parent.parent / "_rules"
_CHECKOUT = Path(__file__).parent.parent.parent / "rules"

_LARGEST = 8 << 20
"""Bytes of a rule file; the longest shipped one has a thousandth."""


def shipped_rules() -> Path:
    """The folder of the shipped rule files: inside the installed package, or rules/ of a checkout."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


@dataclass(frozen=True, slots=True)
class Library:
    """Rule sets by id, each with the file it came from, and the problems of files that could not be used."""

    loaded: tuple[Loaded, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def rulesets(self) -> tuple[Ruleset, ...]:
        """The usable rule sets, in the order of their ids."""
        return tuple(sorted((each.ruleset for each in self.loaded if each.ruleset), key=lambda each: each.id))

    def find(self, identity: str) -> Ruleset | Problem:
        """The rule set with this id, or the problem that there is none."""
        for ruleset in self.rulesets:
            if ruleset.id == identity:
                return ruleset
        known = "、".join(ruleset.id for ruleset in self.rulesets)
        return Problem("ruleset-unknown", {"id": identity, "known": known})


def rule_files(folder: Path) -> tuple[Path, ...]:
    """The rule files below a folder: <jurisdiction>/<document>/<date>.yaml."""
    return tuple(sorted(folder.glob("*/*/*.yaml")))


def load_file(path: Path) -> Loaded:
    """Read a rule file and the clauses.md beside it; a file that cannot be read is a problem."""
    clauses = path.with_name("clauses.md")
    try:
        beside = _text(clauses) if clauses.is_file() else None
        text = _text(path)
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem("file-unreadable", {"file": path.name, "reason": str(error)}, file=str(path))
        return Loaded(None, (problem,), file=str(path))
    return load_ruleset(text, beside, str(path))


def _text(path: Path) -> str:
    """The text of a file; raises OSError for one beyond the limit, which a device can be too."""
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise OSError(f"超过 {_LARGEST >> 20} MiB (larger than {_LARGEST >> 20} MiB)")
    return data.decode("utf-8")


def load_library(folders: tuple[Path, ...] = ()) -> Library:
    """The shipped rule sets and those of further folders; two of the same id are a problem, and neither is
    used. A file that is reached twice, such as the shipped folder given again, is one file.
    """
    files: dict[Path, Path] = {}
    for folder in (shipped_rules(), *folders):
        for path in rule_files(folder):
            files.setdefault(path.resolve(), path)
    loaded = [load_file(path) for path in files.values()]
    problems = [Problem("rules-dir-empty", {"folder": str(each)}) for each in folders if not rule_files(each)]
    problems += [problem for each in loaded for problem in each.problems]
    by_id: dict[str, list[Loaded]] = {}
    for each in loaded:
        if each.ruleset is not None:
            by_id.setdefault(each.ruleset.id, []).append(each)
    for identity, several in by_id.items():
        if len(several) > 1:
            named = "、".join(str(each.file) for each in several)
            problems.append(Problem("ruleset-duplicate", {"id": identity, "files": named}))
    usable = tuple(several[0] for several in by_id.values() if len(several) == 1)
    return Library(usable, tuple(problems))
