"""How a table of words is written (词表): a run of `word=example`."""

from __future__ import annotations


def table(text: str) -> dict[str, str]:
    """Words with their examples, from text in which blanks and line breaks part the entries."""
    return dict(entry.split("=") for entry in text.split())
