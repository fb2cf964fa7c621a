"""LiaScript courses: ``[(X)]``, ``[[X]]``, ``[[answer]]``, hints and solutions.

The syntax is that of https://liascript.github.io/course/?https://raw.githubusercontent.com/liaScript/docs/master/README.md;
a quiz may stand inside HTML, so the text is read by its lines, not by Markdown's blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Severity
from quizkit.locale import phrasebook
from quizkit.markdown.dialects.lia_gaps import has_gap, may_have_gap, single_gap, write_gaps
from quizkit.markdown.dialects.lia_lines import (
    HEADING,
    HINT,
    MACRO,
    RULE,
    SCRIPTED,
    SOLUTION,
    Choice,
    choice_line,
    clean,
    depth_change,
    matrix_line,
    quiz_line,
    setext,
)
from quizkit.markdown.dialects.lia_macros import DragAndDrop, drag_and_drop
from quizkit.markdown.dialects.page import CODE, Page, dedented, indent_of, role_of
from quizkit.markdown.draft import Draft
from quizkit.model import Role

_HEADER = re.compile(
    r"(?:---[ \t]*\n(?:(?!---)[^\n]*\n)*?---[ \t]*\n)?\s*<!--(?P<fields>.*?)-->", re.DOTALL
)
_FIELD = re.compile(r"^(?P<name>[a-z]+):[ \t]*(?P<value>.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_OWN_FIELD = re.compile(r"^(?:narrator|logo|import|link|script|version|comment):", re.MULTILINE)
_TICKED = re.compile(r"^[ \t]*(?:[-*+][ \t]+)?\[(?:\([xX]\)|\[[xX]\])\]", re.MULTILINE)
_UNTICKED = re.compile(r"^[ \t]*(?:[-*+][ \t]+)?\[(?:\( \)|\[ \])\]", re.MULTILINE)
_JUDGED = re.compile(r"^[ \t]*(?:<script\b|@[\w.]*(?:check|Check)\w*)")


class LiaScript:
    """The habit of LiaScript courses."""

    title = "quizzes in the syntax of LiaScript"

    def recognizes(self, text: str) -> bool:
        """A ticked and an empty box, or a header such as only LiaScript has beside a gap."""
        if _TICKED.search(text) and _UNTICKED.search(text):
            return True
        header = _HEADER.match(text)
        if header is None or not _OWN_FIELD.search(header["fields"]):
            return False
        return "[[" in text[header.end() :] or "[(" in text[header.end() :]

    def read(self, page: Page) -> Iterator[Draft]:
        """The questions in order."""
        yield from _Course(page).read()


class _Course:
    """Goes through the lines: what stands before a quiz, up to a heading, is its stem."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines = page.lines
        self.heading = ""
        self.heading_line: int | None = None
        self.start = page.first
        """Where the text begins that no question has taken yet."""
        self.depth = 0
        self.opening = True
        """Whether no question and no second heading has been met."""
        self.macros: list[int] = []

    def read(self) -> Iterator[Draft]:
        number = self._header()
        self.start = number
        while number < len(self.lines):
            end = number + 1
            if self._heading(number):
                end = number + (1 if HEADING.match(self.lines[number]) else 2)
                self.start = end
            elif not self.page.shut[number]:
                draft, end = self._quiz(number)
                if draft is not None:
                    self.opening = False
                    self.start = end
                    yield draft
                else:
                    self.depth = max(self.depth + depth_change(self.lines[number]), 0)
            number = end
        self._leave(len(self.lines))
        self._report_macros()

    def _header(self) -> int:
        """Read the comment that a course begins with; the line after it."""
        page = self.page
        header = _HEADER.match(page.state.text)
        if header is None:
            return page.first
        front = page.state.front
        for field in _FIELD.finditer(header["fields"]):
            value = " ".join(field["value"].split())
            if field["name"] == "language" and not front.language and value:
                front.language = value.split()[0]
                page.state.book = phrasebook(front.language)
            elif field["name"] == "title" and value:
                page.title = value
            elif field["name"] == "comment" and value:
                page.description = [value]
            elif field["name"] == "tags":
                found = (tag.strip() for tag in re.split(r"[,\n]|(?:^|\s)-\s", field["value"]))
                page.state.defaults.tags += tuple(tag for tag in found if tag)
        return page.state.text.count("\n", 0, header.end()) + 1

    # -- headings ---------------------------------------------------------------------------

    def _heading(self, number: int) -> bool:
        """Take a heading, if one begins in a line."""
        if self.page.shut[number]:
            return False
        found = HEADING.match(self.lines[number])
        text = found["text"] if found else setext(self.lines, number)
        if text is None:
            return False
        self._leave(number)
        if found:
            self.depth = 0  # a tag left open above says nothing here
        self.heading, self.heading_line = clean(text), number
        if not self.page.title and self.opening:
            self.page.title = self.heading
        return True

    def _leave(self, end: int) -> None:
        """The text up to a line belongs to no question; a course's first words tell of it."""
        number = self._first_word(end)
        if number is None:
            return
        if self.opening and not self.page.description:
            text = "\n".join(self._cleaned(self.start, end))
            self.page.description = [text.strip()] if text.strip() else []
        elif self.opening is False or self.page.description:
            self.page.stray(range(number, end))
        self.opening = False

    def _first_word(self, end: int) -> int | None:
        """The first line with something to read that no question has taken."""
        texts = zip(range(self.start, end), self._cleaned(self.start, end), strict=True)
        return next((number for number, text in texts if text.strip()), None)

    def _cleaned(self, start: int, end: int) -> list[str]:
        """Lines without what only lays out a page; none is taken away."""
        shut = self.page.shut
        return [
            self.lines[n] if shut[n] == CODE else "" if shut[n] else clean(self.lines[n])
            for n in range(start, end)
        ]  # fmt: skip

    # -- quizzes ----------------------------------------------------------------------------

    def _quiz(self, number: int) -> tuple[Draft | None, int]:
        """The quiz whose answers begin in a line, and the line after all that belongs to it."""
        line = self.lines[number]
        first = choice_line(line)
        if first is not None and not self._is_text(number, first):
            return self._choice(number, first)
        cells = matrix_line(line)
        if cells is not None and cells.is_head:
            return self._matrix(number)
        if SCRIPTED.match(line):
            draft = self._begin(number, "choice")
            message = "this answer is judged by a script, which no other system can run"
            draft.report("QK117", "incomplete-type", Severity.ERROR, message, number)
            return self._finish(draft, number + 1, number)
        dragged = drag_and_drop(line)
        if dragged is not None:
            return self._dragged(number, dragged)
        if not may_have_gap(line) or HINT.match(line):
            return None, number + 1
        gap = single_gap(line)
        if gap is not None:
            return self._alone(number, gap)
        return self._gaps(number)

    def _is_text(self, number: int, first: Choice) -> bool:
        """Whether ``[[X]]`` stands alone: a word to type that happens to be X."""
        if not first.many or first.text or not first.sign.strip():
            return False
        after = self.lines[number + 1] if number + 1 < len(self.lines) else ""
        return choice_line(after) is None

    def _begin(self, number: int, form: str) -> Draft:
        """A question whose answers begin in a line, with what stands above as its stem."""
        page = self.page
        taken = self.heading_line is None or self.start > self.heading_line + 2
        first = self._first_word(number)
        line = self.heading_line if self.heading_line is not None and not taken else first
        self._note_macros(self.start, number)
        draft = page.draft(number if line is None else line, self.heading, form)
        if form != "cloze":
            page.add_stem(draft, "\n".join(self._cleaned(self.start, number)), self.start)
        return draft

    def _choice(self, number: int, first: Choice) -> tuple[Draft, int]:
        draft = self._begin(number, "choice")
        end = number
        while end < len(self.lines):
            found = choice_line(self.lines[end])
            if found is None or found.many != first.many:
                break
            start, end = end, end + 1
            while end < len(self.lines) and self._continues(end, found):
                end = self._skip_blank(end) + 1
            more = dedented(self._cleaned(start + 1, end), found.indent + 2).rstrip()
            text = "\n".join([clean(found.text), more]) if more else clean(found.text)
            self._note_macros(start, end)
            self.page.add_option(draft, role_of(found.sign), (start, end), text)
            after = self._skip_blank(end)
            if after < len(self.lines) and choice_line(self.lines[after]) is not None:
                end = after
        selection = "multiple" if first.many else "single"
        draft.attributes = draft.attributes.with_pair("selection", selection)
        draft.marker_style = "custom"
        return self._finish(draft, end, number)

    def _continues(self, number: int, option: Choice) -> bool:
        """Whether a line goes on with an option: it is indented, and asks nothing itself.

        Below an option with a bullet that may be another block, after a blank line.
        """
        after = self._skip_blank(number) if option.bullet else number
        line = self.lines[after] if after < len(self.lines) else ""
        if not line.strip() or indent_of(line) <= option.indent:
            return False
        return bool(self.page.shut[after]) or not (
            quiz_line(line) or SOLUTION.match(line) or line.lstrip().startswith(("<", "@"))
        )

    def _skip_blank(self, number: int) -> int:
        while number < len(self.lines) and not self.lines[number].strip():
            number += 1
        return number

    def _matrix(self, number: int) -> tuple[Draft, int]:
        """A table of statements and columns to tick: matching, when each has one column."""
        draft = self._begin(number, "matching")
        head = matrix_line(self.lines[number])
        assert head is not None
        columns = [clean(cell) for cell in head.cells]
        rows: list[tuple[int, list[str]]] = []
        used: set[int] = set()
        end = number + 1
        while end < len(self.lines):
            row = matrix_line(self.lines[end])
            if row is None or row.is_head:
                break
            ticked = [n for n, cell in enumerate(row.cells[: len(columns)]) if cell.strip()]
            if len(ticked) == 1:
                rows.append((end, [clean(row.text), columns[ticked[0]]]))
                used.update(ticked)
            else:
                what = "several columns of this row are" if ticked else "no column of this row is"
                draft.report("QK117", "incomplete-type", Severity.ERROR,
                             f"{what} right; matching needs exactly one", end,
                             "tick one, or ask about this row in a question of its own")  # fmt: skip
            end += 1
        self._note_macros(number, end)
        rows += [(number, ["", text]) for n, text in enumerate(columns) if n not in used]
        draft.rows = rows
        return self._finish(draft, end, number)

    def _alone(self, number: int, gap: str) -> tuple[Draft, int]:
        """A quiz on a line of its own: a word to type, or one to pick from several."""
        page = self.page
        parts = [part.strip() for part in gap.split("|")]
        if len(parts) == 1:
            draft = self._begin(number, "answers")
            page.add_answer(draft, gap.strip(), number)
        else:
            draft = self._begin(number, "choice")
            for part in parts:
                right = part.startswith("(") and part.endswith(")")
                text = part[1:-1].strip() if right else part
                role = Role.KEY if right else Role.DISTRACTOR
                page.add_option(draft, role, (number, number + 1), text)
            draft.attributes = draft.attributes.with_pair("selection", "single")
            draft.marker_style = "custom"
        return self._finish(draft, number + 1, number)

    def _dragged(self, number: int, given: DragAndDrop) -> tuple[Draft, int]:
        """Things to put in order, or to pick from a pool."""
        draft = self._begin(number, "ordering" if given.ordered else "choice")
        lines = (number, number + 1)
        for text in given.ordered:
            self.page.add_option(draft, Role.KEY, lines, text)
        for text in given.right:
            self.page.add_option(draft, Role.KEY, lines, text)
        for text in given.wrong:
            self.page.add_option(draft, Role.DISTRACTOR, lines, text)
        if not given.ordered:
            draft.attributes = draft.attributes.with_pair("selection", "multiple")
        return self._finish(draft, number + 1, number)

    def _gaps(self, number: int) -> tuple[Draft | None, int]:
        """A paragraph or table with gaps in it, from its first line on."""
        start = number
        while start > self.start and self._is_running(start - 1):
            start -= 1
        end = number + 1
        while end < len(self.lines) and self._is_running(end):
            end += 1
        if not has_gap("\n".join(self.lines[start:end])):
            return None, end
        draft = self._begin(start, "cloze")
        draft.line = min(draft.line, start)
        text = "\n".join(self._cleaned(self.start, end))
        self.page.add_stem(draft, write_gaps(text, self._comma()), self.start)
        return self._finish(draft, end, number)

    def _comma(self) -> bool:
        return self.page.state.context.decimal_comma

    def _is_running(self, number: int) -> bool:
        line = self.lines[number]
        return bool(line.strip()) and not (
            self.page.shut[number] or HEADING.match(line) or HINT.match(line)
            or SOLUTION.match(line) or RULE.match(line) or MACRO.match(line)
            or choice_line(line)
        )  # fmt: skip

    # -- after the answers ------------------------------------------------------------------

    def _finish(self, draft: Draft, number: int, quiz: int) -> tuple[Draft, int]:
        """Hints, the solution, and what stands beside the answers in the same box."""
        page = self.page
        while number < len(self.lines):
            line = self.lines[number]
            hint = HINT.match(line)
            if hint is not None:
                page.add_hint(draft, clean(hint["text"]), number)
            elif _JUDGED.match(line):
                number = self._script(draft, number)
                continue
            elif self._solution_end(number) is not None:
                end = self._solution_end(number)
                assert end is not None
                text = "\n".join(self._cleaned(number + 1, end))
                page.add_feedback(draft, text, number + 1)
                number = end + 1
                break
            elif line.strip() or not self._goes_on(number):
                break
            number += 1
        for passed in range(quiz, number):
            if not page.shut[passed]:
                self.depth = max(self.depth + depth_change(self.lines[passed]), 0)
        number = self._beside(draft, number)
        draft.end = number
        page.add_title(draft, self.heading)
        return draft, number

    def _goes_on(self, number: int) -> bool:
        """Whether hints or a solution follow after blank lines."""
        after = self._skip_blank(number)
        return after < len(self.lines) and (
            HINT.match(self.lines[after]) is not None or self._solution_end(after) is not None
        )

    def _solution_end(self, number: int) -> int | None:
        """The line that closes a solution; None where a line of asterisks opens none."""
        if not SOLUTION.match(self.lines[number]):
            return None
        for end in range(number + 1, len(self.lines)):
            if SOLUTION.match(self.lines[end]):
                return end
            if HEADING.match(self.lines[end]) and not self.page.shut[end]:
                return None
        return None

    def _script(self, draft: Draft, number: int) -> int:
        """Pass over a script that judges answers; say that only what is written counts."""
        message = "a script judges this answer; here only what is written counts as right"
        draft.report("QK120", "read-by-guess", Severity.WARNING, message, number,
                     "add the other right ways to write it as further answers")  # fmt: skip
        if "<script" not in self.lines[number]:
            return number + 1
        for end in range(number, len(self.lines)):
            if "</script>" in self.lines[end]:
                return end + 1
        return number + 1

    def _beside(self, draft: Draft, number: int) -> int:
        """What stands beside the answers, in the box that holds them, is part of the stem."""
        if self.depth == 0:
            return number
        depth, end = self.depth, number
        while end < len(self.lines) and depth > 0:
            line = self.lines[end]
            if not self.page.shut[end] and (
                quiz_line(line) or HEADING.match(line) or may_have_gap(line)
            ):
                return number
            depth += depth_change(line)
            end += 1
        if depth > 0:
            return number
        self.depth = 0
        self._note_macros(number, end)
        text = "\n".join(self._cleaned(number, end))
        if draft.form == "cloze":
            text = write_gaps(text, self._comma())
        self.page.add_stem(draft, text, number)
        return end

    # -- macros -----------------------------------------------------------------------------

    def _note_macros(self, start: int, end: int) -> None:
        shut = self.page.shut
        self.macros += [n for n in range(start, end) if not shut[n] and MACRO.search(self.lines[n])]

    def _report_macros(self) -> None:
        """Say once that macros are not carried out."""
        if not self.macros:
            return
        line = self.macros[0]
        found = MACRO.search(self.lines[line])
        name = found["name"] if found else "@"
        others = len(set(self.macros)) - 1
        more = f" (and in {others} more lines)" if others else ""
        self.page.state.note("QK120", "read-by-guess", Severity.WARNING,
                             f"{name} is a macro of LiaScript{more}; it stays as it is written",
                             line, "put the picture or text in its place that it stands for")  # fmt: skip
