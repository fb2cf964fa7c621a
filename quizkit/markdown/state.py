"""What holds for a whole source while it is read, and the findings that belong to no question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from quizkit.content.parser import markdown_it
from quizkit.diagnostics import Diagnostic, Severity, Span
from quizkit.locale import Phrasebook, locale_for, phrasebook
from quizkit.markdown.blocks import Block, Lines, collect_references
from quizkit.markdown.draft import Context, Defaults
from quizkit.markdown.forms import Forms
from quizkit.markdown.frontmatter import FrontMatter, read_front_matter
from quizkit.markdown.items import ALMOST_BOX, Markers, almost_box_hint, marker_style
from quizkit.markdown.sections import Section

_MARK = re.compile(r"[*_`\\]")
_MARKS = re.compile(
    r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)|(\$[^$]+\$|(?<!\w)_{3,}(?!\w))|\\([!-'*-/:-@^_`{-~])"
    r"|(?<=\S)[*`]+|[*`]+(?=\S)|(?<!\w)__?|__?(?!\w)"
)
"""Code, a formula or a blank to fill, a sign that a backslash makes plain (but for ``\\(`` and ``\\[``, which begin
formulas too), and marks that only make words stand out."""

_FORMULA = re.compile(r"(\$[^$\n]+\$)")


class State:
    """The text, its front matter, the words it is read with, and what was found so far."""

    def __init__(self, text: str, path: str, *, foreign: bool = False) -> None:
        self.path = path
        self.text = text
        self.lines = Lines(text)
        self.md = markdown_it()
        self.front: FrontMatter = read_front_matter(text, foreign=foreign)
        self.book: Phrasebook = phrasebook(self.front.language)
        self.markers = Markers(self.front.markers)
        self.forms = Forms(self.markers, self.book)
        self.env = collect_references(self.lines, self.md)
        self.found: list[Diagnostic] = list(self.front.problems)
        self.languages: Counter[str] = Counter()
        self.quoted_hints = False
        """Whether a quote before the answers is a hint, as in quizdown."""
        self._guessed: set[str] = set()
        self._context: Context | None = None
        front = self.front
        self.defaults = Defaults(tags=front.tags, category=front.category)
        for name in ("points", "shuffle", "numbering"):
            if getattr(front, name) is not None:
                setattr(self.defaults, name, getattr(front, name))
        if front.scoring is not None:
            self.defaults.policy = front.scoring

    @property
    def language(self) -> str | None:
        """The language declared, or the one whose words were met most often."""
        if self.front.undetermined:
            return None
        return self.front.language or next(
            (code for code, _ in self.languages.most_common(1)), None
        )

    @property
    def context(self) -> Context:
        """What a question is built with."""
        if self._context is None or self._context.book is not self.book:
            locale = locale_for(self.language)
            comma = bool(locale and locale.decimal_comma)
            told = self.front.language
            self._context = Context(self.defaults, self.book, self.markers, comma, told)
        return self._context

    def recognized(self, language: str) -> None:
        """Count a word that tells the language."""
        self.languages[language] += 1
        if len(self.languages) > 1 or self.languages[language] == 1:
            self._context = None

    def note(
        self, code: str, name: str, severity: Severity, message: str, line: int, hint: str = ""
    ) -> None:
        """Note a finding of the file itself in a line, counted from 0."""
        span = Span.at(line + 1)
        self.found.append(
            Diagnostic(
                code=code, name=name, severity=severity, message=message, span=span, hint=hint
            )
        )

    def stray(self, line: int, hint: str) -> None:
        """Note text that belongs to no question."""
        message = "this belongs to no question, so no student will see it"
        self.note("QK114", "stray-content", Severity.WARNING, message, line, hint)

    def bare_option(self, section: Section) -> tuple[int, bool] | None:
        """The first line that is meant as an option, but is running text; counted from 0.

        Meant so where right and wrong ones follow each other, or several boxes, or an answer to
        type, below something that asks: check marks alone adorn the features of many a README,
        and open remarks in many a lesson. The second value says whether something asks; where
        nothing does, only a text that holds questions means options.
        """
        unsure: int | None = None
        for marks, first in self._marked_lines(section):
            mixed = len({role for role, _ in marks}) > 1
            box = any(is_box for _, is_box in marks)
            typed = any(role == "=" for role, _ in marks)
            if not (mixed or typed or (box and len(marks) > 1)):
                continue
            if self._asks_above(section, first):
                return first, True
            if mixed and unsure is None:
                unsure = first
        return None if unsure is None else (unsure, False)

    def _asks_above(self, section: Section, line: int) -> bool:
        """Whether something asks in a section before a line."""
        blocks = section.blocks
        index = next((n for n, block in enumerate(blocks) if block.end > line), len(blocks))
        if self.forms.asks(section, index):
            return True
        first = blocks[index].start if index < len(blocks) else line
        return any(mark in self.lines[n] for n in range(first, line) for mark in "?？؟")

    def _marked_lines(self, section: Section) -> Iterator[tuple[list[tuple[str, bool]], int]]:
        """The roles of lines of running text that follow each other, and the first such line.

        Beside each role stands whether its mark is a box.
        """
        marks: list[tuple[str, bool]] = []
        first = 0
        for block in section.blocks:
            text = block.inline if block.kind == "paragraph" else ""
            for number, line in enumerate(text.split("\n"), block.start):
                found = self.markers.split(line)
                if found is None and ALMOST_BOX.match(line):
                    found = self.markers.split(f"[{'x' if 'x' in line[:5].lower() else ' '}] ")
                if found is not None:
                    first = number if not marks else first
                    marks.append((found[0], marker_style(found[1]) == "task"))
                elif marks:
                    yield marks, first
                    marks = []
        if marks:
            yield marks, first

    def note_bare(self, line: int) -> None:
        """Note an option that is no list item, so that its question is not read."""
        text = self.lines[line].strip()
        message = f'"{text}" looks like an option, but is not read as one'
        written = f"- {text}"
        if ALMOST_BOX.match(text):
            written = almost_box_hint(text)
        self.note("QK102", "almost-option", Severity.ERROR, message, line, f'write "{written}"')

    def guess(self, what: str, line: int) -> None:
        """Say once a file what was understood by guess."""
        if what not in self._guessed:
            self._guessed.add(what)
            message = f"{what} are read by guess"
            hint = "check that all questions and right answers are there"
            self.note("QK120", "read-by-guess", Severity.INFO, message, line, hint)

    def block_text(self, block: Block) -> str:
        """A block as written, with the link definitions that it needs."""
        text = block.text
        references = self.env.get("references")
        if references and "[" in text:
            lower = text.lower()
            for label, target in references.items():
                if f"[{label.lower()}]" in lower:
                    title = f' "{target["title"]}"' if target.get("title") else ""
                    text += f"\n\n[{label}]: <{target['href']}>{title}"
        return text

    def texts(self, blocks: list[Block]) -> list[str]:
        """Blocks as written, without the rules at their end."""
        while blocks and blocks[-1].kind == "hr":
            blocks = blocks[:-1]
        return [self.block_text(block) for block in blocks]


def plain_title(text: str) -> str:
    """A heading's text for people: without emphasis, code marks and escapes."""
    if _MARK.search(text):
        text = _MARKS.sub(lambda m: (m[2].strip() if m[1] else m[3] or m[4]) or "", text)
    return " ".join(text.split())
