"""One source as it is being written: read and checked again at every keystroke, in part.

A keystroke in a question changes that question. It is read alone, between the front matter
and the question after it, and taken over where both come out as they did in the whole; else
the whole is read. Rules that look at several questions wait for :meth:`Sheet.settle`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from quizkit.assets import with_assets
from quizkit.characters import check_characters
from quizkit.check.file import is_other_text
from quizkit.check.settings import Settings
from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from quizkit.disk import SourceFile
from quizkit.errors import InvalidDocument
from quizkit.lint.document import Document
from quizkit.lint.engine import check_document, check_one
from quizkit.lint.rule import rules_by_code
from quizkit.markdown.reader import read_markdown
from quizkit.model import Question, Quiz
from quizkit.mojibake import ENCODINGS, repair
from quizkit.reading import QuestionReading, Reading
from quizkit.server.shift import shift_finding, shift_question

_FRONT = re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_SWALLOWING = ("```", "~~~", "$$", "<!", "->", "<")
_HEADING = re.compile(r"^\s*#+(?=\s|$)|\{[^{}]*\}|^\s*#")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]+\]:", re.MULTILINE)
_EMPTY = Quiz(identifier="", questions=())


class Sheet:
    """A source under edit: its text, what was read, and what was found in it."""

    def __init__(self, source: SourceFile, settings: Settings, text: str) -> None:
        self.source = source
        self.settings = settings
        self.text = text
        self.reading = Reading(quiz=_EMPTY, path="", text="", questions=(), diagnostics=())
        self.doc = Document(self.reading, self.settings.options)
        self.findings: list[Diagnostic] = []
        self.partial = False
        """Whether rules that look at several questions have yet to run."""
        self.settle()

    def settle(self, *, targets: bool = False) -> None:
        """Read and check the whole; with ``targets``, also for what they would lose."""
        self.reading, broken = self._read(self.text)
        self.doc = Document(self.reading, self.settings.options)
        found = check_document(
            self.doc,
            select=self.settings.select,
            ignore=self.settings.ignore,
            targets=self.settings.targets if targets else (),
        )
        if broken:
            found = broken
        elif not self.doc.is_json and is_other_text(self.reading):
            found = []  # a README, say, which an editor opens as Markdown too
        self.findings = [self._told(d) for d in found]
        self.partial = False

    def change(self, text: str) -> None:
        """Take a new text, in part where that is certain to be right."""
        before = self.text
        self.text = text
        if before == text:
            return
        if not self._take_part(before, text):
            self.settle()

    def _told(self, found: Diagnostic) -> Diagnostic:
        return replace(self.settings.levelled(found), path=self.source.shown)

    # -- the whole --------------------------------------------------------------------------

    def _read(self, text: str) -> tuple[Reading, list[Diagnostic]]:
        if self.source.path.name.lower().endswith(".json"):
            return self._read_json(text)
        damage = list(_damage(text))
        whole = any(d.code == "QK001" for d in damage)
        reading = read_markdown(text, path=self.source.name)
        noted = [*damage, *(() if whole else check_characters(text))]
        found = (*noted, *reading.diagnostics)
        reading = reading._replace(path=self.source.shown, diagnostics=found)
        reading = with_assets(reading, self.source.path.parent, self.source.root)
        # Of a text that is damaged as a whole nothing else can be said.
        return reading, damage if whole else []

    def _read_json(self, text: str) -> tuple[Reading, list[Diagnostic]]:
        from quizkit.json_source import read_json

        try:
            return read_json(text, path=self.source.shown), []
        except InvalidDocument as error:
            reading = Reading(quiz=_EMPTY, path="", text=text, questions=(), diagnostics=())
            rule = rules_by_code()["QK009"]
            return reading, [rule.finding(str(problem), Span.at(1)) for problem in error.problems]

    # -- a part -----------------------------------------------------------------------------

    def _take_part(self, before: str, text: str) -> bool:
        """Take over a change within one question; False where that cannot be told."""
        if self.doc.is_json or _REFERENCE.search(text) or _REFERENCE.search(before):
            return False
        old, new = before.split("\n"), text.split("\n")
        top, bottom = _alike_at_ends(old, new)
        starts = self.doc.starts
        index = bisect_right(starts, top + 1) - 1
        if index < 0:
            return False
        start = starts[index] - 1
        end = starts[index + 1] - 1 if index + 1 < len(starts) else len(old)
        after = starts[index + 2] - 1 if index + 2 < len(starts) else len(old)
        moved = len(new) - len(old)
        if len(old) - bottom > end or top < start or self.reading.questions[index].level == 0:
            return False
        if not _is_local(old[top : len(old) - bottom], new[top : len(new) - bottom]):
            return False
        if top == start and index == 0:
            return False
        front = _front_lines(before)
        if _front_lines(text) != front or _talks_of_rules([*old[start:end], *new[start:end]]):
            return False
        # A heading that changes may join its question to the one before.
        lead = index - 1 if top == start and index else index
        base = starts[lead] - 1
        inside = self.reading.questions[lead : index + 2]
        was = self._read_alone(old[:front], old[base:after])
        now = self._read_alone(new[:front], new[base : after + moved])
        if len(now.questions) != len(inside) or not _is_faithful(was.questions, inside):
            return False
        offset, changed = base - front, index - lead
        for number, (read, former) in enumerate(zip(now.questions, inside, strict=True)):
            line = former.span.line + (moved if number > changed else 0)
            if read.span.line + offset != line:
                return False
            if number != changed and not _is_faithful((read,), (former,)):
                return False
        self._splice(index, now, changed, (start, end), moved, offset)
        return True

    def _read_alone(self, front: list[str], lines: list[str]) -> Reading:
        """A few questions as if they were the file."""
        reading = read_markdown("\n".join([*front, *lines]), path=self.source.name)
        return with_assets(reading, self.source.path.parent, self.source.root)

    def _splice(
        self,
        index: int,
        now: Reading,
        changed: int,
        lines: tuple[int, int],
        moved: int,
        offset: int,
    ) -> None:
        """Put a question that was read alone in its place, and move what follows."""
        first, last = lines[0] + 1, lines[1]  # from 1, both within the question as it was
        fresh = shift_question(now.questions[changed], offset, index + 1)
        former = self.reading.questions
        taken = {question.question.id for question in former} - {former[index].question.id}
        if not fresh.explicit_id and fresh.question.id in taken:
            fresh = fresh._replace(question=replace(fresh.question, id=former[index].question.id))
        questions = (
            *former[:index],
            fresh,
            *(shift_question(q, moved, q.number) for q in former[index + 1 :]),
        )
        noted = [shift_finding(d, offset) for d in now.diagnostics]
        noted = [d for d in noted if first <= d.span.line <= last + moved]
        written = self.text.split("\n")
        segment = "\n".join(written[lines[0] : lines[1] + moved])
        noted += (shift_finding(d, lines[0]) for d in check_characters(segment))
        around = [
            shift_finding(d, moved if d.span.line > last else 0)
            for d in self.reading.diagnostics
            if not first <= d.span.line <= last or d.code not in ("QK112", "QK113", "QK114")
        ]
        language = self.doc.language
        self.reading = self.reading._replace(
            text=self.text,
            questions=questions,
            quiz=_with_questions(self.reading.quiz, questions),
            diagnostics=tuple(around),
        )
        self.doc = Document(self.reading, self.settings.options)
        self.doc.__dict__["language"] = language
        self.doc.__dict__["lines"] = written
        self._tell(fresh, noted, (first, last), moved)

    def _tell(
        self, fresh: QuestionReading, noted: list[Diagnostic], lines: tuple[int, int], moved: int
    ) -> None:
        """The findings elsewhere as they were, those of the question anew."""
        first, last = lines
        kept = []
        for found in self.findings:
            inside = first <= found.span.line <= last
            whole = rules_by_code()[found.code].whole or found.code >= "QK6"
            if inside and not whole:
                continue
            kept.append(shift_finding(found, moved if found.span.line > last else 0))
        settings = self.settings
        told = check_one(self.doc, fresh, noted, select=settings.select, ignore=settings.ignore)
        everything = [*kept, *(self._told(found) for found in told)]
        self.findings = sorted(everything, key=lambda d: d.sort_key)
        self.partial = True


def _alike_at_ends(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many lines two texts have in common at the top and at the bottom."""
    most = min(len(old), len(new))
    top = 0
    while top < most and old[top] == new[top]:
        top += 1
    bottom = 0
    while bottom < most - top and old[-1 - bottom] == new[-1 - bottom]:
        bottom += 1
    return top, bottom


def _is_local(old: list[str], new: list[str]) -> bool:
    """Whether changed lines say nothing to the lines around them.

    A fence, a comment or a tag may swallow what follows, a heading that comes or goes moves
    what belongs to it.
    """
    if any(sign in line for line in (*old, *new) for sign in _SWALLOWING):
        return False
    return _headings(old) == _headings(new)


def _headings(lines: list[str]) -> list[str]:
    """The levels and attributes of the headings in some lines."""
    return ["".join(_HEADING.findall(line)) for line in lines if line.lstrip().startswith("#")]


def _front_lines(text: str) -> int:
    match = _FRONT.match(text)
    return match[0].count("\n") if match else 0


def _talks_of_rules(lines: list[str]) -> bool:
    """Whether there is a comment that may say no to a rule, here or further on."""
    return any("quizkit:" in line for line in lines)


def _is_faithful(alone: tuple[QuestionReading, ...], inside: tuple[QuestionReading, ...]) -> bool:
    """Whether questions read alone are as they were read within the whole."""
    if len(alone) != len(inside):
        return False
    return all(
        _bare(one.question) == _bare(other.question)
        and one.level == other.level
        and one.title_number == other.title_number
        and [(d.code, d.message) for d in one.diagnostics]
        == [(d.code, d.message) for d in other.diagnostics]
        for one, other in zip(alone, inside, strict=True)
    )


def _bare(question: Question) -> Question:
    return replace(question, id="", source=None)


def _with_questions(quiz: Quiz, questions: tuple[QuestionReading, ...]) -> Quiz:
    """The quiz with other questions; pools hold on to theirs by their places."""
    names = {
        before.id: after.question.id
        for before, after in zip(quiz.questions, questions, strict=True)
    }
    groups = tuple(
        replace(group, questions=tuple(names.get(name, name) for name in group.questions))
        for group in quiz.groups
    )
    return replace(quiz, questions=tuple(q.question for q in questions), groups=groups)


def _damage(text: str) -> list[Diagnostic]:
    """What decoding tells of a file, of a text that an editor has decoded already."""
    mended, damages = repair(text)
    found = []
    lines, right = text.split("\n"), mended.split("\n")
    for damage in damages:
        if not damage.repaired or len(lines) != len(right):
            continue
        first, last = (1, len(lines)) if damage.whole else (damage.line, damage.end_line)
        span = Span(first, 1, last, len(lines[last - 1]) + 1)
        edit = Edit(span, "\n".join(right[first - 1 : last]))
        found.append(
            Diagnostic(
                code="QK001" if damage.whole else "QK002",
                name="mojibake" if damage.whole else "mojibake-part",
                severity=Severity.WARNING,
                message=f"UTF-8 was read as {ENCODINGS[damage.encoding]}: "
                f'"{damage.sample[:30]}" is "{damage.repair[:30]}"',
                span=Span(damage.line, damage.column, damage.line, damage.column + 1),
                fix=Fix("repair the text", (edit,), safe=True),
            )
        )
    return found
