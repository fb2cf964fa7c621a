"""Rich text where Moodle shows plain text alone: right sides, entries of drop-downs."""

from __future__ import annotations

import re

from quizkit.content.profile import Profile
from quizkit.formats.base import Feature, Job
from quizkit.model import Content, Question

_FORMULA = "\ue000"
_PROBE = Profile(name="probe", math=lambda tex, display: _FORMULA)
_NO_IMAGE = re.compile(r"<(?!/?(?:img|audio|video|source)\b)")


def plain_text(content: Content, question: Question, job: Job, where: str) -> str:
    """Text on one line; declares the markup that does not arrive. May be empty."""
    text = " ".join(job.render.text(content).split())
    found = job.inline(question, content, _PROBE)
    if "<" not in found.markup and _FORMULA not in found.markup:
        return text
    if _FORMULA in found.markup:
        job.lose(question, Feature.MATH, f"{where} show formulas as TeX")
    if re.search(r"<(?:img|audio|video)\b", found.markup):
        job.lose(
            question, Feature.IMAGES, f"{where} show an image's description instead of the image"
        )
    if _NO_IMAGE.search(found.markup):
        job.lose(question, Feature.RICH_TEXT, f"{where} are plain text; their layout is lost")
    return text


def is_plain(content: Content, job: Job) -> bool:
    """Whether the content is text on one line, with no markup at all."""
    markup = job.render.inline(content, _PROBE).markup
    return not ("<" in markup or _FORMULA in markup)
