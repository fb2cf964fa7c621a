"""Fixes change what they name and nothing else, and a second run finds nothing to do."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from quizkit.check.mend import mend
from quizkit.check.settings import Settings
from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from quizkit.lint.alike import alike
from quizkit.lint.rule import all_rules, examples
from quizkit.lint.written import Written
from quizkit.markdown.reader import read_markdown
from tests.check.support import GOOD, mended, write
from tests.shared import shared_data

DRIFT = (
    GOOD
    + "\n## Odd\n\nWhich is odd?\n\n- ✅ 3\n- ❌ 2\n\n### Prime\n\nWhich is prime?\n\n- ✅ 2\n- ❌ 4\n"
)


def fix(*edits: tuple[Span, str]) -> Diagnostic:
    made = Fix("mend", tuple(Edit(span, text) for span, text in edits), safe=True)
    return Diagnostic(code="QK110", message="", span=Span.at(1), severity=Severity.INFO, fix=made)


def test_edits_keep_line_ends_and_what_stands_around_them() -> None:
    written = Written("one\ntwo\nthree\nfour", ["\r\n", "\n", "\r\n"])
    found = [fix((Span(1, 2, 1, 4), "N")), fix((Span(2, 1, 3, 1), "")), fix((Span.at(4), "new\n"))]
    assert written.apply(found) == found
    assert written.raw == "oN\r\nthree\r\nnew\r\nfour"


def test_overlapping_fixes_wait_for_the_next_round() -> None:
    written = Written("abcdef")
    one, other = fix((Span(1, 2, 1, 4), "X")), fix((Span(1, 3, 1, 5), "Y"))
    assert written.apply([one, other]) == [one]
    assert written.raw == "aXdef"
    assert Written("ab").apply([fix((Span.at(3), "x")), fix((Span(1, 9, 1, 12), "x"))]) == []


def test_safe_fix_mends_and_says_so(tmp_path: Path) -> None:
    step = mended(tmp_path / "q.md", DRIFT)
    assert step.data.decode() == DRIFT.replace("### Prime", "## Prime")
    assert [d.code for d in step.applied] == ["QK110"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_line_ends_and_byte_order_mark_stay(tmp_path: Path, end: str, mark: bytes) -> None:
    data = mark + DRIFT.replace("\n", end).encode()
    step = mended(tmp_path / "q.md", data)
    assert step.data == data.replace(b"### Prime", b"## Prime")


def test_mixed_line_ends_stay_where_only_another_rule_is_mended(tmp_path: Path) -> None:
    data = DRIFT.encode().replace(b"\n", b"\r\n", 9)
    step = mended(tmp_path / "q.md", data, unfixable=("QK008",))
    assert step.data == data.replace(b"### Prime", b"## Prime")
    step = mended(tmp_path / "q.md", data, fixable=("QK008",))
    assert step.data == DRIFT.encode()


def test_damaged_text_is_written_as_it_was_read(tmp_path: Path) -> None:
    text = "# Тест\n\n## Какое число чётное?\n\n- ✅ два\n- ❌ три\n"
    damaged = text.encode().decode("mac_roman")
    step = mended(tmp_path / "q.md", damaged)
    assert step.data.decode() == text
    assert mended(tmp_path / "q.md", damaged, unfixable=("QK001",)).data == damaged.encode()


def test_the_seed_is_repaired_exactly(tmp_path: Path) -> None:
    data = shared_data("seed", "000_48665178ad37bc4a.txt").read_bytes()
    step = mended(tmp_path / "q.md", data, fixable=("QK001",))
    assert step.data == data.decode().encode("mac_roman")


def test_another_encoding_stays_unless_that_is_mended(tmp_path: Path) -> None:
    text = DRIFT.replace("Numbers", "Été à Córdoba, où l’âme s’élève")
    data = codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    mend_110 = mended(tmp_path / "q.md", data, fixable=("QK110",))
    assert mend_110.data == codecs.BOM_UTF16_LE + text.replace("### P", "## P").encode("utf-16-le")
    assert mended(tmp_path / "q.md", data).data == text.replace("### P", "## P").encode()
    text = text.replace("✅", "[x]").replace("❌", "[ ]")
    western = text.encode("cp1252")
    guessed = mended(tmp_path / "q.md", western, unsafe=True)
    assert guessed.data == text.replace("### P", "## P").encode()


def test_invisible_characters_go_and_the_quiz_is_the_same(tmp_path: Path) -> None:
    text = GOOD.replace("Which is", "Wh\u200bich i\u00ads").replace("Numbers", "Cafe\u0301")
    step = mended(tmp_path / "q.md", text)
    assert step.data.decode() == GOOD.replace("Numbers", "Caf\u00e9")
    assert alike(read_markdown(text), read_markdown(step.data.decode()))


def test_image_is_named_as_the_disk_names_it(tmp_path: Path) -> None:
    (tmp_path / "leaf.PNG").write_bytes(b"x")
    text = GOOD.replace("Which is", "![Green](Leaf.png) Which is")
    step = mended(tmp_path / "q.md", text)
    assert step.data.decode() == text.replace("Leaf.png", "leaf.PNG")


def test_a_fix_that_would_change_the_quiz_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = next(rule for rule in all_rules() if rule.code == "QK110")
    text = DRIFT

    def wrong(doc: object) -> object:
        bad = Fix("", (Edit(Span(11, 1, 11, 4), "- ❌"),), safe=True)
        yield rule.finding("x", Span.at(11), fix=bad)
        good = Fix("", (Edit(Span(21, 1, 21, 4), "##"),), safe=True)
        if "### Prime" in text and "### Prime" in doc.reading.text:  # type: ignore[attr-defined]  # a Document
            yield rule.finding("y", Span.at(21), fix=good)

    monkeypatch.setattr(rule.__class__, "check", lambda self, doc: wrong(doc))
    step = mended(tmp_path / "q.md", text)
    assert step.data.decode() == text.replace("### Prime", "## Prime")


def test_unsafe_fix_must_be_asked_for(tmp_path: Path) -> None:
    text = GOOD.replace("Which is even", "Which is not odd")
    assert mended(tmp_path / "q.md", text).data == text.encode()
    step = mended(tmp_path / "q.md", text, unsafe=True)
    assert step.data.decode() == text.replace("is not odd", "is **NOT** odd")


CASES = [
    pytest.param(text, id=f"{rule.code}-{number}")
    for rule in all_rules()
    for number, text in enumerate(examples(rule.bad))
    if rule.code not in ("QK003", "QK501", "QK502", "QK504")
]


@pytest.mark.parametrize("text", CASES)
@pytest.mark.parametrize("unsafe", [False, True])
def test_a_second_run_changes_nothing(tmp_path: Path, text: str, unsafe: bool) -> None:
    made = write(tmp_path / "q.md", text)
    settings = Settings(select=("all",))
    once = mend(made, text.encode(), settings, unsafe=unsafe)
    twice = mend(made, once.data, settings, unsafe=unsafe)
    assert twice.data == once.data and twice.applied == ()
    if not unsafe:
        before, after = text, once.data.decode()
        if "QK0" not in {d.code[:3] for d in once.applied}:
            assert alike(read_markdown(before), read_markdown(after))
