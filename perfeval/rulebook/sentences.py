"""Rules in sentences (规则的文字), read off their expressions."""

from __future__ import annotations

from fractions import Fraction

from perfeval.core.exact import show
from perfeval.core.figures import exact_percent as percent
from perfeval.core.rules import expressions as ex
from perfeval.core.rules.expressions import ZERO, Node
from perfeval.rulebook.rule_notation import notation, points_text, share_text
from perfeval.rulebook.rule_terms import of
from perfeval.rulebook.voice import (
    NUMBERS,
    Voice,
    fact_named,
    fact_value,
    factor,
    in_unit_of,
    interval_of,
    limit_text,
    named,
    numbered,
    readings_of,
    share,
    spread,
)


def say(node: Node, voice: Voice) -> str:
    """A rule in one sentence, or as a formula with w (分值), A (指标值) and B (实际完成值)."""
    return notation(node, voice) if voice.formula else _Speaker(voice).say(node)


class _Speaker:
    """One voice, saying the parts of a rule."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice

    def of(self, zh: str, en: str) -> str:
        """The text of the voice's language."""
        return of((zh, en), self.voice.lang)

    def say(self, node: Node) -> str:
        """What a node in 分 gives."""
        match node:
            case ex.Input("points"):
                return self.of("记满分", "full marks")
            case ex.Op("multiply", first=ex.Input("points"), second=factors):
                return self._product(factors)
            case ex.Op("multiply", first=ex.Input("coefficient") as printed):
                return self._product(printed)
            case ex.Op("multiply", second=ex.Input("points"), first=part):
                text = self._share(part)
                return self.of(f"记分值的 {text}", f"{text} of the marks")
            case ex.Op("most", second=ex.Const() as cap):
                inner, most = self.say(node.first), show(cap.value)
                return self.of(f"{inner}；最高 {most} 分", f"{inner}; at most {most} marks")
            case ex.Op("least", first=ex.Op("subtract", first=whole, second=ex.Recorded() as taken)):
                inner, fact = self.say(whole), fact_named(taken.fact, self.voice)
                return self.of(
                    f"{inner}；再扣“{fact}”记录的分数，扣完为止",
                    f'{inner}; less the marks recorded in "{fact}", down to zero',
                )
            case ex.Op(
                "least",
                first=ex.Op("subtract", second=ex.Op("multiply") as taken),
                second=ex.Const() as floor,
            ):
                return self._deduction(taken, percent(floor.value))
            case ex.WhenMet():
                return self._when_met(node)
            case ex.AtLeast():
                limit, reached = limit_text(node.limit, self.voice), self.say(node.reached)
                below = share_text(node.below, self.voice)
                return self.of(
                    f"完成率达到 {limit} 的：{reached}；低于的记分值的 {below}",
                    f"from a completion ratio of {limit}: {reached}; below it {below} of the marks",
                )
            case ex.AgainstEdge():
                outside = self.say(node.outside)
                return self.of(
                    f"落在指标区间内记满分；区间外以较近的端点为指标值：{outside}",
                    f"full marks inside the range; outside, against the nearer end: {outside}",
                )
            case ex.Line():
                return self._line(node)
            case ex.Pick():
                return self._pick(node)
            case ex.Words():
                return self._words(node)
            case ex.Fact():
                return self._fact(node)
            case ex.Open():
                return self._open(node)
        return self.of(f"得分 = {notation(node, self.voice)}", f"score = {notation(node, self.voice)}")

    def _share(self, node: Node) -> str:
        match node:
            case ex.Open():
                return spread([self._share(each) for each in readings_of(node, self.voice)], self.voice)
            case ex.Between():
                return share(node.span)
            case _:
                return notation(node, self.voice)

    def _when_met(self, node: ex.WhenMet) -> str:
        unmet = node.unmet
        if isinstance(unmet, ex.Op) and unmet.names == ("share", "points"):
            text = self._share(unmet.first)
            return self.of(
                f"完成记满分，未完成记分值的 {text}", f"full marks when met, {text} of them when not"
            )
        text = self.say(unmet)
        return self.of(
            f"完成指标值的记满分；未完成的：{text}", f"full marks when the target is met; otherwise: {text}"
        )

    def _product(self, node: Node) -> str:
        """The full mark × something; a ratio comes with the bounds between which it is kept."""
        match node:
            case ex.Unless():
                return self._product(node.usual)
            case ex.Op("most", names=("ratio", _), first=ex.Op() as kept, second=ex.Const() as cap):
                return self._kept(kept, percent(cap.value))
            case ex.Op("least", names=("ratio", _)):
                return self._kept(node, self.of("不限", "any"))
        text = self._number(node)
        return self.of(f"得分 = 分值 × {text}", f"score = marks × {text}")

    def _kept(self, node: ex.Op, cap: str) -> str:
        assert isinstance(node.second, ex.Const)  # a floor is a number
        ratio, floor = self._number(node.first), percent(node.second.value)
        return self.of(
            f"得分 = 分值 × {ratio}，比例最高 {cap}、最低 {floor}",
            f"score = marks × {ratio}, the ratio at most {cap} and at least {floor}",
        )

    def _number(self, node: Node) -> str:
        """A factor of the full mark."""
        match node:
            case ex.Op("least", second=bound) if bound is ZERO:
                return f"({self._number(node.first)})"
            case ex.Op("subtract", label="share"):
                return f"{notation(node.first, self.voice)} − {self._number(node.second)}"
            case ex.NotNegative(first=ex.Op("subtract", first=ratio, second=one)):
                return f"|{named(ratio, self.voice)} − {notation(one, self.voice)}|"
        return factor(node, self.voice) or notation(node, self.voice)

    def _deduction(self, taken: ex.Op, floor: str) -> str:
        """Every so much takes so much: count × take."""
        counts = readings_of(taken.first, self.voice) if isinstance(taken.first, ex.Open) else (taken.first,)
        first, take = counts[0], taken.second
        assert isinstance(first, ex.Op)  # a count: so many of `per` in what is beyond the allowance
        assert isinstance(first.first, ex.Op)
        assert isinstance(first.first.first, ex.Op)
        over = first.first.first
        assert isinstance(over.second, ex.Const)
        assert isinstance(first.second, ex.Const)
        assert isinstance(take, ex.Const)
        measure, free = named(over.first, self.voice), in_unit_of(over.first, over.second.value)
        per = in_unit_of(over.first, first.second.value)
        shown = percent(take.value) if take.scale == "share" else show(take.value)
        amount = (
            self.of(f"分值的{shown}", f"{shown} of the marks")
            if take.scale == "share"
            else self.of(f"{shown}分", f"{shown} marks")
        )
        words = [self._steps(each) for each in counts]
        steps = spread(words, self.voice) if isinstance(taken.first, ex.Open) else words[0]
        return self.of(
            f"{measure}超过 {free} 后，每 {per} 扣 {amount}（{steps}），最低 {floor}",
            f"beyond {free} of {measure}, every {per} takes {amount} ({steps}), down to {floor}",
        )

    def _steps(self, count: Node) -> str:
        is_whole = isinstance(count, ex.Op) and count.operation == "whole_steps"
        return (
            self.of("满一档才扣", "whole steps") if is_whole else self.of("不足一档按比例扣", "in proportion")
        )

    def _line(self, node: ex.Line) -> str:
        of_ = (
            of(NUMBERS["graded_targets"], self.voice.lang)
            if node.points is None
            else named(node.of, self.voice)
        )
        points, beyond = points_text(node, self.voice), percent(node.beyond)
        return self.of(
            f"在各档目标值之间按直线插值（{of_}）：{points}，低于最低档记 {beyond}",
            f"straight lines between the targets ({of_}): {points}; {beyond} beyond the worst",
        )

    def _pick(self, node: ex.Pick) -> str:
        if isinstance(node.otherwise, ex.Refuse):
            return self.say(node.pieces[0])
        if node.otherwise is not None:
            limit = in_unit_of(node.of, node.whens[0].high or Fraction(0))
            rest = self.say(node.otherwise)
            return self.of(
                f"{rest}，偏离不超过 {limit} 的记满分", f"{rest}; full marks within {limit} of the target"
            )
        is_tiers = all(
            isinstance(piece, ex.Op) and isinstance(piece.first, ex.Between) for piece in node.pieces
        )
        listed = self.voice.between.join(
            f"{interval_of(node.of, when)} → {share_text(piece, self.voice) if is_tiers else self.say(piece)}"
            for when, piece in zip(node.whens, node.pieces, strict=True)
        )
        measure = named(node.of, self.voice)
        if is_tiers:
            return self.of(f"按{measure}所在区间赋分：{listed}", f"by the tier of {measure}: {listed}")
        return self.of(f"按{measure}分段：{listed}", f"by {measure}: {listed}")

    def _words(self, node: ex.Words) -> str:
        levels = zip(node.levels, node.cases, strict=True)
        listed = self.voice.between.join(f"{level} {share_text(case, self.voice)}" for level, case in levels)
        if node.scale == "grade":
            return self.of(
                f"得分 = 分值 × 等次系数：{listed}", f"score = marks × the coefficient of the grade: {listed}"
            )
        return self.of(f"按完成程度分档：{listed}", f"by level of attainment: {listed}")

    def _fact(self, node: ex.Fact) -> str:
        cases = zip(node.values, node.cases, strict=True)
        listed = self.voice.between.join(
            f"{fact_value(each, self.voice)}：{self.say(case)}" for each, case in cases
        )
        fact = fact_named(node.fact, self.voice)
        return self.of(f"视“{fact}”而定：{listed}", f'depends on "{fact}": {listed}')

    def _open(self, node: ex.Open) -> str:
        parts = [self.say(each) for each in readings_of(node, self.voice)]
        if node.name != "reading":
            return spread(parts, self.voice)
        return self.of(
            f"文件未写明，下列口径都成立：{numbered(parts)}",
            f"the source does not say which: {numbered(parts)}",
        )
