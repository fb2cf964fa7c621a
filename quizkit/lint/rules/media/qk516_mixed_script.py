"""QK516 mixed-script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity
from quizkit.lint.document import Document, Found
from quizkit.lint.rule import Rule

_MIXED = re.compile(r"[^\W\d_]*(?:[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z])[^\W\d_]*")
_LATIN = "aceopxyijsABCEHIJKMOPSTXYh"
_CYRILLIC = "асеорхуіјѕАВСЕНІЈКМОРЅТХУһ"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_LETTER = {"Latin": re.compile(r"[A-Za-z]"), "Cyrillic": re.compile("[\u0400-\u04ff]")}


class MixedScript(Rule):
    """See ``explanation``."""

    code, name, severity = "QK516", "mixed-script", Severity.WARNING
    explanation = (
        "A word mixes Latin and Cyrillic letters that look the same, such as a Cyrillic с in "
        '"сherry". Nobody sees it, but a search does not find the word and a typed answer does '
        "not match. Words whose strange letters look like no others are left alone."
    )
    bad = (
        "## Which is a fruit?\n\n- ✅ \u0441herry\n- ❌ chair\n",
        "## Что это?\n\n- ✅ \u0441тoл\n- ❌ дерево\n".replace("тo", "т\u006f"),
    )
    good = "## Which is a fruit, in Russian?\n\n- ✅ вишня\n- ❌ SQL-запрос\n- ❌ TNFα\n"
    fixed = (
        "## Which is a fruit?\n\n- ✅ cherry\n- ❌ chair\n",
        "## Что это?\n\n- ✅ стол\n- ❌ дерево\n",
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if doc.reading.text.isascii() or not any(
            _MIXED.search(word) for word in doc.vocabulary if not word.isascii()
        ):
            return
        for found in doc.matches(_MIXED):
            word = found.match[0]
            mended = _mended(word)
            if mended is None:
                continue
            strange = next(char for char, right in zip(word, mended, strict=True) if char != right)
            script = "Latin" if strange.isascii() else "Cyrillic"
            yield self.on(
                found,
                doc,
                f'"{word}" has a {script} "{strange}"',
                hint="type the word again in one alphabet",
                fix=_replacement(found, mended, doc),
            )


def _mended(word: str) -> str | None:
    """The word in the script of most of its letters; None where it is mixed on purpose."""
    latin, cyrillic = (len(_LETTER[script].findall(word)) for script in ("Latin", "Cyrillic"))
    mended = word.translate(_TO_CYRILLIC if cyrillic > latin else _TO_LATIN)
    left = _LETTER["Latin" if cyrillic > latin else "Cyrillic"].search(mended)
    return mended if left is None and latin != cyrillic and len(word) > 2 else None


def _replacement(found: Found, mended: str, doc: Document) -> Fix | None:
    span = doc.find(found.part, found.match.start(), found.match.end())
    title = f'write "{mended}" in one alphabet'
    return Fix(title, (Edit(span, mended),), safe=False) if span else None
