"""Selection, one finding for one cause, suppression, and what keeps a question from export."""

from __future__ import annotations

from textwrap import dedent

import pytest

from quizkit.errors import UnknownName
from quizkit.lint.engine import blocking, check, check_names
from quizkit.markdown.reader import read_markdown

TWO_KEYS = "## Which is even?\n\nChoose one.\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n"


def lint(text: str, **names: tuple[str, ...]) -> list[str]:
    found = check(read_markdown(dedent(text), path="quiz.md"), **names)
    return [f"{d.path}:{d.span.line}:{d.span.column}: {d.code}" for d in found]


def test_a_finding_stands_where_it_was_written() -> None:
    assert lint(TWO_KEYS) == ["quiz.md:3:1: QK204"]


@pytest.mark.parametrize("name", ["QK204", "qk204", "QK2", "one-but-many", "all"])
def test_rules_go_by_code_prefix_or_name(name: str) -> None:
    assert lint(TWO_KEYS, select=(name,)) == ["quiz.md:3:1: QK204"]
    assert lint(TWO_KEYS, ignore=(name,)) == []


def test_the_more_exact_of_two_names_wins() -> None:
    assert lint(TWO_KEYS, select=("QK204",), ignore=("QK2",)) == ["quiz.md:3:1: QK204"]
    assert lint(TWO_KEYS, select=("QK2",), ignore=("QK204",)) == []
    assert lint(TWO_KEYS, select=("QK1",)) == []


def test_an_unknown_name_is_named_with_the_nearest() -> None:
    check_names(["QK2", "all", "no-key"])
    with pytest.raises(UnknownName, match="no-key"):
        check_names(["no-kye"])
    with pytest.raises(UnknownName):
        check_names(["QK999"])


def test_one_cause_is_one_finding() -> None:
    # Nothing to choose explains that nothing is right and that the count is off.
    assert lint("## Which?\n\nChoose two.\n\n- ❌ 3\n") == ["quiz.md:1:1: QK107"]


def test_a_warning_never_hides_an_error() -> None:
    many = "".join(f"- ❌ {n}\n" for n in range(12))
    assert lint(f"## Which?\n\n{many}") == ["quiz.md:1:1: QK106", "quiz.md:3:3: QK201"]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- quizkit: ignore QK204 meant so -->\n\n" + TWO_KEYS,
        TWO_KEYS.replace("Choose one.", "Choose one. <!-- quizkit: ignore one-but-many -->"),
        TWO_KEYS.replace("Choose one.\n", "Choose one.\n\n<!-- quizkit: ignore QK2 meant so -->\n"),
        TWO_KEYS + "\n### Explanation\n\nYes.\n\n<!-- quizkit: ignore QK204, QK301 -->\n",
        "<!-- quizkit: ignore-file QK204 -->\n\n# Quiz\n\n" + TWO_KEYS,
        "# Quiz\n\n" + TWO_KEYS + "\n<!--quizkit:ignore-file QK204-->\n",
    ],
)
def test_a_comment_suppresses(text: str) -> None:
    assert lint(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "```\n<!-- quizkit: ignore QK204 -->\n```\n\n" + TWO_KEYS,
        "Write `<!-- quizkit: ignore QK204 -->`.\n\n" + TWO_KEYS,
    ],
)
def test_a_comment_shown_as_code_suppresses_nothing(text: str) -> None:
    assert [line.split()[-1] for line in lint(text)] == ["QK204"]


GAP = """\
    ## Which is even?

    - ✅ 2
    - ❌ 3
      > Odd.
    - ❌ 5{first}
    - ❌ 7{second}
    """


def test_a_comment_in_an_option_holds_for_that_option() -> None:
    no = " <!-- quizkit: ignore QK305 enough said -->"
    assert lint(GAP.format(first="", second="")) == ["quiz.md:6:3: QK305", "quiz.md:7:3: QK305"]
    assert lint(GAP.format(first=no, second="")) == ["quiz.md:7:3: QK305"]
    assert lint(GAP.format(first="", second=no)) == ["quiz.md:6:3: QK305"]


def test_a_comment_holds_for_its_own_question_only() -> None:
    text = TWO_KEYS + "\n<!-- quizkit: ignore QK204 -->\n\n" + TWO_KEYS.replace("even", "so")
    assert lint(text) == ["quiz.md:3:1: QK204"]


def test_a_comment_without_effect_is_reported() -> None:
    idle = "## Which is even?\n\n<!-- quizkit: ignore QK204 -->\n\n- ✅ 2\n- ❌ 3\n"
    assert lint(idle) == ["quiz.md:3:1: QK010"]
    assert lint(idle, ignore=("QK010",)) == []
    # Rules that did not run could not have found anything.
    assert lint(idle, ignore=("QK204",)) == []
    assert lint(idle.replace("QK204", "")) == ["quiz.md:3:1: QK010"]
    assert lint(idle.replace("QK204", "because I say so")) == ["quiz.md:3:1: QK010"]


def test_suppressed_errors_do_not_block_unless_no_target_could_hold_the_question() -> None:
    no = "<!-- quizkit: ignore {} -->\n\n"
    assert list(blocking(read_markdown(TWO_KEYS))) == [1]
    assert list(blocking(read_markdown(no.format("QK204") + TWO_KEYS))) == []
    keyless = "## Which is even?\n\n- ❌ 1\n- ❌ 3\n"
    assert list(blocking(read_markdown(no.format("QK201") + keyless))) == [1]


def test_questions_that_differ_in_a_sign_are_not_the_same() -> None:
    one = "## Is $x {} 0$?\n\n- ✅ sometimes\n- ❌ never\n"
    assert lint(one.format("<") + "\n" + one.format(">")) == []
    code = "## What does `f({})` give?\n\n- ✅ one\n- ❌ two\n"
    assert lint(code.format("a.b") + "\n" + code.format("a,b")) == []


def test_questions_that_differ_in_a_function_word_are_the_same() -> None:
    one = "---\nlanguage: en\n---\n\n## Which is the smallest even number?\n\n- ✅ 2\n- ❌ 4\n"
    two = "\n## Which is smallest even number\n\n- ✅ 2\n- ❌ 4\n"
    assert lint(one + two) == ["quiz.md:10:1: QK118"]
    assert lint(one + two.replace("is", "is **not**")) == []


def test_verdicts_under_a_negative_stem() -> None:
    text = """\
        ---
        language: en
        ---

        ## Which statement is not true?

        - ✅ One is even.
          > Wrong. One is odd.
        - ❌ Two is even.
          > Correct!
        """
    assert lint(text, ignore=("QK4",)) == []


def test_ten_thousand_lines_of_rules_stay_quick() -> None:
    import time

    one = "## {}. Which number is even?\n\nChoose one.\n\n- ✅ {} and two\n- ❌ all of 3\n- ❌ all of 5\n- ❌ all of 7777\n\n"
    front = "---\nlanguage: en\n---\n\n"
    reading = read_markdown(front + "".join(one.format(n, n) for n in range(1, 2001)))
    start = time.process_time()
    assert check(reading) == []
    assert time.process_time() - start < 1.5, "0.2 s on an idle machine"
