"""A quiz, exported and imported again: what differs, and whether the exporter had said so."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import PurePosixPath

from lxml import etree

from quizkit.content.math import MathError, to_mathml
from quizkit.content.mathml_tex import tex_of_mathml
from quizkit.content.profile import Profile
from quizkit.content.render import Renderer
from quizkit.contents import with_contents
from quizkit.diff import Change, QuestionDiff, diff_quizzes
from quizkit.formats.base import Job, Loss
from quizkit.formats.intervals import exact_number
from quizkit.formats.registry import load_exporter
from quizkit.formats.taken import says_the_same
from quizkit.importing import Imported, import_
from quizkit.model import (
    ONE,
    ZERO,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Group,
    Info,
    Matching,
    Numeric,
    NumericAnswer,
    NumericGap,
    Ordering,
    Policy,
    Question,
    Quiz,
    Selection,
    Settings,
    ShortText,
    TextAnswer,
    TextGap,
    TrueFalse,
)
from quizkit.scoring import gap_option_weights, normalize_answer, option_weights

SUFFIXES = {
    "moodle-xml": ".xml",
    "gift": ".gift",
    "qti21": ".zip",
    "canvas": ".zip",
    "json": ".json",
}
FEATURES: dict[str, frozenset[str]] = {
    "points": frozenset({"points", "score"}),
    "scoring": frozenset({"score", "points"}),
    "weight": frozenset({"score", "answer feedback", "points"}),
    "key": frozenset({"score"}),
    "tags": frozenset({"tags"}),
    "category": frozenset({"category", "groups"}),
    "title": frozenset({"title"}),
    "wording": frozenset({"rich text", "math", "images and files", "unit"}),
    "markup": frozenset({"rich text", "math", "images and files", "code"}),
    "answers": frozenset({"answer feedback", "score", "case sensitivity", "unit"}),
    "display": frozenset({"numbering", "shuffle", "fixed option", "settings"}),
    "selection": frozenset({"score"}),
    "language": frozenset({"language"}),
    "settings": frozenset({"settings"}),
    "pool": frozenset({"groups"}),
}
_SCORING = ("scoring", "key", "weight", "order")
_NUMBERED = re.compile(r" \([0-9]+\)$")
FEEDBACK = {
    "hint": "hints",
    "if ": "combined feedback",
    "explanation": "general feedback",
    "model answer": "model answer",
    "rubric": "rubric",
}


def exported(quiz: Quiz, target: str) -> tuple[bytes, list[Loss]]:
    """The one file of an export, and what it loses."""
    job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
    (file,) = load_exporter(target).files(job)
    return b"".join(file.chunks), job.losses


def returned(quiz: Quiz, target: str) -> tuple[Imported, list[Loss]]:
    """A quiz that went to a target and came back."""
    data, losses = exported(quiz, target)
    return import_(data, name=f"{quiz.identifier}{SUFFIXES[target]}"), losses


def undeclared(quiz: Quiz, target: str) -> Iterator[str]:
    """What is otherwise after the way to a target and back, though nobody said so."""
    found, losses = returned(quiz, target)
    before, after = plain(quiz, target), plain(found.quiz, target)
    if any(not group.title for group in quiz.groups):  # it is called something there
        before, after = (replace(one, groups=_untitled(one.groups)) for one in (before, after))
    if found.receipt.missed:
        yield f"not understood: {found.receipt.missed[0].what}"
    lost: dict[str | None, set[str]] = {}
    for loss in losses:
        lost.setdefault(loss.question_id, set()).add(str(loss.feature))
    whole = lost.get(None, set())
    for change in diff_quizzes(before, after).changes:
        if not _is_declared(change, whole):
            yield f"the quiz: {_told(change)}"
    for one in diff_quizzes(before, after).questions:
        ident = one.before.id if one.before is not None else ""
        yield from (f"{ident}: {told}" for told in _of_question(one, lost, whole, target))


def _of_question(
    one: QuestionDiff, lost: dict[str | None, set[str]], whole: set[str], target: str
) -> Iterator[str]:
    if one.before is None:
        assert one.after is not None
        # Parts of a question that a target divides are called after it.
        if not any(
            name and one.after.id.startswith(name) and "question type" in features
            for name, features in lost.items()
        ):
            yield f"{one.after.id} was added"
        return
    features = lost.get(one.before.id, set()) | whole
    if one.after is None:
        if "question type" not in features:
            yield "it is gone"
        return
    if one.moved and not features & {"question type", "groups"}:
        yield "it was moved"
    if "question type" in features:
        return
    for change in one.changes:
        if change.kind in _SCORING and not one.rescored:
            continue  # another word for the same scores
        if change.kind == "order" and not isinstance(one.before, Ordering):
            continue
        if change.part.startswith("if ") and change.part not in _reachable(one.before):
            continue  # nobody ever sees it
        if change.kind == "display" and isinstance(one.before, Matching) and target == "canvas":
            continue  # right sides stand in one order there
        if change.kind == "points" and change.part.startswith("gap") and not one.rescored:
            continue
        if not _is_declared(change, features):
            yield _told(change)
    if one.rescored and not features & {"score", "points", "case sensitivity", "unit"}:
        yield f"scores: {one.rescored[0]}"


def _is_declared(change: Change, features: set[str]) -> bool:
    if change.kind == "key" and change.before is not None:
        # Right sides of one text are told apart by numbers.
        return (
            bool({"score", "points"} & features)
            or _NUMBERED.sub("", change.after or "") == change.before
        )
    if change.part in features:
        return True
    if change.part == "the words for true and false":
        return "question type" in features
    if change.kind == "answers" and change.before is None and "combined feedback" in features:
        return True  # a wrong answer that said nothing says what is said to wrong ones now
    if change.part == "rubric" and "model answer" in features:
        return True  # the one that there is counts as the rubric
    if change.kind == "feedback":
        wanted = next((f for start, f in FEEDBACK.items() if change.part.startswith(start)), "")
        if wanted == "combined feedback" and features & {
            *("answer feedback", "option feedback", "score"),
        }:
            return True
        if wanted:
            content = {"rich text", "math", "images and files"}
            return wanted in features or (change.after is not None and bool(features & content))
        own = {"answer feedback", "option feedback", "combined feedback"}
        return bool(features & {*own, "score", "math", "rich text"})
    if change.part == "description":
        return "quiz description" in features
    if change.part == "attempts" and change.after == "1":
        return True  # what Canvas allows where nothing is said
    if change.part == "title" and change.kind == "wording":
        return "quiz title" in features
    return bool(FEATURES.get(change.kind, frozenset()) & features)


def _told(change: Change) -> str:
    return f"{change.kind}, {change.part}: {change.before!r} became {change.after!r}"


def sensible(quiz: Quiz) -> bool:
    """Whether every question has an answer that earns something, and no two of a kind."""
    return all(_sensible(question) for question in quiz.questions)


def _sensible(question: Question) -> bool:
    match question:
        case ShortText() | Numeric():
            return _earns_all(question.answers)
        case Cloze():
            return all(
                gap.points > 0
                and (
                    any(
                        o.weight == 1 or (o.weight is None and o.role == "key") for o in gap.options
                    )
                    if isinstance(gap, ChoiceGap)
                    else _earns_all(gap.answers)
                )
                for gap in question.gaps
            )
        case Choice():
            weights = option_weights(question)
            return sum(weight for weight in weights if weight > 0) >= 1 and question.points > 0
        case Matching():
            rights = [
                unicodedata.normalize("NFC", re.sub("</?p>", "", content.source))
                for content in question.rights
            ]
            return len(set(rights)) == len(rights)
        case _:
            return True


def _earns_all(answers: Sequence[TextAnswer] | Sequence[NumericAnswer]) -> bool:
    """Whether the first answer earns everything and no two accept the same."""
    if max(answer.weight for answer in answers) < 1:
        return False
    numbers = sorted((a.low, a.high) for a in answers if isinstance(a, NumericAnswer))
    texts = [
        normalize_answer(a.text, case_sensitive=False) for a in answers if isinstance(a, TextAnswer)
    ]
    apart = all(one[1] < other[0] for one, other in pairwise(numbers))
    return apart and len(set(texts)) == len(texts)


def _reachable(question: Question) -> set[str]:
    """The parts of combined feedback that some response shows."""
    shares: set[Fraction] | None = None
    match question:
        case TrueFalse():
            shares = {ZERO, ONE}
        case ShortText() | Numeric():
            shares = {answer.weight for answer in question.answers} | {ZERO}
        case Choice() if question.selection is Selection.SINGLE:
            shares = {*option_weights(question), ZERO}
        case Cloze(gaps=(ChoiceGap() as gap,)):
            shares = {*gap_option_weights(gap), ZERO}
        case Cloze(gaps=(TextGap() | NumericGap() as gap,)):
            shares = {answer.weight for answer in gap.answers} | {ZERO}
        case Choice() if question.policy is Policy.ALL_OR_NOTHING:
            shares = {ZERO, ONE}
        case _:
            return {"if correct", "if partly correct", "if incorrect"}
    names = {"if incorrect"}
    names |= {"if correct"} if any(share >= 1 for share in shares) else set()
    return names | ({"if partly correct"} if any(0 < share < 1 for share in shares) else set())


# What makes no difference


def plain(quiz: Quiz, target: str) -> Quiz:
    """A quiz in the one spelling that all ways to say the same have in common."""
    render = Renderer([asset.path for asset in quiz.assets])
    profile = Profile(name="plain", address=_name, math=_formula)

    def spelled(content: Content) -> Content:
        markup = unicodedata.normalize("NFC", render.html(content, profile).markup)
        return Content(html=re.sub(r"(</?)kbd>", r"\1code>", markup))

    asked = [_plain(with_contents(question, spelled)) for question in quiz.questions]
    shelf = (quiz.title or quiz.identifier,)
    groups = quiz.groups
    if target in ("qti21", "canvas"):  # a pool's points are its questions' points
        worth = {name: g.points for g in groups for name in g.questions if g.points is not None}
        asked = [
            question if isinstance(question, Info) else _worth(question, worth.get(question.id))
            for question in asked
        ]
        groups = tuple(replace(group, points=None) for group in groups)
    asked = [replace(question, category=(*shelf, *question.category)) for question in asked]
    return replace(
        quiz,
        description=None if quiz.description is None else spelled(quiz.description),
        questions=tuple(asked),
        groups=tuple(replace(group, id=f"pool {n}") for n, group in enumerate(groups)),
        settings=_settings(quiz.settings),
        assets=(),
        title="",
    )


def _untitled(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    return tuple(replace(group, title="") for group in groups)


def _settings(settings: Settings) -> Settings:
    limit = settings.time_limit
    return replace(
        settings,
        time_limit=None if limit is None else Fraction(round(limit)),
        shuffle_questions=settings.shuffle_questions or None,
    )


def _worth(question: Question, points: Fraction | None) -> Question:
    return question if points is None else replace(question, points=points)


def _plain(question: Question) -> Question:
    title = unicodedata.normalize("NFC", question.title)
    if any(says_the_same(one, question.stem.source) for one in (title, html.escape(title))):
        title = ""
    question = replace(question, title=title)
    if isinstance(question, Choice) and not question.shuffle:
        free = tuple(replace(option, fixed=False) for option in question.options)
        question = replace(question, options=free)
    if isinstance(question, ShortText):
        answers = tuple(
            replace(answer, text=unicodedata.normalize("NFC", answer.text))
            for answer in question.answers
            if answer.weight or answer.feedback is not None
        )
        cased = question.case_sensitive and any(a.text != a.text.swapcase() for a in answers)
        return replace(question, answers=answers, case_sensitive=cased)
    if isinstance(question, Numeric):
        return replace(question, answers=tuple(map(_range, question.answers)))
    if isinstance(question, Cloze):
        gaps = (
            replace(gap, answers=tuple(map(_range, gap.answers)))
            if isinstance(gap, NumericGap)
            else gap
            for gap in question.gaps
        )
        return replace(question, gaps=tuple(gaps))
    if isinstance(question, Essay) and question.rubric is None:
        return replace(question, rubric=question.model_answer, model_answer=None)
    if isinstance(question, Matching):
        return replace(
            question,
            distractors=tuple(sorted(question.distractors, key=lambda content: content.source)),
        )
    return question


def _range(answer: NumericAnswer) -> NumericAnswer:
    return NumericAnswer(
        min=exact_number(answer.low),
        max=exact_number(answer.high),
        weight=answer.weight,
        feedback=answer.feedback,
    )


def _name(path: str) -> str:
    return PurePosixPath(path).name


def _formula(tex: str, display: bool) -> str:
    """TeX as it comes back from MathML, and without matter of blanks."""
    try:
        again = tex_of_mathml(etree.fromstring(to_mathml(tex, display))) or tex
    except MathError:
        again = tex
    return f"\\[{html.escape(again)}\\]" if display else f"\\({html.escape(again)}\\)"
