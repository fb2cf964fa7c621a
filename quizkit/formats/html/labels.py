"""The page's own words in the quiz's language, English ones where a language lacks them."""

from __future__ import annotations

from fractions import Fraction

from quizkit.formats.truth import words_of
from quizkit.formats.xml_writer import Markup, element, join, text
from quizkit.locale import Locale, base_language, load_locale, locale_for
from quizkit.model import TrueFalse
from quizkit.numbers import number_text

_KNOWN_ELSEWHERE = {
    "explanation": ("heading", "explanation"),
    "hint": ("heading", "hint"),
    "model_answer": ("heading", "model_answer"),
    "rubric": ("heading", "rubric"),
    "question": ("heading", "question"),
    "answer": ("answer_line", "words"),
    "no": ("lint", "no"),
}
"""Words that a language has for reading and checking sources, where it has none for pages."""
_RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "syr"})
_LEFTWARD_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg", "mand"})
_COLONS = {"fr": "\u00a0: ", "zh": "："}
UNKNOWN = "und"
"""The BCP 47 tag of a language that nobody named."""


class Labels:
    """The labels of one page. ``direction`` is ``ltr`` or ``rtl``."""

    def __init__(self, language: str | None) -> None:
        self.language = language or UNKNOWN
        self.direction = _direction(language)
        self._own = locale_for(language)
        self._english = load_locale("en")
        self._quiz_language = language
        self._colon = _COLONS.get(base_language(language) or "", ": ")
        self._made: dict[str, Markup] = {}

    def plain(self, key: str) -> str:
        """A label as text, for attributes."""
        return self._word(key) or _first(self._english, key) or key

    def shown(self, key: str) -> Markup:
        """A label as markup; English in another language's page says that it is English."""
        made = self._made.get(key)
        if made is None:
            made = text(self.plain(key))
            if self._word(key) is None:
                made = element("span", {"lang": "en", "dir": "ltr"}, made)
            self._made[key] = made
        return made

    def told(self, key: str, value: str) -> Markup:
        """A label, a colon as the language writes it, and what it says."""
        said = value if isinstance(value, Markup) else text(value)
        return join([self.shown(key), text(self._colon), said])

    def numbered(self, key: str, number: int) -> Markup:
        """A label with a number: ``Question 3``."""
        return join([self.shown(key), text(f" {number}")])

    def truth(self, question: TrueFalse) -> tuple[str, str]:
        """A question's words for true and false."""
        return words_of(question, self._quiz_language)

    def number(self, number: Fraction) -> str:
        """An exact number with the language's decimal sign and a minus sign."""
        written = number_text(number).replace("-", "\N{MINUS SIGN}")
        return written.replace(".", ",") if self._own and self._own.decimal_comma else written

    def _word(self, key: str) -> str | None:
        return _first(self._own, key) if self._own is not None else None


def _first(locale: Locale, key: str) -> str | None:
    words = locale.words("page", key)
    if not words and key in _KNOWN_ELSEWHERE:
        words = locale.words(*_KNOWN_ELSEWHERE[key])
    return f"{words[0][:1].upper()}{words[0][1:]}" if words else None


def _direction(language: str | None) -> str:
    """A script that a language tag names decides, such as that of ``az-Arab``, else the language."""
    scripts = [part for part in (language or "").lower().split("-")[1:] if len(part) == 4]
    if scripts:
        return "rtl" if scripts[0] in _LEFTWARD_SCRIPTS else "ltr"
    return "rtl" if base_language(language) in _RIGHT_TO_LEFT else "ltr"
