"""Commands on the review file (复核记录命令): list, decide, undo, merge, letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from perfeval.review.record.record import Record
from perfeval.cli.app import review_app
from perfeval.cli.options import (
    At,
    Facts,
    Files,
    Force,
    FormName,
    Jurisdiction,
    Language,
    Rules,
    RulesDir,
    TableShape,
    Who,
    Year,
    checked_files,
    existing,
    moment,
    options_of,
    person,
)
from perfeval.cli.output import (
    Lang,
    destination,
    format_of,
    json_text,
    opened_record,
    record_saved,
    save,
    show,
    warn,
)

ReviewFile = Annotated[
    Path, typer.Argument(metavar="R", help="复核记录，如 2023.review.json。 The review file.")
]
State = Literal["confirmed", "wrong", "accepted", "referred", "open"]


@review_app.command("list")
def list_decisions(
    review: ReviewFile,
    state: Annotated[State | None, typer.Option("--state", help="只列这种状态。 Only this state.")] = None,
    form: FormName = None,
    rows: Annotated[
        bool, typer.Option("--rows", help="列出各行及其指纹、复核得分。 List the rows instead.")
    ] = False,
    shape: TableShape = "table",
    lang: Language = "zh",
) -> None:
    """列出每条发现及其处理、每行的复核得分。

    List every finding with its decision, or every row with its reviewed score.

    例 Examples:

      perfeval review list 2023.review.json --state open

      perfeval review list 2023.review.json --rows --form 益民大厦
    """
    from perfeval.documents.writers.report import write_decisions
    from perfeval.uses.reviewing import conflicts

    record = opened_record(existing(review, "R"), lang)
    if rows:
        found = write_decisions.score_lines(record, form or "")
        lines = write_decisions.rows_table(found, lang)
    else:
        found = write_decisions.decision_lines(record, state, form or "")
        lines = write_decisions.findings_table(record, found, lang)
    show(json_text(found) if shape == "json" else "\n".join(lines))
    warn(tuple(conflicts(record)), lang)


@review_app.command()
def decide(
    review: ReviewFile,
    fingerprint: Annotated[
        list[str],
        typer.Argument(metavar="FINGERPRINT...", help="指纹或其开头。 Fingerprints, or how they begin."),
    ],
    state: Annotated[
        State | None,
        typer.Option(
            "--as",
            help="confirmed 采纳，wrong 不采纳，accepted 认可，referred 转核实，open 未决。 The decision.",
        ),
    ] = None,
    score: Annotated[
        str | None, typer.Option(help="行的复核得分。 The reviewed score, where a row is meant.")
    ] = None,
    reason: Annotated[str, typer.Option(help="理由。 The reason.")] = "",
    comment: Annotated[str, typer.Option(help="备注。 A remark.")] = "",
    who: Who = None,
    at: At = None,
    lang: Language = "zh",
) -> None:
    """登记处理意见或复核得分。

    Record a decision on findings, or the reviewed score of a row.

    例 Examples:

      perfeval review decide 2023.review.json 3f9a --as confirmed --reason 单位已承认

      perfeval review decide 2023.review.json 77c0 --score 8.5 --reason 未提供佐证
    """
    from perfeval.core.problems import Problem
    from perfeval.review.record.events import Decided
    from perfeval.review.record.record import act
    from perfeval.uses.reviewing import scored

    if (state is None) == (score is None):
        raise typer.BadParameter("--as 或 --score 写一个 one of --as and --score", param_hint="--as")
    record = opened_record(existing(review, "R"), lang)
    name, when = person(who), moment(at)
    for each in fingerprint:
        subject = _subject(record, each, lang)
        found: Record | Problem
        if score is not None:
            found = scored(record, subject, score, reason, name, when)
        else:
            found = act(record, subject, Decided(state or "open", reason, comment), name, when)
        if isinstance(found, Problem):
            warn((found,), lang)
            raise typer.Exit(2)
        record = found
    record_saved(review, record, lang)


@review_app.command()
def undo(
    review: ReviewFile,
    event: Annotated[
        str | None,
        typer.Argument(
            metavar="[EVENT]",
            help="事件编号，或指纹；不写则撤销最近一次。 An event or a fingerprint; else the last event.",
        ),
    ] = None,
    who: Who = None,
    at: At = None,
    lang: Language = "zh",
) -> None:
    """撤销一次处理；撤销也可以撤销，什么都不会删除。

    Undo an event; an undo can be undone too, and nothing is ever erased.

    例 Example:  perfeval review undo 2023.review.json
    """
    from perfeval.review.record.record import undo as undone
    from perfeval.uses.reviewing import undoable

    record = opened_record(existing(review, "R"), lang)
    found = undoable(record, event)
    if len(found) != 1:
        typer.echo(
            f"有 {len(found)} 个事件符合「{event or ''}」" if lang == "zh" else f"{len(found)} events match",
            err=True,
        )
        raise typer.Exit(2)
    record_saved(review, undone(record, found[0], person(who), moment(at)), lang)


@review_app.command("merge")
def merge_files(
    review: ReviewFile,
    others: Annotated[
        list[Path], typer.Argument(metavar="OTHER...", help="别人的复核记录。 Other people's review files.")
    ],
    lang: Language = "zh",
) -> None:
    """把别人的复核记录并入 R；先后次序不影响结果，意见不一致的列出。

    Merge other review files into R; the order makes no difference, contradictions are named.

    例 Example:  perfeval review merge 2023.review.json 王.review.json
    """
    from perfeval.review.record.record import merge
    from perfeval.uses.reviewing import conflicts

    record = opened_record(review, lang)
    for path in others:
        record = merge(record, opened_record(existing(path, "OTHER"), lang))
    record_saved(review, record, lang)
    found = tuple(conflicts(record))
    warn(found, lang)
    raise typer.Exit(1 if found else 0)


@review_app.command()
def letter(
    review: ReviewFile,
    files: Files,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="写入 .docx 或 .html。 The file to write."),
    ] = None,
    force: Force = False,
    rules: Rules = None,
    jurisdiction: Jurisdiction = None,
    year: Year = None,
    rules_dir: RulesDir = None,
    fact: Facts = None,
    lang: Language = "zh",
) -> None:
    """写复核意见：按单位列出已采纳的发现、填报与复核得分，留签字处。

    Write the letter: for each body the confirmed findings and the scores, with room to sign. Nothing else is in it.

    例 Example:  perfeval review letter 2023.review.json inbox -o 复核意见.docx
    """
    from perfeval.review.letter import letters
    from perfeval.uses.reviewing import held_beside, open_exit_code

    if output is None:
        raise typer.BadParameter("请用 -o 指定 .docx 或 .html name a .docx or .html file", param_hint="-o")
    wanted = format_of(None, output, ("docx", "html"))
    to = destination(output, [*files, review], force)
    record = opened_record(existing(review, "R"), lang)
    checking = checked_files(files, options_of(rules, jurisdiction, year, rules_dir, fact), lang)
    beside = held_beside(record, checking)
    found = letters(beside)
    warn(tuple(each for each in checking.problems if each.severity == "error"), lang)
    if not found:
        raise typer.Exit(2)
    if wanted == "docx":
        from perfeval.documents.writers.letter.write_letter_docx import write_letter_docx

        save(write_letter_docx(found), to)
    else:
        from perfeval.documents.writers.letter.write_letter_html import write_letter_html

        show(write_letter_html(found).rstrip("\n"), to)
    undecided, remarks = (
        sum(each.undecided for each in found),
        sum(len(form.remarks) for each in found for form in each.forms),
    )
    said = (
        f"{len(found)} 个单位，采纳 {remarks} 条，未定论 {undecided} 条"
        if lang == "zh"
        else f"{len(found)} bodies, {remarks} confirmed, {undecided} undecided"
    )
    typer.echo(said, err=True)
    raise typer.Exit(open_exit_code(beside, checking.unreadable))


def _subject(record: Record, start: str, lang: Lang) -> str:
    from perfeval.uses.reviewing import subjects

    found = subjects(record, start)
    if len(found) == 1 or start in found:
        return found[0] if len(found) == 1 else start
    text = f"「{start}」" + ("没有对应的发现" if not found else f"对应 {len(found)} 条，请多写几位")
    raise typer.BadParameter(f"{text} {len(found)} match", param_hint="FINGERPRINT")
