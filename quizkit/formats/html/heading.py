"""The heading of a question: nothing in it twice, neither its number nor what the stem says."""

from __future__ import annotations

import re

from quizkit.formats.html.sheet import Sheet
from quizkit.formats.xml_writer import EMPTY, Markup, element, join, text
from quizkit.model import Info, Question

_NUMBERED = re.compile(
    r"\s*(?:[^\W\d]{1,12}[\s.]{0,2})?([0-9]{1,4})(?:(?:\s*[.):：、–—-]+\s*|\s*\Z)(.*))\Z", re.DOTALL
)
"""A title that begins with a number of its own: "Q3. Which", "3) Which", "Question 3"."""
_BEGINNING = 400
"""Characters of a stem in which its first line is looked for."""


def heading(sheet: Sheet, question: Question, number: int, level: int) -> Markup:
    """The number of the question, its title and what it is worth; its id is ``<name>-h``."""
    named = {"id": f"{sheet.name}-h", "class": "qk-title"}
    if isinstance(question, Info):
        return element(f"h{level}", named, text(question.title)) if question.title else EMPTY
    labels = sheet.labels
    worth = labels.told("points", labels.number(question.points))
    points = element("p", {"class": "qk-points"}, worth)
    shown = element(f"h{level}", named, _shown(sheet, question, number))
    return element("header", None, shown, points)


def _shown(sheet: Sheet, question: Question, number: int) -> Markup:
    title = " ".join(question.title.split())
    own = _NUMBERED.match(title)
    numbered = own is not None and int(own[1]) == number
    said = own[2] if own is not None and numbered else title
    if not title or (said and _begins_with(sheet, question, said)):
        return sheet.labels.numbered("question", number)
    if numbered:
        return text(title)
    count = element("span", {"class": "qk-count"}, text(f"{number}. "))
    return join([count, text(title)])


def _begins_with(sheet: Sheet, question: Question, said: str) -> bool:
    """Whether the first line of the stem is the title: a heading that asks was made both."""
    beginning = question.stem.source[:_BEGINNING]
    if said.split(None, 1)[0] not in beginning:  # spares most stems the rendering
        return False
    lines = sheet.job.render.text(question.stem).strip().split("\n", 1)
    return " ".join(lines[0].split()) == said
