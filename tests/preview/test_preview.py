"""The preview as a browser meets it: pages, changes, broken sources, and who may ask."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from lxml import html

from quizkit.formats.html.exporter import HtmlExporter
from quizkit.preview import folder as folder_module
from quizkit.preview.serve import PortTaken, PreviewServer
from quizkit.preview.view import View
from tests.formats.test_html_browser import QUIET, browser

from .client import Client, serving

__all__ = ["browser"]

QUIZ = "# Numbers\n\n## Even\n\nWhich is even?\n\n- ✅ two\n- ❌ three\n"
BROKEN = "\n## Odd\n\nWhich is odd?\n\n- ❌ four\n- ❌ six\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "quiz.md"
    path.write_text(QUIZ, encoding="utf-8")
    return path


def test_page_is_the_exported_one_with_a_bar_and_one_script(source: Path) -> None:
    with serving(source) as client:
        page = client.page()
    tree = html.fromstring(page)
    assert [one.text_content() for one in tree.iter("h1")] == ["Numbers"]
    (script,) = tree.iter("script")
    (policy,) = tree.xpath("//meta[@http-equiv]/@content")
    assert f"script-src 'nonce-{script.get('nonce')}'" in policy
    assert "unsafe-inline" not in policy.replace("style-src 'unsafe-inline'", "")
    (bar,) = tree.xpath("//nav")
    assert "quiz.md" in bar.text_content()
    assert "quizkit preview has stopped" in bar.text_content()  # hidden until it has
    assert tree.get_element_by_id("qk-gone").get("hidden") is not None


def test_a_change_of_the_source_gives_another_version_and_page(source: Path) -> None:
    with serving(source) as client:
        first, before = client.page(), client.page("/version/")
        assert f'data-version="{before}"' in first
        assert client.page("/version/") == before and client.page() == first
        source.write_text(QUIZ.replace("two", "twelve"), encoding="utf-8")
        after = client.page("/version/")
        assert after != before
        second = client.page()
        assert f'data-version="{after}"' in second
        assert "twelve" in second and "twelve" not in first


def test_a_change_of_a_picture_is_a_change_of_the_page(source: Path) -> None:
    picture = source.with_name("a.png")
    source.write_text(QUIZ.replace("Which", "![A](a.png) Which"), encoding="utf-8")
    with serving(source) as client:
        assert "there is no such file" in client.text()
        missing = client.page("/version/")
        picture.write_bytes(b"\x89PNG one")
        assert client.page("/version/") != missing
        assert "data:image/png;base64,iVBORyBvbmU=" in client.page()
        there = client.page("/version/")
        assert f'data-version="{there}"' in client.page()
        picture.write_bytes(b"\x89PNG three")
        assert client.page("/version/") != there


def test_findings_stand_at_the_top_with_their_lines(source: Path) -> None:
    source.write_text(QUIZ + BROKEN, encoding="utf-8")
    with serving(source) as client:
        tree = html.fromstring(client.page())
    findings = tree.get_element_by_id("qk-findings")
    said = [" ".join(one.text_content().split()) for one in findings.iter("li")]
    assert said[0] == 'not shown until it is mended: Question 2 "Odd"'
    errors = [one for one in said if "QK201 error" in one]
    assert len(errors) == 1 and re.match(r"line 14: Question 2 \"Odd\": .*four", errors[0])
    assert "1 error" in tree.xpath("//nav")[0].text_content()
    assert [one.get("id") for one in tree.xpath("//section")] != []
    anchors = [link.get("href") for link in findings.iter("a")]
    assert all(tree.get_element_by_id(anchor.removeprefix("#")) is not None for anchor in anchors)


def test_last_good_page_stays_while_the_source_cannot_be_read(source: Path) -> None:
    with serving(source) as client:
        assert "Which is even?" in client.text()
        source.write_bytes(b"\x00\x01\x02\xff binary")
        broken = client.text()
        assert "not a text file" in broken and "cannot be read" in broken
        assert "Which is even?" in broken and "as it could last be read" in broken
        source.unlink()
        gone = client.text()
        assert "cannot be read" in gone and "Which is even?" in gone
        source.write_text(QUIZ.replace("even", "not odd"), encoding="utf-8")
        assert "Which is not odd?" in client.text() and "cannot be read" not in client.text()


def test_source_that_was_never_readable_has_a_page(tmp_path: Path) -> None:
    path = tmp_path / "quiz.quiz.json"
    path.write_text('{"format": "quizkit/1"}', encoding="utf-8")
    with serving(path) as client:
        assert "cannot be read" in client.text() and "quiz.quiz.json" in client.text()


def test_hostile_source_gets_no_script_into_the_page(source: Path) -> None:
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(2)> </aside></nav>"
    source.write_text(
        QUIZ.replace("# Numbers", f"# {hostile}").replace("Which", f"Which {hostile}")
        + BROKEN.replace("Odd", hostile).replace("four", f"{hostile} $\\nope$"),
        encoding="utf-8",
    )
    with serving(source) as client:
        page = client.page()
    tree = html.fromstring(page)
    assert len(list(tree.iter("script"))) == 1
    assert not tree.xpath("//@onerror") and len(tree.xpath("//nav")) == 1


def test_folder_lists_its_quizzes_and_shows_each(tmp_path: Path, source: Path) -> None:
    (tmp_path / "README.md").write_text("# About\n\nNo quiz here.\n", encoding="utf-8")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/ü & co.md").write_text(QUIZ.replace("Numbers", "Umlaut"), encoding="utf-8")
    (tmp_path / "bad.md").write_bytes(b"\x00\x01\xff")
    with serving(tmp_path) as client:
        tree = html.fromstring(client.page())
        listed = {
            one.find("a").text_content(): one.find("a").get("href") for one in tree.iter("li")
        }
        assert set(listed) == {"Numbers", "Umlaut", "bad.md"}
        texts = " ".join(one.text_content() for one in tree.iter("li"))
        assert "1 question" in texts and "not a text file" in texts
        for title in ("Numbers", "Umlaut"):
            text = client.text(listed[title])
            assert "Which is even?" in text and "All quizzes" in text
        version = client.page(f"/version{listed['Umlaut']}")
        assert f'data-version="{version}"' in client.page(listed["Umlaut"])
        page = html.fromstring(client.page())
        (shown,) = page.xpath("//script/@data-version")
        assert shown == client.page("/version/")


def test_folder_sees_quizzes_come_and_go(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "_FRESH", 0.0)
    monkeypatch.setattr(folder_module, "_REST", 0)
    with serving(tmp_path) as client:
        version = client.page("/version/")
        (tmp_path / "other.md").write_text(QUIZ.replace("Numbers", "Other"), encoding="utf-8")
        assert client.page("/version/") != version
        assert "Other" in client.text() and "Which" in client.text("/quiz/other.md")
        (tmp_path / "other.md").unlink()
        source.unlink()
        assert "no quiz in this folder yet" in client.text()
        assert client.ask("/quiz/other.md")[0].status == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/secret.txt", "/quiz.md", "/quiz/../secret.txt", "/quiz/%2e%2e/secret.txt", "//x"),
        *("/quiz/secret.txt", "/quiz//etc/passwd", "/quiz/", "/version", "/version/quiz/nope.md"),
        *("/quiz/a%00b.md", "/favicon.ico", "/a.png", "http://127.0.0.1/secret.txt"),
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_nothing_is_served_but_what_is_rendered(path: str, whole: bool, source: Path) -> None:
    source.with_name("secret.txt").write_text("the secret", encoding="utf-8")
    source.with_name("a.png").write_bytes(b"the secret")
    with serving(source.parent if whole else source) as client:
        answer, body = client.ask(path)
    assert answer.status == 404 and "secret" not in body


def test_only_this_machine_may_ask(source: Path) -> None:
    with serving(source) as client:
        port = client.server.server_port
        assert client.server.server_address[0] == "127.0.0.1"
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", "", "localhost.evil:1"):
            for path in ("/", "/version/"):
                answer, body = client.ask(path, host=host)
                assert answer.status == 403 and "even" not in body, host
        for host in (f"localhost:{port}", f"LOCALHOST:{port}"):
            assert client.ask("/", host=host)[0].status == 200


def test_no_other_method_and_no_other_site(source: Path) -> None:
    with serving(source) as client:
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
            assert client.ask("/", method=method)[0].status == 501
        answer, body = client.ask("/", method="HEAD")
        assert answer.status == 200 and body == ""
        headers = client.ask("/")[0].headers
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in headers
        assert "Python" not in headers["Server"]


def test_many_may_ask_at_once_and_one_may_stall(source: Path) -> None:
    with serving(source) as client, socket.create_connection(client.server.server_address) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\n")
        pages: list[str] = []
        threads = [threading.Thread(target=lambda: pages.append(client.page())) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert len(pages) == 12 and len(set(pages)) == 1


def test_page_that_cannot_be_made_is_told_and_the_server_lives(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(source) as client, monkeypatch.context() as patch:
        patch.setattr(HtmlExporter, "files", lambda self, job: 1 / 0)
        answer, body = client.ask("/")
        assert answer.status == 500 and "ZeroDivisionError" in body
        assert len(client.told) == 1 and "Traceback" not in client.told[0]
        patch.undo()
        assert "Which is even?" in client.text()


def test_port_that_is_taken_is_named(source: Path) -> None:
    with serving(source) as client:
        view = client.server.shown
        assert isinstance(view, View)
        with pytest.raises(PortTaken, match=f"port {client.server.server_port} cannot be used"):
            PreviewServer(view, client.server.server_port, print)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_command_says_where_the_page_is_and_ends_with_ctrl_c(source: Path) -> None:
    command = [sys.executable, "-m", "quizkit", "preview", "quiz.md", "--no-browser", "--port", "0"]
    process = subprocess.Popen(
        command,
        cwd=source.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        with urlopen(address, timeout=10) as answer:
            assert "Which is even?" in answer.read().decode()
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=10)
    finally:
        process.kill()
    assert process.returncode == 0
    assert error.strip() == "Ctrl-C ends the preview."


def test_command_opens_the_browser_on_a_page_that_is_there(source: Path) -> None:
    script = source.with_name("browser.py")
    script.write_text(
        "import sys, urllib.request\n"
        "page = urllib.request.urlopen(sys.argv[1], timeout=10).read()\n"
        "open('seen.html', 'wb').write(page)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "quizkit", "preview", "quiz.md", "--port", "0"],
        cwd=source.parent,
        env={**os.environ, "BROWSER": f"{sys.executable} {script} %s"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    seen = source.with_name("seen.html")
    try:
        for _ in range(100):
            if seen.exists() and seen.stat().st_size:
                break
            time.sleep(0.1)
        assert "Which is even?" in seen.read_text("utf-8")
    finally:
        process.kill()
        process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_name_that_is_no_text_is_listed_and_shown(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/na\xefve.md")).write_text(QUIZ, encoding="utf-8")
    with serving(tmp_path) as client:
        (link,) = html.fromstring(client.page()).xpath("//li/a")
        assert link.get("href") == "/quiz/na%EFve.md"
        assert "Which is even?" in client.text(link.get("href"))


def said(*arguments: str, cwd: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "quizkit", "preview", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=20,
    )
    return done.returncode, done.stderr


def test_command_refuses_what_it_cannot_follow(source: Path) -> None:
    code, error = said("-", cwd=source.parent)
    assert code == 2 and "standard input" in error
    code, error = said("quizz.md", cwd=source.parent)
    assert code == 2 and 'did you mean "quiz.md"?' in error
    with serving(source) as client:
        port = str(client.server.server_port)
        code, error = said("quiz.md", "--no-browser", "--port", port, cwd=source.parent)
    assert code == 2 and "name another by --port" in error


def test_open_page_follows_a_change(browser: str, source: Path, tmp_path: Path) -> None:
    """The page of a real browser, which looks for changes by itself, shows the new text."""
    with serving(source) as client:
        changed = changing(client, source)
        done = subprocess.run(
            [
                *(browser, *QUIET, f"--user-data-dir={tmp_path / 'profile'}"),
                *("--enable-logging=stderr", "--virtual-time-budget=6000", "--dump-dom"),
                client.server.address,
            ],
            capture_output=True,
            timeout=60,
            check=True,
        )
    document = done.stdout.decode()
    assert changed.is_set()
    assert "twelve" in document
    assert html.fromstring(document).get_element_by_id("qk-gone").get("hidden") is not None
    console = [line for line in done.stderr.decode().splitlines() if "CONSOLE" in line]
    assert not console


def changing(client: Client, source: Path) -> threading.Event:
    """Write the source anew once the browser has looked for a change the second time."""
    changed = threading.Event()
    asked = 0
    view = client.server.shown
    version = view.version

    def looked() -> str:
        nonlocal asked
        asked += 1
        if asked > 4 and not changed.is_set():
            source.write_text(QUIZ.replace("two", "twelve"), encoding="utf-8")
            changed.set()
        return version()

    view.version = looked  # type: ignore[method-assign]
    return changed
