"""A question while it is being read: its parts as written, and the model made from them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from quizkit.diagnostics import Diagnostic, Severity, Span
from quizkit.errors import nearest
from quizkit.locale import Phrasebook
from quizkit.markdown.attributes import Attributes
from quizkit.markdown.items import Item
from quizkit.model import (
    ONE,
    Choice,
    Content,
    Feedback,
    Info,
    Numbering,
    Option,
    Policy,
    Question,
    Role,
    Selection,
    Source,
    TrueFalse,
)
from quizkit.naming import letter
from quizkit.reading import Explained, Instruction, QuestionReading, SpanPath

KNOWN_KEYS = ("points", "scoring", "shuffle", "numbering", "tag", "category", "weight", "fixed")
KNOWN_CLASSES = ("choice", "info")


def parse_share(text: str) -> Fraction | None:
    """A weight: a percentage, decimal or fraction, such as ``50%`` or ``1/3``."""
    percent = text.endswith("%")
    try:
        value = Fraction(text.rstrip("%").strip().replace(",", "."))
    except (ValueError, ZeroDivisionError):
        return None
    return value / 100 if percent else value


@dataclass
class Defaults:
    """What the front matter says for every question."""

    points: Fraction = ONE
    policy: Policy = Policy.RIGHT_MINUS_WRONG
    shuffle: bool = True
    numbering: Numbering = Numbering.LOWER
    tags: tuple[str, ...] = ()
    category: tuple[str, ...] = ()


@dataclass
class Draft:
    """One question under way. Lines count from 0."""

    line: int
    level: int
    title: str
    attributes: Attributes
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

    def report(
        self, code: str, name: str, severity: Severity, message: str, line: int, hint: str = ""
    ) -> None:
        """Note a finding at the start of a line, counted from 0."""
        span = Span(line + 1)
        self.diagnostics.append(
            Diagnostic(
                code=code, name=name, severity=severity, message=message, span=span, hint=hint
            )
        )

    def build(
        self, number: int, path: str, defaults: Defaults, book: Phrasebook, taken: set[str]
    ) -> QuestionReading:
        """The question that has been read."""
        question = self._question(path, defaults, book, taken)
        taken.add(question.id)
        found = tuple(sorted(self.diagnostics, key=lambda d: d.sort_key))
        return QuestionReading(
            question=question,
            number=number,
            span=Span(self.line + 1),
            spans=self.spans,
            diagnostics=found,
            instruction=self.instruction,
            explained=tuple(self.explained),
            level=self.level,
            title_number=self.title_number,
            explicit_id=self.attributes.id is not None,
            marker_style=self.marker_style,
        )

    def _question(
        self, path: str, defaults: Defaults, book: Phrasebook, taken: set[str]
    ) -> Question:
        attributes = self.attributes
        self._check_attributes(attributes, self.line)
        stem = join(self.stem) or self.title
        points = self._number("points", defaults.points)
        common = Common(
            id=attributes.id or self._identity(stem, taken),
            title=self.title,
            stem=Content(markdown=stem),
            feedback=self._feedback(),
            hints=tuple(Content(markdown=text) for hint in self.hints if (text := join(hint))),
            tags=tuple(dict.fromkeys((*defaults.tags, *attributes.all("tag")))),
            category=_path(attributes.get("category")) or defaults.category,
            source=Source(path, self.line + 1) if path else None,
        )
        if "info" in attributes.classes:
            return Info(**vars(common))
        return self._choice(common, points, defaults, book)

    def _choice(
        self, common: Common, points: Fraction, defaults: Defaults, book: Phrasebook
    ) -> Question:
        options = tuple(self._option(index, item) for index, item in enumerate(self.items))
        keys = sum(option.role is Role.KEY for option in options)
        kind = self.instruction.kind if self.instruction else ""
        count = self.instruction.count if self.instruction else None
        many = kind == "all" or (kind == "count" and count != 1 and keys != 1)
        multiple = many or (kind != "one" and keys > 1)
        weighted = any(option.weight is not None for option in options)
        if len(options) == 2 and not multiple and keys == 1 and not weighted:
            texts = options[0].content.source, options[1].content.source
            truth = book.truth(texts)
            if truth is not None:
                return self._true_false(common, points, options, truth)
        policy = self._policy(defaults.policy)
        return Choice(
            **vars(common),
            points=points,
            selection=Selection.MULTIPLE if multiple else Selection.SINGLE,
            options=options,
            policy=Policy.WEIGHTS if weighted else policy,
            shuffle=self._flag("shuffle", defaults.shuffle),
            numbering=self._numbering(defaults.numbering),
        )

    def _true_false(
        self, common: Common, points: Fraction, options: Sequence[Option], truth: tuple[bool, bool]
    ) -> TrueFalse:
        by_value = dict(zip(truth, options, strict=True))
        return TrueFalse(
            **vars(common),
            points=points,
            answer=by_value[True].role is Role.KEY,
            feedback_true=by_value[True].feedback,
            feedback_false=by_value[False].feedback,
        )

    def _option(self, index: int, item: Item) -> Option:
        weight = None
        written = item.attributes.get("weight")
        if written is not None:
            weight = parse_share(written)
            if weight is None:
                self._bad_value("weight", written, "a percentage such as 50% or 1/3", item.start)
        self._check_attributes(item.attributes, item.start)
        parts = [item.feedback] if item.feedback else []
        parts += self.option_feedback.get(index, [])
        text = join(parts)
        self.spans[("options", index)] = item.span
        return Option(
            id=item.attributes.id or letter(index),
            content=Content(markdown=item.text.strip("\n")),
            role=Role(item.role or Role.DISTRACTOR),
            weight=weight,
            fixed=item.attributes.get("fixed") == "true",
            feedback=Content(markdown=text) if text else None,
        )

    def _feedback(self) -> Feedback:
        texts = {kind: join(parts) for kind, parts in self.feedback.items()}
        return Feedback(**{kind: Content(markdown=text) for kind, text in texts.items() if text})

    def _identity(self, stem: str, taken: set[str]) -> str:
        """An id from what the question says, so that it survives moving and re-scoring."""
        basis = "\x1f".join([self.title, " ".join(stem.split())])
        name = "q-" + hashlib.sha256(basis.encode()).hexdigest()[:12]
        if name in taken:
            texts = "\x1f".join(item.text for item in self.items)
            name = "q-" + hashlib.sha256(f"{basis}\x1f{texts}".encode()).hexdigest()[:12]
        unique, n = name, 2
        while unique in taken:
            unique, n = f"{name}-{n}", n + 1
        return unique

    def _check_attributes(self, attributes: Attributes, line: int) -> None:
        for key, _ in attributes.pairs:
            if key not in KNOWN_KEYS:
                self._unknown("attribute", key, KNOWN_KEYS, line)
        for name in attributes.classes:
            if name not in KNOWN_CLASSES:
                self._unknown("question type", name, KNOWN_CLASSES, line)
        for junk in attributes.unread:
            self._unknown("attribute", junk, KNOWN_KEYS, line)

    def _unknown(self, what: str, name: str, known: tuple[str, ...], line: int) -> None:
        guess = nearest(name, known)
        hint = f'did you mean "{guess}"?' if guess else f"known are {', '.join(known)}"
        message = f'unknown {what} "{name}"'
        self.report("QK112", "unknown-attribute", Severity.ERROR, message, line, hint)

    def _bad_value(self, key: str, value: str, wanted: str, line: int) -> None:
        message = f'{key}="{value}" is not {wanted}'
        self.report("QK112", "unknown-attribute", Severity.ERROR, message, line)

    def _number(self, key: str, default: Fraction) -> Fraction:
        written = self.attributes.get(key)
        if written is None:
            return default
        value = parse_share(written)
        if value is None or value < 0 or "%" in written:
            self._bad_value(key, written, "a number such as 2 or 0.5", self.line)
            return default
        return value

    def _flag(self, key: str, default: bool) -> bool:
        written = self.attributes.get(key)
        if written in (None, "true", "false"):
            return default if written is None else written == "true"
        self._bad_value(key, str(written), "true or false", self.line)
        return default

    def _policy(self, default: Policy) -> Policy:
        written = self.attributes.get("scoring")
        if written is None or written in list(Policy):
            return Policy(written) if written else default
        self._bad_value("scoring", written, "one of " + ", ".join(Policy), self.line)
        return default

    def _numbering(self, default: Numbering) -> Numbering:
        written = self.attributes.get("numbering")
        if written is None or written in list(Numbering):
            return Numbering(written) if written else default
        self._bad_value("numbering", written, "one of " + ", ".join(Numbering), self.line)
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


def _path(category: str | None) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"\s*/\s*", category or "") if part)


def join(parts: Sequence[str]) -> str:
    """Blocks of Markdown as one text."""
    return "\n\n".join(part for part in parts if part.strip()).strip("\n")
