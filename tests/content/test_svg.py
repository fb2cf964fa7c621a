"""Drawings keep what they show and lose what they run."""

from __future__ import annotations

import pytest
from lxml import etree

from quizkit.content.svg import safe_svg

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
CIRCLE = '<circle cx="5" cy="5" r="4"/>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>",
        '<g onclick="alert(1)"><text>shown</text></g>',
        "<g\nonload='alert(1)'/>",
        '<a xlink:href="java&#115;cript:alert(1)"><text>shown</text></a>',
        '<a href=" java\tscript:alert(1)"/>',
        '<image href="data:text/html,&lt;script>1&lt;/script>"/>',
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='//x.y'/></foreignObject>",
        '<a href="#"><set attributeName="href" to="javascript:alert(1)"/></a>',
        "<?xml-stylesheet href='x.xsl'?>",
    ],
)
def test_what_runs_is_left_out_and_the_rest_is_drawn(inside: str) -> None:
    written = f"<svg {NS}>{inside} kept {CIRCLE}</svg>".encode()
    data, active = safe_svg(written)
    assert active
    root = etree.fromstring(data)
    assert "circle" in etree.tostring(root).decode() and "kept" in "".join(root.itertext())
    assert ("shown" in inside) == ("shown" in "".join(root.itertext()))
    for sign in ("script", "alert", "iframe", "stylesheet"):
        assert sign not in data.decode()
    assert safe_svg(data) == (data, False)


@pytest.mark.parametrize(
    "written",
    [
        f"<svg {NS}><script>alert(1)",
        f"<!DOCTYPE svg [<!ENTITY x '<script>alert(1)</script>'>]><svg {NS}>&x;</svg>",
        f"<script {NS}>alert(1)</script>",
        f"<?xml-stylesheet href='x.xsl'?><!DOCTYPE svg [<!ENTITY x 'y'>]><svg {NS}>&x;</svg>",
    ],
)
def test_what_cannot_be_told_apart_becomes_an_empty_drawing(written: str) -> None:
    data, active = safe_svg(written.encode())
    assert active
    assert len(etree.fromstring(data)) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_harmless_drawings_stay_byte_for_byte(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?><!-- made by hand -->'
    doctype = "<!DOCTYPE svg [<!ENTITY ns 'http://www.w3.org/2000/svg'>]>"
    link = '<a xlink:href="https://a.bc/?on=1"><text>one=1 &#169;</text></a>'
    picture = '<image href="data:image/png;base64,AAAA"/>'
    for top in (head, head + doctype):
        data = f"{top}<svg {NS}>{link}{picture}{CIRCLE}</svg>".encode(encoding)
        assert safe_svg(data) == (data, False)


def test_script_in_another_encoding_is_found() -> None:
    written = f'<?xml version="1.0" encoding="utf-16"?><svg {NS}><script>alert(1)</script></svg>'
    data, active = safe_svg(written.encode("utf-16"))
    assert active
    assert b"alert" not in data
