"""``quizkit preview``: the page of a quiz in the browser, as it is written."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from threading import Thread

import click

from quizkit.check.settings import Asked
from quizkit.disk import STDIN, find_sources
from quizkit.preview.folder import Folder
from quizkit.preview.serve import PortTaken, PreviewServer
from quizkit.preview.view import View

_USUAL = 8421
"""The port where a page that was left open finds the preview again."""


@click.command("preview", epilog="Example: quizkit preview quiz.md")
@click.argument("path", metavar="[PATH]", default=".")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Where to listen; {_USUAL} or any free one without it.",
)
@click.option("--no-browser", is_flag=True, help="Only say where the page is.")
@click.option("--encoding", help="The encoding of the sources, where it is not found out rightly.")
def command(path: str, port: int | None, no_browser: bool, encoding: str | None) -> int:
    """Show a quiz in the browser, with what lint finds in it, and follow every change.

    PATH is a file, or a folder whose quizzes are listed (this one when none is named). Only
    programs on this machine can reach the page. Ends when it is interrupted (Ctrl-C).
    """
    if path == STDIN:
        raise click.UsageError("name a file or a folder: standard input has nothing to follow")
    asked = Asked(encoding=encoding)
    shown: View | Folder
    if Path(path).is_dir():
        shown = Folder(Path(path), asked)
    else:
        (source,) = find_sources([path])
        shown = View(source, asked)
    with _server(shown, port) as server:
        click.echo(server.address)
        click.echo("Ctrl-C ends the preview.", err=True)
        # A browser in the terminal comes back when it is left, and wants the page before.
        serving = Thread(target=server.serve_forever, args=(0.1,), daemon=True)
        serving.start()
        try:
            if not no_browser and not webbrowser.open(server.address):
                click.echo("quizkit: no browser was found; open the address above", err=True)
            while serving.is_alive():
                serving.join(0.5)
        except KeyboardInterrupt:
            click.echo("", err=True)
        server.shutdown()
    return 0


def _server(shown: View | Folder, port: int | None) -> PreviewServer:
    def tell(message: str) -> None:
        click.echo(f"quizkit: {message}", err=True)

    if port is not None:
        return PreviewServer(shown, port, tell)
    try:
        return PreviewServer(shown, _USUAL, tell)
    except PortTaken:
        return PreviewServer(shown, 0, tell)
