"""QK506 alt-generic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from quizkit.content.files import FileReference
from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.images import images
from quizkit.lint.rule import Rule
from quizkit.locale import load_locale

_NUMBERED = re.compile(
    r"(?:q|img|image|fig|pic|picture|photo|dsc|screenshot|scan|slide|question)[\W_]*\d*"
    r"(?:[\W_]+\d+)*\.?",
    re.IGNORECASE,
)
_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?)", re.IGNORECASE)
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class AltGeneric(Rule):
    """See ``explanation``."""

    code, name, severity = "QK506", "alt-generic", Severity.WARNING
    explanation = (
        'The description of the picture is "image", a number or the name of its file. That '
        "tells a student who cannot see it nothing (WCAG 2.2, 1.1.1)."
    )
    bad = (
        "## What is this?\n\n![image](leaf.png)\n\n- ✅ a leaf\n- ❌ a tree\n",
        "## What is this?\n\n![q42](leaf.png)\n\n- ✅ a leaf\n- ❌ a tree\n",
        "---\nlanguage: de\n---\n\n## Was ist das?\n\n![Abb. 3](blatt.png)\n\n- ✅ Blatt\n- ❌ Baum\n",
    )
    good = "## What is this?\n\n![Green, flat, on a stalk](leaf.png)\n\n- ✅ a leaf\n- ❌ a tree\n"

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        for image in images(doc):
            alt = (image.reference.alt or "").strip()
            if alt and _says_nothing(alt, image.reference, doc):
                question = image.part.question
                yield self.finding(
                    f'{question.place(*image.part.path)}: "{alt}" tells a student who cannot see '
                    "the picture nothing",
                    image.span,
                    hint="describe what matters for the question, without giving the answer",
                    question=question,
                )


def _says_nothing(alt: str, reference: FileReference, doc: Document) -> bool:
    path = PurePosixPath(reference.path or reference.address)
    if alt in (path.name, str(path)) or _FILE.fullmatch(alt) or _NUMBERED.fullmatch(alt):
        return True
    if alt == path.stem and re.search(r"[\d_-]", alt):
        return True
    words = {*doc.words("picture"), *load_locale("en").words("lint", "picture")}
    return _EDGES.sub("", alt.lower()) in words
