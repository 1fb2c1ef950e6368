"""The empty form on disk, for tests that type into it: where its cells stand."""

from __future__ import annotations

from pathlib import Path

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.documents.writers.form.official_form import empty_form
from perfeval.documents.writers.form.write_form_xlsx import write_form_xlsx
from perfeval.rulebook.library import load_library

FORM, FIRST, FUNDS = "自评表", 13, 6
ROWS = len(empty_form().indicators)


def ruleset(identity: str) -> Ruleset:
    """A shipped rule set."""
    found = load_library(()).find(identity)
    assert isinstance(found, Ruleset)
    return found


def empty(folder: Path, rules: Ruleset, form: SelfEvaluationForm | None = None) -> Path:
    """The file of an empty form, or of another one."""
    path = folder / "空表.xlsx"
    path.write_bytes(write_form_xlsx([score_form(form or empty_form(), rules)]))
    return path
