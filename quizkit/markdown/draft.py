"""A question while it is being read: its parts as written, and the model made from them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from quizkit.diagnostics import Diagnostic, Severity, Span
from quizkit.errors import nearest
from quizkit.locale import Phrasebook
from quizkit.markdown.attributes import Attributes
from quizkit.markdown.blocks import Block, Lines
from quizkit.markdown.explanation import plain
from quizkit.markdown.items import Item, Markers
from quizkit.markdown.numbers import parse_weight
from quizkit.model import (
    NO_FEEDBACK,
    ONE,
    QUESTION_TYPES,
    Content,
    Feedback,
    Numbering,
    Policy,
    Question,
    Role,
    Selection,
    Source,
)
from quizkit.reading import Explained, Instruction, QuestionReading, SpanPath

KNOWN_KEYS = (
    "points", "scoring", "shuffle", "numbering", "tag", "category", "case", "unit", "pick",
    "selection", "title", "id",
)  # fmt: skip
OPTION_KEYS = ("weight", "fixed", "id")
KNOWN_CLASSES = (*QUESTION_TYPES, "group")


@dataclass
class Defaults:
    """What the front matter says for every question."""

    points: Fraction | None = None
    policy: Policy = Policy.RIGHT_MINUS_WRONG
    shuffle: bool = True
    numbering: Numbering = Numbering.LOWER
    tags: tuple[str, ...] = ()
    category: tuple[str, ...] = ()


@dataclass
class Context:
    """What holds for every question of a file."""

    defaults: Defaults
    book: Phrasebook
    markers: Markers
    decimal_comma: bool
    language: str | None = None
    """The quiz's, where it is told."""


@dataclass
class Draft:
    """One question under way. Lines count from 0."""

    lines: Lines
    line: int
    level: int
    title: str
    attributes: Attributes
    end: int = -1
    """The first line after it, once it is complete."""
    stem: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    feedback: dict[str, list[str]] = field(default_factory=dict)
    hints: list[list[str]] = field(default_factory=list)
    explained: list[Explained] = field(default_factory=list)
    instruction: Instruction | None = None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    spans: dict[SpanPath, Span] = field(default_factory=dict)
    part: list[str] | None = None
    """Where further blocks go; None where they belong to nothing."""
    part_level: int = 0
    in_explanation: bool = False
    option_feedback: dict[int, list[str]] = field(default_factory=dict)
    marker_style: str = ""
    title_number: int | None = None
    form: str = "choice"
    """What the answers look like; the type follows from it, unless an attribute names one."""
    stem_lines: list[int] = field(default_factory=list)
    table: Block | None = None
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    """What is matched, where it does not stand in a Markdown table: a line and its cells."""
    marked_at_end: bool = False
    """Whether marks behind the options, or bold ones, tell the right ones."""
    plain: bool = False
    """Whether the options are bullets without letters, which only a mark or an answer line tells."""
    numbered: bool = False
    """Whether the options have numbers, so that an answer line may name one."""
    answer_due: bool = False
    """Whether a ``<details>`` that is headed "Answer" has just begun."""
    judged: bool = False
    """Whether remarks such as "B - Correct" tell the right ones, so that more may follow."""
    keys: tuple[int, ...] | None = None
    """The right ones of lettered options, once a line has named them."""

    def add(self, texts: list[str]) -> None:
        """Add blocks to the part under way."""
        if self.part is not None:
            self.part.extend(text for text in texts if text.strip())

    def report(
        self,
        code: str,
        name: str,
        severity: Severity,
        message: str,
        line: int,
        hint: str = "",
        *,
        at: str = "",
    ) -> None:
        """Note a finding in a line, counted from 0: at some of its text, or where it begins."""
        written = self.lines[line] if line < self.lines.end else ""
        column = written.rfind(at) if at else -1
        if column >= 0:
            span = Span(line + 1, column + 1, line + 1, column + 1 + len(at))
        else:
            span = Span.at(line + 1, len(written) - len(written.lstrip()) + 1)
        self.diagnostics.append(
            Diagnostic(
                code=code, name=name, severity=severity, message=message, span=span, hint=hint
            )
        )

    def build(self, number: int, path: str, context: Context, taken: set[str]) -> QuestionReading:
        """The question that has been read."""
        question = self._question(path, context, taken)
        taken.add(question.id)
        found = tuple(sorted(self.diagnostics, key=lambda d: d.sort_key))
        return QuestionReading(
            question=question,
            number=number,
            span=Span.at(self.line + 1),
            end=self.end + 1,
            spans=self.spans,
            diagnostics=found,
            instruction=self.instruction,
            explained=tuple(self.explained),
            level=self.level,
            title_number=self.title_number,
            explicit_id=bool(self.attributes.id or self.attributes.get("id")),
            marker_style=self.marker_style,
        )

    def _question(self, path: str, context: Context, taken: set[str]) -> Question:
        from quizkit.markdown.types import build

        attributes = self.attributes
        self.check_attributes(attributes, self.line, KNOWN_KEYS, KNOWN_CLASSES)
        stem = join(self.stem) or self.title
        common = Common(
            id=attributes.id or attributes.get("id") or self._identity(stem, taken),
            title=self.title,
            stem=Content(markdown=stem),
            feedback=self._feedback(),
            hints=tuple(Content(markdown=text) for hint in self.hints if (text := join(hint))),
            tags=tuple(dict.fromkeys((*context.defaults.tags, *attributes.all("tag")))),
            category=split_path(attributes.get("category")) or context.defaults.category,
            source=Source(path, self.line + 1) if path else None,
        )
        return build(self, common, context)

    @cached_property
    def option_texts(self) -> list[str]:
        """The first line of each option, as headings of an explanation are compared with it."""
        return [plain(item.text.split("\n")[0]) for item in self.items]

    @property
    def lacks_key(self) -> bool:
        """Whether it is a choice of which no option is right so far."""
        if self.form == "letters":
            return self.keys is None
        roles = {item.role for item in self.items}
        return self.form == "choice" and roles == {Role.DISTRACTOR}

    def settle_letters(self) -> None:
        """Lettered options become a choice; without an answer line none of them is right."""
        self.form = "choice"
        for index, item in enumerate(self.items):
            right = self.keys is not None and index in self.keys
            item.role = Role.KEY if right else Role.DISTRACTOR

    @property
    def type_name(self) -> str | None:
        """The question type that an attribute names."""
        return next((name for name in self.attributes.classes if name in QUESTION_TYPES), None)

    def content(self, kind: str) -> Content | None:
        """A part such as a model answer, where there is one."""
        text = join(self.feedback.get(kind, []))
        return Content(markdown=text) if text else None

    def item_feedback(self, index: int, item: Item) -> Content | None:
        """An option's feedback: in place, and from its heading in an explanation."""
        parts = [item.feedback] if item.feedback else []
        text = join([*parts, *self.option_feedback.get(index, [])])
        return Content(markdown=text) if text else None

    def item_weight(self, item: Item) -> Fraction | None:
        """The weight written on an option or answer."""
        written = item.attributes.get("weight")
        if written is None:
            return None
        weight = parse_weight(written)
        if weight is None:
            self.bad_value("weight", written, "a percentage such as 50% or 1/3", item.start)
        elif abs(weight) > ONE:
            message = f'a weight of "{written}" is over 100%; write less'
            self.report("QK208", "weights", Severity.ERROR, message, item.start, at=written)
        return weight

    def points(self, context: Context, default: Fraction = ONE) -> Fraction:
        """The points written on the question, or for the file, or the default."""
        given = context.defaults.points
        return self._number("points", given if given is not None else default)

    def _feedback(self) -> Feedback:
        if not self.feedback:
            return NO_FEEDBACK
        kinds = ("general", "correct", "partial", "incorrect")
        return Feedback(**{kind: self.content(kind) for kind in kinds})

    def _identity(self, stem: str, taken: Container[str]) -> str:
        """An id from what the question says, so that it survives moving and re-scoring."""
        basis = f"{self.title}\x1f{_words(stem)}"
        name = "q-" + hashlib.sha256(basis.encode()).hexdigest()[:12]
        if name in taken:
            texts = "\x1f".join(_words(item.text) for item in self.items)
            name = "q-" + hashlib.sha256(f"{basis}\x1f{texts}".encode()).hexdigest()[:12]
        return _first_free(name, taken)

    def check_attributes(
        self,
        attributes: Attributes,
        line: int,
        keys: tuple[str, ...] = OPTION_KEYS,
        classes: tuple[str, ...] = (),
    ) -> None:
        """Report what no question, or no option, has."""
        for key, _ in attributes.pairs:
            if key not in keys:
                self._unknown("attribute", key, keys, line)
        for name in attributes.classes:
            if name not in classes:
                self._unknown("question type", name, classes or tuple(QUESTION_TYPES), line)
        for junk in attributes.unread:
            self._unknown("attribute", junk, keys, line)

    def _unknown(self, what: str, name: str, known: tuple[str, ...], line: int) -> None:
        guess = nearest(name, known)
        hint = f'did you mean "{guess}"?' if guess else f"known are {', '.join(known)}"
        message = f'unknown {what} "{name}"'
        self.report("QK112", "unknown-attribute", Severity.ERROR, message, line, hint, at=name)

    def bad_value(self, key: str, value: str, wanted: str, line: int) -> None:
        message = f'{key}="{value}" is not {wanted}'
        self.report("QK112", "unknown-attribute", Severity.ERROR, message, line, at=value)

    def _number(self, key: str, default: Fraction) -> Fraction:
        written = self.attributes.get(key)
        if written is None:
            return default
        value = parse_weight(written)
        if value is None or value < 0 or "%" in written:
            self.bad_value(key, written, "a number such as 2 or 0.5", self.line)
            return default
        return value

    def flag(self, key: str, default: bool) -> bool:
        written = self.attributes.get(key)
        if written in (None, "true", "false"):
            return default if written is None else written == "true"
        self.bad_value(key, str(written), "true or false", self.line)
        return default

    def selection(self) -> Selection | None:
        """How many may be chosen, where an attribute says so."""
        written = self.attributes.get("selection")
        if written is None or written in list(Selection):
            return Selection(written) if written else None
        self.bad_value("selection", written, "one of " + ", ".join(Selection), self.line)
        return None

    def policy(self, default: Policy) -> Policy:
        written = self.attributes.get("scoring")
        if written is None or written in list(Policy):
            return Policy(written) if written else default
        self.bad_value("scoring", written, "one of " + ", ".join(Policy), self.line)
        return default

    def numbering(self, default: Numbering) -> Numbering:
        written = self.attributes.get("numbering")
        if written is None or written in list(Numbering):
            return Numbering(written) if written else default
        self.bad_value("numbering", written, "one of " + ", ".join(Numbering), self.line)
        return default


@dataclass
class Common:
    """The fields that every question type takes alike."""

    id: str
    title: str
    stem: Content
    feedback: Feedback
    hints: tuple[Content, ...]
    tags: tuple[str, ...]
    category: tuple[str, ...]
    source: Source | None


_LIST_NUMBER = re.compile(r"^[ \t>]*\d{1,9}[.)](?=\s)", re.MULTILINE)
_NUMBER_SIGN = re.compile(r"\d[.)]\s")
"""What each such number ends with: sought first, for it is found, or not, much faster."""
_NO_WORD = re.compile(r"[\W_]+")
_NO_PLAIN_WORD = {code: None for code in range(128) if not chr(code).isalnum()}


def _words(markdown: str) -> str:
    """Markdown's letters and digits: what a formatter leaves as it is."""
    if _NUMBER_SIGN.search(markdown):
        markdown = _LIST_NUMBER.sub("", markdown)
    return markdown.translate(_NO_PLAIN_WORD) if markdown.isascii() else _NO_WORD.sub("", markdown)


def _first_free(name: str, taken: Container[str]) -> str:
    """The name, or the name with the least number that makes it new.

    Numbers are given in order, so that the last one taken is found by halving.
    """
    if name not in taken:
        return name
    high = 2
    while f"{name}-{high}" in taken:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if f"{name}-{middle}" in taken else (low, middle)
    return f"{name}-{high}"


def split_path(category: str | None) -> tuple[str, ...]:
    """The parts of a category: ``a/b``; a slash inside a part is written twice, as in Moodle."""
    if not category:
        return ()
    parts = re.split(r"(?<!/)/(?!/)", category)
    return tuple(part.replace("//", "/") for raw in parts if (part := raw.strip()))


def join(parts: Sequence[str]) -> str:
    """Blocks of Markdown as one text."""
    if len(parts) < 2:
        return parts[0].strip("\n") if parts and parts[0].strip() else ""
    return "\n\n".join(part for part in parts if part.strip()).strip("\n")
