"""The real data sets for tests, where they are at hand."""

from __future__ import annotations

import pytest

from tests.realdata.books import Imported, data_folder, imported_set


@pytest.fixture(scope="session")
def imported(request: pytest.FixtureRequest) -> Imported:
    """The data set of that name, imported once for all tests that ask for it; skips where the data is not at hand."""
    source = data_folder() / request.param
    if not source.is_dir():
        pytest.skip(f"no real data: {source} is not there; TEXTCRM_REAL_DATA names the folder that holds it")
    return imported_set(request.param)
