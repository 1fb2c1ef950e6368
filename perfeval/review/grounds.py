"""What a row was scored under (依据): its clause and how that is known, or the interpretation of the rule set."""

from __future__ import annotations

from perfeval.core.glossary import word
from perfeval.core.problems import Lang
from perfeval.core.results import FormResult, RowResult
from perfeval.core.ruleset import Source


def ground(row: RowResult | None, result: FormResult, lang: Lang = "zh") -> str:
    """Clause or interpretation under which a row was scored; empty where no one rule scored it."""
    source = None if row is None else result.ruleset.source_of(row.rule, row.met)
    return "" if source is None else _source(source, result, lang)


def _source(source: Source, result: FormResult, lang: Lang) -> str:
    clause = result.ruleset.clauses.get(source.clause or "")
    if clause is None:
        own = "本规则集的理解" if lang == "zh" else "interpretation"
        return f"{own}：{source.interpretation}" if source.interpretation else str(source.clause)
    known = "" if clause.evidence == "read" else f"（{word(clause.evidence, lang)}）"
    return f"{clause.title}{known}"


def row_name(row: RowResult, lang: Lang = "zh") -> str:
    """Name of a row as a reviewer calls it."""
    return ("预算执行率" if lang == "zh" else "budget execution") if row.row == 0 else row.name
