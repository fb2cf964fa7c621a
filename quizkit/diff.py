"""What differs between two quizzes: in their questions, their words, their keys, their scores.

Questions are matched by their ids, then by likeness. Wording is compared as a student reads
it; whether a response scores differently is found by scoring it in both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from quizkit.content.render import Renderer
from quizkit.content.tree import same_content
from quizkit.contents import question_contents
from quizkit.diff_parts import Part, question_parts, settings_parts
from quizkit.diff_scores import Rescored, rescored
from quizkit.model import Content, Group, Question, Quiz
from quizkit.same import essence, same_question

LIKE = 0.55
"""How alike two questions' words must be for one to be taken for the other."""
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts without blanks between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_WORD = re.compile(f"[{_UNSPACED}]|[^\\s{_UNSPACED}]+")
_MOST_PAIRS = 250_000
"""Pairs that are compared by likeness; larger banks are matched by ids and equal texts alone."""


@dataclass(frozen=True, slots=True)
class Change:
    """One part that differs. ``kind`` is wording, markup, key, weight, feedback, points ...

    ``before`` and ``after`` are what it says, None where it is not there.
    """

    kind: str
    part: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class QuestionDiff:
    """A question in both quizzes, or in one of them. Numbers are places from 1, 0 for nowhere."""

    before: Question | None
    after: Question | None
    number_before: int
    number_after: int
    moved: bool = False
    changes: tuple[Change, ...] = ()
    rescored: tuple[Rescored, ...] = ()

    @property
    def kind(self) -> str:
        """added, removed, changed, moved or same."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.changes or self.rescored else "moved" if self.moved else "same"


@dataclass(frozen=True, slots=True)
class QuizDiff:
    """All that differs. ``questions`` come in the order of the later quiz."""

    changes: tuple[Change, ...]
    questions: tuple[QuestionDiff, ...]

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        return bool(self.changes) or any(question.kind != "same" for question in self.questions)


def diff_quizzes(before: Quiz, after: Quiz) -> QuizDiff:
    """Compare two quizzes."""
    pairs = match_questions(before.questions, after.questions)
    kept = _unmoved([old for old, new in pairs if old is not None and new is not None])
    questions = tuple(_question_diff(before, after, old, new, kept) for old, new in pairs)
    changes = (*_changes(settings_parts(before), settings_parts(after)), *_pools(before, after))
    return QuizDiff(changes, questions)


Pair = tuple[int | None, int | None]


def match_questions(before: Sequence[Question], after: Sequence[Question]) -> list[Pair]:
    """Indices that belong together, in the order of ``after``, removed ones where they stood."""
    partner: dict[int, int] = {}
    free_before, free_after = set(range(len(before))), set(range(len(after)))

    def join(old: int, new: int) -> None:
        partner[new] = old
        free_before.discard(old)
        free_after.discard(new)

    for key in (_identity, _essence_key, _words_key):
        places: dict[object, list[int]] = {}
        for old in sorted(free_before):
            places.setdefault(key(before[old]), []).append(old)
        for new in sorted(free_after):
            found = places.get(key(after[new]))
            if found:
                join(found.pop(0), new)
    if len(free_before) * len(free_after) <= _MOST_PAIRS:
        for old, new in _alike(before, after, free_before, free_after):
            if old in free_before and new in free_after:
                join(old, new)
    return list(_in_order(partner, free_before, len(after)))


def _in_order(partner: dict[int, int], removed: set[int], size: int) -> Iterator[Pair]:
    gone = sorted(removed)
    for new in range(size):
        old = partner.get(new)
        while old is not None and gone and gone[0] < old:
            yield gone.pop(0), None
        yield old, new
    yield from ((old, None) for old in gone)


def _identity(question: Question) -> object:
    return question.id


def _essence_key(question: Question) -> object:
    return repr(essence(question).stem), type(question), question.title


def _words_key(question: Question) -> object:
    return question_words(question)


@lru_cache(maxsize=4096)
def question_words(question: Question) -> tuple[str, ...]:
    """All that a question says, as words; as signs where words have no blanks between them."""
    render = Renderer()
    texts = [question.title, *(render.text(content) for content in question_contents(question))]
    answers = getattr(question, "answers", ())
    texts += [str(getattr(answer, "text", getattr(answer, "value", ""))) for answer in answers]
    return tuple(_WORD.findall(" ".join(texts)))


def _alike(
    before: Sequence[Question], after: Sequence[Question], old: set[int], new: set[int]
) -> list[tuple[int, int]]:
    """Pairs that are alike, the likest first."""
    ranked: list[tuple[float, int, int]] = []
    for one in sorted(new):
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(question_words(after[one]))
        for other in sorted(old):
            matcher.set_seq1(question_words(before[other]))
            if matcher.real_quick_ratio() < LIKE or matcher.quick_ratio() < LIKE:
                continue
            ratio = matcher.ratio()
            if ratio >= LIKE:
                ranked.append((-ratio, other, one))
    return [(other, one) for _, other, one in sorted(ranked)]


def _unmoved(olds: list[int]) -> frozenset[int]:
    """The longest run of old places that still stand in their order; the others have moved."""
    best: list[list[int]] = []
    tails: list[int] = []
    for old in olds:
        at = bisect_left(tails, old)
        chain = [*(best[at - 1] if at else []), old]
        if at == len(tails):
            tails.append(old)
            best.append(chain)
        else:
            tails[at], best[at] = old, chain
    return frozenset(best[-1] if best else ())


def _question_diff(
    before: Quiz, after: Quiz, old: int | None, new: int | None, unmoved: frozenset[int]
) -> QuestionDiff:
    one = None if old is None else before.questions[old]
    other = None if new is None else after.questions[new]
    moved = old is not None and new is not None and old not in unmoved
    changes: tuple[Change, ...] = ()
    scores: tuple[Rescored, ...] = ()
    if one is not None and other is not None and not same_question(one, other):
        changes = tuple(_changes(*question_parts(one, other)))
        scores = rescored(one, other)
    return QuestionDiff(
        before=one,
        after=other,
        number_before=0 if old is None else old + 1,
        number_after=0 if new is None else new + 1,
        moved=moved,
        changes=changes,
        rescored=scores,
    )


def _changes(before: Sequence[Part], after: Sequence[Part]) -> Iterator[Change]:
    """Parts that differ; both sequences name parts alike, in the order of a question."""
    old = {part.key: part for part in before}
    new = {part.key: part for part in after}
    for key in dict.fromkeys([*new, *old]):
        one, other = old.get(key), new.get(key)
        if key == ("id",) and (one is None or other is None):
            continue
        if one is None or other is None:
            shown = one or other
            assert shown is not None
            old_text = None if one is None else one.text
            new_text = None if other is None else other.text
            if old_text or new_text:
                yield Change(shown.kind, shown.name, old_text, new_text)
        elif one.content is not None and other.content is not None:
            yield from _content_change(one, other, one.content, other.content)
        elif one.text != other.text:
            yield Change(other.kind, other.name, one.text, other.text)


def _content_change(one: Part, other: Part, before: Content, after: Content) -> Iterator[Change]:
    if same_content(before, after):
        return
    if one.text != other.text:
        yield Change(other.kind, other.name, one.text, other.text)
    else:
        yield Change("markup", other.name, before.source, after.source)


def _pools(before: Quiz, after: Quiz) -> Iterator[Change]:
    old = {group.id: group for group in before.groups}
    new = {group.id: group for group in after.groups}
    for name in dict.fromkeys([*new, *old]):
        one, other = old.get(name), new.get(name)
        if _pool_text(one) != _pool_text(other):
            yield Change("pool", f"pool {name}", _pool_text(one), _pool_text(other))


def _pool_text(group: Group | None) -> str | None:
    if group is None:
        return None
    points = f", {group.points} points each" if group.points is not None else ""
    return f"{group.title or group.id}: {group.pick} of {len(group.questions)}{points}"


def word_changes(before: str, after: str) -> Iterator[tuple[str, str, str]]:
    """Runs of words: (kept, removed, added), one of the first or any of the others filled."""
    old, new = before.split(), after.split()
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield " ".join(old[a:b]), "", ""
        else:
            yield "", " ".join(old[a:b]), " ".join(new[c:d])


Mark = Callable[[str], str]


def marked(before: str, after: str, removed: Mark, added: Mark) -> str:
    """The later text with what went and what came marked, word by word."""
    pieces: list[str] = []
    for kept, gone, come in word_changes(before, after):
        pieces += [piece for piece in (kept, gone and removed(gone), come and added(come)) if piece]
    return " ".join(pieces)
