"""What one document may cost (安全上限): every limit on hostile input, in one place.

A document beyond a limit is refused in words that say what to do; nothing is ever unpacked to disk, no
reference is followed, no macro is run. Within these limits a file takes less than 512 MiB of memory.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from perfeval.core.problems import Problem

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits: far above the largest real report, far below what exhausts a small computer."""

    file_bytes: int = 64 * MIB
    """Size of the file itself."""
    archive_entries: int = 5_000
    """Entries of the zip archive that .docx, .xlsx and .ods files are."""
    archive_bytes: int = 256 * MIB
    """Size of an archive of documents, which is opened in memory."""
    unpacked_bytes: int = 2048 * MIB
    """Size of all the files in an archive of documents, of which one at a time is unpacked."""
    part_bytes: int = 64 * MIB
    """Size of one part of an archive once unpacked."""
    total_bytes: int = 128 * MIB
    """Size of all the parts that are read from one archive."""
    part_ratio: int = 200
    """Times a part larger than `free_bytes` may grow when unpacked; real XML grows 10 to 60 times."""
    free_bytes: int = 32 * MIB
    """Size below which the ratio does not matter."""
    live_nodes: int = 1_000_000
    """XML tags and attributes in memory at once: one table of a document, or one row of a sheet."""
    part_nodes: int = 5_000_000
    """XML tags and attributes of one part altogether."""
    rows: int = 1_100_000
    """Rows or shared texts of one part; a sheet has at most 1 048 576 rows."""
    paragraphs: int = 200_000
    """Paragraphs and tables of a Word document, one after the other."""
    records: int = 1_500_000
    """Records of an .xls file: roughly its cells, texts and formats."""
    html_nodes: int = 1_000_000
    """Tags and attributes of a web page, which is in memory as a whole."""
    tag_length: int = 10_000
    """Characters of one HTML tag outside of quotes: thousands of attributes take minutes."""
    cells: int = 200_000
    """Cells with text or merged cells of one document; empty cells of a sheet cost nothing."""
    table_rows: int = 65_534
    """Rows that one cell can span, the limit of the HTML standard."""
    table_columns: int = 1_000
    """Columns that one cell can span in .docx and HTML, the limit of the HTML standard."""
    merged_widths: int = 3_000_000
    """Columns under all the merged ranges of a sheet, or all the cells of a web page, together."""
    text_lines: int = 400_000
    """Lines of a text file."""
    nested_tables: int = 16
    """Tables inside tables."""
    pages: int = 2_000
    """Pages of a PDF."""
    page_marks: int = 100_000
    """Characters, and ruled lines, of one page of a PDF."""
    child_memory: int = 512 * MIB
    """Memory of a helper program (PDF reader)."""
    child_seconds: int = 5
    """Seconds of computing for a helper program (PDF reader, LibreOffice)."""
    seconds_per_mib: int = 10
    """Seconds of computing more for each MiB of the file; a report of 500 pages in 3 MiB takes nine."""
    patience: int = 12
    """Times as long by the clock, since the computer may be busy with other things."""
    conversion_memory: int = 512 * MIB
    """Memory that LibreOffice may fill with data."""

    def computing(self, size: int) -> int:
        """Seconds of computing for a helper program on a file of that size."""
        return self.child_seconds + self.seconds_per_mib * size // MIB

    def waiting(self, size: int) -> int:
        """Seconds by the clock for the same."""
        return self.patience * self.computing(size)


LIMITS = Limits()


class Refused(Exception):  # noqa: N818 - a verdict on the document, not an error of the program
    """Ends the reading of one document; carries the problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def check_size(data: bytes, file: str) -> None:
    """Refuse a file that is empty or larger than the limit."""
    if not data:
        raise Refused(Problem("file-empty", {"file": file}))
    if len(data) > LIMITS.file_bytes:
        raise Refused(
            Problem("file-too-large", {"size": in_mib(len(data)), "limit": in_mib(LIMITS.file_bytes)})
        )


def in_mib(size: int) -> str:
    """A size in words, e.g. `65 MiB`, counted up to the next whole one."""
    return f"{-(-size // MIB)} MiB"


def called_by_suffix(problem: Problem, suffix: str) -> Problem:
    """A problem of a damaged file under the suffix that its owner knows it by, and not as the archive inside."""
    if problem.code != "file-damaged" or not suffix or problem.values.get("part") not in _CONTAINERS:
        return problem
    return replace(problem, values={**problem.values, "part": suffix})


_CONTAINERS = ("zip", "OLE")
"""What .docx, .xlsx, .doc and .xls are inside."""
