"""A profile's hooks, the assets that a rendering uses, and the files that content names."""

from __future__ import annotations

import pytest

from quizkit.content.addresses import local_path
from quizkit.content.files import FileReference, local_files, references
from quizkit.content.profile import ContentFeature, Profile
from quizkit.content.render import Renderer
from quizkit.model import Content
from tests.content.support import html, markdown

_SHOUT = Profile(
    name="hooks",
    text=str.upper,
    code=lambda text: f"[{text}]",
    math=lambda tex, display: f"<m>{tex}</m>",
    address=lambda path: f"F/{path.replace(' ', '+')}",
    rename={"s": "del", "kbd": "code"},
)


def test_hooks_reach_prose_code_and_formulas_alike_with_or_without_raw_html() -> None:
    expected = "<p>A <em>B</em> <code>[c]</code> <m>d</m> <del>E</del> <code>[f]</code></p>"
    assert markdown("a *b* `c` $d$ ~~e~~ <kbd>f</kbd>", _SHOUT).markup == expected
    assert markdown("a *b* `c`", _SHOUT).markup == "<p>A <em>B</em> <code>[c]</code></p>"
    assert markdown("plain\ntext", _SHOUT).markup == "<p>PLAIN\nTEXT</p>"
    assert markdown("    code", _SHOUT).markup == "<pre><code>[code\n]</code></pre>"


def test_prose_hook_sees_escaped_text() -> None:
    seen: list[str] = []

    def note(text: str) -> str:
        seen.append(text)
        return text

    markdown('a < b & "c"', Profile(name="n", text=note))
    html('a &lt; b &amp; "c"&nbsp;d', Profile(name="n", text=note))
    assert seen == ['a &lt; b &amp; "c"', 'a &lt; b &amp; "c"\xa0d']


def test_paragraph_may_be_renamed_or_dropped() -> None:
    assert markdown("plain", Profile(name="r", rename={"p": "div"})).markup == "<div>plain</div>"
    assert markdown("a\n\nb", Profile(name="d", drop=frozenset({"p"}))).markup == "a<br>\nb"


def test_dropped_element_keeps_its_text_and_is_a_loss() -> None:
    rendered = markdown("a <mark>b</mark> ~~c~~", Profile(name="d", drop=frozenset({"mark", "s"})))
    assert rendered.markup == "<p>a b c</p>"
    assert [loss.feature for loss in rendered.lost] == [ContentFeature.ELEMENT] * 2
    assert rendered.lost[0].instead == "highlighting does not arrive; its text stays"


def test_dropped_table_takes_its_parts_along() -> None:
    rendered = markdown("|a|b|\n|-|-|\n|1|2|", Profile(name="d", drop=frozenset({"table"})))
    assert "<t" not in rendered.markup
    assert rendered.markup.split() == ["a", "b", "<br>", "1", "2"]
    assert len(rendered.lost) == 1


def test_dropped_image_leaves_its_description() -> None:
    rendered = markdown(
        "see ![a < b](x.png)", Profile(name="d", drop=frozenset({"img"})), ("x.png",)
    )
    assert rendered.markup == "<p>see a &lt; b</p>"
    assert rendered.assets == ()
    [loss] = rendered.lost
    assert loss.feature is ContentFeature.FILE
    assert "x.png" in loss.instead


@pytest.mark.parametrize(
    "source",
    [
        "![a](img/a%20b.png)",
        "![a](<./img/a b.png>)",
        "![a](img/x/../a%20b.png?v=1#top)",
        "![a](img\\a%20b.png)",
        "![a][r]\n\n[r]: img/a%20b.png",
        '<img src="img/a b.png" alt="a">',
        "<p><img alt='a' src='img/a%20b.png'></p>",
    ],
)
def test_local_image_is_addressed_and_listed(source: str) -> None:
    rendered = markdown(source, _SHOUT, ("img/a b.png",))
    assert 'src="F/img/a+b.png"' in rendered.markup
    assert rendered.assets == ("img/a b.png",)
    assert rendered.lost == ()


def test_assets_are_listed_once_in_order() -> None:
    rendered = markdown("![](b.png) ![](a.png) ![](b.png)", _SHOUT, ("a.png", "b.png"))
    assert rendered.assets == ("b.png", "a.png")


def test_sound_and_film_are_assets_with_their_own_elements() -> None:
    rendered = markdown(
        "![Dialogue](d.mp3)\n\n<video src='f.mp4' poster='p.png'><track src='t.vtt'></video>",
        _SHOUT,
        ("d.mp3", "f.mp4", "p.png", "t.vtt"),
    )
    assert '<audio controls="" src="F/d.mp3">DIALOGUE</audio>' in rendered.markup
    assert rendered.assets == ("d.mp3", "f.mp4", "p.png", "t.vtt")


def test_missing_image_keeps_its_address_and_is_a_loss() -> None:
    rendered = markdown("![a](no/cat.png)")
    assert 'src="no/cat.png"' in rendered.markup
    [loss] = rendered.lost
    assert loss.feature is ContentFeature.FILE
    assert "no/cat.png" in loss.instead


@pytest.mark.parametrize(
    "source",
    [
        "![a](http://x.y/z.png)",
        "![a](//x.y/z.png)",
        "[a](#top)",
        "[a](mailto:a@b.c)",
        "[a](https://x.y/z.pdf)",
        "[a](/course/view.php?id=3)",
        "![a](data:image/png;base64,AAAA)",
    ],
)
def test_remote_addresses_are_left_alone(source: str) -> None:
    rendered = markdown(source, _SHOUT, ("z.png",))
    assert "F/" not in rendered.markup
    assert rendered.assets == ()
    assert rendered.lost == ()


def test_linked_file_travels_when_it_is_an_asset() -> None:
    assert markdown("[d](data.csv)", _SHOUT, ("data.csv",)).assets == ("data.csv",)
    assert markdown("[d](data.csv)").lost[0].feature is ContentFeature.FILE


def test_address_is_escaped() -> None:
    evil = Profile(name="e", address=lambda path: '"><script>')
    assert '<img src="&quot;&gt;&lt;script&gt;"' in markdown("![](a.png)", evil, ("a.png",)).markup


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("a.png", "a.png"),
        ("./a//b/../c%C3%A4.png#x", "a/cä.png"),
        ("../a.png", "../a.png"),
        ("/a.png", "/a.png"),
        ("C:\\a.png", "C:/a.png"),
        ("HTTP://x", None),
        ("//x/y", None),
        ("#x", None),
        ("?x", None),
        ("", None),
        ("a%00b", None),
    ],
)
def test_local_path(address: str, path: str | None) -> None:
    assert local_path(address) == path


def test_files_of_content_are_found_in_markdown_and_html() -> None:
    source = Content(
        markdown="![Cat *x*](cat%20a.png) ![](n.png) <img src=r.jpg> [l](d.csv) [h](#x)\n\n"
        "![s](s.mp3) ![far](http://x/y.png) `![no](code.png)`"
    )
    assert local_files(source) == [
        FileReference("cat a.png", "image", "Cat x", "cat%20a.png"),
        FileReference("n.png", "image", "", "n.png"),
        FileReference("r.jpg", "image", None, "r.jpg"),
        FileReference("d.csv", "link", None, "d.csv"),
        FileReference("s.mp3", "audio", None, "s.mp3"),
    ]
    [remote] = [reference for reference in references(source) if reference.remote]
    assert (remote.address, remote.alt) == ("http://x/y.png", "far")
    assert local_files(Content(html="<p><img src='a.png' alt='b'>")) == [
        FileReference("a.png", "image", "b", "a.png")
    ]
    assert local_files(Content(markdown="plain ![ text")) == []


def test_renderings_of_one_content_do_not_disturb_each_other() -> None:
    render = Renderer({"a.png"})
    content = Content(markdown="*a* ![x](a.png) $y$")
    first = render.html(content, _SHOUT)
    render.html(content, Profile(name="other", xhtml=True))
    assert render.html(content, _SHOUT) == first
