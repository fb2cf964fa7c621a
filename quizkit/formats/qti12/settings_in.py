"""``assessment_meta.xml``: how a quiz is taken in Canvas; and what other dialects say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from quizkit.formats.base import Feature, ImportJob
from quizkit.formats.safe_xml import Element
from quizkit.formats.weighing import decimal_number
from quizkit.model import NO_SETTINGS, Settings

_ISSUES = {
    "access_code": "an access code",
    "ip_filter": "a filter of addresses",
    "lock_at": "the time when it closes",
    "unlock_at": "the time when it opens",
    "due_at": "the time when it is due",
    "hide_results": "when results are hidden",
    "calculator_type": "a calculator",
    "cant_go_back": "that nobody goes back",
}
_USUAL = frozenset({"", "none", "false"})


@dataclass
class QuizMeta:
    """What is said of a quiz as a whole."""

    title: str = ""
    description: str = ""
    settings: Settings = NO_SETTINGS
    shuffle_answers: bool | None = None
    issues: list[str] = field(default_factory=list)
    """What a quiz here has no place for, in words."""


def read_meta(root: Element) -> QuizMeta:
    """The settings in an ``assessment_meta.xml``."""
    meta = QuizMeta(
        title=_text(root, "title"),
        description=_text(root, "description"),
        shuffle_answers=_flag(root, "shuffle_answers"),
    )
    limit = decimal_number(_text(root, "time_limit"))
    attempts = decimal_number(_text(root, "allowed_attempts"))
    meta.settings = Settings(
        time_limit=limit if limit and limit > 0 else None,
        attempts=int(attempts) if attempts is not None and attempts >= 1 else None,
        shuffle_questions=_flag(root, "shuffle_questions"),
        show_correct_answers=_flag(root, "show_correct_answers"),
        one_at_a_time=_flag(root, "one_question_at_a_time"),
    )
    meta.issues = [
        words for tag, words in _ISSUES.items() if _text(root, tag).lower() not in _USUAL
    ]
    kind = _text(root, "quiz_type")
    if kind not in ("", "assignment"):
        meta.issues.append(f"that it is a {kind.replace('_', ' ')}")
    return meta


def settings_of_assessment(assessment: Element) -> Settings:
    """What an assessment says of itself: attempts and time."""
    fields = {
        (found.findtext("fieldlabel") or "").strip(): (found.findtext("fieldentry") or "").strip()
        for holder in assessment.iterfind("qtimetadata")
        for found in holder.iter("qtimetadatafield", "qti_metadatafield")
    }
    attempts = decimal_number(fields.get("cc_maxattempts", ""))
    limit = decimal_number(fields.get("qmd_timelimit", ""))
    if limit is None:
        limit = _minutes(assessment.findtext("duration") or "")
    return Settings(
        time_limit=limit if limit and limit > 0 else None,
        attempts=int(attempts) if attempts is not None and attempts >= 1 else None,
    )


def account_issues(meta: QuizMeta, job: ImportJob) -> None:
    """Say what is left to the LMS."""
    if meta.issues:
        named = ", ".join(meta.issues)
        job.lose(None, Feature.SETTINGS, f"these settings are left to the LMS: {named}")


def _minutes(written: str) -> Fraction | None:
    """A duration such as ``P0Y0M0DT1H30M0S`` or ``H1`` in minutes."""
    written = re.sub(r"^P.*T", "", written.strip())
    if re.fullmatch(r"H\d{1,3}", written):
        return Fraction(int(written[1:]) * 60)
    found = re.fullmatch(r"(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,6})S)?", written)
    if not written or found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 60 + minutes + Fraction(seconds, 60)


def _text(root: Element, tag: str) -> str:
    return (root.findtext(tag) or "").strip()


def _flag(root: Element, tag: str) -> bool | None:
    written = _text(root, tag).lower()
    return {"true": True, "false": False}.get(written)
