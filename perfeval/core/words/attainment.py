"""Words of attainment (完成程度用词): what forms answer a target in words by, sorted by what each word does.

One line a class: the class, then its words. A new word is one word more in its line.
"""

from __future__ import annotations

from typing import Literal

Role = Literal[
    "reach",
    "good",
    "timely",
    "better",
    "up",
    "down",
    "bad",
    "limit",
    "happen",
    "not",
    "none",
    "wholly",
    "nearly",
    "partly",
    "weakly",
    "strongly",
    "late",
    "adverb",
    "object",
    "doubt",
    "other",
]

_WORDS = """
reach    全部或基本达成预期指标 全部或基本达成年度指标 全部或基本达成 达成或基本达成 完成 达成 达到 实现 达标
reach    解决 整改到位 应保尽保 应发尽发 应补尽补 应享尽享 应收尽收 全覆盖 达产 投产 清零 落实 完工 竣工 建成
reach    交付 到位 兑现 办结 履行 做到 履约 销号
good     健全 完善 合规 合法 合法合规 规范 有效 准确 真实 完整 合格 完好 通过 满意 显著 明显 稳定 平稳 正常 安全
good     保障 可控 有序 畅通 充分 合理 科学 充足 齐全 有力 高效 优质 良性 和谐 顺畅 顺利 一致 公开 公平 公正
good     透明 整洁 清晰 严格 符合 满足 保持 确保 认可 好评 健康 可持续 长效 长期 持续发挥 发挥 遵守 执行 适用
good     先进 便捷 便利 优化 支持 运行 覆盖 建立 验收 化解 控制 控制在
timely   及时 按时 按期 如期 准时 适时 按计划 按进度 按时限
better   提高 提升 改善 增强 改进 好转 加强 促进 推动 推进 带动 优于 巩固 拉动 助力 有利于 有助于
up       增加 增长 上升 扩大 上涨 增多
down     负增长 下降 降低 减少 减轻 缩小 缩短 减弱 减排 减量 下跌 回落 压缩 压减 缓解 遏制 节约 节省
bad      违规 违纪 违法 违约 事故 投诉 信访 上访 舆情 拖欠 欠薪 超支 浪费 泄漏 泄露 污染 差错 失误 错误 缺陷
bad      遗漏 疏漏 伤亡 死亡 受伤 故障 中断 纠纷 案件 事件 问题 隐患 风险 返贫 损失 损坏 流失 挪用 截留 套取
bad      虚报 冒领 扰民 火灾 疫情 灾害 侵权 腐败 排放 举报 退货 丢失 缺失 不良 恶化 失败 差评 复发 感染 负面
bad      质疑 败诉 处罚 通报 滞留 积压 抛荒 撂荒 重复 虚假 造假 破坏 反弹 返工 黑臭 断档 漏报 迟报 瞒报 错报
bad      误差
limit    突破 超出 超过 超 超标 超标准 超预算 超概算 超范围 超期限
happen   发生 出现 存在 产生 引发 造成 发现 有 收到 接到 导致
not      尚不 尚无 尚没有 还没有 还不
not      未 没 不 非 否 未能 尚未 还未 暂未 并未 仍未 未曾 未有 不曾 不能 不得 不会 没能 无法 难以 缺乏 缺少 欠缺 欠
not      不够 不太 不再 未予 未得到
none     无 零 0 没有 未发生 不发生 未出现 不出现 未发现 不存在 未存在 未产生 不产生 未引发 不引发 未造成
none     不造成 未收到 未接到 未有发生 杜绝 避免 严禁 防止 零发生 无任何 未发生任何 没有任何 没有发生 没有出现
none     没有发现 无新增 未导致 不导致 从未 从未发生 绝不 坚决杜绝 杜绝发生 避免发生 防止发生 不允许
none     不允许发生 不得发生 不得出现 未查出 未查实
wholly   全部 完全 全面 全 全都 均 都 均已 全数 所有 各项 整体 彻底 圆满 悉数 百分之百 百分百 如数 超额 足额
nearly   基本 基本上 大体 总体 较好 较好地 大致
partly   部分 大部分 多数 大多数 绝大部分 半数 一半 局部 个别 阶段性 少部分 少数 小部分
weakly   有所 略有 略 小幅 轻微 稍有 稍 一定 一定程度 一定程度上 初步 逐渐
strongly 显著地 明显地 大幅 大幅度 大大 极大 较大 较大幅度 很大 持续 不断 稳步 进一步 更加 日益 逐步 逐年 切实
strongly 充分地 十分 非常 很 极 高度 不断地 持续性 极为 特别 相当
late     逾期 延期 延迟 滞后 推迟 超期 超时 拖延 延误 延后 迟延 拖后 晚于
adverb   并具有一定效果 具有一定效果 且效果较差 效果较差 已 已经 现已 均已经 都已 业已 并 且 和 及 与 也 了
adverb   得到 得以 予以 给予 进行 开展 成功 正式 依法 依规 按 按照 照 认真 积极 主动 妥善 顺利地 高质量 高标准
adverb   保质 保量 保质保量 提前 有效地 不折不扣 无条件 不打折扣 不懈 不间断 无死角 无缝 真正 严格地 实际 最终
adverb   目前 全年 年内 本年 本年度 当年 年度内 期内 期间 如实 统一 切实地 合计 的 地 得 可 能 能够 应 所 其
adverb   较上年 比上年 全过程 率先 逐一 逐项 一次性
object   现象 行为 情况 情形 预期 目标 指标 任务 要求 标准 效果 成效 计划 工作 水平 年度 年初 既定 绩效 设定
object   预定 全年目标 相应 规定 目标值 指标值 预期目标 值 内容 项目 工程 进度 质量 状态 程度 制度要求 合同
object   约定 方案 预期效果 效益 作用 数量 建设 建设任务 实施 资金 支出 成本 预算 概算 重大 特大 较大安全
object   内 以内 之内 范围 范围内
object   一般安全 安全生产 责任 相关 有关 任何 各类 重特大 人员 群体性 使用 管理 业务 经费 项目资金 投资
doubt    提升空间 提高空间 改进空间 改善空间 进步空间 优化空间
doubt    有限 放缓 趋缓 乏力 不及预期 试运行 试用 试生产 试运营
doubt    但 除 外 仅 只 剩余 其余 尚有 还有 还差 缺口 差 待 尚 正在 推进中 进行中 在建 建设中 实施中 办理中 拟
doubt    初步验收 初验 预验收 第一批 首批 第一阶段 下年 下一年 下年度 明年 次年
doubt    计划于 预计 将 约 左右 或 过于 力争 较 较为 比较 争取 有待 亟待 需 需要 应当 一般 接近 趋于 努力
"""

# Words that begin like a negation and are none: they are read as they stand, never as 不 or 无.
_NO_NEGATIONS = """
有限公司 有限责任
不低于 不少于 不高于 不大于 不小于 不多于 不仅 不但 不动产 不锈钢 不同 不等 不少 不可或缺 不忘初心 不定期
不可再生 不可移动 未成年 未成年人 未来 未婚 无障碍 无人机 无线 无偿 无害化 无纸化 无缝衔接 无菌 无公害 无党派
无差别 无盲区 无形 无理数 无机 无核 无烟 无土 无轨 无证明 非遗 非物质 非税 非公 非公有 非营利 非盈利 非机动车
非农 非电 非化石 非居民 非住宅 非全日制 非煤 非粮 非洲 否则 没收 零距离 零碳 零售 零工 零散 零件 零容忍 零基
零跑腿 零钱 零星 有机 有线 有色 有偿 有害 有轨 有序推进
"""

ALL = frozenset(["全覆盖", "应保尽保", "应发尽发", "应补尽补", "应享尽享", "应收尽收"])
"""Words of attainment that say that nothing was left out."""
YES = frozenset(["是", "对", "√", "✓", "☑", "已", "yes", "y"])
"""One-word answers of yes."""
NO = frozenset(["否", "不是", "×", "✗", "☒", "no", "n", "没", "未"])
"""One-word answers of no (否)."""
HAS = frozenset(["有", "已有", "具有", "具备"])
HAS_NOT = frozenset(["无", "没有", "未有", "不具备"])
NOTHING = frozenset(
    ["无", "零", "没有", "未有", "没", "无发生", "零发生", "没有发生", "不发生", "未发生", "未出现", "未发现"]
)
"""What a ceiling, or a target of nothing, is answered by where nothing happened (无, 未发生)."""
PLANS = ("延至", "延期至", "推迟至", "顺延", "预计", "计划", "拟", "将于", "将在", "力争", "正在", "待")
"""What follows words that say that something was not done: how it goes on (未完成，预计3月完成)."""
UNDONE = frozenset(
    [
        *(
            "在建",
            "建设中",
            "实施中",
            "办理中",
            "推进中",
            "进行中",
            "正在",
            "待",
            "尚",
            "拟",
            "预计",
            "试运行",
            "试用",
        ),
        *("剩余", "其余", "缺口", "还差", "尚有", "还有"),
    ]
)
"""Words of doubt that say beside a number that some of it was not done (1座在建)."""
BEST = frozenset(["优", "优秀", "好", "很好", "非常好", "优等", "良好以上", "最好", "优良"])
"""Grade words at the top of any scale."""
WORST = frozenset(["差", "很差", "较差", "极差", "坏", "不好", "劣", "不合格", "不及格"])
"""Grade words at the bottom of any scale."""

GRADE_SCALES: tuple[tuple[str, ...], ...] = (
    ("优", "良", "中", "差"),
    ("优", "良", "中", "低", "差"),
    ("优秀", "良好", "中等", "较差"),
    ("优秀", "良好", "合格", "不合格"),
    ("优秀", "良好", "一般", "较差"),
    ("优秀", "良好", "及格", "不及格"),
    ("优秀", "称职", "基本称职", "不称职"),
    ("优秀", "合格", "基本合格", "不合格"),
    ("优良", "合格", "不合格"),
    ("好", "较好", "一般", "差"),
    ("好", "较好", "一般", "较差"),
    ("好", "中", "差"),
    ("高", "中", "低"),
    ("很好", "好", "一般", "差"),
    ("非常满意", "满意", "基本满意", "不满意"),
    ("很满意", "满意", "一般", "不满意"),
    ("完善", "较完善", "一般", "不完善"),
    ("显著", "较显著", "一般", "不显著"),
    ("明显", "较明显", "一般", "不明显"),
    ("A", "B", "C", "D"),
)
"""Scales of grades as forms know them, best first (等级次序)."""

GRADE_TARGETS = frozenset(["优", "良", "中", "差", "优秀", "优等"])
"""Grade words that are a grade where they stand as a target; 良好 and 好 may as well be praise."""

GRADES_OF_PRAISE = ("满意", "完善", "显著", "明显", "非常", "很满意", "高", "称职")
"""First words of scales that are words of attainment too: there a lower word is judged by a person."""


def _lexicon() -> dict[str, Role]:
    found: dict[str, Role] = {}
    for line in _WORDS.strip().splitlines():
        role, *words = line.split()
        for word in words:
            found.setdefault(word, role)  # type: ignore[arg-type]  # the first word of a line is a role
    return {**found, **dict.fromkeys(_NO_NEGATIONS.split(), "other")}


LEXICON: dict[str, Role] = _lexicon()
"""Every word and what it does."""

LONGEST = max(len(word) for word in LEXICON)
