"""Words and tables of what Moodle's formats do not hold, shared by the two of them."""

from __future__ import annotations

from fractions import Fraction

from quizkit.formats.base import Feature, Job
from quizkit.formats.moodle_xml.fractions import decimal_text
from quizkit.formats.moodle_xml.names import LONGEST_NAME, is_cut
from quizkit.model import Settings


def points_text(points: Fraction) -> str:
    """Points for a person: at most three decimals, and the unit in the right number."""
    text = decimal_text(points, places=3)
    return f"{text} point" if text == "1" else f"{text} points"


def share_text(share: Fraction) -> str:
    """A share of the points for a person: ``35 %``."""
    return f"{decimal_text(share * 100, places=2)} %"


def account_quiz(job: Job) -> None:
    """Declare what of the quiz as a whole goes elsewhere or nowhere, whatever the questions."""
    quiz = job.quiz
    if quiz.title:
        cut = f", cut after {LONGEST_NAME} characters" if is_cut(quiz.title) else ""
        job.adapt(None, Feature.QUIZ_TITLE, f"it becomes the name of the question category{cut}")
    if quiz.language:
        job.adapt(None, Feature.LANGUAGE, "it is not in the file; Moodle takes it from the course")
    named = _named(quiz.settings)
    if named:
        job.lose(
            None,
            Feature.SETTINGS,
            f"{', '.join(named)}: to be set in the Moodle quiz that uses these questions",
        )
    for group in quiz.groups:
        title = group.title or group.id
        worth = f", worth {points_text(group.points)} each" if group.points is not None else ""
        job.adapt(
            None,
            Feature.GROUPS,
            f'the pool "{title}" becomes a category of its own; add {group.pick} random '
            f"question{'s' if group.pick != 1 else ''} from it to the quiz{worth}",
        )


def _named(settings: Settings) -> list[str]:
    words = {
        "time limit": settings.time_limit,
        "number of attempts": settings.attempts,
        "shuffling of the questions": settings.shuffle_questions,
        "showing the right answers": settings.show_correct_answers,
        "one question at a time": settings.one_at_a_time,
    }
    return [name for name, value in words.items() if value is not None]
