"""What stops a run over a table (表格不可用)."""

from __future__ import annotations


class TableError(ValueError):
    """A table that cannot be used as it is: a column is missing, or named twice."""
