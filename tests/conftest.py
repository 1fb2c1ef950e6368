"""Profiles of hypothesis: `dev` by default; `HYPOTHESIS_PROFILE=ci` repeats the same examples every time."""

from __future__ import annotations

import os

from hypothesis import settings

# No deadlines: a slow machine is no broken law.
settings.register_profile("dev", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True, max_examples=200)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
