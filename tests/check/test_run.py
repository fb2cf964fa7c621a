"""Many files: the cache, processes, settings, baselines, comments that silence."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quizkit.check import run as run_module
from quizkit.check.cache import Cache
from quizkit.check.file import Checked
from quizkit.check.ignores import add_ignores
from quizkit.check.run import Result, across, check_files
from quizkit.check.settings import Asked, Settings
from quizkit.disk import SourceFile, find_sources
from quizkit.gitignore import GitIgnored
from tests.check.support import GOOD, source, write
from tests.cli.run import quizkit

KEYLESS = "---\nlanguage: en\n---\n\n## Which is odd?\n\n- ❌ 2\n- ❌ 4\n"


def codes(results: list[Result]) -> list[list[str]]:
    return [[d.code for d in r.checked.findings] if r.checked else [r.problem] for r in results]


def check(sources: list[SourceFile], cache: Cache | None = None, **asked: object) -> list[Result]:
    return list(check_files(sources, Asked(**asked), cache))  # type: ignore[arg-type]  # by name


# -- cache -----------------------------------------------------------------------------------


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that were really checked."""
    done: list[str] = []
    real = run_module.check_data

    def noted(made: SourceFile, data: bytes, settings: Settings) -> Checked:
        done.append(made.shown)
        return real(made, data, settings)

    monkeypatch.setattr(run_module, "check_data", noted)
    return done


def test_an_unchanged_file_is_not_checked_again(tmp_path: Path, counted: list[str]) -> None:
    sources = [write(tmp_path / "a.md", KEYLESS), write(tmp_path / "b.md", GOOD)]
    cache = Cache(tmp_path / "cache")
    first, second = check(sources, cache), check(sources, cache)
    assert counted == ["a.md", "b.md"]
    assert [r.checked for r in first] == [r.checked for r in second]
    write(tmp_path / "a.md", GOOD)
    assert codes(check(sources, cache)) == [[], []]
    assert counted == ["a.md", "b.md", "a.md"]


def test_settings_and_pictures_are_part_of_the_key(tmp_path: Path, counted: list[str]) -> None:
    made = write(tmp_path / "a.md", KEYLESS.replace("Which", "![Green](leaf.png) Which"))
    cache = Cache(tmp_path / "cache")
    assert codes(check([made], cache)) == [["QK501", "QK201"]]
    assert codes(check([made], cache, ignore=("QK201",))) == [["QK501"]]
    assert codes(check([made], cache, ignore=("QK201",))) == [["QK501"]]
    (tmp_path / "leaf.png").write_bytes(b"x")
    assert codes(check([made], cache, ignore=("QK201",))) == [[]]
    assert len(counted) == 3


def test_damaged_and_forbidden_caches_do_no_harm(tmp_path: Path) -> None:
    made = write(tmp_path / "a.md", KEYLESS)
    folder = tmp_path / "cache"
    check([made], Cache(folder))
    (entry,) = folder.glob("*.json")
    for damage in (b"", b"{", b"[]", b'{"key": 1}', entry.read_bytes()[:-9], b"\xff" * 40):
        entry.write_bytes(damage)
        assert codes(check([made], Cache(folder))) == [["QK201"]]
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert codes(check([made], Cache(tmp_path / "file"))) == [["QK201"]]


def test_two_runs_at_once_leave_whole_results(tmp_path: Path) -> None:
    sources = [write(tmp_path / f"{n}.md", KEYLESS.replace("odd", f"odd {n}")) for n in range(30)]
    folder = tmp_path / "cache"
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: codes(check(sources, Cache(folder))), range(4)))
    assert runs == [[["QK201"]] * 30] * 4
    for entry in folder.glob("*.json"):
        json.loads(entry.read_bytes())
    assert not list(folder.glob("*.tmp"))


# -- processes -------------------------------------------------------------------------------


def test_processes_give_the_same_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [write(tmp_path / f"{n:02}.md", KEYLESS.replace("odd", "odd " * n)) for n in range(9)]
    sources.insert(4, source(tmp_path / "gone.md"))
    sources.append(write(tmp_path / "binary.md", b"\x00\xff" * 40))
    alone = check(sources)
    monkeypatch.setattr(run_module, "_PAYS", 0)
    monkeypatch.setattr(run_module, "_cores", lambda: 2)
    together = check(sources)
    assert codes(alone) == codes(together)
    assert [r.source.shown for r in together] == [s.shown for s in sources]
    assert "no such file" in codes(together)[4][0]


# -- across files ----------------------------------------------------------------------------


def bank(tmp_path: Path, *texts: str) -> list[str]:
    sources = [write(tmp_path / f"{n}.md", text) for n, text in enumerate(texts)]
    results = check(sources)
    pairs = [(r.checked.summary, r.settings) for r in results if r.checked]
    return [f"{d.path}:{d.span.line}: {d.code} {d.severity}" for d in across(pairs)]


def test_same_question_in_two_files(tmp_path: Path) -> None:
    assert bank(tmp_path, GOOD, GOOD) == ["1.md:7: QK118 warning"]
    other = GOOD.replace("✅ 2", "❌ 2").replace("❌ 3", "✅ 3")
    assert bank(tmp_path, GOOD, other) == ["1.md:7: QK119 error"]
    silent = GOOD.replace("## Even", "<!-- quizkit: ignore QK118 twice -->\n\n## Even")
    assert bank(tmp_path, GOOD, silent) == []


def test_comment_that_is_of_use_across_files_alone_is_not_idle(tmp_path: Path) -> None:
    silent = GOOD.replace("## Even", "<!-- quizkit: ignore QK118 twice -->\n\n## Even")
    assert codes(check([write(tmp_path / "q.md", silent)])) == [[]]


def test_typo_makes_no_other_question_but_another_word_does(tmp_path: Path) -> None:
    one = GOOD.replace("Which is even", "Which organ purifies blood of mammals")
    typo = one.replace("purifies", "purifeis")
    assert bank(tmp_path, one, typo) == ["1.md:7: QK118 warning"]
    assert bank(tmp_path, one, one.replace("mammals", "insects")) == []
    assert bank(tmp_path, one, one.replace("purifies", "petrifies")) == []


def test_id_in_two_files(tmp_path: Path) -> None:
    one = GOOD.replace("## Even", "## Even {#a}")
    other = one.replace("even", "prime").replace("3", "4")
    assert bank(tmp_path, one, other) == ["1.md:7: QK111 warning"]


def test_bias_that_shows_in_all_files_together(tmp_path: Path) -> None:
    texts = []
    for file in range(3):
        questions = [
            f"## Why does engine {file}{n} stop?\n\n- ✅ Its belt is worn and slips\n"
            f"- ❌ It is cold\n- ❌ It is engine {n}\n"
            for n in range(8)
        ]
        texts.append("---\nlanguage: en\n---\n\n" + "\n".join(questions))
    assert bank(tmp_path, *texts) == ["0.md:1: QK401 warning"]


# -- what git ignores ------------------------------------------------------------------------


def test_ignored_files_are_found_when_named_only(tmp_path: Path) -> None:
    for name in ("a.md", "drafts/b.md", "drafts/keep.md", "old/c.md", "sub/d.md", "sub/e.md"):
        write(tmp_path / name, GOOD)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("drafts/*\n!drafts/keep.md\n/old/\n*.tmp.md\n", "utf-8")
    (tmp_path / "sub" / ".gitignore").write_text("d.md\n", "utf-8")
    found = {made.name for made in find_sources([tmp_path])}
    assert found == {"a.md", "drafts/keep.md", "sub/e.md"}
    assert {made.name for made in find_sources([tmp_path / "sub"])} == {"e.md"}
    assert len(find_sources([tmp_path / "drafts" / "b.md"])) == 1
    assert tmp_path / "old" in GitIgnored(tmp_path)


# -- comments that silence -------------------------------------------------------------------


def test_add_ignore_silences_and_changes_nothing_else(tmp_path: Path) -> None:
    text = KEYLESS + "\n" + KEYLESS.split("---\n\n")[1].replace("odd", "even")
    made = write(tmp_path / "q.md", text)
    step = add_ignores(made, text.encode(), Settings(), "a -- survey")
    assert step is not None
    write(made.path, step.data)
    assert codes(check([made])) == [[]]
    assert step.data.decode().count("<!-- quizkit: ignore QK201 a survey -->\n\n## Which") == 2
    assert add_ignores(made, step.data, Settings(), "again") is None


@pytest.mark.parametrize(
    "text",
    [
        "---\nlanguage: en\n---\n\n1. Which is odd?\n\n   A. 2\n   B. 4\n\n   Answer: C\n\n2. Which is even?\n\n   A. 2\n   B. 3\n\n   Answer: A\n",
        "---\nlanguage: en\npionts: 2\n---\n\n" + GOOD.split("---\n\n")[1],
    ],
)
def test_add_ignore_never_breaks_a_file(tmp_path: Path, text: str) -> None:
    made = write(tmp_path / "q.md", text)
    step = add_ignores(made, text.encode(), Settings(), "as it is")
    if step is not None:
        write(made.path, step.data)
        before, after = check([write(tmp_path / "old.md", text)]), check([made])
        assert before[0].checked and after[0].checked
        assert before[0].checked.summary.questions == after[0].checked.summary.questions
        assert len(codes(after)[0]) < len(codes(before)[0])


# -- the command line ------------------------------------------------------------------------


def test_fix_replaces_the_file_and_keeps_its_rights(tmp_path: Path) -> None:
    made = write(tmp_path / "q.md", GOOD.replace("even", "ev\u200ben"))
    made.path.chmod(0o640)
    (tmp_path / "link.md").symlink_to("q.md")
    done = quizkit("lint", "link.md", "--fix", cwd=tmp_path, env={"QUIZKIT_CACHE": str(tmp_path)})
    assert done.returncode == 0, done.stdout + done.stderr
    assert made.path.read_text("utf-8") == GOOD
    assert made.path.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link.md").is_symlink()
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".tmp"]


def test_standard_input_is_mended_on_standard_output(tmp_path: Path) -> None:
    text = GOOD.replace("even", "ev\u200ben").replace("\n", "\r\n")
    done = quizkit("lint", "-", "--stdin-filename", "sub/q.md", "--fix", cwd=tmp_path, data=text)
    assert done.stdout.encode() == GOOD.replace("\n", "\r\n").encode()
    assert "1 mended" in done.stderr
    named = quizkit(
        "lint",
        "-",
        "--stdin-filename",
        "sub/q.md",
        "--format",
        "concise",
        cwd=tmp_path,
        data=KEYLESS,
    )
    assert named.stdout.startswith("sub/q.md:7:3: QK201")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ((), 1),
        (("--fail-on", "error"), 0),
        (("--fail-on", "info"), 1),
        (("--fail-on", "never"), 0),
        (("--max-warnings", "1"), 0),
        (("--max-warnings", "0"), 1),
        (("--exit-zero",), 0),
        (("--ignore", "QK405"), 0),
    ],
)
def test_exit_codes(tmp_path: Path, more: tuple[str, ...], code: int) -> None:
    write(tmp_path / "q.md", GOOD.replace("is even", "is not odd"))
    assert quizkit("lint", "q.md", *more, cwd=tmp_path).returncode == code


def test_baseline_hides_what_was_there_and_tells_what_is_new(tmp_path: Path) -> None:
    write(tmp_path / "a" / "q.md", KEYLESS)
    (tmp_path / "quizkit.toml").write_text('baseline = "known.json"\n', "utf-8")
    done = quizkit("lint", "a", "--write-baseline", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert quizkit("lint", ".", cwd=tmp_path).returncode == 0
    assert quizkit("lint", "q.md", cwd=tmp_path / "a").returncode == 0
    more = KEYLESS + "\n## Which is even?\n\n- ❌ 7\n- ❌ 9\n"
    write(tmp_path / "a" / "q.md", "# Moved\n\n".join(more.split("\n## ", 1)[:0]) or more)
    done = quizkit("lint", ".", "--format", "concise", cwd=tmp_path)
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == ["a/q.md:12:3"]
    (tmp_path / "known.json").write_text("{}", "utf-8")
    done = quizkit("lint", ".", cwd=tmp_path)
    assert done.returncode == 2 and "known.json: is no baseline" in done.stderr


def test_settings_file_must_name_rules(tmp_path: Path) -> None:
    write(tmp_path / "q.md", GOOD)
    (tmp_path / "quizkit.toml").write_text('ignore = ["no-kye"]\n', "utf-8")
    done = quizkit("lint", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith('quizkit: quizkit.toml: unknown rule "no-kye"; did you mean')


def test_diff_writes_nothing(tmp_path: Path) -> None:
    made = write(tmp_path / "q.md", GOOD.replace("even?", "ev\u200ben?"))
    before = made.path.read_bytes()
    done = quizkit("lint", "q.md", "--diff", cwd=tmp_path)
    assert done.returncode == 1
    assert "-Which is ev\u200ben?\n+Which is even?\n" in done.stdout
    assert made.path.read_bytes() == before


def test_blueprint_is_compared_with_what_there_is(tmp_path: Path) -> None:
    write(tmp_path / "q.md", GOOD.replace("## Even", "## Even {tag=loops points=3}"))
    blueprint = '[blueprint.tag]\nloops = 5\ntypes = "50%"\n'
    (tmp_path / "quizkit.toml").write_text(blueprint, "utf-8")
    done = quizkit("lint", "q.md", "--statistics", cwd=tmp_path)
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["tag", "loops", "1", "3", "5", "+2"] in rows
    assert ["tag", "types", "0", "0", "1.5", "+1.5"] in rows


# -- options of rules ------------------------------------------------------------------------


def test_a_rule_takes_its_numbers_from_the_settings(tmp_path: Path) -> None:
    options = "".join(f"- {'❌' if n else '✅'} number {n}\n" for n in range(12))
    quiz = f"---\nlanguage: en\n---\n\n## Which is least?\n\n{options}"
    write(tmp_path / "a.md", quiz)
    settings = tmp_path / "quizkit.toml"
    lint = ("lint", "a.md", "--format", "concise")
    assert "QK106" in quizkit(*lint, cwd=tmp_path).stdout
    settings.write_text("[options]\nmerged-questions = {most = 12}\n", "utf-8")
    assert quizkit(*lint, cwd=tmp_path).stdout == ""
    settings.write_text("[options]\nQK106 = {least = 12}\n", "utf-8")
    done = quizkit(*lint, cwd=tmp_path)
    assert done.returncode == 2 and 'has no option "least"; known are: most' in done.stderr


def test_what_the_front_matter_makes_a_target_lose_is_told_once(tmp_path: Path) -> None:
    one = "\n## Which is {}?\n\n- ✅ 2\n- ❌ 3\n"
    head = "---\nlanguage: en\ncategory: a/b\n---\n"
    write(tmp_path / "q.md", head + one.format("even") + one.format("greater than one"))
    done = quizkit("lint", "q.md", "--target", "canvas", "--format", "concise", cwd=tmp_path)
    told = [line for line in done.stdout.splitlines() if "category" in line]
    assert len(told) == 1 and told[0].startswith("q.md:3:1: QK607 in 2 questions: Canvas")
