"""Rows as live spreadsheet formulas (活公式)."""
