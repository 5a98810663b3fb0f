"""The Nu checker has nothing to say of the pages and styles of the sample company."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.folders import folder, sample_files

pytestmark = pytest.mark.slow
#: Of a page in a folder it says that its own sheets are forbidden, as a folder is no host; browsers know better.
FOLDER = "Resource violates Content Security Policy (meta tag): external "


@pytest.fixture(scope="module")
def nu() -> list[str]:
    """The command that runs the checker; `TEXTCRM_VNU` names its jar."""
    java, jar = shutil.which("java"), os.environ.get("TEXTCRM_VNU", "")
    if java is None:
        pytest.skip("there is no java; on Debian: apt install default-jre-headless")
    if not Path(jar).is_file():
        pytest.skip("no Nu checker: TEXTCRM_VNU names its jar, which npm install vnu-jar brings")
    options = ("--format", "json", "--skip-non-html", "--also-check-css", "--stdout", "--exit-zero-always")
    return [java, "-Xmx1g", "-jar", str(Path(jar).absolute()), *options]


def said(nu: list[str], path: Path) -> list[str]:
    """What it says of the files below."""
    done = subprocess.run([*nu, str(path)], capture_output=True, check=True)
    messages = json.loads(done.stdout)["messages"]
    return [f"{one.get('url')}: {one['message']}" for one in messages if not one["message"].startswith(FOLDER)]


def test_pages_and_styles_are_valid(nu: list[str], tmp_path: Path) -> None:
    assert said(nu, folder(tmp_path, sample_files()).path) == []


def test_what_is_not_valid_is_found(nu: list[str], tmp_path: Path) -> None:
    page = "<!doctype html><html lang=en><title>x</title><p><div>x</div></p><img src=x></html>"
    found = said(nu, folder(tmp_path, {"index.html": page, "style.css": "p { colour: red }"}).path)
    assert any("No “p” element in scope" in one for one in found)
    assert any("“colour”" in one for one in found)
