"""A source in quizkit's own dialect made tidy: its questions anew, all around them as it was.

What people write and the model does not hold stays where it stands: front matter, comments,
headings of parts, the list of contents. A question of which something would be lost is left
alone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from quizkit.diagnostics import Severity
from quizkit.locale import phrasebook
from quizkit.markdown.fitting import Fitted, Fitter
from quizkit.markdown.question_writer import Own
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.regions import (
    Region,
    question_regions,
    region_text,
    replaced,
    tail_after,
    without_tail,
)
from quizkit.markdown.scribe import Scribe
from quizkit.markdown.state import State
from quizkit.model import Choice, Matching
from quizkit.naming import place
from quizkit.reading import QuestionReading, Reading
from quizkit.same import essence

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")
_BRACES = re.compile(r"\{[^{}\n]*\}[ \t]*$", re.MULTILINE)
_TASK = re.compile(r"^(\s*[-*+] )\[[ xX]\]", re.MULTILINE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE)
_NUMBER = re.compile(r"^\W*\d+[.)]\s")
"""The number by which a heading of an explanation names an option."""
_DELIMITERS = re.compile(r"[ \t|:-]*-[ \t|:-]*")
_CELLS = re.compile(r"(?<!\\)\|")
_GUESSED = "QK120"
_SAID = ("one", "all", "count")


@dataclass(frozen=True, slots=True)
class Formatted:
    """The tidy text, and a line for each question that was left as it is, with the reason."""

    text: str
    left: tuple[str, ...] = ()


def is_own_dialect(reading: Reading) -> bool:
    """Whether a source is in quizkit's own dialect, and not read by guess."""
    return bool(reading.questions) and (
        all(q.level and q.marker_style != "letter" for q in reading.questions)
        and all(found.code != _GUESSED for found in reading.all_diagnostics)
        and len({q.span.line for q in reading.questions}) == len(reading.questions)
    )


def format_source(reading: Reading) -> Formatted:
    """The source with every question written tidily that loses nothing by it."""
    fitter = source_fitter(reading)
    regions = question_regions(reading)
    changes: dict[Region, str] = {}
    left: list[str] = []
    for question, region in zip(reading.questions, regions, strict=True):
        old = region_text(reading.text, region)
        new, reason = _formatted(question, old, fitter, reading)
        new = without_tail(new, tail_after(reading.text, region))
        if reason:
            name = place(question.question, question.number)
            left.append(f"line {region.start + 1}: {name} stays as it is: {reason}")
        elif new != old:
            changes[region] = new
    text = replaced(reading.text, changes).rstrip("\n") + "\n"
    if not reads_alike(reading, text):
        # Two questions may mean something together that neither does alone.
        text, left = _one_by_one(reading, changes), [*left, "some questions stay as they are"]
    return Formatted(text, tuple(left))


def _one_by_one(reading: Reading, changes: dict[Region, str]) -> str:
    """The text with those changes that leave it read as it is; halves are tried first."""
    kept: dict[Region, str] = {}
    waiting = [list(changes.items())]
    while waiting:
        some = waiting.pop()
        if reads_alike(reading, replaced(reading.text, {**kept, **dict(some)})):
            kept.update(some)
        elif len(some) > 1:
            half = len(some) // 2
            waiting += [some[half:], some[:half]]
    return replaced(reading.text, kept)


def source_fitter(reading: Reading) -> Fitter:
    """Writes questions as this source needs them: below its front matter, in its language."""
    state = State(reading.text, reading.path)
    front = "\n".join(reading.text.split("\n")[: state.front.end_line])
    return Fitter(Scribe(reading.quiz.language, state.defaults), front)


def reads_alike(reading: Reading, text: str) -> bool:
    """Whether a text gives the same questions with the same names."""
    quiz = read_markdown(text, path=reading.path).quiz
    old, new = reading.quiz.questions, quiz.questions
    return (
        len(old) == len(new)
        and replace(quiz, questions=(), assets=()) == replace(reading.quiz, questions=(), assets=())
        and all(essence(one) == essence(other) for one, other in zip(old, new, strict=True))
    )


def _formatted(
    question: QuestionReading, old: str, fitter: Fitter, reading: Reading
) -> tuple[str, str]:
    """A question's tidy text, or why it is left alone."""
    worst = next((d for d in question.diagnostics if d.severity == Severity.ERROR), None)
    if worst is not None:
        return "", worst.message
    own = own_words(question, old, reading.quiz.language)
    fitted = fit_as_written(fitter, question, own)
    if not fitted.faithful and own.headed:
        fitted = fit_as_written(fitter, question, replace(own, headed=False))
    if not fitted.faithful:
        return "", "it cannot be written in another way"
    lost = lost_words(old, fitted.text, reading.quiz.language)
    return (fitted.text, "") if not lost else ("", f"{lost} would be lost")


def fit_as_written(fitter: Fitter, question: QuestionReading, own: Own) -> Fitted:
    """The question's tidy text at its heading's level, with the author's own words."""
    return fitter.fit(
        question.question,
        question.number,
        question.level,
        named=question.explicit_id,
        own=own,
    )


def own_words(question: QuestionReading, text: str, language: str | None) -> Own:
    """What the author says and the model does not hold: an instruction, a table's heading row."""
    instruction, header, headed = "", tuple[str, ...](), bool(question.explained)
    if isinstance(question.question, Choice) and question.instruction is not None:
        said = question.instruction
        if said.kind in _SAID:
            instruction = said.text.strip()
            after = text.find(instruction)
            end = text[after + len(instruction) :][:1] if after >= 0 else ""
            instruction += end if end and end in ".:!。：！" else ""
    elif isinstance(question.question, Matching):
        header = _header(text)
    book = phrasebook(language)
    headings: dict[str, str] = {}
    for found in _HEADING.finditer(text):
        phrase = book.heading(found[1])
        if phrase is not None:
            headings.setdefault(phrase.kind, found[1].rstrip(" :：*_").lstrip("*_"))
    return Own(headings=headings, instruction=instruction, header=header, headed=headed)


def _header(text: str) -> tuple[str, ...]:
    lines = text.split("\n")
    for number, line in enumerate(lines[1:], 1):
        if "|" in line and _DELIMITERS.fullmatch(line):
            cells = [cell.strip() for cell in _CELLS.split(lines[number - 1].strip().strip("|"))]
            return tuple(cells) if len(cells) == 2 and all(cells) else ()
    return ()


def lost_comment(old: str, new: str) -> str:
    """The first comment of a text that another does not have; nothing where it has all."""
    kept = Counter(" ".join(comment.split()) for comment in _COMMENT.findall(new))
    for comment in _COMMENT.findall(old):
        words = " ".join(comment.split())
        kept[words] -= 1
        if words and kept[words] < 0:
            return f'the comment "{words[:40]}"'
    return ""


def lost_words(old: str, new: str, language: str | None) -> str:
    """The first comment or word of a text that another does not have; nothing where it has all.

    Attributes, marks and the headings of a question's parts do not count.
    """
    comment = lost_comment(old, new)
    if comment:
        return comment
    book = phrasebook(language)

    def bare(text: str) -> str:
        text = _COMMENT.sub(" ", _TASK.sub(r"\1", _BRACES.sub("", text)))
        return _HEADING.sub(
            lambda found: "" if book.heading(found[1]) else _NUMBER.sub("", found[1]), text
        )

    there = {word.casefold() for word in _WORD.findall(new)}
    for word in _WORD.findall(bare(old)):
        if word.casefold() not in there:
            return f'"{word}"'
    return ""
