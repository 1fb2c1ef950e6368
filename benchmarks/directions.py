"""Every direction that was inferred, and from what: a table of the rows whose target has no comparator (指标方向).

    python benchmarks/directions.py > docs/directions.md

Reads the published cases, and beside the repository, where they are there, the real report, the forms of other
provinces and the field cases; or the documents, folders and .jsonl files of forms or rows that are named. What one
would argue about stands in benchmarks/directions.tsv: name, target, why.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from published_forms import laid_out_as_xlsx

from perfeval.core.glossary import evidence_words

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
SOURCES = (
    HERE.parent / "cases",
    SHARED / "reports/urumqi-giit-2023/report.docx",
    SHARED / "public-forms/forms.jsonl",
    SHARED / "field-cases/rows.jsonl",
    SHARED / "field-cases/directions.jsonl",
)
DIRECTIONS = {"at_least": "≥", "at_most": "≤", "equal_to": "=", "contested": "看不出"}
ARGUED = {
    (name, target): why
    for name, target, why in (
        line.split("\t") for line in (HERE / "directions.tsv").read_text("utf-8").splitlines()
    )
}


HEAD = """# 没有比较符的指标值：方向怎样读出来

`python benchmarks/directions.py > docs/directions.md` 列出案例、真实报告、外省公开表和 field-cases 中每一个没有写
比较符的指标值：读作什么方向，凭什么，哪些可以争论；同名同值的只列一次。真实报告的指标值都写了比较符。

Every target without a comparator, the direction that was read and its evidence; the last column says what one would
argue about. 看不出: the evidence conflicts, and the row is left to a person where the readings give different verdicts.

{rows} 行 rows：{told}

| 来源 | 指标名称 | 二级指标 | 指标值 | 完成值 | 方向 | 依据 | 可争论之处 |
|---|---|---|---|---|---|---|---|"""


def main(sources: list[Path]) -> None:
    """Print the table as a page."""
    found = (row for source in sources if source.exists() for row in _inferred(source))
    rows = list({row[1:4]: row for row in found}.values())
    told = "，".join(
        f"{DIRECTIONS[key]} {count}" for key, count in Counter(row[-2] for row in rows).most_common()
    )
    print(HEAD.format(rows=len(rows), told=told))
    for row in rows:
        origin, name, category, target, actual, direction, evidence = row
        why = ARGUED.get((name, target), "")
        shown = (origin, name, category, target, actual, DIRECTIONS[direction], evidence, why)
        print("| " + " | ".join(each.replace("|", "／") for each in shown) + " |")


def _inferred(source: Path) -> list[tuple[str, ...]]:
    """Origin, name, category, target, actual, direction and evidence of each row without a comparator."""
    with TemporaryDirectory() as folder:
        documents = _documents(source, Path(folder)) if source.suffix == ".jsonl" else source
        words = [sys.executable, "-m", "perfeval", "check", str(documents), "--format", "json"]
        forms = json.loads(subprocess.run(words, capture_output=True, text=True, check=False).stdout)["forms"]
    found = {}
    for form in forms:
        told = {
            each["row"]
            for each in form["problems"]
            if each["code"] in ("direction-inferred", "direction-contested")
        }
        for row in form["indicators"]:
            if row["row"] in told:
                by = row["direction"]
                origin = source.parent.name if source.suffix == ".docx" else Path(form["source"]["file"]).stem
                cells = (
                    row["name"],
                    "".join((row["category"] or "").split()),
                    row["target"],
                    row["actual"] or "",
                )
                evidence = evidence_words(by["evidence"], by["words"] or "", "zh")
                found.setdefault(cells[:3], (origin, *cells, by["comparator"], evidence))
    return list(found.values())


def _documents(lines: Path, folder: Path) -> Path:
    """The forms, or single rows, of a .jsonl file as documents."""
    rows = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    if "category" not in rows[0]:
        laid_out_as_xlsx(lines, folder)
        return folder
    for row in rows:
        one = {"actual": row["target"], "points": "10", **{key: row[key] for key in row if key in CELLS}}
        form = {"kind": "project", "name": row["id"], "year": "2023", "indicators": [one]}
        (folder / f"{row['id']}.yaml").write_text(yaml.safe_dump({"form": form}, allow_unicode=True), "utf-8")
    return folder


CELLS = ("name", "category", "target", "actual")

if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]] or list(SOURCES))
