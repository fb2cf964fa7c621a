"""QK508 html-lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.content.elements import KNOWN
from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity
from quizkit.lint.document import Document, Found
from quizkit.lint.prose import markup
from quizkit.lint.rule import Rule

_TAG = re.compile(
    r"(?<![\\\w])(?:[\w.]*[\w])?</?([A-Za-z][\w-]*)(?:\s+[^<>\n]*|/)?>(?:[\w.()\[\]]*)"
)
_TAG_ALONE = re.compile(r"</?[A-Za-z][\w-]*(?:\s+[^<>\n]*|/)?>")


class HtmlLost(Rule):
    """See ``explanation``."""

    code, name, severity = "QK508", "html-lost", Severity.WARNING
    explanation = (
        'Something in angle brackets looks like a tag and is none, as in "List<T>". quizkit '
        "keeps it as text, but a code host or another Markdown tool swallows it, so whoever "
        "reads the source there does not see it. Put it between backticks."
    )
    bad = "## What is a List<T>?\n\n- ✅ generic\n- ❌ a tag\n"
    good = "## What is a `List<T>`, in <b>one</b> word?\n\n- ✅ generic\n- ❌ a tag\n"
    fixed = "## What is a `List<T>`?\n\n- ✅ generic\n- ❌ a tag\n"

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if not doc.has("<"):
            return
        for found in doc.matches(_TAG, markup):
            if found.match[1].lower() in KNOWN or found.part.content.markdown is None:
                continue
            tag = _TAG_ALONE.search(found.match[0])
            if tag is not None:
                yield self.on(
                    found,
                    doc,
                    f'other Markdown tools swallow "{tag[0]}"',
                    hint=f"write `{found.match[0]}`",
                    fix=_in_backticks(found, doc),
                )


def _in_backticks(found: Found, doc: Document) -> Fix | None:
    text = found.match[0]
    span = doc.find(found.part, found.match.start(), found.match.end())
    if span is None or "`" in text:
        return None
    return Fix(f"write `{text}`", (Edit(span, f"`{text}`"),), safe=False)
