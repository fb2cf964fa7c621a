"""Habits of many authors that quizkit was not written for, each in a small text."""

from __future__ import annotations

import pytest

from quizkit.markdown.reader import read_markdown
from quizkit.model import Choice, Question
from quizkit.reading import Reading


def keys(question: Question) -> str:
    """One sign for each option: ``x`` for a key, ``-`` for a distractor."""
    assert isinstance(question, Choice)
    return "".join("x" if option.role == "key" else "-" for option in question.options)


def options(question: Question) -> list[str]:
    assert isinstance(question, Choice)
    return [option.content.source for option in question.options]


def guessed(reading: Reading) -> bool:
    return any(d.code == "QK120" for d in reading.all_diagnostics)


@pytest.mark.parametrize(
    "list_of_options",
    [
        "a) 2\n\nb) 3\n\nc) 5\n\nAnswer: b\n",
        "**A.** 2\n\n**B.** 3\n\n**C.** 5\n\n**Answer:** B\n",
        "A) 2\n\nB) 3\n\nC) 5\n\n<details><summary>Answer</summary>\n\nB\n\n</details>\n",
        "А) 2\n\nБ) 3\n\nВ) 5\n\nПравильный ответ: Б\n",
    ],
)
@pytest.mark.parametrize("head", ["### 1. Which is odd?\n\n", "**1. Which is odd?**\n\n"])
def test_options_that_are_a_paragraph_each(head: str, list_of_options: str) -> None:
    reading = read_markdown(
        f"{head}{list_of_options}\n---\n\n{head.replace('1', '2')}{list_of_options}"
    )
    first, second = reading.quiz.questions
    assert options(first) == options(second) == ["2", "3", "5"]
    assert keys(first) == keys(second) == "-x-"
    assert guessed(reading)
    assert all(q.feedback.general is None for q in reading.quiz.questions)


def test_paragraphs_with_letters_keep_their_lines() -> None:
    reading = read_markdown(
        "## Which is odd?\n\nA) 2\n\n\nB) 3\nor more\n\nC) 5 {weight=2}\n\nAnswer: B\n"
    )
    (question,) = reading.quiz.questions
    assert options(question) == ["2", "3\nor more", "5"]
    assert [d.span.line for d in reading.all_diagnostics if d.severity == "error"] == [9]


def test_chapters_with_letters_are_no_options() -> None:
    text = "# Notes\n\n## What is new?\n\nA. The first part is long.\n\nB. The second one too.\n"
    text += "".join(f"\n## Part {name}\n\nWords.\n" for name in ("one", "two", "three"))
    assert read_markdown(text).questions == ()


@pytest.mark.parametrize(
    ("boxes", "line", "right"),
    [
        ("- [ ] **a.** 2\n- [ ] **b.** 3\n- [ ] **c.** 5\n", "**✅ Réponse correcte : b**", "-x-"),
        ("- [ ] A. 2\n- [ ] B. 3\n- [ ] C. 5\n", "Answer: B, C", "-xx"),
        ("- [ ] 2\n- [ ] 3\n- [ ] 5\n", "Antwort: C", "--x"),
        ("- [ ] 2\n- [ ] 3\n- [ ] 5\n", "**Answer:** 3", "-x-"),
        ("- [ ] A. 2\n- [ ] B. 3\n- [ ] C. 5\n", "<!-- **Answer: B** -->", "-x-"),
        (
            "- [ ] 2\n- [ ] 3\n- [ ] 5\n",
            "<details>\n<summary>Answer</summary>\n\n**B. 3**\n\n</details>",
            "-x-",
        ),
    ],
)
def test_empty_boxes_with_an_answer_line(boxes: str, line: str, right: str) -> None:
    reading = read_markdown(f"## Question 1\n\nWhich?\n{boxes}\n{line}\nBecause.\n")
    (question,) = reading.quiz.questions
    assert (options(question), keys(question)) == (["2", "3", "5"], right)
    assert guessed(reading)


def test_ticked_boxes_need_no_answer_line() -> None:
    reading = read_markdown("## Which?\n\n- [ ] A. 2\n- [x] B. 3\n\nAnswer: A\n")
    assert keys(reading.quiz.questions[0]) == "-x"


def test_empty_boxes_without_an_answer_stay_without_a_key() -> None:
    reading = read_markdown("## Question 1\n\nWhich?\n\n- [ ] A. 2\n- [ ] B. 3\n\nTwo is even.\n")
    (question,) = reading.quiz.questions
    assert (options(question), keys(question)) == (["A. 2", "B. 3"], "--")
    assert question.feedback.general is not None


@pytest.mark.parametrize(
    ("inside", "right"),
    [
        ("**B. 3**\n\n**Explanation:** three is.", "-x-"),
        ("**A. 2**\n**C. 5**\n\nBoth.", "x-x"),
        ("B\n\nThree is.", "-x-"),
        ("**✅ Correct:** **B.** Three is.\n\n**❌ Incorrect A:** two is not.", "-x-"),
        ("A. is even\nB. is odd\nC. is odd too", "---"),
        ("A) wrong\n\nB) right", "-x-"),
    ],
)
def test_answers_in_details_that_name_only_the_option(inside: str, right: str) -> None:
    text = (
        "### Question 1\n\nWhich is it?\n\n- A. 2\n- B. 3\n- C. 5\n\n"
        f"<details>\n<summary>Answer</summary>\n\n{inside}\n\n</details>\n"
    )
    (question,) = read_markdown(text).quiz.questions
    assert keys(question) == right


@pytest.mark.parametrize(
    "heading",
    [
        "### Q{n}: **B. Three**\nIt is odd.",
        "### Question {n}: Answer B - three\n\nIt is odd.",
        "### Question {n}: Correct Answer - B\n\nIt is odd.",
        "### {n}. B\n\nIt is odd.",
        "**{n}. B** - It is odd.",
        "**Q{n}: B** — It is odd.",
    ],
)
def test_answers_at_the_end_each_with_a_heading(heading: str) -> None:
    ask = "### Question {n}\n\nWhich is odd?\n\nA) 2\nB) 3\nC) 4\n\n"
    text = "# Quiz\n\n" + ask.replace("{n}", "1") + ask.replace("{n}", "2") + "## Answers\n\n"
    text += "\n\n".join(heading.replace("{n}", str(n)) for n in (1, 2)) + "\n"
    reading = read_markdown(text)
    assert [keys(q) for q in reading.quiz.questions] == ["-x-", "-x-"]
    assert all(
        "odd" in (q.feedback.general.source if q.feedback.general else "")
        for q in reading.quiz.questions
    )


def test_round_boxes() -> None:
    reading = read_markdown(
        "1. Which?\n\n   - ( ) 2\n   - (x) 3\n\n2. Which?\n\n   - (X) 2\n   - ( ) 3\n"
    )
    assert [keys(q) for q in reading.quiz.questions] == ["-x", "x-"]
    assert [options(q) for q in reading.quiz.questions] == [["2", "3"], ["2", "3"]]


def test_round_boxes_that_are_no_list_are_reported() -> None:
    reading = read_markdown("## Which?\n\n( ) 2\n(x) 3\n")
    assert reading.questions == ()
    assert [d.code for d in reading.all_diagnostics] == ["QK102"]


def test_boxes_without_a_space_are_reported() -> None:
    reading = read_markdown("## Which?\n\n-[ ] 2\n-[x] 3\n")
    (found,) = reading.all_diagnostics
    assert (found.code, found.span.line, found.hint) == ("QK102", 3, 'write "- [ ] 2"')


def quiz_without_keys(count: int) -> str:
    ask = "### Question {n}\n\nWhich is odd?\n\nA) 2\nB) 3\nC) 4\n\n"
    return "# Quiz\n\n" + "".join(ask.replace("{n}", str(n)) for n in range(1, count + 1))


@pytest.mark.parametrize(
    "key",
    [
        "```\n1. B   2. A\n3. C\n```\n",
        "1-b, 2-a, 3-c\n",
        "1. B 2. A 3. C\n",
        "**1:** B | **2:** A | **3:** C\n",
        "### Question 1 - Answer: B) three\n\nOdd.\n\n### Question 2 - Answer: A\n\n### Question 3 - Answer: C\n",
        "### Q1: B (three)\n### Q2: A (two)\n### Q3: C (four)\n",
    ],
)
def test_answer_keys_in_few_words(key: str) -> None:
    reading = read_markdown(quiz_without_keys(3) + "## Answers\n\n" + key)
    assert [keys(q) for q in reading.quiz.questions] == ["-x-", "x--", "--x"]


def test_remarks_on_wrong_options_are_no_question() -> None:
    key = "### Q{n}. Answer: C\n\n**Why C is right.** It is odd.\n\n**Others.**\n\n- A: Is it? No.\n- B: even\n\n"
    text = (
        quiz_without_keys(2) + "## Answers\n\n" + key.replace("{n}", "1") + key.replace("{n}", "2")
    )
    reading = read_markdown(text)
    assert [keys(q) for q in reading.quiz.questions] == ["--x", "--x"]
    assert all(
        q.feedback.general and "even" in q.feedback.general.source for q in reading.quiz.questions
    )


def test_later_questions_with_the_number_of_an_earlier_one_stay_questions() -> None:
    text = (
        quiz_without_keys(2)
        + "## Part two\n\n### 1. B. subtilis is what?\n\n- A. a mould\n- B. a bacterium\n"
    )
    reading = read_markdown(text)
    assert [keys(q) for q in reading.quiz.questions] == ["---", "---", "--"]


@pytest.mark.parametrize("heading", ["Solution", "Answer", "Explanation"])
def test_answer_line_below_a_heading_of_its_own(heading: str) -> None:
    text = f"## Which?\n\n**A.** 2\n\n**B.** 3\n\n### {heading}\n\n**Correct Answer: B**\n\nOdd.\n"
    (question,) = read_markdown(text).quiz.questions
    assert keys(question) == "-x"
    assert question.feedback.general is not None
    assert question.feedback.general.source == "Odd."


def test_steps_with_answers_to_choose_from_are_a_choice() -> None:
    text = "### 1. Put the steps in the correct order.\n\n1. Cook\n2. Buy\n3. Eat\n\nA. 1, 2, 3\nB. 2, 1, 3\n\nAnswer: B\n"
    (question,) = read_markdown(text).quiz.questions
    assert (options(question), keys(question)) == (["1, 2, 3", "2, 1, 3"], "-x")
    assert "2. Buy" in question.stem.source


def test_options_that_go_on_with_paragraphs_and_code() -> None:
    text = (
        "## Which query?\n\nA) CREATE t AS\n\nSELECT 1\n\nB) CREATE t\n\n```sql\nA) x\n  y;\n```\n\n"
        "C) none\n\nAnswer: B\n\nD) is no option.\n"
    )
    (question,) = read_markdown(text).quiz.questions
    assert options(question) == [
        "CREATE t AS\n\nSELECT 1", "CREATE t\n\n```sql\nA) x\n  y;\n```", "none",
    ]  # fmt: skip
    assert keys(question) == "-x-"
    assert question.feedback.general is not None
    assert "D) is no option" in question.feedback.general.source


def test_addresses_are_no_numbers() -> None:
    text = "## Which?\n\ns3://bucket/one\n\nWhich of them?\n\nA. one\nB. two\n\nAnswer: A\n"
    (question,) = read_markdown(text).quiz.questions
    assert question.title == "Which?"
    assert "s3://bucket/one" in question.stem.source


@pytest.mark.parametrize(
    "line",
    [
        "Answer: B</br>",
        "Answer: B <br />",
        "**<b>Answer: B (two)</b>**",
        "<strong>Answer:</strong> <span style='color: red'>B</span>",
    ],
)
def test_tags_in_an_answer_line(line: str) -> None:
    text = f"## Which?\n\nA. one\nB. two\n\n> {line}\n> Because.\n"
    assert keys(read_markdown(text).quiz.questions[0]) == "-x"


def test_bold_headings_with_numbers_keep_both_ends_of_the_bold() -> None:
    (question,) = read_markdown("## **1. Which is even?**\n\n- [x] 2\n- [ ] 3\n").quiz.questions
    assert (question.title, question.stem.source) == ("1. Which is even?", "**Which is even?**")


def test_forms_with_boxes_are_no_quiz() -> None:
    form = "## What does this change?\n\n- [ ] Words\n- [ ] Code\n\n"
    reading = read_markdown(f"{form}## Tests\n\nSay how you tried it.\n")
    assert reading.questions == ()
    assert [d.code for d in reading.all_diagnostics] == ["QK114", "QK114"]
    assert any("nothing says which are right" in d.message for d in reading.all_diagnostics)
    assert len(read_markdown(form).questions) == 1
    parts = "".join(f"## Part {n}\n\nWords.\n\n" for n in ("one", "two", "three", "four", "five"))
    assert read_markdown(form * 2 + parts).questions == ()
    assert len(read_markdown(form * 2).questions) == 2


def test_plans_with_steps_in_steps_are_no_quiz() -> None:
    plan = "# Plan\n\n- [x] 1. Read\n  - [x] 1.1 Words\n  - [ ] 1.2 Signs\n- [ ] 2. Write\n"
    assert read_markdown(plan).questions == ()


def test_signs_in_bold_do_not_make_a_list_of_praise_a_question() -> None:
    text = "## What's inside?\n\nAll of it:\n\n- ✅ one\n- ✅ **two**\n- ✅ three\n"
    assert read_markdown(text).questions == ()


REMARKS = "# Notes\n\n## {head}\n\n✅ Small pages\n\n❌ No schema\n\n## More\n\nWords.\n"


def test_remarks_with_signs_are_no_options_in_a_text_that_is_no_quiz() -> None:
    text = REMARKS.replace("{head}", "Good and bad").replace("schema", "schema: why?")
    reading = read_markdown(text)
    assert {d.code for d in reading.all_diagnostics} == {"QK114"}


def test_options_without_a_list_are_told_of_below_a_question_or_in_a_quiz() -> None:
    text = "## {head}\n\n✅ one\n❌ two\n"
    asked = read_markdown(text.replace("{head}", "Which is odd?"))
    assert [d.code for d in asked.all_diagnostics] == ["QK102"]
    other = "\n## Which is even?\n\n- ✅ two\n- ❌ one\n"
    beside = read_markdown(text.replace("{head}", "The odd one is") + other)
    assert len(beside.questions) == 1
    assert [(d.code, d.span.line) for d in beside.all_diagnostics] == [("QK102", 3)]
    praise = read_markdown("## When to use it?\n\n✅ For one\n✅ For two\n")
    assert [d.code for d in praise.all_diagnostics] == ["QK114"]


@pytest.mark.parametrize("ending", ["{ ... }", "{...}", "{ }", "{ color: red; }"])
def test_braces_of_code_at_the_end_of_an_option_are_text(ending: str) -> None:
    text = f"## Which?\n\nA) div p {ending}\nB) p\n\nAnswer: A\n"
    reading = read_markdown(text)
    assert options(reading.quiz.questions[0])[0] == f"div p {ending}"
    assert [d.code for d in reading.all_diagnostics] == ["QK120"]


def test_keys_of_note_takers_in_the_front_matter_are_passed_over() -> None:
    front = "---\ntopic: cells\ndifficulty: easy\ncreated: 2026-01-02\nkeywords: [a, b]\n---\n\n"
    reading = read_markdown(front + "## Which is even?\n\n- [x] 2\n- [ ] 3\n")
    assert [d for d in reading.all_diagnostics if d.severity != "info"] == []


@pytest.mark.parametrize(
    ("list_of_options", "answer", "right"),
    [
        ("- 1: two\n- 2: three\n- 3: four\n", "##### Answer: 2\n\nOdd.", "-x-"),
        ("- 1) two\n- 2) three\n- 3) four\n", "**Answer:** 2, 3", "-xx"),
        ("1. two\n2. three\n3. four\n", "Answer: 2", "-x-"),
        (
            "1. two\n2. three\n3. four\n",
            "<details><summary>Answer</summary>\nAnswer: 3) four\n</details>",
            "--x",
        ),
        ("① two\n② three\n③ four\n", "정답: ②", "-x-"),
        ("① two\n\n② three\n\n③ four\n", "정답: 3", "--x"),
        ("1. 2\n2. 3\n3. 4\n", "Answer: 1", "x--"),
        ("1. two\n2. three\n3. four\n", "**Answer: 2. three**", "-x-"),
    ],
)
def test_options_with_numbers(list_of_options: str, answer: str, right: str) -> None:
    reading = read_markdown(f"## 1. Which is odd?\n\n{list_of_options}\n{answer}\n")
    (question,) = reading.quiz.questions
    assert keys(question) == right
    assert [text.lstrip("0123456789.) ") for text in options(question)][1] in ("three", "")
    assert guessed(reading)


def test_a_number_that_is_an_options_own_words_too_names_nothing() -> None:
    for text in ("- 1: 2\n- 2: 3\n- 3: 1\n", "- 1: 3\n- 2: 2\n- 3: 1\n"):
        (question,) = read_markdown(f"## Which is it?\n\n{text}\nAnswer: 3\n").quiz.questions
        assert keys(question) == "---"


def test_numbered_lists_without_an_answer_stay_text() -> None:
    text = "## What to do?\n\n1. Read\n2. Write\n\nThe answer is in 2 parts.\n"
    assert read_markdown(text).questions == ()


def test_lists_that_are_taken_though_nothing_asks_are_told_of() -> None:
    section = "## {n}. Work\n\nDo it well\n\n- ✅ Test\n- ❌ Hurry\n\n"
    text = "# Advice\n\n" + section.replace("{n}", "1") + section.replace("{n}", "2")
    reading = read_markdown(text)
    assert len(reading.questions) == 2
    assert [(d.code, d.severity) for d in reading.all_diagnostics] == [("QK120", "info")]
    asked = read_markdown(text.replace("Do it well", "Which is good?"))
    assert asked.all_diagnostics == []


def test_remarks_below_numbered_answers_are_no_questions() -> None:
    entry = "**Q{n}. Answer: C (four)**\n\n**Others.**\n- A: Is it? No.\n- B: even\n\n---\n\n"
    text = quiz_without_keys(2) + "## Answers\n\nThe reasons:\n\n"
    text += entry.replace("{n}", "1") + entry.replace("{n}", "2")
    assert [keys(q) for q in read_markdown(text).quiz.questions] == ["--x", "--x"]


def test_options_indented_too_little_belong_to_the_question_above_them() -> None:
    text = (
        "1. What is one?\n   - [ ] two\n   - [x] one\n"
        "2. What is two?\n  - [x] two\n  - [ ] one\n"
        "3. What is three?\n- [x] three\n- [ ] one\n"
    )
    questions = read_markdown(text).quiz.questions
    assert [q.stem.source for q in questions] == [f"What is {n}?" for n in ("one", "two", "three")]
    assert [keys(question) for question in questions] == ["-x", "x-", "x-"]


def test_options_that_markdown_takes_for_the_text_of_another_are_told() -> None:
    reading = read_markdown("11. What is it?\n   - ✅ a\n   - ❌ b\n    - ❌ c\n")
    assert ("QK115", 4) in [(d.code, d.span.line) for d in reading.all_diagnostics]
    shown = read_markdown("## Q?\n\n- ✅ a\n\n  ```\n  - ❌ c\n  ```\n- ❌ b\n")
    assert not [d for d in shown.all_diagnostics if d.code == "QK115"]
