"""What several files show together: the same from the cache, and from processes of their own."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

import quizkit.check.run as run_module
from quizkit.check.cache import Cache
from quizkit.check.run import across, check_files
from quizkit.check.settings import Asked
from quizkit.cli.lint_told import Told
from quizkit.lint.leaks import Answer, Exposed, Text, leaks
from quizkit.lint.spelling import Spelled, strays
from tests.check.support import write
from tests.cli.run import quizkit

HEAD = "---\nlanguage: {}\n---\n\n"
PROCESS = "## How do plants turn light into sugar?\n\n- ✅ {}\n- ❌ cellular respiration\n"
GAS = "## Which gas does {} set free?\n\n- ✅ oxygen\n- ❌ nitrogen\n"
BOTH = ("QK418", "QK419")
PHOTO = "oxygenic photosynthesis"


def quiz(*questions: str, language: str = "en") -> str:
    return HEAD.format(language) + "\n".join(questions)


def about(*words: str, language: str = "en") -> str:
    """A quiz with a question for each word, each of which holds it."""
    return quiz(
        *(f"## Who needs {w} number {n}?\n\n- ✅ you\n- ❌ me\n" for n, w in enumerate(words)),
        language=language,
    )


def told(
    folder: Path, texts: Iterable[str], cache: Cache | None = None, select: tuple[str, ...] = BOTH
) -> list[str]:
    """What is found in all files: by themselves first, then across them."""
    sources = [write(folder / f"{n}.md", text) for n, text in enumerate(texts)]
    results = [r for r in check_files(sources, Asked(select=select), cache) if r.checked]
    alone = [d for r in results if r.checked for d in r.checked.findings]
    pairs = [(r.checked.summary, r.settings) for r in results if r.checked]
    return [f"{d.path}:{d.span.line}: {d.code} {d.message}" for d in [*alone, *across(pairs)]]


# -- an answer in another question -----------------------------------------------------------


def test_an_answer_that_stands_in_another_file(tmp_path: Path) -> None:
    texts = [quiz(PROCESS.format(PHOTO)), quiz("## Other {.info}\n\nx\n", GAS.format(PHOTO))]
    assert told(tmp_path, texts, select=("QK418",)) == [
        f'1.md:9: QK418 Question 2 "Which gas does oxygenic photosynthesis set free?": "{PHOTO}" '
        "is the right answer of question 1, 0.md:5"
    ]
    assert told(tmp_path, texts, select=()) == []  # off by default


def test_an_answer_that_its_own_file_gives_away_is_told_once(tmp_path: Path) -> None:
    texts = [quiz(PROCESS.format(PHOTO), GAS.format(PHOTO)), quiz(GAS.format(f"this {PHOTO}"))]
    assert [line[:11] for line in told(tmp_path, texts, select=("QK418",))] == ["0.md:10: QK"]


@pytest.mark.parametrize(
    "text",
    [
        quiz(GAS.format(f"{PHOTO} or cellular respiration")),
        quiz(GAS.format("oxygenic photo synthesis")),
        quiz("<!-- quizkit: ignore QK418 never in one test -->\n\n" + GAS.format(PHOTO)),
        quiz(f"## Read {{.info}}\n\nAll of {PHOTO}.\n"),
    ],
)
def test_a_text_that_gives_no_answer_away(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, [quiz(PROCESS.format(PHOTO)), text], select=("QK418",)) == []


def test_what_many_questions_accept_is_a_stock_phrase(tmp_path: Path) -> None:
    ways = ("light", "warmth", "air", "soil")
    same = [PROCESS.format("none of these ways").replace("light", way) for way in ways]
    text = quiz("## Why are there none of these ways?\n\n- ✅ luck\n- ❌ fate\n")
    assert told(tmp_path, [quiz(*same), text], select=("QK418",)) == []
    assert len(told(tmp_path, [quiz(*same[:3]), text], select=("QK418",))) == 3


# -- a term spelled two ways -----------------------------------------------------------------


def test_a_spelling_that_other_files_show_to_be_rare(tmp_path: Path) -> None:
    texts = [about("database", "database", "database"), about("a", "data-base")]
    assert told(tmp_path, texts) == [
        '1.md:10: QK419 Question 2 "Who needs data-base number 1?": "data-base" is written '
        '"database" in 3 other places, as in question 1, 0.md:5'
    ]
    texts = [about("Javascript"), about(*["JavaScript"] * 3), about("javascript")]
    assert [line.split('"')[3] for line in told(tmp_path, texts)] == []  # 3 against 2 tell nothing
    texts[1] = about(*["JavaScript"] * 6)
    assert [line.split('"')[3] for line in told(tmp_path, texts)] == ["Javascript", "javascript"]


@pytest.mark.parametrize(
    "texts",
    [
        [about(*["E-Mail"] * 3, language="de"), about("Email")],
        [about(*["e-mail"] * 3, language="und"), about("email", language="und")],
        [about(*["e-mail"] * 2), about("email")],
        [about(*["e-mail"] * 3), about("EMAIL")],
        [about(*["e-mail"] * 3), about("`email` and <code>email</code>")],
        [about(*["React"] * 3), about("react")],
        [
            about(*["e-mail"] * 3),
            about("email").replace("## Who", "<!-- quizkit: ignore QK419 -->\n## Who"),
        ],
    ],
)
def test_spellings_that_say_nothing(tmp_path: Path, texts: list[str]) -> None:
    assert told(tmp_path, texts) == []


def test_a_file_that_shows_it_by_itself_is_told_once(tmp_path: Path) -> None:
    texts = [about("database", "database", "data-base"), about(*["database"] * 9)]
    assert [line.split(": ")[0] for line in told(tmp_path, texts)] == ["0.md:15"]


# -- cache, processes, size ------------------------------------------------------------------

BANK = [
    quiz(PROCESS.format(PHOTO)) + "\n" + about("database", "e-mail", "e-mail")[23:],
    quiz(GAS.format(PHOTO)),
    about("data-base", "email", "база"),
    about("database", "database", "database", "e-mail"),
]


def test_the_cache_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path / "cache")
    cold = told(tmp_path, BANK, cache)
    monkeypatch.setattr(run_module, "check_data", None)  # nothing is checked again
    assert told(tmp_path, BANK, cache) == cold
    assert [line.split(" Question")[0] for line in cold] == [
        "1.md:5: QK418",
        "2.md:5: QK419",
        "2.md:10: QK419",
    ]


def test_what_is_asked_for_is_part_of_what_is_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    assert len(told(tmp_path, BANK, cache, select=("QK405",))) == 0
    assert len(told(tmp_path, BANK, cache, select=("QK418",))) == 1
    assert len(told(tmp_path, BANK, cache, select=("QK419",))) == 2


def test_processes_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = told(tmp_path, BANK)
    assert len(alone) == 3
    monkeypatch.setattr(run_module, "_PAYS", 0)
    monkeypatch.setattr(run_module, "_cores", lambda: 2)
    assert told(tmp_path, BANK, Cache(tmp_path / "cache")) == alone
    assert told(tmp_path, BANK, Cache(tmp_path / "cache")) == alone


def test_answers_that_begin_alike_cost_no_more_than_their_texts() -> None:
    """20,000 answers with one beginning, and 20,000 texts full of it."""
    text = Text(1, " ".join(["the same"] * 10))
    file = [Exposed((Answer(1, f"the same thing as {n}", ()),), (text,)) for n in range(20_000)]
    begun = time.process_time()
    assert list(leaks(file)) == []
    assert time.process_time() - begun < 5  # each against each takes minutes


def test_words_of_many_files_are_compared_at_once() -> None:
    keys = " ".join(f"word{n}word" for n in range(1_000))
    plain = Spelled("en", "", keys, " ".join(["1:1:"] * 1_000))
    odd = Spelled("en", keys, keys, " ".join(f"1:1:word-{n}-word" for n in range(1_000)))
    begun = time.process_time()
    assert len(list(strays([plain] * 100 + [odd]))) == 1_000
    assert time.process_time() - begun < 5


# -- order -----------------------------------------------------------------------------------


PLACES = {
    "text": r"^(\S+\.md):(\d+):",
    "concise": r"^(\S+\.md):(\d+):",
    "github": r"file=([^,]+),line=(\d+)",
    "json": r'"path": "([^"]+)",\s+"line": (\d+)',
    "sarif": r'"uri": "([^"]+)"\s+\},\s+"region": \{\s+"startLine": (\d+)',
}


@pytest.mark.parametrize("form", PLACES)
def test_findings_come_by_file_and_line(tmp_path: Path, form: str) -> None:
    odd = "## Which is {}?\n\n- ❌ 2\n- ❌ 4\n"
    same = "## Which is even?\n\n- ✅ 2\n- ❌ 3\n"
    silent = "<!-- quizkit: ignore QK201 a survey -->\n\n" + odd.format("nicer")
    write(tmp_path / "a.md", quiz(same, odd.format("odd")))
    write(tmp_path / "b.md", quiz(odd.format("odder"), silent, same, odd.format("less")))
    done = quizkit("lint", ".", "--format", form, cwd=tmp_path)
    found = re.findall(PLACES[form], done.stdout, re.MULTILINE)
    silenced = [("b.md", "14")] if form == "sarif" else []
    assert found == [("a.md", "12"), ("b.md", "7"), *silenced, ("b.md", "17"), ("b.md", "24")]


def test_a_baseline_counts_what_several_files_show_once(tmp_path: Path) -> None:
    same = "## Which is even?\n\n- ✅ 2\n- ❌ 3\n"
    write(tmp_path / "a.md", quiz(same))
    write(tmp_path / "b.md", quiz(same))
    done = quizkit("lint", ".", "--baseline", "known.json", "--write-baseline", cwd=tmp_path)
    assert done.stdout == "1 finding in known.json, known from now on\n"
    done = quizkit("lint", ".", "--baseline", "known.json", cwd=tmp_path)
    assert (done.returncode, done.stdout[-20:]) == (0, "; 1 in the baseline\n")


def test_add_ignore_silences_what_several_files_show(tmp_path: Path) -> None:
    same = "## Which is even?\n\n- ✅ 2\n- ❌ 3\n"
    odd = "## Which is odd?\n\n- ❌ 2\n- ❌ 4\n"
    write(tmp_path / "a.md", quiz(same))
    write(tmp_path / "b.md", quiz(odd, same, "## Who needs a data-base?\n\n- ✅ you\n- ❌ me\n"))
    write(tmp_path / "c.md", about(*["database"] * 3))
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.md")}
    done = quizkit("lint", ".", "--add-ignore", "kept for now", cwd=tmp_path)
    assert done.stdout == "7 questions in 3 files checked: nothing to report\n"
    assert quizkit("lint", ".", "--fail-on", "info", cwd=tmp_path).returncode == 0
    after = {path.name: path.read_bytes() for path in tmp_path.glob("*.md")}
    assert [name for name in sorted(after) if after[name] != before[name]] == ["b.md"]
    comments = [line for line in after["b.md"].decode().splitlines() if "quizkit:" in line]
    assert comments == [
        f"<!-- quizkit: ignore {code} kept for now -->" for code in ("QK201", "QK118", "QK419")
    ]


def test_a_file_that_changes_under_a_run_is_told_of_without_its_text(tmp_path: Path) -> None:
    odd = "## Which is ev\u200ben?\n\n- ❌ 2\n- ❌ 4\n"
    made = write(tmp_path / "a.md", quiz(odd))
    (result,) = check_files([made], Asked())
    told = Told(result)
    assert "Which is" in told.frame(told.findings[0])
    for change in (lambda: write(made.path, "x"), made.path.unlink):
        told.forget()
        change()
        assert told.frame(told.findings[0]) == ("  5 | (the file has changed since it was checked)")
