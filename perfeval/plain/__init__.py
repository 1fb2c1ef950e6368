"""YAML and JSON as plain text with places, and what is wrong in them as problems (纯文本)."""
