"""Quizzes in the syntax of other tools: what is read, where, and what is said of broken ones."""

from __future__ import annotations

import random

import pytest

from quizkit.decode import decode
from quizkit.importing import format_names, import_
from quizkit.lint.engine import check
from quizkit.markdown.dialects import find_habit, habit_names
from quizkit.markdown.dialects.js_literal import JsError, read_literal
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
from quizkit.reading import Reading
from quizkit.same import essence
from tests.shared import ROOT, shared_data

LIA = """\
<!--
author:   A. N. Author
language: de
narrator: Deutsch Female
comment:  Ein Kurs über Planeten.
tags:     planeten, sonne
-->

# Planeten

Erst ein Wort zur Sonne.

## Der größte

Welcher Planet ist der größte?

- [( )] Mars
- [(X)] Jupiter
      mit vielen Monden
- [( )] Venus
[[?]] Er hat einen roten Fleck.
***
Jupiter ist *elfmal* so breit wie die Erde.
***

## Welche haben Ringe?

[[X]] Saturn
[[ ]] Venus
[[X]] Uranus

## Monde

Wie heißt der größte Mond des Saturn?

[[Titan]]

Wie viele Monde hat der Mars?

    [[2]]

## Lücken

Der Mars ist [[rot]], die Venus [[ kalt | (heiß) ]] und {nicht grün}.

## Was ist was?

- [[Planet] (Stern)]
- [[X]       ( )   ] Mars
- [[ ]       (X)   ] Sirius

## Auswahl

Näher an der Sonne als die Erde ist

[[ Mars | (Venus) | (Merkur) ]]

## Ordnung

Von innen nach außen:

@dragdroporder(@uid,Merkur|Venus|Erde)
"""

MKDOCS = """\
# Lesson

=== "Tab"

    <quiz>
    Which planets have rings?

    - [x] Saturn
    > Seven of them.
    - [] Venus
    - [X] Uranus

    ## More

    Neptune has some too.
    </quiz>

```markdown
<quiz>
Only an example
- [x] yes
- [ ] no
</quiz>
```

<quiz>
The red planet is [[Mars]], and `[[this]]` is code. It has [[2]] moons.

---
Phobos and Deimos.
</quiz>

<?quiz?>
question: Is the Sun a star?
answer-correct: Yes
answer: No
content:
<em>It is.</em>
<?/quiz?>
"""

QUIZDOWN = """\
---
shuffle_answers: false
shuffle_questions: true
locale: de
---

### Welcher Planet ist rot?

> Er ist nach einem Gott benannt.

1. [ ] Venus
2. [x] Mars
   > So ist es.

### Von innen nach außen

1. Merkur
2. Venus
3. Erde
"""

FREECODECAMP = """\
---
id: 1234
title: Planets Quiz
challengeType: 8
dashedName: quiz-planets
---

# --description--

Answer most of these.

# --quizzes--

## --quiz--

### --question--

#### --text--

Which planet is the largest?

#### --distractors--

Mars

### --feedback--

It is small.

---

`Venus`

#### --answer--

Jupiter

# --questions--

## --text--

Which one has rings?

## --answers--

Mars

---

Saturn

### --feedback--

Seven of them.

## --video-solution--

2

# --explanation--

The rings are ice.

# --fillInTheBlank--

## --sentence--

`The BLANK planet is BLANK.`

## --blanks--

`red`

---

`Mars`
"""

RASPBERRY = """\
## Quick quiz

Two questions.

--- question ---
---
legend: Question 1 of 2
---

Which block moves the sprite?

```blocks3
move (10) steps
```

--- choices ---

- ( ) say

  --- feedback ---

  It only `talks`{:class="block3looks"}.

  --- /feedback ---

- (x) move

  --- Rückmeldung ---

Yes.

--- /Rückmeldung ---

--- /choices ---

--- /question ---
"""

MDX = """\
import Banner from "./banner"

# Planets[[planets]]

<Banner
	color="red"
/>

Some words first.

### 1. What does this print?

```py
print("x" * 3)
```

<Question
	choices={[
		{
			text: "<code>xxx</code> \\u2014 \\"three\\"",
			explain: 'It\\'s repeated.',
			correct: true
		},
		{ text: `x3`, explain: "No", }, // the last one
	]}
/>

{#if fw === 'pt'}

### 2. True or false? Mars is red.

<Question choices={[{text: "True", correct: true}, {text: "False", explain: "Look up"}]} />
"""

FRONT = """\
---
title: Plus
tags: [strings]
order: 7
answers:
  - "12 // correct"
  - '3'
---

What is `"1" + 2`?

<!-- explanation -->
A string wins.
"""

MARKS = """\
# Planets/Rocky

Which planet is the hottest?

- Mercury
  > It has no air to keep the heat.
- !Venus

---

Mark what holds for Mars:

- !It is red
- !It has two moons
- ![A star](star.png)
"""

SAMPLES = {
    "liascript": LIA,
    "mkdocs-quiz": MKDOCS,
    "quizdown": QUIZDOWN,
    "freecodecamp": FREECODECAMP,
    "raspberry-pi": RASPBERRY,
    "mdx": MDX,
    "typeofnan": FRONT,
    "markdown2moodle": MARKS,
}


def lines(reading: Reading) -> list[str]:
    """What was found beyond the note that the file is read by guess, one line each."""
    return [
        f"{d.span.line}: {d.code} {d.message}"
        for d in check(reading, ignore=["QK120", "QK4", "QK5", "QK3"])
        if d.severity != "info"
    ]


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
        ("Jupiter\nmit vielen Monden", "key"),
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
    assert "5: QK117 no column of this row are right; matching needs exactly one" in lines(
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


BROKEN = {
    "<quiz>\nWhich?\n- [x] a\n- [ ] b\n\n<quiz>\nWhich else?\n- [x] c\n- [ ] d\n</quiz>\n": [
        "1: QK113 this <quiz> is never closed"
    ],
    "# Page\n\n<quiz>\nWhich planet is red?\n</quiz>\n": ["3: QK117 this quiz has no answers"],
    "<quiz>\nWhich planet is red?\n- [ ] Mars\n- [ ] Venus\n</quiz>\n": ["3: QK201 "],
    RASPBERRY.replace("--- /question ---\n", ""): ["5: QK113 this question is never closed"],
    RASPBERRY.replace("(x)", "( )"): ["18: QK201 "],
    RASPBERRY.split("--- choices")[0] + "--- /question ---\n\n--- choices ---\n": [
        "5: QK117 this question has no choices",
    ],
    FREECODECAMP.replace("\n2\n", "\n3\n"): ['56: QK117 "3" is the number of no answer'],
    FREECODECAMP.replace("#### --answer--\n\nJupiter\n", ""): ["24: QK201 "],
    FREECODECAMP.replace("planet is BLANK", "planet is"): [
        "66: QK117 the sentence has 1 times BLANK, and 2 answers follow"
    ],
    MDX.replace("explain: 'It", "explain: It"): [
        "21: QK117 the choices cannot be read: a text in quotes is expected here"
    ],
    MDX.replace("\t]}\n/>", ""): ["27: QK117 the choices cannot be read: a name is expected here"],
    LIA.replace("(X)", "( )", 1): [
        "17: QK201 ",
    ],
}


@pytest.mark.parametrize("text", BROKEN)
def test_broken_quiz_gets_one_message_at_its_place(text: str) -> None:
    found = [line for line in lines(read_markdown(text)) if "QK114" not in line]
    assert len(found) == len(BROKEN[text])
    assert all(map(str.startswith, found, BROKEN[text])), found


ORDINARY = [
    "# Links\n\nSee [[X]] and [[notes]].\n\n- [[X]]\n- [[Y]]\n",
    "# Shell\n\n```sh\nif [[ -f x ]]; then echo; fi\n```\n\n- [[x]]\n- [[ wiki ]]\n",
    "# Readme\n\nUse the `<quiz>` tag:\n\n```html\n<quiz>\nWhich?\n- [x] a\n- [ ] b\n</quiz>\n```\n",
    "# Docs\n\nWrite `<Question choices={[...]} />` in MDX.\n",
    "# Notes\n\nThis is a --- question --- of taste.\n\n--- choices ---\n",
    "# Notes\n\nThe option --text-- prints text, --answer-- the answer.\n",
    '# Quizdown\n\nA library called quizdown. See `class="quizdown"`.\n\n1. Install it\n2. Use it\n',
    "---\ntitle: x\ncolor: red\n---\n\n# Steps\n\n1. One\n2. Two\n",
    "---\ntitle: x\nanswers:\n  - a\n  - b\n---\n\n# Code\n\n`x = 1 // correct`\n",
    "# CSS\n\nAvoid these.\n\n- !important\n- float\n",
    "# C++\n\nint a[(2)], b[[maybe_unused]];\n\n[[nodiscard]] int f();\n",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_markdown_is_no_quiz_of_another_tool(text: str) -> None:
    reading = read_markdown(text)
    assert (reading.dialect, reading.questions) == ("", ())


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


@pytest.mark.parametrize("name", SAMPLES)
def test_a_text_cut_or_shuffled_is_read_without_an_exception(name: str) -> None:
    text = SAMPLES[name]
    chance = random.Random(name)
    rows = text.split("\n")
    for _ in range(60):
        cut = text[: chance.randrange(len(text))]
        mixed = rows[:]
        for _ in range(3):
            a, b = chance.randrange(len(rows)), chance.randrange(len(rows))
            mixed[a], mixed[b] = mixed[b], mixed[a]
        for broken in (cut, "\n".join(mixed), text.replace(chance.choice(text), "")):
            reading = read_markdown(broken, path="quiz.md", dialect=name)
            last = broken.count("\n") + 1
            assert all(1 <= d.span.line <= last for d in check(reading)), broken


def test_a_named_habit_is_tried_whatever_the_text_shows() -> None:
    text = "## Which?\n\n[[word]]\n"
    assert find_habit(text) is None
    assert read_markdown(text, dialect="liascript").dialect == "liascript"
    assert read_markdown("# Nothing\n", dialect="mdx").dialect == ""


def test_literals_of_javascript() -> None:
    text = """ [ 'it\\'s', "\\x41\\u{1F600}\\n", -1.5, /* no */ true, null, { "a": [ ], b: `c`, }, ] x"""
    value, end = read_literal(text, 0)
    assert value == ["it's", "A\U0001f600\n", -1.5, True, None, {"a": [], "b": "c"}]
    assert text[end:] == " x"


@pytest.mark.parametrize(
    "text", ["", "[", "{a}", "{a: }", "`${x}`", '"open', "[1 2]", "f(x)", "[" * 10_000, "{1: 2}"]
)
def test_what_is_no_literal_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(JsError) as refused:
        read_literal(text, 0)
    assert 0 <= refused.value.position <= len(text)


def test_import_names_the_habit_it_found_and_takes_one_by_name() -> None:
    found = import_(QUIZDOWN.encode(), name="quiz.md")
    assert (found.format, found.dialect, len(found.quiz.questions)) == ("markdown", "quizdown", 2)
    named = import_(b"## Which?\n\n[[word]]\n", "liascript", name="quiz.md")
    assert (named.dialect, len(named.quiz.questions)) == ("liascript", 1)
    assert set(habit_names()) <= set(format_names())
