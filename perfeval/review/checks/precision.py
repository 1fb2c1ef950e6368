"""How often each check was right (准确度): its messages read one by one, on 15 published and 21 public forms at hand.

The forms behind the messages were looked up only where the message left a doubt: a first measure, no audit.
"""

from __future__ import annotations

from perfeval.core.problems import Lang

READ: dict[str, tuple[int, int]] = {
    "achievement-contradicts-row": (4, 4),
    "all-exactly-met": (4, 4),
    "block-points-not-sum": (2, 2),
    "block-weight-differs": (18, 18),
    "claimed-deviation-none": (1, 1),
    "claimed-rate-wrong": (4, 4),
    "claimed-surplus-wrong": (2, 2),
    "cost-rows-against-executed": (1, 1),
    "difference-caused": (18, 20),
    "dimension-missing": (13, 13),
    "direction-doubtful": (1, 1),
    "done-but-unspent": (4, 4),
    "execution-points-differ": (1, 5),
    "funds-total-blank": (1, 1),
    "level-scored-differently": (1, 1),
    "marks-not-whole": (2, 2),
    "measure-in-words": (2, 2),
    "note-missing": (1, 1),
    "note-repeated": (3, 4),
    "note-without-measure": (6, 6),
    "number-not-carried": (2, 4),
    "one-row-heavy": (1, 1),
    "other-year": (3, 3),
    "over-completion-listed": (4, 4),
    "over-completion-unexplained": (5, 5),
    "parent-and-children": (2, 2),
    "placeholder-left": (1, 1),
    "promise-not-measured": (1, 1),
    "rate-not-computed": (1, 1),
    "rate-under-quantity": (6, 6),
    "satisfaction-unproven": (13, 13),
    "score-blank": (1, 1),
    "words-not-measurable": (11, 11),
}
"""Right findings and all findings of each check under the national rules of 2020, remarks included, read on 2026-11-26.

A check that is wrong more than once in five only remarks (info), as execution-points-differ does of marks that another
rule gives. difference-caused is right where one convention alone gives the score; in two rows several do. field-blank
cannot be judged on the public forms: their excerpts leave the fields out. A check that is missing here found nothing,
or nothing that the forms at hand let anybody judge.
"""


def precision_line(code: str, lang: Lang) -> str:
    """What was read of a check, in a line."""
    found = READ.get(code)
    if found is None:
        return (
            "准确度：手头 36 张表上没有可判断的发现"
            if lang == "zh"
            else "Precision: nothing to judge on the 36 forms at hand"
        )
    right, all_ = found
    if lang == "zh":
        return f"准确度：手头 36 张表上发现 {all_} 处，逐条读过提示，{right} 处属实"
    return f"Precision: {right} of {all_} right on the 36 forms at hand, by reading each message"
