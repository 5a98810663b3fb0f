"""The gallery: one bad and one good CRM per rule, the exact words of the finding, and each rule proven necessary."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.conftest import Snapshot
from textcrm.check import check
from textcrm.findings import Report
from textcrm.reporters import FORMATS, Look
from textcrm.rules import BY_CODE, RULES
from textcrm.rules.rule import Rule
from textcrm.source.load import load_book
from textcrm.store.read import read_tree

GALLERY = Path(__file__).parent / "gallery"
AS_OF = date(2026, 11, 23)
CODES = [rule.code for rule in RULES]


def judge(folder: Path, rules: Sequence[Rule] = RULES) -> tuple[Report, str]:
    """The report on a folder that holds `crm_data`, and its text for people."""
    with disk(folder):
        tree = read_tree(folder)
    report = check(load_book(tree), tree.files, AS_OF, rules=rules)
    return report, FORMATS["text"](report, tree.files, Look())


@contextmanager
def disk(folder: Path) -> Iterator[None]:
    """A disk that refuses the files named in `unreadable.txt`: no checkout can carry that, and root may read all."""
    names = folder / "unreadable.txt"
    refused = {str(folder / line) for line in names.read_text().splitlines()} if names.exists() else set()
    really = os.open

    def opened(path: str, *args: int) -> int:
        if path in refused:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return really(path, *args)

    with patch("textcrm.store.read.os.open", opened):
        yield


def test_gallery_has_a_folder_for_every_rule_and_no_other() -> None:
    assert sorted(path.name for path in GALLERY.iterdir()) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_good_example_has_no_finding(code: str) -> None:
    report, text = judge(GALLERY / code / "good")
    assert not report.findings, text


def assert_bad(code: str, rules: Sequence[Rule] = RULES) -> str:
    """The text of the bad example's report, which holds findings of this rule and of no other."""
    report, text = judge(GALLERY / code / "bad", rules)
    assert {finding.code for finding in report.findings} == {code}, text
    assert {finding.severity for finding in report.findings} == {BY_CODE[code].severity}
    return text


@pytest.mark.parametrize("code", CODES)
def test_bad_example_has_just_this_finding(code: str, snapshot: Snapshot) -> None:
    snapshot(GALLERY / code / "expected.txt", assert_bad(code))


@pytest.mark.parametrize("code", CODES)
def test_a_disabled_rule_makes_its_gallery_test_fail(code: str) -> None:
    with pytest.raises(AssertionError):
        assert_bad(code, [rule for rule in RULES if rule.code != code])


@pytest.mark.parametrize("code", CODES)
def test_every_finding_says_how_to_mend_it(code: str) -> None:
    report, text = judge(GALLERY / code / "bad")
    assert all(finding.help and finding.record != "" for finding in report.findings), text


@pytest.mark.parametrize("code", CODES)
def test_examples_of_the_page_stand_in_the_gallery(code: str) -> None:
    page = BY_CODE[code].page
    for section, folder in (("Bad", "bad"), ("Good", "good")):
        files = sorted((GALLERY / code / folder).rglob("*"))
        lines = {line.strip() for path in files if path.is_file() for line in _lines(path)}
        told = [line.strip() for line in page[section].splitlines() if line.strip()]
        assert told, f"{code} shows no {section} example"
        assert not [line for line in told if line not in lines]


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8", "replace").splitlines()


@pytest.mark.parametrize("code", CODES)
def test_bad_and_good_differ_in_a_few_lines(code: str) -> None:
    bad, good = (_tree(GALLERY / code / folder) for folder in ("bad", "good"))
    changed = {line for path in bad.keys() | good.keys() for line in set(bad.get(path, ())) ^ set(good.get(path, ()))}
    assert len(changed) <= 12, sorted(changed)


def _tree(folder: Path) -> dict[str, list[str]]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): _lines(path) for path in files}
