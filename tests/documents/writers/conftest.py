"""LibreOffice, started once for all tests that type into forms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from typing_office import Office, running_office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A LibreOffice to type into; skips where it is not installed."""
    with running_office(tmp_path_factory.mktemp("office")) as found:
        yield found
