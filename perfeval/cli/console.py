"""What a console or pipe can take (控制台编码): no character it lacks, and no closed pipe, ends a command badly."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

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
    """Have the standard output and error print plainer words for what they lack, and no file take their place."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # Closed: the next file that is opened would be the standard output.
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8")
    codecs.register_error("perfeval", _in_plainer_words)
    for stream in (sys.stdout, sys.stderr):
        # A test or a notebook puts another stream there, which has no code page of its own.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="perfeval")


@contextmanager
def quiet_when_closed() -> Iterator[None]:
    """End without a word when the reader of a pipe has gone (`| head`); say so where the output is full or closed."""
    if sys.stdout is None:
        _say_unwritten("closed")
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at its end; there is nobody to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_CLOSED_PIPE)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _say_unwritten(str(error.strerror))


def _say_unwritten(reason: str) -> NoReturn:
    print(f"结果写不出去：{reason} (cannot write the output)", file=sys.stderr)
    sys.exit(_COULD_NOT_RUN)
