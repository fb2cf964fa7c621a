"""Quizzes for the two packaged formats, and the responses by which exports are judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product

from quizkit.content.render import Renderer
from quizkit.formats.base import Exporter, Job, Loss
from quizkit.model import (
    Asset,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Feedback,
    Info,
    Matching,
    Numeric,
    NumericAnswer,
    NumericGap,
    Option,
    Ordering,
    Pair,
    Policy,
    Question,
    Quiz,
    Role,
    Selection,
    ShortText,
    TextAnswer,
    TextGap,
    TrueFalse,
)

ROLES = {"k": Role.KEY, "d": Role.DISTRACTOR, "n": Role.NEUTRAL}
PNG = b"\x89PNG\r\n\x1a\n picture"
POINTS = (Fraction(1), Fraction(3), Fraction(1, 3))
POLICIES = (
    Policy.RIGHT_MINUS_WRONG,
    Policy.BALANCED,
    Policy.RIGHT_ONLY,
    Policy.ALL_OR_NOTHING,
)


def md(text: str) -> Content:
    return Content(markdown=text)


def export(exporter: Exporter, *questions: Question, **more: object) -> tuple[bytes, list[Loss]]:
    """The package, and the losses."""
    quiz = Quiz(identifier="bench", title="Bench", questions=questions, **more)  # type: ignore[arg-type]
    return export_quiz(exporter, quiz)


def export_quiz(exporter: Exporter, quiz: Quiz) -> tuple[bytes, list[Loss]]:
    job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
    (file,) = exporter.files(job)
    assert file.suffix == exporter.suffix
    return b"".join(file.chunks), job.losses


def choice(
    roles: str,
    *,
    id: str = "q",
    weights: Sequence[str | None] = (),
    selection: Selection = Selection.MULTIPLE,
    remarks: bool = False,
    **more: object,
) -> Choice:
    """A choice from a word such as ``kkddn``, one letter an option."""
    weights = weights or [None] * len(roles)
    options = tuple(
        Option(
            id=f"o{n}",
            content=md(f"Option {n}"),
            role=ROLES[role],
            weight=None if weight is None else Fraction(weight),
            feedback=md(f"Remark {n}.") if remarks else None,
        )
        for n, (role, weight) in enumerate(zip(roles, weights, strict=True))
    )
    return Choice(id=id, stem=md("Stem?"), selection=selection, options=options, **more)  # type: ignore[arg-type]


def subsets(question: Choice) -> Iterator[tuple[int, ...]]:
    """Every response to a choice, as positions."""
    count = len(question.options)
    if question.selection is Selection.SINGLE:
        yield ()
        yield from ((n,) for n in range(count))
        return
    for size in range(count + 1):
        yield from combinations(range(count), size)


def classes(question: Choice) -> Iterator[tuple[int, ...]]:
    """One response for each number of keys, of distractors and of neutral options chosen."""
    groups = [[n for n, o in enumerate(question.options) if o.role is role] for role in Role]
    for taken in product(*(range(len(group) + 1) for group in groups)):
        chosen = [group[:count] for group, count in zip(groups, taken, strict=True)]
        yield tuple(sorted(n for part in chosen for n in part))


FEEDBACK = Feedback(
    general=md("In general."),
    correct=md("All right."),
    partial=md("Partly right."),
    incorrect=md("Not right."),
)


def one_of_each() -> tuple[Question, ...]:
    """A question of every type, with feedback everywhere and rich text."""
    rich = (
        "Look at `a[0] < b && c`, **bold** $x^2_{[1]}$:\n\n```python\nif a:\n\n    b = '[x]'\n```\n\n"
        "| a | b |\n|:-:|--:|\n| 1 | ![alt [2]](img/a.png) |\n\n- one\n- two\n\n> quote ~~gone~~"
    )
    return (
        choice(
            "kkdd",
            id="multi",
            remarks=True,
            feedback=FEEDBACK,
            tags=("t & u",),
            category=("a", "b"),
        ),
        choice("kddn", id="single", selection=Selection.SINGLE, remarks=True, feedback=FEEDBACK),
        Info(id="info", title="Text", stem=md(rich)),
        TrueFalse(
            id="tf",
            stem=md("Is it?"),
            answer=False,
            feedback_true=md("You said yes."),
            feedback_false=md("You said no."),
            feedback=FEEDBACK,
        ),
        ShortText(
            id="short",
            stem=md("Capital?"),
            answers=(
                TextAnswer(text="Paris", feedback=md("Yes.")),
                TextAnswer(text="Paname", weight=Fraction(1, 2), feedback=md("Slang.")),
                TextAnswer(text="Lyon", weight=Fraction(0), feedback=md("Second city.")),
            ),
            feedback=FEEDBACK,
        ),
        Numeric(
            id="number",
            stem=md("Pi?"),
            unit="rad",
            answers=(
                NumericAnswer(
                    value=Fraction("3.14"), tolerance=Fraction("0.01"), feedback=md("Good.")
                ),
                NumericAnswer(
                    min=Fraction(3), max=Fraction(4), weight=Fraction(1, 4), feedback=md("Rough.")
                ),
            ),
            feedback=FEEDBACK,
        ),
        Matching(
            id="match",
            stem=md("Match."),
            pairs=(
                Pair(md("France"), md("Paris")),
                Pair(md("Italy"), md("Rome")),
                Pair(md("Latium"), md("Rome")),
            ),
            distractors=(md("Oslo"),),
            feedback=FEEDBACK,
            points=Fraction(3),
        ),
        Ordering(
            id="order",
            stem=md("Sort."),
            items=tuple(md(text) for text in ("one", "two", "three", "four")),
            feedback=FEEDBACK,
        ),
        Cloze(
            id="cloze",
            stem=md("The capital is {{a}}, the number {{b}}.\n\n| x |\n|---|\n| {{c}} |"),
            points=Fraction(4),
            gaps=(
                TextGap(
                    id="a",
                    answers=(
                        TextAnswer(text="Paris", feedback=md("Gap yes.")),
                        TextAnswer(text="Lutetia", weight=Fraction(1, 2)),
                    ),
                ),
                NumericGap(
                    id="b",
                    answers=(NumericAnswer(value=Fraction(7), tolerance=Fraction(1, 2)),),
                    points=Fraction(2),
                ),
                ChoiceGap(
                    id="c",
                    options=(
                        Option(id="c1", content=md("Paris"), role=Role.KEY),
                        Option(
                            id="c2",
                            content=md("Lyon"),
                            role=Role.DISTRACTOR,
                            feedback=md("Gap no."),
                        ),
                    ),
                ),
            ),
            feedback=FEEDBACK,
        ),
        Essay(
            id="essay",
            stem=md("Write."),
            model_answer=md("A *good* text."),
            rubric=md("5 points for style."),
            feedback=Feedback(general=md("Thanks.")),
        ),
    )


PICTURE = Asset(path="img/a.png", media_type="image/png", data=PNG)
