"""What a test, a section or an item of QTI 1.2 says beside its questions."""

from __future__ import annotations

from quizkit.formats.base import Feature, ImportJob
from quizkit.formats.qti12.material import Materials
from quizkit.formats.safe_xml import Element
from quizkit.formats.taken import words
from quizkit.model import Content
from quizkit.naming import excerpt

_FOR_STUDENTS = frozenset({"", "all", "candidate"})
_LONGEST = 80


def said_beside(element: Element, materials: Materials, *more: str) -> Content | None:
    """What an element itself says to students, before what it holds; None for nothing.

    ``more`` are further tags whose texts count.
    """
    parts = [
        content.source
        for tag in ("presentation_material", *more, "rubric")
        for found in element.iterfind(tag)
        if (found.get("view") or "").lower() in _FOR_STUDENTS
        and (content := materials.content(found)) is not None
        and words(content.source)
    ]
    if len(parts) > 1:
        parts = [part if part.startswith("<") else f"<p>{part}</p>" for part in parts]
    return Content(html="\n".join(parts)) if parts else None


def account_objectives(
    element: Element, job: ImportJob, owner: str | None, where: str, *tags: str
) -> None:
    """Name the texts of some tags directly in an element, for which a quiz has no place."""
    for tag in tags:
        text = words(" ".join(" ".join(map(str, e.itertext())) for e in element.iterfind(tag)))
        if text:
            told = f'the {tag} "{excerpt(text, _LONGEST)}" {"is" if tag == "rubric" else "are"}'
            job.lose(owner, Feature.RICH_TEXT, f"{told} left out", where)
