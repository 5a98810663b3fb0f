"""`--at`: a revision is read with its settings, and nothing that is given as one reaches git as an option."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.run import AS_OF, textcrm
from tests.small_book import SMALL, write

DEAL = "opportunities/padaria-estrela-ovens.yaml"


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Joana", "-c", "user.email=joana@fornosdovale.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def validate(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = textcrm("-C", str(folder), "validate", *AS_OF, *arguments)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits: a good book, then a broken deal; the work tree is broken otherwise."""
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "good")
    write(tmp_path, {DEAL: SMALL[DEAL].replace("status: open", "status: opne", 1)})
    git(tmp_path, "commit", "-qam", "broken")
    write(tmp_path, {"crm.yaml": "name: [\n"})
    return tmp_path


@pytest.mark.parametrize(
    ("revision", "code", "found"), [("HEAD~1", 0, ""), ("HEAD", 1, "SCH004"), ("main", 1, "SCH004")]
)
def test_a_revision_is_read_instead_of_the_work_tree(repository: Path, revision: str, code: int, found: str) -> None:
    done = validate(repository, "--at", revision)
    assert done.returncode == code, done.stdout + done.stderr
    assert found in done.stdout


def test_the_work_tree_is_read_without_a_revision(repository: Path) -> None:
    assert validate(repository).returncode == 2


@pytest.mark.parametrize(
    "revision",
    ["nope", "--output=PWNED", "--upload-pack=touch PWNED;", "^HEAD", "HEAD~1..HEAD", "HEAD:crm_data", "", "-"],
)
def test_what_is_no_revision_is_refused_in_one_line(repository: Path, revision: str) -> None:
    done = validate(repository, f"--at={revision}")
    assert done.returncode == 3, done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert not list(repository.rglob("PWNED"))


def test_a_shallow_clone_says_how_to_deepen_it(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    clone = tmp_path_factory.mktemp("clone") / "shallow"
    source = repository.resolve().as_uri()
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, str(clone)], check=True, capture_output=True)
    done = validate(clone, "--at", "HEAD~1")
    assert done.returncode == 3
    assert "fetch-depth: 0" in done.stderr


def test_without_git_there_are_no_revisions(tmp_path: Path) -> None:
    done = validate(write(tmp_path), "--at", "HEAD")
    assert done.returncode == 3
    assert "not a git repository" in done.stderr


def test_a_revision_without_the_crm_is_a_usage_error(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "README").write_text("x")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "empty")
    done = validate(write(tmp_path), "--at", "HEAD")
    assert done.returncode == 2, done.stderr


def test_links_and_other_endings_in_a_revision_are_findings(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path, {"leads/a.yml": "name: A\n", "leads/.hidden/b.yaml": "broken: [\n"})
    (tmp_path / "crm_data" / "leads" / "c.yaml").symlink_to("/etc/passwd")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "odd")
    done = validate(tmp_path, "--at", "HEAD", "--output-format", "concise")
    assert done.returncode == 1
    assert [line.split()[2] for line in done.stdout.splitlines()] == ["YML010", "YML013"]


def test_names_of_any_kind_come_through(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path, {"leads/São Paulo\n.yaml": "name: A\n"})
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "odd")
    here, there = validate(tmp_path, "--output-format=json"), validate(tmp_path, "--at=HEAD", "--output-format=json")
    assert here.stdout == there.stdout
    assert "YML015" in here.stdout
