"""Which rule set applies: exactly one for every form, or a question back to the user."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from perfeval.core.form import FormKind, SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.ruleset import Filer, Ruleset
from perfeval.rulebook.bodies import load_bodies
from perfeval.rulebook.library import Library, load_library
from perfeval.rulebook.load import load_ruleset
from perfeval.rulebook.select import Selection, jurisdiction_of, select

BAD = Path(__file__).parent / "bad_rules"
GOOD = (BAD / "good.yaml").read_text(encoding="utf-8")
CLAUSES = (BAD / "clauses.md").read_text(encoding="utf-8")
LAST_YEAR = 2040
"""Years are tried up to here where a rule set has no end."""


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


def chosen(library: Library, **form: object) -> str:
    found = select(SelfEvaluationForm.model_validate(form), library, load_bodies())
    return found.ruleset.id if isinstance(found, Selection) else found.code


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"year": 2023}, "cn-caiyu-2020-10"),
        ({"year": 2023, "filer": "central"}, "cn-caiyu-2021-101"),
        ({"year": 2021, "filer": "central"}, "cn-caiyu-2020-10"),  # before 101号
        (
            {"year": 2023, "filer": "central", "kind": "department"},
            "cn-caiyu-2020-10",
        ),  # 101号: projects only
        ({"year": 2023, "filer": "local"}, "cn-caiyu-2020-10"),
        ({"year": 2018}, "cn-form-2017"),
        ({"year": 2016}, "ruleset-none"),
        ({}, "cn-caiyu-2020-10"),  # without a year, what is still in force
        ({"year": 2021, "body": "黄石市图书馆"}, "cn-hubei-form-2020"),
        ({"year": 2019, "body": "黄石市图书馆"}, "cn-form-2017"),
        ({"year": 2023, "jurisdiction": "cn/sichuan/suining"}, "cn-sichuan-form-0013zp"),
        ({"year": 2022, "jurisdiction": "cn/sichuan"}, "cn-caiyu-2020-10"),
        # the footnote of the form itself comes before the province's own form
        ({"year": 2023, "jurisdiction": "cn/sichuan", "layout": "linking-funds"}, "cn-linking-funds"),
        ({"year": 2016, "body": "北京市海淀区某街道"}, "cn-beijing-form-2016"),
        ({"year": 2023, "body": "乌鲁木齐市工业和信息化局"}, "cn-caiyu-2020-10"),  # an inferred set never
        ({"year": 2012, "jurisdiction": "in", "filer": "central", "kind": "department"}, "in-rfd-2009"),
        ({"year": 2021, "jurisdiction": "id", "kind": "department"}, "id-permenpanrb-8-2021"),
        (
            {"year": 2021, "jurisdiction": "id/maluku/maluku-tengah", "kind": "department"},
            "id-maluku-tengah-2021",
        ),
    ],
)
def test_the_set_for_a_form(shipped: Library, form: dict[str, object], expected: str) -> None:
    assert chosen(shipped, **form) == expected


def defaults(library: Library) -> list[Ruleset]:
    return [each for each in library.rulesets if each.tier != "inferred"]


def years_of(rules: Ruleset) -> range:
    span = rules.fiscal_years
    assert span.low is not None
    return range(int(span.low), LAST_YEAR + 1 if span.high is None else int(span.high) + 1)


def test_every_year_of_every_kind_of_form_has_exactly_one_set(shipped: Library) -> None:
    kinds: dict[tuple[str, Filer, FormKind, str | None], set[int]] = {}
    for rules in defaults(shipped):
        for filer, kind, layout in product(rules.filers, rules.forms, rules.layouts or (None,)):
            kinds.setdefault((rules.jurisdiction, filer, kind, layout), set()).update(years_of(rules))
    assert kinds
    for (jurisdiction, filer, kind, layout), years in kinds.items():
        for year in range(min(years), max(years) + 1):
            form = SelfEvaluationForm(
                jurisdiction=jurisdiction, filer=filer, kind=kind, layout=layout, year=year
            )
            assert isinstance(select(form, shipped, {}), Selection), (jurisdiction, filer, kind, layout, year)


def test_a_named_set_overrides(shipped: Library) -> None:
    form = SelfEvaluationForm(year=2023)
    found = select(form, shipped, {}, named="urumqi-giit-2023")
    assert isinstance(found, Selection)
    assert (found.ruleset.id, found.chosen) == ("urumqi-giit-2023", "named")
    unknown = select(form, shipped, {}, named="no-such")
    assert isinstance(unknown, Problem)
    assert "cn-caiyu-2020-10" in unknown.message("zh")


def test_how_it_was_chosen(shipped: Library) -> None:
    hubei = select(SelfEvaluationForm(year=2021, body="武汉市某局"), shipped, load_bodies())
    national = select(SelfEvaluationForm(year=2021), shipped, load_bodies())
    assert isinstance(hubei, Selection)
    assert isinstance(national, Selection)
    assert (hubei.chosen, hubei.jurisdiction, hubei.filer) == ("jurisdiction", "cn/hubei/wuhan", "local")
    assert (national.chosen, national.jurisdiction, national.filer) == ("national", "cn", None)


def test_two_that_fit_are_a_question() -> None:
    again = GOOD.replace("id: toyland-good", "id: toyland-other")
    library = Library((load_ruleset(GOOD, CLAUSES), load_ruleset(again, CLAUSES)))
    found = select(SelfEvaluationForm(year=2023, jurisdiction="toyland"), library, {})
    assert isinstance(found, Problem)
    assert (found.code, found.values) == ("ruleset-ambiguous", {"ids": "toyland-good、toyland-other"})


def test_the_longest_name_settles_the_place() -> None:
    bodies = {"湖北省": "cn/hubei", "湖北省武汉市": "cn/hubei/wuhan"}
    assert jurisdiction_of(SelfEvaluationForm(body="湖北省武汉市某局"), bodies) == "cn/hubei/wuhan"
    assert jurisdiction_of(SelfEvaluationForm(department="湖北省某厅"), bodies) == "cn/hubei"
    assert jurisdiction_of(SelfEvaluationForm(body="某局"), bodies) is None
