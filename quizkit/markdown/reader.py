"""Reads a Markdown source: blocks into sections, sections into questions, in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath

from quizkit.diagnostics import Severity
from quizkit.locale import normalize_phrase
from quizkit.markdown.answer_key import AnswerKeys
from quizkit.markdown.blocks import Block
from quizkit.markdown.contents_list import ContentsList
from quizkit.markdown.dialects import Habit, Manner, find_habit
from quizkit.markdown.doubt import Doubts
from quizkit.markdown.draft import KNOWN_KEYS, Draft, join
from quizkit.markdown.forms import CHOICE_ROLES, FORMS, Form
from quizkit.markdown.headless import split
from quizkit.markdown.lettered import (
    expects_answer,
    take_answer_block,
    take_answer_text,
    take_bracketed,
    take_lettered,
    with_letters,
)
from quizkit.markdown.options import read_answers
from quizkit.markdown.parts import check_parts, open_option_feedback, open_part
from quizkit.markdown.pools import OpenPool
from quizkit.markdown.sections import Section, iter_sections, take_number
from quizkit.markdown.state import State, plain_title
from quizkit.markdown.stem import add_stem, lead_with_title, take_stem_from_title, title_leads
from quizkit.model import Content, Group, Quiz
from quizkit.reading import QuestionReading, Reading

_NUMBERED = re.compile(
    r"(?:[^\W\d]{2,12}[\s.#№]*(\d{1,4})(?:\s*[(\[][^()\[\]]{1,40}[)\]])?[.):]*$|[^\W\d]?\.?\s*(\d{1,4})[.):](?:\s|$))"
)
"""Headings such as "Question 7" and "Q7. What ...?"."""
_STRAY_HINT = "move it into a question, or give its heading the attribute {.info}"


def read_markdown(text: str, *, path: str = "", dialect: str | None = None) -> Reading:
    """The quiz that a Markdown text holds, with every finding that reading itself makes.

    ``path`` names the source in questions and gives the quiz its identifier. ``dialect`` names
    another tool's habit to read it in; without it the text shows which. Never raises for what
    an author wrote.
    """
    found = find_habit(text, dialect)
    if found is not None:
        name, habit = found
        if isinstance(habit, Manner):
            reading = _read_manner(text, path, habit)
        else:
            reading = _Reader(State(text, path, foreign=True)).read_habit(habit)
        if reading.questions:
            return reading._replace(dialect=name)
    return _Reader(State(text, path)).read()


def _read_manner(text: str, path: str, habit: Manner) -> Reading:
    """A text that is ordinary but for some meanings."""
    from quizkit.markdown.dialects.quizdown import settle

    prepared = habit.prepare(text)
    state = State(prepared.text, path, foreign=True)
    settle(state, prepared)
    reading = _Reader(state).read()
    if reading.questions:
        state.guess(habit.title, reading.questions[0].span.line - 1)
    return reading._replace(text=text, diagnostics=tuple(state.found))


class _Reader:
    """Gives each section its meaning, in the order of the text."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.questions: list[QuestionReading] = []
        self.draft: Draft | None = None
        self.title = ""
        self.description: list[str] = []
        self.contents = ContentsList()
        self.taken: set[str] = set()
        self.pending: Section | None = None
        """The last heading that asked nothing; its text may be the stem of what follows."""
        self.pool: OpenPool | None = None
        self.groups: list[Group] = []
        self.keys = AnswerKeys()
        self.doubts = Doubts(sure=state.front.settles)
        self.bare: list[int] = []
        """Lines that are options without a list, if this is a quiz at all."""
        self.at = 0
        """The line of the section under way."""

    def read(self) -> Reading:
        state = self.state
        for whole in iter_sections(state.lines, state.md, state.env, state.front.end_line):
            for section in split(whole, state.forms, state.md, state.env):
                if section.number is not None and section is not whole:
                    what = "questions that begin with a number, without a heading,"
                    state.guess(what, section.line)
                elif section is not whole and (
                    (whole.text and not section.text) or section.bold_answer
                ):
                    state.guess("questions without a heading or a number", section.line)
                self._take(section)
                self._report_traps(section)
            state.forms.forget()
        self.at = state.lines.end
        self._close_pool()
        self._finish()
        self._stray(self.pending)
        self._drop_unasked()
        self.contents.check(state)
        return self._reading()

    def read_habit(self, habit: Habit) -> Reading:
        """The quiz in another tool's syntax."""
        from quizkit.markdown.dialects.page import Page

        page = Page(self.state)
        for draft in habit.read(page):
            if not self.questions:
                self.state.guess(habit.title, draft.line)
            self.draft, self.at = draft, draft.end
            self._finish()
        page.close()
        self.title, self.description = page.title, page.description
        return self._reading()

    def _reading(self) -> Reading:
        state = self.state
        return Reading(
            quiz=self._quiz(),
            path=state.path,
            text=state.text,
            questions=tuple(self.questions),
            diagnostics=tuple(state.found),
        )

    def _quiz(self) -> Quiz:
        front = self.state.front
        stem = PurePosixPath(self.state.path).name.split(".")[0]
        description = front.description or join(self.description)
        return Quiz(
            identifier=front.identifier or stem or "quiz",
            title=front.title or self.title,
            language=self.state.language,
            description=Content(markdown=description) if description else None,
            settings=front.settings,
            questions=tuple(q.question for q in self.questions),
            groups=tuple(self.groups),
        )

    def _report_traps(self, section: Section) -> None:
        """Fences that never close, and lines that --- made headings."""
        note = self.draft.report if self.draft is not None else self.state.note
        for line, swallowed in section.unclosed:
            inside = "a heading stands" if swallowed == 1 else f"{swallowed} headings stand"
            message = f"this code is never closed; {inside} inside it"
            note("QK113", "unclosed", Severity.ERROR, message, line, "close it with a line of ```")
        for line in section.rules:
            message = "the line above is read as a heading by Markdown"
            hint = "put an empty line before ---"
            self.state.note("QK113", "unclosed", Severity.WARNING, message, line, hint)

    # -- sections ---------------------------------------------------------------------------

    def _take(self, section: Section) -> None:
        """Give a section its meaning."""
        self.at = section.line
        state, draft = self.state, self.draft
        if draft is not None and self._answer_heading(draft, section):
            return
        if self._answer_key(section):
            return
        phrase = state.book.heading(section.text) if section.text else None
        if section.text:
            self.contents.headings.append(section.text)
        if self.pool is not None and section.level and section.level <= self.pool.level:
            self._close_pool()
        if "group" in section.attributes.classes:
            self._open_pool(section)
            return
        if not FORMS.keys().isdisjoint(section.attributes.classes):
            phrase = None  # its author says that it is a question, whatever it is called
        if draft is not None and phrase is not None and phrase.kind not in ("contents", "answers"):
            state.recognized(phrase.language)
            open_part(state, draft, section, phrase.kind)
            return
        marked = state.markers.split(section.text) if section.text else None
        if draft is not None and not (draft.in_explanation or section.level > draft.level):
            marked = None  # "## ✅ Done" at the question's own level is no remark on an option
        if draft is not None and draft.items and marked and marked[0] in CHOICE_ROLES:
            rest = section.text[marked[2] :]
            open_option_feedback(state, draft, section, rest, str(marked[0]))
            return
        form = state.forms.find(section)
        if form is not None and not (draft and _is_content(draft, section)):
            answers = phrase is not None and phrase.kind == "answers"
            self._open(section, form, self.pending if answers else None)
        elif draft is None or not self._continues(draft, section):
            self._no_question(section)

    def _continues(self, draft: Draft, section: Section) -> bool:
        """Whether a heading goes on with an explanation: it names an option, or is content."""
        if not (draft.in_explanation and draft.items):
            return False
        if open_option_feedback(self.state, draft, section, section.text, None):
            return True
        if section.level > draft.level or section.level > draft.part_level:
            heading = self.state.lines[section.line].strip()
            draft.add([heading, *self.state.texts(section.blocks)])
            return True
        return False

    def _no_question(self, section: Section) -> None:
        """A heading that asks nothing: the quiz's title, its contents, or a part's name."""
        self._finish()
        self._stray(self.pending)
        self.pending = None
        if section.attributes.pairs:
            self._unused(section)
        section.blocks = [
            block
            for block in section.blocks
            if block.kind != "hr" and (self.questions or not self.contents.take(block))
        ]
        if not self.questions and not self.title and section.level <= 1:
            if section.level == 1:
                self.title = plain_title(section.text)
            self.description += self.state.texts([b for b in section.blocks if not _is_comment(b)])
            return
        self.pending = section

    def _unused(self, section: Section) -> None:
        """Report attributes of a heading that is no question: nothing below it inherits them."""
        keys = [key for key, _ in section.attributes.pairs if key in (*KNOWN_KEYS, "pick")]
        if keys:
            hint = (
                "write .group in the braces too, to make a pool of the questions below"
                if "pick" in keys
                else "write them at each question, or for all of them in the front matter"
            )
            verb = "has" if len(keys) == 1 else "have"
            named = " and ".join(f"{key}=" for key in keys)
            message = f"{named} {verb} no meaning here: this heading asks nothing"
            self.state.note(
                "QK112", "unknown-attribute", Severity.WARNING, message, section.line, hint
            )

    def _stray(self, section: Section | None) -> None:
        """Report the first block of a section that belongs to nothing."""
        blocks = section.blocks if section else []
        stray = next((block for block in blocks if not _is_comment(block)), None)
        bare = self.state.bare_option(section) if section else None
        if bare is not None:
            self.doubts.passage()
            line, asks = bare
            if asks:
                self.state.note_bare(line)
            else:
                self.bare.append(line)
        elif stray is not None:
            self.doubts.passage()
            self.state.stray(stray.start, _STRAY_HINT)

    # -- questions --------------------------------------------------------------------------

    def _open(self, section: Section, form: Form, parent: Section | None = None) -> None:
        """Begin a question at a section, given where its answers begin."""
        self._finish()
        state, head = self.state, parent or section
        if parent is None:
            self._stray(self.pending)
        self.pending = None
        number = _NUMBERED.match(head.text)
        draft = Draft(state.lines, head.line, head.level, plain_title(head.text), head.attributes)
        draft.title_number = int(number[1] or number[2]) if number else section.number
        if draft.title_number is None and head.text:
            draft.title_number = self._counted(head.text)
        draft.form = form.kind
        self.draft = draft
        if state.front.question and not self.questions and not head.text:
            draft.stem.append(state.front.question)
            draft.stem_lines.append(head.line)
        for block in [*(parent.blocks if parent else []), *section.blocks[: form.start]]:
            if block.kind != "hr" and (self.questions or not self.contents.take(block)):
                add_stem(state, draft, block)
        if title_leads(head.text, join(draft.stem)):
            lead_with_title(state, draft, head)
        elif draft.title and not draft.stem:
            take_stem_from_title(state, draft, head)
        draft.title = draft.attributes.get("title", draft.title)
        answers = section.blocks[form.start :]
        if form.kind == "matching" and answers:
            draft.table = answers.pop(0)
        elif form.kind == "ordering" and answers:
            draft.items = state.forms.items(answers.pop(0))
        elif form.kind == "letters" and answers:
            take_lettered(state, draft, answers.pop(0))
        read_answers(state, draft, answers)

    def _counted(self, heading: str) -> int | None:
        """The number in a heading such as "Question 3: Strings", whatever it says behind it."""
        word, _, rest = heading.partition(" ")
        if not rest[:1].isdecimal() or not self.state.book.is_question(word):
            return None
        return take_number(heading)[0]

    def _answer_heading(self, draft: Draft, section: Section) -> bool:
        """A heading such as "Answer: B" below options with letters or empty boxes."""
        if draft.form != "letters" and draft.marker_style != "task":
            return False
        if not section.text or not expects_answer(draft):
            return False
        first = section.blocks[0] if section.blocks else None
        texts = [(section.text, 0)]
        if draft.answer_due:
            texts.append((f"Answer: {section.text.rpartition(':')[2].strip()}", 0))
        if first is not None and first.kind == "paragraph":
            if self._is_answer_part(section.text):
                texts.append((first.inline, 1))
            texts.append((f"{section.text}: {first.inline}", 1))
        for text, used in texts:
            if self._named(draft, partial(take_answer_text, self.state, draft, text)):
                self._after_answer(draft, section, used)
                return True
        if first is None or not self._is_answer_part(section.text):
            return False
        draft.answer_due = True
        found = self._named(
            draft, lambda: take_answer_block(self.state, draft, first, section.blocks[1:])
        )
        draft.answer_due = False
        if found:
            self._after_answer(draft, section, 1)
        return found

    def _named(self, draft: Draft, attempt: Callable[[], bool]) -> bool:
        """Whether an attempt names the right options."""
        with_letters(self.state, draft, attempt)
        return draft.keys is not None

    def _after_answer(self, draft: Draft, section: Section, used: int) -> None:
        draft.part_level = section.level
        read_answers(self.state, draft, section.blocks[used:])

    def _is_answer_part(self, heading: str) -> bool:
        """Whether a heading such as "Solution" is above what names the right option."""
        book = self.state.book
        return book.heading(heading) is not None or normalize_phrase(heading) in book.answer_words

    def _answer_key(self, section: Section) -> bool:
        """Take what a section at the end says of earlier questions' answers."""
        draft = self.draft
        if draft is not None and draft.lacks_key:
            if not self.keys.answers(section, self.state, len(self.questions), draft):
                return False
            self._finish()
        if not self.keys.wanted:
            return False
        found = self.keys.read(section, self.state)
        if not found:
            return False
        self._finish()
        self.state.guess("right answers that stand apart from their questions,", section.line)
        for index, draft in found:
            reading = self.questions[index]
            self.doubts.answered()
            self.taken.discard(reading.question.id)
            self.questions[index] = draft.build(
                reading.number, self.state.path, self.state.context, self.taken
            )
        return True

    def _finish(self) -> None:
        """The question under way is complete."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        draft.end = self.at
        check_parts(draft)
        if draft.form == "letters":
            self._finish_letters(draft)
        self.doubts.note(draft)
        if draft.form == "letters":
            draft.settle_letters()
        number = len(self.questions) + 1
        reading = draft.build(number, self.state.path, self.state.context, self.taken)
        self.keys.note(len(self.questions), draft)
        self.questions.append(reading)
        if self.pool is not None:
            self.pool.members.append(reading.question.id)

    def _finish_letters(self, draft: Draft) -> None:
        """Look for what only a whole question with lettered options shows."""
        if draft.keys is None:
            take_bracketed(self.state, draft)
        due = None if draft.title_number is None else draft.title_number + 1
        for item in draft.items if due is not None else ():
            for number, line in enumerate(item.text.split("\n")[1:], item.start + 1):
                if take_number(line)[0] == due:
                    draft.report("QK106", "merged-questions", Severity.WARNING,
                                 "the next question seems to begin inside an option", number,
                                 "put an empty line above it, and letters before its options")  # fmt: skip

    def _drop_unasked(self) -> None:
        """Take out lists that look like options where nothing in the text asks."""
        dropped = {} if self.groups else self.doubts.unasked()
        for index, asks in dropped.items():
            why = "nothing says which are right" if asks else "nothing asks here"
            hint = "end it with a question mark, or add {.choice} behind its heading"
            if asks:
                hint = "mark what is right, or add {.choice} behind its heading"
            self.state.note("QK114", "stray-content", Severity.WARNING,
                            f"this list is taken for text, not for options: {why}",
                            self.questions[index].span.line - 1,
                            f"if it is a question, {hint}")  # fmt: skip
        if dropped:
            kept = [q for index, q in enumerate(self.questions) if index not in dropped]
            self.questions = [q._replace(number=n) for n, q in enumerate(kept, 1)]
        if self.questions and self.doubts.unsure:
            what = "lists with marks, though nothing asks above them,"
            self.state.guess(what, self.questions[0].span.line - 1)
        for line in self.bare:
            if self.questions:
                self.state.note_bare(line)
            else:
                self.state.stray(line, _STRAY_HINT)

    # -- pools ------------------------------------------------------------------------------

    def _open_pool(self, section: Section) -> None:
        """A heading with ``.group`` makes a pool of the questions below it."""
        self._close_pool()
        self._finish()
        self._stray(self.pending)
        self.pending = None
        self.pool = OpenPool(section)
        section.blocks = [block for block in section.blocks if block.kind != "hr"]
        self._stray(section)

    def _close_pool(self) -> None:
        if self.pool is not None:
            self._finish()
            pool, self.pool = self.pool, None
            group = pool.close(self.state, len(self.groups) + 1)
            if group is not None:
                self.groups.append(group)


def _is_content(draft: Draft, section: Section) -> bool:
    """A list below an explanation's own deeper heading illustrates, it asks nothing."""
    return draft.in_explanation and section.level > draft.part_level > draft.level


def _is_comment(block: Block) -> bool:
    return block.kind == "html" and block.lines[block.start].lstrip().startswith("<!--")
