"""Quizzes for the two Moodle formats, and comparing what the oracles read with the reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from oracles.moodle_engine import MoodleQuestion

from quizkit.content.render import Renderer
from quizkit.formats.base import Exporter, Feature, Fidelity, Job, Loss
from quizkit.model import (
    Asset,
    Choice,
    Content,
    NumericAnswer,
    Option,
    Policy,
    Question,
    Quiz,
    Role,
    Selection,
    TextAnswer,
)
from quizkit.scoring import score

PNG = Asset(path="img/a b.png", media_type="image/png", data=b"\x89PNG picture")
ROLES = {"k": Role.KEY, "d": Role.DISTRACTOR, "n": Role.NEUTRAL}
TOLERANCE = Fraction(1, 100_000)


def md(text: str) -> Content:
    return Content(markdown=text)


def export(exporter: Exporter, *questions: Question, **quiz: object) -> tuple[bytes, list[Loss]]:
    """The bytes of the only file, and the losses."""
    parts: dict[str, Any] = {"assets": (PNG,), **quiz}
    whole = Quiz(identifier="bench", questions=questions, **parts)
    job = Job(whole, Renderer([asset.path for asset in whole.assets]))
    data = b"".join(chunk for file in exporter.files(job) for chunk in file.chunks)
    return data, job.losses


def lost(losses: Iterable[Loss], question: Question | str | None = None) -> set[Feature]:
    """The features of which something is lost, of one question or of all."""
    name = question if isinstance(question, str) or question is None else question.id
    return {
        loss.feature
        for loss in losses
        if loss.fidelity is Fidelity.LOST and (name is None or loss.question_id == name)
    }


def choice(
    name: str,
    roles: str,
    *,
    weights: Sequence[str | None] = (),
    selection: Selection = Selection.MULTIPLE,
    **more: object,
) -> Choice:
    """A choice with options of the given roles (``kkd``), each with a feedback of its own."""
    written = [None if w is None else Fraction(w) for w in weights] or [None] * len(roles)
    options = tuple(
        Option(
            id=f"o{n}",
            content=md(f"option {n}"),
            role=ROLES[role],
            weight=weight,
            feedback=md(f"feedback {n} of {name}"),
        )
        for n, (role, weight) in enumerate(zip(roles, written, strict=True))
    )
    return Choice(id=name, stem=md(name), selection=selection, options=options, **more)  # type: ignore[arg-type]


def text_answer(text: str, weight: str = "1", feedback: str | None = None) -> TextAnswer:
    return TextAnswer(
        text=text, weight=Fraction(weight), feedback=md(feedback) if feedback else None
    )


def number(value: str, tolerance: str = "0", weight: str = "1") -> NumericAnswer:
    return NumericAnswer(
        value=Fraction(value), tolerance=Fraction(tolerance), weight=Fraction(weight)
    )


def interval(low: str, high: str, weight: str = "1") -> NumericAnswer:
    return NumericAnswer(min=Fraction(low), max=Fraction(high), weight=Fraction(weight))


def policies(largest: int) -> Iterator[Choice]:
    """Every policy with every number of keys and distractors, with and without a neutral."""
    for policy in Policy:
        for keys in range(1, largest + 1):
            for distractors in range(largest - keys + 1):
                for neutrals in ("", "n"):
                    roles = "k" * keys + "d" * distractors + neutrals
                    if len(roles) > 1:
                        yield choice(f"{policy}-{roles}", roles, policy=policy)


def subsets(count: int) -> Iterator[tuple[int, ...]]:
    for size in range(count + 1):
        yield from combinations(range(count), size)


def classes(roles: str) -> Iterator[tuple[int, ...]]:
    """One response for each number of options chosen of each role."""
    places = {role: [n for n, r in enumerate(roles) if r == role] for role in "kdn"}
    for keys in range(len(places["k"]) + 1):
        for distractors in range(len(places["d"]) + 1):
            yield tuple(places["k"][:keys] + places["d"][:distractors])


def differences(
    question: Choice,
    read: MoodleQuestion,
    responses: Iterable[tuple[int, ...]],
    *,
    points: Fraction | None = None,
) -> list[str]:
    """Responses that score differently; ``points`` is what the target is known to count."""
    seen = read.as_choice()
    assert len(seen.options) == len(question.options)
    scale = (points if points is not None else question.points) / (question.points or 1)
    found = []
    for chosen in responses:
        wanted = score(question, [question.options[n].id for n in chosen]) * scale
        earned = seen.score(set(chosen))
        if abs(Fraction(earned) - wanted) > TOLERANCE * max(question.points, Fraction(1)):
            found.append(f"{question.id} {chosen}: {float(earned)} instead of {float(wanted)}")
    return found
