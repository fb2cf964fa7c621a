"""A whole quiz as Markdown that a person would have written, and that reads back as the quiz."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from quizkit.content.from_html import as_html, rewritten, to_markdown
from quizkit.content.tree import same_content
from quizkit.markdown.attributes import write_attribute, write_id
from quizkit.markdown.draft import Defaults
from quizkit.markdown.fitting import Draft, Fitted, Fitter
from quizkit.markdown.frontmatter import UNDETERMINED
from quizkit.markdown.question_writer import write_path
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.scribe import Scribe, braces
from quizkit.model import (
    Choice,
    Group,
    Info,
    Matching,
    Numbering,
    Policy,
    Question,
    Quiz,
)
from quizkit.numbers import number_text
from quizkit.reading import Reading
from quizkit.scoring import effective_policy

_T = TypeVar("_T", bound=Hashable)
_PLAIN_YAML = re.compile(r"[^\W\d_][\w ,/().+-]*[\w).+]|[^\W\d_]")
_RESERVED = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_FIRST = 20
"""Questions that are looked at before the whole is read."""
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Written:
    """The text, and the questions of which something would read back differently."""

    text: str
    unfaithful: tuple[str, ...] = ()


def write_markdown(quiz: Quiz, *, name: str = "quiz", free_ids: Container[str] = ()) -> Written:
    """The quiz as Markdown, for a file called ``name`` without its ending.

    Questions of a pool that stand apart are written together, where the first of them stands.
    ``free_ids`` are questions' ids that nobody chose and that need not be kept.
    """
    return _Writer(gathered(quiz), name, free_ids).written()


def gathered(quiz: Quiz) -> Quiz:
    """The quiz with the members of each pool side by side, as a source must have them."""
    pool_of = {member: group for group in quiz.groups for member in group.questions}
    by_id = {question.id: question for question in quiz.questions}
    done: set[str] = set()
    questions: list[Question] = []
    groups: list[Group] = []
    for question in quiz.questions:
        if question.id in done:
            continue
        group = pool_of.get(question.id)
        members = [m for m in group.questions if m in by_id] if group else [question.id]
        if group:
            groups.append(group)
        questions += (by_id[member] for member in members)
        done.update(members)
    return replace(quiz, questions=tuple(questions), groups=tuple(groups))


class _Writer:
    def __init__(self, quiz: Quiz, name: str, free_ids: Container[str]) -> None:
        self.quiz = quiz
        self.name = name
        self.scribe = Scribe(quiz.language, _defaults(quiz.questions))
        self.free_ids = free_ids
        self.fitted: dict[tuple[str, bool], Fitted] = {}
        self.drafts: dict[str, Draft] = {}
        self.doubtful: dict[str, Draft] = {}
        """What has not been read back from the whole, and what has not come back from there."""
        self.unfaithful: list[str] = []
        language = (("language", quiz.language or UNDETERMINED),)
        self.fitter = Fitter(self.scribe, front_lines(self._front(language))[0], free_ids)

    def written(self) -> Written:
        self._draft()
        front = self._front((("language", UNDETERMINED),) if self._tells_a_language() else ())
        head = self._head(front)
        named: set[str] = set()
        while True:
            body = list(self._body(named))
            above = [*front_lines(front), *head]
            text = "\n\n".join([*above, *(said for _, said in body)]) + "\n"
            reading = read_markdown(text)
            read = reading.quiz
            if self.quiz.language is None and read.language is not None and "language" not in front:
                # The words of the parts would tell a language that the quiz does not have.
                front = self._front((("language", UNDETERMINED),))
                head = self._head(front)
                continue
            if self._revised(_given(above, body, reading)):
                continue
            found = {question.id for question in read.questions}
            wanted = {question.id for question in self.quiz.questions}
            lost = {name for name in wanted - found - named if name not in self.free_ids}
            if not lost or len(read.questions) != len(self.quiz.questions):
                return Written(text, tuple(self.unfaithful))
            named |= lost

    # -- questions --------------------------------------------------------------------------

    def _places(self) -> Iterator[tuple[Question, int, int, Group | None]]:
        """Each question with its number, the level of its heading, and its pool."""
        pool_of = {member: group for group in self.quiz.groups for member in group.questions}
        for number, question in enumerate(self.quiz.questions, 1):
            group = pool_of.get(question.id)
            yield question, number, 2 if group is None else 3, group

    def _draft(self) -> None:
        """Say every question in the plainest way; :meth:`_revised` looks what becomes of it."""
        for question, number, level, _ in self._places():
            draft = self.fitter.draft(question, number, level)
            self.drafts[question.id] = draft
            self.fitted[question.id, False] = Fitted(draft.text, faithful=True)

    def _tells_a_language(self) -> bool:
        """Whether already the first questions would tell a language that the quiz does not have."""
        if self.quiz.language is not None:
            return False
        some = [draft.text for draft in islice(self.drafts.values(), _FIRST)]
        return read_markdown("\n\n".join(some)).quiz.language is not None

    def _revised(self, given: Mapping[str, Question]) -> bool:
        """Whether questions had to be said otherwise, after what all of them gave together.

        Together they are read in a fraction of the time that they take one by one. What gives
        another question even after that is not faithful.
        """
        drafts, self.drafts = self.drafts, {}
        changed = False
        for name, draft in drafts.items():
            got = given.get(name)
            if got is not None and draft.says(got):
                fitted = self.fitter.settled(draft, got)
            else:
                fitted = self.fitter.fit(draft.question, draft.number, draft.level)
                self.doubtful[name] = draft
            changed = changed or fitted.text != draft.text
            self._keep(name, fitted, named=False)
        if not changed:
            for name, draft in self.doubtful.items():
                if not draft.says(given.get(name)):
                    self._give_up(name)
            self.doubtful = {}
        return changed

    def _keep(self, name: str, fitted: Fitted, *, named: bool) -> None:
        self.fitted[name, named] = fitted
        if not fitted.faithful:
            self._give_up(name)

    def _give_up(self, name: str) -> None:
        if name not in self.unfaithful:
            self.unfaithful.append(name)

    def _body(self, named: Container[str]) -> Iterator[tuple[str, str]]:
        """Questions by their ids, and headings of pools; the id of each ``named`` one is written."""
        opened: Group | None = None
        for question, number, level, group in self._places():
            if group is not None and group is not opened:
                yield "", self._pool_heading(group)
            opened = group
            yield question.id, self._question(question, number, level, named=question.id in named)

    def _pool_heading(self, group: Group) -> str:
        number = self.quiz.groups.index(group) + 1
        attributes = [] if group.id == f"group-{number}" else [write_id(group.id)]
        attributes += [".group", f"pick={group.pick}"]
        if group.points is not None:
            attributes.append(f"points={number_text(group.points)}")
        title = " ".join(group.title.split())
        if not title or _heading(title) != title:
            attributes.append(f'title="{title}"' if not title else write_attribute("title", title))
        return f"## {title or group.id}{braces(attributes)}"

    def _question(self, question: Question, number: int, level: int, *, named: bool) -> str:
        if (question.id, named) not in self.fitted:
            fitted = self.fitter.fit(question, number, level, named=named)
            self._keep(question.id, fitted, named=named)
        return self.fitted[question.id, named].text

    # -- the head ---------------------------------------------------------------------------

    def _head(self, front: dict[str, str]) -> list[str]:
        """The title as a heading and the description below it, where they read back so.

        What does not is put into the front matter.
        """
        quiz = self.quiz
        title = " ".join(quiz.title.split())
        wanted = quiz.description
        texts = [to_markdown(wanted), rewritten(wanted), as_html(wanted)] if wanted else []
        if title and _heading(title) == title:
            # One blank at the end of a line means nothing; two are a line break.
            texts = [re.sub(r"(?<! ) $", "", text.strip(), flags=re.MULTILINE) for text in texts]
            for text in texts or [""]:
                head = [f"# {title}", *([text] if text else [])]
                read = read_markdown("\n\n".join([*head, "## x {.info}\n\ny"])).quiz
                if (
                    read.title == title
                    and len(read.questions) == 1
                    and same_content(wanted, read.description)
                ):
                    return head
            front["title"] = yaml_text(title)
        elif title:
            front["title"] = yaml_text(title)
        if wanted is not None:
            front["description"] = yaml_block(to_markdown(wanted))
        return []

    def _front(self, extra: Iterable[tuple[str, str]]) -> dict[str, str]:
        quiz, defaults = self.quiz, self.scribe.defaults
        front: dict[str, str] = dict.fromkeys(("title",), "")
        if quiz.language is not None:
            front["language"] = yaml_text(quiz.language)
        if quiz.identifier != self.name:
            front["identifier"] = yaml_text(quiz.identifier)
        front["description"] = ""
        if defaults.category:
            front["category"] = yaml_text(write_path(defaults.category))
        if defaults.tags:
            front["tags"] = f"[{', '.join(map(yaml_text, defaults.tags))}]"
        if defaults.points is not None:
            front["points"] = number_text(defaults.points)
        if defaults.policy is not Policy.RIGHT_MINUS_WRONG:
            front["scoring"] = defaults.policy.value
        if not defaults.shuffle:
            front["shuffle"] = "false"
        if defaults.numbering is not Numbering.LOWER:
            front["numbering"] = defaults.numbering.value
        front.update(extra)
        settings = _settings(quiz)
        if settings:
            front["settings"] = "\n" + "\n".join(f"  {line}" for line in settings)
        return front


def _given(
    above: Sequence[str], body: Sequence[tuple[str, str]], reading: Reading
) -> dict[str, Question]:
    """The questions that parts of a text give, by the names of the parts.

    ``above`` is what stands above them. A part that gives none or several is left out.
    """
    starts: list[int] = []
    line = 1 + sum(text.count("\n") + 2 for text in above)
    for _, text in body:
        starts.append(line)
        line += text.count("\n") + 2
    given: dict[str, list[Question]] = {}
    for found in reading.questions:
        place = bisect_right(starts, found.span.line) - 1
        name = body[place][0] if place >= 0 else ""
        given.setdefault(name, []).append(found.question)
    return {name: asked[0] for name, asked in given.items() if name and len(asked) == 1}


def front_lines(front: dict[str, str]) -> list[str]:
    """The front matter as one block, or nothing."""
    lines = [
        f"{key}:{value if value[:1] == chr(10) else ' ' + value}"
        for key, value in front.items()
        if value
    ]
    return ["\n".join(["---", *lines, "---"])] if lines else []


def _settings(quiz: Quiz) -> list[str]:
    lines = []
    settings = quiz.settings
    if settings.time_limit is not None:
        lines.append(f"time_limit: {number_text(settings.time_limit)}")
    if settings.attempts is not None:
        lines.append(f"attempts: {settings.attempts}")
    for name in ("shuffle_questions", "show_correct_answers", "one_at_a_time"):
        value = getattr(settings, name)
        if value is not None:
            lines.append(f"{name}: {'true' if value else 'false'}")
    return lines


def yaml_text(text: str) -> str:
    """Text as a YAML scalar, quoted where it must be."""
    if _PLAIN_YAML.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    return _UNPRINTABLE.sub(
        lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False)
    )


def yaml_block(text: str) -> str:
    """Text as a YAML scalar, with a line for each of its lines where YAML takes it so."""
    plain = "\n" in text and text == text.strip() and not _UNPRINTABLE.search(text)
    if not plain or any(char in text for char in "\t\r\0") or re.search(r"[ ]$", text, re.M):
        return yaml_text(text)
    return "|-\n" + "\n".join(f"  {line}" if line else "" for line in text.split("\n"))


def _heading(title: str) -> str:
    """The title that a first-level heading of this text gives."""
    return read_markdown(f"# {title}").quiz.title


# -- what most questions share --------------------------------------------------------------


def _defaults(questions: Iterable[Question]) -> Defaults:
    """What is said once for all: values that more than half of the questions have."""
    asked = [question for question in questions if not isinstance(question, Info)]
    choices = [question for question in asked if isinstance(question, Choice)]
    shuffled = [question for question in asked if isinstance(question, (Choice, Matching))]
    defaults = Defaults()
    points = _most([question.points for question in asked])
    if points is not None and points != 1:
        defaults.points = points
    free = [question for question in choices if all(o.weight is None for o in question.options)]
    defaults.policy = _most([effective_policy(question) for question in free]) or defaults.policy
    if _most([question.shuffle for question in shuffled]) is False:
        defaults.shuffle = False
    defaults.numbering = _most([question.numbering for question in choices]) or defaults.numbering
    everything = list(questions)
    if len(everything) > 1 and all(question.category for question in everything):
        defaults.category = _most([question.category for question in everything]) or ()
    if len(everything) > 1:
        defaults.tags = _shared_start([question.tags for question in everything])
    return defaults


def _most(values: list[_T]) -> _T | None:
    """The value of more than half of them, where at least two have it."""
    if not values:
        return None
    value, number = Counter(values).most_common(1)[0]
    return value if number > 1 and number * 2 > len(values) else None


def _shared_start(rows: list[tuple[str, ...]]) -> tuple[str, ...]:
    shared = rows[0]
    for row in rows:
        length = next(
            (n for n, (a, b) in enumerate(zip(shared, row, strict=False)) if a != b),
            min(len(shared), len(row)),
        )
        shared = shared[:length]
    return shared
