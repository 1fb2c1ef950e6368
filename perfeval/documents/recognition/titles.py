"""Facts in a title (表题): the year, and the project's or body's name where no label gives it."""

from __future__ import annotations

import re

from perfeval.documents.recognition.words.bare import folded
from perfeval.documents.recognition.words.labels import YEAR_ALONE, YEAR_IN_TITLE

_CHINESE_YEAR = re.compile(r"[一二][〇零○oO0九]\s*[〇零○oO0一二三四五六七八九]{2}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇零○oO一二三四五六七八九", "00000123456789")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_KIND_OF_TABLE = re.compile(
    r"(?P<project>项目)?(?:部门|单位)?(?:整体|项目)?(?:支出|资金|预算)?(?:绩效)?(?:目标)?(?:完成情况)?"
    r"(?:绩效|单位|部门)*(?:自评|自我评价|绩效评价).*"
)
_GENERIC = re.compile(
    r"(?:自治[区州县]|[省市县区]|中央|地方|本级|级|财政|预算|部门|单位|基层|重点|一般|专项|资金|政策|项目|支出|整体"
    r"|年度|全年|年|度|附件|附表|附|第|号|表|[0-9A-Za-z一二三四五六七八九十\-—_、.:：()（）])*"
)
_BODY = re.compile(
    r".*(?:[省市县区乡镇局委厅办院校会馆站所社队部处科]|中心|街道|政府|银行|公司|大学|学院|医院|管委会)"
)
_TABLE_NUMBER = re.compile(r"^\s*附?[件表]\s*\d+(?:[-—]\d+)*[\s:：.、]+(?=(?:19|20)\d\d|[一二][〇零○oO0九])")
_NUMBERED_NAME = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．])\s*"
    r"([^，。；：,;:\s]{2,40}(?:项目|工程|经费|补助|资金))"
)


def _in_figures(line: str) -> str:
    return _CHINESE_YEAR.sub(lambda found: found[0].translate(_CHINESE_DIGITS), line)


def without_table_number(text: str) -> str:
    """A title without the number of the table, which would join with its year.

    >>> without_table_number("表2 2023年度自评表"), without_table_number("附件3：二〇二三年度自评表")
    ('2023年度自评表', '二〇二三年度自评表')
    """
    return _TABLE_NUMBER.sub("", text)


def name_in_heading(line: str) -> str | None:
    """The name of a project in a numbered heading.

    >>> name_in_heading("（一）公厕维护项目"), name_in_heading("一、项目资金"), name_in_heading("一、产出指标")
    ('公厕维护项目', None, None)
    """
    found = _NUMBERED_NAME.fullmatch(line.strip())
    return None if found is None or _GENERIC.fullmatch(folded(found[1])) else found[1]


def year_in(text: str) -> int | None:
    """The one year that a text tells in figures or Chinese numerals, None where it tells none or several.

    >>> year_in("二〇二三年度"), year_in("2023年1月—12月"), year_in("2022-2023年")
    (2023, 2023, None)
    """
    line = _in_figures(folded(text))
    years = {int(year) for year in _YEAR.findall(line)}
    return years.pop() if len(years) == 1 else None


def year_alone(text: str) -> int | None:
    """The year of a line that tells nothing else: （2023年度）, 二〇二三年度."""
    line = _in_figures(folded(text))
    found = YEAR_ALONE.fullmatch(line)
    return int(found.group(1)) if found else None


def year_of_title(line: str) -> int | None:
    """The year in a folded title."""
    line = _in_figures(line)
    found = YEAR_IN_TITLE.search(line)
    return int(found.group(1)) if found else None


def is_body(text: str) -> bool:
    """Whether a text ends as the name of a public body does (水利局, 服务中心)."""
    return bool(_BODY.fullmatch(folded(text)))


def subject_of(title: str) -> tuple[str, bool] | None:
    """Whom or what a folded title is about, and whether that is a body; None for a title without a subject.

    >>> subject_of("青禾县水利局2023年度部门整体支出绩效自评表"), subject_of("2023年度河道清淤项目支出绩效自评表")
    (('青禾县水利局', True), ('河道清淤项目', False))
    >>> subject_of("2023年度市级部门预算项目支出绩效自评表") is None
    True
    """
    begins = _YEAR.split(_in_figures(title), maxsplit=1)
    bare = "".join(re.sub(r"^年?度?", "", part) if at else part for at, part in enumerate(begins))
    bare = re.sub(r"\([^()]*\)", "", bare)
    found = _KIND_OF_TABLE.search(bare)
    if found is None:
        return None
    subject = bare[: found.start()].strip("-—:：、")
    if len(subject) < _SHORTEST or _GENERIC.fullmatch(subject):
        return None
    if _BODY.fullmatch(subject):
        return subject, True
    return subject + (found["project"] or ""), False


_SHORTEST = 3
"""Characters of a name; what is shorter is a part of the table's own name."""
