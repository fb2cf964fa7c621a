"""The source dialect, read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from quizkit.content.parser import markdown_it
from quizkit.contents import question_contents
from quizkit.decode import decode
from quizkit.lint.engine import check
from quizkit.markdown import blocks
from quizkit.markdown.blocks import Lines, collect_references, iter_blocks
from quizkit.markdown.items import Markers, iter_items
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.types.arranged import table_rows
from quizkit.model import Choice, Info, Matching, Ordering, Role, Selection, TrueFalse
from tests.shared import shared_data


def only(text: str) -> Choice:
    question = read_markdown(text).quiz.questions[0]
    assert isinstance(question, Choice)
    return question


@pytest.mark.parametrize("damaged", [True, False])
def test_seed_is_read_in_full_damaged_or_repaired(damaged: bool) -> None:
    data = next(shared_data("seed").glob("*.txt")).read_bytes()
    if not damaged:
        data = data.decode().encode("mac_roman")
    decoded = decode(data)
    assert decoded.repaired is damaged
    reading = read_markdown(decoded.text, path="seed.md")
    assert [len(q.options) for q in reading.quiz.questions] == [6, 4, 4, 4, 4]
    assert [d.code for d in reading.all_diagnostics] == ["QK108"]
    assert reading.quiz.language == "ru"
    first, *others = reading.quiz.questions
    assert [o.role for o in first.options] == [
        "key",
        "distractor",
        "key",
        "distractor",
        "neutral",
        "key",
    ]
    assert first.selection is Selection.MULTIPLE
    assert all(q.selection is Selection.SINGLE for q in others)
    assert all(o.feedback for q in reading.quiz.questions[:4] for o in q.options)
    assert first.options[4].feedback.source.startswith("**зависит от реализации**\n\n- Вычисляет")
    assert "Допустимо считать подходящим" in first.options[4].feedback.source
    assert others[3].feedback.general.source.endswith("находим, что P = 2.")
    assert "#### Формула для вычисления" in others[3].feedback.general.source


def test_no_word_of_the_seed_is_lost() -> None:
    text = decode(next(shared_data("seed").glob("*.txt")).read_bytes()).text
    quiz = read_markdown(text).quiz
    parts = [part.source for question in quiz.questions for part in question_contents(question)]
    kept = " ".join(" ".join(parts).split())
    for line in text.split("\n"):
        if line.startswith(("- ", "👉", "**Вывод", "💡", "→", "  -")) and "](#" not in line:
            assert " ".join(line.split()) in kept


def test_instruction_is_taken_out_as_a_phrase_and_decides_selection() -> None:
    question = only("## Q\n\nWhich are even? (Choose all that apply.)\n\n- ✅ 2\n- ❌ 3\n")
    assert question.stem.source == "Which are even?"
    assert question.selection is Selection.MULTIPLE


def test_two_keys_without_an_instruction_mean_multiple() -> None:
    assert only("## Which?\n\n- [x] a\n- [x] b\n- [ ] c\n").selection is Selection.MULTIPLE


def test_heading_without_a_stem_is_the_stem() -> None:
    assert only("## 3. Which is even?\n\n- ✅ 2\n- ❌ 3\n").stem.source == "Which is even?"


def test_feedback_in_place_and_attributes() -> None:
    question = only(
        "## Q? {#x points=2 scoring=balanced shuffle=false tag=a tag=b}\n\n"
        "- ✅ one {#k weight=1/3}\n  > yes\n  >\n  > - indeed\n- ❌ two {fixed=true}\n"
    )
    assert (question.id, question.points, question.tags) == ("x", 2, ("a", "b"))
    assert question.options[0].id == "k"
    assert str(question.options[0].weight) == "1/3"
    assert question.options[0].feedback.source == "yes\n\n- indeed"
    assert question.options[1].fixed


def test_options_spilled_out_of_their_list_are_one_list() -> None:
    question = only(
        "## Q?\n\n- [ ] &shy;\n\n```py\na\n```\n\n- [x] &shy;\n\n```py\nb\n```\n\nBecause.\n"
    )
    assert [o.content.source for o in question.options] == ["```py\na\n```", "```py\nb\n```"]
    assert question.feedback.general.source == "Because."


def test_quote_below_an_option_is_its_feedback() -> None:
    question = only("## Q?\n\n- [ ] a\n\n> no\n\n- [x] b\n\n> yes\n")
    assert [o.feedback.source for o in question.options] == ["no", "yes"]


def test_option_of_several_blocks_keeps_code_and_nested_lists() -> None:
    question = only("## Q?\n\n- ✅ one\n\n  ```\n    x\n\n  y\n  ```\n\n  - deep\n- ❌ two\n")
    assert question.options[0].content.source == "one\n\n```\n  x\n\ny\n```\n\n- deep"


def test_true_false_in_any_language_is_recognised() -> None:
    question = read_markdown(
        "## Erde {}\n\nSie ist rund?\n\n- ✅ Richtig\n- ❌ Falsch\n  > doch\n"
    ).quiz.questions[0]
    assert isinstance(question, TrueFalse)
    assert question.answer is True
    assert question.feedback_false.source == "doch"


def test_info_and_hints_and_combined_feedback() -> None:
    quiz = read_markdown(
        "# T\n\n## Read this {.info}\n\nText.\n\n## Q?\n\n- ✅ a\n- ❌ b\n\n### If correct\n\nGood.\n\n"
        "### If incorrect\n\nBad.\n\n### Hint\n\nThink.\n\n### Hint 2\n\nMore.\n"
    ).quiz
    assert isinstance(quiz.questions[0], Info)
    question = quiz.questions[1]
    assert question.feedback.correct.source == "Good."
    assert question.feedback.incorrect.source == "Bad."
    assert [h.source for h in question.hints] == ["Think.", "More."]


def test_check_lists_stay_text() -> None:
    text = shared_data("corpus", "markdown", "emoji-checklists-not-a-quiz.md").read_text("utf-8")
    reading = read_markdown(text)
    assert len(reading.questions) == 0


@pytest.mark.parametrize(
    ("name", "questions"),
    [("linkedin-maven-fr.md", 9), ("linkedin-machine-learning-fr.md", 16)],
)
def test_task_list_quizzes_of_others(name: str, questions: int) -> None:
    text = shared_data("corpus", "markdown", name).read_text("utf-8")
    reading = read_markdown(text)
    assert all(any(o.role is Role.KEY for o in q.options) for q in reading.quiz.questions)


def test_same_source_gives_the_same_ids() -> None:
    text = "## Q?\n\n- ✅ a\n- ❌ b\n\n## Q?\n\n- ✅ a\n- ❌ b\n"
    first, second = (read_markdown(text).quiz for _ in range(2))
    assert first == second
    assert first.questions[0].id != first.questions[1].id


PLAIN_LINES = r"""
# One|## Two ##|### `x` {#a}|####|#x|---|***|- - -|___ |===|text|Text  |**bold** text|`code` text
"quoted"|(so)|![a](b)|éa|✅ a|$a$|7 days|_i_|3.14|- a|* a|+ a|- ✅ a|* ❌ b {x=1}|- [x] a|- [ ] b
- = 5|-  a|-|- 1. a|- ✅|- ✅ {x=1}|- 3.14|- 3. a|- _b_|- *b*|- $a$|- \[x]|- **b**|- `c`|- ```
  - nested|  more|> quote|1. one|2. two|3) x|10. ten|1. **b**|  > says|   > says so|  > > twice|  >
  > ```|    code||```|<b>|<!-- c -->|$$|[a]: b|-- a|1.|1. |* * *|-a|2.two
"""
TABLE_LINES = [
    "| a | b |",
    "|---|:-:|",
    "| --- |",
    "| a \\| b | c",
    "||x|",
    "|-|",
    "| a | b | c |",
    "|",
]
LINES = [
    *TABLE_LINES,
    "",
    "",
    "\ttab",
    "\u00a0",
    "a\u2028b",
    "a\x0bb",
    *re.split(r"[|\n]", PLAIN_LINES),
]


@given(
    st.text(alphabet="ab \n#>-*`$[]()!|1.:~^{}=✅❌\t", max_size=300)
    | st.text(alphabet="a \n|-:\\\t\u00a0", max_size=60).map("| a | b |\n|---|---|\n".__add__)
    | st.lists(st.sampled_from(TABLE_LINES), max_size=8).map("\n".join)
    | st.lists(st.sampled_from(LINES), max_size=14).map("\n".join)
)
@settings(max_examples=1000, deadline=None)
def test_blocks_equal_whole_parsing(text: str) -> None:
    def seen(tokens: list[Token]) -> list[tuple[object, ...]]:
        return [(t.type, t.tag, t.map, t.content, t.markup, t.level, t.hidden) for t in tokens]

    md: MarkdownIt = markdown_it()
    lines = Lines(text)
    whole: list[Token] = []
    md.block.parse(text, md, {}, whole)
    old, blocks.WINDOW = blocks.WINDOW, 3
    try:
        env = collect_references(lines, md)
        pieces = list(iter_blocks(lines, md, env))
    finally:
        blocks.WINDOW = old
    assert [t for block in pieces for t in seen(block.tokens)] == seen(whole)
    for block in pieces:
        if block.kind in ("heading", "paragraph"):
            assert block.inline == block.tokens[1].content
        if block.kind == "heading":
            assert block.tokens[0].tag == f"h{block.level}"
        if block.plain_items:
            items = list(iter_items(block, Markers()))
            block.plain_items = ()
            assert items == list(iter_items(block, Markers()))
        if block.kind == "numbers":
            assert block.first_number == int(block.tokens[0].attrs.get("start", 1))
        if block.columns:
            rows = table_rows(block)
            block.columns = 0
            assert rows == table_rows(block)


@given(st.text(alphabet="ab \n#>-*`$[]x()!|1.:?{}=✅❌⚠️", max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_an_exception(text: str) -> None:
    reading = read_markdown(text)
    assert all(1 <= d.span.line <= text.count("\n") + 1 for d in reading.all_diagnostics)


def roles(question: Choice) -> list[Role]:
    return [option.role for option in question.options]


@pytest.mark.parametrize(
    "text",
    [
        "## Q1. Which is even?\n\n- A. 2\n- B. 3\n\nAnswer: A\n",
        "**1. Which is even?**\n- a) 2\n- b) 3\n\n**Answer: a) 2**\n",
        "1. Which is even?\n    - A. 2\n    - B. 3\n\n    <details><summary>Answer</summary>\n    Correct answer: A\n    </details>\n",
        "###### 1. Which is even?\n\n- A: 2\n- B: 3\n\n<details><summary><b>Answer</b></summary>\n<p>\n\n#### Answer: A\n\n</p>\n</details>\n",
        "- **1. Which is even?**  \n  A. 2  \n  B. 3  \n  **Answer:** A\n",
        "## Какое число чётное?\n\nА) 2\nБ) 3\n\nПравильный ответ: А\n",
        "## 哪个是偶数？\n\nA、2\nB、3\n\n答案：A\n",
    ],
)
def test_letter_options_with_an_answer_line(text: str) -> None:
    reading = read_markdown(text)
    (question,) = reading.quiz.questions
    assert isinstance(question, Choice)
    assert roles(question) == [Role.KEY, Role.DISTRACTOR]
    assert [o.content.source for o in question.options] == ["2", "3"]
    assert "QK120" in [d.code for d in reading.all_diagnostics]


def test_several_letters_in_an_answer_line() -> None:
    for line in ("Answer: A, C", "Answer: A and C", "Risposta: A e C", "**Answers:** AC"):
        question = only(f"## Which?\n\n- A. 2\n- B. 3\n- C. 4\n\n{line}\n")
        assert roles(question) == [Role.KEY, Role.DISTRACTOR, Role.KEY], line
        assert question.selection is Selection.MULTIPLE


def test_explanation_beside_the_answer_line_is_general_feedback() -> None:
    question = only("## Which?\n\n- A. 2\n- B. 3\n\nAnswer: A - two has halves\nIndeed.\n")
    assert question.feedback.general is not None
    assert question.feedback.general.source == "two has halves\nIndeed."


def test_lettered_lines_in_a_stem_stay_content() -> None:
    question = only(
        "## Which fit? Choose three.\n\nA. one\nB. two\nC. three\n\n- [x] A, B, C\n- [ ] A, B\n"
    )
    assert "A. one\nB. two\nC. three" in question.stem.source
    assert question.selection is Selection.SINGLE


def test_questions_one_after_another_without_headings() -> None:
    text = "# T\n\n1. One?\n\n   - [x] a\n   - [ ] b\n\n2. Two?\n\n   - [ ] a\n   - [x] b\n"
    quiz = read_markdown(text).quiz
    assert [q.stem.source for q in quiz.questions] == ["One?", "Two?"]


def test_open_fence_costs_no_other_question() -> None:
    text = "## One?\n\n- ✅ a\n- ❌ b\n\n```py\nx\n\n## Two?\n\n- ✅ a\n- ❌ b\n"
    reading = read_markdown(text)
    assert len(reading.questions) == 2
    assert [(d.span.line, d.code) for d in reading.all_diagnostics] == [(6, "QK113")]


def test_markers_of_two_forms_in_one_list_are_read_by_the_first_and_reported() -> None:
    reading = read_markdown("## Which?\n\n- ✅ a\n- ❌ b\n- ≠ c\n")
    (question,) = reading.quiz.questions
    assert isinstance(question, Choice)
    assert roles(question) == [Role.KEY, Role.DISTRACTOR, Role.DISTRACTOR]
    assert [(d.code, d.span.line, d.span.column) for d in reading.all_diagnostics] == [
        ("QK103", 5, 3)
    ]


@pytest.mark.parametrize(
    "options",
    [
        "- 2 ✅\n- 3\n- 5\n",
        "- 2 (correct)\n- 3\n- 5\n",
        "A. 2 ✅\nB. 3\nC. 5\n",
        "- a) **2**\n- b) 3\n- c) 5\n",
        "- **2**\n- 3\n- 5\n",
    ],
)
def test_right_answer_marked_at_its_end_or_in_bold(options: str) -> None:
    reading = read_markdown(f"## Which is even?\n\n{options}")
    (question,) = reading.quiz.questions
    assert isinstance(question, Choice)
    assert roles(question) == [Role.KEY, Role.DISTRACTOR, Role.DISTRACTOR]
    assert [o.content.source for o in question.options] == ["2", "3", "5"]
    assert "QK120" in [d.code for d in reading.all_diagnostics]


@pytest.mark.parametrize(
    "key",
    [
        "1. b\n2. **A** - halves\n",
        "| Q | Answer | Why |\n| - | - | - |\n| 1 | B | |\n| 2 | A | halves |\n",
    ],
)
def test_answer_key_at_the_end_of_the_file(key: str) -> None:
    text = (
        "## Question 1\n\nWhich is odd?\n\na) 2\nb) 3\n\n"
        "## Question 2\n\nWhich is even?\n\na) 2\nb) 3\n\n"
        f"## Answer key\n\n{key}"
    )
    reading = read_markdown(text)
    first, second = reading.quiz.questions
    assert isinstance(first, Choice) and isinstance(second, Choice)
    assert roles(first) == [Role.DISTRACTOR, Role.KEY]
    assert roles(second) == [Role.KEY, Role.DISTRACTOR]
    assert second.feedback.general is not None
    assert second.feedback.general.source == "halves"
    assert "QK201" not in [d.code for d in reading.all_diagnostics]


def test_front_matter_may_hold_the_stem_of_a_one_question_file() -> None:
    question = only('---\nquestion: "Which is even?"\n---\n\n- [x] 2\n- [ ] 3\n')
    assert question.stem.source == "Which is even?"


def test_bold_words_in_a_plain_list_are_no_key() -> None:
    assert not read_markdown(
        "## Why?\n\nBecause:\n\n- **one** thing\n- another\n- third\n"
    ).questions


@pytest.mark.parametrize(
    "stem",
    [
        "Match each country with its capital.",
        "Ordnen Sie zu: Welches Land hat welche Hauptstadt?",
        "Соотнесите страны и столицы.",
    ],
)
def test_instruction_that_names_what_is_matched(stem: str) -> None:
    text = f"## Capitals\n\n{stem}\n\n| A | B |\n| - | - |\n| France | Paris |\n| Italy | Rome |\n"
    (question,) = read_markdown(text).quiz.questions
    assert isinstance(question, Matching)
    assert question.stem.source == stem


def test_instruction_that_names_what_is_ordered() -> None:
    text = "## Planets\n\nPut in order, starting from the Sun.\n\n1. Venus\n2. Earth\n3. Mars\n"
    (question,) = read_markdown(text).quiz.questions
    assert isinstance(question, Ordering)


@pytest.mark.parametrize(
    ("below", "line"),
    [
        ("✅ two\n❌ three", 5),
        ("✅ two\n\n❌ three", 5),
        ("= 2", 5),
    ],
)
def test_options_that_are_no_list_are_an_error_at_the_first(below: str, line: int) -> None:
    reading = read_markdown(f"## One\n\nWhich is even?\n\n{below}\n")
    (found,) = (d for d in reading.all_diagnostics if d.severity == "error")
    assert (found.code, found.span.line) == ("QK102", line)


def test_check_marks_in_running_text_are_no_options() -> None:
    text = "# Project\n\n## Features\n\n✅ Small\n✅ Fast\n\n## Use\n\nInstall it.\n"
    assert [d.code for d in read_markdown(text).all_diagnostics] == ["QK114", "QK114"]


@pytest.mark.parametrize(
    ("answers", "code", "at"),
    [
        ("- = 5 ± -1", "QK212", "5 ± -1"),
        ("- = 9..3", "QK211", "9..3"),
        ("- = 5 ± 150%", "QK212", "5 ± 150%"),
        ("- = 5 {weight=140%}", "QK208", "140%"),
        ("- ✅ a {weight=-101%}\n- ❌ b", "QK208", "-101%"),
        ("It is {= a | b}.", "QK103", "b"),
        ("It is {= open.", "QK113", "{= open."),
        ("It is {= 5 ± -1}.", "QK212", "= 5 ± -1"),
        ("It is {=}.", "QK201", "{=}"),
        ("| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |", "QK117", ""),
    ],
)
def test_a_mistake_in_an_answer_is_one_error_at_its_place(answers: str, code: str, at: str) -> None:
    form = " {.matching}" if "|-" in answers else ""
    text = f"## How much?{form}\n\nSay it.\n\n{answers}\n"
    found = [d for d in check(read_markdown(text)) if d.severity == "error"]
    assert [d.code for d in found] == [code]
    span = found[0].span
    line = text.split("\n")[span.line - 1]
    assert line[span.column - 1 :].startswith(at)
    assert not at or span.end_column - span.column >= len(at)


@pytest.mark.parametrize("stem", ["![A rose](rose.png)", "```c\nint x;\n```\n\n```c\nint y;\n```"])
def test_heading_asks_where_only_code_or_a_picture_stands_below_it(stem: str) -> None:
    text = "## {title}\n\n" + stem + "\n\n- [x] a\n- [ ] b\n"
    asked = only(text.replace("{title}", "Q7. What does this show?"))
    assert asked.stem.source == f"What does this show?\n\n{stem}"
    for counted in ("Question 7", "第7題", "Pointers"):
        assert only(text.replace("{title}", counted)).stem.source == stem
    said = only(text.replace("{title}", "What does this show?").replace(stem, f"{stem}\n\nLook."))
    assert said.stem.source == f"{stem}\n\nLook."


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("12\\. Open \\& close", "12. Open & close"),
        ("Is \\*this\\* *it*?", "Is *this* it?"),
        ("What is `a*b \\* c`?", "What is a*b \\* c?"),
        ("5 * 3 and **2** * x_1", "5 * 3 and 2 * x_1"),
        ("It is _____ or ____.", "It is _____ or ____."),
        ("So $\\{x_1\\}$ and \\(y\\)", "So $\\{x_1\\}$ and \\(y\\)"),
    ],
)
def test_title_is_what_a_heading_shows(heading: str, title: str) -> None:
    assert only(f"## {heading}\n\nWhich?\n\n- ✅ a\n- ❌ b\n").title == title


@pytest.mark.parametrize(
    ("braces", "said"),
    [
        ("{pick=1 points=2}", ["pick= and points= have no meaning here", ".group"]),
        ("{points=2}", ["points= has no meaning here", "front matter"]),
        ("{.group pick=1 points=2}", []),
        ("{#part-one .wide data-x=1}", []),
    ],
)
def test_attributes_of_a_heading_that_asks_nothing_are_named(braces: str, said: list[str]) -> None:
    text = f"# Quiz\n\n## Part {braces}\n\n### Which?\n\n- ✅ a\n- ❌ b\n"
    reading = read_markdown(text)
    assert len(reading.quiz.questions) == 1
    found = [d for d in reading.all_diagnostics if d.code == "QK112"]
    assert len(found) == bool(said)
    for finding in found:
        assert said[0] in finding.message
        assert said[1] in finding.hint
