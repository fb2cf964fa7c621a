"""``quizkit diff``: two quizzes in any formats, compared as people and mark books see them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import click

from quizkit.cli.file_diff import file_diff
from quizkit.diff import Change, QuestionDiff, QuizDiff, diff_quizzes, marked
from quizkit.errors import QuizkitError
from quizkit.importing import import_
from quizkit.model import Quiz
from quizkit.naming import place
from quizkit.numbers import number_text

_NO_FILE = "/dev/null"
_GIT_ARGUMENTS = (7, 9)
"""What git gives a diff driver: path, and for each side a file, a hash and a mode.

A renamed file has two more: its new path, and how like the old one it is.
"""
_GIT_CALLS = "GIT_DIFF_PATH_COUNTER"
"""Set where git calls; for a file that is not merged it gives the path alone."""
_LONG = 60


@click.command("diff", epilog="Example: quizkit diff quiz.md quiz.moodle.xml")
@click.argument("paths", metavar="A B", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.option("--from", "source_format", metavar="FORMAT", help="The format of both.")
def command(paths: tuple[str, ...], form: str, source_format: str | None) -> int:
    """Say what differs between two quizzes, in any formats that can be imported.

    Questions added, removed, moved; changes in wording, key, weight and feedback; and which
    responses now earn another score. Ends with 1 where the quizzes differ. Works as git's diff
    driver, see docs/git.md.
    """
    git = len(paths) in _GIT_ARGUMENTS
    if git:
        name, (before, after) = paths[0], (paths[1], paths[4])
    elif len(paths) == 2:
        name, (before, after) = "", paths
    elif len(paths) == 1 and _GIT_CALLS in os.environ:
        click.echo(f"quizkit diff {paths[0]}\nnot merged yet")
        return 0
    else:
        raise click.UsageError("name two quizzes")
    if name and form == "text":
        click.echo(f"quizkit diff {name}")
    try:
        found = diff_quizzes(_quiz(before, source_format), _quiz(after, source_format))
    except QuizkitError:
        if not git:
            raise
        for line in _lines_of_text(name, before, after):
            click.echo(line)
        return 0
    if form == "json":
        click.echo(json.dumps(_document(found), ensure_ascii=False, indent=2))
    else:
        for line in _markdown(found) if form == "markdown" else _text(found):
            click.echo(line)
    return 1 if found.differs and not git else 0


def _quiz(path: str, form: str | None) -> Quiz:
    """One side; git names a file that is not there /dev/null."""
    if path == _NO_FILE:
        return Quiz(identifier="quiz", questions=())
    return import_(path, form).quiz


def _lines_of_text(name: str, before: str, after: str) -> Iterator[str]:
    """For git, which stops at a driver that fails: a file that is no quiz, by its lines."""
    sides = [b"" if path == _NO_FILE else Path(path).read_bytes() for path in (before, after)]
    return file_diff(name, sides[0], sides[1])


# -- text -----------------------------------------------------------------------------------


def _text(found: QuizDiff) -> Iterator[str]:
    for change in found.changes:
        yield from _change_lines(change, "")
    for question in found.questions:
        if question.kind == "same":
            continue
        yield _headline(question)
        for change in question.changes:
            yield from _change_lines(change, "  ")
        for response in question.rescored:
            earned = f"{_points(response.before)} -> {_points(response.after)} points"
            yield "  " + _colour(f"score of {response.response}: {earned}", "yellow")
    yield _summary(found)


def _headline(question: QuestionDiff) -> str:
    shown = question.after or question.before
    assert shown is not None
    name = place(shown, question.number_after or question.number_before)
    if question.kind == "added":
        return _colour(f"+ {name}", "green")
    if question.kind == "removed":
        return _colour(f"- {name}", "red")
    return f"{'~' if question.changes or question.rescored else '>'} {name}{_moved(question)}"


def _moved(question: QuestionDiff) -> str:
    return f" (it was question {question.number_before})" if question.moved else ""


def _change_lines(change: Change, indent: str) -> Iterator[str]:
    label = _label(change)
    before, after = change.before, change.after
    if before is None or after is None or not before or not after:
        sign, text, colour = ("+", after, "green") if after else ("-", before, "red")
        if change.kind in ("key", "weight") and after is None:
            return
        line = f"{sign} {_one_line(text or '')}"
        yield f"{indent}{label}: {_colour(line, colour)}"
    elif change.kind in ("wording", "feedback", "answers", "title", "markup", "description"):
        shown = marked(
            before,
            after,
            lambda text: _colour(f"[-{text}-]", "red"),
            lambda text: _colour(f"{{+{text}+}}", "green"),
        )
        yield f"{indent}{label}: {shown}"
    else:
        yield f"{indent}{label}: {before} -> {after}"


def _label(change: Change) -> str:
    """What kind of change in what part; once where the part's name says the kind."""
    return change.part if change.part.startswith(change.kind) else f"{change.kind}, {change.part}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _summary(found: QuizDiff) -> str:
    kinds = [question.kind for question in found.questions]
    words = [
        f"{kinds.count(k)} {k}" for k in ("added", "removed", "changed", "moved") if k in kinds
    ]
    scored = sum(bool(question.rescored) for question in found.questions)
    if scored:
        words.append(
            f"{scored} of them scored differently" if scored > 1 else "1 of them scored differently"
        )
    if not words and found.changes:
        return "the questions are the same"
    return ", ".join(words) or "the quizzes are the same"


def _points(points: Fraction) -> str:
    text = number_text(points)
    return f"{float(points):.3f}".rstrip("0").rstrip(".") if "/" in text or len(text) > 6 else text


def _colour(text: str, colour: str) -> str:
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return click.style(text, fg=colour)
    return text


# -- markdown -------------------------------------------------------------------------------


def _markdown(found: QuizDiff) -> Iterator[str]:
    yield f"**{_summary(found)}**"
    for change in found.changes:
        yield f"- {_markdown_change(change)}"
    for question in found.questions:
        if question.kind == "same":
            continue
        shown = question.after or question.before
        assert shown is not None
        name = place(shown, question.number_after or question.number_before)
        yield ""
        yield f"### {question.kind.capitalize()}: {_plain(name)}{_moved(question)}"
        if question.changes or question.rescored:
            yield ""
        for change in question.changes:
            yield f"- {_markdown_change(change)}"
        for response in question.rescored:
            earned = f"{_points(response.before)} → **{_points(response.after)}** points"
            yield f"- score of {_plain(response.response)}: {earned}"


def _markdown_change(change: Change) -> str:
    label = change.kind if change.part == change.kind else f"{change.kind}, {_plain(change.part)}"
    before, after = change.before or "", change.after or ""
    if before and after and len(before) + len(after) < _LONG and " " not in before + after:
        return f"{label}: {_plain(before)} → {_plain(after)}"
    shown = marked(
        before, after, lambda text: f"~~{_plain(text)}~~", lambda text: f"**{_plain(text)}**"
    )
    return f"{label}: {shown}"


def _plain(text: str) -> str:
    return "".join("\\" + char if char in "\\`*_[]<>~|" else char for char in text)


# -- data -----------------------------------------------------------------------------------


def _document(found: QuizDiff) -> dict[str, object]:
    return {
        "differs": found.differs,
        "changes": [_change_data(change) for change in found.changes],
        "questions": [
            {
                "kind": question.kind,
                "moved": question.moved,
                "before": _side(question, old=True),
                "after": _side(question, old=False),
                "changes": [_change_data(change) for change in question.changes],
                "rescored": [
                    {
                        "response": response.response,
                        "before": number_text(response.before),
                        "after": number_text(response.after),
                    }
                    for response in question.rescored
                ],
            }
            for question in found.questions
            if question.kind != "same"
        ],
    }


def _side(question: QuestionDiff, *, old: bool) -> dict[str, object] | None:
    shown = question.before if old else question.after
    if shown is None:
        return None
    number = question.number_before if old else question.number_after
    return {"number": number, "id": shown.id, "title": shown.title}


def _change_data(change: Change) -> dict[str, object]:
    return {
        "kind": change.kind,
        "part": change.part,
        "before": change.before,
        "after": change.after,
    }
