"""What a lint finds, and how it walks a rule set (规则检查)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel

from perfeval.core.methods.base import Method
from perfeval.core.ruleset import Ruleset
from perfeval.plain.yaml_lines import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the path of the entry in the rule file, and the values of the message.

    `clause` names the clause instead, where the fault lies in clauses.md.
    """

    path: Path
    values: dict[str, str] = field(default_factory=dict)
    clause: str | None = None


def models(value: object, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Every model inside a rule set, the outer ones first, with its path in the rule file."""
    if isinstance(value, BaseModel):
        yield path, value
        for name, info in type(value).model_fields.items():
            yield from models(getattr(value, name), (*path, info.alias or name))
    elif isinstance(value, tuple):
        for position, each in enumerate(value):
            yield from models(each, (*path, position))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from models(each, (*path, key))


def methods(ruleset: Ruleset) -> Iterator[tuple[Path, Method]]:
    """Every method of a rule set, nested ones too."""
    for path, model in models(ruleset):
        if isinstance(model, Method):
            yield path, model
