"""What a run did, in a few lines for the terminal (运行结果)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Literal

from perfeval.batch.file_table import not_read_lines
from perfeval.core.codes import CODES
from perfeval.documents.file_counts import FileCounts

_SAYS = {
    "zh": {
        "documents": "读入 {files} 个文件，{forms} 张自评表，{rows} 行",
        "unread": "没有得到自评表的 {count} 个文件，逐个原因见 files.parquet：",
        "reused": "沿用上次中断前已完成的 {reused} {unit}",
        "complete": "结果早已完整，{reused} {unit}全部沿用，没有重算",
        "map_unmet": "规则对照表中没有遇到的单位：{names}；请核对名称是否与表上所写一致",
        "table": "读入 {projects} 个项目，{rows} 行（含预算执行率）",
        "coverage": "复算 {scored} 行，无法复算 {refused} 行，没有分值 {unmarked} 行，不计分 {ignored} 行",
        "by_core": "其中 {by_core} 行写法少见，改为逐行复算，结果同样精确",
        "differs": "填报与复算不一致 {differs} 行，待判断 {undecided} 行，未填报得分 {unsubmitted} 行，"
        "错误级问题 {errors} 个",
        "clean": "没有不一致，也没有无法复算的行",
    },
    "en": {
        "documents": "{files} files read, {forms} forms, {rows} rows",
        "unread": "{count} files gave no form; the reason of each is in files.parquet:",
        "reused": "{reused} {unit} were finished before the interruption and are kept",
        "complete": "the run was complete: all its {reused} {unit} are kept, nothing was computed again",
        "map_unmet": "bodies of the rule map of which there was no form: {names}; compare with the names on the forms",
        "table": "{projects} projects read, {rows} rows (execution rows included)",
        "coverage": "{scored} rows scored, {refused} refused, {unmarked} without marks, {ignored} ignored",
        "by_core": "{by_core} of them are written in uncommon ways and were scored one by one, as exactly",
        "differs": "{differs} rows differ from what was submitted, {undecided} are undecided, "
        "{unsubmitted} state no score; {errors} errors",
        "clean": "nothing differs, nothing was refused",
    },
}


_UNITS = {"zh": {"files": "个文件", "rows": "行"}, "en": {"files": "files", "rows": "rows"}}


def run_lines(
    manifest: Mapping[str, Any], lang: Literal["zh", "en"], unread: Sequence[Mapping[str, Any]] = ()
) -> list[str]:
    """The lines for a run's manifest: what was read, scored and refused, how much differs; `unread` files by name."""
    says, counts, coverage = _SAYS[lang], manifest["counts"], manifest["coverage"]

    def row_count(status: str) -> int:
        return int(counts.get(status, 0)) + int(counts.get(f"execution.{status}", 0))

    values = {
        "files": counts.get("files", 0),
        "forms": counts.get("forms", 0),
        "projects": counts.get("projects", 0),
        "differs": row_count("differs"),
        "undecided": row_count("undecided"),
        "unsubmitted": row_count("unsubmitted"),
        "errors": sum(count for name, count in counts.items() if _is_error(name)),
        "by_core": manifest.get("by_core", 0),
        **coverage,
    }
    shown = {name: f"{value:,}" for name, value in values.items()}
    lines = [says["documents" if "files" in counts else "table"].format(**shown)]
    if any(name.startswith("files.") for name in counts):
        found = FileCounts(*(counts.get(f"files.{each.name}", 0) for each in fields(FileCounts)))
        lines.append(found.sentence(lang))
    if reused := manifest.get("reused"):
        every = counts.get("files.found", coverage["rows"])
        unit = _UNITS[lang]["files" if "files" in counts else "rows"]
        lines.append(
            says["complete" if reused == every else "reused"].format(reused=f"{reused:,}", unit=unit)
        )
    if unread:
        lines.append(says["unread"].format(count=f"{len(unread):,}"))
        lines += not_read_lines(unread, lang)
    if unmet := manifest.get("map_unmet"):
        lines.append(says["map_unmet"].format(names="、".join(unmet)))
    lines.append(says["coverage"].format(**shown))
    if values["by_core"]:
        lines.append(says["by_core"].format(**shown))
    lines.append(says["clean" if manifest["clean"] else "differs"].format(**shown))
    return lines


def _is_error(name: str) -> bool:
    return name.startswith("problem.") and CODES[name.removeprefix("problem.")].severity == "error"
