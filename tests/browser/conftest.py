"""Sites for the browser, built once for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.folders import Folder, folder, sample_files
from tests.browser.looking import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The site of the sample company."""
    return folder(tmp_path_factory.mktemp("sample"), sample_files())


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own for the test, as wide as a desk."""
    with opened(browser) as made:
        yield made


@pytest.fixture
def bare_page(browser: Browser) -> Iterator[Page]:
    """The same without JavaScript."""
    with opened(browser, scripts=False) as made:
        yield made
