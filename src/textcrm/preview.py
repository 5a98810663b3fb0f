"""The preview: pages held in memory, served to this machine only, made anew and shown anew when files change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Event, Thread
from traceback import print_exc
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from textcrm.errors import WorldError
from textcrm.files import Files

#: The only address that is served: no other machine reaches it.
HOST: Final = "127.0.0.1"
#: What pages ask for to be told of changes; it is a script, as their policy lets nothing else be loaded.
_RELOAD, _NEXT = "/.textcrm/reload.js", "/.textcrm/next.js"
_PATIENCE: Final = 20
_PAGE: Final = ".html"
#: Above a page that the site has no more, as its record is gone, or broken for now.
_GONE: Final = "This page is the last good one: now there is none"
_SCRIPT: Final = """\
"use strict";
(() => {
  const now = document.currentScript.dataset.now;
  const ask = () => {
    const script = document.createElement("script");
    script.src = `/.textcrm/next.js?after=${now}&at=${Date.now()}`;
    script.onload = () => { script.remove(); ask(); };
    script.onerror = () => { script.remove(); setTimeout(ask, 2000); };
    document.head.append(script);
  };
  addEventListener("load", ask);
})();
"""
_TYPES: Final[Mapping[str, str]] = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "woff2": "font/woff2",
}
_HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # A page of somebody else, open in the same browser, may neither frame this nor load scripts and data from it.
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What a build gave: the files of a site, empty where there could be none, and what is to be told above them."""

    files: Files
    told: str = ""


@dataclass(slots=True)
class _Shown:
    """What is shown now: the last good pages and what is told; `number` counts the builds.

    `ever` has of each page that was ever shown the last version.
    """

    files: Files = field(default_factory=dict)
    ever: dict[str, str] = field(default_factory=dict)
    told: str = ""
    number: int = 0
    changed: Condition = field(default_factory=Condition)

    def show(self, made: Made) -> None:
        """Show what was made; where there are no pages, the last good ones stay and what is told changes."""
        with self.changed:
            self.files = made.files or self.files
            self.ever.update((path, text) for path, text in made.files.items() if path.endswith(_PAGE))
            self.told = made.told
            self.number += 1
            self.changed.notify_all()

    def wait(self, after: int) -> bool:
        """Whether something newer is shown, now or soon."""
        with self.changed:
            return self.changed.wait_for(lambda: self.number != after, timeout=_PATIENCE)


class Preview:
    """A server on this machine; `make` builds the site, anew whenever something below the `watched` folders changes.

    They need not be there yet. Raises `WorldError` where the port is taken; port 0 is any that is free.
    """

    def __init__(self, make: Callable[[], Made], watched: Sequence[Path], port: int) -> None:
        self._make, self._watched = make, watched
        self._shown = _Shown()
        self._stopped = Event()
        try:
            self._server = _Server((HOST, port), self._shown)
        except OSError as error:
            raise WorldError(f"cannot listen on port {port}: {error.strerror}; name another: --port") from None

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self._server.server_port}/"

    def run(self) -> None:
        """Watch, build and serve until `stop` or an exception such as Ctrl-C."""
        Thread(target=self._watch, daemon=True).start()
        try:
            self._server.serve_forever(poll_interval=0.2)
        finally:
            self._stopped.set()
            self._server.server_close()

    def stop(self) -> None:
        """End `run`."""
        self._stopped.set()
        self._server.shutdown()

    def _watch(self) -> None:
        # A folder that comes or goes meanwhile is a change as well: then others are watched, and then it builds.
        while not self._stopped.is_set():
            there, is_due = self._there(), True
            for changes in self._changes(there):
                if self._there() != there:
                    break
                if changes or is_due:
                    is_due = False
                    self._shown.show(self._made())

    def _there(self) -> list[Path]:
        return [folder for folder in self._watched if folder.is_dir()]

    def _changes(self, folders: Sequence[Path]) -> Iterator[Collection[object]]:
        """The changes below the folders, and nothing now and then, at first as soon as they are watched."""
        from watchfiles import watch

        return watch(
            *folders,
            stop_event=self._stopped,
            debounce=300,
            rust_timeout=200,
            yield_on_timeout=True,
            raise_interrupt=False,
        )

    def _made(self) -> Made:
        """What a build gives; a fault of ours is told like everything else, and the preview lives on."""
        try:
            return self._make()
        except Exception as error:  # noqa: BLE001  # whatever it is, the next change may mend it
            print_exc()
            return Made(
                {}, f"These are the last good pages; this is a fault of textcrm: {type(error).__name__}: {error}"
            )


class _Server(ThreadingHTTPServer):
    """Serves what is shown, to those who ask for it by its own name."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], shown: _Shown) -> None:
        self.shown = shown
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away in the middle is nothing to tell."""


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from memory; no request reaches the disk."""

    server: _Server
    server_version, sys_version = "textcrm", ""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A file of the site, or word of a change."""
        if not self._is_meant():
            self._answer(HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", b"This preview is for this machine only.\n")
            return
        parts = urlsplit(self.path)
        if parts.path == _RELOAD:
            self._answer(HTTPStatus.OK, _TYPES["js"], _SCRIPT.encode())
        elif parts.path == _NEXT:
            self._answer(HTTPStatus.OK, _TYPES["js"], self._word(parts.query))
        else:
            self._file(unquote(parts.path).lstrip("/") or "index.html")

    do_HEAD = do_GET  # noqa: N815  # the name that the server looks for

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not told."""

    def _is_meant(self) -> bool:
        """Whether the browser asks for this server and for a page of it.

        Another name for this machine in `Host` is how a page of somebody else gets its hands on what is local; a page
        of somebody else that loads a script of ours says so in `Sec-Fetch-Site`.
        """
        port = self.server.server_port
        is_ours = self.headers.get("Host", "").lower() in (f"{HOST}:{port}", f"localhost:{port}")
        site, mode = self.headers.get("Sec-Fetch-Site", "none"), self.headers.get("Sec-Fetch-Mode", "navigate")
        return is_ours and (site in ("none", "same-origin") or mode == "navigate")

    def _word(self, query: str) -> bytes:
        asked = parse_qs(query).get("after", [""])[0]
        is_newer = self.server.shown.wait(int(asked) if asked.isdecimal() else -1)
        return b"location.reload();\n" if is_newer else b"\n"

    def _file(self, path: str) -> None:
        shown = self.server.shown
        shown.wait(0)  # for the first pages
        text, told = shown.files.get(path), shown.told
        kind = _TYPES.get(path.rpartition(".")[2], "application/octet-stream")
        status = HTTPStatus.OK
        if text is None:
            kind, status = _TYPES["html"], HTTPStatus.NOT_FOUND
            text = shown.ever.get(path) or _missing(path, has_pages=bool(shown.files))
            told = ". ".join(filter(None, [_GONE if path in shown.ever else "", told]))
        if kind == _TYPES["html"]:
            text = _told(text, told, shown.number)
        self._answer(status, kind, text.encode("utf-8", "surrogateescape"))

    def _answer(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _missing(path: str, *, has_pages: bool) -> str:
    """A page for one that never was, with the way to those that are."""
    says = f'<main><p>There is no {escape(path)}.</p><p><a href="/">Overview</a></p></main>' if has_pages else ""
    head = "".join(f'<link rel="stylesheet" href="/static/{name}.css">' for name in ("theme", "layout", "content"))
    return f'<!doctype html><html lang="en"><head><title>textcrm</title>{head}</head><body>{says}</body></html>'


def _told(page: str, told: str, number: int) -> str:
    """The page with what is told above it, and with the script that waits for the next one."""
    banner = f'<p class="preview" role="status">{escape(told)}</p>' if told else ""
    script = f'<script src="{_RELOAD}" data-now="{number}"></script>'
    before, body, after = page.partition("<body>")
    return f"{before}{body}{banner}{script}{after}"
