"""Profiles of hypothesis: `dev` looks for new examples; `ci`, taken where CI is set, repeats the same ones."""

from __future__ import annotations

import os

from hypothesis import settings

# No deadlines: a slow machine is no broken law.
settings.register_profile("dev", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
