"""Lines that judge each option: "- B - Correct: because ...", "**A** is wrong"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from quizkit.locale import Phrasebook, load_locale
from quizkit.markdown.explanation import plain
from quizkit.markdown.letters import INDEX, LETTERS

_RIGHT = ("✅", "✔", "☑")
_WRONG = ("❌", "✗", "✘", "✖")
_MARKS = "|".join((*_RIGHT, *_WRONG))
_ENTRY = re.compile(
    rf"[ \t>]*(?:[-*+][ \t]+|\d{{1,2}}[.)][ \t]+)?[*_]*(?:(?P<mark>{_MARKS})\ufe0f?[ \t]*)?[*_]*"
    rf"(?:(?P<lead>[^\W\d_]{{1,12}})[ \t]+)?[(（]?(?P<letter>[{LETTERS}])ـ?(?![^\W_])"
    r"(?P<end>[)）.:：、*_]*)(?P<rest>.*)",
    re.DOTALL,
)
_EDGES = " \t*_.:：)）、,，–—-=→(（\ufe0f"
_SEPARATOR = re.compile(r"[ \t]*[)）.:：、–—=→(（-]|[*_]{1,2}[ \t]")
_CUT = re.compile(r"[ \t]*(?:[-–—:：(（=→.]|✅|❌|✔|✗|✘)")
_GOES_ON = re.compile(r"[ \t*_]+[^\W\d_]{1,5}[ \t*_]+[A-Z](?![^\W_])")
"""What weighs one option against another: "and D", "or B"."""
_LIKE_OPTIONS = (".", ")", "）")
_LONGEST_VERDICT = 40


class Judged:
    """What one line says of an option: which, whether it is right, and the remark."""

    __slots__ = ("option", "remark", "right")

    def __init__(self, option: int, right: bool, remark: str) -> None:
        self.option = option
        self.right = right
        self.remark = remark


def judgements(lines: Sequence[str], options: Sequence[str], book: Phrasebook) -> list[Judged]:
    """What lines say of the options, where each line judges another one; else nothing."""
    found: list[Judged] = []
    for line in lines:
        judged = _judged(line, options, book)
        if judged is None:
            return []
        found.append(judged)
    if len({judged.option for judged in found}) < len(found):
        return []
    return found


_REMARK = re.compile(
    rf"[*_]*[(（]?(?P<letter>[{LETTERS}])(?:[*_]*[)）]?[*_]*[:：][*_]*|[).）]?[*_]*\s+[–—-]|[.)）][*_]+)\s+(?P<rest>\S.*)",
    re.DOTALL,
)


def remarks(lines: Sequence[str], count: int) -> list[tuple[int, str]]:
    """The options that lines begin with the letters of, and the remark on each; else nothing."""
    matches = [_REMARK.match(line) for line in lines]
    found = [(INDEX[m["letter"].lower()], m["rest"].strip()) for m in matches if m is not None]
    options = {option for option, _ in found}
    if len(found) < 2 or len(options) < len(lines) or max(options) >= count:
        return []
    return found


def _judged(line: str, options: Sequence[str], book: Phrasebook) -> Judged | None:
    match = _ENTRY.match(line)
    if match is None or (match["lead"] and not match["letter"].isupper()):
        return None
    option = INDEX.get(match["letter"].lower(), len(options))
    if option >= len(options):
        return None
    written = match["end"] + match["rest"]
    said = _after_option(written.lstrip(_EDGES), options[option])
    if match["end"][:1] in _LIKE_OPTIONS and not match["mark"] and book.is_truth(said):
        return None  # "a. True" is an option of its own
    verdict = _verdict(match["mark"] or said[:1], book) or _verdict(said, book)
    if verdict is None:
        return None
    right, length = verdict
    apart = match["mark"] or said[:1] in _MARKS or _SEPARATOR.match(written) or length < 0
    if not apart:
        return None  # "A correct answer needs ..." speaks of no option
    remark = said.lstrip("".join((*_RIGHT, *_WRONG)) + _EDGES)
    rest = remark[abs(length) :] if length else remark
    return Judged(option, right, _balanced(remark) if rest.strip(_EDGES) else "")


def _balanced(remark: str) -> str:
    """A remark without the end of an emphasis that began before it."""
    for sign in ("**", "__"):
        if remark.count(sign) % 2:
            remark = remark.replace(sign, "", 1)
    return remark.strip()


def _after_option(said: str, option: str) -> str:
    """What stands after the option's own words, where a line repeats them."""
    own = plain(option)
    if not own or not plain(said).startswith(own):
        return said
    if plain(said) == own:
        return ""
    for cut in _CUT.finditer(said):
        if plain(said[: cut.start()]) == own:
            return said[cut.start() :].lstrip(_EDGES)
    return said


def _verdict(said: str, book: Phrasebook) -> tuple[bool, int] | None:
    """Whether a text begins by saying right or wrong, and how long the words for it are.

    The length is below zero for a whole predicate such as "is wrong", and 0 for a sign.
    """
    if said[:1] in _RIGHT:
        return True, 0
    if said[:1] in _WRONG:
        return False, 0
    match = _pattern(book.codes).match(said[:_LONGEST_VERDICT])
    if match is None:
        return None
    whole = match["is"] is not None
    if whole and _GOES_ON.match(said, match.end()) is not None:
        return None  # "A is right and D is, too" weighs them
    return match["right"] is not None, -match.end() if whole else match.end()


@lru_cache(maxsize=4)
def _pattern(codes: tuple[str, ...]) -> re.Pattern[str]:
    words: dict[str, set[str]] = {"right": set(), "wrong": set(), "is": set()}
    for code in codes:
        locale = load_locale(code)
        for key in words:
            words[key].update(locale.words("answer_line", key))
        words["right"].update(locale.words("lint", "verdict_fit"))
        words["wrong"].update(locale.words("lint", "verdict_unfit"))
    either = {
        key: "|".join(re.escape(w) for w in sorted(found, key=len, reverse=True))
        for key, found in words.items()
    }
    return re.compile(
        rf"(?P<is>(?:{either['is']})[ \t]*)?"
        rf"(?:(?P<wrong>{either['wrong']})|(?P<right>{either['right']}))(?![^\W_])",
        re.IGNORECASE,
    )
