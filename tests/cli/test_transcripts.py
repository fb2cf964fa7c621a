"""Transcripts: each ``*.md`` here holds files, commands and what they print.

A fenced block whose info string is ``file NAME`` is a file. A block ``console`` holds commands
after ``$``, the output of each (standard error in its place), and ``[exit N]`` where a command
ends with anything but 0. ``pytest --update-exports`` writes what is printed now.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.run import quizkit

FOLDER = Path(__file__).parent
_BLOCK = re.compile(r"^(`{3,})(console|file [^\n]+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def replay(transcript: str, folder: Path) -> str:
    """The transcript with what its commands print now."""

    def block(match: re.Match[str]) -> str:
        fence, kind, body = match.groups()
        if kind.startswith("file "):
            path = folder / kind.removeprefix("file ")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
            return match[0]
        commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
        return f"{fence}console\n{''.join(run(command, folder) for command in commands)}{fence}"

    return _BLOCK.sub(block, transcript)


def run(command: str, folder: Path) -> str:
    """One command and its output. ``cat``, ``ls`` and ``<`` are all the shell there is."""
    line, _, source = command.partition(" < ")
    words = shlex.split(line)
    shown = f"$ {command}\n"
    if words[0] == "ls":
        names = sorted(path.name for path in (folder / words[1]).iterdir())
        return shown + "".join(f"{name}\n" for name in names)
    if words[0] == "cat":
        return shown + (folder / words[1]).read_text(encoding="utf-8")
    assert words[0] == "quizkit", command
    data = (folder / source).read_bytes() if source else b""
    done = quizkit(*words[1:], cwd=folder, data=data, merged=True)
    end = f"[exit {done.returncode}]\n" if done.returncode else ""
    return shown + done.stdout + end


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_commands_print_what_the_transcript_says(
    path: Path, tmp_path: Path, update_exports: bool
) -> None:
    expected = path.read_text(encoding="utf-8")
    printed = replay(expected, tmp_path)
    if update_exports:
        path.write_text(printed, encoding="utf-8")
    else:
        assert printed == expected
