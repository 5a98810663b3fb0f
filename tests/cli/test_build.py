"""`textcrm build`: what it writes, refuses and returns, and that the same book makes the same bytes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.run import AS_OF, process, textcrm
from tests.cli.test_validate import BROKEN
from tests.powers import powerless
from tests.small_book import write

SAMPLE = Path(__file__).parents[2] / "crm_data"


def build(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return textcrm("-C", str(root), "build", *AS_OF, *arguments)


def prints(folder: Path) -> dict[str, str]:
    """The hash of every file below."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def crm(tmp_path: Path) -> Path:
    """The small book on disk, in a folder of its own."""
    root = tmp_path / "crm"
    root.mkdir()
    return write(root)


def test_the_site_stands_where_it_was_asked_for(crm: Path) -> None:
    done = build(crm, "--output", "public")
    assert (done.returncode, done.stderr) == (0, b"")
    assert str(crm / "public" / "index.html").encode() in done.stdout
    page = (crm / "public" / "problems.html").read_text()
    assert "As of <b>Monday 23" in page
    assert (crm / "public" / "data" / "problems.csv").exists()


def test_the_folder_is_site_by_default(crm: Path) -> None:
    assert build(crm).returncode == 0
    assert (crm / "site" / ".textcrm-site").exists()


def test_a_folder_with_other_things_is_refused(crm: Path) -> None:
    (crm / "site").mkdir()
    (crm / "site" / "letter.txt").write_text("dear")
    done = build(crm)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"holds other things" in done.stderr
    assert (crm / "site" / "letter.txt").read_text() == "dear"


@pytest.mark.parametrize("place", ["templates", "templates/static/site"])
def test_the_folder_of_the_templates_is_no_place_for_a_site(crm: Path, place: str) -> None:
    done = build(crm, "--output", place)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert f"lies in {crm / 'templates'}, from which the next site is made".encode() in done.stderr
    assert f"for example {crm / 'site'}".encode() in done.stderr
    assert not (crm / "templates").exists()


def test_what_did_not_load_is_told_on_every_page_and_by_the_exit_code(tmp_path: Path) -> None:
    root = write(tmp_path, BROKEN)
    done = build(root)
    assert done.returncode == 1
    assert b"1 record is missing" in done.stderr
    assert "1 record is missing, as it could not be read" in (root / "site" / "data.html").read_text()


def test_of_a_folder_that_cannot_be_read_nobody_knows_how_many_records_are_missing(tmp_path: Path) -> None:
    lead = "status: new\nname: Ana\nhistory:\n  - {date: 2026-11-16, status: new}\n"
    root = write(tmp_path, {**BROKEN, "leads/ana.yaml": lead, "leads/rui.yaml": lead})
    (root / "crm_data" / "leads").chmod(0)
    command = powerless([sys.executable, "-m", "textcrm", "-C", str(root), "build", *AS_OF])
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    (root / "crm_data" / "leads").chmod(0o755)
    assert done.returncode == 3
    assert done.stderr == (
        "textcrm: 1 record and all records in crm_data/leads/ are missing here and from every number, as not loaded:"
        " opportunities/padaria-estrela-ovens; see: textcrm validate\n"
    )
    page = (root / "site" / "index.html").read_text()
    assert "1 record is missing, as it could not be read; all records in crm_data/leads/ are missing" in page


def test_strict_writes_nothing_while_there_is_an_error(tmp_path: Path) -> None:
    root = write(tmp_path, BROKEN)
    done = build(root, "--strict")
    assert done.returncode == 1
    assert b"nothing was written" in done.stderr
    assert not (root / "site").exists()


def test_templates_and_styles_of_the_company_are_taken(crm: Path) -> None:
    own = crm / "templates"
    (own / "static").mkdir(parents=True)
    (own / "static" / "custom.css").write_text(":root { --won: #123456; }\n")
    (own / "base.html.jinja").write_text(
        '{% extends "textcrm/base.html.jinja" %}{% block foot %}<footer>Ours</footer>{% endblock %}'
    )
    assert build(crm).returncode == 0
    assert (crm / "site" / "static" / "custom.css").read_text() == ":root { --won: #123456; }\n"
    page = (crm / "site" / "problems.html").read_text()
    assert "<footer>Ours</footer>" in page
    assert page.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{% block main %}", b"templates/pages/problems.html.jinja:1: "),
        ("{{ page.nothing }}", b"templates/pages/problems.html.jinja:1: "),
        ('{% extends "gone.html" %}', b"problems.html.jinja:1: there is no template gone.html"),
        ('\n{% include "../../etc/passwd" %}', b"problems.html.jinja:2: there is no template ../../etc/passwd"),
        ('{% include ["a.html", "b.html"] %}', b"problems.html.jinja:1: there is no template a.html or b.html"),
        ('{% extends "pages/problems.html.jinja" %}', b"problems.html.jinja:1: it extends or includes itself"),
        ('{% include "pages/problems.html.jinja" %}', b"problems.html.jinja:1: it extends or includes itself"),
        ("\n{{ 1 / 0 }}", b"templates/pages/problems.html.jinja:2: division by zero"),
        ("{{ page.head.title.nothing.at.all }}", b"templates/pages/problems.html.jinja:1: "),
    ],
)
@pytest.mark.many(3)
def test_a_template_that_is_none_is_one_line(crm: Path, text: str, words: bytes) -> None:
    build(crm)
    before = prints(crm / "site")
    (crm / "templates" / "pages").mkdir(parents=True)
    (crm / "templates" / "pages" / "problems.html.jinja").write_text(text)
    done = build(crm)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert words in done.stderr
    assert prints(crm / "site") == before


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("pages/problems.html.jinja", b"caf\xe9", b"problems.html.jinja:1: not UTF-8"),
        ("parts/mast.html.jinja", b"\xff\xfeh\0", b"mast.html.jinja:1: not UTF-8"),
        ("parts/table.html.jinja", b"nothing", b"templates/parts/table.html.jinja: "),
        ("parts/row.html.jinja", b"{% macro row(h) %}{% endmacro %}", b"templates/parts/row.html.jinja: "),
    ],
)
def test_a_template_that_cannot_be_used_is_one_line(crm: Path, name: str, content: bytes, words: bytes) -> None:
    (crm / "templates" / name).parent.mkdir(parents=True)
    (crm / "templates" / name).write_bytes(content)
    done = build(crm)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert words in done.stderr
    assert not (crm / "site").exists()


def test_templates_that_nothing_takes_are_named_and_change_nothing(crm: Path) -> None:
    build(crm)
    before, own = prints(crm / "site"), crm / "templates"
    files = {
        "pages/index.html.jinja": "static/x",
        "pages/overview.html": "",
        "parts/mine.html.jinja": "",
        "custom.css": "",
        "README.md": "",
        "letters/offer.txt": "",
    }
    for name, text in files.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text)
    done = build(crm)
    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        f"textcrm: {own}/{name} is not used, as no template has this name{meant}"
        for name, meant in (
            ("pages/index.html.jinja", "; do you mean templates/pages/overview.html.jinja?"),
            ("pages/overview.html", "; do you mean templates/pages/overview.html.jinja?"),
            ("parts/mine.html.jinja", ""),
            ("custom.css", "; do you mean templates/static/custom.css?"),
        )
    ]
    assert prints(crm / "site") == before


@pytest.mark.parametrize("name", ["'parts/mine.html.jinja'", "'parts/' ~ 'mine.html.jinja'"])
def test_parts_that_the_company_s_own_templates_take_are_not_told(crm: Path, name: str) -> None:
    (crm / "templates" / "parts").mkdir(parents=True)
    (crm / "templates" / "static").mkdir()
    (crm / "templates" / "static" / "photo.png").write_bytes(b"\x89PNG\xff{%")
    (crm / "templates" / "parts" / "mine.html.jinja").write_text("mine")
    (crm / "templates" / "parts" / "foot.html.jinja").write_text(f"<footer>{{% include {name} %}}</footer>")
    done = build(crm)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "<footer>mine</footer>" in (crm / "site" / "index.html").read_text()


def test_a_link_among_the_templates_is_refused(crm: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (crm / "templates" / "static").mkdir(parents=True)
    (crm / "templates" / "static" / "custom.css").symlink_to(tmp_path / "secret")
    done = build(crm)
    assert done.returncode == 1
    assert b"never through a link" in done.stderr
    assert not (crm / "site").exists()


def test_a_revision_is_built_without_the_work_tree(crm: Path) -> None:
    git(crm, "init", "-q")
    git(crm, "add", "-A")
    git(crm, "commit", "-qm", "start")
    commit = git(crm, "rev-parse", "HEAD").strip()
    (crm / "crm_data" / "leads").mkdir()
    (crm / "crm_data" / "leads" / "new.yaml").write_text("status: new\n")
    assert build(crm, "--at", "HEAD").returncode == 0
    page = (crm / "site" / "problems.html").read_text()
    assert commit[:7] in page
    assert "and changes since" not in page
    assert build(crm).returncode in (0, 1)
    assert "and changes since" in (crm / "site" / "problems.html").read_text()


@pytest.mark.parametrize("at", [(), ("--at", "HEAD")], ids=["work tree", "revision"])
def test_on_a_day_before_the_commit_what_came_later_is_no_fault_and_on_its_day_what_lies_ahead_is_one(
    crm: Path, monkeypatch: pytest.MonkeyPatch, at: tuple[str, ...]
) -> None:
    journal = crm / "crm_data" / "activities" / "joana" / "2026-11.yaml"
    journal.parent.mkdir(parents=True)
    about = "type: call, direction: outbound, opportunity: padaria-estrela-ovens"
    journal.write_text("".join(f"- {{date: 2026-11-{day}, {about}}}\n" for day in (18, 25)))
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-20T23:30:00-03:00")
    git(crm, "init", "-q")
    git(crm, "add", "-A")
    git(crm, "commit", "-qm", "start")
    told = {}
    for day in ("17", "20"):
        assert textcrm("-C", str(crm), "build", "--as-of", f"2026-11-{day}", "--strict", *at).returncode == int(
            day == "20"
        )
        assert textcrm("-C", str(crm), "build", "--as-of", f"2026-11-{day}", *at).returncode == 0
        told[day] = (crm / "site" / "data" / "problems.csv").read_text()
    assert "2026-11-25" in told["20"]
    assert "ACT002" in told["20"]
    assert "ACT002" not in told["17"]


def git(root: Path, *arguments: str) -> str:
    names = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *names, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


def backwards(root: Path) -> Path:
    """The sample company in files made one after the other from the last to the first, and years later."""
    for number, path in enumerate(sorted(SAMPLE.rglob("*.yaml"), reverse=True)):
        made = root / "crm_data" / path.relative_to(SAMPLE)
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(path.read_bytes())
        os.utime(made, (2e9 + number, 2e9 + number))
    return root


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"TZ": "Pacific/Pago_Pago", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8"},
    ],
    ids=str,
)
def test_the_same_book_makes_the_same_bytes(
    sample: dict[str, str], tmp_path: Path, environment: dict[str, str]
) -> None:
    root = backwards(tmp_path)
    done = process("-C", str(root), "build", *AS_OF, "--output", "elsewhere", **environment)
    assert done.returncode == 0
    assert prints(root / "elsewhere") == sample


#: Every clock of Python's goes 400 days ahead.
AHEAD = """\
import datetime, time
ahead, seconds = datetime.timedelta(days=400), time.time
time.time = lambda: seconds() + ahead.total_seconds()
class Real(type):
    def __instancecheck__(cls, one): return isinstance(one, cls.__base__)
class Moment(datetime.datetime, metaclass=Real):
    @classmethod
    def now(cls, tz=None): return super().now(tz) + ahead
    today = utcnow = now
class Day(datetime.date, metaclass=Real):
    @classmethod
    def today(cls): return super().today() + ahead
datetime.datetime, datetime.date = Moment, Day
"""


#: Folders list what they hold in another order: most disks have one of their own, whatever was made first.
SHUFFLED = """\
import os
from random import Random
listdir, scandir, mixed = os.listdir, os.scandir, Random(%d)
def shuffled(names):
    names = sorted(names, key=str)
    mixed.shuffle(names)
    return names
class Scanned:
    def __init__(self, path="."):
        with scandir(path) as found: self.left = iter(shuffled(found))
    def __iter__(self): return self
    def __next__(self): return next(self.left)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
os.listdir, os.scandir = lambda path=".": shuffled(listdir(path)), Scanned
"""


def customised(folder: Path, site: str, **variables: str) -> dict[str, str]:
    """The variables of a process whose Python runs this first."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(site)
    path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path, **variables}


@pytest.mark.parametrize("seed", [1, 2])
def test_no_order_of_files_in_a_folder_changes_a_byte(sample: dict[str, str], tmp_path: Path, seed: int) -> None:
    environment = customised(tmp_path / "order", SHUFFLED % seed)
    root = copied(tmp_path / "book")
    asked = [sys.executable, "-c", f"import os; print(os.listdir({str(root / 'crm_data' / 'leads')!r}))"]
    told = subprocess.run(asked, env=environment, capture_output=True, check=True, text=True).stdout.strip()
    assert told != str(sorted(os.listdir(root / "crm_data" / "leads")))  # noqa: PTH208  # names
    command = [sys.executable, "-m", "textcrm", "-C", str(root), "build", *AS_OF]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert prints(root / "site") == sample


@pytest.mark.parametrize("day", [AS_OF, ()], ids=["--as-of", "SOURCE_DATE_EPOCH"])
def test_no_clock_changes_a_byte(sample: dict[str, str], tmp_path: Path, day: tuple[str, ...]) -> None:
    environment = customised(tmp_path / "clock", AHEAD, SOURCE_DATE_EPOCH="1795446000")
    asked = [sys.executable, "-c", "import datetime; print(datetime.date.today())"]
    told = subprocess.run(asked, env=environment, capture_output=True, check=True, text=True).stdout.strip()
    assert told > str(datetime.now(UTC).date() + timedelta(days=398))
    root = copied(tmp_path / "book")
    command = [sys.executable, "-m", "textcrm", "-C", str(root), "build", *day]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert prints(root / "site") == sample


def test_neither_umask_nor_folder_changes_a_byte(sample: dict[str, str], tmp_path: Path) -> None:
    root = copied(tmp_path / "a folder" / "deeper")
    command = f"umask 077; cd /; exec {sys.executable} -m textcrm -C '{root}' build --as-of 2026-11-23"
    subprocess.run(["sh", "-c", command], check=True, capture_output=True)
    assert prints(root / "site") == sample


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The site of the sample company, as hashes."""
    root = copied(tmp_path_factory.mktemp("sample"))
    assert build(root).returncode == 0
    return prints(root / "site")


def copied(root: Path) -> Path:
    """The sample company, without git."""
    shutil.copytree(SAMPLE, root / "crm_data")
    return root
