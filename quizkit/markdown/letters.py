"""Options that begin with letters, and the line elsewhere that says which of them is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from quizkit.locale import Phrasebook, normalize_phrase
from quizkit.markdown.explanation import plain

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
"""Digits that stand for letters in East Asia."""
_ALPHABETS = (CIRCLED, "abcdefghij", "абвгдежзик", "أبجدهوزحطي", "αβγδεζηθικ", "אבגדהוזחטי")
INDEX = {letter: n for alphabet in _ALPHABETS for n, letter in enumerate(alphabet)}
INDEX |= {"ا": 0, "ґ": 4}
"""The place of each letter in its alphabet."""
LETTERS = "".join(INDEX) + "".join(INDEX).upper()
"""All letters that options may have."""
_LABEL = re.compile(
    rf"[ \t]*(?:\*\*|__)?[(（]?([{LETTERS}])ـ?(?:(?:\.\)|[.):：）、])(?:\*\*|__)?(?=\s|$|[^\s.])|(?:\*\*|__)[.):：）])[ \t]*"
)
_NUMBER_LABEL = re.compile(r"[ \t]*(?:\*\*)?[(（]?(\d{1,2})[.):：）](?:\*\*)?[ \t]+")
_PUNCTUATION = ".):：）,،|—–-"
_TAG = re.compile(r"<[^>]*>")
_STYLE = re.compile(r"</?(?:b|strong|i|em|u|br|p|span|font)(?:\s[^<>]*)?/?>", re.IGNORECASE)
"""Tags that only say how an answer line looks."""
_SUMMARY = re.compile(r"<summary[^>]*>(.*?)</summary>", re.DOTALL | re.IGNORECASE)


class LetterOption(NamedTuple):
    """One option: the line where it begins, its text, and the lines that it has."""

    line: int
    text: str
    end: int


class AnswerLine(NamedTuple):
    """Which options are right, counted from 0, and what the line says beside that."""

    keys: tuple[int, ...]
    rest: str


def split_label(text: str) -> tuple[int, str] | None:
    """The place in the alphabet of an option's letter, and the text after it.

    A digit in a circle is a letter too, and needs no stop behind it.
    """
    circled = text.lstrip()[:1]
    if circled and circled in CIRCLED:
        return INDEX[circled], text.lstrip()[1:].lstrip(" \t.):")
    match = _LABEL.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    if "*" in match[0] or "__" in match[0]:
        rest = _reopened(match[0], rest)
    return INDEX[match[1].lower()], rest


def _reopened(label: str, rest: str) -> str:
    """The text after a label in bold letters that close only with the text."""
    for sign in ("**", "__"):
        if label.count(sign) == 1 and rest.partition("\n")[0].count(sign) % 2:
            return sign + rest if label.lstrip().startswith(sign) else rest
    return rest


def split_number(text: str) -> tuple[int, str] | None:
    """The place that an option's number gives it ("1: Mars"), and the text after it."""
    match = _NUMBER_LABEL.match(text)
    return (int(match[1]) - 1, text[match.end() :]) if match else None


def letter_run(text: str, line: int) -> tuple[str, list[LetterOption], str, int] | None:
    """A paragraph that holds lettered options: what stands before, they, and what stands after.

    The letters begin with the first of their alphabet and follow one another, one a line, or
    three and more with some in one line; a line without a letter goes on with the option above.
    None for fewer than two options.
    """
    lines = text.split("\n")
    found = _run(lines, range(line, line + len(lines))) if len(lines) > 1 else None
    if found is None and _SECOND.search(text) is not None:
        shared = _parted(lines, line)
        return _run(*shared) if shared is not None else None
    if found is not None and _HOLDS_MORE.search(found[1][0].text) is not None:
        shared = _parted(lines, line)
        return (_run(*shared) if shared is not None else None) or found
    return found


def _run(
    lines: Sequence[str], numbers: Sequence[int]
) -> tuple[str, list[LetterOption], str, int] | None:
    """The options that lines hold, given the number that each has in the source."""
    first = next((n for n, one in enumerate(lines) if (split_label(one) or (None,))[0] == 0), None)
    if first is None:
        return None
    options: list[LetterOption] = []
    at, gap, code = first, "", False
    while at < len(lines):
        text = lines[at]
        label = split_label(text) if not code else None
        if label is not None and label[0] == len(options):
            number = numbers[at]
            options.append(LetterOption(number, label[1].rstrip(" \\"), number + 1))
        elif options and not text.strip():
            gap += "\n"  # a paragraph of its own begins, or the next option
        elif options and (code or not _begins_answer(text)):
            last = options[-1]
            code = code != text.lstrip().startswith(("```", "~~~"))
            longer = f"{last.text}{gap}\n{text.rstrip() if code else text.strip()}"
            options[-1] = LetterOption(last.line, longer, numbers[at] + 1)
        else:
            break
        gap = gap if not text.strip() else ""
        at += 1
    if len(options) < 2:
        return None
    before = "\n".join(lines[:first]).rstrip(" \\")
    after = numbers[at] if at < len(lines) else numbers[-1] + 1
    return before, options, "\n".join(lines[at:]), after


_SECOND = re.compile(r"[bBбБבبβΒ][.)）、]|②")
"""How the second option begins: where this does not stand, options share no line."""
_HOLDS_MORE = re.compile(r"[\s;,；，][(（]?[bBбБ][.)）、].*[\s;,；，][(（]?[cCвВ][.)）、]")
"""Two more options within the first one's line."""
_INLINE = rf"(?:^[ \t>]*|(?<=[ \t;,；，。\u3400-\u9fff]))(?P<all>(?:\*\*|__)?[(（]?(?P<letter>[{LETTERS}])ـ?[.)）、](?:\*\*|__)?|(?P<round>[{CIRCLED}]))(?=[ \t]*[^\s.])"
"""A pattern that takes long to compile, and that few texts need."""


def _parted(lines: Sequence[str], line: int) -> tuple[list[str], list[int]] | None:
    """Lines in which several options stand, with a line for each, and each one's number.

    The first option begins a line or follows a question mark; there are three or more.
    """
    texts: list[str] = []
    numbers: list[int] = []
    due, style, shared = 0, "", False
    for number, text in enumerate(lines, line):
        cuts: list[int] = []
        for match in re.finditer(_INLINE, text):
            written = match["letter"] or match["round"]
            like = _style(match["all"])
            if INDEX.get(written.lower()) != due or (due and like != style):
                continue
            begins = not text[: match.start("all")].strip(" \t>")
            asked = text[: match.start("all")].rstrip(" \t*_")[-1:] in "?？؟" and not due
            if not cuts and not begins and not asked:
                break
            cuts.append(match.start("all"))
            style, due = like, due + 1
        shared = shared or len(cuts) > 1
        edges = [0, *(cut for cut in cuts if cut), len(text)]
        for start, end in pairwise(edges):
            texts.append(text[start:end].rstrip(" \t;,") if cuts else text)
            numbers.append(number)
    return (texts, numbers) if shared and due > 2 else None


def _style(label: str) -> str:
    """What labels of one list have in common: their stops, emphasis and case."""
    return "".join(
        "A" if c.isupper() else "a" if c.isalpha() else c for c in label if c not in CIRCLED
    )


def _begins_answer(line: str) -> bool:
    """Whether a line looks like "Answer: B", in whatever language."""
    return re.match(r"[\W_]*[^\W\d_][^:：]{0,40}[:：][\W_]*[^\W\d_]{1,5}(?:\W|$)", line) is not None


@lru_cache(maxsize=8)
def _answer_pattern(words: tuple[str, ...], conjunctions: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    joins = "|".join(re.escape(w) for w in sorted(conjunctions, key=len, reverse=True))
    one = rf"[(（]?[{LETTERS}]ـ?[)）]?"
    return re.compile(
        rf"^[\W_]*(?:{longest_first})\s*(?:\(s\))?[\s*_]*"
        rf"(?:[:：=\-–—]|is|are|[^:：\n]{{1,30}}[:：](?=[\s*_]*[{LETTERS}][\W_]*$))?[\s*_]*"
        rf"(?P<keys>{one}(?:\s*(?:[,،、;&/+]|\b(?:{joins})\b)\s*{one})*|[A-J]{{2,5}})"
        rf"(?P<rest>[\s*_]*$|[\s*_]*[.):：）,،|—–-].*|\s+.*)$",
        re.IGNORECASE | re.DOTALL,
    )


@lru_cache(maxsize=8)
def _number_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"^[\W_]*(?:{longest_first})[\s*_]*[:：=\-–—]?[\s*_(（]*"
        r"(?P<keys>\d{1,2}(?:\s*[,、;&]\s*\d{1,2})*)(?P<rest>[\s*_]*$|[\s*_]*[.):）,—–-].*)$",
        re.IGNORECASE | re.DOTALL,
    )


def number_line(text: str, options: Sequence[str], book: Phrasebook) -> AnswerLine | None:
    """What a line such as "Answer: 3" says where options have numbers.

    None where the number is also what another option says: nobody knows which is meant.
    """
    match = _number_pattern(tuple(book.answer_words)).match(_STYLE.sub("", text).strip())
    if match is None:
        return None
    numbers = re.findall(r"\d+", match["keys"])
    keys = tuple(sorted({int(number) - 1 for number in numbers}))
    texts = [plain(option) for option in options]
    if keys[0] < 0 or keys[-1] >= len(options):
        return None
    if any(number in texts and texts.index(number) != int(number) - 1 for number in numbers):
        return None
    rest = match["rest"].lstrip(f" *_{_PUNCTUATION}")
    if plain(rest) in [texts[key] for key in keys]:
        rest = ""
    return AnswerLine(keys, rest.strip(" *_\n"))


_ASIDE = re.compile(r"[\s*_]*[(（].*[)）][\s*_.]*", re.DOTALL)
"""What is added in brackets: "B (or C, if time is short)"."""
_BESIDE = re.compile(r"[(（][^()（）]*[)）][\s*_]*(?:$|[.:：—–-])")
"""Brackets beside a key, with a stop behind them: "B (2 points). Because ..."."""


def answer_line(text: str, options: Sequence[str], book: Phrasebook) -> AnswerLine | None:
    """What a line such as ``**Answer:** B, D`` says, given the options' texts."""
    pattern = _answer_pattern(tuple(book.answer_words), tuple(book.and_words))
    match = pattern.match(_STYLE.sub("", text).strip())
    if match is None:
        return None
    keys = tuple(sorted({INDEX[c] for c in _letters(match["keys"], book) if c in INDEX}))
    if not keys or max(keys) >= len(options):
        return None
    rest = match["rest"]
    said = plain(rest.lstrip(f" *_{_PUNCTUATION}"))
    repeats = any(said == plain(options[key]) for key in keys)
    bracket = match["keys"][-1:] in ")）" or rest.lstrip(" *_")[:1] in _PUNCTUATION
    aside = _ASIDE.fullmatch(rest) is not None
    word = bool(said) and rest[:1].isspace() and not bracket and not aside
    if word and not repeats:
        return None  # "Answer: A cat" names no letter, unless the option A is "cat"
    more = _more_keys(keys, rest, options, book) if len(keys) == 1 and said else None
    if more is not None:
        return more
    if repeats:
        rest = ""
    return AnswerLine(keys, rest.strip(f" *_{_PUNCTUATION}\n"))


@lru_cache(maxsize=8)
def _next_key(conjunctions: tuple[str, ...]) -> re.Pattern[str]:
    joins = "|".join(re.escape(w) for w in sorted(conjunctions, key=len, reverse=True))
    return re.compile(
        rf"[ \t*_]*(?:[,،、;&/+]|(?<=\s)(?:{joins})(?=\s)|[,،、;&](?:\s*(?:{joins}))(?=\s))\s*[*_]*"
        rf"[(（]?([{LETTERS}])(?:[).）、:]|\s[-–—])[*_\s]*",
        re.IGNORECASE,
    )


def _more_keys(
    keys: tuple[int, ...], rest: str, options: Sequence[str], book: Phrasebook
) -> AnswerLine | None:
    """Several right options of which a line gives the words too: "B) Mars and D) Venus"."""
    rest = rest.lstrip(f" *_{_PUNCTUATION}")
    found, start = list(keys), 0
    for match in _next_key(tuple(book.and_words)).finditer(rest):
        key = INDEX.get(match[1].lower(), len(options))
        if key >= len(options):
            continue
        own = plain(options[found[-1]])
        if plain(rest[start : match.start()]) != own:
            continue
        found.append(key)
        start = match.end()
    if len(found) == 1:
        return None
    own = plain(options[found[-1]])
    left = "" if plain(rest[start:]) == own else rest[start:]
    return AnswerLine(tuple(sorted(set(found))), left.strip(" *_\n"))


_KEY = re.compile(
    rf"^[\W_]*(?P<keys>[{LETTERS}](?:\s*[,;&/+]\s*[{LETTERS}])*)(?P<end>[\s*_]*$|[*_]*(?:[.):\s–—(（]|-\s).*)",
    re.DOTALL,
)


def key_line(text: str, options: Sequence[str]) -> AnswerLine | None:
    """What an entry of an answer key says: ``b``, ``**B** - because``, ``a) the option``."""
    match = _KEY.match(text.strip())
    if match is None:
        return None
    keys = tuple(sorted({INDEX[c] for c in match["keys"].lower() if c in INDEX}))
    end = match["end"].lstrip(" *_★☆⭐✅✓✔\ufe0f")
    rest = end.lstrip(f" *_{_PUNCTUATION}")
    punctuated = end[:1] in _PUNCTUATION or _BESIDE.match(end)
    if not keys or max(keys) >= len(options) or (rest and not punctuated):
        return None
    if any(plain(rest) == plain(options[key]) for key in keys):
        rest = ""
    return AnswerLine(keys, rest.strip())


def bare_answer(lines: Sequence[str], options: Sequence[str]) -> AnswerLine | None:
    """What lines say where the answer is due: letters or options without a word before them.

    Several letters are several right answers only where nothing but the option follows them:
    else the lines are remarks on each option, right or wrong.
    """
    named: list[AnswerLine] = []
    for line in lines:
        found = key_line(line, options) or text_line(line, options)
        if found is None:
            break
        named.append(found)
    if not named or (len(named) > 1 and any(found.rest for found in named)):
        return None
    keys = tuple(sorted({key for found in named for key in found.keys}))
    if len(named) > 1 and len(keys) == len(options):
        return None
    rest = [named[0].rest, *lines[len(named) :]] if len(named) == 1 else lines[len(named) :]
    return AnswerLine(keys, "\n".join(text for text in rest if text).strip())


def text_line(text: str, options: Sequence[str]) -> AnswerLine | None:
    """The option whose own words a line is, where it is one option's alone."""
    said = plain(text)
    texts = [plain(option) for option in options]
    return AnswerLine((texts.index(said),), "") if said and texts.count(said) == 1 else None


def said_after_label(text: str, options: Sequence[str], book: Phrasebook) -> AnswerLine | None:
    """The option that a line such as "**Answer:** Mars" names by its own words."""
    if not book.is_answer_label(text):
        return None
    return text_line(text.replace("：", ":").partition(":")[2], options)


def _letters(keys: str, book: Phrasebook) -> str:
    """The letters in "B, D", "A and C", "A e C" or "AC".

    A conjunction may be a letter too, so it is one only between two others.
    """
    words = re.findall(r"[^\W\d_]+", keys)
    joined = len(words) > 2 and len(words) % 2 == 1
    if joined and all(word.lower() in book.and_words for word in words[1::2]):
        words = words[::2]
    longer = [word for word in words if word.lower() not in book.and_words or len(word) == 1]
    return "".join(longer).lower()


def details_lines(html: str, book: Phrasebook) -> tuple[list[str], bool]:
    """The lines of text in a ``<details>`` block, and whether its summary says "Answer".

    Such a summary is no line of its own.
    """
    answers = False

    def summary(match: re.Match[str]) -> str:
        nonlocal answers
        text = _TAG.sub("", match[1]).strip(" *_:：")
        named = normalize_phrase(text) in book.answer_words or book.is_show(text)
        answers = answers or named
        return "\n" if named or book.heading(text) is not None else f"\n{text}\n"

    text = _TAG.sub("", _SUMMARY.sub(summary, html))
    return [line for raw in text.split("\n") if (line := unescape(raw).strip())], answers
