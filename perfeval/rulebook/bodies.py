"""The table of body names (单位名称表): the beginning of a name -> the jurisdiction that it settles."""

from __future__ import annotations

from perfeval.plain.yaml_lines import compose
from perfeval.rulebook.library import shipped_rules


def load_bodies() -> dict[str, str]:
    """The shipped table rules/bodies.yaml; raises ValueError where the file is not a flat mapping."""
    document = compose((shipped_rules() / "bodies.yaml").read_text(encoding="utf-8"))
    if not isinstance(document.value, dict) or document.problems:
        raise ValueError("rules/bodies.yaml must be a flat mapping of names to jurisdictions")
    return {name: str(jurisdiction) for name, jurisdiction in document.value.items()}
