"""QK505 alt-missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.prose import markup
from quizkit.lint.rule import Rule

_WITHOUT_ALT = re.compile(
    r"(?<!\\)!\[\s*\](?=[(\[])|<img\b(?=[^<>]*\bsrc\s*=)(?![^<>]*\balt\s*=)(?![^<>]*\baria-hidden)[^<>]*>",
    re.IGNORECASE,
)


class AltMissing(Rule):
    """See ``explanation``."""

    code, name, severity = "QK505", "alt-missing", Severity.WARNING
    explanation = (
        "The picture has no description, so a student who cannot see it has nothing (WCAG 2.2, "
        "1.1.1). Describe what matters for the question without giving the answer. A picture "
        'that only decorates is written in HTML with an empty one: <img src="..." alt="">.'
    )
    bad = (
        "## What is this?\n\n![](leaf.png)\n\n- ✅ a leaf\n- ❌ a tree\n",
        '## What is this?\n\n<img src="leaf.png">\n\n- ✅ a leaf\n- ❌ a tree\n',
    )
    good = (
        "## What is this?\n\n![Green, flat, on a stalk](leaf.png)\n\n- ✅ a leaf\n- ❌ a tree\n",
        '## What is a leaf?\n\n<img src="line.png" alt="">\n\n- ✅ green\n- ❌ blue\n',
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if not doc.has("![", "<img", "<IMG"):
            return
        for found in doc.matches(_WITHOUT_ALT, markup):
            yield self.on(
                found,
                doc,
                "the picture has no description",
                hint="describe it in the square brackets, without giving the answer",
            )
