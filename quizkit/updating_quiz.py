"""The edits of the quiz as a whole, brought back: title, description, settings and pools.

Each edit is made alone and the text read back; one that does not read back as it should is left
undone and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from quizkit.content.from_html import rewritten, to_markdown
from quizkit.content.render import Renderer
from quizkit.content.tree import same_content
from quizkit.markdown.head_edits import (
    description_edits,
    headings,
    pool_edits,
    setting_edits,
    title_edits,
    with_attribute,
    with_pool_title,
)
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.regions import moved_region, question_regions
from quizkit.model import Content, Group, Question, Quiz, Settings
from quizkit.naming import excerpt, place
from quizkit.numbers import number_text
from quizkit.reading import Reading
from quizkit.same import essence, same_quiz
from quizkit.token_merge import merge_texts

SETTINGS = tuple(Settings.__slots__)


@dataclass
class QuizUpdate:
    """Brings edits of the whole into ``text``.

    ``theirs`` tells the author's ids of the questions of an export by theirs; ``held`` those of
    what the target held.
    """

    text: str
    path: str
    before: Quiz
    after: Quiz
    held: Mapping[str, str]
    theirs: Mapping[str, str]
    changed: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Make every edit that has a place; tell the others."""
        self._title()
        self._description()
        for name in SETTINGS:
            self._setting(name)
        self._language()
        self._pools()

    def _read(self) -> Reading:
        return read_markdown(self.text, path=self.path)

    @property
    def _is_whole(self) -> bool:
        """Whether the export says something of the whole, so that silence is an edit too."""
        before, after = self.before, self.after
        kept = [
            before.description and after.description,
            *(
                getattr(before.settings, name) is not None
                and getattr(after.settings, name) is not None
                for name in SETTINGS
            ),
        ]
        return any(kept)

    def _try(self, texts: Iterable[str], wanted: Quiz, part: str, told: str) -> None:
        """Take the first text that reads as it should; else tell the edit."""
        for text in dict.fromkeys(texts):
            if same_quiz(read_markdown(text, path=self.path).quiz, wanted):
                self.text = text
                self.changed.append(part)
                return
        self.unplaced.append(f"{part}: {told}")

    # -- title, description, settings ---------------------------------------------------------

    def _title(self) -> None:
        old, new = (" ".join(quiz.title.split()) for quiz in (self.before, self.after))
        author = self._read().quiz
        if not new or new in (old, " ".join(author.title.split())):
            return
        edits = title_edits(self.text, author.title, new)
        self._try(edits, replace(author, title=new), "the quiz's title", _told(old, new))

    def _description(self) -> None:
        author, old, new = self._read().quiz, self.before.description, self.after.description
        mine = author.description
        if same_content(old, new) or same_content(mine, new):
            return
        what = "the quiz's description"
        if new is None and not self._is_whole:
            self.absent.append(what)
            return
        wanted = _merged(mine, old, new)
        told = _told(_shown(old), _shown(new))
        if mine is not None and not same_content(mine, old) and wanted is None and new is not None:
            self.unplaced.append(f"{what}: {told}")
            return
        end = self._head_end()
        own = mine.source if mine else ""
        texts = (
            description_edits(self.text, own, said, end)
            for said in dict.fromkeys([wanted or "", rewritten(new) if new else ""])
            if said or new is None
        )
        goal = Content(markdown=wanted) if wanted else None
        self._try(
            (text for some in texts for text in some), replace(author, description=goal), what, told
        )

    def _head_end(self) -> int:
        """The first line, counted from 0, that belongs to a question or a pool."""
        starts = [region.start for region in question_regions(self._read())]
        starts += [heading.line for heading in headings(self.text) if heading.pool]
        return min(starts)

    def _setting(self, name: str) -> None:
        author = self._read().quiz
        old, new = getattr(self.before.settings, name), getattr(self.after.settings, name)
        if new in (old, getattr(author.settings, name)):
            return
        what = f"the quiz's {name.replace('_', ' ')}"
        if new is None and not self._is_whole:
            self.absent.append(what)
            return
        wanted = replace(author, settings=replace(author.settings, **{name: new}))
        told = _told(_value(old), _value(new))
        self._try(setting_edits(self.text, name, _value(new) or None), wanted, what, told)

    def _language(self) -> None:
        old, new = self.before.language, self.after.language
        if new and new not in (old, self._read().quiz.language):
            self.unplaced.append(f"the quiz's language: {_told(old or '', new)}")

    # -- pools --------------------------------------------------------------------------------

    def _pools(self) -> None:
        before = [_renamed(_with_points(g, self.before), self.held) for g in self.before.groups]
        after = [_renamed(_with_points(g, self.after), self.theirs) for g in self.after.groups]
        known: list[tuple[str, Group, Group]] = []
        matched: list[Group] = []
        for old, new in _matched(before, after):
            own = _likest(old, self._read().quiz.groups)
            if own is not None:
                matched += [old, new]
                # Only a pool that says what its questions are worth decides it.
                if own.points is None and self._lacks_points(old):
                    old, new = replace(old, points=None), replace(new, points=None)
                elif old.points is not None and new.points is None:
                    name = own.title or own.id
                    self.unplaced.append(f'pool "{name}": its questions have different points now')
                    new = replace(new, points=old.points)
                known.append((own.id, old, new))
        for new in after:
            if new not in matched:
                self.unplaced.append(f'pool "{new.title or new.id}": the source has no such pool')
        there = set(self.theirs.values())
        for old in before:
            if old not in matched and there & set(old.questions):
                self.unplaced.append(f'pool "{old.title or old.id}": the export has no such pool')
        for ident, old, new in known:
            title, other = " ".join(old.title.split()), " ".join(new.title.split())
            self._pool_part(ident, "title", title, other)
            self._pool_part(ident, "points", old.points, new.points)
        self._moves(known)
        for ident, old, new in known:
            # How many are drawn is bounded by how many there are, so it comes last.
            self._pool_part(ident, "pick", old.pick, new.pick)

    def _lacks_points(self, group: Group) -> bool:
        """Whether a pool, as the target held it, does not say what its questions are worth."""
        return all(g.points is None for g in self.before.groups if g.id == group.id)

    def _pool_part(self, ident: str, part: str, old: object, new: object) -> None:
        author = self._read().quiz
        at = next((n for n, group in enumerate(author.groups) if group.id == ident), None)
        if at is None:
            return
        mine = author.groups[at]
        if new in (old, getattr(mine, part)) or (part == "title" and not new):
            return
        what = f'pool "{mine.title or mine.id}": {part}'
        told = _told(_value(old), _value(new))
        value = _value(new) or None
        change: Callable[[str], Iterator[str]] = (
            with_pool_title(mine.title, str(new))
            if part == "title"
            else with_attribute(part, value)
        )
        groups = list(author.groups)
        groups[at] = replace(mine, **{part: new})  # type: ignore[arg-type]
        wanted = replace(author, groups=tuple(groups))
        self._try(pool_edits(self.text, at, change), wanted, what, told)

    def _moves(self, known: list[tuple[str, Group, Group]]) -> None:
        """Questions that are in another pool now, or in none."""
        was = {member: ident for ident, old, _ in known for member in old.questions}
        now = {member: ident for ident, _, new in known for member in new.questions}
        for member in dict.fromkeys([*now, *was]):
            if member not in self.theirs.values() or was.get(member) == now.get(member):
                continue
            reading = self._read()
            mine = {m: group.id for group in reading.quiz.groups for m in group.questions}
            numbers = {q.question.id: n for n, q in enumerate(reading.questions)}
            if member not in numbers or mine.get(member) == now.get(member):
                continue
            at = numbers[member]
            name = place(reading.questions[at].question, reading.questions[at].number)
            pool = self._named(reading, now.get(member))
            what = f"{name}: moved " + (f"to {pool}" if pool else "out of its pool")
            text = self._moved(reading, at, mine.get(member), now.get(member))
            if text is None:
                self.unplaced.append(what)
            else:
                self.text = text
                self.changed.append(what)

    def _named(self, reading: Reading, ident: str | None) -> str:
        group = next((group for group in reading.quiz.groups if group.id == ident), None)
        return f'pool "{group.title or group.id}"' if group else ""

    def _moved(self, reading: Reading, at: int, left: str | None, to: str | None) -> str | None:
        """The text with a question behind the last one of a pool; None where it does not go."""
        groups = {group.id: group for group in reading.quiz.groups}
        beside = groups[to or left or ""].questions
        numbers = {q.question.id: n for n, q in enumerate(reading.questions)}
        after = numbers[beside[-1]]
        level = reading.questions[after].level if to else self._pool_level(reading, left or "")
        text = moved_region(reading, at, after, level)
        member = reading.questions[at].question.id
        wanted = {
            ident: {*group.questions, member} if ident == to else {*group.questions} - {member}
            for ident, group in groups.items()
        }
        found = read_markdown(text, path=self.path).quiz
        got = {group.id: set(group.questions) for group in found.groups}
        return text if got == wanted and _by_id(found) == _by_id(reading.quiz) else None

    def _pool_level(self, reading: Reading, ident: str) -> int:
        pools = [heading for heading in headings(self.text) if heading.pool]
        place = [group.id for group in reading.quiz.groups].index(ident)
        return pools[place].level if place < len(pools) else 1


def pool_of(ident: str, theirs: Quiz, names: Mapping[str, str], own: Quiz) -> Group | None:
    """The author's pool for a question of an export, by the questions that are in both."""
    group = next((group for group in theirs.groups if ident in group.questions), None)
    return None if group is None else _likest(_renamed(group, names), own.groups)


def _by_id(quiz: Quiz) -> dict[str, Question]:
    return {question.id: essence(question) for question in quiz.questions}


def _with_points(group: Group, quiz: Quiz) -> Group:
    """A pool with what its questions are worth, where all are worth the same."""
    if group.points is not None:
        return group
    worth = {q.points for q in quiz.questions if q.id in group.questions}
    return replace(group, points=worth.pop()) if len(worth) == 1 else group


def _renamed(group: Group, names: Mapping[str, str]) -> Group:
    """A pool with those of its questions that the author has, by their names."""
    return replace(group, questions=tuple(names[q] for q in group.questions if q in names))


def _matched(before: list[Group], after: list[Group]) -> Iterator[tuple[Group, Group]]:
    """Pools that belong together: of one name, else with the most questions in common."""
    free = list(after)
    later: list[Group] = []
    for old in before:
        same = next((new for new in free if new.id == old.id), None)
        if same is not None and (set(same.questions) & set(old.questions) or not same.questions):
            free.remove(same)
            yield old, same
        else:
            later.append(old)
    for old in later:
        new = _likest(old, free)
        if new is not None:
            free.remove(new)
            yield old, new


def _likest(group: Group, others: Iterable[Group]) -> Group | None:
    """The pool that has the most questions of another; None where none has any."""
    members = set(group.questions)
    found = max(others, key=lambda other: len(members & set(other.questions)), default=None)
    return found if found is not None and members & set(found.questions) else None


def _merged(mine: Content | None, old: Content | None, new: Content | None) -> str | None:
    """The author's description with an edit; None where it goes or has no clear place."""
    if new is None:
        return None
    if mine is None:
        return to_markdown(new)
    if old is not None:
        text = merge_texts(rewritten(old), mine.source, rewritten(new))
        if text is not None and (
            not same_content(mine, old) or same_content(Content(markdown=text), new)
        ):
            return text
    return to_markdown(new) if same_content(mine, old) else None


def _shown(content: Content | None) -> str:
    return "" if content is None else f'"{excerpt(Renderer().text(content), 200)}"'


def _value(value: object) -> str:
    """A value as the front matter and attributes have it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Fraction)):
        return number_text(Fraction(value))
    return "" if value is None else str(value)


def _told(old: str, new: str) -> str:
    return f"it was {old or 'nothing'}, now it is {new or 'nothing'}"
