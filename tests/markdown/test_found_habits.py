"""Habits met in quizzes found after the reader was written, each in a small text of its own."""

from __future__ import annotations

import pytest

from quizkit.lint.engine import check
from quizkit.markdown.reader import read_markdown
from quizkit.model import Choice, Question, Role


def keys(question: Question) -> str:
    """One sign for each option: ``x`` for a key, ``-`` for a distractor."""
    assert isinstance(question, Choice)
    return "".join("x" if option.role == "key" else "-" for option in question.options)


def options(question: Question) -> list[str]:
    assert isinstance(question, Choice)
    return [option.content.source for option in question.options]


def general(question: Question) -> str:
    return question.feedback.general.source if question.feedback.general else ""


LETTERS = "A) two\nB) three\nC) four\n"


@pytest.mark.parametrize(
    ("label", "left"),
    [
        ("**Question {n}**", ""),
        ("**Questão {n}**", ""),
        ("**Câu hỏi {n}**", ""),
        ("**Câu hỏi {n}:**", ""),
        ("**Soal No. {n}**", ""),
        ("**प्रश्न {n}:**", ""),
        ("**سؤال {n}**", ""),
        ("**S{n}:**", ""),
        ("**Q{n}.**", ""),
        ("**Soru {n}:**", ""),
        ("**Вопрос {n}.**", ""),
        ("**Питання № {n}.**", ""),
        ("Question {n}", ""),
        ("**Q{n} (D1).**", "(D1) "),
        ("**Question {n}** (2 points)", "(2 points) "),
        ("**1.{n}.**", ""),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_numbers_that_questions_begin_with(label: str, left: str, between: str) -> None:
    ask = f"{label}{between}Which one is odd?\n\n{LETTERS}\nAnswer: B\n\n---\n\n"
    text = "# A test\n\n---\n\n" + ask.replace("{n}", "1") + ask.replace("{n}", "2")
    reading = read_markdown(text)
    assert [q.title_number for q in reading.questions] == [1, 2]
    assert [keys(q) for q in reading.quiz.questions] == ["-x-", "-x-"]
    for question in reading.quiz.questions:
        assert " ".join(question.stem.source.split()) == f"{left}Which one is odd?"
        assert general(question) == ""


def test_a_decimal_number_begins_no_question() -> None:
    text = "## How heavy is it?\n\n1.5 kg is what the box weighs.\n\n" + LETTERS + "\nAnswer: A\n"
    (question,) = read_markdown(text).quiz.questions
    assert "1.5 kg is what the box weighs." in question.stem.source


@pytest.mark.parametrize(
    "answers",
    [
        "### Question 1\n\n**Correct Answer: B**\n\nIt is odd.\n\n---\n\n### Question 2\n\n**Correct Answer: A**\n\nIt is even.\n",
        "**Q1 — B.** It is odd.\n**Q2 — A ★.** It is even.\n",
        "**Q1 — B.** It is odd.\n\n**Q2 — A.** It is even.\n",
        "| Q | Answer | Why |\n|---|---|---|\n| Q1 | B | It is odd. |\n| Q2 | A ★ | It is even. |\n",
        "1.\nB) It is odd.\n\n2.\nA) It is even.\n",
        "1. **B** — It is odd.\n2. **A** — It is even.\n",
        "Q1: B\nIt is odd.\nQ2: A\nIt is even.\n",
    ],
)
def test_answers_at_the_end(answers: str) -> None:
    ask = "**Q{n}.** Which one is it?\n" + LETTERS + "\n"
    text = "# Quiz\n\n## Part\n\n" + ask.replace("{n}", "1") + ask.replace("{n}", "2")
    reading = read_markdown(f"{text}---\n\n## Answer Key\n\n{answers}")
    assert [keys(q) for q in reading.quiz.questions] == ["-x-", "x--"]
    if "odd" in answers:
        assert ["odd" in general(q) for q in reading.quiz.questions] == [True, False]


@pytest.mark.parametrize("bullet", ["- ", "* ", ""])
@pytest.mark.parametrize("answer", ["**Answer:** B", "Answer: B) three", "*Correct answer: b*"])
def test_an_answer_line_directly_below_the_last_option(bullet: str, answer: str) -> None:
    lines = "".join(f"   {bullet}{o}  \n" for o in LETTERS.splitlines())
    text = f"# Quiz\n\n1. **Which is odd?**\n{lines}   {answer}\n\n2. **Which else is odd?**\n{lines}   {answer}\n"
    for question in read_markdown(text).quiz.questions:
        assert (options(question), keys(question)) == (["two", "three", "four"], "-x-")


@pytest.mark.parametrize(
    "lines",
    [
        "{0}a) two\n{0}b) three\n{0}**c) four**\n{0}d) five\n",
        "{0}- a) two\n{0}- b) three\n{0}- **c) four**\n{0}- d) five\n",
        "{0}- a) two\n{0}- b) three\n{0}- c) **four**\n{0}- d) five\n",
    ],
)
def test_the_right_option_in_bold_with_its_letter(lines: str) -> None:
    inside = lines.replace("{0}", "   ")
    text = f"### Unit 1\n1. Which is even?  \n{inside}\n2. Which is even, too?  \n{inside}"
    for question in read_markdown(text).quiz.questions:
        assert (options(question), keys(question)) == (["two", "three", "four", "five"], "--x-")


def test_emphasis_around_every_label_stays_balanced() -> None:
    text = "## Which is odd?\n\n- **A) two**\n- **B) three**\n\nAnswer: B\n"
    (question,) = read_markdown(text).quiz.questions
    assert (options(question), keys(question)) == (["**two**", "**three**"], "-x")


@pytest.mark.parametrize(
    "options_line",
    [
        "A) two  B) three  C) four",
        "a. two b. three c. four",
        "(A) two   (B) three   (C) four",
        "**A)** two **B)** three **C)** four",
        "A) two    B) three\nC) four",
        "① two ② three ③ four",
        "А) two Б) three В) four",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n", " "])
def test_options_that_share_a_line(options_line: str, between: str) -> None:
    text = "".join(
        f"{n}. Which is odd?{between}{options_line}\n\nAnswer: {options_line.strip('(*')[0]}\n\n"
        for n in (1, 2)
    )
    for question in read_markdown(text).quiz.questions:
        assert question.stem.source == "Which is odd?"
        assert (options(question), keys(question)) == (["two", "three", "four"], "x--")


def test_options_in_a_line_have_the_lines_they_stand_in() -> None:
    text = "**1. Which is odd?**\nA) two  B) three\nC) four  D) five {weight=2}\n\nAnswer: B\n"
    reading = read_markdown(text)
    assert [d.span.line for d in reading.all_diagnostics if d.severity == "error"] == [3]
    (question,) = reading.questions
    lines = [question.spans["options", n].line for n in range(4)]
    columns = [question.spans["options", n].column for n in range(4)]
    assert (lines, columns) == ([2, 2, 3, 3], [4, 12, 4, 13])


@pytest.mark.parametrize(
    "text",
    [
        "## What to do?\n\nYou must a) wake up, b) eat and c) go.\n\n## Then?\n\nWords.\n",
        "1. We a) wake, b) eat and c) go.\n2. We a) come, b) eat and c) sleep.\n",
        "## Who wrote it?\n\nA. Smith and B. Jones did.\n",
    ],
)
def test_letters_in_a_sentence_are_no_options(text: str) -> None:
    assert read_markdown(text).questions == ()


@pytest.mark.parametrize(
    "answers",
    [
        "### Answer\n\n- A - Incorrect: two is even.\n- B - Correct: three is odd.\n- C - Incorrect. Four is even.\n",
        "**Answer:**\n\n- **A. two** – Incorrect. two is even.\n- **B. three** – Correct. three is odd.\n",
        "**Explanation:**\n- ❌ A: two is even.\n- ✅ B: three is odd.\n- ❌ C: four is even.\n",
        "- A) two ❌ two is even.\n- B) three ✅ three is odd.\n",
        "**A** is incorrect, two is even.\n\n**B** is correct, three is odd.\n\n**C** is wrong.\n",
        "A - Неверно, two is even.\nB - Верно, three is odd.\n",
        "- A: Sai. two is even.\n- B: Đúng. three is odd.\n",
        "- A - Yanlış: two is even.\n- B - Doğru: three is odd.\n",
        "- A：不正解。two is even.\n- B：正解。three is odd.\n",
        "- A : Faux, two is even.\n- B : Vrai, three is odd.\n",
    ],
)
@pytest.mark.parametrize("listed", ["", "- ", "- [ ] "])
def test_remarks_on_each_option_tell_the_right_one(answers: str, listed: str) -> None:
    lettered = "".join(f"{listed}{line}\n" for line in LETTERS.splitlines())
    if listed and answers.startswith("- "):
        lettered += "\n**Explanation:**\n"
    text = f"## Question 1\n\nWhich is odd?\n\n{lettered}\n{answers}\n"
    (question,) = read_markdown(text).quiz.questions
    assert (options(question), keys(question)) == (["two", "three", "four"], "-x-")
    assert isinstance(question, Choice)
    told = [option.feedback.source if option.feedback else "" for option in question.options]
    assert "two is even" in told[0] and "three is odd" in told[1]
    assert general(question) == ""


@pytest.mark.parametrize(
    "text",
    [
        "A correct answer needs care.\n",
        "- A - Incorrect\n- B - Incorrect\n- C - Incorrect\n",
        "A - because it is so.\nB - because it is not.\n",
    ],
)
def test_other_lines_with_letters_tell_nothing(text: str) -> None:
    reading = read_markdown(f"## Question 1\n\nWhich is odd?\n\n{LETTERS}\n{text}\n")
    (question,) = reading.quiz.questions
    assert keys(question) == "---"
    assert [d.code for d in check(reading, select=["QK201"])] == ["QK201"]


@pytest.mark.parametrize(
    "answer",
    [
        "```\nAnswer: B\n```\n",
        "```text\n**Answer:** B\n```\n",
        "### Answer\n\n```\nB) three\n```\n",
        "**Answer:**\n\n```\nB\n```\n",
        "<details>\n<summary>Answer</summary>\n\n```\nB\n```\n\n</details>\n",
        "<details>\n<summary>Show it</summary>\n\n- **Correct answer:** B) three\n\n</details>\n",
        "See here.\n\n- Answer: B\n",
        "### Solution\n\n- B) three\n",
    ],
)
@pytest.mark.parametrize("listed", ["", "- ", "- [ ] "])
def test_an_answer_in_code_or_in_a_list(answer: str, listed: str) -> None:
    lettered = "".join(f"{listed}{line}\n" for line in LETTERS.splitlines())
    text = f"## Question 1\n\nWhich is odd?\n\n{lettered}\n{answer}\n"
    (question,) = read_markdown(text).quiz.questions
    assert (options(question), keys(question)) == (["two", "three", "four"], "-x-")
    assert "B" not in general(question) and "```" not in general(question)


def test_an_answer_in_a_list_leaves_the_rest_of_the_list() -> None:
    text = f"## Question 1\n\nWhich is odd?\n\n{LETTERS}\n- **Answer:** B\n- **Why:** it is odd.\n"
    (question,) = read_markdown(text).quiz.questions
    assert (keys(question), general(question)) == ("-x-", "- **Why:** it is odd.")


def test_what_stands_below_options_is_not_lost_where_it_names_none() -> None:
    text = "## Question 1\n\nWhich is odd?\n\nA) two\nB) three\nNote: none\n"
    (question,) = read_markdown(text).quiz.questions
    assert "Note: none" in general(question) + options(question)[-1]


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("Correct Answers: A) two and C) four", "x-x"),
        ("**Answers:** A) two, C) four", "x-x"),
        ("**Answer:** A. two; B. three; C. four", "xxx"),
        ("Correct Answers:\nA) two\nC) four\n", "x-x"),
        ("**Answer:** A) two and other things", "x--"),
        ("**Answer:** C) four, because A) two is small", "--x"),
    ],
)
def test_several_letters_with_their_options(line: str, right: str) -> None:
    text = f"## Question 1\n\nWhich ones?\n\n{LETTERS}\n{line}\n"
    (question,) = read_markdown(text).quiz.questions
    assert keys(question) == right


@pytest.mark.parametrize("heading", ["## Domain 1", "## Parte 1", "## Questions 1-2"])
@pytest.mark.parametrize(
    "answers",
    [
        "**Q1 — B (D1).** It is odd.\n**Q2 — A (D2).** It is even.\n",
        "| Q | A |\n|---|---|\n| Q1 | B |\n| Q2 | A |\n",
    ],
)
def test_answers_below_a_heading_that_counts_parts(heading: str, answers: str) -> None:
    ask = "**Q{n}.** Which one is it?\n" + LETTERS + "\n"
    text = "## Part\n\n" + ask.replace("{n}", "1") + ask.replace("{n}", "2")
    reading = read_markdown(f"{text}---\n\n# Answer Key\n\n{heading}\n{answers}")
    assert [keys(q) for q in reading.quiz.questions] == ["-x-", "x--"]


LISTS = (
    "- [ ] 2\n- [x] 3\n\n- [ ] 5\n- [x] 8\n- [ ] 9\n",
    "- ✅ 2\n- ❌ 3\n\nMore of them:\n\n- ❌ 5\n- ❌ 8\n",
    "- ✅ 2\n- ❌ 3\n\n<!-- a note -->\n\n* ❌ 5\n* ✅ 8\n",
)


@pytest.mark.parametrize("lists", LISTS)
def test_two_lists_in_one_question_are_told(lists: str) -> None:
    reading = read_markdown(f"## Which is it?\n\n{lists}")
    assert len(reading.questions) == 1
    (told,) = check(reading, select=["QK106"])
    assert (
        told.severity == "warning" and told.span.line == lists[: lists.index("5")].count("\n") + 3
    )


@pytest.mark.parametrize(
    "lists",
    [
        "- [ ] 2\n\n- [x] 3\n\n- [ ] 5\n\n- [x] 8\n",
        "- [ ] 2\n- [x] 3\n\n- [ ] 5\n- [ ] 8\n",
        "- [ ] a\n```\nx\n```\n- [x] b\n```\ny\n```\n- [ ] c\n```\nz\n```\n",
    ],
)
def test_one_list_is_one_list(lists: str) -> None:
    assert check(read_markdown(f"## Which is it?\n\n{lists}"), select=["QK106"]) == []


def test_a_second_question_below_one_heading_is_one_of_its_own() -> None:
    text = "## Numbers\n\nWhich is odd?\n\n- [ ] 2\n- [x] 3\n\nIt is 3.\n\nWhich is even?\n\n- [x] 2\n- [ ] 3\n"
    reading = read_markdown(text)
    first, second = reading.quiz.questions
    assert (first.stem.source, keys(first), general(first)) == ("Which is odd?", "-x", "It is 3.")
    assert (second.stem.source, keys(second)) == ("Which is even?", "x-")
    assert any(d.code == "QK120" for d in reading.all_diagnostics)


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("\n**Answer:** three\n", "-x-"),
        ("Answer: three\nIt is odd.\n", "-x-"),
        ("\nAnswer:\n- two\n- four\n", "x-x"),
        ("\n**Answer:** B\n", "-x-"),
        ("\n<details><summary>Answer</summary>\n\nthree\n\n</details>\n", "-x-"),
    ],
)
def test_plain_bullets_with_an_answer_in_words(answer: str, right: str) -> None:
    text = f"## Question 1\n\nWhich is it?\n\n* two\n* three\n* four\n{answer}"
    (question,) = read_markdown(text).quiz.questions
    assert (options(question), keys(question)) == (["two", "three", "four"], right)


def test_plain_bullets_without_such_an_answer_are_text() -> None:
    text = "## What is odd?\n\n- two\n- three\n\nAnswer: three of them are so.\n"
    assert read_markdown(text).questions == ()


def test_a_list_of_advantages_asks_nothing() -> None:
    part = "### {n}\n\nIt loads first.\n\n**Tradeoffs:**\n- ✅ It is clean\n- ❌ It is slow\n\n"
    text = "# Patterns\n\n" + "".join(part.replace("{n}", n) for n in ("One", "Two", "Three"))
    reading = read_markdown(text)
    assert reading.questions == ()
    assert {d.code for d in reading.diagnostics} == {"QK114"}


def test_options_below_a_number_of_three_digits_that_are_code_to_markdown() -> None:
    text = "".join(
        f"{n}. Which is odd?\n\n\tA. two\n\n\t**B. three**\n\n\tC. four\n\n"
        for n in (98, 99, 100, 101)
    )
    reading = read_markdown(text)
    assert [q.title_number for q in reading.questions] == [98, 99, 100, 101]
    for question in reading.quiz.questions:
        assert (options(question), keys(question)) == (["two", "three", "four"], "-x-")
    assert [q.spans["options", 1].line for q in reading.questions] == [5, 13, 21, 29]


def test_boxes_in_some_of_the_items_of_a_numbered_list() -> None:
    text = (
        "# Quiz\n\n1. **What is it?**\n\n   It is a thing.\n\n"
        "1. **Which are odd?**\n\n   - [x] 3\n   - [ ] 4\n\n"
        "1. **Why?**\n\n   Because.\n\n1. **How?**\n\n   So.\n\n"
        "1. **Which are even?**\n\n   - [ ] 3\n   - [x] 4\n"
    )
    reading = read_markdown(text)
    assert [keys(q) for q in reading.quiz.questions] == ["x-", "-x"]
    assert {d.code for d in check(reading, select=["QK114"])} == {"QK114"}


def test_letters_whose_options_stand_below_as_code() -> None:
    code = "".join(f"- {letter})\n```python\nprint({letter})\n```\n\n" for letter in "ABC")
    text = f"### Question 1\n\n**Which prints B?**\n\n{code}**Answer: B**\n"
    (question,) = read_markdown(text).quiz.questions
    assert keys(question) == "-x-"
    assert options(question)[1] == "```python\nprint(B)\n```"


def test_remarks_on_each_option_go_to_it_where_the_key_is_known() -> None:
    text = (
        f"## Question 1\n\nWhich is odd?\n\n{LETTERS}\n**Answer:** B\n\n**Rationale:**\n"
        "- **A:** Two is even.\n- **B:** Three is odd.\n- **C:** Four is even.\n\nMore on it.\n"
    )
    (question,) = read_markdown(text).quiz.questions
    assert isinstance(question, Choice)
    told = [option.feedback.source if option.feedback else "" for option in question.options]
    assert told == ["Two is even.", "Three is odd.", "Four is even."]
    assert (keys(question), general(question)) == ("-x-", "More on it.")


def test_a_question_that_stands_whole_ends_one_that_is_open() -> None:
    text = (
        "What is it?\n- one\n- other\n\nIt is one.\n\n"
        "Which is odd?\nA. two\nB. three\n\nAnswer: B\n\nWhich is even?\nA. two\nB. three\n\nAnswer: A\n"
    )
    reading = read_markdown(text)
    assert [q.stem.source for q in reading.quiz.questions] == ["Which is odd?", "Which is even?"]


def test_boxes_without_bullets_are_told() -> None:
    text = "## Which is odd?\n\n[ ] two\n\n[X] three\n\n```\n3\n```\n\n[ ] four\n"
    (told,) = check(read_markdown(text), select=["QK102"])
    assert told.span.line == 3 and told.hint == 'write "- [ ] two"'


@pytest.mark.parametrize(
    "text",
    [
        "# Notes\n\n## 6. What is it made of?\n\n**Parts:**\n\n- one of them\n- **another one**\n- a third\n",
        "# Notes\n\n## Care\n\n**Parts:**\n\n- one of them\n- **another one**\n- a third\n\n## More\n\nWords.\n",
        "# Check\n\n## Legend\n\n- ✅ full\n- 🟡 in part\n- ❌ none\n\n## Table\n\nWords.\n\n## More\n\nWords.\n",
        "# Names\n\n## Choice 1: HPL\n\n**Why?**\n- ✅ short\n- ✅ clear\n\n## Choice 2: MPL\n\n**Why?**\n- ✅ known\n- ✅ plain\n\n## End\n\nIt is over.\n",
        "# Notes\n\n1. **Theory of it**\n\n   - = what drives us\n   - it is within\n   - it is without\n\n2. Words.\n\n# More\n\nWords.\n",
    ],
)
def test_lists_in_notes_ask_nothing(text: str) -> None:
    assert read_markdown(text).questions == ()


def test_two_lists_under_one_answer_are_no_options() -> None:
    text = "## Question 1\n\nWhich is odd?\n\n- A) two\n- B) three\n   **Answer:** B 2. Which?\n- A) one\n- B) four\n   **Answer:** B\n"
    assert read_markdown(text).questions == ()


def test_options_written_without_spaces_between_them() -> None:
    text = "1.下列哪个是奇数？\nA.二 B.三 C.四D.六\n\n答案：B\n"
    (question,) = read_markdown(text).quiz.questions
    assert (options(question), keys(question)) == (["二", "三", "四", "六"], "-x--")


def test_a_quote_below_options_that_are_code_to_markdown_explains() -> None:
    ask = "{n}. Which is odd?\n\n\tA. two\n\n\t**B. three**\n\n\tC. four\n\n\t> It is.\n\n"
    text = "".join(ask.replace("{n}", str(n)) for n in (100, 101))
    for question in read_markdown(text).quiz.questions:
        assert (keys(question), options(question)[2], general(question)) == (
            "-x-",
            "four",
            "> It is.",
        )


@pytest.mark.parametrize("word", ["Soru", "Câu", "Soal", "문제", "Otázka", "سؤال", "प्रश्न", "שאלה"])
def test_headings_that_count_questions_in_many_languages(word: str) -> None:
    text = f"### {word} 1: Numbers\n\n```python\nprint(1)\n```\n\n{LETTERS}"
    reading = read_markdown(text)
    assert [q.title_number for q in reading.questions] == [1]


def test_paragraphs_each_with_a_list_of_which_one_item_is_bold() -> None:
    ask = "Which is {n}?\n\n- one\n- **_{n}_**\n- other\n\n"
    text = ask.replace("{n}", "odd") + "The sum of it:\n\n- **even**\n- low\n- high\n\n"
    reading = read_markdown(text + ask.replace("{n}", "new") + ask.replace("{n}", "old"))
    assert [q.stem.source for q in reading.quiz.questions] == [
        "Which is odd?", "The sum of it:", "Which is new?", "Which is old?",
    ]  # fmt: skip
    assert [keys(q) for q in reading.quiz.questions] == ["-x-", "x--", "-x-", "-x-"]
    assert options(reading.quiz.questions[0]) == ["one", "odd", "other"]
    assert any(d.code == "QK120" for d in reading.all_diagnostics)


@pytest.mark.parametrize("attributes", ["scoring=right-only", "points=2", "#even", "tag=x"])
def test_a_heading_with_attributes_is_a_question_whatever_is_right(attributes: str) -> None:
    text = f"## Even numbers {{{attributes}}}\n\n- ✅ 2\n- ✅ 4\n"
    (question,) = read_markdown(text).quiz.questions
    assert keys(question) == "xx"


def test_a_formula_in_a_heading_keeps_its_signs() -> None:
    text = "## What is *now* $a_1 * b_2 * c$?\n\n- ✅ a\n- ❌ b\n"
    assert read_markdown(text).quiz.questions[0].title == "What is now $a_1 * b_2 * c$?"


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("zh", "按时间顺序排列"),
        ("zh", "请将下列历史事件按时间先后排序"),
        ("zh", "按从小到大的顺序排列"),
        ("en", "Arrange the following events in chronological order."),
        ("en", "Sort the numbers from smallest to largest."),
        ("de", "Bringe in die richtige Reihenfolge."),
        ("fr", "Classez par ordre chronologique."),
        ("es", "Pon en orden."),
        ("pt", "Numere na ordem correta."),
        ("ru", "Упорядочьте события."),
    ],
)
def test_lists_to_be_put_in_order(language: str, phrase: str) -> None:
    text = f"---\nlanguage: {language}\n---\n\n## 1\n\n{phrase}\n\n1. a\n2. b\n3. c\n"
    assert [type(q).__name__ for q in read_markdown(text).quiz.questions] == ["Ordering"]


def test_true_and_false_as_options_judge_nothing() -> None:
    text = (
        f"## Question 1\n\nWhich is odd?\n\n{LETTERS}\nAnswer: B\n\nAnd so it is:\n\n"
        "- a. True\n- b. False\n"
    )
    (question,) = read_markdown(text).quiz.questions
    assert keys(question) == "-x-"
    assert isinstance(question, Choice)
    assert not any(option.feedback for option in question.options)


def test_remarks_never_change_a_key_that_an_answer_line_gave() -> None:
    text = (
        f"---\nlanguage: en\n---\n\n## Question 1\n\nWhich is odd?\n\n{LETTERS}\nAnswer: B\n\n"
        "- A - Incorrect: it is even.\n- C - Correct: it is odd.\n"
    )
    reading = read_markdown(text)
    assert keys(reading.quiz.questions[0]) == "-x-"
    assert [d.code for d in check(reading, select=["QK301"])] == ["QK301"]


def test_a_number_on_a_line_of_its_own_moves_no_other_line() -> None:
    text = "# Quiz\n\n**Question 1**\nWhich is odd?\nA. two\nB. three {weight=2}\n\nAnswer: B\n"
    reading = read_markdown(text)
    (question,) = reading.questions
    assert question.question.stem.source == "Which is odd?"
    assert [question.spans["options", n].line for n in (0, 1)] == [5, 6]
    assert [d.span.line for d in reading.all_diagnostics if d.severity == "error"] == [6]


@pytest.mark.parametrize(
    "label",
    ["Show Answer", "View Answer", "Click to see the answer", "📝 <b>Ver Respuesta y Explicación</b>",
     "Voir la réponse", "Показать ответ", "Xem đáp án", "查看答案"],
)  # fmt: skip
def test_words_that_only_show_an_answer_are_no_part_of_it(label: str) -> None:
    inside = "Correct Answer: B) three\n\n**Explanation:**\nIt is odd.\n"
    text = f"## Question 1\n\nWhich is odd?\n\n{LETTERS}\n<details>\n<summary>{label}</summary>\n{inside}</details>\n"
    (question,) = read_markdown(text).quiz.questions
    assert (keys(question), general(question)) == ("-x-", "**Explanation:**\nIt is odd.")
    plain = f"## Question 1\n\nWhich is odd?\n\n{LETTERS}View Answer\n\nAnswer: B |Explanation: It is.\n"
    (question,) = read_markdown(plain).quiz.questions
    assert (options(question)[2], keys(question)) == ("four", "-x-")


def test_an_option_whose_bullet_is_missing() -> None:
    text = "## Question 1\n\nWhich is odd?\n\n- a. two\n- b. three\n c. four\n\nAnswer: b\n"
    (question,) = read_markdown(text).quiz.questions
    assert (options(question), keys(question)) == (["two", "three", "four"], "-x-")


@pytest.mark.parametrize("end", ["（  ）", "( )", "____ .", "...", "…"])
def test_what_is_left_open_asks(end: str) -> None:
    ask = f"The odd one is {end}\n   A. two\n   B. three\n   C. four\n\n"
    reading = read_markdown(f"# Test\n\n1. {ask}2. {ask}")
    assert len(reading.questions) == 2
    assert [d.code for d in check(reading, select=["QK201"])] == ["QK201", "QK201"]


@pytest.mark.parametrize(
    "answers",
    [
        "1. B\n2. A\n\n**Score:** two of two is good.\n",
        "| Q | A |\n|---|---|\n| 1 | B |\n| 2 | A |\n\nTwo of two is good.\n",
        "**Q1 — B.** It is odd.\n\n**Q2 — A.** It is even.\n\n---\n\nTwo of two is good.\n",
    ],
)
def test_what_follows_a_key_explains_no_question(answers: str) -> None:
    ask = "**Q{n}.** Which one is it?\n" + LETTERS + "\n"
    text = "## Part\n\n" + ask.replace("{n}", "1") + ask.replace("{n}", "2")
    reading = read_markdown(f"{text}---\n\n# Answer Key\n\n{answers}")
    assert [keys(q) for q in reading.quiz.questions] == ["-x-", "x--"]
    assert "two" not in "".join(map(general, reading.quiz.questions)).lower()
    (stray,) = [d for d in reading.diagnostics if d.code == "QK114"]
    assert "good" in reading.text.splitlines()[stray.span.line - 1]


def test_an_answer_line_outweighs_remarks_above_it() -> None:
    said = "B is right *and* C is also reasonable. The best is **C**.\n\n**Answer:** C (or B)\n"
    text = f"## Question 1\n\nWhich is it?\n\n{LETTERS}\n**Analysis**\n\n{said}"
    (question,) = read_markdown(text).quiz.questions
    assert keys(question) == "--x"
    text = f"## Question 1\n\nWhich is it?\n\n{LETTERS}\nB is right, it is odd.\n\n**Answer:** C\n"
    reading = read_markdown(text)
    assert keys(reading.quiz.questions[0]) == "--x"
    assert [d.code for d in check(reading, select=["QK301"])] == ["QK301"]


def test_names_in_bold_before_remarks_mark_nothing() -> None:
    text = (
        "# Notes\n\n## Q. What are the ways?\n\n**a.) One way**: It is this.\n\n"
        "**b.) Other way**: It is that.\n\n**c.) Third way**\n\n```\nx\n```\n\n"
        + "".join(f"## {n}\n\nWords.\n\n" for n in ("One", "Two", "Three"))
    )
    assert read_markdown(text).questions == ()


def test_tasks_of_a_plan_are_no_questions() -> None:
    part = "## Task {n}: Build it\n\n**Files:**\n\n- a file\n\n- [ ] **Step 1: Run**\n- [ ] **Step 2: Stop**\n\n"
    text = "# Plan\n\n" + "".join(part.replace("{n}", n) for n in "123") + "## End\n\nWords.\n"
    assert read_markdown(text).questions == ()


@pytest.mark.parametrize("answer", ["B", "B) three", "three"])
def test_code_right_below_options_that_names_one(answer: str) -> None:
    text = f"## Which is odd?\n{LETTERS}```\n{answer}\n```\n"
    (question,) = read_markdown(text).quiz.questions
    assert (keys(question), general(question)) == ("-x-", "")


def test_plain_bullets_and_code_that_names_one() -> None:
    text = "## Which is odd?\n* two\n* three\n* four\n```\nthree\n```\n\n## What is it?\n\n* a\n* b\n\n```\nc\n```\n"
    (question,) = read_markdown(text).quiz.questions
    assert (options(question), keys(question)) == (["two", "three", "four"], "-x-")


@pytest.mark.parametrize("number", ["{n}.", "Q{n}. ", "**{n}.** ", "Question {n}: ", "{n}、"])
@pytest.mark.parametrize("answer", ["Answer: B\n", ""])
def test_questions_without_an_empty_line_between_them(number: str, answer: str) -> None:
    ask = f"{number}哪个是奇数？\nA. two\nB. three\nC. four\n{answer}"
    reading = read_markdown("".join(ask.replace("{n}", str(n)) for n in (1, 2, 3)))
    assert [q.title_number for q in reading.questions] == [1, 2, 3]
    for question in reading.quiz.questions:
        assert options(question) == ["two", "three", "four"]
        assert keys(question) == ("-x-" if answer else "---")
    height = 5 if answer else 4
    assert [q.spans["options", 1].line for q in reading.questions] == [
        3,
        3 + height,
        3 + 2 * height,
    ]


@pytest.mark.parametrize("brackets", ["（BC）", "( B C )", "（B、C）", "（ BC ）。"])
def test_a_key_in_the_brackets_of_a_chinese_question(brackets: str) -> None:
    text = f"1. 下列选项中正确的是{brackets}\n- A、二\n- B、三\n- C、五\n- D、六\n\n2. 下列方法{brackets}的是\n- A. 二\n- B. 三\n- C. 五\n"
    reading = read_markdown(text)
    first, second = reading.quiz.questions
    assert (keys(first), keys(second)) == ("-xx-", "-xx")
    assert "B" not in first.stem.source + second.stem.source
    assert first.stem.source.startswith("下列选项中正确的是（ ）")
    assert any(d.code == "QK120" and "brackets" in d.message for d in reading.diagnostics)


def test_brackets_in_other_languages_hold_no_key() -> None:
    text = "1. Which plan of the four (B) is best?\n   A. two\n   B. three\n   C. four\n"
    (question,) = read_markdown(f"# Q\n\n{text}").quiz.questions
    assert (keys(question), question.stem.source) == ("---", "Which plan of the four (B) is best?")


@pytest.mark.parametrize(
    "right", ["<font color='red'>three</font>", '<span style="color:red">three</span>', "==three==", "<mark>three</mark>"]
)  # fmt: skip
def test_the_right_option_in_colour(right: str) -> None:
    text = f"## Which is odd?\n\n- A. two\n- B. {right}\n\n## Which are odd?\n\n- A. {right}\n- B. {right}\n- C. four\n"
    first, second = read_markdown(text).quiz.questions
    assert (options(first), keys(first)) == (["two", "three"], "-x")
    assert keys(second) == "xx-"


def test_options_in_a_block_of_code() -> None:
    ask = "{n}.Which is it?\n\n```\nA. dotnet new <T>\nB. plain words\nC. other words\n```\n\n"
    text = (
        "# Test\n\n"
        + "".join(ask.replace("{n}", str(n)) for n in (1, 2))
        + "# Answers\n\n1. B\n2. A\n"
    )
    first, second = read_markdown(text).quiz.questions
    assert options(first) == options(second) == ["`dotnet new <T>`", "plain words", "other words"]
    assert (keys(first), keys(second)) == ("-x-", "x--")


def test_code_with_letters_above_options_is_part_of_what_is_asked() -> None:
    text = f"## Question 1\n\nWhich?\n\n```\nA. x\nB. y\nC. z\n```\n\n{LETTERS}\nAnswer: B\n"
    (question,) = read_markdown(text).quiz.questions
    assert "A. x" in question.stem.source and options(question) == ["two", "three", "four"]


def test_questions_with_letters_one_after_another_below_one_heading() -> None:
    ask = "You have {n}. What should you do?\n\nA. two\n\nB. three\n\nC. four\n\n---\n\nFeedback\n\nB (Correct Answer) - B is {n}.\n\nA is not correct, being two.\n\n---\n\n"
    text = (
        "Practice Exam\n=============\n\n" + ask.replace("{n}", "one") + ask.replace("{n}", "two")
    )
    first, second = read_markdown(text).quiz.questions
    assert first.stem.source == "You have one. What should you do?"
    assert (keys(first), keys(second)) == ("-x-", "-x-")


def test_a_letter_in_a_heading_below_a_folded_answer() -> None:
    ask = f"**Which is it?**\n\n{LETTERS}\n<details>\n<summary><b>Answer</b></summary>\n<p>\n\n#### Option: C\n\n</p>\n</details>\n\n---\n\n"
    reading = read_markdown(f"### 1. One\n\n{ask}### 2. Two\n\n{ask}")
    assert [keys(q) for q in reading.quiz.questions] == ["--x", "--x"]


@pytest.mark.parametrize(
    "part",
    [
        "### Lists\n\n- one thing\n- other thing\n- a third\n- ❌ **Never** do it\n- ✅ Do it so\n\n",
        "### Why not use it?\n\nBecause there are:\n\n- ❌ databases\n- ❌ servers\n\n",
    ],
)
def test_advice_with_signs_is_no_question(part: str) -> None:
    words = "".join(f"### Part {n}\n\nWords.\n\n" for n in range(4))
    assert read_markdown(f"# Lesson\n\n{words}{part}").questions == ()


def test_an_answer_beyond_other_options_is_not_taken() -> None:
    text = (
        f"### 1. One\n\nWhich is it?\n\n{LETTERS}\nIt is said elsewhere.\n\n---\n<div>\n2. Two, which?\n</div>\n\n"
        f"{LETTERS}\nAnswer: C\n"
    )
    assert keys(read_markdown(text).quiz.questions[0]) == "---"


def test_a_question_below_the_heading_that_answers_another() -> None:
    ask = f"**Which is it?**\n\n{LETTERS}\n<details>\n<summary><b>Answer</b></summary>\n<p>\n\n#### Option: C\n\n</p>\n</details>\n\n"
    assert [keys(q) for q in read_markdown(f"# Quiz\n\n{ask}{ask}{ask}").quiz.questions] == [
        "--x"
    ] * 3


@pytest.mark.parametrize(
    "label", ["Answers:", "**Answers**", "**Answer Key:**", "Ответы:", "**Gabarito**"]
)
@pytest.mark.parametrize(
    "key", ["1. B\n2. A\n", "1-B, 2-A\n", "| # | Key |\n|---|---|\n| 1 | B |\n| 2 | A |\n"]
)
def test_a_key_below_a_line_that_is_no_heading(label: str, key: str) -> None:
    ask = (
        "{n}. Which one is it?\n" + "".join(f"   {line}\n" for line in LETTERS.splitlines()) + "\n"
    )
    text = "# Quiz\n\n" + ask.replace("{n}", "1") + ask.replace("{n}", "2")
    reading = read_markdown(f"{text}{label}\n\n{key}")
    assert [keys(q) for q in reading.quiz.questions] == ["-x-", "x--"]
    assert [general(q) for q in reading.quiz.questions] == ["", ""]


def test_a_key_that_leaves_a_number_out_keeps_the_others_in_place() -> None:
    ask = (
        "{n}. Which one is it?\n" + "".join(f"   {line}\n" for line in LETTERS.splitlines()) + "\n"
    )
    text = "# Quiz\n\n" + "".join(ask.replace("{n}", n) for n in "1235")
    reading = read_markdown(f"{text}## Answers\n\n1. A\n3. B\n3. A\n5. C\n")
    assert [q.title_number for q in reading.questions] == [1, 2, 3, 5]
    assert [keys(q) for q in reading.quiz.questions] == ["x--", "---", "-x-", "--x"]


def test_numbers_that_are_all_one_count_on() -> None:
    ask = "1. Which one is it?\n" + "".join(f"   {line}\n" for line in LETTERS.splitlines()) + "\n"
    reading = read_markdown(f"# Quiz\n\n{ask}{ask}{ask}## Answers\n\n1. A\n1. B\n1. C\n")
    assert [keys(q) for q in reading.quiz.questions] == ["x--", "-x-", "--x"]


@pytest.mark.parametrize(
    "below", ["   *Correct: C. It is even.*\n", "\n   **Answer:** C\n", "\n   Answer: C) four\n"]
)
def test_an_answer_line_outweighs_an_option_in_bold(below: str) -> None:
    text = f"1. Which is even?\n   A. one\n   **B. three**\n   C. four\n{below}\n2. Which is odd?\n   A. two\n   **B. three**\n   C. four\n\n   Answer: B\n"
    reading = read_markdown(text)
    assert [keys(q) for q in reading.quiz.questions] == ["--x", "-x-"]
    assert [options(q)[1] for q in reading.quiz.questions] == ["three", "three"]
    (told,) = check(reading, select=["QK301"])
    assert told.span.line == 2


def test_the_message_on_an_order_of_two_says_how_many_are_needed() -> None:
    (told,) = check(
        read_markdown("## Order {.ordering}\n\nSort.\n\n1. a\n2. b\n"), select=["QK117"]
    )
    assert "three items or more; this one has 2" in told.message


def test_a_template_for_issues_asks_no_student() -> None:
    parts = "".join(f"**Describe {n}**\n\n<!-- A clear description. -->\n\n" for n in "abcd")
    text = f"# Feature Request\n\n{parts}**Would you be willing to help?**\n\n- [ ] Yes\n- [ ] No\n"
    assert read_markdown(text).questions == ()


def test_a_class_is_no_colour() -> None:
    text = '# Notes\n\n## What?\n\n- <span class="c3">one</span>\n- two\n\n## More\n\nWords.\n'
    assert read_markdown(text).questions == ()


def test_options_in_one_line_are_not_mixed_with_the_next_questions() -> None:
    text = "1.多少？\nA.四\tB.一\tC.三\tD.九\n2.哪项不包括？\nA.甲\nB.乙\nC.丙\n\n答案：A\n"
    first, second = read_markdown(text).quiz.questions
    assert options(first) == ["四", "一", "三", "九"]
    assert (options(second), keys(second)) == (["甲", "乙", "丙"], "x--")


def test_the_next_question_inside_an_option_is_told() -> None:
    text = "1. Which is it?\n\nA. two\n\nB. three\n2) Which one is that?\n\nAnswer: A\n"
    reading = read_markdown(text)
    (told,) = check(reading, select=["QK106"])
    assert told.span.line == 6 and "next question" in told.message


@pytest.mark.parametrize(("first", "second", "kept"), [("Б", "а", False), ("n", "x + 1", True)])
def test_only_letters_of_options_make_a_key_of_a_list(first: str, second: str, kept: bool) -> None:
    reading = read_markdown(
        "**1. Which is even?**\n\nA) one\nB) two\n\n**2. Which is odd?**\n\nA) one\nB) two\n\n"
        f"**Answers:**\n\n1. {first}\n2. {second}\n"
    )
    one, two = reading.quiz.questions
    assert isinstance(one, Choice)
    assert isinstance(two, Choice)
    keys = [[option.role for option in asked.options].count(Role.KEY) for asked in (one, two)]
    assert keys == ([0, 0] if kept else [1, 1])
    general = two.feedback.general
    assert (general is not None and f"2. {second}" in general.source) is kept
