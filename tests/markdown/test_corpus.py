"""Quizzes that other people wrote: how many questions and right answers each file holds.

The table was filled by searching the files (lines such as ``- [x]``, ``Correct answer: A, E``,
numbered headings) and reading what the search could not settle, never by running the reader.
"""

from __future__ import annotations

import pytest

from quizkit.decode import decode
from quizkit.lint.engine import check
from quizkit.markdown.reader import read_markdown
from quizkit.model import Choice, Question, Role, TrueFalse
from tests.shared import shared_data

COUNTS = {
    "aws-ccp-exam-1.md": (50, 62),
    "aws-ccp-exam-12.md": (42, 54),
    "cdac-mcq1.md": (50, 50),
    "ghcertified-actions-003-en.md": (1, 2),
    "ghcertified-actions-003-es.md": (1, 2),
    "ghcertified-actions-003-ja.md": (1, 2),
    "ghcertified-actions-003-pl.md": (1, 2),
    "ghcertified-actions-003-pt.md": (1, 2),
    "ghcertified-actions-130-en.md": (1, 3),
    "git-course-quiz-01-pt.md": (5, 5),
    "hpc-ray.md": (15, 15),
    "jsq-ar-eg.md": (43, 43),
    "jsq-ar.md": (54, 53),  # one answer line there is split in the middle of its word
    "jsq-en.md": (155, 155),
    "jsq-ja.md": (86, 86),
    "jsq-pl.md": (75, 75),
    "jsq-ru.md": (155, 155),
    "jsq-uk.md": (46, 46),
    "linkedin-after-effects-en.md": (46, 48),
    "linkedin-after-effects-it.md": (24, 0),
    "linkedin-agile-es.md": (103, 100),
    "linkedin-ai-ml-basics.md": (22, 22),
    "linkedin-android-hi.md": (77, 79),
    "linkedin-aws-lambda-tr.md": (51, 49),
    "linkedin-cpp-zh.md": (220, 226),
    "linkedin-django-de.md": (247, 247),
    "linkedin-git-ua.md": (157, 158),
    "linkedin-html-en.md": (136, 136),
    "linkedin-html-ua.md": (136, 136),
    "linkedin-javascript-ptbr.md": (151, 153),
    "linkedin-lightroom-zh-zwsp.md": (20, 20),
    "linkedin-machine-learning-fr.md": (15, 15),
    "linkedin-maven-fr.md": (10, 10),
    "linkedin-ms-project-en.md": (329, 342),
    "linkedin-power-bi-en.md": (104, 104),
    "linkedin-sketchup-en.md": (64, 68),
    "moodle-markdown-sample.md": (3, 4),
    "qcm-parser-example-fr.md": (4, 4),
    "carpentries-git-changes.md": (0, 0),
    "carpentries-git-history.md": (0, 0),
    "claroline-quiz-doc.md": (0, 0),
    "emoji-checklists-not-a-quiz.md": (0, 0),
    "ml-lab-qa-it.md": (0, 0),
}


def keys(question: Question) -> int:
    if isinstance(question, Choice):
        return sum(option.role is Role.KEY for option in question.options)
    return 1 if isinstance(question, TrueFalse) else 0


@pytest.mark.parametrize("name", COUNTS)
def test_every_question_and_key_is_read(name: str) -> None:
    text = decode(shared_data("corpus", "markdown", name).read_bytes()).text
    questions = read_markdown(text, path=name).quiz.questions
    assert (len(questions), sum(map(keys, questions))) == COUNTS[name]


def test_every_file_is_checked_and_every_finding_points_at_a_place() -> None:
    for path in sorted(shared_data("corpus", "markdown").iterdir()):
        text = decode(path.read_bytes(), path=path.name).text
        lines = text.split("\n")
        for found in check(read_markdown(text, path=path.name)):
            assert 1 <= found.span.line <= len(lines), (path.name, found)
            assert found.span.column <= len(lines[found.span.line - 1]) + 1, (path.name, found)
