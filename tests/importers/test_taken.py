"""Titles that only repeat a stem, whether they are plain text or HTML."""

from __future__ import annotations

import pytest

from quizkit.formats.taken import says_the_same


@pytest.mark.parametrize(
    "title, stem, same",
    [
        ("List<T>", "<p>List&lt;T&gt;</p>", True),
        ("reworded List<T>", "<p>reworded List&lt;T&gt;</p>", True),
        ("<b>Bold</b> words", "<p>Bold words</p>", True),
        ("List<T>", "<p>List&lt;U&gt;</p>", False),
        ("List", "<p>List&lt;T&gt;</p>", False),
    ],
)
def test_title_that_repeats_the_stem_is_none(title: str, stem: str, same: bool) -> None:
    assert says_the_same(title, stem) is same
