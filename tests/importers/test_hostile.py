"""Hostile and damaged sources: bounded time and memory, one message each, the good ones arrive."""

from __future__ import annotations

import io
import random
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from quizkit.errors import QuizkitError, UnreadableSource
from quizkit.formats import archive
from quizkit.importing import Imported, import_
from quizkit.model import Choice
from tests.shared import ROOT, shared_data

from .agree import collected

QUESTION = """\
<question type="truefalse"><name><text>n{n}</text></name>
<questiontext format="html"><text>Is {n} a number?</text></questiontext>
<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>
</question>
"""
GOOD = "".join(QUESTION.format(n=n) for n in range(3))
GIFT = "::a::One{=x ~y}\n\n::b::Two{=x ~y}\n"


def moodle(inner: str, prolog: str = "") -> Imported:
    return import_(f"{prolog}<quiz>{inner}{GOOD}</quiz>".encode(), name="q.xml")


def texts(found: Imported) -> str:
    return " ".join(question.stem.source for question in found.quiz.questions)


def packed(members: dict[str, bytes], *, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", kind) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return data.getvalue()


# XML


def test_entities_are_never_expanded() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    prolog = f'<!DOCTYPE quiz [<!ENTITY e0 "boom">{levels}]>'
    bomb = QUESTION.replace("Is {n} a number?", "&e8;")
    found = moodle(bomb, prolog)
    assert "boom" not in texts(found)
    assert len(found.quiz.questions) == 4


def test_no_file_and_no_address_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    prolog = (
        f'<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY s SYSTEM "{secret.as_uri()}">'
        f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;]>'
    )
    found = moodle(QUESTION.replace("Is {n} a number?", "x &s; y"), prolog)
    assert "the secret" not in texts(found)
    assert len(found.quiz.questions) == 4


@pytest.mark.parametrize("depth", [300, 100_000])
def test_deep_nesting_costs_a_message(depth: int) -> None:
    found = import_(
        f"<quiz>{GOOD}<question type='essay'>{'<a>' * depth}{'</a>' * depth}</question></quiz>".encode()
    )
    assert len(found.quiz.questions) >= 3


def test_items_nested_too_deep_cost_a_message() -> None:
    deep = f"<assessmentItem identifier='x'><itemBody>{'<div>' * 5000}{'</div>' * 5000}</itemBody></assessmentItem>"
    try:
        found = import_(deep.encode(), "qti21", name="x.xml")
    except QuizkitError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert found.receipt.missed


def test_a_huge_attribute_and_many_attributes_are_survived() -> None:
    many = " ".join(f'a{n}="1"' for n in range(20_000))
    found = moodle(f'<question type="essay" x="{"y" * 9_000_000}" {many}></question>')
    assert len(found.quiz.questions) >= 3


@pytest.mark.parametrize(
    ("prolog", "encoding"),
    [
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "latin-1"),
        ('<?xml version="1.0" encoding="windows-1251"?>', "utf-8"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "latin-1"),
        ('<?xml version="1.0" encoding="klingon"?>', "utf-8"),
        ('<?xml version="1.0" encoding="zlib"?>', "utf-8"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "utf-8-sig"),
        ("", "utf-16-le"),
    ],
)
def test_wrong_and_odd_encodings(prolog: str, encoding: str) -> None:
    text = f"{prolog}<quiz>{GOOD.replace('a number', 'é a number')}</quiz>"
    found = import_(text.encode(encoding), name="q.xml")
    assert len(found.quiz.questions) == 3
    assert len(found.receipt.missed) <= 1


def test_control_characters_and_odd_ends() -> None:
    found = moodle(QUESTION.format(n="\x00\x07 9"))
    assert len(found.quiz.questions) == 4
    assert len(found.receipt.missed) == 1


# Archives


def test_names_that_lead_out_are_not_read() -> None:
    gift = GIFT.encode()
    data = packed(
        {"../evil.gift": gift, "/abs.gift": gift, "a/../../b.gift": gift, "ok.gift": gift}
    )
    found = import_(data, name="p.zip")
    assert len(found.quiz.questions) == 2
    assert len([one for one in found.receipt.missed if "leads out" in one.what]) == 3


def test_links_in_archives_are_not_followed() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("ok.gift", GIFT)
        link = zipfile.ZipInfo("link.gift")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(link, "/etc/passwd")
    found = import_(data.getvalue(), name="p.zip")
    assert [one.what for one in found.receipt.missed] == ["link.gift in the package: it is a link"]


def test_links_in_folders_do_not_leave_them(tmp_path: Path) -> None:
    (tmp_path / "outside.gift").write_text(GIFT)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "ok.gift").write_text(GIFT)
    (inside / "link.gift").symlink_to(tmp_path / "outside.gift")
    (inside / "loop").symlink_to(inside)
    assert len(import_(inside).quiz.questions) == 2


def test_what_unpacks_to_far_more_is_left_alone() -> None:
    data = packed({"ok.gift": GIFT.encode(), "bomb.xml": b"<quiz>" + b" " * 40_000_000})
    found = import_(data, name="p.zip")
    assert len(found.quiz.questions) == 2
    assert "unpacks to far more" in found.receipt.missed[0].what


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 10)
    data = packed({f"{n}.gift": GIFT.encode() for n in range(11)})
    with pytest.raises(UnreadableSource, match="more than 10 files"):
        import_(data, name="p.zip")


def test_a_size_that_lies_is_found_out() -> None:
    data = bytearray(packed({"ok.gift": GIFT.encode() * 50}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    try:
        found = import_(bytes(data), name="p.zip")
    except QuizkitError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert len(found.quiz.questions) <= 100


def test_archives_within_archives_are_named_not_opened() -> None:
    inner = packed({"in.gift": GIFT.encode()})
    found = import_(packed({"ok.gift": GIFT.encode(), "more.zip": inner}), name="p.zip")
    assert len(found.quiz.questions) == 2
    assert [(m.where, m.what) for m in found.receipt.missed] == [
        ("more.zip", "an archive within the package; import it by itself")
    ]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"PK\x03\x04" + b"\xff" * 500, b"PK\x05\x06" + b"\0" * 18]
)
def test_broken_archives_cost_one_line(data: bytes) -> None:
    with pytest.raises(QuizkitError) as caught:
        import_(data, name="p.zip")
    assert len(str(caught.value).splitlines()) == 1


def test_one_bad_file_of_a_folder_costs_one_message(tmp_path: Path) -> None:
    (tmp_path / "a.gift").write_text(GIFT)
    (tmp_path / "b.xml").write_text("<quiz>" + GOOD)
    (tmp_path / "c.json").write_text('{"format": "quizkit/1", "questions": 5}')
    found = import_(tmp_path)
    assert len(found.quiz.questions) >= 4
    assert {one.where for one in found.receipt.missed} == {"b.xml", "c.json"}
    assert len({question.id for question in found.quiz.questions}) == len(found.quiz.questions)


def test_markdown_in_an_archive_takes_its_images_along() -> None:
    text = b"# Q\n\n## One\n\nLook: ![a](img/a.png) and ![b](../b.png)\n\n- [x] yes\n- [ ] no\n"
    found = import_(
        packed({"c/q.md": text, "c/img/a.png": b"\x89PNG", "b.png": b"x"}), name="p.zip"
    )
    assert len(found.quiz.questions) == 1
    assert [asset.path for asset in found.quiz.assets] == ["b.png", "img/a.png"]
    assert "![b](b.png)" in found.quiz.questions[0].stem.source
    assert not found.losses


# Anything


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<",
        b"{",
        b"[",
        b"<quiz/>",
        b"<quiz>",
        b"::",
        b"{}",
        b"\n" * 9,
    ],
)
def test_next_to_nothing_costs_one_line(data: bytes) -> None:
    with pytest.raises(QuizkitError) as caught:
        import_(data, name="x")
    assert len(str(caught.value).splitlines()) == 1


def test_deep_json_costs_one_line() -> None:
    with pytest.raises(QuizkitError) as caught:
        import_(b'{"format":"quizkit/1","x":' + b"[" * 200_000, name="x.json")
    assert len(str(caught.value).splitlines()) == 1


def test_damaged_files_cost_no_traceback_and_keep_the_good_questions() -> None:
    shared_data("corpus")
    draw = random.Random(20_260_101)
    for path in collected(
        *(
            "moodle-xml/*",
            "moodle-exports/*",
            "gift/*",
            "qti12/*",
            "qti21/**/*.xml",
            "canvas/**/*.xml",
        ),
        *("canvas/**/*.qti", "canvas/**/*.zip", "other/aiken*", "qti21/**/*.zip"),
    ):
        data = path.read_bytes()
        for damaged in _damaged(data, draw):
            try:
                found = import_(damaged, name=path.name)
            except QuizkitError as error:
                assert len(str(error).splitlines()) <= 11
            else:
                assert all(len(one.what) <= 301 for one in found.receipt.missed)


def _damaged(data: bytes, draw: random.Random) -> list[bytes]:
    if not data:
        return []
    flipped = bytearray(data)
    for _ in range(draw.choice((1, 3, 20))):
        flipped[draw.randrange(len(data))] = draw.randrange(256)
    return [data[: draw.randrange(len(data))], bytes(flipped)]


@pytest.mark.parametrize("cut", [0.4, 0.6, 0.8])
def test_of_a_file_cut_short_all_whole_questions_arrive(cut: float) -> None:
    whole = "<quiz>" + "".join(QUESTION.format(n=n) for n in range(50)) + "</quiz>"
    part = whole[: int(len(whole) * cut)]
    found = import_(part.encode(), name="q.xml")
    assert len(found.quiz.questions) == part.count("</question>")
    assert found.receipt.missed


def test_a_choice_without_answers_is_text_and_the_others_arrive() -> None:
    found = moodle('<question type="multichoice"><name><text>x</text></name></question>')
    assert len(found.quiz.questions) == 4
    assert not isinstance(found.quiz.questions[0], Choice)
    assert len(found.receipt.missed) == 1


def test_memory_stays_bounded_on_a_bomb(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xml"
    bomb.write_bytes(b"<quiz>" + b"<question type='essay'>" * 300_000)
    script = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "from quizkit.errors import QuizkitError\nfrom quizkit.importing import import_\n"
        "try:\n    import_(sys.argv[1])\nexcept QuizkitError:\n    pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(bomb)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
