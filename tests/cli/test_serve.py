"""`textcrm serve` as a process: it shows, survives, mends and ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.test_validate import BROKEN, DEAL
from tests.small_book import SMALL, write


def test_it_shows_what_is_there_survives_what_is_bad_and_ends(tmp_path: Path) -> None:
    root = write(tmp_path)
    command = [sys.executable, "-m", "textcrm", "-C", str(root), "serve", "--port", "0", "--as-of", "2026-11-23"]
    with ending(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)) as running:
        assert running.stdout
        address = running.stdout.readline().split()[0]
        assert "Nothing is wrong." in shown(address, "Nothing is wrong.")
        (root / "crm_data" / DEAL).write_text(BROKEN[DEAL])
        assert "1 error; 1 record not loaded. crm_data/" in shown(address, "1 error")
        page = shown(address, "last good", DEAL.replace(".yaml", ".html"))
        assert "This page is the last good one: now there is none. 1 error; 1 record not loaded. crm_data/" in page
        assert 'class="mast"' in page
        assert "two deck ovens" in page
        (root / "crm_data" / "crm.yaml").write_text("currency: reais\n")
        page = shown(address, "These are the last good pages")
        assert "cannot be used" in page
        assert "<h1>Problems</h1>" in page
        (root / "crm_data" / "crm.yaml").write_text(SMALL["crm.yaml"])
        (root / "crm_data" / DEAL).write_text(SMALL[DEAL])
        assert 'class="preview"' not in shown(address, "Nothing is wrong.")
        running.terminate()
        assert running.wait(60) == 143
        assert running.stderr
        assert "Traceback" not in running.stderr.read()


@pytest.mark.parametrize("waits_for", ["", "Nothing is wrong."])
def test_ctrl_c_is_how_it_ends(tmp_path: Path, waits_for: str) -> None:
    command = [sys.executable, "-m", "textcrm", "-C", str(write(tmp_path)), "serve", "--port", "0"]
    with ending(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)) as running:
        assert running.stdout
        line = running.stdout.readline()
        assert "(Ctrl-C ends it)" in line
        if waits_for:
            shown(line.split()[0], waits_for)
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0
        assert running.stderr
        assert running.stderr.read() == ""


@contextmanager
def ending(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """The process, which does not outlive a test that fails."""
    with process:
        try:
            yield process
        finally:
            process.kill()


def shown(address: str, words: str, path: str = "problems.html") -> str:
    """The page once it holds these words."""
    page = ""
    for _ in range(1200):
        connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
        connection.request("GET", f"/{path}")
        page = connection.getresponse().read().decode()
        connection.close()
        if words in page:
            break
        time.sleep(0.05)
    return page
