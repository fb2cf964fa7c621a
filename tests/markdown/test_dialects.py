"""Quizzes in the syntax of other tools: what is read, where, and what is said of broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizkit.decode import decode
from quizkit.importing import format_names, import_
from quizkit.markdown.dialects import find_habit, habit_names
from quizkit.markdown.kept import lost_in_rewriting
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.writer import write_markdown
from quizkit.model import (
    Choice,
    ChoiceGap,
    Cloze,
    Matching,
    Numeric,
    Ordering,
    Question,
    Role,
    Selection,
    ShortText,
    TextGap,
    TrueFalse,
)
from quizkit.same import essence
from tests.markdown.habits import (
    FREECODECAMP,
    FRONT,
    LIA,
    MARKS,
    MDX,
    MKDOCS,
    QUIZDOWN,
    RASPBERRY,
    SAMPLES,
    lines,
)
from tests.shared import ROOT, shared_data


def options(question: Question) -> list[tuple[str, str]]:
    assert isinstance(question, Choice), question
    return [(o.content.source, o.role) for o in question.options]


def feedback(question: Question) -> list[str | None]:
    assert isinstance(question, Choice)
    return [o.feedback.source if o.feedback else None for o in question.options]


def test_liascript() -> None:
    reading = read_markdown(LIA, path="course.md")
    quiz = reading.quiz
    assert (quiz.title, quiz.language) == ("Planeten", "de")
    assert quiz.description and quiz.description.source == "Ein Kurs über Planeten."
    one, many, text, number, cloze, matching, pick, order = quiz.questions
    assert one.stem.source == "Welcher Planet ist der größte?"
    assert options(one) == [
        ("Mars", "distractor"),
        ("Jupiter\nmit vielen Monden\n\n```c\nint x;\n```", "key"),
        ("Venus", "distractor"),
    ]
    assert [h.source for h in one.hints] == ["Er hat einen roten Fleck."]
    assert one.feedback.general.source == "Jupiter ist *elfmal* so breit wie die Erde."
    assert one.tags == ("planeten", "sonne")
    assert isinstance(one, Choice) and one.selection is Selection.SINGLE
    assert isinstance(many, Choice) and many.selection is Selection.MULTIPLE
    assert many.stem.source == "Welche haben Ringe?"
    assert isinstance(text, ShortText) and text.answers[0].text == "Titan"
    assert isinstance(number, Numeric) and number.answers[0].value == 2
    assert number.stem.source == "Wie viele Monde hat der Mars?"
    assert isinstance(cloze, Cloze)
    assert cloze.stem.source == "Der Mars ist {{g1}}, die Venus {{g2}} und {nicht grün}."
    typed, chosen = cloze.gaps
    assert isinstance(typed, TextGap) and typed.answers[0].text == "rot"
    assert isinstance(chosen, ChoiceGap)
    assert [(o.content.source, o.role) for o in chosen.options] == [
        ("kalt", "distractor"),
        ("heiß", "key"),
    ]
    assert isinstance(matching, Matching)
    assert [(p.left.source, p.right.source) for p in matching.pairs] == [
        ("Mars", "Planet"),
        ("Sirius", "Stern"),
    ]
    assert isinstance(pick, Choice) and pick.selection is Selection.SINGLE
    assert [o.role for o in pick.options] == [Role.DISTRACTOR, Role.KEY, Role.KEY]
    assert isinstance(order, Ordering)
    assert [item.source for item in order.items] == ["Merkur", "Venus", "Erde"]
    assert lines(reading) == [
        "11: QK114 this passage belongs to no question, so no student will see it"
    ]


def test_liascript_in_boxes_of_html_keeps_the_picture_beside_the_answers() -> None:
    reading = read_markdown(
        "# Course\n\n## Tools\n\n<section>\n<div>\nWhat is this?\n<!-- data-randomize -->\n"
        "- [( )] A saw\n- [(X)] A brush\n</div>\n<div>\n![A brush](brush.png)\n</div>\n</section>\n"
        "\n## End\n\nGood bye.\n"
    )
    (question,) = reading.quiz.questions
    assert question.stem.source == "What is this?\n\n![A brush](brush.png)"
    assert options(question) == [("A saw", "distractor"), ("A brush", "key")]
    assert [q.span.line for q in reading.questions] == [3]


def test_liascript_says_what_scripts_and_macros_would_do() -> None:
    text = (
        "# Course\n\n## Sum\n\nWhat is 1 + 1?\n\n[[2]]\n@Algebrite.check(2)\n\n## Picture\n\n"
        "@Pictures.brush(15)\n\n- [(X)] A brush\n- [( )] A saw\n\n## Free\n\nSay something.\n\n"
        "[[!]]\n<script>true</script>\n"
    )
    found = [
        (d.span.line, d.code, d.message.partition(";")[0])
        for d in read_markdown(text).all_diagnostics
        if d.severity != "info"
    ]
    assert found[:3] == [
        (8, "QK120", "a script judges this answer"),
        (12, "QK120", "@Pictures.brush is a macro of LiaScript"),
        (21, "QK117", "this answer is judged by a script, which no other system can run"),
    ]


def test_liascript_matrix_with_a_row_that_has_no_column_is_not_guessed_at() -> None:
    text = (
        "## Sort\n\n- [[Hot] [Cold]]\n- [[X] [ ]] Venus\n- [[ ] [ ]] Mars\n\n[[ ]] No\n[[X]] Yes\n"
    )
    assert "5: QK117 no column of this row is right; matching needs exactly one" in lines(
        read_markdown(text)
    )


def test_mkdocs_quiz() -> None:
    reading = read_markdown(MKDOCS)
    choice, cloze, old = reading.quiz.questions
    assert reading.quiz.title == "Lesson"
    assert choice.stem.source == "Which planets have rings?"
    assert options(choice) == [("Saturn", "key"), ("Venus", "distractor"), ("Uranus", "key")]
    assert feedback(choice) == ["Seven of them.", None, None]
    assert choice.feedback.general.source == "## More\n\nNeptune has some too."
    assert reading.questions[0].spans[("options", 0)].column == 7
    assert isinstance(cloze, Cloze)
    assert cloze.stem.source == (
        "The red planet is {{g1}}, and `[[this]]` is code. It has {{g2}} moons."
    )
    assert cloze.feedback.general.source == "Phobos and Deimos."
    assert options(old) == [("Yes", "key"), ("No", "distractor")]
    assert old.feedback.general.source == "<em>It is.</em>"
    assert [q.span.line for q in reading.questions] == [5, 26, 33]


def test_quizdown_as_a_file() -> None:
    quiz = read_markdown(QUIZDOWN).quiz
    choice, order = quiz.questions
    assert (quiz.language, quiz.settings.shuffle_questions) == ("de", True)
    assert options(choice) == [("Venus", "distractor"), ("Mars", "key")]
    assert feedback(choice) == [None, "So ist es."]
    assert [h.source for h in choice.hints] == ["Er ist nach einem Gott benannt."]
    assert isinstance(choice, Choice) and choice.shuffle is False
    assert isinstance(order, Ordering)
    assert [item.source for item in order.items] == ["Merkur", "Venus", "Erde"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<div class="quizdown">', "</div>"),
        ("{{< quizdown >}}", "{{< /quizdown >}}"),
        ("```quizdown", "```"),
    ],
)
def test_quizdown_in_a_page(before: str, after: str) -> None:
    text = (
        f"# A page\n\n- [x] done\n- [ ] to do\n\n{before}\n---\nshuffleAnswers: false\n---\n\n"
        f"## Which planet is red?\n\n> Think of rust.\n\n- [ ] Venus\n- [x] Mars\n{after}\n\n1. a\n2. b\n"
    )
    reading = read_markdown(text)
    (question,) = reading.quiz.questions
    assert reading.dialect == "quizdown" and reading.quiz.title == "A page"
    assert options(question) == [("Venus", "distractor"), ("Mars", "key")]
    assert reading.questions[0].span.line == 11
    assert isinstance(question, Choice) and question.shuffle is False
    unclosed = read_markdown(text.replace(f"\n{after}\n", "\n"))
    assert "6: QK113 this quiz is never closed" in lines(unclosed)


def test_freecodecamp() -> None:
    reading = read_markdown(FREECODECAMP)
    quiz_question, numbered, cloze = reading.quiz.questions
    assert reading.quiz.title == "Planets Quiz"
    assert reading.quiz.description and reading.quiz.description.source == "Answer most of these."
    assert options(quiz_question) == [
        ("Mars", "distractor"),
        ("`Venus`", "distractor"),
        ("Jupiter", "key"),
    ]
    assert feedback(quiz_question) == ["It is small.", None, None]
    assert options(numbered) == [("Mars", "distractor"), ("Saturn", "key")]
    assert feedback(numbered) == [None, "Seven of them."]
    assert numbered.feedback.general.source == "The rings are ice."
    assert isinstance(cloze, Cloze) and cloze.stem.source == "The {{g1}} planet is {{g2}}."
    assert [gap.answers[0].text for gap in cloze.gaps if isinstance(gap, TextGap)] == [
        "red",
        "Mars",
    ]
    assert lines(reading) == []


def test_raspberry_pi() -> None:
    reading = read_markdown(RASPBERRY)
    (question,) = reading.quiz.questions
    assert (reading.quiz.title, question.title) == ("Quick quiz", "Question 1 of 2")
    assert question.stem.source.startswith("Which block moves the sprite?\n\n```blocks3\nmove")
    assert options(question) == [("say", "distractor"), ("move", "key")]
    assert feedback(question) == ["It only `talks`.", "Yes."]
    assert lines(reading) == []


def test_mdx() -> None:
    reading = read_markdown(MDX)
    code, truth = reading.quiz.questions
    assert reading.quiz.title == "Planets"
    assert reading.quiz.description and reading.quiz.description.source == "Some words first."
    assert code.stem.source == 'What does this print?\n\n```py\nprint("x" * 3)\n```'
    assert options(code) == [('<code>xxx</code> — "three"', "key"), ("x3", "distractor")]
    assert feedback(code) == ["It's repeated.", "No"]
    assert reading.questions[0].spans[("options", 1)].line == 24
    assert isinstance(truth, TrueFalse) and truth.answer is True
    assert truth.stem.source == "True or false? Mars is red."
    assert lines(reading) == []


def test_answers_in_the_front_matter() -> None:
    reading = read_markdown(FRONT)
    (question,) = reading.quiz.questions
    assert question.stem.source == 'What is `"1" + 2`?'
    assert options(question) == [("12", "key"), ("3", "distractor")]
    assert question.feedback.general.source == "A string wins."
    assert question.tags == ("strings",)
    assert reading.questions[0].spans[("options", 0)].line == 6
    assert lines(reading) == []


def test_right_answers_behind_an_exclamation_mark() -> None:
    reading = read_markdown(MARKS)
    one, many = reading.quiz.questions
    assert options(one) == [("Mercury", "distractor"), ("Venus", "key")]
    assert feedback(one) == ["It has no air to keep the heat.", None]
    assert [role for _, role in options(many)] == ["key", "key", "distractor"]
    assert one.category == ("Planets", "Rocky")
    assert reading.questions[1].span.line == 11
    assert lines(reading) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_each_is_found_by_its_content_and_said_once(name: str) -> None:
    reading = read_markdown(SAMPLES[name])
    assert reading.dialect == name
    guessed = [d for d in reading.diagnostics if d.code == "QK120"]
    assert [(d.severity, d.message.endswith("are read by guess")) for d in guessed] == [
        ("info", True)
    ]
    assert name in habit_names() and set(SAMPLES) == set(habit_names())


@pytest.mark.parametrize("name", SAMPLES)
def test_each_is_rewritten_in_quizkits_own_dialect(name: str) -> None:
    reading = read_markdown(SAMPLES[name], path="quiz.md")
    written = write_markdown(reading.quiz, name="quiz")
    assert not written.unfaithful
    again = read_markdown(written.text, path="quiz.md")
    assert again.dialect == ""
    assert [essence(q) for q in again.quiz.questions] == [
        essence(q) for q in reading.quiz.questions
    ]


def test_no_source_of_ours_is_taken_for_another_tools() -> None:
    for path in sorted([*(ROOT / "sources").glob("*.md"), *(ROOT / "docs").rglob("*.md")]):
        text = path.read_text(encoding="utf-8")
        assert read_markdown(text).dialect == "", path.name


def test_the_corpus_shows_each_habit_only_in_its_own_files() -> None:
    prefixes = {"mkdocs-quiz": "mkdocs-quiz", "rpi": "raspberry-pi", "hf-course": "mdx"}
    prefixes |= {
        "markdown2moodle": "markdown2moodle",
        "liascript": "liascript",
        "quizdown-sphinx": "quizdown",
        "typeofnan": "typeofnan",
    }
    for path in sorted(shared_data("corpus", "markdown").iterdir()):
        text = decode(path.read_bytes(), path=path.name).text
        wanted = next(
            (name for prefix, name in prefixes.items() if path.name.startswith(prefix)), ""
        )
        assert read_markdown(text, path=path.name).dialect == wanted, path.name


def test_a_named_habit_is_tried_whatever_the_text_shows() -> None:
    text = "## Which?\n\n[[word]]\n"
    assert find_habit(text) is None
    assert read_markdown(text, dialect="liascript").dialect == "liascript"
    assert read_markdown("# Nothing\n", dialect="mdx").dialect == ""


def test_import_names_the_habit_it_found_and_takes_one_by_name() -> None:
    found = import_(QUIZDOWN.encode(), name="quiz.md")
    assert (found.format, found.dialect, len(found.quiz.questions)) == ("markdown", "quizdown", 2)
    named = import_(b"## Which?\n\n[[word]]\n", "liascript", name="quiz.md")
    assert (named.dialect, len(named.quiz.questions)) == ("liascript", 1)
    assert set(habit_names()) <= set(format_names())


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("quizdown", []),
        ("typeofnan", ["line 1: what the front matter says of order would be lost"]),
        (
            "liascript",
            [
                "line 1: this comment (mostly for liascript) would be lost",
                "line 11: what stands outside the questions would be lost",
            ],
        ),
        (
            "freecodecamp",
            ["line 1: what the front matter says of id, challengeType, dashedName would be lost"],
        ),
    ],
)
def test_what_a_rewriting_would_lose_is_named_but_not_the_syntax(
    name: str, lost: list[str], tmp_path: Path
) -> None:
    source = tmp_path / "quiz.md"
    source.write_text(SAMPLES[name], encoding="utf-8")
    written = write_markdown(read_markdown(SAMPLES[name], path="quiz.md").quiz, name="quiz")
    assert list(lost_in_rewriting(source, written.text)) == lost
