"""Years in a header (两年并列): the columns of the form's own year are read, those of other years are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from perfeval.documents.recognition.cell_text import one_line
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.words.bare import header_word

_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
_OTHER_YEAR = re.compile(r"(?:上|去|前|次|下)(?:一|两|三)?年度?.*")


@lru_cache(maxsize=4096)
def year_and_word(text: str) -> tuple[int | None, str]:
    """The year that a header word begins with, and the word without it.

    >>> year_and_word("2023年目标值"), year_and_word("2022年度"), year_and_word("目标值")
    ((2023, '目标值'), (2022, ''), (None, '目标值'))
    """
    word = header_word(text)
    found = _YEAR.match(word)
    return (int(found[1]), word[found.end() :]) if found else (None, word)


def has_years(row: Row) -> bool:
    """Whether a row has a cell with nothing but a year: the head of that year's columns."""
    return any(year and not word for year, word in (year_and_word(cell.text) for cell in row.own))


def years_by_column(block: Sequence[Row]) -> dict[int, int]:
    """The year over each column of a header, where its own word or one above it tells one."""
    return {
        column: year
        for row in block
        for column, cell in row.cells.items()
        if (year := year_and_word(cell.text)[0]) is not None
    }


def other_years(
    roles: Mapping[int, str], block: Sequence[Row], form_year: int | None
) -> tuple[dict[int, str], tuple[int, ...]]:
    """Words of the columns that are of another year than the form's, and all years; none where there is one year.

    The form's year is its own where a column has it, else the last of them.
    """
    years = {column: year for column, year in years_by_column(block).items() if column in roles}
    found = tuple(sorted({*years.values()}))
    if len(found) == 1:
        of_year = {roles[column] for column in years}
        bare = [column for column, role in roles.items() if column not in years and role in of_year]
        others = list(years) if bare and form_year not in found else bare
        return {column: _printed(column, block) for column in others}, ()
    if not found:
        return {}, ()
    chosen = form_year if form_year in found else found[-1]
    words = {column: _printed(column, block) for column, year in years.items() if year != chosen}
    return words, (chosen, *(year for year in found if year != chosen))


def _printed(column: int, block: Sequence[Row]) -> str:
    return "".join(dict.fromkeys(one_line(row.cells[column].text) for row in block if column in row.cells))
