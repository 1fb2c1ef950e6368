"""The rule files: load with line numbers, choose the set for a form, lint, show, compare."""
