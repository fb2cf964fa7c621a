"""QK518 link-broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.errors import nearest
from quizkit.lint.document import Document
from quizkit.lint.prose import markup
from quizkit.lint.rule import Rule

_ANCHOR = re.compile(r"(?<=\])\(#([^()\s]+)\)")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$", re.MULTILINE)
_ID = re.compile(r"\{[^{}\n]*#([\w.-]+)|\b(?:id|name)\s*=\s*[\"']?([\w.-]+)")
_DROPPED = re.compile(r"[^\w\- ]")


class LinkBroken(Rule):
    """See ``explanation``."""

    code, name, severity = "QK518", "link-broken", Severity.WARNING
    whole = True
    explanation = (
        "A link leads to a heading or a file that is not there. Students would click on it in "
        "vain, in the middle of a test. Entries of a table of contents are the matter of QK108."
    )
    bad = "# Numbers\n\n## Which is even? See [above](#nmubers).\n\n- ✅ 2\n- ❌ 3\n"
    good = "# Numbers\n\n## Which is even? See [above](#numbers).\n\n- ✅ 2\n- ❌ 3\n"

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if doc.is_json or not doc.has("](#"):
            return
        text = doc.reading.text
        known = {_slug(re.sub(r"\s*\{[^{}]*\}$", "", title)) for title in _HEADING.findall(text)}
        known |= {anchor.strip("-") for anchor in known}
        known |= {first or second for first, second in _ID.findall(text)}
        for found in doc.matches(_ANCHOR, markup):
            anchor = unquote(found.match[1])
            if _slug(anchor) in known or anchor in known or re.sub(r"-\d+$", "", anchor) in known:
                continue
            guess = nearest(anchor, sorted(known))
            hint = f'did you mean "#{guess}"?' if guess else "remove the link"
            yield self.on(found, doc, f'the link to "#{anchor}" leads nowhere', hint=hint)


def _slug(title: str) -> str:
    """The anchor that code hosts make of a heading."""
    bare = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", title)
    return _DROPPED.sub("", bare.strip().lower()).replace(" ", "-")
