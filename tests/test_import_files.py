"""Where the files of an imported quiz go: beside its Markdown, under safe and free names."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from quizkit.import_files import PlacedFiles, safe_path
from quizkit.model import Asset
from tests.cli.run import quizkit

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
OTHER = PIXEL + b"\0"


def bank(data: bytes, *, name: str = "leaf.png") -> str:
    """A Moodle bank of one question that shows a file."""
    encoded = base64.b64encode(data).decode()
    return f"""<quiz><question type="shortanswer"><name><text>Leaf</text></name>
    <questiontext format="html"><text><![CDATA[<p>Whose leaf?
    <img src="@@PLUGINFILE@@/{name}" alt="a leaf"></p>]]></text>
    <file name="{name}" path="/" encoding="base64">{encoded}</file></questiontext>
    <answer fraction="100"><text>oak</text></answer></question></quiz>"""


def asset(path: str, data: bytes = PIXEL) -> Asset:
    return Asset(path=path, media_type="image/png", data=data)


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("images/leaf.png", "images/leaf.png"),
        ("../../etc/passwd", "etc/passwd"),
        ("/root/x.png", "root/x.png"),
        ("a\\b.png", "a/b.png"),
        (".htaccess", "_htaccess"),
        ("con.png", "_con.png"),
        ('what?"*.png', "what___.png"),
        ("x\0y.png", "x_y.png"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_a_path_stays_in_its_folder_and_is_a_name_everywhere(path: str, safe: str) -> None:
    assert safe_path(path) == safe


def test_equal_files_are_one_and_others_get_other_names(tmp_path: Path) -> None:
    (tmp_path / "leaf.png").write_bytes(PIXEL)
    written: dict[str, bytes] = {}
    keep = PlacedFiles(tmp_path, lambda path, data: written.update({path.name: data}))
    keep(asset("leaf.png"))
    assert written == {}
    keep(asset("LEAF.png", OTHER))
    keep(asset("sub/../x.png", OTHER))
    assert keep.renamed["leaf.png"] == "leaf.png"
    assert keep.renamed["LEAF.png"].casefold() != "leaf.png"
    assert set(written.values()) == {OTHER}


def test_an_image_stands_beside_the_markdown_that_shows_it(tmp_path: Path) -> None:
    (tmp_path / "bank.xml").write_text(bank(PIXEL), encoding="utf-8")
    done = quizkit("import", "bank.xml", "-o", "course/", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "course" / "bank.md").read_text(encoding="utf-8")
    shown = text.partition("![a leaf](")[2].partition(")")[0]
    assert (tmp_path / "course" / shown).read_bytes() == PIXEL

    (tmp_path / "more.xml").write_text(bank(OTHER), encoding="utf-8")
    quizkit("import", "more.xml", "-o", "course/", cwd=tmp_path)
    text = (tmp_path / "course" / "more.md").read_text(encoding="utf-8")
    other = text.partition("![a leaf](")[2].partition(")")[0]
    assert (tmp_path / "course" / other).read_bytes() == OTHER
    assert (tmp_path / "course" / shown).read_bytes() == PIXEL


def test_nothing_is_written_under_strict_not_even_images(tmp_path: Path) -> None:
    broken = bank(PIXEL).replace("</quiz>", '<question type="hologram"/></quiz>')
    (tmp_path / "bank.xml").write_text(broken, encoding="utf-8")
    done = quizkit("import", "bank.xml", "-o", "course/", "--strict", cwd=tmp_path)
    assert done.returncode == 1
    assert not (tmp_path / "course").exists()


def test_an_image_that_was_added_in_an_lms_comes_with_the_update(tmp_path: Path) -> None:
    (tmp_path / "quiz.md").write_text(
        "## Leaf {#leaf}\n\nWhose leaf?\n\n- = oak\n", encoding="utf-8"
    )
    edited = bank(PIXEL).replace("</name>", "</name><idnumber>leaf</idnumber>", 1)
    (tmp_path / "lms.xml").write_text(edited, encoding="utf-8")
    shown = quizkit("import", "--update", "quiz.md", "lms.xml", "--diff", cwd=tmp_path)
    assert "+Whose leaf? ![a leaf](" in shown.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lms.xml", "quiz.md"]
    quizkit("import", "--update", "quiz.md", "lms.xml", cwd=tmp_path)
    text = (tmp_path / "quiz.md").read_text(encoding="utf-8")
    path = text.partition("![a leaf](")[2].partition(")")[0]
    assert (tmp_path / path).read_bytes() == PIXEL
    again = quizkit("import", "--update", "quiz.md", "lms.xml", cwd=tmp_path)
    assert "nothing to bring back" in again.stdout
