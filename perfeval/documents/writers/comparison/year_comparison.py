"""A year under two rule sets (全年口径比较), as the page, the workbook and the terminal show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perfeval.core.glossary import word
from perfeval.core.language import Lang, either, of

FALLS, RISES = ("surely_fall", "fall"), ("rise", "surely_rise")
COMPARED = (*FALLS, "apart", "same", *RISES)
UNCOMPARED = ("only_first", "only_second", "neither")
KIND_WORDS: Mapping[str, tuple[str, str]] = {
    "surely_fall": ("必降", "surely falls"),
    "fall": ("下移", "moves down"),
    "apart": ("不能确定", "cannot be told"),
    "same": ("不变", "same"),
    "rise": ("上移", "moves up"),
    "surely_rise": ("必升", "surely rises"),
    "only_first": ("仅 A 能算", "A alone computes"),
    "only_second": ("仅 B 能算", "B alone computes"),
    "neither": ("均不能算", "neither computes"),
}


UNCOMPARED_WORDS: Mapping[Lang, tuple[str, ...]] = {
    "zh": ("不能比较的原因（一张表可有几条）", "A 下（张）", "B 下（张）", "例如", "原因"),
    "en": ("why forms cannot be compared (a form may have several)", "under A", "under B", "as in", "reason"),
}
"""The heading, then the columns."""


def kind_word(kind: str, lang: Lang) -> str:
    """The word for a way in which a score moves."""
    return of(KIND_WORDS[kind], lang)


@dataclass(frozen=True, slots=True)
class ComparedSet:
    """One of the two rule sets: what it is called, which version, how it is known."""

    id: str
    title: Mapping[str, str]
    version: str
    evidence: str

    def called(self, lang: Lang) -> str:
        """Its title, its id where it has none."""
        return self.title.get(lang) or self.id

    def known(self, lang: Lang) -> str:
        """Its version, and how it is known."""
        return f"{self.version} · {word(self.evidence, lang)}" if self.evidence else self.version


@dataclass(frozen=True, slots=True)
class Moves:
    """How many totals, or rows, move which way, and the sums of the moves of their low and high ends, in 分."""

    name: tuple[str, str]
    """In Chinese and in English."""
    counts: Mapping[str, int] = field(default_factory=dict)
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)

    @property
    def compared(self) -> int:
        """How many could be computed under both sets."""
        return sum(self.counts.get(kind, 0) for kind in COMPARED)

    @property
    def all(self) -> int:
        """How many there are."""
        return self.compared + sum(self.counts.get(kind, 0) for kind in UNCOMPARED)

    def of(self, *kinds: str) -> int:
        """How many move in one of these ways."""
        return sum(self.counts.get(kind, 0) for kind in kinds)

    def title(self, lang: Lang) -> str:
        """The name of the group; what stands for a department that a form or table does not name."""
        return of(self.name, lang) or either(lang, "（未写明）", "(not named)")


@dataclass(frozen=True, slots=True)
class Mover:
    """A form that wins or loses: its total under either set, and the least and most that it moves."""

    name: str
    department: str
    first: tuple[Decimal, Decimal]
    second: tuple[Decimal, Decimal]
    low: Decimal
    high: Decimal
    kind: str


@dataclass(frozen=True, slots=True)
class Uncompared:
    """Why totals cannot be computed: a problem code, one message of it as an example and of which project, how many
    forms have it under either set. A form may have several.
    """

    code: str
    message: str
    project: str
    forms: tuple[int, int]


@dataclass(frozen=True, slots=True)
class YearComparison:
    """Everything that is shown of a year under two sets."""

    first: ComparedSet
    second: ComparedSet
    files: int
    """Files that were read: documents, or the tables."""
    without_forms: Sequence[str]
    """Documents in which no form was found; nothing of them is compared."""
    totals: Moves
    rows: Moves
    departments: Sequence[Moves]
    categories: Sequence[Moves]
    distribution: Sequence[tuple[str, Moves]]
    """Groups of the change of totals (by their high ends, as few forms have it) and the kinds in each."""
    winners: Sequence[Mover]
    losers: Sequence[Mover]
    unsure: Sequence[Mover]
    """Forms whose ends move apart the furthest: what a person decides inside the bands decides who wins."""
    uncompared: Sequence[Uncompared] = ()
    """Why totals cannot be compared, the reasons of most forms first."""
    duplicates: int = 0
    """Forms handed in again (重复报送), which are in no figure."""
