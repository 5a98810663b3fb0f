"""The wheel is whole: installed in an empty environment, away from the checkout, every command works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from textcrm import __version__

ROOT = Path(__file__).parents[1]
#: The day of which the sample company tells.
AS_OF = "2026-11-23"
NOT_SOURCE = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "dist")


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs a program as a stranger would: no settings of ours in its environment, and a failure shows its output."""
    ours = ("GIT_", "PYTHON", "TEXTCRM_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} in {cwd} exited {done.returncode}\n{done.stdout}{done.stderr}"
    return done


def tool(name: str) -> Path:
    """A program of the environment that runs the tests."""
    return Path(sys.executable).parent / name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    run(tool("hatchling"), "build", "--target", "wheel", "--directory", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel, what it depends on, and nothing else."""
    home = tmp_path_factory.mktemp("installed") / "env"
    if shutil.which("uv"):
        run("uv", "venv", "--quiet", "--python", sys.executable, home, cwd=home.parent)
        run("uv", "pip", "install", "--quiet", "--python", home / "bin" / "python", wheel, cwd=home.parent)
    else:
        venv.create(home, with_pip=True)
        run(home / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-compile", wheel, cwd=home.parent)
    return home / "bin"


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A folder away from any checkout that holds the sample company."""
    shutil.copytree(ROOT / "crm_data", tmp_path / "crm_data")
    return tmp_path


def test_wheel_carries_templates_and_license_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    templates = {path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()}
    assert {f"textcrm/{name}" for name in templates} <= set(names)
    assert f"textcrm-{__version__}.dist-info/licenses/LICENSE" in names
    assert {name.partition("/")[0] for name in names} == {"textcrm", f"textcrm-{__version__}.dist-info"}


def test_building_twice_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    run(tool("hatchling"), "build", "--target", "wheel", "--directory", tmp_path, cwd=ROOT)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


@pytest.mark.slow
@pytest.mark.sample
class TestInstalled:
    """The wheel in an empty environment, run away from the checkout."""

    @pytest.mark.parametrize("start", [["textcrm"], ["python", "-m", "textcrm"]], ids=["script", "module"])
    def test_version(self, installed: Path, tmp_path: Path, start: list[str]) -> None:
        done = run(installed / start[0], *start[1:], "--version", cwd=tmp_path)
        assert __version__ in done.stdout

    def test_help_of_every_command(self, installed: Path, tmp_path: Path) -> None:
        page = run(installed / "textcrm", "--help", cwd=tmp_path).stdout
        listed = page.partition("Commands:")[2].partition("\n\n")[0]
        commands = re.findall(r"^  (\w+) ", listed, re.MULTILINE)
        assert "validate" in commands
        for command in commands:
            assert "Usage:" in run(installed / "textcrm", command, "--help", cwd=tmp_path).stdout

    def test_validate(self, installed: Path, company: Path) -> None:
        run(installed / "textcrm", "validate", "--as-of", AS_OF, cwd=company)

    def test_runs_from_the_wheel_alone(self, installed: Path, tmp_path: Path) -> None:
        show = "from importlib.resources import files; print(*(files('textcrm') / 'templates').iterdir())"
        shown = run(installed / "python", "-c", show, cwd=tmp_path)
        assert str(ROOT) not in shown.stdout
        assert "README.md" in shown.stdout


class TestHooks:
    """What the repository offers to other people's pre-commit, and what it uses itself."""

    @pytest.mark.parametrize("kind", ["config", "manifest"])
    def test_files_are_valid(self, kind: str) -> None:
        name = {"config": ".pre-commit-config.yaml", "manifest": ".pre-commit-hooks.yaml"}[kind]
        run(tool("pre-commit"), f"validate-{kind}", name, cwd=ROOT)

    def test_own_hooks_are_local(self) -> None:
        config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
        assert {repo["repo"] for repo in config["repos"]} == {"local"}

    @pytest.mark.slow
    def test_offered_hook_runs(self, company: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        offered = tmp_path_factory.mktemp("offered") / "textcrm"
        shutil.copytree(ROOT, offered, ignore=NOT_SOURCE)
        commit_all(offered)
        commit_all(company)
        done = run(tool("pre-commit"), "try-repo", offered, "textcrm-validate", "--all-files", cwd=company)
        assert "Passed" in done.stdout


def commit_all(folder: Path) -> None:
    """Makes the folder a repository with one commit."""
    git = ("git", "-c", "user.name=Test", "-c", "user.email=test@fornos.example", "-c", "core.hooksPath=/dev/null")
    run(*git, "init", "--quiet", "--initial-branch=main", cwd=folder)
    run(*git, "add", "--all", cwd=folder)
    run(*git, "commit", "--quiet", "--message=all", cwd=folder)


def requirements() -> Iterator[Requirement]:
    """Everything that pyproject.toml asks for: to run, and to develop."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    yield from map(Requirement, project["project"]["dependencies"])
    yield from map(Requirement, project["dependency-groups"]["dev"])


@pytest.mark.parametrize("requirement", tuple(requirements()), ids=lambda requirement: requirement.name)
def test_lock_pins_what_the_floors_allow(requirement: Requirement) -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    found = re.search(rf"^{re.escape(requirement.name)}==([^ ;]+)", lock, re.MULTILINE | re.IGNORECASE)
    assert found, f"{requirement.name} is not locked: make lock"
    assert requirement.specifier.contains(found[1])
