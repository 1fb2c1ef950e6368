"""What a console or pipe can take (控制台编码): no character it lacks, and no closed pipe, ends a command badly."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_PLAIN = {"✓": "√", "✗": "×", "−": "-", "–": "-", "≈": "≈", "\u00a0": " "}
_COULD_NOT_RUN = 2
_CLOSED_PIPE = 141
"""128 + SIGPIPE, as shells count it: nobody reads on, which is no error of the forms."""


def _in_plainer_words(error: UnicodeError) -> tuple[str | bytes, int]:
    """A look-alike where the code page has one, else the character's number as JSON writes it, so that none is lost."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_written(each, error.encoding) for each in lacking), error.end


def _written(character: str, encoding: str) -> str:
    plain = _PLAIN.get(character, "")
    try:
        plain.encode(encoding)
    except UnicodeEncodeError:
        plain = ""
    units = character.encode("utf-16-be", "surrogatepass")
    numbers = (int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2))
    return plain or "".join(f"\\u{number:04x}" for number in numbers)


def prepare_console() -> None:
    """Have the standard output and error print what their code page lacks in plainer words."""
    codecs.register_error("perfeval", _in_plainer_words)
    for stream in (sys.stdout, sys.stderr):
        # A test or a notebook puts another stream there, which has no code page of its own.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="perfeval")


@contextmanager
def quiet_when_closed() -> Iterator[None]:
    """End without a word when the reader of a pipe has gone (`| head`); say so where the output is full."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at its end; there is nobody to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_CLOSED_PIPE)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.stderr.write(f"结果写不出去：{error.strerror} (cannot write the output)\n")
        sys.exit(_COULD_NOT_RUN)
