"""The summary of a year on paper: a workbook and a page, from the same figures."""
