"""YAML and JSON as plain text values that remember their line and column (带行号的 YAML 读取).

YAML's own typing turns 010 into 8 and `no` into False, keeps the last of two equal keys and lets an alias
grow into gigabytes. Rule and case files are law and evidence: here every scalar stays the text that stands in
the file, and a duplicate key, an alias, an anchor or a tag is a problem with its address. Nothing is raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import yaml

from perfeval.core.problems import Place, Problem

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
"""A value without types: text; None for a plain `null`, `~` or nothing; lists and mappings of these."""

Path: TypeAlias = "tuple[str | int, ...]"
"""Keys and list positions (from 0) that lead to a value, e.g. ("rules", 3, "method")."""

MAX_DEPTH = 40
"""Deeper nesting is refused: no rule or case needs it, and hostile files use it to exhaust the stack."""

_NULLS = {"", "~", "null", "Null", "NULL"}
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# The C parser is ten times faster; wheels of PyYAML have it, a build from source may not.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """The value of one document, the place of each entry (a mapping entry begins at its key), the problems.

    With a problem of severity error, `value` holds what could be read before it.
    """

    value: Plain
    places: dict[Path, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def place(self, path: Path) -> Place | None:
        """Place of an entry, or of the nearest entry above it where the file has none (a missing key)."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path)


def compose(text: str, file: str | None = None) -> YamlDocument:
    """Read one YAML (or JSON) document; all problems at once, each with line and column of `file`.

    >>> compose("points: 010\\nmet: no").value
    {'points': '010', 'met': 'no'}
    """
    reader = _Reader(text, file)
    value = reader.document()
    return YamlDocument(value, reader.places, tuple(reader.problems))


class _Mark(Protocol):
    """Position of a parser; the C parser and the Python parser each have a class of their own."""

    line: int
    column: int


class _Reader:
    """Walks the parser's events once; its state is the places and problems found so far."""

    def __init__(self, text: str, file: str | None) -> None:
        self.file = file
        self.places: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self._events = self._parse(text)

    def document(self) -> Plain:
        value: Plain = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._report("yaml-several-documents", event.start_mark)
            elif isinstance(event, yaml.NodeEvent):
                node = self._node(event, ())
                value = node if documents == 1 else value
        return value

    def _parse(self, text: str) -> Iterator[yaml.Event]:
        text = text.removeprefix("\ufeff")
        # A tab is no space to YAML, but it is to JSON, where none can stand inside a string.
        if text.lstrip().startswith(("{", "[")):
            text = text.replace("\t", " ")
        if forbidden := _FORBIDDEN.search(text):
            before = text[: forbidden.start()]
            place = Place(line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
            character = f"U+{ord(forbidden.group()):04X}"
            self.problems.append(Problem("yaml-character", {"character": character}, place, self.file))
            return
        try:
            yield from yaml.parse(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            # libyaml has a limit of its own, and reads ahead of its events.
            if error.problem == "exceeded maximum nesting depth":
                self._report("yaml-too-deep", error.problem_mark, limit=str(MAX_DEPTH))
                return
            reason = "; ".join(part for part in (error.context, error.problem) if part)
            self._report("yaml-syntax", error.problem_mark or error.context_mark, reason=reason)

    def _node(self, event: yaml.NodeEvent, path: Path) -> Plain:
        self.places.setdefault(path, _place(event.start_mark))
        self._refuse_decoration(event)
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in _NULLS else event.value
        if not isinstance(event, yaml.CollectionStartEvent):
            return None
        if len(path) >= MAX_DEPTH:
            self._report("yaml-too-deep", event.start_mark, limit=str(MAX_DEPTH))
            self._skip()
            return None
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        return [self._node(item, (*path, position)) for position, item in enumerate(self._children())]

    def _mapping(self, path: Path) -> dict[str, Plain]:
        mapping: dict[str, Plain] = {}
        for key in self._children():
            if not isinstance(key, yaml.ScalarEvent):
                self._report("yaml-key-not-text", key.start_mark)
                self._node(key, path)
                self._value(path)
                continue
            self._refuse_decoration(key)
            if key.value in mapping:
                self._report("yaml-duplicate-key", key.start_mark, name=key.value)
                self._value(path)
                continue
            inside = (*path, key.value)
            self.places[inside] = _place(key.start_mark)
            mapping[key.value] = self._value(inside)
        return mapping

    def _value(self, path: Path) -> Plain:
        event = next(self._events, None)
        return self._node(event, path) if isinstance(event, yaml.NodeEvent) else None

    def _children(self) -> Iterator[yaml.NodeEvent]:
        """Events that begin a child of the collection just entered, up to its end."""
        for event in self._events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            if isinstance(event, yaml.NodeEvent):
                yield event

    def _skip(self) -> None:
        """Pass over the rest of a collection without keeping it."""
        depth = 1
        for event in self._events:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth == 0:
                return

    def _refuse_decoration(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            self._report("yaml-alias", event.start_mark, name=event.anchor)
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            self._report("yaml-tag", event.start_mark, name=event.tag)

    def _report(self, code: str, mark: _Mark | None, **values: str) -> None:
        self.problems.append(Problem(code, values, _place(mark), self.file))


def _place(mark: _Mark | None) -> Place:
    return Place(line=mark.line + 1, column=mark.column + 1) if mark else Place()
