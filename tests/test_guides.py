"""The guides: every command that they show prints what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.test_transcripts import run
from tests.shared import ROOT

GUIDES = ("import.md", "git.md", "ci.md")
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def replay(guide: str, folder: Path) -> str:
    """The guide with what its commands print now; a block with a file's name is that file."""

    def block(match: re.Match[str]) -> str:
        language, name, body = match.groups()
        if name is not None:
            (folder / name).write_text(body, encoding="utf-8")
        if language != "console":
            return match[0]
        commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
        return f"```console\n{''.join(run(command, folder) for command in commands)}```"

    return _BLOCK.sub(block, guide)


@pytest.mark.parametrize("name", GUIDES)
def test_commands_in_a_guide_print_what_it_says(
    name: str, tmp_path: Path, update_exports: bool
) -> None:
    path = ROOT / "docs" / name
    expected = path.read_text(encoding="utf-8")
    printed = replay(expected, tmp_path)
    if update_exports:
        path.write_text(printed, encoding="utf-8")
    else:
        assert printed == expected
