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
    "course-nextjs-es.md": (9, 9),  # its answers stand apart; the lists of ✅ before are none
    "hf-course-de.mdx": (11, 13),
    "hf-course-en.mdx": (11, 13),
    "hf-course-fr.mdx": (12, 17),
    "hf-course-hi.mdx": (11, 13),
    "hf-course-ru.mdx": (11, 13),
    "hf-course-zh.mdx": (11, 13),
    "hpc-parallel-sorting.md": (15, 15),
    "liascript-g-ml-24.md": (11, 23),  # three of them are to be put in order
    "liascript-gefahrstoffe-tischler.md": (10, 8),  # one matches, one has gaps
    "liascript-holzarten-01.md": (14, 11),  # one matches, eight have gaps
    "liascript-mathe-bsp.md": (9, 3),  # seven ask for a number or a term
    "liascript-vib-em101.md": (3, 3),
    "liascript-zahntechniker-zahn223.md": (32, 55),  # six have gaps
    "markdown2moodle-example.md": (11, 12),
    "md2xml-ovgu-example.md": (3, 4),  # four more are in no habit that is read
    "mkdocs-quiz-advanced-formatting.md": (7, 7),
    "mkdocs-quiz-demo-quiz.md": (3, 3),  # one has a gap
    "mkdocs-quiz-fill-in-blank.md": (5, 0),
    "mkdocs-quiz-multiple-choice.md": (7, 9),
    "qa-ai-module-01-quiz.md": (14, 13),  # one matches by letters, one is open
    "qa-ai-quiz-introduction.md": (10, 10),  # four are open
    "quizdown-sphinx-demo.md": (10, 13),
    "rpi-find-the-bug-q1-ar-SA.md": (1, 1),
    "rpi-find-the-bug-q1-de-DE.md": (1, 1),
    "rpi-find-the-bug-q1-en.md": (1, 1),
    "rpi-find-the-bug-q1-ja-JP.md": (1, 1),
    "rpi-find-the-bug-q1-pt-BR.md": (1, 1),
    "rpi-find-the-bug-q1-uk-UA.md": (1, 1),
    "typeofnan-array-method-findindex.md": (1, 1),
    "typeofnan-digit-with-dots-in-js.md": (1, 1),
    "quizdown-syntax.md": (0, 0),  # all of it stands in code
    "rust-quiz-002-bitand-or-reference.md": (0, 0),  # the question is in another file
    "java21-qa.md": (0, 0),
    "ghcertified-readme.md": (0, 0),
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
