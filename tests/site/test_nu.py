"""The Nu checker has nothing to say of the pages, styles and drawings of the sample company."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.folders import Folder, folder, sample_files

pytestmark = [pytest.mark.slow, pytest.mark.sample]
#: Where `npm ci --ignore-scripts --prefix .ci/nu` puts the checker.
JAR = Path(__file__).parents[2] / ".ci" / "nu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
#: Of a page in a folder it says that its own sheets are forbidden, as a folder is no host; browsers know better.
FOLDER = "Resource violates Content Security Policy (meta tag): external "
#: Its part for CSS does not know container queries yet (w3c/css-validator 422 and 474); every browser of 2023 does.
UNKNOWN = ("CSS: Unrecognized at-rule “@container”", "CSS: “container-type”: Property “container-type” doesn't exist.")
#: It runs for seconds, so thorough compiling and a second collector cost more than they bring.
JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m", "-Xmx1g")
_ALSO = ("--skip-non-html", "--also-check-css", "--also-check-svg")
OPTIONS = ("--format", "json", "--stdout", "--exit-zero-always", *_ALSO)


@pytest.fixture(scope="module")
def nu() -> list[str]:
    """The command that runs the checker. Skipped where there is none, but never where `TEXTCRM_VNU` names its jar."""
    named = os.environ.get("TEXTCRM_VNU")
    java, jar = shutil.which("java"), Path(named or JAR).absolute()
    if named:
        assert java is not None, "TEXTCRM_VNU asks for the Nu checker, and there is no java"
        assert jar.is_file(), f"TEXTCRM_VNU names {named}, which is not there"
    if java is None:
        pytest.skip("there is no java; on Debian: apt install default-jre-headless")
    if not jar.is_file():
        pytest.skip("there is no Nu checker; npm ci --ignore-scripts --prefix .ci/nu brings it")
    return [java, *JAVA, "-jar", str(jar), *OPTIONS]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The site of the sample company, in a folder of its own."""
    return folder(tmp_path_factory.mktemp("nu"), sample_files())


def said(nu: list[str], path: Path) -> list[str]:
    """What it says of the files below, read in one go."""
    done = subprocess.run([*nu, str(path)], capture_output=True, check=True)
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{one.get('url')}: {one['message']}" for one in messages if not one["message"].startswith((FOLDER, *UNKNOWN))
    ]


def test_pages_styles_and_drawings_are_valid(nu: list[str], site: Folder) -> None:
    assert said(nu, site.path) == []


PLANTED = (
    ("problems.html", "</main>", '<p><div>x</div></p><img src="static/icon.svg"></main>', "No “p” element in scope"),
    ("agenda.html", "<h1", '<h1 colour="red"', "Attribute “colour” not allowed"),
    ("static/layout.css", "", "p { colour: red }", "“colour”"),
    ("static/icon.svg", "<svg ", '<svg colour="red" ', "Attribute “colour” not allowed"),
)


def test_planted_faults_are_found(nu: list[str], site: Folder, tmp_path: Path) -> None:
    faulty = {}
    for path, was, now, _ in PLANTED:
        assert was in site.files[path]
        faulty[path] = site.files[path].replace(was, now, 1)
    found = said(nu, folder(tmp_path, faulty).path)
    assert [path for path, *_, words in PLANTED if not any(path in one and words in one for one in found)] == []
