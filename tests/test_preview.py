"""The preview: who is answered, what is shown when a build fails, and that a page hears of a change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from textcrm.errors import WorldError
from textcrm.preview import Made, Preview

PAGE = "<!doctype html><html><body><main>one</main></body></html>"
SITE = {
    "index.html": PAGE,
    "leads/ana.html": PAGE,
    "static/theme.css": "a{}",
    "data/x.csv": "a\n",
    "static/l.png": "\udc89P",
}


@contextmanager
def serving(make: Callable[[], Made], watched: Path) -> Iterator[Preview]:
    preview = Preview(make, [watched], 0)
    thread = Thread(target=preview.run)
    thread.start()
    try:
        until(lambda: ask(preview, "/").status in (200, 404))
        yield preview
    finally:
        preview.stop()
        thread.join(60)
        assert not thread.is_alive()


def ask(preview: Preview, path: str, *, method: str = "GET", **headers: str) -> HTTPResponse:
    """The answer, its body read into `body`."""
    connection = HTTPConnection(urlsplit(preview.address).netloc, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


def body(preview: Preview, path: str) -> str:
    content: bytes = ask(preview, path).body  # type: ignore[attr-defined]
    return content.decode("utf-8", "surrogateescape")


def until(holds: Callable[[], bool]) -> None:
    """Wait until it holds, at most a minute or two."""
    for _ in range(1200):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it never came to hold")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with serving(lambda: Made(SITE, "1 error: <script>"), tmp_path) as running:
        yield running


def test_files_come_with_their_types(preview: Preview) -> None:
    types = {path: ask(preview, f"/{path}").headers["Content-Type"] for path in SITE}
    assert types == {
        "index.html": "text/html; charset=utf-8",
        "leads/ana.html": "text/html; charset=utf-8",
        "static/theme.css": "text/css; charset=utf-8",
        "data/x.csv": "text/csv; charset=utf-8",
        "static/l.png": "image/png",
    }
    assert body(preview, "/").replace("\n", "") == body(preview, "/index.html")
    assert ask(preview, "/static/l.png").body == b"\x89P"  # type: ignore[attr-defined]


def test_what_is_told_stands_above_the_page_as_text(preview: Preview) -> None:
    assert '<body><p class="preview" role="status">1 error: &lt;script&gt;</p>' in body(preview, "/leads/ana.html")


@pytest.mark.parametrize(
    "path", ["/gone.html", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/static"]
)
def test_only_the_site_is_there(preview: Preview, path: str) -> None:
    answer = ask(preview, path)
    assert answer.status == 404
    assert b"root:" not in answer.body  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8000"},
        {"Host": ""},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"},
    ],
)
def test_pages_of_others_get_nothing(preview: Preview, headers: dict[str, str]) -> None:
    answer = ask(preview, "/data/x.csv", **headers)
    assert (answer.status, answer.body) == (403, b"This preview is for this machine only.\n")  # type: ignore[attr-defined]


def test_this_machine_by_its_other_name_and_a_link_from_elsewhere_are_answered(preview: Preview) -> None:
    port = urlsplit(preview.address).port
    assert ask(preview, "/", Host=f"localhost:{port}").status == 200
    assert ask(preview, "/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status == 200


def test_nothing_is_kept_and_nothing_is_framed(preview: Preview) -> None:
    headers = ask(preview, "/").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert ask(preview, "/", method="POST").status == 501
    assert ask(preview, "/", method="HEAD").body == b""  # type: ignore[attr-defined]


def test_a_change_is_built_and_the_page_hears_of_it(tmp_path: Path) -> None:
    watched = tmp_path / "crm_data"
    watched.mkdir()
    with serving(
        lambda: Made({"index.html": PAGE.replace("one", str(len(list(watched.iterdir()))))}), watched
    ) as preview:
        assert "<main>0</main>" in body(preview, "/")
        heard: list[str] = []
        waiting = Thread(target=lambda: heard.append(body(preview, "/.textcrm/next.js?after=1")))
        waiting.start()
        time.sleep(0.5)
        (watched / "new.yaml").write_text("x")
        waiting.join(60)
        assert heard == ["location.reload();\n"]
        assert "<main>1</main>" in body(preview, "/")


def test_the_last_good_pages_stay_when_a_build_fails(tmp_path: Path) -> None:
    answers = iter([Made(SITE), Made({}, "crm.yaml cannot be used")])

    def make() -> Made:
        made = next(answers, None)
        if made is None:
            raise ZeroDivisionError("a fault")
        return made

    with serving(make, tmp_path) as preview:
        for words in ("crm.yaml cannot be used", "ZeroDivisionError: a fault"):
            (tmp_path / words[:4]).write_text("x")
            until(lambda words=words: words in body(preview, "/"))  # type: ignore[misc]
            assert "<main>one</main>" in body(preview, "/")


def test_a_page_that_goes_stays_as_it_was_and_says_so(tmp_path: Path) -> None:
    answers = iter([Made(SITE), Made({"index.html": PAGE.replace("one", "two")}, "1 error")])
    with serving(lambda: next(answers), tmp_path) as preview:
        until(lambda: ask(preview, "/leads/ana.html").status == 200)
        (tmp_path / "new.yaml").write_text("x")
        until(lambda: ask(preview, "/leads/ana.html").status == 404)
        page = body(preview, "/leads/ana.html")
        assert "This page is the last good one: now there is none. 1 error</p>" in page
        assert "<main>one</main>" in page
        assert "last good" not in body(preview, "/")
        never = body(preview, "/leads/rui.html")
        assert "There is no leads/rui.html." in never
        assert '<a href="/">' in never
        assert "/static/theme.css" in never


def test_without_any_good_page_the_reason_is_shown(tmp_path: Path) -> None:
    with serving(lambda: Made({}, "crm.yaml cannot be used"), tmp_path) as preview:
        assert "crm.yaml cannot be used" in body(preview, "/")


def test_a_folder_that_comes_or_goes_is_a_change(tmp_path: Path) -> None:
    """As `templates` does, which most companies make later."""
    folder = tmp_path / "templates"

    def make() -> Made:
        note = folder / "note"
        return Made({"index.html": PAGE.replace("one", note.read_text() if note.is_file() else "none")})

    with serving(make, folder) as preview:
        until(lambda: "none" in body(preview, "/"))
        folder.mkdir()
        (folder / "note").write_text("two")
        until(lambda: "two" in body(preview, "/"))
        (folder / "note").write_text("three")
        until(lambda: "three" in body(preview, "/"))
        (folder / "note").unlink()
        folder.rmdir()
        until(lambda: "none" in body(preview, "/"))


def test_a_port_that_is_taken_is_told(preview: Preview, tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="cannot listen on port"):
        Preview(lambda: Made({}), [tmp_path], urlsplit(preview.address).port or 0)
