"""The page in a real browser: no request, no complaint, and the same text. Skipped without one."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from lxml import html

from quizkit.model import Content, Quiz

from .html_page import PNG, page_of, tree, words
from .moodle_bench import choice

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
EXPORTS = Path(__file__).resolve().parents[2] / "exports"
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="module")
def browser() -> str:
    """The path of a Chromium, or of one that QUIZKIT_BROWSER names."""
    found = os.environ.get("QUIZKIT_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium here")
    return found


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: its address, and what it is asked for."""
    seen: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()


def opened(browser: str, page: Path, profile: Path) -> tuple[str, list[str]]:
    """The document after it was shown, and what the console says."""
    done = subprocess.run(
        [
            *(browser, *QUIET, f"--user-data-dir={profile}", "--enable-logging=stderr"),
            *("--virtual-time-budget=2000", "--dump-dom", page.as_uri()),
        ],
        capture_output=True,
        timeout=60,
        check=True,
    )
    said = done.stderr.decode(errors="replace").splitlines()
    return done.stdout.decode(), [line for line in said if "CONSOLE" in line]


@pytest.mark.parametrize("name", ["plants.en.html", "geography.ar.html", "mechanics.en.html"])
def test_browser_reads_the_page_as_it_was_written(name: str, browser: str, tmp_path: Path) -> None:
    document, console = opened(browser, EXPORTS / name, tmp_path)
    assert not console
    written = tree((EXPORTS / name).read_text("utf-8"))
    there = html.fromstring(document)
    assert words(there.find("body")) == words(written.find("body"))
    for element in ("details", "input", "select", "label", "img", "math", "section"):
        wanted = len(written.xpath(f"//*[local-name()='{element}']"))
        assert len(there.xpath(f"//{element}")) == wanted, element
    assert not there.xpath("//details[@open]")


def test_browser_asks_for_nothing_and_complains_of_nothing(
    browser: str, asked: tuple[str, list[str]], tmp_path: Path
) -> None:
    site, seen = asked
    hostile = Content(
        html=f"<p>Text<img src='{site}/a.png' alt='x'><script src='{site}/b.js'></script>"
        f"<img src='{site}/c.png' srcset='{site}/d.png 2x' onerror='fetch(\"{site}/e\")'>"
        f"<video src='{site}/f.mp4' poster='{site}/g.png' autoplay></video>"
        f"<audio autoplay><source src='{site}/h.mp3'></audio><iframe src='{site}/i'></iframe>"
        f"<link rel='stylesheet' href='{site}/j.css'><style>@import '{site}/k.css';</style>"
        f"<div style='background:url({site}/l.png)'>z</div><object data='{site}/m'></object>"
        f"<img src='img/a b.png' alt='here'><embed src='{site}/n'><track src='{site}/o'></p>"
    )
    question = replace(choice("q", "kd"), stem=hostile, hints=(hostile,))
    page = tmp_path / "page.html"
    quiz = Quiz(identifier="q", questions=(question,), description=hostile, assets=(PNG,))
    page.write_text(page_of(quiz)[0], encoding="utf-8")
    document, console = opened(browser, page, tmp_path / "profile")
    assert "option 0" in document
    assert (seen, console) == ([], [])


def test_policy_keeps_a_browser_from_what_the_page_might_let_through(
    browser: str, asked: tuple[str, list[str]], tmp_path: Path
) -> None:
    site, seen = asked
    page = tmp_path / "page.html"
    written = page_of(Quiz(identifier="q", questions=(choice("q", "kd"),)))[0]
    let_through = f"<script>fetch('{site}/a')</script><img src='{site}/b.png'/></body>"
    page.write_text(written.replace("</body>", let_through), encoding="utf-8")
    _, console = opened(browser, page, tmp_path / "profile")
    assert not seen and len(console) >= 2
