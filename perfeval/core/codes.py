"""The one table of problem codes (问题代码). A code, once published, keeps its meaning.

Each entry: severity, Chinese and English message template, and the number in the reviewers' checklist (RC-nn).
`{name}` in a template is filled from `Problem.values`; use the same names in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """What a problem code means: its default severity and its message in two languages."""

    severity: Literal["error", "warning", "info"]
    zh: str
    en: str
    check: str | None = None


CODES: dict[str, Code] = {
    # reading files
    "file-missing": Code(
        "error", "找不到文件「{file}」，请检查路径", 'no such file: "{file}"; check the path'
    ),
    "file-unreadable": Code("error", "无法读取「{file}」：{reason}", 'cannot read "{file}": {reason}'),
    "folder-empty": Code(
        "error",
        "目录「{file}」里没有能读的文件，请检查路径",
        'no file in "{file}" can be read; check the path',
    ),
    "file-empty": Code("error", "文件「{file}」是空的", '"{file}" is empty'),
    "format-unsupported": Code(
        "error",
        "不支持的文件格式「{suffix}」，支持：{known}",
        'unsupported file format "{suffix}"; supported: {known}',
    ),
    "no-form-found": Code(
        "error",
        "「{file}」中没有找到绩效自评表：未见含“三级指标”“得分”等表头的表格",
        'no self-evaluation form found in "{file}": no table with header words such as 三级指标 and 得分',
    ),
    "columns-unknown": Code(
        "warning",
        "没有找到「{missing}」列，表头「{unknown}」又不认识，这些列没有读取；请核对表头文字",
        "no column for {missing}, and the header words {unknown} are unknown: these columns were not read; "
        "check the header",
    ),
    # documents that are damaged, hostile or hold more than can be read
    "file-too-large": Code(
        "error",
        "文件有 {size}，超过上限 {limit}：请拆分成几个文件，或删去图片后再试",
        "the file has {size}, more than {limit}: split it, or remove pictures, and try again",
    ),
    "file-damaged": Code(
        "error",
        "文件已损坏或不完整，从「{part}」处起没有读取：请重新获取文件，或用 Word、Excel、WPS 打开后另存再试",
        'damaged or cut off; nothing was read from "{part}" on: get the file again, or save it anew',
    ),
    "file-encrypted": Code(
        "error",
        "文件有密码保护，无法读取：请在 Word、Excel、WPS 或 PDF 软件中取消密码，另存后再试",
        "the file is protected by a password: remove it in Office or your PDF program, save and try again",
    ),
    "too-many-entries": Code(
        "error",
        "压缩包内有 {count} 个条目，超过上限 {limit}：这不是正常的 Office 文件，请重新另存",
        "the archive has {count} entries, more than {limit}: no normal Office file; save it anew",
    ),
    "part-too-large": Code(
        "error",
        "「{part}」解压后有 {size}，超过上限（{limit}，或压缩前后相差过大）：请拆分成几个文件再试",
        'part "{part}" unpacks to {size}, beyond the limit ({limit}, or out of proportion): split the file',
    ),
    "table-too-large": Code(
        "error",
        "「{part}」中的表格超过安全上限（{limit} 个标记），从此处起没有读取：请拆分成几个文件再试",
        'the tables of "{part}" have more than {limit} marks; nothing was read from there on: split the file',
    ),
    "too-many-cells": Code(
        "error",
        "表格单元格超过上限 {limit} 个，从此处起没有读取：请拆分成几个文件再试",
        "more than {limit} cells; nothing was read from here on: split the file",
    ),
    "too-many-lines": Code(
        "error",
        "文本超过 {limit} 行，没有读取：请拆分成几个文件再试",
        "more than {limit} lines; nothing was read: split the file",
    ),
    "too-many-pages": Code(
        "error",
        "文件超过 {limit} 页，其后各页没有读取：请拆分成几个文件再试",
        "more than {limit} pages; the rest was not read: split the file",
    ),
    "page-too-crowded": Code(
        "error",
        "这一页的文字或线条超过上限 {limit} 个，没有读取：请把该页另存为 Word 或 Excel 再试",
        "more than {limit} characters or lines on this page; it was not read: save it as Word or Excel",
    ),
    "nesting-too-deep": Code(
        "error",
        "表格套表格超过 {limit} 层，从此处起没有读取：请把内层表格移出来再试",
        "tables nested more than {limit} deep; nothing was read from here on: move the inner tables out",
    ),
    "span-clipped": Code(
        "warning",
        "合并单元格跨度超过上限 {limit}，按上限读取：请核对此处的合并单元格",
        "the merged cell spans more than {limit}; read as {limit}: check this cell",
    ),
    "cells-overlap": Code(
        "warning",
        "合并单元格互相重叠，文字「{text}」按所在位置读取：请核对此处的合并单元格",
        'merged cells overlap; "{text}" was read where it stands: check the merged cells here',
    ),
    "xml-entities": Code(
        "error",
        "「{part}」中有实体声明（DOCTYPE），正常的 Office 文件没有：请用 Word、Excel、WPS 打开后另存再试",
        '"{part}" declares entities (DOCTYPE), as no normal Office file does: save it anew in Office',
    ),
    "reader-stopped": Code(
        "error",
        "读取超过 {seconds} 秒，已停止：请用 Word、Excel、WPS 打开后另存，或拆分成几个文件再试",
        "reading took more than {seconds} s and was stopped: save the file anew in Office, or split it",
    ),
    "reader-killed": Code(
        "error",
        "读取这个文件的进程意外终止（程序崩溃，或内存不足）：请用原来的软件打开后另存再试，或单独复核这个文件",
        "its reading process ended unexpectedly (a crash, or no memory left): save it anew, or check it alone",
    ),
    "reader-crashed": Code(
        "error",
        "读取程序出错退出（文件已损坏，或需要的内存超过 {limit}）：请用原来的软件打开后另存再试",
        "the reading program failed (damaged file, or more than {limit} of memory): save the file anew",
    ),
    "workbook-too-old": Code(
        "error",
        "这是 Excel 95 或更早的文件：请用 Excel 或 WPS 打开，另存为 .xlsx 再试",
        "this workbook is of Excel 95 or older: open it in Excel or WPS and save it as .xlsx",
    ),
    "macros-ignored": Code(
        "info", "文件带有宏，宏没有运行，也没有读取", "the file has macros; they were neither run nor read"
    ),
    "pictures-unread": Code(
        "info",
        "文件中有 {count} 张图片没有读取：如果表格是图片，请改交可编辑的文件",
        "{count} pictures were not read: if a form is a picture, ask for an editable file",
    ),
    "embedded-unread": Code(
        "warning",
        "文件中嵌入了 {count} 个对象（如 Excel 表），没有读取：请双击打开，另存为单独的文件再读",
        "{count} embedded objects (such as Excel sheets) were not read: save each as a file of its own",
    ),
    "hidden-text": Code(
        "warning",
        "隐藏文字「{text}」没有读取：如果是表格内容，请取消隐藏",
        'hidden text "{text}" was not read: if it belongs to the form, unhide it',
    ),
    "struck-text": Code(
        "warning",
        "划掉的文字「{text}」没有读取：请核对留下的文字",
        'the struck-out text "{text}" was not read: look at what is left',
    ),
    "raised-digits": Code(
        "warning",
        "「{beside}」中的「{text}」是上标或下标，不能确定它属于数字还是脚注：请改成普通文字，或删去脚注号",
        '"{text}" in "{beside}" is raised or lowered: part of the number, or a footnote? write it plainly',
    ),
    "footnote-mark": Code(
        "info",
        "「{beside}」旁的脚注号「{text}」没有当作正文读取",
        'the footnote mark "{text}" beside "{beside}" was not read as text',
    ),
    "ruby-text": Code(
        "info",
        "「{beside}」上方的注音「{text}」没有当作正文读取",
        'the small text "{text}" above "{beside}" was not read as text',
    ),
    "watermark-text": Code(
        "info",
        "水印或印章的文字「{text}」没有当作正文读取",
        'the text "{text}" of a watermark or stamp was not read',
    ),
    "picture-over-text": Code(
        "warning",
        "图片盖在文字「{text}」上：文字已读取，请对照原件核对",
        'a picture lies over the text "{text}", which was read: compare it with the original',
    ),
    "cell-repeated": Code(
        "error",
        "单元格重复出现：「{text}」没有读取，已有「{kept}」；文件不合规范，请用 Excel、WPS 打开后另存再试",
        'the cell appears twice: "{text}" was not read beside "{kept}"; open the file in Excel, save it and try again',
    ),
    "row-repeated": Code(
        "error",
        "行号重复出现，这一行的文字「{text}」没有读取：文件不合规范，请用 Excel、WPS 打开后另存再试",
        'the row number appears twice; "{text}" was not read: open the file in Excel, save it and try again',
    ),
    "covered-text": Code(
        "warning",
        "被合并单元格盖住的文字「{text}」没有读取：请拆分此处的合并单元格核对",
        'the text "{text}" under a merged cell was not read: split the merged cell and look',
    ),
    "symbol-unknown": Code(
        "warning",
        "「{text}」中的 \ufffd 是无法识别的符号：请用普通字符重新输入",
        'the \ufffd in "{text}" is a symbol that cannot be read: type it as an ordinary character',
    ),
    "hidden-rows": Code(
        "info",
        "隐藏的{which_zh} {names} 也读取了：如果不属于表格内容，请删除",
        "hidden {which_en} {names} were read as well: delete them if they do not belong to the form",
    ),
    "formula-as-text": Code(
        "info",
        "有 {count} 个单元格以“=”开头而不引用任何单元格（如 {example}），按输入的文字读取",
        "{count} cells begin with = and refer to no cell (such as {example}); read as they were typed",
    ),
    "formula-without-value": Code(
        "warning",
        "公式 {formula} 没有计算结果，按空白读取：请用 Excel 或 WPS 打开并保存后再试",
        "the formula {formula} has no stored result, read as blank: open and save the file in Excel or WPS",
    ),
    "formula-maybe-stale": Code(
        "warning",
        "{count} 个公式没有自动计算，结果可能已过时：请用 Excel 或 WPS 重新计算（F9）并保存",
        "{count} formulas are not kept up to date: recalculate (F9) in Excel or WPS and save",
    ),
    "external-values": Code(
        "info",
        "有公式引用了其他工作簿，按文件中保存的结果读取，没有打开那些文件",
        "formulas refer to other workbooks; the stored results were read and those files were not opened",
    ),
    "number-format-unknown": Code(
        "warning",
        "不认识数字格式「{format}」，按存储值 {stored} 读取：请核对显示的数字",
        'unknown number format "{format}"; the stored value {stored} was read: check what is shown',
    ),
    "characters-lost": Code(
        "warning",
        "有 {count} 个字符按编码 {encoding} 无法识别：请核对带 \ufffd 的文字，或另存为 UTF-8 再试",
        "{count} characters could not be read as {encoding}: check the text with \ufffd, or save it as UTF-8",
    ),
    "page-cut-off": Code(
        "warning",
        "网页没有结尾，可能没有保存完整：请核对最后一个表，或重新保存网页",
        "the page has no end and may be cut off: check the last table, or save the page again",
    ),
    "pdf-without-text": Code(
        "error",
        "PDF 中没有文字，多半是扫描件：本程序不做文字识别，请改交可编辑的文件，或先用识别软件转换",
        "the PDF has no text, it is probably a scan: ask for an editable file, or convert it with OCR first",
    ),
    "page-is-picture": Code(
        "warning",
        "这一页只有图片，没有读取：如果表格在这一页，请改交可编辑的文件",
        "this page is a picture and was not read: if a form is on it, ask for an editable file",
    ),
    "text-unmapped": Code(
        "warning",
        "这一页有 {count} 个字符的字体没有编码，读出的文字不可靠：请改交 Word 或 Excel 文件",
        "{count} characters of this page have a font without encoding: ask for a Word or Excel file",
    ),
    "cell-not-rectangular": Code(
        "warning",
        "此处表格线不完整，单元格不是矩形，按行拆开读取：请核对此处的文字",
        "ruled lines are missing and this cell is no rectangle; read row by row: check the text",
    ),
    "converter-missing": Code(
        "error",
        "读取 {suffix} 需要 LibreOffice，本机没有：请安装，或用 Word、WPS 另存为 {target} 再试",
        "{suffix} needs LibreOffice, which is not installed: install it, or save as {target}",
    ),
    "converter-failed": Code(
        "error",
        "LibreOffice 无法转换这个 {suffix} 文件（{reason}）：请用 Word、WPS 打开后另存为 {target} 再试",
        "LibreOffice could not convert this {suffix} file ({reason}): save it as {target}",
    ),
    "format-mismatch": Code(
        "info",
        "文件扩展名是「{suffix}」，内容却是 {found} 格式；已按内容读取",
        'the name ends in "{suffix}" but the content is {found}; it was read as its content',
    ),
    "not-text": Code(
        "error",
        "文件不是文本，也不是已知格式（文本应为 UTF-8 或 GB18030 编码）；请用原软件另存后再试",
        "neither text in UTF-8 or GB18030 nor a known format; save it again with the program that made it",
    ),
    "file-truncated": Code(
        "error",
        "文件在一个字的中间断开，内容不完整；请重新取得文件",
        "the file is cut off inside a character; get it again",
    ),
    # finding forms in documents
    "form-not-recognised": Code(
        "error",
        "这里的表格像绩效自评表，但无法识别：缺少表头「{missing}」；请核对表头文字",
        "this table looks like a self-evaluation form but lacks the header {missing}; check its header words",
    ),
    "form-without-rows": Code(
        "error",
        "自评表「{name}」有表头，没有任何指标行；文件可能不完整",
        'the form "{name}" has a header but no indicator row; the file may be incomplete',
    ),
    "form-without-total": Code(
        "warning",
        "自评表「{name}」没有“总分”行：请核对此行之后是否还有内容没有读到",
        'the form "{name}" has no total row; check whether anything after this row is missing',
    ),
    "row-incomplete": Code(
        "error",
        "这一行不完整，缺少「{missing}」的单元格；文件可能在此处断开",
        "this row is cut off: it has no cell for {missing}",
    ),
    "rows-after-total": Code(
        "warning",
        "“总分”行之后还有指标行，已一并读取：请核对总分是否只是上面各行的小计",
        "indicator rows follow the total and were read too; check whether the total sums only the rows above it",
    ),
    "columns-guessed": Code(
        "warning",
        "表头「{words}」不在词表里，按字面意思读取：请核对这些列的内容",
        "the header words {words} are not known; their columns were read by what they look like: check them",
    ),
    "columns-repeated": Code(
        "error",
        "表头中「{words}」重复出现，只读取了左边的一组；如果是两张表并排，请分开存放再试",
        "the header repeats {words}; only the left ones were read; put forms that stand side by side apart",
    ),
    "row-width-differs": Code(
        "error",
        "这一行有 {found} 个单元格，按表中其他行应有 {usual} 个：少了或多了一格，各列内容可能错位，请对照原件核对",
        "this row has {found} cells where the table has {usual}: one was lost or added; compare it with the original",
    ),
    "funds-without-header": Code(
        "error",
        "这一行像资金数，但上面没有「年初预算数、全年预算数、全年执行数」表头，没有读取：请对照原件核对",
        "this row looks like funds, but no header names its columns; it was not read: compare with the original",
    ),
    "funds-not-read": Code(
        "warning",
        "分不清这里的资金数各是什么，没有读取：「{text}」；请对照原件核对",
        'it is not clear which funds these amounts are; they were not read: "{text}"; compare with the original',
    ),
    "name-is-level": Code(
        "error",
        "三级指标名称是「{name}」，这是一、二级指标的名称：此行可能少了一格，各列内容可能错位，请对照原件核对",
        'the indicator is called "{name}", which is the name of a level: a cell may be lost; compare with the original',
    ),
    "row-not-understood": Code(
        "warning",
        "指标表中的这一行无法理解，没有计分：「{text}」",
        'this row inside the indicator table was not understood and not scored: "{text}"',
    ),
    "indicator-without-name": Code(
        "warning", "这一行没有三级指标名称", "this row has no indicator name", "RC-2"
    ),
    "columns-swapped": Code(
        "info",
        "表头「{first}」与「{second}」下的内容位置相反；已按内容读取",
        'the columns under "{first}" and "{second}" hold each other\'s content; they were read by content',
    ),
    "shares-as-marks": Code(
        "info",
        "「{word}」是百分比，合计 100%：按百分制读作分值",
        'the cells under "{word}" are percentages that add up to 100 %; they were read as marks of a hundred',
    ),
    # cases
    "case-file-invalid": Code("error", "{path}：{reason_zh}", "{path}: {reason_en}"),
    "case-key-unknown": Code(
        "error", "不认识的键「{key}」，请检查拼写；可用：{known}", 'unknown key "{key}"; there are: {known}'
    ),
    # YAML and JSON text (cases and rule files)
    "yaml-syntax": Code(
        "error",
        "不是合法的 YAML：请检查此处的缩进、引号、冒号和括号（解析器：{reason}）",
        "not valid YAML: check indentation, quotes, colons and brackets here (parser: {reason})",
    ),
    "yaml-character": Code(
        "error",
        "文件中有不可见的控制字符 {character}，请删除",
        "control character {character} in the file; delete it",
    ),
    "yaml-duplicate-key": Code(
        "error",
        "键「{name}」在同一处出现了两次，只能保留一个",
        'key "{name}" stands twice in one place; keep one',
    ),
    "yaml-key-not-text": Code("error", "键必须是文字", "a key must be text"),
    "yaml-alias": Code(
        "error",
        "不允许使用 YAML 锚点或别名「{name}」，请把内容直接写出来",
        'YAML anchor or alias "{name}" is not allowed; write the content out',
    ),
    "yaml-tag": Code(
        "error", "不允许使用 YAML 标签「{name}」，请删除", 'YAML tag "{name}" is not allowed; delete it'
    ),
    "yaml-too-deep": Code("error", "嵌套超过 {limit} 层", "nested more than {limit} levels deep"),
    "yaml-several-documents": Code(
        "error",
        "一个文件只能有一份内容：请删除这一行“---”或分成两个文件",
        'one file holds one document: delete this "---" or split the file',
    ),
    # what a row says (scoring)
    "form-without-marks": Code(
        "warning",
        "表中各行没有分值，只判断是否完成：完成 {met} 行，未完成 {missed} 行，看不出 {unknown} 行",
        "the rows of the form have no marks; judged only: {met} met, {missed} missed, {unknown} unknown",
        "RC-10",
    ),
    "rows-without-marks": Code(
        "warning",
        "{count} 行没有分值（第 {rows} 行），只判断是否完成：完成 {met} 行，未完成 {missed} 行，看不出 {unknown} 行",
        "{count} rows have no marks (rows {rows}); judged only: {met} met, {missed} missed, {unknown} unknown",
        "RC-10",
    ),
    "scores-without-marks": Code(
        "error",
        "{count} 行没有分值（第 {rows} 行），其中 {claimed} 行填了得分，无法复算；请补填分值",
        "{count} rows have no marks (rows {rows}), {claimed} of them claim a score that cannot be recomputed; "
        "fill in the marks",
        "RC-10",
    ),
    "target-missed": Code(
        "warning",
        "未完成：指标值「{target}」，实际完成值「{actual}」",
        'missed: target "{target}", actual value "{actual}"',
        "RC-16",
    ),
    "target-missed-by": Code(
        "warning",
        "未完成：指标值「{target}」，实际完成值「{actual}」，完成率 {completion}%",
        'missed: target "{target}", actual value "{actual}", {completion} % of the target',
        "RC-16",
    ),
    "block-missed-full": Code(
        "error",
        "合并得分填了满分，但其中「{names}」没有完成",
        'full marks for rows scored together, although "{names}" missed the target',
        "RC-17",
    ),
    "points-unreadable": Code(
        "error", "分值「{text}」不是非负数字", 'full mark "{text}" is not a number of zero or more', "RC-10"
    ),
    "score-unreadable": Code(
        "error", "填报得分「{text}」不是数字", 'submitted score "{text}" is not a number', "RC-11"
    ),
    "target-missing": Code(
        "error",
        "没有年度指标值，无法复算「{name}」；若目标写在指标名称里，请移到指标值栏",
        'no target (年度指标值) for "{name}"; if it stands in the name, move it to the target cell',
        "RC-2",
    ),
    "target-unreadable": Code(
        "error",
        "年度指标值看不懂：{mistake_zh}\n{caret}",
        "cannot read the target: {mistake_en}\n{caret}",
        "RC-26",
    ),
    "actual-missing": Code(
        "error", "没有实际完成值，无法复算「{name}」", 'no actual value (实际完成值) for "{name}"', "RC-2"
    ),
    "actual-unreadable": Code(
        "error",
        "实际完成值看不懂：{mistake_zh}\n{caret}",
        "cannot read the actual value: {mistake_en}\n{caret}",
        "RC-26",
    ),
    "actual-not-number": Code(
        "error",
        "指标值「{target}」是定量的，实际完成值「{actual}」却不是数字；请填写实际数值",
        'the target "{target}" is a quantity, the actual value "{actual}" is not; fill in the number',
        "RC-27",
    ),
    "met-unknown": Code(
        "error",
        "看不出实际完成值「{actual}」是否达到指标值「{target}」；请写明可以比较的数值、等级或具体到日的日期",
        'nobody can tell whether "{actual}" meets the target "{target}"; give a number, a grade or a day to compare',
        "RC-27",
    ),
    "target-not-positive": Code(
        "error",
        "指标值「{target}」为零或负数，完成比例没有意义，所用规则没有规定这种情形",
        'the target "{target}" is zero or negative: a ratio means nothing, and the rule set names no rule for it',
        "RC-20",
    ),
    "percent-missing": Code(
        "error",
        "规则按百分数分档，实际完成值「{actual}」不是百分数；请写成如 95% 的形式",
        'the rule has tiers of per cent, the actual value "{actual}" is none; write it like 95%',
        "RC-26",
    ),
    "target-not-range": Code(
        "error",
        "这条规则只适用于区间指标，「{target}」不是区间",
        'this rule is for a range, "{target}" is none',
        "RC-20",
    ),
    "comparator-assumed": Code(
        "info",
        "指标值「{target}」没有写比较符，按“不低于”“不高于”“等于”三种口径分别复算",
        'the target "{target}" has no comparator; recomputed as at least, at most and equal to',
        "RC-26",
    ),
    "direction-inferred": Code(
        "info",
        "指标值「{target}」没有写比较符，按{evidence_zh}读作“{comparator_zh}”",
        'the target "{target}" has no comparator; read as {comparator_en} from {evidence_en}',
        "RC-26",
    ),
    "direction-contested": Code(
        "info",
        "指标值「{target}」没有写比较符，{evidence_zh}看不出方向，可读作“{comparator_zh}”；请写明 ≥、≤ 或 =",
        'the target "{target}" has no comparator and {evidence_en} does not tell the direction: {comparator_en}; '
        "write ≥, ≤ or =",
        "RC-26",
    ),
    "comparator-missing": Code(
        "error",
        "指标值「{target}」没有写比较符（≥、≤、=），所用规则不允许推定",
        'the target "{target}" has no comparator, and the rule set does not let one be assumed',
        "RC-26",
    ),
    "unit-assumed": Code(
        "info",
        "指标值「{target}」与实际完成值「{actual}」只有一处写了单位，按同一单位处理",
        'only one of target "{target}" and actual "{actual}" has a unit; taken as the same',
        "RC-26",
    ),
    "unit-mismatch": Code(
        "warning",
        "指标值「{target}」与实际完成值「{actual}」单位不同且不能换算，按规则直接比较数字",
        'target "{target}" and actual "{actual}" have units that do not convert; compared number by number',
        "RC-26",
    ),
    "unit-mismatch-refused": Code(
        "error",
        "指标值「{target}」与实际完成值「{actual}」单位不同且不能换算；请统一单位",
        'target "{target}" and actual "{actual}" have units that do not convert; use one unit',
        "RC-26",
    ),
    "percent-scale": Code(
        "error",
        "指标值「{target}」与实际完成值「{actual}」一处是百分数、一处是小数，无法判断比例；请统一写法",
        'target "{target}" and actual "{actual}": a percentage against a fraction; write both the same way',
        "RC-26",
    ),
    "negative-actual": Code(
        "warning", "实际完成值「{actual}」是负数", 'the actual value "{actual}" is negative', "RC-20"
    ),
    "negative-actual-refused": Code(
        "error",
        "实际完成值「{actual}」是负数，所用规则没有规定这种情形",
        'the actual value "{actual}" is negative; the rule set names no rule for it',
        "RC-20",
    ),
    "not-applicable-refused": Code(
        "error",
        "这一行写明不适用，所用规则没有规定如何处理",
        "declared not applicable; the rule set does not say what then",
        "RC-24",
    ),
    "level-unknown": Code(
        "error",
        "实际完成值「{words}」看不出完成程度：{question_zh}",
        'the actual value "{words}" names no level of attainment: {question_en}',
        "RC-21",
    ),
    "no-tier": Code(
        "error", "数值 {value} 不在规则的任何一档之内", "{value} lies in no tier of the rule", "RC-20"
    ),
    "graded-targets-unusable": Code(
        "error",
        "需要按优劣排列的 {wanted} 个分档指标值，表中没有或顺序不一",
        "needs {wanted} graded target values in order; the form has none, or out of order",
        "RC-20",
    ),
    "coefficient-missing": Code(
        "error",
        "没有可用的得分系数（0–100%）",
        "no usable coefficient (得分系数, 0–100%)",
        "RC-17",
    ),
    "fact-unknown": Code(
        "error",
        "事实“{fact}”记为「{value}」，规则只认可：{known}",
        'fact "{fact}" is recorded as "{value}"; the rule knows: {known}',
        "RC-17",
    ),
    "rule-missing": Code(
        "error",
        "规则集 {ruleset} 没有适用于「{name}」（指标值「{target}」）的规则",
        'rule set {ruleset} has no rule for "{name}" (target "{target}")',
        "RC-17",
    ),
    "rules-conflict": Code(
        "error",
        "有不止一条规则适用于「{name}」：{rules}",
        'more than one rule applies to "{name}": {rules}',
        "RC-17",
    ),
    "score-differs": Code(
        "error",
        "填报得分 {submitted}，复算应为 {recomputed}，相差 {difference}",
        "submitted {submitted}, recomputed {recomputed}, difference {difference}",
        "RC-17",
    ),
    "score-at-open-end": Code(
        "error",
        "填报得分 {submitted}，复算应为 {recomputed}：{submitted} 本身不在其内",
        "submitted {submitted}, recomputed {recomputed}: {submitted} itself is not in it",
        "RC-17",
    ),
    "score-undecided": Code(
        "warning",
        "待判断：填报得分 {submitted}，{readings_zh}；请核实指标的含义后再定",
        "for a person to decide: submitted {submitted}; {readings_en}",
        "RC-26",
    ),
    "below-band-top": Code(
        "info",
        "得分 {submitted} 在区间内，但低于该等次最高分 {high}：属人工判断，请核对理由",
        "{submitted} lies in the band but below its top {high}: a person's judgement, look at the reason",
        "RC-21",
    ),
    "over-completion": Code(
        "warning",
        "完成率 {completion}%，超过指标值：请分析是否指标值设定偏低（{clause}）",
        "completion {completion} % is above target: was the target set too low? ({clause})",
        "RC-31",
    ),
    "nothing-spent": Code(
        "warning",
        "成本指标「{name}」分文未支出（上限 {target}）仍得分：请核实是节约还是未开展",
        'cost row "{name}" scores although nothing was spent (ceiling {target}): saved, or not done?',
        "RC-38",
    ),
    # the execution row and the total (scoring)
    "execution-rule-missing": Code(
        "error",
        "规则集 {ruleset} 没有规定预算执行率如何计分",
        "rule set {ruleset} does not say how budget execution is scored",
        "RC-13",
    ),
    "budget-missing": Code("error", "没有全年预算数", "no annual budget (全年预算数)", "RC-2"),
    "initial-budget-missing": Code("error", "没有年初预算数", "no initial budget (年初预算数)", "RC-2"),
    "executed-missing": Code("error", "没有全年执行数", "no executed amount (全年执行数)", "RC-2"),
    "amount-unreadable": Code(
        "error", "金额看不懂：{mistake_zh}\n{caret}", "cannot read the amount: {mistake_en}\n{caret}", "RC-16"
    ),
    "amount-unit": Code(
        "error",
        "金额「{text}」的单位与表头的{unit}不能换算",
        'amount "{text}" has a unit that does not convert to {unit}',
        "RC-16",
    ),
    "funds-negative": Code(
        "error",
        "预算数 {budget} 或执行数 {executed} 为负",
        "budget {budget} or executed amount {executed} is negative",
        "RC-14",
    ),
    "zero-budget": Code(
        "error",
        "预算数为 0（执行数 {executed}），执行率没有意义，所用规则没有规定这种情形；请核对资金总额是否漏填",
        "the budget is zero (executed {executed}): no rate, and the rule set names no rule; was the total left blank?",
        "RC-12",
    ),
    "over-execution": Code(
        "warning",
        "执行数 {executed} 超过预算数 {budget}，执行率高于 100%",
        "executed {executed} exceeds the budget {budget}: the rate is above 100 %",
        "RC-12",
    ),
    "over-execution-refused": Code(
        "error",
        "执行率 {rate} 高于 1，所用规则没有规定这种情形",
        "the rate {rate} is above 1; the rule set names no rule for it",
        "RC-13",
    ),
    "total-unreadable": Code("error", "总分「{text}」不是数字", 'total "{text}" is not a number', "RC-22"),
    "total-points-unreadable": Code(
        "error", "分值合计「{text}」不是数字", 'total of marks "{text}" is not a number', "RC-9"
    ),
    "total-not-sum": Code(
        "error",
        "表中总分 {printed} 不等于各行得分之和 {sum}，相差 {difference}",
        "the printed total {printed} is not the sum of its rows {sum}, difference {difference}",
        "RC-22",
    ),
    "points-not-sum": Code(
        "error",
        "表中分值合计 {printed} 不等于各行分值之和 {sum}，相差 {difference}",
        "the printed marks {printed} are not the sum of the rows' marks {sum}, difference {difference}",
        "RC-9",
    ),
    "total-at-open-end": Code(
        "error",
        "填报总分 {submitted}，复算应为 {recomputed}：{submitted} 本身不在其内",
        "submitted total {submitted}, recomputed {recomputed}: {submitted} itself is not in it",
        "RC-18",
    ),
    "total-differs": Code(
        "error",
        "填报总分 {submitted}，复算应为 {recomputed}，相差 {difference}",
        "submitted total {submitted}, recomputed {recomputed}, difference {difference}",
        "RC-22",
    ),
    # official forms written
    "form-without-cell": Code(
        "info",
        "《{name}》中的「{columns}」在财政部格式里没有栏目，没有写入；需要时请另附",
        '"{name}": the ministry\'s form has no cell for {columns}; not written, attach it where needed',
    ),
    # the reviewer's own column in the working papers (复核底稿)
    "review-file-invalid": Code(
        "error",
        "这不是能用的复核记录文件：{reason}；请用原来的备份，不要手工改动",
        "no review file that can be used: {reason}; take the copy you had, and do not edit it by hand",
    ),
    "review-not-found": Code(
        "error",
        "「{file}」不是复核底稿：没有同时含“填报得分”“复核得分”的工作表；请用 check -o 底稿.xlsx 生成",
        'no working papers in "{file}": no sheet has both 填报得分 and 复核得分; make them with check -o REVIEW.xlsx',
    ),
    "review-unreadable": Code(
        "error", "复核得分「{text}」不是数字，请改正", 'reviewed score "{text}" is not a number; correct it'
    ),
    "review-above-marks": Code(
        "error",
        "《{form}》复核得分 {reviewed} 超过分值 {points}，请改正",
        '"{form}": reviewed score {reviewed} exceeds the full mark {points}; correct it',
    ),
    "review-below-zero": Code(
        "error",
        "《{form}》复核得分 {reviewed} 小于 0，请改正",
        '"{form}": reviewed score {reviewed} is below zero; correct it',
    ),
    "review-above-recomputed": Code(
        "error",
        "《{form}》复核得分 {reviewed} 高于按规则复算的最高分 {recomputed}，请改正或写明依据",
        '"{form}": reviewed score {reviewed} is above the recomputed {recomputed}; correct it or state the ground',
    ),
    "review-without-reason": Code(
        "warning",
        "《{form}》核减 {deduction} 分，没有写核减理由，请补填",
        '"{form}": {deduction} taken off without a reason; state one',
    ),
    "review-uneven": Code(
        "warning",
        "同样的问题「{defect}」核减比例不同（核减/分值）：{rows}；请统一，或写明区别",
        'the same defect "{defect}" was deducted differently (deducted/marks): {rows}; make it even, or say why not',
    ),
    "review-incomplete": Code(
        "info", "{rows} 行中有 {count} 行没有填复核得分", "{count} of {rows} rows have no reviewed score"
    ),
    "review-empty": Code(
        "warning",
        "底稿共 {rows} 行，都没有填复核得分；请在各表“复核得分”栏填写后再检查",
        "none of the {rows} rows has a reviewed score; fill in the column 复核得分 first",
    ),
    # checks of the review (perfeval/review/checks)
    "field-blank": Code(
        "warning",
        "{fields}没有填写，请补填",
        "not filled in: {fields}",
        "RC-2",
    ),
    "score-blank": Code(
        "warning",
        "{count} 行没有填报得分，无法与复算比较，请补填：{rows}",
        "{count} rows state no score, so there is nothing to compare: {rows}",
        "RC-2",
    ),
    "year-not-in-file-name": Code(
        "warning",
        "表内年度为 {year}，文件名写的是 {named}，请核对是否交错了文件",
        "the form is of {year}, the file name says {named}: is it the right file?",
        "RC-3",
    ),
    "placeholder-left": Code(
        "warning",
        "模板占位符（** 或 XXX）没有替换：{rows}",
        "placeholders of the template left in: {rows}",
        "RC-4",
    ),
    "dimension-missing": Code(
        "warning",
        "没有{missing}指标，所用规则集给它分配了分值",
        "no indicators of {missing}, which the rule set gives marks to",
        "RC-5",
    ),
    "points-zero": Code(
        "warning",
        "分值为 0，不计分：{rows}",
        "no marks: {rows}",
        "RC-10",
    ),
    "score-out-of-range": Code(
        "error",
        "得分 {submitted} 不在 0 到分值 {points} 之间",
        "score {submitted} is not between 0 and the full mark {points}",
        "RC-11",
    ),
    "block-points-not-sum": Code(
        "warning",
        "「{block}」印的分值是 {printed}，所列各行分值合计 {sum}，请核对是否缺行或改了权重",
        '"{block}" is printed with {printed} marks, its rows add up to {sum}: is a row missing?',
        "RC-9",
    ),
    "marks-not-whole": Code(
        "error",
        "各部分分值合计 {sum}，应为 {whole}，请核对权重",
        "the marks of all parts add up to {sum} instead of {whole}: check the weights",
        "RC-9",
    ),
    "execution-points-differ": Code(
        "warning",
        "预算执行率分值印为 {points}，所用规则集为 {rule}，请核对是否填错",
        "execution is printed with {points} marks, the rule set gives {rule}: a typing mistake?",
        "RC-13",
    ),
    "block-weight-differs": Code(
        "warning",
        "分值为{given}，所用规则集为{rule}，请核对权重",
        "marks are {given}, the rule set has {rule}: check the weights",
        "RC-46",
    ),
    "rate-not-computed": Code(
        "warning",
        "执行率印为 {printed}，按执行数÷预算数应为 {rate}",
        "the printed rate is {printed}, executed ÷ budget is {rate}",
        "RC-12",
    ),
    "funds-not-sum": Code(
        "error",
        "{column}：资金来源合计 {sum}，总额 {total}，相差 {difference}{unit}，请核对是否漏填来源",
        "{column}: the sources add up to {sum}, the total is {total}, difference {difference} {unit}",
        "RC-14",
    ),
    "funds-total-blank": Code(
        "error",
        "{columns}的资金总额为 0 或空白，下面的资金来源却填了数，请补填总额",
        "{columns}: the total is zero or blank although its sources are filled in: fill in the total",
        "RC-14",
    ),
    "money-scale": Code(
        "warning",
        "{first} {a} 与{second} {b} 相差约一万倍，请核对是元还是万元",
        "{first} {a} and {second} {b} are about ten thousand times apart: 元 or 万元?",
        "RC-16",
    ),
    "equal-to-exceeded": Code(
        "info",
        "{count} 个定值（＝）指标的完成值高于指标值，请判断是否算完成：{rows}",
        "{count} rows with = are above their target; does that count as met? {rows}",
        "RC-19",
    ),
    "parent-and-children": Code(
        "warning",
        "这一行得分 {score} 等于其下 {count} 行得分之和，同一分数计了两次，请只保留一处",
        "its score {score} is the sum of the {count} rows under it: counted twice, keep one",
        "RC-22",
    ),
    "rate-out-of-range": Code(
        "warning",
        "比率「{actual}」不在 0–100% 之间，请核对小数点或指标名称",
        'the rate "{actual}" is outside 0–100 %: check the decimal point or the name',
        "RC-28",
    ),
    "done-after-year": Code(
        "warning",
        "完成时间「{actual}」晚于 {year} 年度，请核对",
        'completion "{actual}" lies after {year}: check it',
        "RC-29",
    ),
    "all-exactly-met": Code(
        "info",
        "{count} 个定量指标的完成值都与指标值完全相同，预算也全部执行，请抽查佐证",
        "all {count} quantitative rows equal their targets and the budget was spent in full: sample the evidence",
        "RC-30",
    ),
    "over-completion-unexplained": Code(
        "warning",
        "完成率 {completion}，达到 {limit}（{limit_source}），没有说明原因，请补充并核对指标值是否偏低",
        "completion {completion} reaches {limit} ({limit_source}) without a reason: add one; was the target too low?",
        "RC-31",
    ),
    "over-completion-listed": Code(
        "info",
        "完成率 {completion}，超过 {limit}（{limit_source}），所述原因：{note}",
        "completion {completion}, above {limit} ({limit_source}); the reason given: {note}",
        "RC-31",
    ),
    "count-not-whole": Code(
        "warning",
        "「{actual}」应为整数，请核对",
        '"{actual}" should be a whole number: check it',
        "RC-32",
    ),
    "direction-doubtful": Code(
        "info",
        "建议核对：数量类产出用了“≤”，不做也算完成：{rows}",
        "proposal: outputs with ≤, which doing nothing would meet: {rows}",
        "RC-37",
    ),
    "done-but-unspent": Code(
        "warning",
        "指标得分率 {done}，预算执行得分率只有 {spent}，差距超过 {limit}（{limit_source}），请核实钱没花、事已办的原因",
        "indicators earn {done}, execution {spent}: a gap above {limit} ({limit_source}); why?",
        "RC-34",
    ),
    "accepted-none": Code(
        "warning",
        "验收为 0，「{quantity}」却得满分，请核实是否已验收",
        'nothing was accepted, yet "{quantity}" earns full marks: was it accepted?',
        "RC-36",
    ),
    "cost-at-least": Code(
        "warning",
        "成本指标「{target}」用了“≥”，花得越多越好，请改为“≤”或“=”",
        'the cost row "{target}" uses ≥, which rewards spending: use ≤ or =',
        "RC-37",
    ),
    "cost-over-target": Code(
        "warning",
        "成本 {actual} 超过上限 {target}，仍得 {submitted} 分，请核对",
        "cost {actual} is above the ceiling {target} and still earns {submitted}: check it",
        "RC-38",
    ),
    "cost-rows-against-executed": Code(
        "warning",
        "成本指标值合计 {planned} 即预算数，完成值合计 {spent}，执行数却是 {executed}，相差 {difference}{unit}",
        "cost targets make up the budget {planned}, {spent} spent, {executed} executed: {difference} {unit} apart",
        "RC-14",
    ),
    "claimed-rate-wrong": Code(
        "warning",
        "说明写「{claim}」，按数字计算是 {computed}{hint_zh}，请更正",
        'the note claims "{claim}", the numbers give {computed}{hint_en}: correct one of them',
        "RC-57",
    ),
    "claimed-deviation-wrong": Code(
        "warning",
        "说明写「{claim}」，按数字计算偏差是 {computed}，请更正",
        'the note claims "{claim}", the numbers give a deviation of {computed}',
        "RC-57",
    ),
    "claimed-surplus-wrong": Code(
        "warning",
        "说明写「{claim}」，完成值与指标值却相差 {difference}，请核对完成值",
        'the note claims "{claim}", actual less target is {difference}: check the actual value',
        "RC-57",
    ),
    "claimed-amount-wrong": Code(
        "warning",
        "说明写「{claim}」，完成值却是「{actual}」，请核对",
        'the note says "{claim}", the actual value is "{actual}"',
        "RC-51",
    ),
    "claimed-deviation-none": Code(
        "warning",
        "说明写「{words}」，完成值「{actual}」却与指标值完全相同，请核对",
        'the note says "{words}", yet the actual value "{actual}" equals the target',
        "RC-57",
    ),
    "goal-contradicts-row": Code(
        "warning",
        "年度目标写「{claim}」，指标值却是「{own}」，请核对",
        'the goal says "{claim}", the target is "{own}"',
        "RC-40",
    ),
    "achievement-contradicts-row": Code(
        "warning",
        "完成情况写「{claim}」，完成值却是「{own}」，请核对",
        'the achievement says "{claim}", the actual value is "{own}"',
        "RC-40",
    ),
    "number-not-carried": Code(
        "info",
        "建议核对：目标或完成情况中有 {count} 处数字没有对应的指标：{words}",
        "proposal: {count} numbers of the goal or achievement that no indicator carries: {words}",
        "RC-40",
    ),
    "other-year": Code(
        "warning",
        "{where}写的不是 {year} 年度：「{clause}」，请核对",
        '{where} speaks of another year than {year}: "{clause}"',
        "RC-3",
    ),
    "promise-not-measured": Code(
        "warning",
        "年度目标承诺「{words}」，{measured_zh}，请补充指标",
        'the goal promises "{words}", but {measured_en}: add one',
        "RC-40",
    ),
    "rate-under-quantity": Code(
        "info",
        "建议核对：比率放在数量指标下，更像质量或时效指标：{rows}",
        "proposal: rates under 数量指标, rather quality or timeliness: {rows}",
        "RC-41",
    ),
    "payment-under-quantity": Code(
        "warning",
        "资金支付不是产出数量，预算执行率已计分，请更换：{rows}",
        "payment is no output and is scored as execution already: {rows}",
        "RC-41",
    ),
    "indicator-twice": Code(
        "warning",
        "同一指标设了 {count} 次，请只保留一处：{rows}",
        "the same indicator stands {count} times, keep one: {rows}",
        "RC-42",
    ),
    "measure-in-words": Code(
        "warning",
        "名称是可计数的，指标值却是文字，请改为数值：{rows}",
        "the name can be counted, the target is words; give a number: {rows}",
        "RC-45",
    ),
    "words-not-measurable": Code(
        "info",
        "建议核对：定性指标值没有衡量尺度，难以判断是否完成：{rows}",
        "proposal: targets in words without a measure: {rows}",
        "RC-44",
    ),
    "one-row-heavy": Code(
        "warning",
        "这一行占 {points} 分，超过总分的 {limit}（{limit_source}），请分设指标",
        "this row carries {points} marks, above {limit} of the whole ({limit_source}): split it",
        "RC-48",
    ),
    "too-few-indicators": Code(
        "warning",
        "三级指标只有 {count} 个，少于 {limit} 个（{limit_source}）",
        "only {count} indicators, fewer than {limit} ({limit_source})",
        "RC-48",
    ),
    "satisfaction-target-low": Code(
        "warning",
        "满意度指标值「{target}」低于 {limit}（{limit_source}）",
        'satisfaction target "{target}" is below {limit} ({limit_source})',
        "RC-46",
    ),
    "satisfaction-unproven": Code(
        "info",
        "建议核对：满意度为 100%，没有写明调查方式和人数，请索取问卷：{rows}",
        "proposal: 100 % satisfied and no survey named; ask for it: {rows}",
        "RC-50",
    ),
    "note-missing": Code(
        "warning",
        "扣了分没有说明原因：{rows}",
        "marks lost without a note: {rows}",
        "RC-56",
    ),
    "execution-note-missing": Code(
        "info",
        "执行率 {rate}，低于 {limit}（{limit_source}），须另附原因",
        "execution {rate} is below {limit} ({limit_source}): a reason must be given",
        "RC-56",
    ),
    "note-says-unfinished": Code(
        "warning",
        "得了满分，说明却写「{words}」，请核对",
        'full marks, yet the note says "{words}"',
        "RC-57",
    ),
    "note-says-done": Code(
        "warning",
        "没有达到指标值，说明却写「{words}」，请核对",
        'the target is missed, yet the note says "{words}"',
        "RC-57",
    ),
    "note-empty-talk": Code(
        "warning",
        "扣了分，说明空泛，请写明原因和措施：{rows}",
        "marks lost and the note says nothing: {rows}",
        "RC-58",
    ),
    "note-repeated": Code(
        "info",
        "{count} 行的说明一字不差（「{note}」）：{rows}",
        '{count} rows have the same note ("{note}"): {rows}',
        "RC-58",
    ),
    "note-without-measure": Code(
        "info",
        "建议核对：只写了原因，没有写改进措施：{rows}",
        "proposal: a cause, but no measure: {rows}",
        "RC-59",
    ),
    "note-too-long": Code(
        "warning",
        "说明有 {length} 字，超过 {limit} 字（{limit_source}）",
        "the note has {length} characters, more than {limit} ({limit_source})",
        "RC-56",
    ),
    "difference-caused": Code(
        "warning",
        "差异可由此解释：{cause_zh}",
        "the difference comes from: {cause_en}",
        "RC-17",
    ),
    "difference-unexplained": Code(
        "warning",
        "已知的各种算法都得不出这个得分，请询问计分依据",
        "no known way of scoring gives this score: ask how it was made",
        "RC-17",
    ),
    "prose-count-differs": Code(
        "warning",
        "正文写「{claim}」，本文件中的项目自评表是 {count} 张，请核对",
        'the prose says "{claim}", the document has {count} project forms',
        "RC-60",
    ),
    "prose-amount-differs": Code(
        "warning",
        "正文写「{claim}」，{forms} 张表的{word}合计是 {sum} 万元，请核对",
        'the prose says "{claim}", the {word} of {forms} forms adds up to {sum} 万元',
        "RC-60",
    ),
    "department-below-projects": Code(
        "warning",
        "部门整体{word} {whole} 万元，小于 {forms} 个项目合计 {sum} 万元，请核对",
        "the department's {word} {whole} 万元 is below the sum {sum} of its {forms} projects",
        "RC-25",
    ),
    "note-in-many-forms": Code(
        "info",
        "多张表的说明一字不差（「{note}」）：{names}",
        'several forms have the same note ("{note}"): {names}',
        "RC-58",
    ),
    "forms-nearly-alike": Code(
        "warning",
        "「{first}」与「{second}」有 {same} 个指标和指标值完全相同，请核对是否照抄",
        '"{first}" and "{second}" share {same} indicators and targets: copied?',
        "RC-66",
    ),
    "level-scored-differently": Code(
        "info",
        "同为「{level}」，{often} 行得分值的 {usual}，另有：{rows}；请核对扣分尺度是否一致",
        'for "{level}" {often} rows earn {usual} of their marks, but: {rows}; is the scale the same?',
        "RC-67",
    ),
    "full-totals-share": Code(
        "info",
        "{forms} 张表中有 {full} 张自评满分",
        "{full} of {forms} forms give themselves the full total",
        "RC-65",
    ),
    "measures-fewer": Code(
        "warning",
        "列了 {problems} 个问题，只有 {measures} 条措施，请补充",
        "{problems} problems, only {measures} measures",
        "RC-64",
    ),
    "actuals-repeat-last-year": Code(
        "warning",
        "「{name}」{count} 个完成值与 {year} 年度完全相同，请核对",
        '"{name}" repeats {count} actual values of {year}',
        "RC-33",
    ),
    # rule files
    "rule-file-invalid": Code("error", "{path}：{reason_zh}", "{path}: {reason_en}"),
    "clause-unknown": Code(
        "error",
        "条款「{clause}」在 clauses.md 中没有；已有：{known}",
        'clause "{clause}" is not in clauses.md; there are: {known}',
    ),
    "clauses-missing": Code("error", "规则文件旁没有 clauses.md", "no clauses.md beside the rule file"),
    "clause-unreadable": Code("error", "条款格式不对：{reason}", "cannot read the clause: {reason}"),
    "ruleset-unknown": Code(
        "error",
        "没有名为「{id}」的规则集；已有：{known}",
        'no rule set named "{id}"; there are: {known}',
    ),
    "ruleset-ambiguous": Code(
        "error",
        "有多个规则集可用：{ids}；请用 --rules 指定",
        "several rule sets fit: {ids}; choose one with --rules",
    ),
    "ruleset-none": Code(
        "error",
        "没有适用于该表的默认规则集（{why}）；请用 --rules 指定，可选：{known}",
        "no default rule set fits this form ({why}); choose one with --rules: {known}",
    ),
    "rules-dir-empty": Code(
        "error",
        "目录「{folder}」下没有规则文件；应为 <地区>/<文件>/<日期>.yaml",
        'no rule files below "{folder}"; they are <jurisdiction>/<document>/<date>.yaml',
    ),
    "ruleset-duplicate": Code(
        "error", "规则集编号「{id}」重复：{files}", 'rule set id "{id}" stands in several files: {files}'
    ),
    # lints of rule files; rulebook/lint documents each
    "lint-rows-uncovered": Code("error", "没有规则适用于：{rows_zh}", "no rule applies to: {rows_en}"),
    "lint-rules-overlap": Code(
        "error",
        "规则「{first}」和「{second}」都适用于：{rows_zh}；请用 except 排除",
        'rules "{first}" and "{second}" both apply to: {rows_en}; use except',
    ),
    "lint-rule-unreachable": Code(
        "error", "规则「{rule}」不可能适用于任何一行", 'rule "{rule}" can apply to no row'
    ),
    "lint-exception-useless": Code(
        "error",
        "规则「{rule}」的这条 except 没有排除任何一行",
        'this except of rule "{rule}" takes nothing out',
    ),
    "lint-method-unfit": Code(
        "error",
        "规则「{rule}」的计分方法 {kind} 算不了它适用的这些行：{rows_zh}",
        'the method {kind} of rule "{rule}" cannot score: {rows_en}',
    ),
    "lint-tiers-gap": Code(
        "error", "分档有缺口：{left} 与 {right} 之间", "the tiers leave a gap: {left} – {right}"
    ),
    "lint-tiers-overlap": Code(
        "error", "分档有重叠：{left} 与 {right}", "two tiers overlap: {left} and {right}"
    ),
    "lint-levels-gap": Code(
        "error", "各档得分区间有缺口：{left} 与 {right} 之间", "the levels leave a gap: {left} – {right}"
    ),
    "lint-levels-overlap": Code(
        "error", "各档得分区间有重叠：{left} 与 {right}", "two levels overlap: {left} and {right}"
    ),
    "lint-level-word-twice": Code("error", "「{word}」列了两次", '"{word}" stands twice'),
    "lint-word-unmatchable": Code(
        "error",
        "「{word}」不可能与单元格相符，请写成「{normal}」",
        '"{word}" can match no cell; write "{normal}"',
    ),
    "lint-repeats-target-unknown": Code(
        "error", "没有名为「{name}」的档；已有：{known}", 'no level is named "{name}"; there are: {known}'
    ),
    "lint-grades-gap": Code(
        "error", "等级有缺口：{left} 与 {right} 之间", "the grades leave a gap: {left} – {right}"
    ),
    "lint-grades-overlap": Code(
        "error", "等级有重叠：{left} 与 {right}", "two grades overlap: {left} and {right}"
    ),
    "lint-grade-twice": Code("error", "等级「{grade}」列了两次", 'grade "{grade}" stands twice'),
    "lint-fact-undeclared": Code(
        "error", "事实「{fact}」没有在 facts 中说明", 'fact "{fact}" is not described under facts'
    ),
    "lint-fact-unused": Code("error", "没有规则用到事实「{fact}」", 'no rule asks for fact "{fact}"'),
    "lint-fact-case-unknown": Code(
        "error", "assume「{value}」不在各情形之中：{known}", 'assume "{value}" is none of the cases: {known}'
    ),
    "lint-choice-of-one": Code(
        "error", "{kind} 至少要有两个选项", "{kind} needs at least two to choose from"
    ),
    "lint-threshold-range": Code(
        "error", "及格门槛 {value} 应在 0 与 1 之间", "the pass threshold {value} should lie between 0 and 1"
    ),
    "lint-cap-below-floor": Code("error", "上限 {cap} 低于下限 {floor}", "cap {cap} is below floor {floor}"),
    "lint-deduction-backwards": Code(
        "error", "扣分 {take} 应大于零", "the deduction {take} should be above zero"
    ),
    "lint-share-as-percent": Code(
        "error",
        "得分比例 {share} 过大；比例是分值的几成，如 [0.7, 0.7]",
        "the share {share} is too large; shares are fractions of the marks, such as [0.7, 0.7]",
    ),
    "lint-clause-uncited": Code("error", "没有规则引用条款「{clause}」", 'no rule cites clause "{clause}"'),
    "lint-evidence-too-strong": Code(
        "error",
        "evidence 写 {evidence}，但所引条款「{clause}」的依据更弱",
        'evidence says {evidence}, but the cited clause "{clause}" is weaker',
    ),
    "lint-tier-evidence": Code(
        "error",
        "tier {tier} 与 evidence {evidence} 矛盾：推定的规则集两处都写 inferred",
        "tier {tier} contradicts evidence {evidence}: an inferred set is inferred in both",
    ),
    "lint-document-missing": Code(
        "error", "tier 为 {tier} 的规则集要写明 document", "a set of tier {tier} must name its document"
    ),
    "lint-dates-unreadable": Code(
        "error", "日期「{date}」应写成 YYYY-MM-DD", 'date "{date}" should be written YYYY-MM-DD'
    ),
    "lint-dates-order": Code("error", "日期 {after} 早于 {before}", "{after} comes before {before}"),
    "lint-years-broken": Code(
        "error",
        "年度 {years} 应为整年，并有起始年度，如 [2020, inf)",
        "fiscal years {years} should be whole and have a first year, such as [2020, inf)",
    ),
    "lint-years-before-document": Code(
        "error",
        "年度 {years} 早于文件生效日 {start} 一年以上",
        "fiscal years {years} begin more than a year before {start}",
    ),
    "lint-id-unkempt": Code(
        "error", "「{text}」应写成如 {example} 的小写形式", '"{text}" should be written like {example}'
    ),
    "lint-title-untranslated": Code("error", "「{zh}」没有英文", '"{zh}" has no English'),
    "lint-interpretation-empty": Code(
        "error", "理解「{text}」没有说明为什么这样选", 'interpretation "{text}" does not say why'
    ),
    "lint-weights-sum": Code(
        "error", "权重合计 {sum}，应为 {total}", "the marks add up to {sum}, not {total}"
    ),
    "lint-weights-execution": Code(
        "error",
        "权重中预算执行率 {profile} 分，execution 中却是 {execution} 分",
        "the weights give execution {profile}, the execution rule {execution}",
    ),
    "lint-profiles-conflict": Code(
        "error",
        "权重的适用情形矛盾或重复：{when}",
        "weight profiles hold together, or never: {when}",
    ),
    "lint-over-completion-low": Code(
        "error",
        "超额界限 {above} 低于 1；它是完成率，130% 写 1.3",
        "over-completion from {above}: it is a completion ratio, 130 % is 1.3",
    ),
    "lint-url-unusable": Code(
        "error",
        "网址「{url}」应以 http:// 或 https:// 开头",
        'address "{url}" should begin with http:// or https://',
    ),
    "lint-waiver-unknown": Code(
        "error", "没有名为「{name}」的检查；已有：{known}", 'no lint is named "{name}"; there are: {known}'
    ),
    "lint-waiver-unused": Code(
        "error", "「{name}」没有发现问题，请删去这条豁免", '"{name}" finds nothing; remove the waiver'
    ),
    "lint-defaults-overlap": Code(
        "error",
        "{year}年度与规则集 {other} 都是默认，无法取舍",
        "for {year} this set and {other} are both the default",
    ),
    "lint-defaults-gap": Code(
        "error", "{year}年度没有规则集（{id} 之前有缺口）", "no set covers {year}, before {id}"
    ),
    "lint-supersedes-unknown": Code(
        "error",
        "supersedes「{id}」不存在、是自己，或年度没有终止",
        'supersedes "{id}": not there, itself, or its years do not end',
    ),
    "lint-file-misplaced": Code(
        "error",
        "文件「{file}」应放在 {folder}/<文件>/<日期>.yaml",
        'file "{file}" should be {folder}/<document>/<date>.yaml',
    ),
    "rule-id-duplicate": Code("error", "规则编号「{id}」重复", 'rule id "{id}" stands twice'),
    "inferred-set-fits-better": Code(
        "info",
        "推定规则集 {id} 更能解释填报得分：不一致的行由 {now} 行减为 {then} 行；可用 --rules {id} 查看",
        "the inferred set {id} explains the scores better: {then} rows differ instead of {now}; see --rules {id}",
    ),
    "grade-incomparable": Code(
        "error",
        "等级「{actual}」与指标值「{target}」不在同一等级序列，或序列的高低次序不明，无法比较",
        'grade "{actual}" cannot be ranked against the target "{target}"',
        "RC-26",
    ),
    # a year of tables
    "score-too-large": Code(
        "error",
        "得分 {low}–{high} 超出明细表能存放的范围，或分值的小数过多，请核对分值",
        "the score {low}–{high} is more than the table holds, or the marks have too many decimals; check the marks",
    ),
    "project-without-funds": Code(
        "warning",
        "资金表中没有项目「{project}」，总分不含预算执行得分，请补上该行",
        'the funds table has no project "{project}": the total is without execution; add its row',
    ),
    "project-without-indicators": Code(
        "error",
        "资金表中的项目「{project}」在明细表中没有指标，没有总分，请核对项目编号",
        'project "{project}" of the funds table has no indicators and no total; check its id',
    ),
    "funds-repeated": Code(
        "error",
        "资金表中项目「{project}」不止一行，只用了第一行，请只保留一行",
        'the funds table has project "{project}" more than once, and only the first counts; keep one',
    ),
}
