"""One document checked (复核): the rule set of each form chosen, the form scored, the whole reviewed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from perfeval.batch.rule_map import RuleMap, read_map
from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.results import CheckedForm, Coverage
from perfeval.core.scoring import score_form
from perfeval.documents.file_counts import FileCounts
from perfeval.documents.progress import Progress, Step, silent
from perfeval.documents.read import FileForms
from perfeval.review.checks import Report, review_form, review_report
from perfeval.rulebook.bodies import load_bodies
from perfeval.rulebook.library import Library, load_library
from perfeval.rulebook.select import Selection, select


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for: a named rule set, a jurisdiction, a year for forms that print none, more rules,
    facts that no form prints (finished=yes), and all of these by folder or body.
    """

    rules: str | None = None
    jurisdiction: str | None = None
    year: int | None = None
    rules_dirs: tuple[Path, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    rule_map: RuleMap | None = None


@dataclass(frozen=True, slots=True)
class Checking:
    """What came of the files: forms, problems of files without forms, choices made, unreadable files."""

    forms: tuple[CheckedForm, ...] = ()
    problems: tuple[Problem, ...] = ()
    selections: tuple[Selection, ...] = ()
    unreadable: tuple[str, ...] = ()
    files: FileCounts = field(default_factory=FileCounts)

    @property
    def coverage(self) -> Coverage:
        """Row counts over all forms."""
        return sum((each.result.coverage for each in self.forms), Coverage())

    @property
    def exit_code(self) -> int:
        """0 nothing to look at; 1 something differs, is undecided, refused or an error; 2 no form; 3 a file unread."""
        if self.unreadable or not self.forms:
            return 3 if self.forms else 2
        clean = all(form.is_clean for form in self.forms)
        return 0 if clean and all(problem.severity != "error" for problem in self.problems) else 1


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rule sets and the table of body names that a run works with."""

    library: Library
    bodies: dict[str, str] = field(default_factory=dict)


def open_rulebook(options: Options) -> Rulebook:
    """Read the shipped rules, and those of the user's own directories."""
    return Rulebook(load_library(options.rules_dirs), load_bodies())


def options_with_map(options: Options, path: Path) -> Options:
    """The options with the rule map of a file; raises TableError, which says all that is wrong in it."""
    return replace(options, rule_map=read_map(path, open_rulebook(options).library))


def check_reading(
    reading: FileForms, options: Options, rulebook: Rulebook, progress: Progress = silent, name: str = ""
) -> Checking:
    """Check the forms of one file; `name` is its path below the folder of a run, by which a rule map knows it."""
    forms: list[CheckedForm] = []
    selections: list[Selection] = []
    problems: list[Problem] = []
    for done, form in enumerate(reading.forms):
        progress(Step("forms", done, len(reading.forms)))
        of_form = _options_for(form, name, options)
        dated = _with_what_is_known(form, of_form)
        selection = select(dated, rulebook.library, rulebook.bodies, of_form.rules, of_form.jurisdiction)
        if isinstance(selection, Problem):
            problems.append(replace(selection, file=form.file, place=form.place, indicator=form.name))
            continue
        selections.append(selection)
        result = score_form(dated, selection.ruleset)
        forms.append(CheckedForm(result, selection.chosen, review_form(result)))
    # What makes the execution unreadable is a problem of its row, too.
    in_rows = {
        (form.funds.place, form.funds.unread) for form in reading.forms if form.funds and form.funds.unread
    }
    problems += (each for each in reading.problems if (each.place, each.values.get("text")) not in in_rows)
    problems += _findings(forms, reading)
    return Checking(tuple(forms), tuple(problems), tuple(selections))


def _options_for(form: SelfEvaluationForm, name: str, options: Options) -> Options:
    """What the user asked for this form: the line of the rule map, over what the command says."""
    line = options.rule_map.line_for(form, name) if options.rule_map else None
    if line is None:
        return options
    return replace(
        options,
        rules=line.rules or options.rules,
        jurisdiction=line.jurisdiction or options.jurisdiction,
        year=line.year or options.year,
        facts=(*options.facts, *line.facts),
    )


def _with_what_is_known(form: SelfEvaluationForm, options: Options) -> SelfEvaluationForm:
    """The form with the year and the facts that the user gave; what the form itself says comes first."""
    year = form.year if form.year is not None else options.year
    return form.model_copy(update={"year": year, "facts": {**dict(options.facts), **form.facts}})


def _findings(forms: list[CheckedForm], reading: FileForms) -> tuple[Problem, ...]:
    """What the review finds across the forms of one file and its prose."""
    file = reading.forms[0].file if reading.forms else None
    return review_report(Report(tuple(each.result for each in forms), reading.prose, file))
