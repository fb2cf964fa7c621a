"""Finding sources, the files they need, and writing whole files or none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizkit.disk import find_sources, load
from quizkit.errors import ExportRefused, UnreadableSource
from quizkit.outputs import Outputs, refuse_clashes
from tests.cli.run import quizkit
from tests.shared import ROOT

GOOD = "## Even\n\nWhich is even?\n\n- ✅ 2\n- ❌ 3\n"


def write(path: Path, text: str = GOOD) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def pictured(path: str) -> str:
    return GOOD.replace("Which", f"![p]({path}) Which")


# -- finding -------------------------------------------------------------------------------


def test_folder_is_searched_for_what_may_hold_a_quiz(tmp_path: Path) -> None:
    for name in ("b.md", "a/c.markdown", "a/d.quiz.json", "e.txt", ".hidden/f.md", ".g.md"):
        write(tmp_path / name)
    for name in ("node_modules/h.md", "i.json", "j.py"):
        write(tmp_path / name)
    found = [source.name for source in find_sources([tmp_path])]
    assert found == ["a/c.markdown", "a/d.quiz.json", "b.md", "e.txt"]


def test_second_run_does_not_take_the_outputs_of_the_first_for_sources(tmp_path: Path) -> None:
    write(tmp_path / "q.md")
    for arguments in (["--to", "all"], ["--to", "all", "-o", "out"]):
        for _ in range(2):
            done = quizkit("export", ".", *arguments, cwd=tmp_path)
            assert done.returncode == 0, done.stderr
    assert quizkit("lint", ".", "--select", "QK2", cwd=tmp_path).returncode == 0


def test_source_named_twice_comes_once_with_the_widest_root(tmp_path: Path) -> None:
    file = write(tmp_path / "a" / "q.md")
    (source,) = find_sources([file, tmp_path])
    assert source.root == tmp_path


def test_links_out_of_the_folder_are_passed_over(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.md")
    write(tmp_path / "in" / "q.md")
    (tmp_path / "in" / "link.md").symlink_to(outside)
    assert [source.name for source in find_sources([tmp_path / "in"])] == ["q.md"]


def test_what_is_not_there_is_said_with_the_nearest_name(tmp_path: Path) -> None:
    write(tmp_path / "quiz.md")
    with pytest.raises(UnreadableSource, match=r'did you mean "quiz\.md"'):
        find_sources([tmp_path / "qiuz.md"])


def test_readme_among_quizzes_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "q.md")
    write(tmp_path / "README.md", "# About\n\nSome text\n\n- [ ] to do\n")
    done = quizkit("lint", ".", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (
        0,
        "1 question in 1 file checked: nothing to report\n",
    )
    alone = quizkit("lint", "README.md", cwd=tmp_path)
    assert alone.returncode == 1
    assert "QK101" in alone.stdout


# -- files that a quiz needs -----------------------------------------------------------------


def assets(source: Path, *roots: Path) -> tuple[list[str], list[str]]:
    """The assets' paths, and the findings as ``code line:column``."""
    (found,) = find_sources([source, *roots])
    reading = load(found)
    codes = [f"{d.code} {d.span.line}:{d.span.column}" for d in reading.all_diagnostics]
    return [asset.path for asset in reading.quiz.assets], codes


def test_pictures_travel_with_the_quiz(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "a b.png").write_bytes(b"\x89PNG")
    source = write(tmp_path / "q.md", pictured("img/a%20b.png") + pictured("./img/a%20b.png"))
    assert assets(source) == (["img/a b.png"], [])


def test_missing_picture_is_an_error_of_its_question_at_its_place(tmp_path: Path) -> None:
    source = write(tmp_path / "q.md", GOOD + "\n" + pictured("cat.png"))
    assert assets(source) == ([], ["QK501 10:6"])


def test_picture_whose_name_differs_in_case_is_named(tmp_path: Path) -> None:
    (tmp_path / "Img").mkdir()
    (tmp_path / "Img" / "Cat.PNG").write_bytes(b"x")
    source = write(tmp_path / "q.md", pictured("img/cat.png"))
    (found,) = find_sources([source])
    (finding,) = load(found).all_diagnostics
    assert finding.code == "QK501"
    assert "Img/Cat.PNG" in finding.message


def test_picture_outside_the_folder_is_refused_unless_the_folder_above_is_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "p.png").write_bytes(b"x")
    source = write(tmp_path / "course" / "q.md", pictured("../p.png"))
    assert assets(source) == ([], ["QK502 3:6"])
    assert assets(source, tmp_path) == (["../p.png"], [])


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../../../etc/passwd", "link.png"])
def test_no_file_outside_the_root_is_read(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "link.png").symlink_to(tmp_path / "secret")
    found, codes = assets(write(tmp_path / "c" / "q.md", pictured(path)))
    assert found == []
    assert [code.split()[0] for code in codes] == ["QK502"]


def test_link_to_another_source_does_not_take_it_along(tmp_path: Path) -> None:
    write(tmp_path / "other.md", GOOD)
    (tmp_path / "notes.pdf").write_bytes(b"x")
    text = GOOD.replace("Which", "[next](other.md) [notes](notes.pdf) [gone](gone.pdf) Which")
    assert assets(write(tmp_path / "q.md", text)) == (["notes.pdf"], ["QK518 3:44"])


def test_json_finds_its_places_too(tmp_path: Path) -> None:
    write(tmp_path / "q.md", "## No key\n\nWhich is odd?\n\n- ❌ 2\n- ❌ 4\n")
    text = """{"format": "quizkit/1", "questions": [
  {"id": "a", "type": "choice", "stem": {"markdown": "{Which \\" is ]} odd?"},
   "selection": "single",
   "options": [{"id": "x", "content": {"markdown": "2"}, "role": "distractor"},
               {"id": "y", "content": {"markdown": "4"}, "role": "distractor"}]}]}
"""
    write(tmp_path / "q.quiz.json", text)
    done = quizkit("lint", "q.quiz.json", "--format", "concise", cwd=tmp_path)
    assert done.stdout.startswith("q.quiz.json:4:"), done.stdout + done.stderr
    assert "QK201" in done.stdout


# -- whole files or none ---------------------------------------------------------------------


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_outputs_appear_together(tmp_path: Path) -> None:
    with Outputs() as outputs:
        outputs.write(tmp_path / "o" / "a", [b"1", b"2"])
        outputs.write(tmp_path / "o" / "b", [b"3"])
        assert not {"a", "b"} & set(names(tmp_path / "o"))
        assert outputs.commit() == [tmp_path / "o" / "a", tmp_path / "o" / "b"]
    assert names(tmp_path / "o") == ["a", "b"]
    assert (tmp_path / "o" / "a").read_bytes() == b"12"


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, ValueError])
def test_nothing_stays_of_a_run_that_fails(tmp_path: Path, error: type[BaseException]) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise error

    (tmp_path / "old").write_bytes(b"old")
    with pytest.raises((error, ExportRefused)), Outputs() as outputs:
        outputs.write(tmp_path / "old", [b"new"])
        outputs.write(tmp_path / "deep" / "er" / "b", chunks())
    assert names(tmp_path) == ["old"]
    assert (tmp_path / "old").read_bytes() == b"old"


def test_clashes_are_refused_beforehand(tmp_path: Path) -> None:
    source, other = write(tmp_path / "q.md"), write(tmp_path / "b" / "q.md")
    out = tmp_path / "out" / "q.gift"
    plan = {("q.md", "gift"): out, ("b/q.md", "gift"): out}
    with pytest.raises(ExportRefused, match=r"q\.md and b/q\.md would both"):
        refuse_clashes(plan, [source, other])
    with pytest.raises(ExportRefused, match="is a source"):
        refuse_clashes({("q.md", "x"): source}, [source])
    with pytest.raises(ExportRefused, match="is a file, not a folder"):
        refuse_clashes({("q.md", "x"): source / "x"}, [source])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    write(tmp_path / "q.md")
    (tmp_path / "out").mkdir(mode=0o500)
    done = quizkit("export", "q.md", "--to", "gift", "-o", "out", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "quizkit: cannot write to out: permission denied\n"


def test_new_files_have_the_modes_of_new_files(tmp_path: Path) -> None:
    write(tmp_path / "q.md")
    quizkit("export", "q.md", "--to", "gift", cwd=tmp_path)
    assert (tmp_path / "q.gift").stat().st_mode == (tmp_path / "q.md").stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_run_leaves_nothing(tmp_path: Path, number: int) -> None:
    questions = "".join(f"## Q{n}\n\nWhich is {n}?\n\n- ✅ {n}\n- ❌ no\n\n" for n in range(9000))
    write(tmp_path / "q.md", questions)
    command = [sys.executable, "-m", "quizkit", "export", "q.md", "--to", "all", "-o", "out"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        while running.poll() is None and not (tmp_path / "out").exists():
            time.sleep(0.01)
        running.send_signal(number)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert told.decode().strip() == "quizkit: interrupted; nothing was written"
    assert names(tmp_path) == ["q.md"]


# -- start-up --------------------------------------------------------------------------------

HEAVY = ("lxml", "markdown_it", "jsonschema", "yaml", "nh3", "importlib.metadata", "tomllib")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_start_imports_no_command_and_no_library(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from quizkit.cli.__main__ import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT
    )
    loaded = set(done.stderr.split())
    assert done.stdout
    assert not loaded & set(HEAVY)
    own = {name for name in loaded if name.startswith("quizkit")}
    assert own <= {
        *("quizkit", "quizkit._version", "quizkit.cli", "quizkit.cli.__main__"),
        *("quizkit.cli.lazy", "quizkit.errors"),
    }


def test_package_imports_nothing_before_it_is_used() -> None:
    code = "import sys, quizkit; print(*[m for m in sys.modules if m.startswith('quizkit')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert set(done.stdout.split()) == {"quizkit", "quizkit._version"}
