"""One question as Markdown, for a given plan of what is said plainly and what at length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from quizkit.content.from_html import as_html, rewritten, to_markdown
from quizkit.contents import with_contents
from quizkit.locale import phrasebook
from quizkit.markdown.attributes import write_attribute, write_id
from quizkit.markdown.items import Markers
from quizkit.markdown.scribe import MARKS, NOTHING, Scribe, braces, ends_with_list
from quizkit.markdown.state import plain_title
from quizkit.markdown.stem import TITLE_NUMBER, title_leads
from quizkit.markdown.types.arranged import write_matching, write_ordering
from quizkit.markdown.types.choice import write_options, write_truth
from quizkit.markdown.types.cloze_writer import write_cloze
from quizkit.markdown.types.typed import write_answers
from quizkit.model import (
    ONE,
    ZERO,
    Choice,
    Cloze,
    Content,
    Essay,
    Info,
    Matching,
    Numeric,
    Ordering,
    Policy,
    Question,
    Role,
    Selection,
    ShortText,
    TrueFalse,
    type_name,
)
from quizkit.numbers import number_text
from quizkit.scoring import effective_policy

AS_WRITTEN, ANEW, AS_HTML = range(3)
"""How a content is put down: as it is, said anew in Markdown, or as HTML that nothing disturbs."""
_SIGN, _FIRST_SIGN = "\ue000", 0xE001
"""Characters of Unicode's private area, the second one for each gap."""
_FENCE_LINE = re.compile(r"^[ >*+-]*(?:```|~~~)", re.MULTILINE)
_LABEL = re.compile(r"(?:\*\*)?([^\s*:：][^*:：\n]{0,40})(?:\*\*)?[:：]")
_TYPED_BY_NAME = (Matching, Ordering, Essay, Info)
"""Types that no form of answers tells, so that the heading names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """An author's words that the model does not hold, used in place of the language's usual ones.

    ``header`` are the cells of a matching table's heading row. ``headed`` tells that options
    have their feedback under headings of the explanation, not in place. ``headings`` are the
    headings of parts, by kind.
    """

    headings: Mapping[str, str] = field(default_factory=dict)

    headed: bool = False
    instruction: str = ""
    header: tuple[str, ...] = ()


NOTHING_OWN = Own()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What must be said explicitly for a question to read back as it is."""

    id: bool = False
    apart: bool = False
    """Whether a stem that is the heading too stands below it once more."""
    title: bool = False
    type: bool = False
    selection: bool = False
    gap_ids: bool = False
    levels: dict[int, int] = field(default_factory=dict)
    """By the number of a content, counted as in ``question_contents``; 0 where absent."""


def write_question(
    question: Question,
    number: int,
    level: int,
    scribe: Scribe,
    plan: Plan,
    own: Own = NOTHING_OWN,
) -> str:
    """A question that is :func:`in_markdown`, below a heading of a level.

    ``number`` is its place in the quiz, from 1.
    """
    return "\n\n".join(_Page(question, number, level, scribe, plan, own).blocks())


def in_markdown(question: Question, plan: Plan) -> Question:
    """The question with every content in the Markdown that is to stand there."""
    count = iter(range(10**9))
    forms = {AS_WRITTEN: to_markdown, ANEW: rewritten, AS_HTML: as_html}
    gaps = [f"{{{{{gap.id}}}}}" for gap in question.gaps] if isinstance(question, Cloze) else []

    def written(content: Content) -> Content:
        slot = next(count)
        places = gaps if slot == 0 else []
        level = plan.levels.get(slot, AS_WRITTEN)
        if level == AS_WRITTEN and reaches_on(content.markdown or ""):
            level = ANEW
        form = forms[level]
        text = _kept(form(_hidden(content, places)), places)
        return Content(markdown=text if text.strip() else NOTHING)

    return with_contents(question, written, drop=lambda content: content.source == NOTHING)


def reaches_on(markdown: str) -> bool:
    """Whether a content could change what stands below it in a file.

    A link's definition holds for the whole file, and a fence that nothing closes for the rest.
    """
    return "]:" in markdown or len(_FENCE_LINE.findall(markdown)) % 2 == 1


def _hidden(content: Content, places: Sequence[str]) -> Content:
    """The content with the places of gaps as signs that no conversion touches."""
    if not places:
        return content
    text = content.source
    for index, place in enumerate(places):
        text = text.replace(place, f"{_SIGN}{chr(_FIRST_SIGN + index)}", 1)
    return Content(markdown=text) if content.markdown is not None else Content(html=text)


def _kept(text: str, places: Sequence[str]) -> str:
    for index, place in enumerate(places):
        text = text.replace(f"{_SIGN}{chr(_FIRST_SIGN + index)}", place, 1)
    return text


class _Page:
    def __init__(
        self,
        question: Question,
        number: int,
        level: int,
        scribe: Scribe,
        plan: Plan,
        own: Own = NOTHING_OWN,
    ) -> None:
        self.own = own
        self.question = question
        self.number = number
        self.level = level
        self.scribe = scribe
        self.plan = plan
        self.stem = question.stem.source
        if isinstance(question, Cloze):
            self.stem = write_cloze(
                question, decimal_comma=scribe.decimal_comma, with_ids=plan.gap_ids
            )

    def blocks(self) -> Iterator[str]:
        """Everything, from the heading to the last hint."""
        yield from self._head()
        answers = self._answers()
        if answers:
            yield answers
        feedback = self.question.feedback
        if feedback.general is not None and self._names_itself(feedback.general):
            yield feedback.general.source
        else:
            yield from self._part("explanation", feedback.general)
        yield from self._headed(feedback.general is None)
        yield from self._part("correct", feedback.correct)
        yield from self._part("partial", feedback.partial)
        yield from self._part("incorrect", feedback.incorrect)
        for hint in self.question.hints:
            yield from self._part("hint", hint)
        if isinstance(self.question, Essay):
            yield from self._part("model_answer", self.question.model_answer)
            yield from self._part("rubric", self.question.rubric)

    def _head(self) -> Iterator[str]:
        marks = "#" * self.level
        title = self.question.title
        attributes = list(self._attributes())
        misleads = _misleads(title, self.scribe) or title_leads(title, self.stem)
        explicit = misleads or self.plan.title
        if explicit:
            attributes.append(f'title="{title}"' if not title else write_attribute("title", title))
        shown = " ".join(title.split())
        if misleads:
            shown = f"{self.scribe.heading('question')} {self.number}"
        both, rest = ("", self.stem) if explicit or self.plan.apart else self._lead()
        yield f"{marks} {both or shown}{braces(attributes)}"
        if rest and (self.stem != title or explicit):
            yield rest
        sentence = self._instruction()
        if sentence:
            yield sentence

    def _lead(self) -> tuple[str, str]:
        """A heading that gives the beginning of the stem too, and the stem without that."""
        both = heading_with_stem(self.question)
        if both:
            return both, ""
        first, _, rest = self.stem.partition("\n\n")
        if title_leads(self.question.title, rest):
            both = heading_with_stem(replace(self.question, stem=Content(markdown=first)))
        return (both, rest) if both else ("", self.stem)

    def _instruction(self) -> str:
        """How many to choose, in words that the reader takes out again.

        Said of several where several are right. Elsewhere the words would look like a mistake,
        and an attribute says it.
        """
        question = self.question
        if not isinstance(question, Choice) or self.plan.selection:
            return ""
        if self.own.instruction:
            return self.own.instruction
        if question.selection is Selection.MULTIPLE and _keys(question) != 1:
            # Two keys say it too, where the language has no words for it.
            known = self.scribe.knows("instruction", "all") or _keys(question) < 2
            return self.scribe.sentence("all") if known else ""
        return ""

    def _part(self, kind: str, content: Content | None) -> Iterator[str]:
        if content is not None:
            yield f"{'#' * min(self.level + 1, 6)} {self._part_heading(kind)}"
            yield content.source

    def _names_itself(self, general: Content) -> bool:
        """Whether an explanation begins with a label that a heading above it would only repeat.

        What follows a list of options or answers is the explanation without a heading too.
        """
        listed = isinstance(self.question, (Choice, TrueFalse, ShortText, Numeric))
        if not listed or self.own.headed or "explanation" in self.own.headings:
            return False
        label = _LABEL.match(general.source)
        told = phrasebook(self.scribe.language).heading(label[1]) if label else None
        return told is not None and told.kind == "explanation"

    def _part_heading(self, kind: str) -> str:
        return self.own.headings.get(kind) or self.scribe.heading(kind)

    def _headed(self, alone: bool) -> Iterator[str]:
        """The feedback of options below headings that name them, where the author has it so."""
        if not self.own.headed or not isinstance(self.question, Choice):
            return
        level = min(self.level + 1, 5)
        explained = [option for option in self.question.options if option.feedback is not None]
        if alone and explained:
            yield f"{'#' * level} {self._part_heading('explanation')}"
        for option in explained:
            assert option.feedback is not None
            yield f"{'#' * (level + 1)} {MARKS[option.role]} {option.content.source}"
            yield option.feedback.source

    def _answers(self) -> str:
        question = self.question
        if self.own.headed and isinstance(question, Choice):
            options = tuple(replace(option, feedback=None) for option in question.options)
            question = replace(question, options=options)
        bullet = "*" if ends_with_list(self.stem) else "-"
        match question:
            case Choice():
                return write_options(question, "-" if self._instruction() else bullet)
            case TrueFalse():
                return write_truth(question, self.scribe, bullet)
            case ShortText() | Numeric():
                return write_answers(question, self.scribe, bullet)
            case Matching():
                return write_matching(question, self.scribe, self.own.header)
            case Ordering():
                return write_ordering(question, ")" if bullet == "*" else ".")
            case Cloze() | Essay() | Info():
                return ""
            case _:
                assert_never(question)

    # -- attributes -------------------------------------------------------------------------

    def _attributes(self) -> Iterator[str]:
        question, defaults = self.question, self.scribe.defaults
        if self.plan.id:
            yield write_id(question.id)
        if self.plan.type or isinstance(question, _TYPED_BY_NAME):
            yield f".{type_name(question)}"
        if not isinstance(question, Info) and question.points != self._usual_points():
            yield f"points={number_text(question.points)}"
        if isinstance(question, Choice):
            yield from self._choice_attributes(question)
        if isinstance(question, (Choice, Matching)) and question.shuffle != defaults.shuffle:
            yield f"shuffle={'true' if question.shuffle else 'false'}"
        if isinstance(question, ShortText) and question.case_sensitive:
            yield "case=true"
        if isinstance(question, Numeric) and question.unit:
            yield write_attribute("unit", question.unit)
        if question.category and question.category != defaults.category:
            yield write_attribute("category", write_path(question.category))
        for tag in question.tags:
            if tag not in defaults.tags:
                yield write_attribute("tag", tag)

    def _usual_points(self) -> object:
        if self.scribe.defaults.points is not None:
            return self.scribe.defaults.points
        if isinstance(self.question, Cloze):
            return sum((gap.points for gap in self.question.gaps), ZERO)
        return ONE

    def _choice_attributes(self, question: Choice) -> Iterator[str]:
        defaults = self.scribe.defaults
        several = question.selection is Selection.MULTIPLE
        odd = _keys(question) == 1 if several else _keys(question) > 1
        if self.plan.selection or (odd and not self.own.instruction):
            yield f"selection={question.selection}"
        weighted = any(option.weight is not None for option in question.options)
        policy = effective_policy(question)
        if policy != defaults.policy and not (weighted and policy is Policy.WEIGHTS):
            yield f"scoring={policy}"
        if question.numbering != defaults.numbering:
            yield f"numbering={question.numbering}"


def heading_with_stem(question: Question) -> str:
    """A heading that gives both the title and the stem; empty where they differ.

    A number before the title is no part of the stem.
    """
    stem, title = question.stem.markdown or "", question.title
    if not title or not stem or "\n" in stem or isinstance(question, Cloze):
        return ""
    words = plain_title(stem)
    if words == title:
        return stem
    number = TITLE_NUMBER.match(title)
    if number is not None and title[number.end() :] == words:
        return number[0] + stem
    return ""


_MARKERS = Markers()


def _misleads(title: str, scribe: Scribe) -> bool:
    """Whether a heading of that text would be taken for a part of the question above it."""
    if not title.strip() or _MARKERS.split(title) is not None:
        return True
    return phrasebook(scribe.language).heading(title) is not None


def _keys(question: Choice) -> int:
    return sum(option.role is Role.KEY for option in question.options)


def write_path(parts: tuple[str, ...]) -> str:
    """A category; a slash inside a part is written twice."""
    return "/".join(part.strip().replace("/", "//") for part in parts)


def plain_copy(question: Question, keep: int) -> Question:
    """The question with all contents but one replaced by words that mean nothing to a reader."""
    count = iter(range(10**9))

    def replaced(content: Content) -> Content:
        number = next(count)
        return content if number == keep else Content(markdown=f"x{number}")

    changed = with_contents(question, replaced)
    if isinstance(changed, Cloze) and keep != 0:
        gaps = " ".join(f"{{{{{gap.id}}}}}" for gap in changed.gaps)
        return replace(changed, stem=Content(markdown=gaps))
    return changed
