"""The forms that people fill in here (填报台): each act is in the store before it is answered."""

from __future__ import annotations

import asyncio

from perfeval.uses.filling import (
    Act,
    Inserted,
    Replaced,
    TakenBack,
    act_of,
    act_text,
    after,
    elsewhere,
    folded,
    last_act,
)
from perfeval.uses.sheet import Sheet
from perfeval.web.store import Kept, Store


class Sheets:
    """Every sheet as its acts leave it; nothing but the acts is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changing = asyncio.Lock()
        self._acts: dict[int, list[Act]] = {}
        self._kept: dict[int, list[Kept]] = {}
        for kept in store.acts():
            self._acts.setdefault(kept.sheet, []).append(act_of(kept.data))
            self._kept.setdefault(kept.sheet, []).append(kept)
        self._sheets = {number: folded(acts) for number, acts in self._acts.items()}

    def listed(self, aside: bool = False) -> list[tuple[int, Sheet, Kept]]:
        """Sheets at hand, or those put aside, with their last act, the latest first."""
        found = [
            (number, sheet, self.last(number))
            for number, sheet in self._sheets.items()
            if sheet.is_aside == aside
        ]
        return sorted(found, key=lambda each: each[2].at, reverse=True)

    def sheet(self, number: int) -> Sheet | None:
        """A sheet as it stands; None where there is none of this number."""
        return self._sheets.get(number)

    def seen(self, number: int) -> int:
        """How many acts a page that is rendered now has seen."""
        return len(self._acts[number])

    def as_seen(self, number: int, acts: int) -> Sheet:
        """The sheet as a page showed it that had seen so many acts."""
        return folded(self._acts[number][: max(acts, 1)])

    def last(self, number: int) -> Kept:
        """The last act on a sheet: when, and by whom."""
        return self._kept[number][-1]

    def elsewhere(self, number: int, seen: int, page: str) -> tuple[bool, list[tuple[Replaced, Kept]]]:
        """Whether a page no longer shows the whole sheet, and what it wrote over, each with who had written it."""
        is_stale, replaced = elsewhere(self._acts[number], max(seen, 1), page)
        return is_stale, [(each, self._kept[number][each.act]) for each in replaced]

    async def begin(self, act: Act, who: str) -> int:
        """Begin a sheet; its number."""
        async with self._changing:
            return self._keep(None, act, who)

    async def act(self, number: int, act: Act, who: str) -> None:
        """Do one thing to a sheet; a row that is inserted meanwhile by somebody else has the key that was free."""
        async with self._changing:
            if isinstance(act, Inserted):
                act = act.model_copy(update={"row": self._sheets[number].next_key})
            self._keep(number, act, who)

    async def take_back(self, number: int, who: str) -> bool:
        """Undo the last act that stands; whether there was one."""
        async with self._changing:
            acts = last_act(self._acts[number])
            if acts:
                self._keep(number, TakenBack(acts=acts), who)
            return bool(acts)

    def _keep(self, number: int | None, act: Act, who: str) -> int:
        kept = self._store.keep_act(number, who, act_text(act))
        acts = self._acts.setdefault(kept.sheet, [])
        acts.append(act)
        self._kept.setdefault(kept.sheet, []).append(kept)
        before = self._sheets.get(kept.sheet)
        is_plain = before is not None and not isinstance(act, TakenBack)
        self._sheets[kept.sheet] = after(before, act) if is_plain and before else folded(acts)
        return kept.sheet
