"""QK503 image-remote."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.images import images
from quizkit.lint.rule import Rule


class ImageRemote(Rule):
    """See ``explanation``."""

    code, name, severity = "QK503", "image-remote", Severity.WARNING
    explanation = (
        "The picture lies on another server. It is not carried along in an export: it may "
        "change or vanish, and that server learns who takes the quiz."
    )
    bad = (
        "## What is this?\n\n![A leaf](https://example.org/leaf.png)\n\n- ✅ a leaf\n- ❌ a tree\n"
    )
    good = "## What is this?\n\n![A leaf](leaf.png)\n\n- ✅ a leaf\n- ❌ a tree\n"

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if not doc.has("//"):
            return
        for image in images(doc):
            if image.reference.remote and "//" in image.reference.address:
                question = image.part.question
                yield self.finding(
                    f"{question.place(*image.part.path)}: the picture is not carried along; "
                    "it may vanish",
                    image.span,
                    hint="save it beside the quiz, if its licence allows that",
                    question=question,
                )
