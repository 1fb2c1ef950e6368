"""The rows with a person's verdict, for every way in which they are judged."""

from __future__ import annotations

import json
from pathlib import Path

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "field" / "rows.jsonl").read_text(encoding="utf-8").splitlines()
]
STATUSES = {
    "accept": ("equal", "within"),
    "reject": ("differs",),
    "undecided": ("undecided",),
    "refuse": ("refused",),
}
DIMENSIONS = {"成": "成本指标", "服": "满意度指标", "社": "效益指标"}
