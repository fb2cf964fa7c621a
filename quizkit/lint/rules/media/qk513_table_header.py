"""QK513 table-header."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.content.normal import normal
from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule

_RULE = re.compile(r"\|[ \t]*:?-+:?[ \t]*\||<table\b", re.IGNORECASE)
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_HEADER = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[dh]\b")
_TAG = re.compile(r"<(?!img)[^>]*>")


class TableHeader(Rule):
    """See ``explanation``."""

    code, name, severity = "QK513", "table-header", Severity.WARNING
    explanation = (
        "The table's columns have no names. A screen reader says them before each cell, so a "
        "blind student would hear bare values (WCAG 2.2, 1.3.1). Tables of one row or one column "
        "are left alone."
    )
    bad = "## Which sum is wrong?\n\n| | |\n| --- | --- |\n| 1 | 2 |\n| 2 | 5 |\n\n- ✅ 5\n- ❌ 2\n"
    good = (
        "## Which sum is wrong?\n\n| number | its double |\n| --- | --- |\n| 1 | 2 |\n| 2 | 5 |\n\n"
        "- ✅ 5\n- ❌ 2\n"
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if not doc.has("|", "<table", "<TABLE"):
            return
        for part in doc.parts:
            source = part.content.source
            sign = _RULE.search(source) if "|" in source or "<" in source else None
            if sign is None:
                continue
            for table in _TABLE.findall(normal(part.content).markup):
                if _lacks_header(table):
                    yield self.finding(
                        f"{part.question.place(*part.path)}: the columns of the table have no names",
                        doc.place(part, sign.start(), sign.end()),
                        hint="name the columns in the first row",
                        question=part.question,
                    )


def _lacks_header(table: str) -> bool:
    rows = [row for row in _ROW.findall(table) if "<td" in row]
    if len(rows) < 2 or max(len(_CELL.findall(row)) for row in rows) < 2:
        return False
    names = [_TAG.sub("", name).strip() for name in _HEADER.findall(table)]
    return not any(names)
