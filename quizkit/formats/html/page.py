"""What stands round the questions: the head, the title, how the quiz is taken, pools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from quizkit.formats.base import Job
from quizkit.formats.html.content import Pen
from quizkit.formats.html.labels import Labels
from quizkit.formats.xml_writer import EMPTY, Markup, block, element, tags, text
from quizkit.guessing import most_points
from quizkit.model import Group, Info, Quiz

POLICY = (
    "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing is loaded and nothing runs, whatever stands in the page."""
END = b"</main>\n</body>\n</html>\n"


@dataclass(frozen=True, slots=True)
class Around:
    """What a page is shown in: its policy, the end of its head, and what comes before the quiz."""

    policy: str = POLICY
    in_head: Markup = EMPTY
    before: Markup = EMPTY


BARE = Around()


def head(job: Job, labels: Labels, pen: Pen, around: Around = BARE) -> bytes:
    """Everything before the first question, the ``main`` element still open."""
    title = job.quiz.title or job.quiz.identifier
    start = opening(title, labels.language, labels.direction, around)
    return f"{start}<main>\n{_before_questions(job, title, labels, pen)}\n".encode()


def opening(title: str, language: str, direction: str, around: Around) -> str:
    """A page up to where its ``main`` element begins."""
    start, _ = tags("html", {"lang": language, "dir": direction})
    before = f"{around.before}\n" if around.before else ""
    return f"<!DOCTYPE html>\n{start}\n{_unseen(title, around)}\n<body>\n{before}"


def _unseen(title: str, around: Around) -> Markup:
    return block(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": around.policy}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("meta", {"name": "referrer", "content": "no-referrer"}),
        # Or a browser asks the site that the page lies on for one.
        element("link", {"rel": "icon", "href": "data:,"}),
        element("title", None, text(title)),
        element("style", None, Markup(f"\n{_style()}")),
        around.in_head,
    )


def _before_questions(job: Job, title: str, labels: Labels, pen: Pen) -> Markup:
    """The title, what is said before the quiz, and what a student should know of it."""
    quiz = job.quiz
    parts = [element("h1", None, text(title))]
    if quiz.description is not None:
        shown = pen.flow(None, quiz.description)
        parts.append(element("div", {"class": "qk-description"}, shown))
    facts = [element("li", None, fact) for fact in _facts(quiz, labels)]
    if facts:
        parts.append(block("ul", {"class": "qk-facts"}, *facts))
    # Paper alone has a line for a name.
    parts.append(element("p", {"class": "qk-name"}, labels.told("name", EMPTY)))
    # The rule that unfolds all answers works in browsers that know it; others never show the box.
    box = element("input", {"type": "checkbox", "id": "qk-all"})
    label = element("label", {"for": "qk-all"}, labels.shown("show_all"))
    parts.append(element("p", {"class": "qk-show"}, box, label))
    return block("header", {"class": "qk-top"}, *parts)


def pool_start(group: Group, labels: Labels) -> bytes:
    """The beginning of a pool: its title, and how many of its questions a student gets."""
    heading = element("h2", None, text(group.title) if group.title else labels.shown("pool"))
    drawn = labels.told("drawn", f"{group.pick} / {len(group.questions)}")
    start, _ = tags("section", {"class": "qk-pool"})
    return f"{start}\n{heading}\n{element('p', {'class': 'qk-note'}, drawn)}\n".encode()


def _facts(quiz: Quiz, labels: Labels) -> Iterator[Markup]:
    """What the quiz is worth, and how it is to be taken."""
    worth = most_points(quiz)
    if worth and _same_for_all(quiz):
        yield labels.told("points", labels.number(worth))
    settings = quiz.settings
    if settings.time_limit is not None:
        yield labels.told("time_limit", labels.number(settings.time_limit))
    if settings.attempts is not None:
        yield labels.told("attempts", str(settings.attempts))
    for key in ("shuffle_questions", "show_correct_answers", "one_at_a_time"):
        value: bool | None = getattr(settings, key)
        if value is not None:
            yield labels.shown(key) if value else labels.told(key, labels.shown("no"))


def _same_for_all(quiz: Quiz) -> bool:
    """Whether no pool gives one student more points to earn than another."""
    loose = {name: g.id for g in quiz.groups if g.pick < len(g.questions) for name in g.questions}
    given = {g.id: g.points for g in quiz.groups}
    seen: dict[str, set[object]] = {}
    for question in quiz.questions:
        pool = loose.get(question.id)
        if pool is not None:
            worth = None if isinstance(question, Info) else given[pool]
            seen.setdefault(pool, set()).add(question.points if worth is None else worth)
    return all(len(worths) == 1 for worths in seen.values())


@cache
def _style() -> str:
    return files("quizkit.formats.html").joinpath("style.css").read_text(encoding="utf-8")
