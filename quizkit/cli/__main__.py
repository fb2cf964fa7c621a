"""The entry point: a lazy table of commands, and the one place that words errors.

Nothing but click is imported until a command runs, so that ``--version`` and ``--help`` cost
what click costs.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import click

from quizkit._version import __version__
from quizkit.cli.lazy import LazyGroup

OK, MISUSE, INTERRUPTED = 0, 2, 130


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: quizkit export quiz.md --to moodle-xml --to canvas",
)
@click.version_option(__version__, prog_name="quizkit", message="%(prog)s %(version)s")
def cli() -> None:
    """Quizzes in Markdown: check them, and export them whole to Moodle, Canvas, QTI and GIFT."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; no traceback reaches the user."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            # A quiz holds characters that an old console's code page lacks.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = _run(arguments)
    if arguments is None and sys.gettrace() is None and sys.getprofile() is None:
        _leave(code)
    sys.exit(code)


def _leave(code: int) -> NoReturn:
    """End the process at once.

    Python would first take every object of a large quiz apart, which takes a twentieth of the
    whole run. Whatever a command opened, it has closed by now.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    """Run one command; every kind of end becomes an exit code."""
    from quizkit.errors import QuizkitError

    # Reading makes many small objects that live long or die at once; the collector's default
    # walks them over and over, which costs a tenth of a long run.
    gc.set_threshold(100_000, 20, 50)
    try:
        code = cli.main(
            list(arguments) if arguments is not None else None,
            prog_name="quizkit",
            standalone_mode=False,
        )
        sys.stdout.flush()
        return code if isinstance(code, int) else OK
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return MISUSE
    except click.ClickException as error:
        _say(_worded(error))
        return MISUSE
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted; nothing was written")
        return INTERRUPTED
    except QuizkitError as error:
        _say(str(error))
        return MISUSE
    except BrokenPipeError:
        return _reader_left()
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _say(f"{where}{(error.strerror or str(error)).lower()}")
        return MISUSE
    except RecursionError:
        _say("the input is nested too deeply")
        return MISUSE
    except MemoryError:
        _say("the input does not fit into memory")
        return MISUSE
    except Exception as error:
        return _own_mistake(error)


def _worded(error: click.ClickException) -> str:
    """One line: what is wrong with the call, and where its help is."""
    message = " ".join(error.format_message().split()).rstrip(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{message}; see {context.command_path} --help" if context else message


def _reader_left() -> int:
    """``quizkit ... | head``: the reader has what it wanted. Python must not flush again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OK


def _own_mistake(error: Exception) -> int:
    """A defect of quizkit: one line; the traceback only for who asks for it."""
    if os.environ.get("QUIZKIT_DEBUG"):
        raise error
    _say(
        f"this is a mistake in quizkit, not in your quiz ({type(error).__name__}: {error}); "
        "please report it, with QUIZKIT_DEBUG=1 for the details"
    )
    return MISUSE


def _say(message: str) -> None:
    for line in message.splitlines():
        click.echo(f"quizkit: {line}", err=True)


if __name__ == "__main__":
    main()
