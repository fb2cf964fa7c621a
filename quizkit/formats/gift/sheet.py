"""One export to GIFT under way, and what every question has whatever its type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from quizkit.content.markup import PIECE, attributes, escape
from quizkit.formats.base import Feature, Job
from quizkit.formats.gift import escaping
from quizkit.formats.moodle_xml.losses import points_text
from quizkit.formats.moodle_xml.names import id_number, question_name, tag_names
from quizkit.formats.moodle_xml.profile import moodle_profile, prose
from quizkit.formats.moodle_xml.sheet import has_combined
from quizkit.model import ONE, Content, Info, Question

_FILE = "quizkit-file:"
_MEDIA = {"img": "image", "audio": "sound", "video": "film"}


class Sheet:
    """Writes the blocks of one quiz. GIFT holds no files: their descriptions take their place."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.profile = moodle_profile(lambda path: _FILE + path)

    def markup(self, question: Question, content: Content, *, inline: bool = False) -> str:
        """HTML without local files; never blank, or Moodle drops what holds it."""
        render = self.job.inline if inline else self.job.html
        rendered = render(question, content, self.profile)
        markup = rendered.markup
        if rendered.assets:
            markup = self.without_files(question, markup, rendered.assets)
        return markup if markup.strip() else "&nbsp;"

    def without_files(self, question: Question, markup: str, assets: Iterable[str]) -> str:
        """Markup with the description of each local file in its place; declared."""
        for path in assets:
            self.job.lose(
                question,
                Feature.IMAGES,
                f"GIFT holds no files: {path} is left out; its description or text stays",
            )
        return _without_files(markup)

    def rich(self, question: Question, content: Content | None, *, inline: bool = False) -> str:
        """Content as it stands in GIFT, or nothing."""
        if content is None:
            return ""
        return escaping.rich(self.markup(question, content, inline=inline))

    def feedback(self, question: Question, contents: Iterable[Content | None]) -> str:
        """``#feedback`` made of one or more contents, or nothing."""
        parts = [self.markup(question, content) for content in contents if content is not None]
        return f"#{escaping.rich(chr(10).join(parts))}" if parts else ""

    def block(
        self,
        question: Question,
        lines: Sequence[str] | None,
        *,
        stem: str | None = None,
        after: str = "",
        part: tuple[int, int] | None = None,
    ) -> str:
        """A question's block. ``lines`` are its answers; None makes it a description.

        ``stem`` and ``after`` are GIFT text before and behind the answers; ``part`` numbers the
        questions that one was split into.
        """
        if stem is None:
            stem = self.rich(question, question.stem)
        name, ident = question_name(question, self.job), id_number(question, self.job)
        if part is not None:
            name, ident = f"{name[:230]} ({part[0]}/{part[1]})", f"{ident[:90]}-{part[0]}"
        tags = "".join(f" [tag:{escaping.comment(tag)}]" for tag in tag_names(question, self.job))
        head = f"// [id:{escaping.comment(ident)}]{tags}\n::{escaping.title(name)}::"
        stem = stem if stem.startswith("[html]") else f"[html]{stem}"
        self._account(question)
        if lines is None:
            return f"{head}{stem}\n\n"
        general = self.rich(question, question.feedback.general)
        if general:
            lines = [*lines, f"####{general}"]
        first, *rest = lines or [""]
        # What stands right behind the brace decides the type of numbers and orderings.
        opening = first if first[:1] in ("#", ">") and not first.startswith("####") else ""
        body = rest if opening else [first, *rest]
        inner = "".join(f"\n{line}" for line in body if line)
        return f"{head}{stem}{{{opening}{inner}{chr(10) if inner else ''}}}{after}\n\n"

    def _account(self, question: Question) -> None:
        if question.hints:
            self.job.lose(question, Feature.HINTS, "GIFT holds no hints; they are left out")
        if isinstance(question, Info) and question.feedback.general is not None:
            self.job.lose(
                question,
                Feature.GENERAL_FEEDBACK,
                "GIFT holds no feedback for a text without a question; it is left out",
            )

    def points(self, question: Question, worth: Fraction) -> None:
        """Declare points other than 1, the only ones in GIFT."""
        if worth != ONE:
            self.job.lose(
                question,
                Feature.POINTS,
                f"it is worth 1 point there instead of {points_text(worth)}, as all are in GIFT; "
                "set its mark in the Moodle quiz",
            )

    def lose_combined(self, question: Question) -> None:
        """Declare the loss of the combined feedback, where there is any."""
        if has_combined(question.feedback):
            self.job.lose(
                question,
                Feature.COMBINED_FEEDBACK,
                "GIFT has no feedback for correct, partly correct and incorrect; it is left out",
            )

    def alone(self, question: Question, why: str) -> str:
        """The text of a question that Moodle would refuse; declared."""
        self.job.lose(question, Feature.TYPE, f"{why}; only its text arrives, without points")
        if question.feedback.general is not None:
            self.job.lose(
                question, Feature.GENERAL_FEEDBACK, "it goes with the question; it is left out"
            )
        return self.block(question, None)


def _without_files(markup: str) -> str:
    out: list[str] = []
    open_links: list[bool] = []
    for match in PIECE.finditer(markup):
        slash, name, written, run = match.groups()
        if run is None:
            named = attributes(written)
            if name == "a":
                gone = open_links.pop() if slash and open_links else _is_file(named.get("href", ""))
                if not slash:
                    open_links.append(gone)
                if gone:
                    continue
            elif name in _MEDIA and _is_file(named.get("src", "")):
                out.append(prose(escape(named.get("alt", ""))))
                continue
            elif name == "source" and _is_file(named.get("src", "")):
                continue
        out.append(match[0])
    return "".join(out)


def _is_file(address: str) -> bool:
    return address.startswith(_FILE)
