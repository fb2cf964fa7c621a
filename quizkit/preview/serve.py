"""The server of the preview: loopback only, and nothing but the pages that it makes.

A page of another site must not read a quiz through the browser, so every request has to name
this machine as its host: a foreign name that was made to point here (DNS rebinding) is refused.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Lock
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from quizkit.errors import QuizkitError
from quizkit.preview.folder import QUIZ, Folder
from quizkit.preview.view import View

LOOPBACK = "127.0.0.1"
_PATIENCE = 10.0
"""Seconds that a client may keep a thread waiting."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_VERSION = "/version"
_HTML, _TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
Told = Callable[[str], None]


class PortTaken(QuizkitError):
    """A port that cannot be listened at."""

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(port, reason)
        self.port, self.reason = port, reason

    def __str__(self) -> str:
        return f"port {self.port} cannot be used: {self.reason}; name another by --port"


class PreviewServer(ThreadingHTTPServer):
    """Serves one view, or a folder of them, on this machine alone.

    ``port`` 0 takes any that is free. ``tell`` is given a line when a page cannot be made.
    Raises PortTaken.
    """

    daemon_threads = True
    # Elsewhere the flag lets another program take over the port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, shown: View | Folder, port: int, tell: Told) -> None:
        self.shown = shown
        self.tell = tell
        # Readers and renderers share what they have built: one thread at a time may use them.
        self.turn = Lock()
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except OSError as error:
            raise PortTaken(port, (error.strerror or str(error)).lower()) from error

    def server_bind(self) -> None:
        """Bind without asking the network what this machine is called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    @property
    def address(self) -> str:
        """The address of the first page."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which a browser on this machine may call the server."""
        return frozenset({f"{LOOPBACK}:{self.server_port}", f"localhost:{self.server_port}"})

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away in the middle is nothing to tell of."""

    def view_at(self, path: str) -> View | Folder | None:
        """What a path shows; None for a path that shows nothing."""
        if path == "/":
            return self.shown
        if isinstance(self.shown, Folder) and path.startswith(QUIZ):
            return self.shown.view(unquote(path.removeprefix(QUIZ), errors="surrogateescape"))
        return None


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; no other method exists."""

    server: PreviewServer
    timeout: ClassVar[float] = _PATIENCE
    server_version = "quizkit"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(*self._reply())

    do_HEAD = do_GET

    def _reply(self) -> tuple[HTTPStatus, str, bytes]:
        if (self.headers.get("Host") or "").lower() not in self.server.hosts:
            return HTTPStatus.FORBIDDEN, _TEXT, b"this is a preview for its own machine alone\n"
        path = urlsplit(self.path).path
        try:
            with self.server.turn:
                return self._found(path)
        except Exception as error:  # the server outlives a page that cannot be made
            message = f"{path}: the page cannot be made ({type(error).__name__}: {error})"
            self.server.tell(message)
            return HTTPStatus.INTERNAL_SERVER_ERROR, _TEXT, f"{message}\n".encode()

    def _found(self, path: str) -> tuple[HTTPStatus, str, bytes]:
        wants_version = path.startswith(f"{_VERSION}/")
        view = self.server.view_at(path.removeprefix(_VERSION) if wants_version else path)
        if view is None:
            return HTTPStatus.NOT_FOUND, _TEXT, b"there is no such page\n"
        if wants_version:
            return HTTPStatus.OK, _TEXT, view.version().encode()
        return HTTPStatus.OK, _HTML, view.page()

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """A page looks for changes all the time; nobody wants to read of it."""
