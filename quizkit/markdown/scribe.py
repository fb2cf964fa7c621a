"""What every part of a written quiz needs: the language's words, numbers, and list items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from quizkit.content.normal import is_paragraph
from quizkit.content.parser import markdown_it
from quizkit.locale import Locale, load_locale, locale_for
from quizkit.markdown.blocks import Lines, iter_blocks
from quizkit.markdown.draft import Defaults
from quizkit.markdown.first_line import behind_marker
from quizkit.markdown.items import ACCEPTED, EXPECTED
from quizkit.model import Content, Role
from quizkit.numbers import number_text

MARKS = {Role.KEY: "✅", Role.DISTRACTOR: "❌", Role.NEUTRAL: "⚠️"}
NOTHING = "<!-- -->"
"""What stands where something must, and says nothing."""
_SENTENCE_END = {"zh": "。", "ja": "。", "hi": "।"}
_MOST_DECIMALS = 4


@dataclass(frozen=True)
class Scribe:
    """How one quiz is written. ``defaults`` are what its front matter says for every question."""

    language: str | None
    defaults: Defaults = field(default_factory=Defaults)

    @property
    def locale(self) -> Locale | None:
        """The words of the quiz's language, where they are known."""
        return locale_for(self.language)

    @property
    def decimal_comma(self) -> bool:
        """Whether numbers have a comma."""
        return bool(self.locale and self.locale.decimal_comma)

    def word(self, section: str, key: str) -> str:
        """The language's first phrase for something, English where it has none."""
        words = self.locale.words(section, key) if self.locale else ()
        phrase = (words or load_locale("en").words(section, key))[0]
        return phrase[:1].upper() + phrase[1:]

    def knows(self, section: str, key: str) -> bool:
        """Whether the language itself has a phrase for something."""
        return bool(self.locale and self.locale.words(section, key))

    def heading(self, kind: str) -> str:
        """The heading of a part, such as an explanation."""
        return self.word("heading", kind)

    def sentence(self, kind: str) -> str:
        """The instruction of a kind, as a sentence."""
        code = self.locale.code if self.locale else ""
        return self.word("instruction", kind) + _SENTENCE_END.get(code, ".")


def weight_text(weight: Fraction) -> str:
    """A weight as a percentage where that is short, else as a fraction."""
    percent = number_text(weight * 100)
    _, _, decimals = percent.partition(".")
    return (
        f"{percent}%"
        if "/" not in percent and len(decimals) <= _MOST_DECIMALS
        else number_text(weight)
    )


def braces(attributes: Iterable[str]) -> str:
    """Attributes in braces, or nothing."""
    inside = " ".join(attributes)
    return f" {{{inside}}}" if inside else ""


def list_item(mark: str, text: str, attributes: Iterable[str], feedback: str | None) -> str:
    """A list item: its text, further blocks below it, and its feedback as a quote.

    ``mark`` is what the item begins with, such as ``- ✅`` or ``1.``.
    """
    bullet, _, sign = mark.partition(" ")
    indent = " " * (len(bullet) + 1)
    head, newline, rest = text.partition("\n")
    if sign and sign not in (ACCEPTED, EXPECTED) and not begins_with_paragraph(text):
        head, newline, rest = "", "\n\n", text
    head = behind_marker(head) if sign else head
    first = f"{mark} {head}".rstrip(" ") + braces(attributes)
    item = first + indented(newline + rest, indent)
    if feedback is not None:
        item += "\n" + indent + indented(quoted(feedback), indent)
    return item


def begins_with_paragraph(text: str) -> bool:
    """Whether Markdown begins with running text, which may follow a marker."""
    if not text or is_paragraph(text) or is_paragraph(text.partition("\n\n")[0]):
        return True
    first = next(iter_blocks(Lines(text), markdown_it(), {}), None)
    return first is None or first.kind == "paragraph" or (first.kind == "html" and "\n" not in text)


def indented(text: str, indent: str) -> str:
    """Lines after the first moved to the right; blank ones stay blank."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(indent + line if line.strip() else "" for line in rest)])


def quoted(text: str) -> str:
    """A block quote."""
    return "\n".join(f"> {line}" if line.strip() else ">" for line in text.split("\n"))


def one_line(text: str) -> str:
    """Markdown that reads as ``text`` and has no line break, for a cell or a gap."""
    if "\n" not in text and not text[:1].isspace():
        return behind_marker(text) or NOTHING
    if is_paragraph(text):
        return " ".join(line.strip() for line in text.split("\n"))
    from quizkit.content.from_html import as_html  # needed for writing alone

    return as_html(Content(markdown=text))


def ends_with_list(text: str) -> bool:
    """Whether Markdown's last block is a list, which another one below it would continue."""
    if not any(line.lstrip()[:1] in "-*+0123456789" for line in text.split("\n") if line.strip()):
        return False
    kinds = [block.kind for block in iter_blocks(Lines(text), markdown_it(), {})]
    return bool(kinds) and kinds[-1] in ("bullets", "numbers")
