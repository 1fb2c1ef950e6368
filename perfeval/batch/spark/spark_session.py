"""Where a Spark run runs (Spark 会话): a session on the master that is asked for, or the one that is there already."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

_LOOPBACK = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}


class SparkError(ValueError):
    """A run that Spark could not begin or end: Java is missing, the master cannot be reached, a task failed."""


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """A session beside the caller's own where there is one, else one on `master` for the time of the run.

    Raises SparkError for whatever Spark itself raises meanwhile.
    """
    active = SparkSession.getActiveSession()
    # The settings of the run are not those of the caller.
    used = active.newSession() if active else _begun(master)
    try:
        yield used
    except (PySparkException, Py4JError, ConnectionError) as error:
        raise SparkError(f"Spark 运行失败 (Spark failed): {_cause(error)}") from error
    finally:
        if active is None:
            _end(used)


def _begun(master: str) -> SparkSession:
    if not _has_java():
        raise SparkError(
            "Spark 需要 Java 17 或更高版本：请安装后设置 JAVA_HOME (Spark needs Java 17 or later; set JAVA_HOME)"
        )
    # Executors must run the Python that perfeval is installed in; Spark takes it from the environment alone.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    on_this_machine = master.startswith("local")
    if on_this_machine:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.appName("perfeval batch").master(master)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
        **(_LOOPBACK if on_this_machine else {}),
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        begun = builder.getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise SparkError(f"Spark 未能启动 (Spark did not start): {_cause(error)}") from error
    begun.sparkContext.setLogLevel("ERROR")
    return begun


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return (Path(home) / "bin" / "java").is_file() if home else shutil.which("java") is not None


def _end(begun: SparkSession) -> None:
    # A Java process that died, which has been said, cannot be stopped any more.
    with suppress(Py4JError, ConnectionError):
        begun.stop()


def _cause(error: Exception) -> str:
    """The line of a Spark message that says what went wrong: a worker's Python error, else its first line."""
    try:
        text = str(error)
    except (Py4JError, ConnectionError):  # it asks the Java process for the words
        return "Java 进程已退出，多半是内存不足，请调大 spark.driver.memory (the Java process died: memory?)"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    of_python = [line for line in lines if re.match(r"(?!org\.|java\.)[\w.]+(Error|Exception): ", line)]
    return (of_python or lines or [repr(error)])[0]
