"""Rule files in (读取规则文件): YAML and clauses.md to a `Ruleset`, or every problem with line and column."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from pydantic import BaseModel, ValidationError

from perfeval.core.problems import Place, Problem
from perfeval.core.ruleset import Clause, Evidence, Ruleset, Source
from perfeval.plain.validation import invalid, validation_problems
from perfeval.plain.yaml_lines import Path, YamlDocument, compose


@dataclass(frozen=True, slots=True)
class Loaded:
    """A rule file read: the rule set where it is valid, its problems, and the places of its keys."""

    ruleset: Ruleset | None
    problems: tuple[Problem, ...] = ()
    document: YamlDocument | None = None
    file: str | None = None

    def place(self, path: Path) -> Place | None:
        """Line and column of a key in the rule file."""
        return self.document.place(path) if self.document else None


def load_ruleset(text: str, clauses_text: str | None, file: str | None = None) -> Loaded:
    """Read one rule file and the clauses.md beside it (None where there is none)."""
    document = compose(text, file)
    if any(problem.severity == "error" for problem in document.problems):
        return Loaded(None, document.problems, document, file)
    if document.value is None:
        empty = Problem("file-empty", {"file": file or ""}, Place(line=1, column=1), file)
        return Loaded(None, (empty,), document, file)
    clauses, clause_problems = read_clauses(clauses_text or "", beside(file))
    digest = hashlib.sha256(text.encode() + (clauses_text or "").encode()).hexdigest()
    if problems := (*clause_problems, *_reserved(document, file)):
        return Loaded(None, problems, document, file)
    plain = document.value
    given = {**plain, "clauses": clauses, "sha256": digest} if isinstance(plain, dict) else plain
    try:
        ruleset = Ruleset.model_validate(given)
    except ValidationError as error:
        problems = validation_problems(error, document, "rule-file-invalid", file)
        return Loaded(None, problems, document, file)
    problems = tuple(_reference_problems(ruleset, document, clauses_text, file))
    return Loaded(None if problems else ruleset, problems, document, file)


_BESIDE = ("clauses", "sha256")


def _reserved(document: YamlDocument, file: str | None) -> tuple[Problem, ...]:
    """Keys that stand in no rule file: the clauses stand beside it, the digest is of its bytes."""
    keys = document.value if isinstance(document.value, dict) else {}
    reason = ("这个键不写在规则文件里", "this key does not belong in a rule file")
    return tuple(
        invalid(document, (key,), reason, "rule-file-invalid", file) for key in _BESIDE if key in keys
    )


def beside(file: str | None) -> str | None:
    """The clauses.md beside a rule file."""
    return None if file is None else re.sub(r"[^/\\]*$", "clauses.md", file, count=1)


_HEADING = re.compile(r"##\s+(\S+)\s*(.*)")
_FIELD = re.compile(r"(evidence|reference):\s*(.+)")


def read_clauses(text: str, file: str | None) -> tuple[dict[str, Clause], tuple[Problem, ...]]:
    """The clauses of a clauses.md by key.

    clause = "## " key [title], "evidence: " read|recalled|inferred, ["reference: " address], ["> " sentence];
    other lines are notes for readers of the file.
    """
    clauses: dict[str, Clause] = {}
    problems: list[Problem] = []
    for line, lines in _sections(text):
        key, title = _heading(lines[0])
        matches = [found for each in lines if (found := _FIELD.fullmatch(each.strip()))]
        fields = {found.group(1): found.group(2) for found in matches}
        quote = "".join(each.strip()[1:].strip() for each in lines if each.strip().startswith(">")) or None
        evidence = fields.get("evidence")
        place = Place(line=line, column=1)
        if key in clauses:
            problems.append(Problem("clause-unreadable", {"reason": f"## {key} ×2"}, place, file))
        if evidence not in get_args(Evidence):
            problems.append(
                Problem("clause-unreadable", {"reason": f"{key}: evidence: {evidence}"}, place, file)
            )
            continue
        clauses[key] = Clause.model_validate(
            {
                "key": key,
                "title": title or key,
                "quote": quote,
                "evidence": evidence,
                "reference": fields.get("reference"),
                "line": line,
            }
        )
    return clauses, tuple(problems)


def _sections(text: str) -> Iterator[tuple[int, list[str]]]:
    start, section = 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if _HEADING.fullmatch(line.strip()):
            if section:
                yield start, section
            start, section = number, [line]
        elif section:
            section.append(line)
    if section:
        yield start, section


def _heading(line: str) -> tuple[str, str]:
    found = _HEADING.fullmatch(line.strip())
    assert found is not None  # _sections starts a section at a heading only
    return found.group(1), found.group(2).strip()


def sources(value: object, path: Path = ()) -> Iterator[tuple[Path, Source]]:
    """Every source in a rule set, with the path of the entry that it belongs to."""
    if isinstance(value, Source):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from sources(getattr(value, name), (*path, name))
    elif isinstance(value, tuple | list):
        for position, each in enumerate(value):
            yield from sources(each, (*path, position))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from sources(each, (*path, key))


def _reference_problems(
    ruleset: Ruleset, document: YamlDocument, clauses_text: str | None, file: str | None
) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, rule in enumerate(ruleset.rules):
        if rule.id in seen:
            place = document.place(("rules", position, "id"))
            yield Problem("rule-id-duplicate", {"id": rule.id}, place, file)
        seen.add(rule.id)
    for path, source in sources(ruleset):
        if source.clause is None or source.clause in ruleset.clauses:
            continue
        place = document.place((*path, "clause"))
        if clauses_text is None:
            yield Problem("clauses-missing", {}, place, file)
            return
        known = "、".join(ruleset.clauses)
        yield Problem("clause-unknown", {"clause": source.clause, "known": known}, place, file)
