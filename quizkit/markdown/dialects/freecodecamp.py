"""freeCodeCamp challenges: headings such as ``#### --text--``, ``#### --answer--``.

The parts are those that https://github.com/freeCodeCamp/freeCodeCamp/tree/main/tools/challenge-parser
knows of: quizzes, questions with numbered answers, and sentences with blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from quizkit.diagnostics import Severity
from quizkit.locale import phrasebook
from quizkit.markdown.dialects.page import Page
from quizkit.markdown.draft import Draft
from quizkit.markdown.types.answers import answer_text
from quizkit.markdown.types.cloze_writer import write_cloze
from quizkit.model import Cloze, Content, Role, TextAnswer, TextGap

_PART = re.compile(r"#{1,6}[ \t]+--(?P<name>[A-Za-z][\w-]*?)--[ \t]*$")
_ANY_PART = re.compile(r"^#{1,6}[ \t]+--(?:text|sentence)--[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"[ \t]{0,3}(?:-[ \t]*){3,}$")
_BLANK = re.compile(r"\bBLANK\b")
_ASIDE = ("feedback", "audio-id", "assignment")
"""Parts that stand inside an answer."""
_OPTIONS = ("distractors", "answers", "answer")


class FreeCodeCamp:
    """The habit of freeCodeCamp's challenges."""

    title = "quizzes under headings such as --text-- and --answer--"

    def recognizes(self, text: str) -> bool:
        """Whether a question's text has a heading."""
        return _ANY_PART.search(text) is not None

    def read(self, page: Page) -> Iterator[Draft]:
        """The questions in order."""
        front = page.state.front
        for language in front.other.get("lang", ()):
            if language and not front.language:
                front.language = language
                page.state.book = phrasebook(language)
        parts = _parts(page)
        places = [n for n, part in enumerate(parts) if part.name in ("text", "sentence")]
        _describe(page, parts[: places[0] if places else len(parts)])
        drafts: list[Draft] = []
        for place, following in pairwise([*places, len(parts)]):
            inside = parts[place:following]
            make = _gaps if inside[0].name == "sentence" else _question
            draft = make(page, inside)
            ends = [part.end for part in inside if part.name not in ("quiz", "question")]
            draft.end = max(ends)
            drafts.append(draft)
        yield from drafts


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading and the lines below it, up to the next one."""

    name: str
    line: int
    end: int


def _parts(page: Page) -> list[_Part]:
    heads = [
        (number, found["name"])
        for number in range(page.first, len(page.lines))
        if not page.shut[number] and (found := _PART.match(page.lines[number]))
    ]
    last = (len(page.lines), "")
    return [_Part(name, n, end) for (n, name), (end, _) in pairwise([*heads, last])]


def _describe(page: Page, parts: list[_Part]) -> None:
    for part in parts:
        text = _text(page, part.line + 1, part.end)
        if part.name in ("description", "instructions") and text:
            page.description.append(text)
        elif text and part.name not in ("quizzes", "quiz", "question", "questions"):
            page.stray(range(part.line + 1, part.end))


def _text(page: Page, start: int, end: int) -> str:
    return "\n".join(page.lines[start:end]).strip("\n").rstrip()


def _question(page: Page, parts: list[_Part]) -> Draft:
    """One text with its answers; a number says which of them is right, or they stand apart."""
    head = parts[0]
    draft = page.draft(head.line)
    page.add_stem(draft, "\n".join(page.lines[head.line + 1 : head.end]), head.line + 1)
    number: int | None = None
    for index, part in enumerate(parts):
        if part.name in _OPTIONS:
            inside = [part]
            for aside in parts[index + 1 :]:
                if aside.name not in _ASIDE:
                    break
                inside.append(aside)
            role = Role.KEY if part.name == "answer" else Role.DISTRACTOR
            _options(page, draft, inside, role)
        elif part.name == "video-solution":
            number = _solution(page, draft, part)
        elif part.name == "explanation":
            page.add_feedback(draft, _text(page, part.line + 1, part.end), part.line)
    if number is not None:
        draft.items[number - 1].role = Role.KEY
    draft.attributes = draft.attributes.with_pair("selection", "single")
    if not draft.items:
        draft.report("QK117", "incomplete-type", Severity.ERROR,
                     "this question has no answers", head.line,
                     "add a heading --distractors-- and one --answer--")  # fmt: skip
    return draft


def _solution(page: Page, draft: Draft, part: _Part) -> int | None:
    """The number of the right answer, counted from 1."""
    written = _text(page, part.line + 1, part.end).strip().strip("`")
    if written.isdecimal() and 1 <= int(written[:6]) <= len(draft.items):
        return int(written)
    message = f'"{written}" is the number of no answer' if written else "no number stands here"
    draft.report("QK117", "incomplete-type", Severity.ERROR, message, part.line,
                 f"write a number from 1 to {len(draft.items)}")  # fmt: skip
    return None


def _options(page: Page, draft: Draft, parts: list[_Part], role: str) -> None:
    """Answers between rules; below a heading of its own stands the feedback of one."""
    answer: list[int] = []
    feedback: list[int] = []
    for part in parts:
        current = feedback if part.name == "feedback" else answer if part is parts[0] else None
        for number in range(part.line + 1, part.end):
            if not page.shut[number] and _RULE.match(page.lines[number]):
                _option(page, draft, answer, feedback, role)
                answer, feedback = [], []
                current = answer
            elif current is not None:
                current.append(number)
    _option(page, draft, answer, feedback, role)


def _option(page: Page, draft: Draft, lines: list[int], feedback: list[int], role: str) -> None:
    worded = [n for n in lines if page.lines[n].strip()]
    if not worded:
        return
    said = "\n".join(page.lines[n] for n in feedback).strip()
    text = _text(page, worded[0], worded[-1] + 1)
    page.add_option(draft, role, (worded[0], worded[-1] + 1), text, said)


def _gaps(page: Page, parts: list[_Part]) -> Draft:
    """A sentence in which BLANK stands for each of the answers that follow."""
    head = parts[0]
    draft = page.draft(head.line, form="cloze")
    texts: list[str] = []
    for index, part in enumerate(parts):
        if part.name == "blanks":
            texts += _blanks(page, draft, parts[index:])
        elif part.name == "explanation":
            page.add_feedback(draft, _text(page, part.line + 1, part.end), part.line)
    lines = page.lines[head.line + 1 : head.end]
    sentence = "\n".join(line.strip().strip("`") for line in lines)
    count = len(_BLANK.findall(sentence))
    if count != len(texts):
        draft.report("QK117", "incomplete-type", Severity.ERROR,
                     f"the sentence has {count} times BLANK, and {len(texts)} answers follow",
                     head.line, "write one answer for each, separated by ---")  # fmt: skip
        texts = texts[:count]
    gaps = tuple(
        TextGap(id=f"g{n}", answers=(TextAnswer(text=text),)) for n, text in enumerate(texts, 1)
    )
    names = iter([f"{{{{{gap.id}}}}}" for gap in gaps])
    stem = _BLANK.sub(lambda found: next(names, found[0]), sentence)
    cloze = Cloze(id="", stem=Content(markdown=stem), gaps=gaps)
    page.add_stem(draft, write_cloze(cloze, decimal_comma=False), head.line + 1)
    return draft


def _blanks(page: Page, draft: Draft, parts: list[_Part]) -> list[str]:
    """The answers in order; what is said of them becomes feedback on the whole."""
    mine = [parts[0]]
    for part in parts[1:]:
        if part.name not in _ASIDE:
            break
        mine.append(part)
    holder = page.draft(draft.line)
    _options(page, holder, mine, Role.KEY)
    for item in holder.items:
        page.add_feedback(draft, item.feedback, item.start)
    return [answer_text(item.text.replace("`", "")) for item in holder.items]
