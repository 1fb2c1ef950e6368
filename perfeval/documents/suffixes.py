"""The suffixes of files that are read, and the format module of each (文件后缀)."""

from __future__ import annotations

from collections.abc import Mapping

CASES = "cases"
"""Stands for the reader of cases, which is no format of tables."""

SUFFIXES: Mapping[str, str] = {
    **dict.fromkeys((".txt", ".md", ".csv", ".tsv"), "text"),
    **dict.fromkeys((".docx", ".docm"), "docx"),
    **dict.fromkeys((".xlsx", ".xlsm"), "xlsx"),
    **dict.fromkeys((".xls", ".et"), "xls"),
    ".ods": "ods",
    ".pdf": "pdf",
    **dict.fromkeys((".html", ".htm"), "html"),
    **dict.fromkeys((".mht", ".mhtml"), "mht"),
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt", ".xlsb"), "doc"),
    ".xml": "office_xml",
    **dict.fromkeys((".yaml", ".yml", ".json"), CASES),
}
"""Module in `formats` by suffix; a new format is one entry here, and one in `sniff` if it is no text."""
