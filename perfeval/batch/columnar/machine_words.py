"""Eight bytes of a text at a time: machine instructions that Python has no name for, for the compiled loops."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.extending import intrinsic

PADDING = 16
"""Bytes that must follow the last text of a buffer, so that a word may be loaded anywhere in it."""


index = np.uint32
"""Unsigned index: without it numba checks every index for being negative, a tenth of the time."""
_ALL, _ONE = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(1)


_CONFIG: Any = numba.config
SOURCES = ("machine_words.py", "cell_reader.py", "texts.py", "said.py", "kernel.py")
"""The modules with compiled code; each has constants and inlined parts of the others compiled in."""


def _cache() -> Path:
    """Where compiled code is kept: numba looks at one file's date, but what it keeps depends on all of them."""
    here = Path(__file__).parent
    digest = hashlib.sha256(b"".join((here / name).read_bytes() for name in SOURCES)).hexdigest()[:16]
    kept = here / "__pycache__"
    if _CONFIG.CACHE_DIR:
        base = Path(_CONFIG.CACHE_DIR)
    elif os.access(kept if kept.is_dir() else here, os.W_OK):
        base = kept
    else:
        base = Path.home() / ".cache" / "perfeval"
    return base / f"kernel-{digest}"


_CACHE = str(_cache())


def is_compiled() -> bool:
    """Whether the compiled code of an earlier run is cached on this machine; compiling takes about ten seconds."""
    return any(Path(_CACHE).glob("*/kernel.score_rows*.nbc"))


def compiled(function: Any) -> Any:
    """A loop in machine code, kept on disk between runs; threads run it side by side."""
    before, _CONFIG.CACHE_DIR = _CONFIG.CACHE_DIR, _CACHE
    try:
        return numba.njit(cache=True, nogil=True, error_model="numpy", boundscheck=False)(function)
    finally:
        _CONFIG.CACHE_DIR = before


def inlined(function: Any) -> Any:
    """A function that is compiled inline into its callers."""
    return numba.njit(forceinline=True, error_model="numpy", boundscheck=False)(function)


def _load_word(typing_context: Any, data: Any, at: Any) -> Any:
    """The eight bytes of `data` from `at` on as one number, the first byte lowest; nothing checks the end."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        first = builder.gep(array.data, [arguments[1]])
        word = ir.IntType(64)
        return builder.load(builder.bitcast(first, word.as_pointer()), align=1)

    return numba.uint64(data, numba.int64), generate


def _store_word(typing_context: Any, data: Any, at: Any, word: Any) -> Any:
    """Write the eight bytes of a number to `data` from `at` on, the lowest first; nothing checks the end."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        first = builder.gep(array.data, [arguments[1]])
        builder.store(arguments[2], builder.bitcast(first, arguments[2].type.as_pointer()), align=1)
        return context.get_dummy_value()

    return numba.void(data, numba.int64, numba.uint64), generate


def _trailing_zeros(typing_context: Any, word: Any) -> Any:
    """How many of the lowest bits of a word are zero; 64 for zero."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return numba.int64(numba.uint64), generate


load_word: Any = intrinsic(_load_word)
store_word: Any = intrinsic(_store_word)
trailing_zeros: Any = intrinsic(_trailing_zeros)


@inlined
def masked_word(data, at, end):  # type: ignore[no-untyped-def]
    """The word at `at`, what stands behind `end` taken as zero."""
    return load_word(data, at) & (_ALL if end - at >= 8 else (_ONE << np.uint64(8 * (end - at))) - _ONE)


@inlined
def same_bytes(data, start, end, other, other_start, other_end):  # type: ignore[no-untyped-def]
    """Whether two texts are the same."""
    if end - start != other_end - other_start:
        return False
    while start < end:
        if masked_word(data, start, end) != masked_word(other, other_start, other_end):
            return False
        start, other_start = start + 8, other_start + 8
    return True
