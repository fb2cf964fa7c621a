"""``quizkit server``: the language server, for editors."""

from __future__ import annotations

import click

from quizkit.errors import QuizkitError


class NoServer(QuizkitError):
    """The packages that the server needs are not installed."""

    def __str__(self) -> str:
        return "the server needs pygls; install it with: pip install 'quizkit[lsp]'"


@click.command("server")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output, as always.")
def command(stdio: bool) -> None:
    """Speak the Language Server Protocol with an editor, over standard input and output.

    Editors start it by themselves; see docs/editors.md.
    """
    try:
        from quizkit.server.app import make_server
    except ImportError as error:
        if (error.name or "").partition(".")[0] in ("pygls", "lsprotocol"):
            raise NoServer from error
        raise
    make_server().start_io()
