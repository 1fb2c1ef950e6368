"""Words of the working papers (复核底稿): labels, statuses and the wording proposed for a finding."""

from __future__ import annotations

from perfeval.core.claim import score_text
from perfeval.core.problems import Lang, Problem
from perfeval.core.results import CheckedForm, FormResult, RowResult, Score
from perfeval.review.grounds import ground, row_name

__all__ = ["band", "ground", "problems_of", "proposed", "row_name"]

_ASKS = {
    "error": ("请更正，或书面说明理由。", "Please correct it, or state the reason in writing."),
    "warning": ("请说明情况。", "Please explain."),
    "info": ("", ""),
}


def band(score: Score | None) -> str:
    """A recomputed score: 4.63, 12.00–<15.00, or 4.81、4.80、0.00; a dash where there is none."""
    if score is None:
        return "—"
    return score_text(score)


def problems_of(row: RowResult, checked: CheckedForm) -> tuple[Problem, ...]:
    """Everything found at a row, by scoring and by the checks."""
    return tuple(each for each in checked.problems if each.row == row.row)


def proposed(problem: Problem, row: RowResult | None, result: FormResult, lang: Lang = "zh") -> str:
    """Wording for the letter to the unit (拟写意见): where, what, under which clause, and what is asked."""
    where = f"《{result.form.name}》" + (f"“{row_name(row, lang)}”：" if row else "：")
    finding = problem.message(lang).split("\n")[0].rstrip("。.")
    basis = ground(row, result, lang) if problem.code == "score-differs" else ""
    clause = (f"依据：{basis}。" if lang == "zh" else f"Basis: {basis}. ") if basis else ""
    asked = "请" in finding or "please" in finding.casefold()
    ask = "" if asked else _ASKS[problem.severity][0 if lang == "zh" else 1]
    return f"{where}{finding}。{clause}{ask}"
