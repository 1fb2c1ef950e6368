"""Compiled code is kept by the content of every module that is compiled into it."""

from __future__ import annotations

from pathlib import Path

from perfeval.batch.columnar import kernel, machine_words


def test_every_compiled_module_counts() -> None:
    here = Path(machine_words.__file__).parent
    compiled = {path.name for path in here.glob("*.py") if "@compiled" in path.read_text(encoding="utf-8")}
    assert compiled | {"machine_words.py"} == set(machine_words.SOURCES)


def test_what_is_kept_lies_apart_for_each_content() -> None:
    assert f"{machine_words._CACHE}/" in f"{kernel.score_rows._cache.cache_path}/"
