"""QK504 image-heavy."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.images import images
from quizkit.lint.pictures import picture_size
from quizkit.lint.rule import Rule
from quizkit.model import Asset

_WEB = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/webp", "image/avif"}
)


class ImageHeavy(Rule):
    """See ``explanation``."""

    code, name, severity = "QK504", "image-heavy", Severity.WARNING
    options = (("megabytes", 1), ("pixels", 2000))
    explanation = (
        "The picture is larger than 1 MB or than 2,000 pixels, so it loads slowly on a phone "
        "while the time of a test runs, or its format is none that browsers show."
    )
    bad = "## What is this?\n\n![A leaf](leaf.tiff)\n\n- ✅ a leaf\n- ❌ a tree\n"
    good = "## What is this?\n\n![A leaf](leaf.png)\n\n- ✅ a leaf\n- ❌ a tree\n"

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        limits = self.option("megabytes", doc), self.option("pixels", doc)
        heavy = {
            a.path: why for a in doc.quiz.assets if (why := _too_heavy(a, *limits)) is not None
        }
        if not heavy:
            return
        for image in images(doc):
            why = heavy.pop(image.reference.path, None)
            if why is not None:
                question = image.part.question
                yield self.finding(
                    f"{question.place(*image.part.path)}: {image.reference.path} {why}",
                    image.span,
                    hint="save a smaller copy as PNG, JPEG or WebP",
                    question=question,
                )


def _too_heavy(asset: Asset, megabytes: float, pixels: float) -> str | None:
    if not asset.media_type.startswith("image/"):
        return None
    if asset.media_type not in _WEB:
        return "is in a format that browsers do not show"
    if len(asset.data) > megabytes * 2**20:
        return f"has {len(asset.data) / 2**20:.1f} MB: slow on phones"
    size = picture_size(asset.data)
    if size is not None and max(size) > pixels:
        return f"measures {size[0]} × {size[1]} pixels: slow on phones"
    return None
