"""What stands in the headers of official forms (版式词表): words -> the role of a column, a label or a row.

A layout that perfeval does not know yet is read once its words stand here; no code changes. Words are
compared as `header_word` makes them: no spaces, line breaks or brackets, in simplified characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from perfeval.core.form import FormKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INDICATOR_COLUMNS: Mapping[str, frozenset[str]] = {
    "dimension": _words("一级指标 一级指标名称 一级"),
    "category": _words("二级指标 二级指标名称 二级"),
    "name": _words("三级指标 三级指标名称 三级 指标名称 具体指标 指标内容 绩效指标名称"),
    # A fourth level, where a form has one, is what is scored.
    "detail": _words("四级指标 四级指标名称 四级"),
    # Names the indicator only in a form without the words above; otherwise a label beside the table.
    "label": _words("绩效指标 年度绩效指标 指标 考核指标 评价指标"),
    "comparator": _words("指标性质 计算符号 指标符号 比较符号 运算符号 符号 指标方向"),
    "target": _words("""
        年度指标值 预期指标值 指标值 年度绩效指标值 调整指标值 调整后指标值 全年指标值 计划指标值 绩效指标值
        指标目标值 年度目标值 目标值 全年目标值 计划目标值 预期值 预期目标值 计划值 年度计划值 设定指标值
        指标设定值 年度预期指标值 年度目标 绩效标准 标准值 绩效标准值
    """),
    "initial_target": _words("年初指标值 年初目标值 年初设定指标值 年初预期指标值 原指标值 调整前指标值"),
    "unit": _words("度量单位 计量单位 指标单位 单位"),
    "actual": _words("""
        实际完成值 实际完成指标值 全年完成值 全年实际完成值 年度完成值 年度实际完成值 完成值 实际值 实际完成
        实际完成数 实际完成情况 全年实际完成情况 完成情况 完成指标值 指标完成值 指标完成情况 全年实际值
        实际达成值 达成值 实际达成情况 完成结果 实际完成结果 实际指标值
    """),
    "points": _words("""
        分值 分值权重 权重 指标权重 指标分值 权重分值 权重分 满分 满分值 标准分 标准分值 设定分值 赋分 分数
        配分 权重系数 应得分 应得分值 应得分数
    """),
    "score": _words("""
        得分 自评得分 自评分 自评分值 自评分数 自评打分 指标得分 实际得分 单位自评得分 单位自评分
        实得分 实得分值 实得分数 得分情况 自评得分情况
    """),
    "coefficient": _words("得分系数 指标得分系数"),
    "completion": _words("完成率 指标完成率 完成比例 完成程度 实际完成率"),
    "note": _words("""
        偏差原因分析及改进措施 偏差原因分析及整改措施 偏差原因分析及下一步改进措施 偏差原因分析
        偏差原因 偏差原因及改进措施 偏离原因分析及改进措施 偏差说明 未完成原因分析 未完成原因
        未完成原因分析及改进措施
        未完成原因及改进措施 未完成原因和改进措施 未完成原因分析及拟采取的改进措施
        未完成原因及拟采取的改进措施 未完成原因和拟采取的改进措施 扣分原因 扣分原因和其他说明 扣分原因分析
        扣分说明 原因分析 原因分析及改进措施
    """),
    "grade": _words("优 良 中 差 优秀 良好 中等 较差"),
    # Kept under the words of the form itself; not used in scoring.
    "extra": _words("""
        指标值设定依据 指标设定依据 设定依据 指标赋分规则 赋分规则 评分标准 评分规则 计分标准 评价标准
        得分计算方法 计算方法 计分方法 评分依据 指标解释 指标说明 指标值来源 佐证资料 证明材料 数据来源
        是否核心指标 财政审核评分 复核得分 核查得分 审核得分 扣减分数 偏差率 偏差度 指标类型 序号 备注 说明
    """),
}

WEAKER_WORDS = _words("""
    年度目标 绩效标准 绩效标准值 标准值 权重 指标权重 权重系数 得分情况 自评得分情况 完成结果
""")
"""Words that name their column only where no other column has the same role (权重 beside 分值)."""

LIKELY_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dimension", re.compile(".*一级指标.*")),
    ("category", re.compile(".*二级指标.*|指标类[别型]")),
    ("name", re.compile(".*三级指标.*|具体.*指标.*")),
    (
        "score",
        re.compile("(?!.*(?:复核|审核|核查|核定|财政|专家|评审|第三方|系数|标准|依据|应得)).*(?:得分|评分)"),
    ),
    (
        "actual",
        re.compile(
            "(?!.*(?:率|目标|上年|去年|下年|次年|历年)).*(?:完成值|完成情况|完成数|完成量|实际值|实际数)"
        ),
    ),
    (
        "target",
        re.compile(
            "(?!.*(?:年初|原|调整前|依据|来源|上年|去年|下年|次年|历年)).*(?:指标值|目标值|预期值|计划值)|目标"
        ),
    ),
    ("points", re.compile("(?!.*得分).*(?:分值|权重|满分|标准分)|.*应得分.*")),
    ("comparator", re.compile("比较.*|运算.*")),
    ("note", re.compile(".*(?:偏差|偏离|未完成|未达|扣分).*(?:原因|措施|说明).*")),
)
"""How the words of a column look whose exact words no layout names: taken only where a header lacks the role."""

FUND_COLUMNS: Mapping[str, frozenset[str]] = {
    "initial_budget": _words("年初预算数 年初预算 年初预算金额 年初预算安排 年初预算安排数 年初批复预算数"),
    "budget": _words("""
        全年预算数 全年预算 全年预算金额 全年调整预算数 调整后预算数 调整后预算 调整预算数 年度预算数 预算数
        年度预算金额 预算安排数 预算金额 本年预算数
    """),
    "executed": _words("""
        全年执行数 全年执行 全年执行金额 全年支出数 执行数 执行金额 预算执行数 实际执行数 实际支出数 实际支出
        全年实际执行数 全年实际支出数 实际支出金额 支出数 本年执行数
    """),
    "points": INDICATOR_COLUMNS["points"] | _words("执行率权重 执行率分值"),
    "rate": _words("执行率 预算执行率 资金执行率"),
    "score": INDICATOR_COLUMNS["score"] | _words("执行率得分"),
    "extra": _words("资金来源 资金名称 项目资金 偏差原因 未完成原因 备注 说明"),
}

# Other money, a part of the money, or no money; 预算支出数 may be either amount, 预算调整数 the difference.
_NOT_THE_FUNDS = (
    "(?!.*(?:率|未|差|结余|结转|上年|去年|下年|次年|历年|增|减|追加|基本支出|三公|一般公共|基金|"
    "预算(?:支出|使用|支付)|调整(?:数|金额|额)|[人户次笔个项目位]数))"
)

LIKELY_FUND_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "executed",
        re.compile(
            f"{_NOT_THE_FUNDS}(?!.*计划)[一-龥]{{0,8}}(?:支出|执行|使用|支付)[^预]{{0,4}}(?:数|数额|金额|额)"
        ),
    ),
    (
        "initial_budget",
        re.compile(
            f"{_NOT_THE_FUNDS}(?!.*(?:执行|支出数))[一-龥]{{0,4}}年初[一-龥]{{0,6}}(?:数|数额|金额|额)"
        ),
    ),
    (
        "budget",
        re.compile(
            f"{_NOT_THE_FUNDS}(?!.*(?:年初|执行|实际))[一-龥]{{0,8}}预算[一-龥]{{0,6}}(?:数|数额|金额|额)"
        ),
    ),
)
"""How the words of a column of money look whose exact words no layout names, as in `LIKELY_COLUMNS`."""

IDENTITY_LABELS: Mapping[str, frozenset[str]] = {
    "name": _words("""
        项目名称 专项名称 专项资金名称 转移支付名称 转移支付项目名称 资金名称 政策名称 项目编码及名称
        项目代码及名称 项目名称及编码 项目名称及代码 项目编码和名称 二级项目名称
    """),
    # The name of a form about a whole body; beside 项目名称 it is the body that runs the project.
    "unit": _words("""
        部门名称 部门单位名称 单位名称 预算部门名称 预算单位名称 填报单位 预算单位 省级预算部门名称
        市级预算部门名称 县级预算部门名称 区级预算部门名称
    """),
    "body": _words("实施单位 项目实施单位 项目单位 具体实施单位 资金使用单位 用款单位 地方主管部门"),
    "department": _words("主管部门 主管部门及代码 主管部门名称 主管单位 预算主管部门 中央主管部门"),
    "year": _words("年度 预算年度 评价年度 自评年度 项目年度"),
    "submitted_score": _words("自评总分 自评总得分 总得分 自评得分"),
    # Read past, so that a row which begins with one of them is known as a row of identity.
    "other": _words("""
        项目编码 项目代码 项目编号 项目类别 项目类型 项目属性 项目级次 项目负责人 项目起止时间 项目实施期
    """),
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
    "expected": _words("""
        预期目标 年度预期目标 预期总目标 预期绩效目标 年初设定目标 年初绩效目标 年初预期目标 年初目标
        年度目标 绩效目标 总体目标 全年目标 设定目标
    """),
    "achieved": _words("""
        实际完成情况 实际完成目标 实际完成 目标实际完成情况 目标完成情况 全年实际完成情况 全年完成情况
        完成情况 年度目标完成情况 绩效目标完成情况 全年目标实际完成情况
    """),
    "other": _words("调整绩效目标 调整后绩效目标 当年绩效目标 年度总体目标 年度绩效目标 年度总体绩效目标"),
}

TOTAL_ROWS = _words("""
    总分 总分值 总得分 总计 总计得分 总评分 合计 得分合计 分值合计 自评总分 自评总得分
    自评得分合计 自评分合计 自评合计 指标得分合计 指标合计 各项合计 总合计
""")
"""First cell of the row that sums the indicators."""

TOTAL_SCORES = _words("综合得分 自评得分 自评分 最终得分 绩效自评得分 项目得分 项目自评得分")
"""First cell of the total where the row has nothing but numbers beside it."""

SUBTOTAL_ROWS = _words("小计 分值小计 得分小计")
"""Rows inside the table that sum a part of it; like the total they are not indicators."""

SUBTOTAL = re.compile(r"(.{0,16})(?:小计|合计|分计)")
"""Whole label of a row that sums one level (产出指标小计), where the row tells no value."""

LEVEL_NAMES = _words("""
    产出指标 效益指标 满意度指标 成本指标 数量指标 质量指标 时效指标 经济成本指标 社会成本指标 生态环境成本指标
    经济效益指标 社会效益指标 生态效益指标 可持续影响指标 服务对象满意度指标
""")
"""Names of first and second levels, which no indicator should bear."""

FIRST_LEVELS = _words("""
    产出指标 效益指标 满意度指标 成本指标 决策指标 过程指标 投入指标 管理指标 产出 效益 满意度 成本 决策 过程 投入
    管理 效果 效果指标
""")
"""Names of first levels, where one stands over its rows in a line of its own (一、产出指标)."""

ENUMERATOR = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?\s*)")
"""Number before a line inside a table."""

TOTAL_FUNDS = _words("""
    年度资金总额 年度资金总数 年度资金 年度总资金 年度财政资金总额 年度预算资金总额 年度预算总额 全年资金总额
    项目资金总额 预算资金总额 资金总额 总资金 合计 总计 总额
""")
"""First cell of the fund line that is scored (执行率得分)."""

EXECUTION_ROWS = _words("""
    预算执行率 预算执行情况 预算执行 预算执行进度 资金执行率 预算资金执行率 项目预算执行率 执行率
""")
"""Names of the execution row where a form prints it among the indicators."""

SECTION_WORDS = _words("""
    年度绩效指标完成情况 绩效指标完成情况 年度绩效指标 绩效指标 指标完成情况 项目绩效指标 绩效指标及完成情况
    产出与效果 整体绩效指标 部门绩效指标 绩效目标完成情况
""")
"""Labels beside or above the indicator table, without a column of their own."""

FOOTER = re.compile(
    r"(?:注|备注|填表说明|说明|填报人|填表人|联系人|联系电话|(?:单位|项目|财务)?负责人|(?:经办|审核|复核|制表)人?|填[报表]日期|(?:单位)?[公盖]章"
    r"|其他需要?说明的?(?:问题|事项)|(?:自评|评价)(?:等级|结论)|存在的?问题"
    r"|(?:审核|财政部门|(?:自评|实施|填报|预算|主管)(?:单位|部门))(?:审核)?意见)(?:[:：(（\d]|$)"
)
"""Start of a row below the table that belongs to the paper and not to the form's content."""

FORM_TITLE = re.compile(
    r"[^，。；,;]*(?:自评|自我评价|绩效评价)[^，。；,;]{0,12}表[一二三四五六七八九十\d]*(?:[-—(].*)?"
)
"""Whole title of a self-evaluation form, without spaces; prose that mentions one has punctuation."""

LIST_TITLE = re.compile(r"汇总|一览|清单")
"""In the title of a table that lists forms and is none itself."""

YEAR_ALONE = re.compile(r"\(?((?:19|20)\d\d)(?:年度?)?\)?")
YEAR_IN_TITLE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\(|项目|部门|$)")

NOT_APPLICABLE = _words("/ ∕ - -- － — —— 无 不涉及 不适用 无此项 无此指标")
"""What fillers write in the cells of an indicator that their project does not have."""

COMPARATOR_WORDS: Mapping[str, str] = {
    **dict.fromkeys(_words("正向 正向指标"), "≥"),
    **dict.fromkeys(_words("反向 反向指标 逆向 逆向指标"), "≤"),
    **dict.fromkeys(_words("定性 定性指标 定量 定量指标"), ""),
}
"""Words in a column of comparators that are none themselves; all others are printed before the value."""

TEMPLATE_LEFTOVER = re.compile(r"[….。·]*|(?:指标|目标)?\d*[:：、.]?|\d+[、.]?[….]*")
"""Whole name of a row of the empty template that was not filled in."""

BREAKDOWN = re.compile(r"[★☆*\s]*其中")
"""Start of the name of a row that splits the row above it."""

LONGEST_WORD = 60
"""Longer text is prose, never a header word; what stands in brackets (计分原则) is not counted."""
_LONGEST_TEXT = 600

_SIMPLIFIED = str.maketrans(
    "級標實際數額總資執預績評項產單門體財撥權達質時間滿會濟進設據賦則規證備註說調係餘稱價優淨錄結轉過"
    "區處應專務負責聯繫電話計畫劃異較離減審覈複覆運號類對變環態經準憑覽歲給與為屬擬採",
    "级标实际数额总资执预绩评项产单门体财拨权达质时间满会济进设据赋则规证备注说调系余称价优净录结转过"
    "区处应专务负责联系电话计划划异较离减审核复复运号类对变环态经准凭览岁给与为属拟采",
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_OPENS = re.compile(r"[(（\[［【〔]")
_EDGES = " :;,.、。，;：*★☆#—-"


@lru_cache(maxsize=4096)
def header_word(text: str) -> str:
    """Bare word of a header or label (表头词).

    >>> header_word(" 全年 預算數\\n（A） "), header_word("部门（单位）名称："), header_word("得分(20分)")
    ('全年预算数', '部门名称', '得分')
    """
    if len(text) > _LONGEST_TEXT or (len(text) > LONGEST_WORD and not _OPENS.search(text)):
        return ""
    bare, removed = folded(text), 1
    while removed:
        bare, removed = _BRACKETS.subn("", bare)
    return bare.strip(_EDGES) if len(bare) <= LONGEST_WORD else ""


def likely_role(text: str) -> str | None:
    """What the form of a header word says of its column; None where it says nothing.

    >>> likely_role("截至年末完成情况"), likely_role("专家评分")
    ('actual', None)
    """
    word = header_word(text)
    return next((role for role, pattern in LIKELY_COLUMNS if pattern.fullmatch(word)), None)


def likely_fund_role(text: str) -> str | None:
    """What the form of a header word says of a column of money; None where it says nothing.

    >>> likely_fund_role("预算下达金额"), likely_fund_role("累计支付数"), likely_fund_role("预算结余数")
    ('budget', 'executed', None)
    """
    word = header_word(text)
    return next((role for role, pattern in LIKELY_FUND_COLUMNS if pattern.fullmatch(word)), None)


def folded(text: str) -> str:
    """Half-width, simplified and without spaces: for comparing only, never for keeping."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_SIMPLIFIED)


def _by_word(columns: Mapping[str, frozenset[str]]) -> dict[str, str]:
    return {word: role for role, words in columns.items() for word in words}


INDICATOR_ROLE = _by_word(INDICATOR_COLUMNS)
FUND_ROLE = _by_word(FUND_COLUMNS)
IDENTITY_ROLE = _by_word(IDENTITY_LABELS)
GOAL_ROLE = _by_word(GOAL_COLUMNS)
