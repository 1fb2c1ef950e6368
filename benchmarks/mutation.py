"""Mutation testing of core/ (变异测试): does some test fail when one place of the arithmetic is wrong?

    pip install 'perfeval[dev,mutation]'
    python benchmarks/mutation.py 800 --seed 7            # changes no file
    python benchmarks/mutation.py 50 --modules perfeval/core/totals.py --tests tests/core/test_totals.py
    python benchmarks/mutation.py 800 --seed 7 --only 12 57    # two of the sample again

The tests are collected once, and which test passes through which line is recorded once. Each mutant then has a
process of its own, forked from there: its function gets the mutated code, and the tests that pass through the line
run, the likeliest first, until one fails. A place that runs while modules are imported (a constant, a table, a class)
needs them imported anew: its process forks from before that, and runs the tests of its module, then every one.
Survivors are printed, to be read one by one: each wants a test, or a line in benchmarks/equivalent_mutants.tsv that
says why no test can see it. Answers are kept in the folder for temporary files: a run that was stopped, or comes
after new tests, asks the test that killed a mutant last before all others, and a survivor of the very same sources and
tests is not tried again. What the list proves equivalent is only tried where --only names it.
"""

from __future__ import annotations

import argparse
import ast
import functools
import gc
import hashlib
import importlib
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib.machinery import SourceFileLoader
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType

import coverage
import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from mutants import Mutant, sampled

ROOT = Path(__file__).resolve().parent.parent
EQUIVALENT = ROOT / "benchmarks/equivalent_mutants.tsv"
# Not those of the window, of files and of runs, nor what lints and infers: they never were the first to fail, and
# without them the figure can only be lower.
TESTS = (
    *("tests/core", "tests/toyland", "tests/test_cases.py", "tests/property"),
    *("tests/field", "tests/review", "tests/rulebook"),
)
LEFT_OUT = (
    *("property/test_grids_in_every_format", "property/test_official_form_round_trip"),
    *("property/test_text_round_trip", "property/test_record_laws", "property/test_infer_laws"),
    *("property/test_scoring_laws", "property/test_rule_files", "field/test_rows_in_batch"),
    *("review/test_across", "review/test_infer", "review/test_mutations", "review/test_note_claims"),
    *("review/test_pages", "rulebook/test_lint", "rulebook/test_load", "rulebook/test_new_province"),
)
OF_THE_KERNEL = "tests/toyland/test_near_miss.py::test_a_table_of_rows_is_scored_in_the_kernel"
# Heavy and none of ours: imported before anything forks.
LIBRARIES = ("docx", "lxml.etree", "pydantic", "pypdfium2", "typer", "xlsxwriter", "yaml")
NOT_HERE, PASSED, FAULT = "not here", "passed", "a fault of this program: "
IMPORTED = ""  # The context of lines that run while modules are imported and tests collected.
CORE = str(ROOT / "perfeval/core/")
SECONDS = 60  # Of computing; a mutant that needs more than this beyond its tests' own time runs for ever,
PATIENCE = 15  # and so does one that needs more than this beyond ten times its own in one test.
MEMORY = 4 << 30


@dataclass
class Recorded:
    """How long each test takes, and which tests pass through each line of each module."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    """How many mutants the tests of each file have killed."""

    def reaching(self, path: Path, lines: range) -> set[str]:
        """The tests that pass through one of these lines."""
        known = self.lines.get(str(path), {})
        return {name for line in lines for name in known.get(line, ())}

    def likeliest_first(self, names: set[str], killer: str = "", own: str = "") -> list[str]:
        """The one that killed it last and the module's own tests; then file by file, those first that killed most
        mutants for their time: the tests of a file share what they set up.
        """
        files: dict[str, list[str]] = defaultdict(list)
        for name in self.seconds:
            if name in names and name != killer:
                files[name.partition("::")[0]].append(name)
        costs = {
            each: sum(self.seconds[name] for name in files[each]) / (1 + self.kills[each]) for each in files
        }
        likeliest = sorted(files, key=lambda each: (each != own, costs[each]))
        return [*([killer] if killer in names else ()), *(name for each in likeliest for name in files[each])]


class Answers:
    """What earlier runs found, kept on disk: a killer is asked first; a survivor of the same sources stays one."""

    def __init__(self, path: Path, digest: str) -> None:
        self.path, self.digest = path, digest
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.known: dict[str, list[str]] = dict(json.loads(line) for line in lines)

    def killer(self, mutant: Mutant) -> str:
        """The test that killed it last, or nothing."""
        return self.known.get(mutant.key, ["", ""])[1]

    def kills(self) -> Counter[str]:
        """How many mutants the tests of each file killed last."""
        return Counter(killer.partition("::")[0] for _, killer in self.known.values())

    def survives(self, mutant: Mutant) -> bool:
        """Whether it lived through these very sources and tests."""
        return self.known.get(mutant.key) == [self.digest, ""]

    def keep(self, mutant: Mutant, answer: str) -> None:
        """Written at once, so that a run that is stopped goes on where it was."""
        self.known[mutant.key] = [self.digest, answer]
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([mutant.key, self.known[mutant.key]]) + "\n")


class Loop:
    """A plugin: once the tests are collected, `work` decides what runs."""

    def __init__(self, work: Callable[[pytest.Session], None]) -> None:
        self.work = work

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Called by pytest in the place of its own loop."""
        if session.testsfailed:
            raise session.Failed("the tests cannot be collected")
        self.work(session)
        return True


def _run_pytest(work: Callable[[pytest.Session], None], tests: tuple[str, ...]) -> int:
    quiet = ["-n", "0", "-p", "no:cacheprovider", "--no-header", "--no-summary"]
    quiet += [f"--ignore=tests/{each}.py" for each in LEFT_OUT] + [f"--deselect={OF_THE_KERNEL}"]
    quiet += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # We import hypothesis before pytest does.
    return int(pytest.main([*quiet, *tests], plugins=[Loop(work)]))


def _passes(item: pytest.Item, next_item: pytest.Item | None) -> bool:
    return not any(report.failed for report in runtestprotocol(item, nextitem=next_item, log=False))


def first_failing(session: pytest.Session, names: list[str], seconds: dict[str, float]) -> str:
    """The first test that fails, in this order; nothing where all pass. `seconds` is what each takes; one that takes
    far longer ends the process.
    """
    items = {item.nodeid: item for item in session.items}
    order = [items[name] for name in names if name in items]
    for item, following in zip_longest(order, order[1:]):
        signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE + 10 * seconds[item.nodeid])
        try:
            if not _passes(item, following):
                return item.nodeid
        except BaseException as error:  # SystemExit, or what the mutant did to pytest itself.
            return f"{item.nodeid}: {type(error).__name__}"
    return ""


@dataclass(frozen=True)
class Memory:
    """The functions of core/ and its caches, as they are once the tests are collected."""

    functions: list[FunctionType]
    caches: list[functools._lru_cache_wrapper[object]]

    @classmethod
    def now(cls) -> Memory:
        """Looked up once: the collector holds a million things."""
        functions, caches = [], []
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(CORE):
                functions.append(each)
            elif isinstance(each, functools._lru_cache_wrapper) and each.__module__.startswith(
                "perfeval.core"
            ):
                caches.append(each)
        return cls(functions, caches)

    def forget_caches(self) -> None:
        """No test lives on what another one left behind."""
        for each in self.caches:
            each.cache_clear()


def in_a_fork(work: Callable[[], str], seconds: float | None = None) -> str:
    """What `work` returns in a process of its own; with a limit, how that process was ended instead."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        if seconds is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
        try:
            answer = work()
        except BaseException as error:
            answer = f"{FAULT}{type(error).__name__}: {error}"
        with os.fdopen(writing, "w", encoding="utf-8", errors="replace") as pipe:
            pipe.write(answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if answer.startswith(FAULT):
        raise SystemExit(answer)
    return answer if os.WIFEXITED(status) else f"ended by signal {os.WTERMSIG(status)}"


def recorded(files: tuple[str, ...]) -> str:
    """Run every test once, alone, with its lines watched."""
    found = Recorded()
    watch = coverage.Coverage(data_file=None, config_file=False, include=[str(ROOT / "perfeval/core/*")])

    def work(session: pytest.Session) -> None:
        memory = Memory.now()
        for item, following in zip_longest(session.items, session.items[1:]):
            memory.forget_caches()
            watch.switch_context(item.nodeid)
            began = time.process_time()
            if not _passes(item, following):
                raise SystemExit(f"{item.nodeid} fails without any mutant")
            found.seconds[item.nodeid] = time.process_time() - began
        watch.switch_context(IMPORTED)

    watch.start()
    code = _run_pytest(work, files)
    watch.stop()
    if code:
        raise SystemExit(f"pytest ended with {code}")
    data = watch.get_data()
    for path in data.measured_files():
        found.lines[str(Path(path).relative_to(ROOT))] = data.contexts_by_lineno(path)
    return json.dumps([found.seconds, found.lines])


def _digest(tests: tuple[str, ...]) -> str:
    """Of everything that decides what a test says."""
    files = [
        path for folder in ("perfeval", "tests", "cases", "rules") for path in (ROOT / folder).rglob("*.*")
    ]
    told = b"".join(path.read_bytes() for path in sorted(files) if path.suffix in (".py", ".yaml", ".tsv"))
    return hashlib.sha256(told + " ".join((*tests, *LEFT_OUT, OF_THE_KERNEL)).encode()).hexdigest()[:16]


def statement(path: Path, line: int) -> range:
    """The lines of the innermost statement there, or of the head of a compound one."""
    best = range(line, line + 1)
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.stmt) and node.end_lineno is not None:
            body = getattr(node, "body", None) or getattr(node, "cases", None)
            end = getattr(body[0], "lineno", node.lineno) - 1 if body else node.end_lineno
            if node.lineno <= line <= max(end, node.lineno):
                best = range(node.lineno, max(end, node.lineno) + 1)
    return best


def _nested(code: CodeType) -> list[CodeType]:
    return [each for each in code.co_consts if isinstance(each, CodeType)]


def differing(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Pairs of functions that differ; ValueError where what differs runs on import."""
    plain = [[each for each in code.co_consts if not isinstance(each, CodeType)] for code in (old, new)]
    if old.co_code != new.co_code or repr(plain[0]) != repr(plain[1]) or old.co_names != new.co_names:
        raise ValueError("differs on import")
    for before, after in zip(_nested(old), _nested(new), strict=True):
        is_function = before.co_flags & 0x2 and before.co_name not in (
            "<listcomp>",
            "<setcomp>",
            "<dictcomp>",
            "<genexpr>",
        )
        if not is_function:
            yield from differing(before, after)
        elif before != after:
            yield before, after


def replaced(mutant: Mutant, memory: Memory) -> bool:
    """Give the functions in memory the mutated code; False where that does not reach what changed."""
    path = str(ROOT / mutant.path)
    original = (ROOT / mutant.path).read_text(encoding="utf-8")
    old, new = (compile(text, path, "exec", dont_inherit=True) for text in (original, mutant.source))
    try:
        mutated = dict(differing(old, new))
        found = [each for each in memory.functions if each.__code__ in mutated]
        reached = {each.__code__ for each in found}
        for each in found:
            each.__code__ = mutated[each.__code__]
    except ValueError:  # It runs on import, or has other functions inside or other variables around.
        return False
    return reached == mutated.keys()


def own_tests(mutant: Mutant) -> str:
    """The tests of the mutant's own module."""
    return "/".join(("tests", *mutant.path.parts[1:-1], f"test_{mutant.path.name}"))


def imported_mutated(mutant: Mutant) -> None:
    """From now on, importing the module gives the mutated one."""
    path, loaded = str(ROOT / mutant.path), SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, name: str) -> CodeType | None:
        if self.path == path:
            return compile(mutant.source, path, "exec", dont_inherit=True)
        return loaded(self, name)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]


def tried_after_import(
    session: pytest.Session, memory: Memory, mutant: Mutant, tests: Recorded, killer: str
) -> str:
    """The test that kills a mutant in a function; NOT_HERE where that can only be told by importing all anew, PASSED
    where none does but the line also runs while modules are imported.
    """
    names = tests.reaching(mutant.path, statement(mutant.path, mutant.line))
    order = tests.likeliest_first(names - {IMPORTED}, killer, own_tests(mutant))
    limit = SECONDS + 3 * sum(tests.seconds[name] for name in order)

    def work() -> str:
        if not replaced(mutant, memory):
            return NOT_HERE
        memory.forget_caches()
        failing = first_failing(session, order, tests.seconds)
        return PASSED if not failing and IMPORTED in names else failing

    return in_a_fork(work, limit)


def tried_before_import(mutant: Mutant, tests: Recorded, files: tuple[str, ...], passed: bool) -> str:
    """The answer for a mutant that runs while modules are imported: first the module's own tests, then those of core/,
    then every one; of one that passed all that reach its line, those of core/ at most.
    """
    own = own_tests(mutant)
    near = tests.reaching(mutant.path, range(1, 10_000))
    order = tests.likeliest_first(near) + tests.likeliest_first(tests.seconds.keys() - near)
    limit = SECONDS + 3 * sum(tests.seconds.values())

    def work(chosen: tuple[str, ...]) -> str:
        failing: list[str] = []
        imported_mutated(mutant)
        code = _run_pytest(
            lambda session: failing.append(first_failing(session, order, tests.seconds)), chosen
        )
        return failing[0] if failing else f"pytest ended with {code}"

    nearer = [(own,)] if (ROOT / own).exists() else []
    core = [("tests/core",)] if "tests/core" in files else []
    for chosen in (*nearer, *core, *([] if passed and core else [files])):
        if answer := in_a_fork(partial(work, chosen), limit):
            return answer
    return ""


def _known_equivalent() -> dict[tuple[str, str, str], str]:
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()[1:] if EQUIVALENT.exists() else []
    return {(path, before, after): why for path, before, after, why in (line.split("\t") for line in lines)}


def prepared() -> None:
    """Import what is heavy and none of ours; the same examples for every mutant, and no time spent on shrinking."""
    for name in LIBRARIES:
        importlib.import_module(name)
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile(
        "mutation",
        deadline=None,
        derandomize=True,
        database=None,
        phases=phases,
        report_multiple_bugs=False,
        max_examples=20,
    )
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))


def answered(mutants: dict[int, Mutant], files: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Each number with the test that killed it, or nothing: first all that need no new import."""
    kept = Path(tempfile.gettempdir())
    digest = _digest(files)
    answers = Answers(kept / "perfeval-mutants.jsonl", digest)
    settled = [number for number, mutant in mutants.items() if answers.survives(mutant)]
    yield from ((number, "") for number in settled)
    open_ = {number: mutant for number, mutant in mutants.items() if number not in settled}
    for number, answer in (
        _tried(open_, files, answers, kept / f"perfeval-mutation-{digest}.json") if open_ else ()
    ):
        answers.keep(mutants[number], answer)
        yield number, answer


def _tried(
    mutants: dict[int, Mutant], files: tuple[str, ...], answers: Answers, known: Path
) -> Iterator[tuple[int, str]]:
    prepared()
    if not known.exists():
        known.write_text(in_a_fork(lambda: recorded(files)), encoding="utf-8")
    seconds, lines = json.loads(known.read_text(encoding="utf-8"))
    tests = Recorded(
        seconds,
        {path: {int(n): found for n, found in of.items()} for path, of in lines.items()},
        answers.kills(),
    )
    print(f"{len(seconds)} tests, {sum(seconds.values()):.0f} s of computing", flush=True)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)

        def work(session: pytest.Session) -> None:
            memory = Memory.now()
            gc.freeze()
            with os.fdopen(writing, "w", encoding="utf-8") as pipe:
                for number, mutant in mutants.items():
                    answer = tried_after_import(session, memory, mutant, tests, answers.killer(mutant))
                    tests.kills[answer.partition("::")[0]] += 1
                    pipe.write(json.dumps([number, answer]) + "\n")
                    pipe.flush()

        _run_pytest(work, files)
        os._exit(0)
    os.close(writing)
    later = {}
    with os.fdopen(reading, encoding="utf-8") as pipe:
        for line in pipe:
            number, answer = json.loads(line)
            if answer in (NOT_HERE, PASSED):
                later[number] = answer
            else:
                yield number, answer
    os.waitpid(child, 0)
    for number, answer in later.items():
        yield number, tried_before_import(mutants[number], tests, files, answer == PASSED)


def main() -> None:
    """Draw the sample, try each mutant, list the survivors and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, help="mutants to try, one a place")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--modules", default="perfeval/core/**/*.py", help="a pattern of files")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="files and folders of tests")
    parser.add_argument("--only", type=int, nargs="+", help="numbers of mutants of the sample")
    wanted = parser.parse_args()
    sample, places = sampled(ROOT, wanted.modules, wanted.count, wanted.seed)
    print(f"{len(sample)} mutants at {places} places, seed {wanted.seed}", flush=True)
    equivalent = _known_equivalent()
    chosen = {n: each for n, each in enumerate(sample, 1) if not wanted.only or n in wanted.only}
    proved = () if wanted.only else [n for n, each in chosen.items() if each.identity in equivalent]
    counts = {"killed": 0, "equivalent": len(proved), "survived": 0}
    tried = {n: each for n, each in chosen.items() if n not in proved}
    for number, answer in answered(tried, tuple(wanted.tests)):
        mutant = chosen[number]
        kind = "killed" if answer else "equivalent" if mutant.identity in equivalent else "survived"
        counts[kind] += 1
        said = answer or f"{mutant.operator}\n    {mutant.before}\n    {mutant.after}"
        print(f"{sum(counts.values())} #{number} {kind} {mutant.place} {said}", flush=True)
    real = counts["killed"] + counts["survived"]
    print(f"{counts}: {counts['killed'] / max(real, 1):.1%} killed of those not proved equivalent")


if __name__ == "__main__":
    main()
