"""Labels that tell whose form it is and what it was to reach (基本信息, 年度目标), and titles -> roles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from perfeval.core.form import FormKind
from perfeval.documents.recognition.words.bare import by_word, composed, words

_NEAR = "_ 本级 地方 县级 县 区级 区县 县区 市县 旗县 自治县"
_CITY = "市级 市 州级 地级 自治州 盟市 师市"
_PROVINCE = "省级 省 自治区 兵团 上级"
_STATE = "中央 国家"
_FIELD = "_ 项目 预算 业务 行业 资金 专项 专项资金 项目资金"
_SUPERVISES = "主管部门 主管单位 主管机关 主管局 主管委办局 归口管理部门 归口管理单位 归口部门"
_CODES = "_ 名称 及代码 及编码 名称及代码 代码及名称 和代码 编码及名称"

MANAGED = composed("资金 _", "分配科学性 分配合理性 下达及时性 拨付合规性 使用规范性 执行准确性") | composed(
    "_ 预算", "绩效管理情况 支出责任履行情况"
)
"""How a transfer was managed: labels with a text under each column (情况说明, 存在问题和改进措施)."""

IDENTITY_LABELS: Mapping[str, frozenset[str]] = {
    "name": composed(
        "_ 省级 市级 县级 区级 自治区",
        "项目 支出项目 项目支出 预算项目 部门项目 专项 专项资金 专项项目 财政专项 转移支付 转移支付项目 资金 资金项目"
        " 政策 政策项目 一级项目 二级项目 三级项目 子项目 财政支出项目 绩效项目",
        "名称",
        "_ 及编码 及代码 及编号 和编码 和代码",
    )
    | composed("_ 省级 市级 县级 区级 自治区", "项目", "编码 代码 编号", "及 和", "名称"),
    # The name of a form about a whole body; beside 项目名称 it is the body that runs the project.
    "unit": composed(
        "_ 省级 市级 县级 区级 州级 自治区 一级", "_ 预算 部门预算", "部门 单位 部门单位", "名称"
    )
    | words("填报单位 填报部门 预算单位 预算部门 部门预算单位"),
    # Who used the money.
    "body": composed(
        "_ 项目 项目具体 具体 资金 项目资金 专项资金 政策 财政资金 预算 项目预算",
        "实施单位 实施部门 实施主体 实施团场 使用单位 使用部门 用款单位"
        " 承担单位 执行单位 建设单位 承办单位 负责单位 负责部门 实施机构",
        "_ 名称 及代码 名称及代码",
    )
    | words("项目单位 项目单位名称 自评单位 申报单位 项目申报单位 编报单位"),
    # Who supervises it; one of the nearest government before one above it.
    "department": composed(_NEAR, _FIELD, _SUPERVISES, _CODES),
    "city_department": composed(_CITY, _FIELD, _SUPERVISES, _CODES),
    "province_department": composed(_PROVINCE, _FIELD, _SUPERVISES, _CODES),
    "state_department": composed(_STATE, _FIELD, _SUPERVISES, _CODES),
    "year": composed(
        "_ 预算 评价 自评 项目 所属 资金 财政 实施 申报 填报 会计 绩效 考核 执行 项目实施 项目执行 预算执行",
        "年度 年份",
    ),
    "submitted_score": words("自评总分 自评总得分 总得分 自评得分"),
    # Kept under the words of the form itself, and a row which begins with one of them is known as one of labels.
    "other": composed("项目 资金 专项", "编码 代码 编号 类别 类型 属性 性质 级次 分类")
    | composed(
        "_ 项目 单位 财务 项目单位 填报", "负责人 联系人 联系电话 负责人及电话 负责人及联系电话 经办人"
    )
    | composed(
        "项目 项目实施 项目执行 建设 实施 政策 政策实施", "起止时间 起止年限 期 期限 周期 时间 日期 年限 地点"
    )
    | composed("_ 中央 省级 市级 州级 县级 区级 地方 同级 本级", "财政部门", "_ 名称")
    | composed("_ 财政", "归口处室 归口科室 归口股室 业务处室")
    | composed("_ 具体 项目 项目具体", "实施 执行 管理 牵头", "处室 科室 股室")
    | composed("_ 部门 单位 部门单位", "主要", "职能 职责")
    | composed("_ 部门 单位", "职能", "概述 简介 职责")
    | composed("_ 部门 单位", "机构设置 人员编制 人员情况", "_ 及人员配置 及人员情况 情况")
    | MANAGED
    | words(
        """
        自评等级 绩效等级 评价等级 自评结论 设立年度 立项年度
        政策依据 政策内容 政策概况 项目概况 项目简介 项目内容 立项依据 项目立项依据 资金用途 联系方式 电话
        填报人 填表人 填报日期 填报时间
        填表日期 自评时间 评价时间 自评日期 是否为经常性项目 是否经常性项目 项目经办人
        """
    ),
}

KIND_WORDS: tuple[tuple[str, FormKind], ...] = (
    ("转移支付", "transfer"),
    ("专项资金名称", "transfer"),
    ("整体支出", "department"),
    ("整体绩效", "department"),
    ("部门整体", "department"),
)
"""Words of a title or of the label before the name: the first that is found tells the kind; else project."""

LAYOUT_WORDS: tuple[tuple[str, str], ...] = (
    ("衔接资金", "linking-funds"),
    ("衔接推进乡村振兴", "linking-funds"),
)
"""Words of a title -> the layout that a rule set may be for alone (`layouts` of a rule file)."""

GOAL_COLUMNS: Mapping[str, frozenset[str]] = {
    "expected": composed(
        "_ 年度 全年 年初 项目 项目年度 年初项目", "预期 设定 绩效 预期绩效 设定绩效", "目标"
    )
    - words("年度绩效目标 项目年度绩效目标")
    | composed(
        "年度 全年 年初 总体 预期总 项目总 项目年度 项目年度总 年度总 当年 当年总体 当年绩效 年初绩效 全年总体"
        " 履职 年度履职 部门履职"
        " 全年预期总体",
        "目标",
    ),
    "achieved": composed(
        "_ 年度 全年 年末 项目 目标 全年目标 年度目标 总体目标 绩效目标 年度总体目标 年度绩效目标 项目年度目标"
        " 全年绩效目标 具体 预期目标 总体",
        "_ 实际",
        "完成情况 实现情况 达成情况",
        "_ 综述 说明",
    )
    | composed("_ 全年 年度", "实际完成", "_ 目标 绩效"),
    "other": composed("_ 年初 年度 当年 调整 调整后 全年 项目年度", "总体 绩效 总体绩效", "目标")
    | composed("_ 项目 总体 年度 绩效 年度总体 年度绩效", "目标", "完成情况及说明 及完成情况 完成及说明"),
}

GOAL_RATE = re.compile("(?:年度|全年|总体|目标|绩效|任务|工作)*(?:完成|达成|实现)(?:率|度|程度|比例|百分比)")
"""Whole label of how far the goals of the year were reached (总体完成率)."""

FORM_TITLE = re.compile(
    r"[^，。；,;]*(?:自评|自我评价|绩效评价)[^，。；,;]{0,12}表[一二三四五六七八九十\d]*(?:[-—(A-Za-z].*)?"
)
"""Whole title of a self-evaluation form, without spaces; prose that mentions one has punctuation."""

HEADING_OF_YEAR = re.compile(
    r"[^，。；,;:]*(?:19|20)\d\d[^，。；,;:]*(?:自评|自我评价)(?:情况|结果|报告|得分|信息|内容)?(?:\([^()]*\))?"
)
"""Whole heading that tells a year and a self-evaluation without 表: a title where no form has begun."""

OTHER_TITLE = re.compile(
    r"[^，。；,;]*(?:运行监控|跟踪监控|目标监控|监控情况)[^，。；,;]{0,8}表[一二三四五六七八九十\d]*(?:[-—(A-Za-z].*)?"
)
"""Whole title of a form on a year that still runs (绩效运行监控表), whose values are no results."""

LIST_TITLE = re.compile(r"汇总|一览|清单")
"""In the title of a table that lists forms and is none itself."""

YEAR_ALONE = re.compile(r"\(?((?:19|20)\d\d)(?:年度?)?\)?")

YEAR_BLANK = re.compile(r"\([_×xX*.…—-]*年度?\)|[_×xX*.…—-]+年度?")
"""The line of a year that nobody has filled in: （　　年度）."""

YEAR_IN_TITLE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|[()\]】]|项目|部门|$)")

IDLE_LINE = re.compile(
    r"\(?(?:(?:金额|资金|计量|货币)?单位[:：]?)?(?:人民币)?(?:亿元|万元|千元|元)\)?|\(?(?:续表?|接上[页表])\)?|公开\d+表|[-—–]\d{1,4}[-—–]|第\d+页(?:共\d+页)?|附[件表][\d一二三四五六七八九十—-]*[:：]?"
)
"""Whole texts that are never a value: the unit of the money, which is read from all texts, and 续表."""

MANAGEMENT = words("资金管理情况 情况说明 存在问题和改进措施 存在问题及改进措施")
"""Words over the texts on how a transfer was managed (分配科学性, 下达及时性)."""

IDENTITY_BLOCK = re.compile("(?:项目|单位|部门|专项|资金)?(?:基本)?(?:情况|信息|概况)")
"""Whole label of the block that tells whose form it is (一、基本情况)."""

_HEAD = "主管(?:部门|单位|机关|局|委办局)(?:名称)?"
LIKELY_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("state_department", re.compile(f"(?:中央|国家).{{0,6}}{_HEAD}")),
    ("department", re.compile(f"(?!.*自治区).{{0,4}}[县区旗乡镇].{{0,6}}{_HEAD}")),
    ("province_department", re.compile(f".{{0,4}}(?:[省厅]|自治区|兵团).{{0,6}}{_HEAD}")),
    ("city_department", re.compile(f".{{0,4}}[市州盟].{{0,6}}{_HEAD}")),
    ("department", re.compile(f"(?!财政|监督|审计).{{0,8}}{_HEAD}")),
    (
        "body",
        re.compile(
            "(?!.*(?:主管|监督|监理|评价|审核)).{0,6}(?:实施|承担|承接|建设|使用|用款|承办|执行|补助|补贴|管护|运营)"
            "(?:单位|部门|主体|机构)(?:名称)?"
        ),
    ),
)
"""How a label looks whose exact words no layout names: who supervises and who used the money, by its last words."""

IDENTITY_ROLE = by_word(IDENTITY_LABELS)


@lru_cache(maxsize=4096)
def identity_role(word: str) -> str | None:
    """Role of the bare word of a label, by the tables or else by its form; None for any other word.

    >>> identity_role("市县主管部门"), identity_role("专项资金实施部门"), identity_role("财政主管部门")
    ('department', 'body', None)
    """
    likely = (role for role, pattern in LIKELY_LABELS if pattern.fullmatch(word))
    return IDENTITY_ROLE.get(word) or next(likely, None)


GOAL_ROLE = by_word(GOAL_COLUMNS)
