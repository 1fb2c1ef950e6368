"""Rule files in (读取规则文件): YAML and clauses.md to a `Ruleset`, or every problem with line and column."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from perfeval.core.problems import Place, Problem
from perfeval.core.ruleset import Clause, Evidence, Ruleset, Source
from perfeval.yaml_lines import Path, Plain, YamlDocument, compose


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
    clauses, clause_problems = read_clauses(clauses_text or "", _beside(file))
    digest = hashlib.sha256(text.encode() + (clauses_text or "").encode()).hexdigest()
    if not isinstance(document.value, dict):
        return Loaded(
            None, (_invalid(document, (), "文件应为键值结构", "the file must be a mapping", file),), document
        )
    try:
        ruleset = Ruleset.model_validate({**document.value, "clauses": clauses, "sha256": digest})
    except ValidationError as error:
        problems = tuple(_problem(document, each, file) for each in error.errors())
        return Loaded(None, (*clause_problems, *problems), document, file)
    problems = (*clause_problems, *_reference_problems(ruleset, document, clauses_text, file))
    usable = ruleset if not any(problem.severity == "error" for problem in problems) else None
    return Loaded(usable, problems, document, file)


def _beside(file: str | None) -> str | None:
    return None if file is None else re.sub(r"[^/\\]*$", "clauses.md", file)


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
        fields = dict(found.groups() for each in lines if (found := _FIELD.fullmatch(each.strip())))
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


def _problem(document: YamlDocument, error: Any, file: str | None) -> Problem:
    path, name = _path(document.value, error["loc"])
    zh, en = _reason(error, name)
    return _invalid(document, path, zh, en, file)


def _invalid(document: YamlDocument, path: Path, zh: str, en: str, file: str | None) -> Problem:
    shown = ".".join(str(part) for part in path) or "/"
    values = {"path": shown, "reason_zh": zh, "reason_en": en}
    return Problem("rule-file-invalid", values, document.place(path), file)


def _path(value: Plain, loc: tuple[str | int, ...]) -> tuple[Path, str]:
    """The path in the file of a pydantic location, and its last name.

    pydantic puts the tags of unions into its locations; the file has no such keys, so they are left out.
    """
    path: Path = ()
    node: Plain = value
    for part in loc:
        if isinstance(node, dict) and part in node:
            node, path = node[str(part)], (*path, part)
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node, path = node[part], (*path, part)
    return path, str(loc[-1]) if loc else ""


_REASONS: dict[str, tuple[str, str]] = {
    "missing": ("缺少必填项「{name}」", 'required key "{name}" is missing'),
    "extra_forbidden": ("不认识的键「{name}」，请检查拼写", 'unknown key "{name}"; check the spelling'),
    "literal_error": (
        "「{input}」不是允许的值，可取：{expected}",
        '"{input}" is not allowed; one of: {expected}',
    ),
    "union_tag_invalid": (
        "「{tag}」不是已知的种类，可取：{expected_tags}",
        '"{tag}" is not a known kind: {expected_tags}',
    ),
    "union_tag_not_found": ("缺少 kind（计分方法的种类）", "kind (of the method) is missing"),
    "string_type": ("应为文字", "must be text"),
    "tuple_type": ("应为列表", "must be a list"),
    "dict_type": ("应为键值结构", "must be a mapping"),
    "model_type": ("应为键值结构", "must be a mapping"),
    "model_attributes_type": ("应为键值结构", "must be a mapping"),
    "int_parsing": ("应为整数", "must be a whole number"),
    "value_error": ("{error}", "{error}"),
}


def _reason(error: Any, name: str) -> tuple[str, str]:
    known = _REASONS.get(error["type"])
    if known is None:
        return error["msg"], error["msg"]
    values = {"name": name, "input": str(error.get("input")), **error.get("ctx", {})}
    return known[0].format(**values), known[1].format(**values)
