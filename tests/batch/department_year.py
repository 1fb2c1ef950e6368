"""A year of documents in department folders under several rule sets, with a map that says which (规则对照表)."""

from __future__ import annotations

import random
from pathlib import Path

from year_documents import WRITERS, invented_form, year

MAP_SETS = ("cn-caiyu-2020-10", "cn-caiyu-2021-101", "urumqi-giit-2023")
TWICE_EVERY = 50
_SECOND = {"docx": "pdf", "xlsx": "html", "html": "docx", "pdf": "docx", "xls": "xlsx", "ods": "xlsx"}


def large_year(folder: Path, count: int, departments: int = 40) -> tuple[int, int]:
    """So many documents in so many folders, one in a hundred broken, one in fifty handed in again in another format.

    How many are broken, and how many forms are handed in again.
    """
    broken = again = 0
    made = enumerate(year(count, seed=17))
    for number, document in made:
        home = folder / f"{number % departments + 1:02d}局"
        home.mkdir(parents=True, exist_ok=True)
        (home / document.name).write_bytes(document.data)
        broken += document.broken is not None
        stem, _, suffix = document.name.rpartition(".")
        if document.broken is None and len(document.forms) == 1 and number % TWICE_EVERY in (0, 1):
            second = _SECOND.get(suffix)
            if second and number % TWICE_EVERY == (number // TWICE_EVERY) % 2:
                (home / f"{stem}-再报.{second}").write_bytes(WRITERS[second](document.forms))
                again += 1
    _write_map(folder.with_name("map.csv"), departments)
    return broken, again


def small_year(folder: Path, count: int = 60, departments: int = 4) -> None:
    """The same of cases, which are quick to read; some rows undecided, some forms with a part of their marks,
    of departments themselves, or with the department's name written otherwise; one of another year."""
    for number in range(count):
        chance = random.Random(number)
        form = invented_form(number, chance)
        rows = list(form.indicators)
        if number % 9 == 4:
            rows[0] = rows[0].model_copy(update={"actual": "见附件", "target": "≥5个"})
        if number % 7 == 3:
            rows = rows[1:]
        if number % 5 == 2:
            rows[-1] = rows[-1].model_copy(
                update={"target": "持续提升", "actual": "基本完成", "submitted_score": None}
            )
        printed = None if number % 3 else form.submitted_score
        said: dict[str, object] = {"indicators": tuple(rows), "submitted_score": printed}
        if number % 12 == 8:
            said["department"] = "　".join(form.department or "")
        if number == 30:
            said["year"] = 2022
        if number % 20 == 11:
            said["kind"] = "department"
        changed = form.model_copy(update=said)
        home = folder / f"{number % departments + 1:02d}局"
        home.mkdir(parents=True, exist_ok=True)
        (home / f"{number:03d}.yaml").write_bytes(WRITERS["yaml"]((changed,)))
        if number % 10 == 5:
            first = rows[0].model_copy(update={"actual": "1个", "target": "≥5个"})
            corrected = changed.model_copy(update={"indicators": (first, *rows[1:])})
            other = corrected if number % 20 == 5 else changed
            (home / f"{number:03d}-再报.json").write_bytes(WRITERS["json"]((other,)))
    _write_map(folder.with_name("map.csv"), departments)


def _write_map(path: Path, departments: int) -> None:
    lines = [f"{at + 1:02d}局,{MAP_SETS[at % len(MAP_SETS)]},2023" for at in range(departments)]
    path.write_text("\n".join(["文件夹,规则集,年度", *lines]), encoding="utf-8-sig")
