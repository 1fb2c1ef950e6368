"""Words before a number in a cell (数字前的用词): verbs, names, changes, and what turns a number into another."""

from __future__ import annotations

from typing import Literal

Change = Literal["", "up", "down"]
"""Whether a number tells a growth (提升10%), a decline (下降4%) or neither."""


def listed(text: str) -> tuple[str, ...]:
    """The words of a table that are written with blanks between them."""
    return tuple(text.split())


VERBS = listed(
    """
    已 已经 均 共 共计 累计 合计 总计 计 总共 实际 全年 全年共 全部 年度 本年 当年 年内 完成 实现 达成 开展
    举办 举行 组织 召开 建成 建设 新建 改建 扩建 购置 采购 购买 培训 发放 补助 资助 救助 覆盖 服务 惠及 受益
    支付 支出 发表 出版 编制 制作 印发 印制 安装 维修 维护 更新 改造 修建 种植 栽植 养殖 检测 检验 抽检 检查
    督查 巡查 处理 办理 受理 接待 招聘 录用 招录 引进 新增 发生 达到 达 为 是 有 了 进行 演出 宣传 报道 接受
    参加 派出 选派 提供 扶持 支持 培育 创建 评选 表彰 慰问 走访 调研 收集 签订 登记 保持在 稳定在 维持在
    """
)
"""Verbs and adverbs that say that so many were done; a numeral may follow them (已开展三次)."""

DURATIONS = listed("个工作日 工作日 日 天 个小时 小时 分钟 个月 周 年")
"""Units of a time that counts from something (收到后30日内)."""

ENDS_WITHOUT_UNIT = listed(
    """
    率 度 数 量 额 为 是 达 达到 共 计 完成 : 值 比例 占比 比重
    """
)
"""What a label ends in where the number after it may lack its unit (满意度96)."""

STOPS = listed(
    """
    第 提前 延期 延迟 逾期 推迟 滞后 剩余 剩下 缺口 缺少 短缺 还差 相差 差额 欠 其中 除 原计划 上年 去年
    往年 上期 计划 预计 拟 尚 约 将近 接近 不足 左右 大概 估计 满分 目标值 指标值 应 需 待 标准 文件 编号
    型号 规格 版本 依据 根据 按照 达不到 合同 协议
    """
)
"""Words in a label after which the number is not what was reached."""

STOPS_BEFORE = listed(
    """
    第 分 前 后 到 至 或 由 从 近 约 超 差 余 剩 缺 还 另 除 类 级 号 版 型 扣 应 拟 将 需 每 晚 早 × x X 其
    在 于
    """
)
"""Words that change what a number means where they stand directly before it (第3名, 前10)."""

NO_STOPS = listed(
    """
    比上年 较上年 比上一年 较上一年 同比 环比 比去年 较去年 与上年相比 与去年相比 同比去年 较去年同期
    比上年同期 较上年同期 计划完成率 计划执行率 目标完成率 任务完成率 计划内 应急 响应 适应 供应 应用 效应
    反应 标准化 规划 需求 保持在 稳定在 维持在 待遇 接待 等待 招待 违约 履约 签约 续约 预约 集约 合同履约 按计划
    优待 期待 对待 看待 款待 善待 虐待 应届 应征 应聘 应答 应对 应诉 相应 对应 应变 应战 模拟 虚拟 时尚 风尚 高尚 崇尚
    计划生育 能力提升 能力建设 能力培训 能力评估 能力测试 目标人群 目标群体 补缺 缺陷 清欠
    第三方 高标准 按标准 制定标准 修订标准 发布标准 地方标准 团体标准 行业标准 企业标准
    实到 收到 接到 拆除 清除 消除 排除 解除 免除 扣除 除险 除草 除害
    """
)
"""Words that hold a stop and are none."""

UP = listed(
    """
    提升 提高 增长 增加 上升 上涨 增幅 增速 增强 增收 扩大
    """
)
"""Words of growth (增长)."""

DOWN = listed(
    """
    负增长 下降 降低 减少 下跌 回落 缩短 缩小 压减 压缩 降幅 减幅 节约 节省 减排 减量 降本
    """
)
"""Words of decline (下降)."""

NO_CHANGES = listed(
    """
    增加值 增值 提升改造 扩大会议 增长点 提高班
    """
)
"""Words that hold a word of change and tell none."""

BEGUN = listed(
    """
    已开工 已动工 已启动 已招标 招标中 完成招标 主体完工 主体建设 主体工程 主体封顶 主体结构 主体施工 主体部分 规划
    前期工作 正在 在建 拟建 筹建 施工中 主体完成 初稿 草稿 征求意见稿 送审稿 讨论稿
    已签合同 已签订合同 采购合同 已下单 已申报 已立项 已上报 已审批 已摸排 已下达 已安排 已公示
    形象进度 完成选址 基本建成 基本完工
    """
)
"""Stages before the end, and papers before the thing, which a number of things that were to be done may count
instead (12座已开工, 2篇初稿).
"""

BEGUN_SO_MANY = listed(
    """
    作业设计 施工图设计 初步设计 方案设计
    申报 立项 上报 审批 摸排 公示 整地 下单 下达 储备 续建 名额 意向 预期 力争 争取 目标 报名 申请 通知 符合条件
    初审 预约 签约 摸底 取消 缓建 停工 停建 终止 中止 调减 核减 撤销 退回 亏损 配额 缺额 空缺 搁置 暂停 停办
    """
)
"""Stages before the end, plans, and what did not come about, before their number (公示1000户, 取消3座)."""

TURNING = (*"停漏误错缓拒弃废辞撤损坏亏滞欠缺", "追回", "收回", "清退", "退还", "返还")
"""What begins words of what did not come about, went wrong or was taken back (停发300户), where the row does not."""

NO_TURNS = listed(
    """
    关停 停车 停靠 停放
    漏洞 错峰 缓解 缓冲 废水 废气 废物 废旧 废弃物 撤并 缓坡 废渣 废料 滞洪 错时 缓释 拒腐 补缺 缺陷 误工 损耗
    """
)
"""Words that hold such a character and turn nothing."""

NO_RESULT = listed(
    """
    剩余 剩下 还剩 部分 一半 半数 过半 近半 复查 能力 计划 应 原定 拟 待 尚 报批 在途 在审 封存 暂缓 调整后 选址 流标
    流产 烂尾 订购 预订 欠 缺 彩排 预演 联排 重复参训 重复培训 重复计算 重复统计 结转 往年 以前年度
    """
)
"""What is left, planned or came to nothing, at a number (剩余4公里, 应到120人)."""

OF_A_PART = listed(
    """
    首批 第一批 第1批 第一批次 前两批 部分 部分项目 部分区域 部分地区 部分乡镇 部分单位 第一阶段 第一标段 试点
    """
)
"""What a number or date tells of where it tells of a part only (100%（首批）)."""

OF_A_TIME = listed("上半年 下半年 前三季度 前三个季度 前两季度 一季度 二季度 三季度 四季度")
"""What a rate or an amount tells of where it tells of a part of the year only (上半年100%)."""

UNSETTLED = listed(
    """
    未结算 未决算 未最终结算 尚未结算 待结算 尾款未 尾款尚未 尾款待 尚有尾款 待审计 待审定 待决算 待付 待支付
    尚待 未完工 未竣工 未建成 未全部完工 未交付 首付款 预付款 进度款 首期款 定金
    """
)
"""Words that say that an amount is not all that will be paid."""

SAME_RATES: tuple[tuple[str, ...], ...] = (
    ("合格", "达标", "通过"),
    ("准确", "正确"),
    ("完成", "达成", "实现", "执行", "达标", "支付", "竣工"),
    ("满意", "好评", "认可"),
    ("及时", "按时", "按期", "准时"),
    ("使用", "利用"),
    ("可用", "运行", "完好", "正常"),
    ("知晓", "知晓度", "知悉"),
    ("拨付", "发放", "支付", "兑付"),
    ("成活", "存活"),
    ("办结", "结案", "审结", "办理"),
    ("开出", "开课"),
    ("出勤", "到课", "到岗", "到会"),
)
"""Rates that forms call by several names (合格率, 通过率)."""

DENIABLE = listed("合格 达标 满意 规范 及时 准确 完好 正常")
"""What the rest of a rate is called by, denied: 97.5%合格 tells nothing of a 不合格率."""

OF_A_PLAN = listed(
    """
    建成 建设 完工 交付 安装 发放 兑付 兑现 拨付 采购 购置 配备 到位 到货 供货 落实 整改 办结 结案 审结 验收 改造
    维修 修缮 更新 更换 投用 投运 栽植 播种 种植 清理 清运 拆除 出版 印发 救助 资助 补助 培训 铺设 架设
    """
)
"""Rates of what was to be done, which tell how much of a number was (发放率 of 200户); 参保率 and 就业率 are shares of
other numbers.
"""
