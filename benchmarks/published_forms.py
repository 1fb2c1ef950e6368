"""What `check` and `read --unread` say of published forms of many bodies, laid out in the columns that each prints.

    python benchmarks/published_forms.py ../shared/public-forms/forms.jsonl

One line a form: its rows by status, what was read of its head, and how many cells were left unread. For the same table
of another version set PYTHONPATH to its folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tabulate import tabulate

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from layouts_as_rows import grid  # beside the tests
from public_forms import laid_out, published, title
from table_writers import boxes_of, to_xlsx

STATUSES = ("equal", "within", "differs", "undecided", "unsubmitted", "refused", "unmarked", "ignored")
HEAD = ("name", "body", "department", "year")


def main(path: Path) -> None:
    """Print the table."""
    with TemporaryDirectory() as folder:
        laid_out_as_xlsx(path, Path(folder))
        forms = _told("check", folder)["forms"]
        unread = Counter(Path(cell["file"]).stem for cell in _told("read", folder, "--unread"))
    lines = [_line(form, unread) for form in forms]
    sums = (sum(column) for column in zip(*(line[1:-2] for line in lines), strict=True))
    print(
        tabulate(
            [*lines, ("all", *sums, "", sum(line[-1] for line in lines))],
            ("form", *STATUSES, "read", "unread"),
        )
    )


def laid_out_as_xlsx(path: Path, folder: Path) -> None:
    """Write each form of the file as a sheet of its own, in the columns that it prints."""
    for form in published(path):
        rows = laid_out(form)
        wide = [(title(form), 1, grid(rows).width)]
        (folder / f"{form['id']}.xlsx").write_bytes(to_xlsx(boxes_of(grid([wide, *rows]))))


def _line(form: dict, unread: Counter[str]) -> tuple:
    name = Path(form["source"]["file"]).stem
    execution = [form["execution"]] if form["execution"] else []
    counts = Counter(row["status"] for row in (*form["indicators"], *execution))
    money = [key for key in ("funds", "execution") if (form.get(key) or {}).get("executed")]
    read = [*(["funds"] if money else []), *(key for key in HEAD if form.get(key))]
    return name, *(counts[status] for status in STATUSES), ", ".join(read), unread[name]


def _told(command: str, folder: str, *options: str):
    words = [sys.executable, "-m", "perfeval", command, folder, *options, "--format", "json"]
    # In the folder: `-m` takes the package of the current one before that of PYTHONPATH.
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        # A version without `read --unread` lists nothing.
        return []


if __name__ == "__main__":
    main(Path(sys.argv[1]))
