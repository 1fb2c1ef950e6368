"""The rule sets that the server works with (规则集), and the options of a check as requests name them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from perfeval.core.problems import Lang, Problem
from perfeval.core.ruleset import Ruleset
from perfeval.rulebook.library import Library
from perfeval.rulebook.show import show_page
from perfeval.uses.checking import Options, Rulebook, open_rulebook


class UnusableError(Exception):
    """A request names a rule set or a fact that is not there; `code` and `values` say which."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Rules:
    """Shipped rule sets and those of the user's own folders, loaded when first needed."""

    def __init__(self, folders: tuple[Path, ...] = ()) -> None:
        self.folders = folders
        self._rulebook: Rulebook | None = None
        self._said: dict[tuple[str, Lang], str] = {}

    @property
    def library(self) -> Library:
        """Every rule set."""
        return self.rulebook.library

    @property
    def rulebook(self) -> Rulebook:
        """The rule sets with the table of body names."""
        if self._rulebook is None:
            self._rulebook = open_rulebook(Options(rules_dirs=self.folders))
        return self._rulebook

    def said(self, ruleset: Ruleset, lang: Lang) -> str:
        """What `rules show` prints of a rule set; a search reads it over and over."""
        key = (ruleset.id, lang)
        if key not in self._said:
            self._said[key] = show_page(ruleset, lang)
        return self._said[key]

    def named(self, identity: str) -> Ruleset:
        """A rule set by its id; raises UnusableError where there is none."""
        found = self.library.find(identity)
        if isinstance(found, Problem):
            known = "、".join(each.id for each in self.library.rulesets)
            raise UnusableError("ruleset-unknown", id=identity, known=known)
        return found

    def options(
        self, identity: str | None, jurisdiction: str | None, year: str | None, facts: Sequence[str]
    ) -> Options:
        """The options of a check; raises UnusableError for a rule set or a fact that is not there."""
        if identity:
            self.named(identity)
        pairs = tuple((name, value) for name, _, value in (each.partition("=") for each in facts))
        known = sorted({fact for each in self.library.rulesets for fact in each.facts}) if pairs else []
        for name, value in pairs:
            if name not in known or not value:
                raise UnusableError("fact-unknown", name=name, known="、".join(known))
        return Options(
            identity or None, jurisdiction or None, int(year) if year else None, self.folders, pairs
        )
