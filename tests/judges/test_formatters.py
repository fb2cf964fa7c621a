"""A source means the same after a formatter for Markdown has run over it, ids included."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from quizkit.canonical import to_document
from quizkit.content.profile import Profile
from quizkit.content.render import Renderer
from quizkit.decode import decode
from quizkit.markdown.reader import read_markdown
from quizkit.model import Content
from tests.shared import ROOT, shared_data
from tests.test_source_format import EXAMPLES

from .node import run_judge

SOURCES = sorted(path.name for path in (ROOT / "sources").glob("*.md"))
SEED = "seed.md"
PLAIN = Profile(name="plain")
TEX = re.compile(r"\$[^$]*\\[A-Za-z ,;{}]")
EXTENSIONS = ("gfm", "tables", "frontmatter")
# By default markdownlint takes the punctuation off the end of headings, of content too.
KEEP_HEADINGS = '{"MD026": false}'


def prettier(folder: Path) -> None:
    bin_file = "node_modules/prettier/bin/prettier.cjs"
    run_judge("prettier", bin_file, "--no-config", "--write", str(folder))


def markdownlint(folder: Path) -> None:
    """It fixes what it can; exit code 1 speaks of what is left."""
    bin_file = "node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs"
    files = [f":{path}" for path in folder.glob("*.md")]
    run_judge("markdownlint-cli2", bin_file, "--fix", *files, allowed=(0, 1))


def mdformat(folder: Path) -> None:
    """It doubles the backslashes of formulas, unless its plug-in for MkDocs is at work."""
    plugins = ("mdformat", "mdformat_gfm", "mdformat_frontmatter", "mdformat_mkdocs")
    if not all(find_spec(name) for name in plugins):
        pytest.skip("mdformat and its plug-ins are not installed: they are among the dev extras")
    with_tex: list[str] = []
    others: list[str] = []
    for path in folder.glob("*.md"):
        (with_tex if TEX.search(path.read_text(encoding="utf-8")) else others).append(str(path))
    for files, extensions in ((others, EXTENSIONS), (with_tex, (*EXTENSIONS, "mkdocs"))):
        if files:
            options = [option for name in extensions for option in ("--extensions", name)]
            command = [sys.executable, "-m", "mdformat", *options, *files]
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
            assert done.returncode == 0, done.stderr


FORMATTERS = [prettier, markdownlint, mdformat]


@cache
def originals() -> dict[str, str]:
    """The sources, and the examples of the format's page, by name."""
    texts = {name: (ROOT / "sources" / name).read_text(encoding="utf-8") for name in SOURCES}
    examples = {f"example-{n:02}.md": source for n, (source, _) in enumerate(EXAMPLES, 1)}
    # Formatters take the syntax of other tools for prose, so only its own promises anything.
    return texts | {n: text for n, text in examples.items() if not read_markdown(text).dialect}


@cache
def formatted(formatter: Callable[[Path], None]) -> dict[str, str]:
    """Each of them, by name, as a formatter leaves it."""
    folder = Path(mkdtemp(prefix="quizkit-formatted-"))
    try:
        for name, text in originals().items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        formatter(folder)
        return {name: (folder / name).read_text(encoding="utf-8") for name in originals()}
    finally:
        shutil.rmtree(folder)


def seed_formatted(formatter: Callable[[Path], None], folder: Path) -> tuple[str, str]:
    """The quiz that came with the project, its bytes repaired: before and after."""
    before = decode(next(shared_data("seed").glob("*.txt")).read_bytes()).text
    (folder / ".markdownlint.json").write_text(KEEP_HEADINGS, encoding="utf-8")
    path = folder / SEED
    path.write_text(before, encoding="utf-8", newline="\n")
    formatter(folder)
    return before, path.read_text(encoding="utf-8")


def meaning(text: str) -> list[str]:
    """The lines of the canonical document, without ids and source lines, contents as HTML."""
    document = to_document(read_markdown(text, path="quiz.md").quiz)
    for question in document["questions"]:
        del question["source"], question["id"]
    document["groups"] = [len(group["questions"]) for group in document.get("groups", ())]
    return json.dumps(shown(document), ensure_ascii=False, indent=1).splitlines()


def ids(text: str) -> list[str]:
    return [question.id for question in read_markdown(text, path="quiz.md").quiz.questions]


def shown(value: Any) -> Any:
    """A JSON value in which every content is the HTML that a student gets."""
    if isinstance(value, list):
        return [shown(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"markdown"}:
        return one_spaced(Renderer().html(Content(markdown=value["markdown"]), PLAIN).markup)
    return {name: shown(one) for name, one in value.items()}


def one_spaced(markup: str) -> str:
    """HTML whose white space is a single space, as a browser shows it; code keeps its own."""
    pieces = re.split(r"(<pre\b.*?</pre>)", markup, flags=re.S)
    pieces[::2] = [
        re.sub(r" ?(</?(?:p|ul|ol|li|blockquote|table|t[rdh]|thead|tbody|h[1-6]|br)\b[^>]*>) ?",
               r"\1", re.sub(r"\s+", " ", piece))
        for piece in pieces[::2]
    ]  # fmt: skip
    return "".join(pieces)


@pytest.mark.parametrize("formatter", FORMATTERS)
@pytest.mark.parametrize("name", originals())
def test_formatting_does_not_change_what_a_source_means(
    name: str, formatter: Callable[[Path], None]
) -> None:
    before = originals()[name]
    if formatter is mdformat and r"\{" in before and name not in SOURCES:
        pytest.skip("mdformat takes the backslash that keeps a brace from being a gap")
    assert_same_quiz(before, formatted(formatter)[name])


@pytest.mark.parametrize("formatter", FORMATTERS)
@pytest.mark.parametrize("name", SOURCES)
def test_formatting_does_not_change_ids(name: str, formatter: Callable[[Path], None]) -> None:
    before = originals()[name]
    assert ids(before) == ids(formatted(formatter)[name])


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_formatting_changes_nothing_of_the_seed(
    formatter: Callable[[Path], None], tmp_path: Path
) -> None:
    before, after = seed_formatted(formatter, tmp_path)
    assert_same_quiz(before, after)
    assert ids(before) == ids(after)


def assert_same_quiz(before: str, after: str) -> None:
    lines = list(difflib.unified_diff(meaning(before), meaning(after), lineterm="", n=1))
    assert not lines, "\n".join(lines[:60])
