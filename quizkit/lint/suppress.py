"""Comments in a source that say no to a rule.

    <!-- quizkit: ignore QK405 the negation is the point -->
    <!-- quizkit: ignore-file QK110, feedback-gap -->

A comment in an option, or between two of them, holds for that option (the next one); one
anywhere else in a question, or directly above its heading, for the question; ``ignore-file``
for the file. Rules go by code, by the beginning of a code, or by name; the rest is the reason.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from quizkit.diagnostics import Diagnostic, Edit, Fix, Span
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule, all_rules, rules_by_code

_COMMENT = re.compile(r"<!--\s*quizkit:\s*(ignore(?:-file)?)\b([^\n]*?)-->")
_CODE = re.compile(r"QK\d{1,3}", re.IGNORECASE)
_FENCE = re.compile(r"\s*(?:[-*+]\s+)?(`{3,}|~{3,})")


@dataclass
class _Comment:
    """One comment: the lines it holds for, the rules it names, and whether it was of use."""

    span: Span
    first: int
    last: int
    names: tuple[str, ...]
    reason: str = ""
    used: bool = False

    def covers(self, diagnostic: Diagnostic) -> bool:
        if not self.first <= diagnostic.span.line <= self.last:
            return False
        return any(
            diagnostic.code.startswith(name.upper()) or diagnostic.name == name.lower()
            for name in self.names
        )


class Suppressions:
    """The suppressing comments of a text; false when there are none."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._comments: list[_Comment] = []
        if "quizkit:" in doc.reading.text:
            self._comments = list(self._find())

    def __bool__(self) -> bool:
        return bool(self._comments)

    def apply(self, found: list[Diagnostic]) -> list[Diagnostic]:
        """The findings that no comment suppresses; the others go to the document."""
        kept = []
        for diagnostic in found:
            covering = [c for c in self._comments if c.covers(diagnostic)]
            for comment in covering:
                comment.used = True
            if covering:
                self._doc.suppressed.append((diagnostic, covering[0].reason))
            else:
                kept.append(diagnostic)
        return kept

    def cover(self, code: str, line: int) -> bool:
        """Whether a comment silences a rule on a line."""
        names = (code, rules_by_code()[code].name)
        return any(
            comment.first <= line <= comment.last
            and any(names[0].startswith(n.upper()) or names[1] == n.lower() for n in comment.names)
            for comment in self._comments
        )

    def unused(self, wanted: Collection[str], rule: Rule) -> list[Diagnostic]:
        """A finding for each comment that hides nothing, or names no rule.

        A comment about rules that did not run is left alone.
        """
        found = []
        for comment in self._comments:
            if comment.used or (comment.names and not _ran(comment.names, wanted)):
                continue
            if comment.names and all(_looks_across(name) for name in comment.names):
                continue
            if not comment.names:
                message = "the comment names no rule, so it suppresses nothing"
                hint = "name a rule's code: quizkit: ignore QK405 reason"
            else:
                message = f"nothing to suppress here for {', '.join(comment.names)}"
                hint = "remove the comment"
            fix = Fix("remove the comment", (Edit(comment.span, ""),), safe=True)
            found.append(rule.finding(message, comment.span, hint=hint, fix=fix))
        return found

    def _find(self) -> list[_Comment]:
        found = []
        fence = ""
        for number, line in enumerate(self._doc.lines, 1):
            mark = _FENCE.match(line)
            if mark and (not fence or mark[1].startswith(fence)):
                fence = "" if fence else mark[1]
            if fence or "quizkit:" not in line:
                continue
            for match in _COMMENT.finditer(line):
                if line.count("`", 0, match.start()) % 2:
                    continue
                span = Span(number, match.start() + 1, number, match.end() + 1)
                first, last = self._scope(number, match[1] == "ignore-file")
                names, reason = _parse(match[2])
                found.append(_Comment(span, first, last, names, reason))
        return found

    def _scope(self, number: int, whole_file: bool) -> tuple[int, int]:
        doc = self._doc
        if whole_file:
            return 1, len(doc.lines)
        below = number
        while below < len(doc.lines) and not _bare(doc.line(below)):
            below += 1
        index = bisect_right(doc.starts, number) - 1
        if not _bare(doc.line(number)) and below in doc.starts:
            index = doc.starts.index(below)
        if index < 0:
            return number, number
        option = self._option_scope(index, number, below)
        return option or (min(doc.starts[index], number), doc.last_line(index))

    def _option_scope(self, index: int, number: int, below: int) -> tuple[int, int] | None:
        """The lines of the option that a comment stands in, or between it and the one before."""
        spans = self._doc.questions[index].spans
        starts = sorted(span.line for path, span in spans.items() if _is_option(path))
        at = bisect_right(starts, number) - 1
        if at < 0:
            return None
        ends = [*(start - 1 for start in starts[1:]), self._end_of_option(starts[-1])]
        if not starts[at] <= number <= ends[at]:
            return None
        alone = not _bare(self._doc.line(number))
        unindented = not self._doc.line(number)[:1].isspace()
        if alone and unindented and below in starts:
            at = starts.index(below)
        return min(starts[at], number), ends[at]

    def _end_of_option(self, start: int) -> int:
        """The last line of an option: what follows is indented or empty."""
        last = start
        for number in range(start + 1, len(self._doc.lines) + 1):
            line = self._doc.line(number)
            if line.strip() and not line[0].isspace():
                break
            if line.strip():
                last = number
        return last


def _is_option(path: tuple[str | int, ...]) -> bool:
    return len(path) == 2 and path[0] == "options"


def _bare(line: str) -> str:
    """A line without suppressing comments and spaces."""
    return _COMMENT.sub("", line).strip()


def _parse(text: str) -> tuple[tuple[str, ...], str]:
    """The rules at the beginning of a comment's text, and the reason after them."""
    names: list[str] = []
    known = {rule.name for rule in all_rules()}
    rest = text.strip()
    for match in re.finditer(r"([^\s,;:]+)[\s,;:]*", rest):
        if not _CODE.fullmatch(match[1]) and match[1].lower() not in known:
            return tuple(names), rest[match.start() :]
        names.append(match[1])
    return tuple(names), ""


def _ran(names: tuple[str, ...], wanted: Collection[str]) -> bool:
    codes = {r.code for r in all_rules() if any(_names(r, name) for name in names)}
    return not codes or bool(codes & set(wanted))


def _looks_across(name: str) -> bool:
    """Whether a name means a rule that compares files: what it hides, one file cannot tell."""
    return any(
        _names(rule, name) and len(name) > 4 and type(rule).check_bank is not Rule.check_bank
        for rule in all_rules()
    )


def _names(rule: Rule, name: str) -> bool:
    return rule.code.startswith(name.upper()) or rule.name == name.lower()
