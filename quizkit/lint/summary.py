"""What rules across files need of each file: small, and kept by the cache."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from quizkit.lint.cues import LengthCue, PlaceCue, length_cues, place_cues
from quizkit.lint.document import Document
from quizkit.lint.same import Asked, asked_in
from quizkit.model import Info


@dataclass(frozen=True, slots=True)
class Weight:
    """What one question counts for in a blueprint: points, tags and category."""

    points: float
    tags: tuple[str, ...]
    category: str


@dataclass(frozen=True, slots=True)
class Summary:
    """One file: what its questions ask and accept, the cues they give, what they count."""

    path: str
    asked: tuple[Asked, ...]
    lengths: tuple[LengthCue, ...]
    places: tuple[PlaceCue, ...]
    weights: tuple[Weight, ...]

    @property
    def questions(self) -> int:
        """How many questions the file has."""
        return len(self.asked)


def summarize(doc: Document, path: str) -> Summary:
    """A file in short."""
    return Summary(
        path=path,
        asked=tuple(asked_in(doc)),
        lengths=tuple(length_cues(doc)),
        places=tuple(place_cues(doc)),
        weights=tuple(
            Weight(float(q.question.points), q.question.tags, "/".join(q.question.category))
            for q in doc.questions
            if not isinstance(q.question, Info)
        ),
    )


def summary_data(summary: Summary) -> dict[str, Any]:
    """A summary as JSON holds it."""
    return asdict(summary)


def summary_from(data: dict[str, Any]) -> Summary:
    """The reverse of :func:`summary_data`; raises KeyError or TypeError for anything else."""
    return Summary(
        path=data["path"],
        asked=tuple(Asked(**{**a, "silent": tuple(a["silent"])}) for a in data["asked"]),
        lengths=tuple(LengthCue(**cue) for cue in data["lengths"]),
        places=tuple(PlaceCue(**cue) for cue in data["places"]),
        weights=tuple(
            Weight(w["points"], tuple(w["tags"]), w["category"]) for w in data["weights"]
        ),
    )
