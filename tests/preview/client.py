"""A client of the preview, over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from lxml import html

from quizkit.check.settings import Asked
from quizkit.disk import find_sources
from quizkit.preview.folder import Folder
from quizkit.preview.serve import PreviewServer
from quizkit.preview.view import View


@dataclass
class Client:
    """What is asked of one server, and what the server told its user."""

    server: PreviewServer
    told: list[str] = field(default_factory=list)

    def ask(
        self, path: str, *, method: str = "GET", host: str | None = None
    ) -> tuple[HTTPResponse, str]:
        """An answer and its body."""
        connection = HTTPConnection("127.0.0.1", self.server.server_port, timeout=10)
        try:
            connection.putrequest(method, path, skip_host=True)
            if host != "":
                connection.putheader("Host", host or f"127.0.0.1:{self.server.server_port}")
            connection.endheaders()
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()

    def page(self, path: str = "/") -> str:
        """The text of a page that must be there."""
        answer, body = self.ask(path)
        assert answer.status == 200, body
        return body

    def text(self, path: str = "/") -> str:
        """What a reader sees of a page, on one line."""
        return " ".join(html.fromstring(self.page(path)).find("body").text_content().split())


@contextmanager
def serving(path: Path) -> Iterator[Client]:
    """A preview of a file or a folder."""
    if path.is_dir():
        shown: View | Folder = Folder(path, Asked())
    else:
        (source,) = find_sources([path])
        shown = View(source, Asked())
    told: list[str] = []
    with PreviewServer(shown, 0, told.append) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield Client(server, told)
        server.shutdown()
        thread.join()
