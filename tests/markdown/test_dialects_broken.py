"""Broken quizzes in other tools' syntax, and ordinary texts that are none."""

from __future__ import annotations

import random

import pytest

from quizkit.lint.engine import check
from quizkit.markdown.dialects.js_literal import JsError, read_literal
from quizkit.markdown.reader import read_markdown
from tests.markdown.habits import FREECODECAMP, LIA, MDX, RASPBERRY, SAMPLES, lines

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
