"""The server as an editor meets it: a client of its own process, over standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.shared import ROOT

pytest.importorskip("pygls")

from lsprotocol import types
from pygls.lsp.client import LanguageClient

TEXT = """\
---
language: en
---

# Numbers 👩‍🔬

## Even

👩‍🔬 Which number is not odd? ![Green](images/leaf.png)

- ✅ 2
- ✅ 4
- ❌ 3

### Explanation

Two halves.

## Odd {points=2}

Which is odd? Choose all that apply.

- ❌ 2
- ❌ 6
"""

Work = Callable[["Editor"], Awaitable[None]]


class Editor:
    """An editor with one document open."""

    def __init__(self, client: LanguageClient, uri: str) -> None:
        self.client = client
        self.uri = uri
        self.document = types.TextDocumentIdentifier(uri)
        self.version = 1
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

    async def codes(self) -> list[str]:
        """The findings that the server tells next."""
        params = await asyncio.wait_for(self.told.get(), 20)
        return [str(d.code) for d in params.diagnostics]

    def write(self, line: int, first: int, last: int, text: str) -> None:
        """Change some characters of a line."""
        self.version += 1
        where = types.Range(types.Position(line, first), types.Position(line, last))
        change = types.TextDocumentContentChangePartial(where, text)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, self.uri), [change]
            )
        )

    async def complete(self, line: int, character: int) -> list[types.CompletionItem]:
        """What the server offers at a place."""
        found = await self.client.text_document_completion_async(
            types.CompletionParams(self.document, types.Position(line, character))
        )
        return list(found or []) if not isinstance(found, types.CompletionList) else found.items


def edit(path: Path, work: Work, text: str = TEXT) -> None:
    """Open a document in an editor, and work on it."""

    async def session() -> None:
        client = LanguageClient("test", "1")
        variables = {**os.environ, "PYTHONPATH": str(ROOT)}
        await client.start_io(sys.executable, "-m", "quizkit", "server", env=variables)
        uri = path.as_uri()
        editor = Editor(client, uri)

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(params: types.PublishDiagnosticsParams) -> None:
            editor.told.put_nowait(params)

        asked = types.InitializeParams(types.ClientCapabilities(), root_uri=path.parent.as_uri())
        await asyncio.wait_for(client.initialize_async(asked), 20)
        client.initialized(types.InitializedParams())
        item = types.TextDocumentItem(uri, types.LanguageKind.Markdown, 1, text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        try:
            await work(editor)
        finally:
            await asyncio.wait_for(client.shutdown_async(None), 20)
            client.exit(None)
            await client.stop()

    asyncio.run(session())


def test_findings_come_while_typing_at_the_right_characters(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        params = await asyncio.wait_for(editor.told.get(), 20)
        found = {str(d.code): d for d in params.diagnostics}
        assert set(found) == {"QK405", "QK501", "QK201"}
        # UTF-16: the scientist takes five units.
        assert found["QK405"].range.start == types.Position(8, 22)
        assert found["QK405"].range.end == types.Position(8, 25)
        assert found["QK201"].severity == types.DiagnosticSeverity.Error
        editor.write(8, 22, 25, "NOT")
        assert await editor.codes() == ["QK501", "QK201"]
        editor.write(22, 2, 3, "✅")
        assert await editor.codes() == ["QK501", "QK205"]
        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(editor.document))
        assert editor.version == 3

    edit(tmp_path / "quiz.md", work)


def test_rules_across_questions_follow_when_the_author_pauses(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        assert await editor.codes() == []
        editor.write(10, 12, 16, "good")
        assert await editor.codes() == []
        assert await editor.codes() == ["QK118"]

    one = "\n## {}\n\n- ✅ 2\n- ❌ 3\n- ❌ 5\n"
    text = "---\nlanguage: en\n---\n" + one.format("Which is good?") + one.format("Which is even?")
    edit(tmp_path / "quiz.md", work, text)


def test_quick_fixes_and_saying_no(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        params = await asyncio.wait_for(editor.told.get(), 20)
        wanted = next(d for d in params.diagnostics if d.code == "QK405")
        found = await editor.client.text_document_code_action_async(
            types.CodeActionParams(editor.document, wanted.range, types.CodeActionContext([wanted]))
        )
        # Some editors ask at the cursor, with the findings of its line.
        start = types.Position(wanted.range.start.line, 0)
        assert start != wanted.range.start
        at_cursor = types.CodeActionParams(
            editor.document, types.Range(start, start), types.CodeActionContext([wanted])
        )
        assert await editor.client.text_document_code_action_async(at_cursor) == found
        fix, no = (action for action in found or [] if isinstance(action, types.CodeAction))
        assert fix.title == "QK405: write **NOT**" and fix.is_preferred is False
        assert fix.edit is not None and fix.edit.changes is not None
        assert list(fix.edit.changes[editor.uri]) == [types.TextEdit(wanted.range, "**NOT**")]
        assert no.edit is not None and no.edit.changes is not None
        (comment,) = no.edit.changes[editor.uri]
        assert comment.new_text == "<!-- quizkit: ignore QK405 because -->\n\n"
        assert comment.range.start == types.Position(6, 0)

    edit(tmp_path / "quiz.md", work)


def test_all_safe_fixes_at_once(tmp_path: Path) -> None:
    text = TEXT.replace("Odd {", "O\u200bdd {").replace("Two halves", "Two\u200b halves")

    async def work(editor: Editor) -> None:
        await editor.codes()
        only = types.CodeActionContext([], only=[types.CodeActionKind.SourceFixAll])
        whole = types.Range(types.Position(0, 0), types.Position(30, 0))
        found = await editor.client.text_document_code_action_async(
            types.CodeActionParams(editor.document, whole, only)
        )
        (action,) = found or []
        assert isinstance(action, types.CodeAction) and action.edit and action.edit.changes
        assert len(action.edit.changes[editor.uri]) == 2

    edit(tmp_path / "quiz.md", work, text)


def test_hover_explains_rules_and_scores(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        await editor.codes()

        async def hover(line: int, character: int) -> str:
            shown = await editor.client.text_document_hover_async(
                types.HoverParams(editor.document, types.Position(line, character))
            )
            return shown.contents.value if shown else ""  # type: ignore[union-attr]  # Markdown

        assert "Haladyna" in await hover(8, 23)
        question = await hover(6, 4)
        assert "a. 2: +0.5 points" in question and "c. 3: -0.5 points" in question
        assert "everything ticked: 0.5 points" in question
        assert await hover(16, 1) == ""

    edit(tmp_path / "quiz.md", work)


def test_outline_and_folding(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        await editor.codes()
        outline = await editor.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(editor.document)
        )
        first, second = outline or []
        assert isinstance(first, types.DocumentSymbol)
        assert (first.name, second.name) == ("1. Even", "2. Odd")
        assert [child.name for child in first.children or []] == ["a. 2", "b. 4", "c. 3"]
        assert first.range.end.line == 16
        folds = await editor.client.text_document_folding_range_async(
            types.FoldingRangeParams(editor.document)
        )
        assert {(f.start_line, f.end_line) for f in folds or []} == {
            (0, 2),
            (6, 16),
            (14, 16),
            (18, 23),
        }

    edit(tmp_path / "quiz.md", work)


def test_completion(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a leaf.png").write_bytes(b"x")
    (tmp_path / "images" / "notes.txt").write_bytes(b"x")
    lines = [
        "---",
        "sc",
        "---",
        "",
        "## Which {",
        "",
        "<!-- quizkit: ignore Q -->",
        "",
        "![A leaf](images/",
        "",
        "- ✅ 2 {w",
        "- ❌ 3",
        "",
        "## Second {scoring=",
    ]

    async def work(editor: Editor) -> None:
        await editor.codes()

        async def labels(line: int, character: int) -> list[str]:
            return [item.label for item in await editor.complete(line, character)]

        assert "scoring: " in await labels(1, 2)
        assert {"points=", ".essay", "scoring="} <= set(await labels(4, len(lines[4])))
        assert "QK405" in await labels(6, 22)
        editor.write(6, 21, 22, "neg")
        assert "negative-stem" in await labels(6, 24)
        editor.write(6, 21, 24, "Q")
        assert await labels(8, len(lines[8])) == ["a%20leaf.png"]
        assert {"weight=", "fixed="} <= set(await labels(10, len(lines[10])))
        assert "balanced" in await labels(13, len(lines[13]))
        assert await labels(11, 5) == []
        (item, *_) = await editor.complete(6, 22)
        assert isinstance(item.text_edit, types.TextEdit)
        assert item.text_edit.range.start == types.Position(6, 21)

    edit(tmp_path / "quiz.md", work, "\n".join(lines) + "\n")


def test_damaged_and_strange_texts_do_not_end_the_server(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        assert await editor.codes() == ["QK001"]
        params = types.DidOpenTextDocumentParams(
            types.TextDocumentItem((tmp_path / "a.quiz.json").as_uri(), "json", 1, "{")
        )
        editor.client.text_document_did_open(params)
        assert await editor.codes() == ["QK009"]
        for text in ("", "\x00", "---\n", "## \n- ✅", "```", "{" * 500, "\ud800"):
            item = types.TextDocumentItem("untitled:1", "markdown", 1, text)
            if text != "\ud800":
                editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
                await editor.codes()

    damaged = "# Тест\n\n## Какое чётное?\n\n- ✅ два\n- ❌ три\n".encode().decode("mac_roman")
    edit(tmp_path / "quiz.md", work, damaged)


def test_settings_of_the_folder_hold(tmp_path: Path) -> None:
    (tmp_path / "quizkit.toml").write_text('ignore = ["QK405"]\ntargets = ["gift"]\n', "utf-8")

    async def work(editor: Editor) -> None:
        assert await editor.codes() == ["QK501", "QK201"]
        editor.client.text_document_did_save(types.DidSaveTextDocumentParams(editor.document))
        assert await editor.codes() == ["QK501", "QK201"]

    edit(tmp_path / "quiz.md", work)


def test_a_text_that_is_no_quiz_is_left_alone(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        assert await editor.codes() == []
        editor.write(2, 0, 0, "## Which is even?\n\n- ✅ 2\n- ❌ 2\n\n")
        assert await editor.codes() == ["QK202", "QK006"]

    edit(
        tmp_path / "README.md",
        work,
        "# Course\n\nHow to\u200b build it: see https://example.org.\n",
    )
