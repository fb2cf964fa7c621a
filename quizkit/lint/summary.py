"""What rules across files need of each file: small, and kept by the cache."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from quizkit.lint.cues import (
    LengthCue,
    PlaceCue,
    length_bias_in,
    length_cues,
    place_bias_in,
    place_cues,
)
from quizkit.lint.document import Document
from quizkit.lint.leaks import Answer, Exposed, Text, exposed_in
from quizkit.lint.same import Asked, asked_in
from quizkit.lint.spelling import Spelled, spelled_in
from quizkit.model import Info

_NO_WORDS, _NOT_EXPOSED = Spelled(), Exposed()


class Weight(NamedTuple):
    """What one question counts for in a blueprint: points, tags and category."""

    points: float
    tags: tuple[str, ...]
    category: str


class Summary(NamedTuple):
    """One file: what its questions ask and accept, the cues they give, what they count."""

    path: str
    asked: tuple[Asked, ...]
    lengths: tuple[LengthCue, ...]
    places: tuple[PlaceCue, ...]
    weights: tuple[Weight, ...]
    biased: tuple[bool, bool] = (False, False)
    """Whether the file by itself gives keys away by their length, and by their place."""
    spelled: Spelled = _NO_WORDS
    """Its words; none where QK419 does not run."""
    exposed: Exposed = _NOT_EXPOSED
    """Its answers and texts as words; none where QK418 does not run."""

    @property
    def questions(self) -> int:
        """How many questions the file has."""
        return len(self.asked)


def summarize(doc: Document, path: str, wanted: Collection[str]) -> Summary:
    """A file in short, as far as the ``wanted`` rules, by code, ask."""
    return Summary(
        path=path,
        asked=tuple(doc.once(asked_in)),
        lengths=tuple(doc.once(length_cues)),
        places=tuple(doc.once(place_cues)),
        weights=tuple(
            Weight(float(q.question.points), q.question.tags, "/".join(q.question.category))
            for q in doc.questions
            if not isinstance(q.question, Info)
        ),
        biased=(
            doc.once(length_bias_in) is not None,
            doc.once(place_bias_in) is not None,
        ),
        spelled=spelled_in(doc) if "QK419" in wanted else _NO_WORDS,
        exposed=exposed_in(doc) if "QK418" in wanted else _NOT_EXPOSED,
    )


def summary_data(summary: Summary) -> dict[str, Any]:
    """A summary as JSON holds it: rows of plain values."""
    return {
        "path": summary.path,
        "asked": summary.asked,
        "lengths": summary.lengths,
        "places": summary.places,
        "weights": summary.weights,
        "biased": summary.biased,
        "spelled": summary.spelled,
        "exposed": summary.exposed,
    }


def summary_from(data: dict[str, Any]) -> Summary:
    """The reverse of :func:`summary_data`; raises LookupError, TypeError or ValueError for anything else."""
    return Summary(
        path=data["path"],
        asked=tuple(
            Asked._make((*row[:7], tuple(row[7]), row[8], tuple(row[9]))) for row in data["asked"]
        ),
        lengths=tuple(LengthCue._make(row) for row in data["lengths"]),
        places=tuple(PlaceCue._make(row) for row in data["places"]),
        weights=tuple(
            Weight(points, tuple(tags), category) for points, tags, category in data["weights"]
        ),
        biased=(bool(data["biased"][0]), bool(data["biased"][1])),
        spelled=Spelled._make(data["spelled"]),
        exposed=_exposed(*data["exposed"]),
    )


def _exposed(answers: list[Any], texts: list[Any]) -> Exposed:
    return Exposed(
        tuple(
            Answer(question, words, tuple(wrong), told) for question, words, wrong, told in answers
        ),
        tuple(Text._make(row) for row in texts),
    )
