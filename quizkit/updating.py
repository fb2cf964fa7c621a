"""The edits that were made in an LMS, brought back into the author's Markdown.

What the LMS was given is worked out by exporting the source once more and importing that: so
what the target cannot hold is no edit. Only questions that were edited are touched, and of them
only the words that differ, where that can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizkit.diff import diff_quizzes, match_questions
from quizkit.held import (
    as_held,
    can_hold,
    in_place,
    partners,
    unchanged,
    with_own_files,
    without_numbers,
)
from quizkit.held_pools import with_pools
from quizkit.import_names import with_names
from quizkit.lint.sound import sound_quiz
from quizkit.markdown.bullets import in_bullets_of
from quizkit.markdown.fitting import Fitter
from quizkit.markdown.formatting import fit_as_written, lost_comment, own_words, source_fitter
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.regions import (
    Region,
    question_regions,
    region_text,
    replaced,
    tail_after,
    without_tail,
)
from quizkit.model import ONE, Choice, Group, Info, Option, Question, Quiz, Role
from quizkit.naming import place
from quizkit.reading import QuestionReading, Reading
from quizkit.same import essence
from quizkit.scoring import effective_policy, option_weights
from quizkit.three_way import Unmergeable, merged
from quizkit.token_merge import merge_texts
from quizkit.updating_quiz import QuizUpdate, pool_of


@dataclass(frozen=True, slots=True)
class Updated:
    """The source with the edits, and what became of each question, in the author's words."""

    text: str
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    pooled: tuple[tuple[str, str], ...] = ()
    """New questions that stand at the end of a pool: its title, and their names."""
    absent: tuple[str, ...] = ()
    """What the source has and the LMS does not; it stays."""
    unplaced: tuple[str, ...] = ()
    """Edits that must be made by hand."""


def update(reading: Reading, theirs: Quiz, format: str) -> Updated:
    """Bring the edits in ``theirs``, which came in a format, into a source."""
    sound = sound_quiz(reading).quiz
    before = with_own_files(as_held(sound, format), sound)
    theirs = in_place(without_numbers(with_own_files(theirs, sound), before), before)
    before, theirs = with_pools(before, theirs, sound)
    return _Update(reading, before, theirs, sound, format).run()


class _Update:
    def __init__(
        self, reading: Reading, before: Quiz, theirs: Quiz, sound: Quiz, format: str
    ) -> None:
        self.sound = sound
        self.format = format
        self.can_export = can_hold(format)
        self.reading = reading
        self.before = before
        self.theirs = theirs
        self.names: dict[str, str] = {}
        """The author's ids of questions by those of the export."""
        self.fitter: Fitter = source_fitter(reading)
        self.regions = question_regions(reading)
        self.changed: list[str] = []
        self.unplaced: list[str] = []
        self.pooled: list[tuple[str, str]] = []

    def run(self) -> Updated:
        own = [question.question for question in self.reading.questions]
        held = partners(own, self.before.questions)
        same = unchanged(own, self.theirs.questions)
        done = set(same.values())
        olds = [n for n in range(len(self.before.questions)) if held.get(n) not in done]
        news = [n for n in range(len(self.theirs.questions)) if n not in same]
        pairs = [
            (None if old is None else olds[old], None if new is None else news[new])
            for old, new in match_questions(
                [self.before.questions[n] for n in olds], [self.theirs.questions[n] for n in news]
            )
        ]
        edits: list[tuple[int, Question]] = []
        new: list[Question] = []
        absent: list[int] = []
        self.names = {self.theirs.questions[n].id: own[at].id for n, at in same.items()}
        for old_index, new_index in pairs:
            if old_index in held and new_index is not None:
                self.names[self.theirs.questions[new_index].id] = own[held[old_index]].id
        for old_index, new_index in pairs:
            author = None if old_index is None else held.get(old_index)
            if new_index is None:
                absent += [] if author is None else [author]
            elif old_index is None:
                new.append(self.theirs.questions[new_index])
            elif author is None:
                self._note_foreign(old_index, new_index)
            else:
                before = self.before.questions[old_index]
                self._merge(author, before, self.theirs.questions[new_index], edits)
        new = self._without_left_out(new, done | set(held.values()), edits)
        text = self._written(edits)
        text, added = self._appended(text, new)
        whole = QuizUpdate(
            text,
            self.reading.path,
            self.before,
            self.theirs,
            held={self.before.questions[n].id: own[at].id for n, at in held.items()},
            theirs=self.names,
        )
        whole.run()
        return Updated(
            text=whole.text,
            changed=(*self.changed, *whole.changed),
            added=tuple(added),
            pooled=tuple(self.pooled),
            absent=(*(self._name(index) for index in sorted(absent)), *whole.absent),
            unplaced=(*self.unplaced, *whole.unplaced),
        )

    def _name(self, index: int) -> str:
        question = self.reading.questions[index]
        return place(question.question, question.number)

    def _note_foreign(self, old: int, new: int) -> None:
        """A question that only the target has, made of one that it cannot hold whole."""
        before, after = self.before.questions[old], self.theirs.questions[new]
        if essence(replace(before, id=after.id)) != essence(after):
            name = place(after, new + 1)
            self.unplaced.append(f"{name} of the export is only a part of a question here")

    def _without_left_out(
        self, new: Sequence[Question], held: set[int], edits: list[tuple[int, Question]]
    ) -> list[Question]:
        """New questions but those that the source has too, though an export leaves them out."""
        left = [n for n in range(len(self.reading.questions)) if n not in held]
        own = [self.reading.questions[n].question for n in left]
        pairs = [(a, b) for a, b in match_questions(own, new) if a is not None and b is not None]
        for place_in_left, index in pairs:
            self._merge(left[place_in_left], own[place_in_left], new[index], edits)
        known = {index for _, index in pairs}
        return [question for index, question in enumerate(new) if index not in known]

    def _merge(
        self,
        author: int,
        before: Question,
        after: Question,
        edits: list[tuple[int, Question]],
    ) -> None:
        mine = self.reading.questions[author].question
        pool = pool_of(after.id, self.theirs, self.names, self.sound)
        if pool is not None and pool.points is not None:
            # What a pool says its questions are worth is said by the pool.
            after = replace(after, points=before.points)
        try:
            question = merged(mine, before, after)
        except Unmergeable as reason:
            self.unplaced.append(f"{self._name(author)}: {reason}")
            return
        if question is mine:
            return
        if isinstance(mine, Choice) and isinstance(question, Choice):
            question = self._scored(mine, question, after)
        if essence(question) != essence(mine):
            edits.append((author, question))

    def _scored(self, author: Choice, question: Choice, theirs: Question) -> Choice:
        """The question scored as the target scores it now: by the author's policy if that does.

        A target may hold a policy in other words, and a new option may make other words of it.
        """
        if not isinstance(theirs, Choice) or not self.can_export:
            return question
        weights = [option.weight for option in theirs.options]
        options = [replace(option, weight=None) for option in question.options]
        wrong = [_no_neutral(o) for o in options] if not _has_neutral(author) else options
        own_policy = replace(question, policy=author.policy, options=tuple(options))
        candidates = [question, own_policy, replace(own_policy, options=tuple(wrong))]
        if any(o.weight is not None for o in author.options):
            candidates = candidates[:1]
        if len(weights) == len(options):
            as_theirs = tuple(
                replace(option, weight=weight)
                for option, weight in zip(question.options, weights, strict=True)
            )
            candidates.append(replace(question, policy=theirs.policy, options=as_theirs))
        wanted = _score_of(theirs)
        for candidate in reversed(candidates[1:3]) if len(candidates) > 2 else ():
            if self._held_score(candidate) == wanted:
                return candidate
        return next((c for c in candidates if self._held_score(c) == wanted), candidates[-1])

    def _held_score(self, question: Choice) -> object:
        alone = replace(self.sound, questions=(question,), groups=())
        held = as_held(alone, self.format).questions
        return _score_of(held[0]) if len(held) == 1 else None

    # -- the text ---------------------------------------------------------------------------

    def _written(self, edits: Sequence[tuple[int, Question]]) -> str:
        """The text with the edits in place; each is checked by reading the whole."""
        changes: dict[Region, str] = {}
        done: dict[int, Question] = {}
        for index, question in edits:
            written = self._edited(index, question)
            if written is not None:
                changes[self.regions[index]] = written
                done[index] = question
        text = replaced(self.reading.text, changes)
        if not self._reads(text, done):
            text, done = self._one_by_one(changes, done)
        for index, question in edits:
            if index in done:
                self.changed.append(f"{self._name(index)}: {self._what(index, question)}")
            else:
                what = self._what(index, question)
                self.unplaced.append(f"{self._name(index)}: {what}; make this edit by hand")
        return text

    def _one_by_one(
        self, changes: dict[Region, str], wanted: dict[int, Question]
    ) -> tuple[str, dict[int, Question]]:
        kept: dict[Region, str] = {}
        done: dict[int, Question] = {}
        for index, question in wanted.items():
            region = self.regions[index]
            trial = {**kept, region: changes[region]}
            if self._reads(replaced(self.reading.text, trial), {**done, index: question}):
                kept, done = trial, {**done, index: question}
        return replaced(self.reading.text, kept), done

    def _reads(self, text: str, done: dict[int, Question]) -> bool:
        """Whether a text gives the edited questions, and the others as they were."""
        found = read_markdown(text, path=self.reading.path).quiz.questions
        wanted = [
            done.get(index, question.question)
            for index, question in enumerate(self.reading.questions)
        ]
        return len(found) == len(wanted) and all(
            essence(one) == essence(other) for one, other in zip(found, wanted, strict=True)
        )

    def _edited(self, index: int, question: Question) -> str | None:
        """A question's lines with the edit; None where it has no place in them."""
        reading = self.reading.questions[index]
        old = region_text(self.reading.text, self.regions[index])
        own = own_words(reading, old, self.reading.quiz.language)
        reworded = (question.title, question.stem) != (
            reading.question.title,
            reading.question.stem,
        )
        # A question that goes by its words is named before they change.
        later = replace_question(reading, question, named=reading.explicit_id or reworded)
        for headed in dict.fromkeys((own.headed, False)):
            words = replace(own, headed=headed)
            new = fit_as_written(self.fitter, later, words)
            if not new.faithful:
                continue
            base = fit_as_written(self.fitter, reading, words)
            after = tail_after(self.reading.text, self.regions[index])
            texts = [in_bullets_of(old, without_tail(fitted.text, after)) for fitted in (base, new)]
            text = merge_texts(texts[0], old, texts[1])
            if text is not None and self._is(text, question):
                return text
            if not lost_comment(old, new.text):
                plain = without_tail(new.text, after)
                return texts[1] if self._is(texts[1], question) else plain
        return None

    def _is(self, text: str, question: Question) -> bool:
        found = self.fitter.read(text)
        return found is not None and essence(replace(found, id=question.id)) == essence(question)

    def _what(self, index: int, question: Question) -> str:
        """What differs, in a few words."""
        mine = self.reading.questions[index].question
        one = Quiz(identifier="x", questions=(mine,))
        other = Quiz(identifier="x", questions=(question,))
        parts = [change.part for q in diff_quizzes(one, other).questions for change in q.changes]
        named = list(dict.fromkeys(parts))
        return ", ".join(named[:4]) + (" ..." if len(named) > 4 else "") or "its answers"

    # -- what is new ------------------------------------------------------------------------

    def _appended(self, text: str, new: Sequence[Question]) -> tuple[str, list[str]]:
        """New questions at the end of their pool, or of the text."""
        added: list[str] = []
        quiz = Quiz(identifier="x", language=self.reading.quiz.language, questions=tuple(new))
        pooled = {name for group in self.reading.quiz.groups for name in group.questions}
        levels = [q.level for q in self.reading.questions if q.question.id not in pooled]
        level = max(levels[-1] if levels else 2, 1)
        taken = {question.question.id for question in self.reading.questions}
        number = len(self.reading.questions)
        for question in with_names(quiz, first=number + 1).questions:
            number += 1
            fitter = Fitter(self.fitter.scribe, self.fitter.front, {question.id})
            pool = pool_of(question.id, self.theirs, self.names, self.reading.quiz)
            if pool is not None:
                placed = self._in_pool(text, pool, question, fitter, named=question.id not in taken)
                if placed is not None:
                    text, name = placed
                    self.pooled.append((pool.title or pool.id, name))
                    continue
            fitted = fitter.fit(question, number, level, named=question.id not in taken)
            name = place(question, number)
            longer = f"{text.rstrip()}\n\n{fitted.text}\n"
            if fitted.faithful and self._ends_well(text, longer, question):
                text = longer
                added.append(name)
            else:
                self.unplaced.append(f"{name} is new and cannot be written at the end of the file")
        return text, added

    def _in_pool(
        self, text: str, pool: Group, question: Question, fitter: Fitter, *, named: bool
    ) -> tuple[str, str] | None:
        """The text with a question behind the last one of a pool, and its name there.

        None where it has no place.
        """
        reading = read_markdown(text, path=self.reading.path)
        group = next((group for group in reading.quiz.groups if group.id == pool.id), None)
        if group is None:
            return None
        if pool.points is not None and not isinstance(question, Info):
            # The pool says what its questions are worth.
            question = replace(question, points=self.fitter.scribe.defaults.points or ONE)
        places = {q.question.id: n for n, q in enumerate(reading.questions)}
        last = places[group.questions[-1]]
        fitted = fitter.fit(question, last + 2, reading.questions[last].level, named=named)
        lines = text.split("\n")
        end = question_regions(reading)[last].end
        longer = "\n".join([*lines[:end], "", fitted.text, *lines[end:]])
        found = read_markdown(longer, path=self.reading.path).quiz
        rest = [q for n, q in enumerate(found.questions) if n != last + 1]
        fits = (
            fitted.faithful
            and len(found.questions) == len(reading.questions) + 1
            and all(
                essence(a) == essence(b) for a, b in zip(rest, reading.quiz.questions, strict=True)
            )
            and essence(replace(found.questions[last + 1], id=question.id)) == essence(question)
            and any(
                g.id == pool.id and g.questions == (*group.questions, found.questions[last + 1].id)
                for g in found.groups
            )
        )
        return (longer, place(question, last + 2)) if fits else None

    def _ends_well(self, text: str, longer: str, question: Question) -> bool:
        old = read_markdown(text, path=self.reading.path).quiz.questions
        new = read_markdown(longer, path=self.reading.path).quiz.questions
        return (
            len(new) == len(old) + 1
            and all(essence(a) == essence(b) for a, b in zip(old, new, strict=False))
            and essence(replace(new[-1], id=question.id)) == essence(question)
        )


def _has_neutral(question: Choice) -> bool:
    return any(option.role is Role.NEUTRAL for option in question.options)


def _no_neutral(option: Option) -> Option:
    return replace(option, role=Role.DISTRACTOR) if option.role is Role.NEUTRAL else option


def _score_of(question: Question) -> object:
    """What decides a choice's score, as far as a target tells."""
    if not isinstance(question, Choice):
        return None
    roles = [option.role for option in question.options]
    return effective_policy(question), roles, option_weights(question)


def replace_question(
    reading: QuestionReading, question: Question, *, named: bool
) -> QuestionReading:
    """A question's reading, had it said something else."""
    return reading._replace(question=question, explicit_id=named)
