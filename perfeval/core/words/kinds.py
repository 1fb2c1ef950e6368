"""Kinds of one thing, and acts, of which one does not answer another (口径词): 省级 and 国家级, 新建 and 维修.

A line holds the kinds that are told apart; words joined by "/" name one kind.
"""

from __future__ import annotations

from perfeval.core.words.labels import listed

Kinds = tuple[tuple[str, ...], ...]


def _lines(text: str) -> tuple[Kinds, ...]:
    return tuple(tuple(tuple(kind.split("/")) for kind in line.split()) for line in text.strip().splitlines())


GRADED = _lines(
    """
    国家级 省部级 省级 市级 县级 乡级 校级
    博士 硕士 本科 大专 中专
    发放/配发/派发/分发 采购/购置/购买/购入/印制/印刷
    """
)
"""The highest, or last, first: a higher one is one of the lower kind as well, what was given out was bought before."""

APART = _lines(
    """
    小学 初中 高中 中职 幼儿园
    男性 女性
    春季 夏季 秋季 冬季
    城镇 农村
    公办 民办
    编外 编内/编制内/在编
    新建 改造/改建/维修/维护/养护/管护/修缮/修复/检修 报废
    更新/更换 报废/淘汰
    采购/购置/购买/购入 租赁/租用 销售/售出 回收 生产/产量 借阅/外借
    招聘/招录/录用/聘用 培训/轮训
    注销/清退 登记/注册
    事故/火灾 隐患 投诉/举报 纠纷
    上访 来访/接访
    正面 负面
    """
)
"""Kinds of which one is never another."""

INSTEAD = tuple(
    (tuple(asked.split()), tuple(told.split()))
    for line in """
安装 铺设 敷设 架设 投放 栽植 栽种 种植 放流 布设 改装 : 采购 购买 购置 购入
安装 新装 加装 : 更换 维修
举办 主办 承办 召开 : 参加 参展 参赛 出席 观摩
育成 选育 培育 孵化 研发 研制 : 引进 引入 引种 购买 采购 购置
编写 编制 编印 编纂 创作 出版 录制 拍摄 摄制 制作 : 购买 采购 购置 征订 订阅 引进
修复 修缮 展出 展览 陈列 : 征集 征购 收藏
治疗 救治 手术 康复 诊疗 : 筛查 体检 义诊
治愈 出院 康复 : 收治 接诊 入院 住院
拆除 取缔 : 查处 查封
转化 产业化 : 授权 申请 登记
安置 : 接收
通过 合格 : 参加 参考 报考
播出 上线 展出 演出 : 制作 拍摄 录制 开发 编排
移交 : 整理 接收
接收 收集 征集 : 移出 移交 调出
整改 拆除 治理 整治 处置 查处 加固 抓获 : 发现 排查 鉴定 检测 查出 评估
资助 帮扶 救助 补助 : 走访 家访 慰问 排查 摸底
就业 安置 : 培训 推荐
建设 建成 新建 开通 : 维护 维修 养护 管护 清淤 疏浚 加固 勘测 勘察 测绘 租用 租赁
入户 上门 走访 家访 : 电话 线上 视频 微信
开展 组织 举办 主办 承办 录播 录制 播出 演出 : 观摩 观看 旁听 收看 收听 转发 参观
绘制 编绘 : 购买 采购 购置
选派 派出 输送 : 接收
养护 管护 抚育 : 新造 造林 新栽 新建
现场 实地 : 书面 电话 线上 视频
制定 编制 : 参与制定 参与编制 参与起草
取得 获得 : 参加
""".strip().splitlines()
    for asked, told in [line.split(":")]
)
"""Acts that are asked for, and those that come before them or stand instead of them: 采购 of 安装, 参加 of 举办."""

NO_KINDS = listed(
    "租赁住房 租赁房 走访慰问 安全生产 生产安全 农业生产 生产线 生产资料 生产经营 回收站 回收点 维修资金"
)
"""Words that hold the word of a kind and name none."""
