"""The server itself: what it hears from an editor, and when it answers."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import unquote, urlparse
from urllib.request import url2pathname

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from quizkit._version import __version__
from quizkit.check.settings import Asked, Settings, settings_for
from quizkit.config import BadConfig
from quizkit.disk import SourceFile
from quizkit.server.answers import actions, diagnostics, folds, symbols
from quizkit.server.completion import Offer, offers
from quizkit.server.hover import hover
from quizkit.server.positions import Units
from quizkit.server.sheet import Sheet

_PAUSE = 0.4
"""Seconds without a keystroke after which the whole is checked."""
_KINDS = {
    "key": types.CompletionItemKind.Property,
    "type": types.CompletionItemKind.Class,
    "value": types.CompletionItemKind.Value,
    "keyword": types.CompletionItemKind.Keyword,
    "rule": types.CompletionItemKind.Reference,
    "file": types.CompletionItemKind.File,
    "folder": types.CompletionItemKind.Folder,
}


class Server(LanguageServer):
    """The open sources, each with what was found in it."""

    def __init__(self) -> None:
        super().__init__("quizkit", __version__)
        self.sheets: dict[str, Sheet] = {}
        self.versions: dict[str, int | None] = {}
        self._pauses: dict[str, asyncio.Task[None]] = {}
        self._complained = ""

    @property
    def units(self) -> Units:
        """How the client counts characters."""
        return Units(self.server_capabilities.position_encoding)

    def open(self, uri: str, text: str, version: int | None) -> None:
        """Take a source up."""
        source = _source(uri)
        settings = self._settings(source)
        self.sheets[uri] = Sheet(source, settings, text.replace("\r\n", "\n").replace("\r", "\n"))
        self.versions[uri] = version
        self.tell(uri)

    def _settings(self, source: SourceFile) -> Settings:
        try:
            return settings_for(source, Asked())[0]
        except BadConfig as error:
            if str(error) != self._complained:
                self._complained = str(error)
                message = types.ShowMessageParams(types.MessageType.Error, f"quizkit: {error}")
                self.window_show_message(message)
            return Settings()

    def change(self, uri: str, text: str, version: int | None) -> None:
        """Take a keystroke: a part at once, the whole when the author pauses."""
        sheet = self.sheets[uri]
        sheet.change(text.replace("\r\n", "\n").replace("\r", "\n"))
        self.versions[uri] = version
        self.tell(uri)
        self._stop(uri)
        if sheet.partial:
            self._pauses[uri] = asyncio.ensure_future(self._settle(uri))

    async def _settle(self, uri: str) -> None:
        await asyncio.sleep(_PAUSE)
        sheet = self.sheets.get(uri)
        if sheet is not None and sheet.partial:
            sheet.settle()
            self.tell(uri)

    def _stop(self, uri: str) -> None:
        pause = self._pauses.pop(uri, None)
        if pause is not None:
            pause.cancel()

    def save(self, uri: str) -> None:
        """Check the whole, for the targets of the settings too."""
        sheet = self.sheets[uri]
        self._stop(uri)
        sheet.settings = self._settings(sheet.source)
        sheet.settle(targets=True)
        self.tell(uri)

    def close(self, uri: str) -> None:
        """Let a source go, and take its findings from the editor."""
        self._stop(uri)
        self.sheets.pop(uri, None)
        self.versions.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def tell(self, uri: str) -> None:
        """Send the findings."""
        found = diagnostics(self.sheets[uri], self.units)
        params = types.PublishDiagnosticsParams(uri, found, self.versions.get(uri))
        self.text_document_publish_diagnostics(params)


def _source(uri: str) -> SourceFile:
    """The file that a document is, or would be once it is saved.

    Its pictures may lie anywhere in the folder it is in.
    """
    parts = urlparse(uri)
    path = Path(url2pathname(unquote(parts.path))) if parts.scheme == "file" else Path("quiz.md")
    return SourceFile(path, path.name, path.parent)


def make_server() -> Server:
    """A server that knows all its answers."""
    server = Server()
    _listen(server)
    _answer(server)
    return server


def _listen(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        server.open(document.uri, document.text, document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if uri in server.sheets:
            text = server.workspace.get_text_document(uri).source
            server.change(uri, text, params.text_document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        if params.text_document.uri in server.sheets:
            server.save(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.close(params.text_document.uri)


def _answer(server: Server) -> None:
    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds))
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        sheet = server.sheets.get(params.text_document.uri)
        return actions(sheet, params, server.units) if sheet else []

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def on_hover(params: types.HoverParams) -> types.Hover | None:
        sheet = server.sheets.get(params.text_document.uri)
        if sheet is None:
            return None
        text = hover(sheet, *server.units.place(params.position, sheet.doc.lines))
        if text is None:
            return None
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text))

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        sheet = server.sheets.get(params.text_document.uri)
        return symbols(sheet, server.units) if sheet else []

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def folding(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        sheet = server.sheets.get(params.text_document.uri)
        return folds(sheet) if sheet else []

    signs = ["{", ".", "=", "(", "/", " ", ":"]

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(signs))
    def completion(params: types.CompletionParams) -> list[types.CompletionItem]:
        sheet = server.sheets.get(params.text_document.uri)
        if sheet is None:
            return []
        line, column = server.units.place(params.position, sheet.doc.lines)
        found = offers(sheet, line, column)
        return [_item(offer, line, column, sheet, server.units) for offer in found]


def _item(offer: Offer, line: int, column: int, sheet: Sheet, units: Units) -> types.CompletionItem:
    start = units.position(line, column - offer.replaced, sheet.doc.lines)
    end = units.position(line, column, sheet.doc.lines)
    return types.CompletionItem(
        label=offer.text,
        kind=_KINDS[offer.kind],
        detail=offer.detail,
        text_edit=types.TextEdit(types.Range(start, end), offer.text),
    )
