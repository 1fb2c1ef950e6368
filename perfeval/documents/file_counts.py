"""What became of every file that was found (文件清点结果): the same counts on the screen, in reports and manifests."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from perfeval.core.problems import Lang
from perfeval.documents.files_below import FoundFile
from perfeval.documents.recognition.recognise import FileForms

OWN_REPORT = "own-report"


@dataclass(frozen=True, slots=True)
class FileCounts:
    """Files by what became of them; members of an archive count, and the archive itself among `archives`."""

    with_forms: int = 0
    without_forms: int = 0
    unread: int = 0
    own: int = 0
    """Reports of perfeval itself, and what lies in its output folders."""
    system: int = 0
    """Hidden files, locks of Office, and what systems leave in folders."""
    archives: int = 0

    @property
    def found(self) -> int:
        """All files."""
        return sum(asdict(self).values())

    def __add__(self, other: FileCounts) -> FileCounts:
        return FileCounts(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(FileCounts))
        )

    def as_dict(self) -> dict[str, int]:
        """The counts by name, `found` first."""
        return {"found": self.found, **asdict(self)}

    def sentence(self, lang: Lang) -> str:
        """The counts in words; what there is none of is not mentioned."""
        words = _WORDS[lang]
        told = [words[name].format(count) for name, count in asdict(self).items() if count]
        return words["found"].format(self.found) + words["between"].join(told) + words["end"]


_WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "found": "共 {} 个文件：",
        "with_forms": "{} 个有自评表",
        "without_forms": "{} 个没有自评表",
        "unread": "{} 个没能读取",
        "own": "{} 个是 perfeval 自己写的报告（不再读）",
        "system": "{} 个是隐藏或系统文件（不读）",
        "archives": "{} 个是已打开的压缩包",
        "between": "，",
        "end": "。",
    },
    "en": {
        "found": "{} files: ",
        "with_forms": "{} with forms",
        "without_forms": "{} without a form",
        "unread": "{} not read",
        "own": "{} reports of perfeval itself (not read again)",
        "system": "{} hidden or system files (not read)",
        "archives": "{} archives opened",
        "between": ", ",
        "end": ".",
    },
}


def counts_of(found: FoundFile, reading: FileForms) -> FileCounts:
    """The count of one file by what was found in it."""
    codes = {problem.code for problem in reading.problems}
    if found.left_out:
        return FileCounts(**{found.left_out: 1})
    if found.is_archive:
        return FileCounts(archives=1)
    if reading.forms:
        return FileCounts(with_forms=1)
    if OWN_REPORT in codes:
        return FileCounts(own=1)
    return FileCounts(without_forms=1) if "no-form-found" in codes else FileCounts(unread=1)
