"""How far the checks across a year can be believed: an invented year with seeded cases, and the same year without.

python benchmarks/forensics.py [--forms 400] [--seed 7]

Prints for each check what it found, how many of that were seeded (precision), how many of the seeds it found (recall),
and what it found in the year without seeds. Values are drawn as years have them: most rows meet their target to the
digit, small counts repeat from year to year, unit costs scatter by a third.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from batch.years import Filled, Line, invented  # noqa: E402

from perfeval.batch.forensics import FORENSICS, ask_all  # noqa: E402
from perfeval.batch.forensics.findings import settle  # noqa: E402

NAMES = [
    f"{what}{of}"
    for what in ("新建", "维修", "培训", "检测", "发放")
    for of in ("道路", "人员", "设备", "农户")
]
COSTS = ("培训标准", "补助标准", "维修单价")
SEEDED = {
    "forms-identical": "整表照抄",
    "forms-mostly-alike": "大部分照抄",
    "repeats-last-year": "照抄上年",
    "unit-cost-outlier": "单位成本多一个零",
    "totals-heaped": "凑够等级线",
    "totals-one-ending": "凑整数",
    "claimed-above-recomputed": "多报",
}
Seeds = Mapping[str, set[str]]


def line(chance: random.Random, name: str, points: str) -> Line:
    """A row of a quantity: met to the digit, exceeded or missed."""
    goal = max(1, round(chance.lognormvariate(3.5, 1.5)))
    share = chance.choices((1, chance.uniform(1, 1.15), chance.uniform(0.7, 1)), (70, 15, 15))[0]
    reached = max(0, round(goal * share))
    due = f"{min(1, reached / goal) * float(points):.2f}"
    return Line(name=name, goal=str(goal), reached=str(reached), points=points, claimed=due, earned=due)


def form(chance: random.Random, number: int) -> Filled:
    """A project as most are: eight quantities and a unit cost."""
    names = chance.sample(NAMES, 8)
    cost = COSTS[number % 3]
    paid = str(round(300 * (1 + COSTS.index(cost)) * chance.lognormvariate(0, 0.25)))
    price = Line(
        name=cost,
        goal=paid,
        reached=paid,
        points="10",
        claimed="10",
        comparator="at_most",
        unit="元/人",
        category="成本指标",
    )
    executed = f"{min(100, chance.betavariate(8, 1) * 104):.2f}"
    return Filled(
        f"项目{number}",
        (*(line(chance, name, "10") for name in names), price),
        department=f"局{number % 20}",
        executed=executed,
        execution=f"{float(executed) / 10:.2f}",
    )


def year_before(chance: random.Random, each: Filled) -> Filled:
    """The same project a year ago: every row drawn anew, small counts often the same."""

    def older(row: Line) -> Line:
        if row.unit == "元/人":
            return row
        reached = max(0, round(int(row.reached or 0) * chance.lognormvariate(0, 0.3)))
        return replace(row, reached=str(reached))

    return replace(each, lines=tuple(map(older, each.lines)))


def with_seeds(forms: list[Filled], before: list[Filled]) -> tuple[list[Filled], list[Filled], Seeds]:
    """The year with its cases, each in forms of its own; and which projects each check should name."""
    found, last, seeds = list(forms), list(before), defaultdict[str, set[str]](set)

    def put(check: str, at: int, changed: Filled, *named: int) -> None:
        found[at] = changed
        seeds[check] |= {found[each].project for each in (at, *named)}

    for at in range(0, 20, 2):
        put("forms-identical", at, replace(found[at], lines=found[at + 1].lines), at + 1)
    for at in range(20, 40, 2):
        lines = (*found[at + 1].lines[:-1], found[at].lines[-1])
        put("forms-mostly-alike", at, replace(found[at], lines=lines), at + 1)
    for at in range(40, 50):
        last[at] = replace(last[at], lines=found[at].lines)
        seeds["repeats-last-year"].add(found[at].project)
    for at in range(50, 60):
        *rest, price = found[at].lines
        dear = replace(price, reached=f"{price.reached}0", goal=f"{price.goal}0")
        put("unit-cost-outlier", at, replace(found[at], lines=(*rest, dear)))
    for at in range(60, 74):
        put("totals-heaped", at, replace(found[at], department="凑线局", printed=f"90.{at - 60:02d}"))
    for at in range(80, 94):
        put("totals-one-ending", at, replace(found[at], department="凑整局", printed=f"{80 + at % 9}.00"))
    for at in range(100, 110):
        put("claimed-above-recomputed", at, replace(found[at], printed="99.5", confirmed="91.2"))
    seeds["totals-heaped"], seeds["totals-one-ending"] = {"凑线局", "全年"}, {"凑整局"}
    return found, last, seeds


def named(forms: list[Filled], last: list[Filled]) -> dict[str, list[set[str]]]:
    """Of each check the projects, or the department, of each finding."""
    year = invented(forms, last)
    ask_all(year)
    settle(year)
    found: dict[str, list[set[str]]] = defaultdict(list)
    for each in year.ask('SELECT "check", title, forms FROM findings ORDER BY n'):
        projects = {forms[number - 1].project for number in each["forms"]}
        found[each["check"]].append(projects | {each["title"]})
    return found


def main() -> None:
    """Make both years, ask every check, print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--forms", type=int, default=400)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    forms = [form(chance, number) for number in range(chosen.forms)]
    before = [year_before(chance, each) for each in forms]
    clean = named(forms, before)
    seeded_forms, seeded_before, seeds = with_seeds(forms, before)
    found = named(seeded_forms, seeded_before)
    print("| check | findings | of seeded cases | precision | seeds found | in the year without seeds |")
    print("|---|---|---|---|---|---|")
    for code in (each.code for each in FORENSICS):
        if code not in SEEDED:
            if found[code] or clean[code]:
                print(f"| {code} | {len(found[code])} | not seeded | | | {len(clean[code])} |")
            continue
        true = [each for each in found[code] if each & seeds[code]]
        hit = seeds[code] & set().union(*true) if true else set()
        precision = f"{100 * len(true) / len(found[code]):.0f} %" if found[code] else "—"
        print(
            f"| {code} | {len(found[code])} | {len(true)} | {precision} | {len(hit)} of {len(seeds[code])} "
            f"| {len(clean[code])} |"
        )


if __name__ == "__main__":
    main()
