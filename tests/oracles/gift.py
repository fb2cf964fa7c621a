"""GIFT, read as Moodle 4.5 and 5.1 import it: blocks between blank lines, first brace to first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .base import ImportCutShort, ImportRefused, OracleOption
from .moodle_engine import (
    MoodleQuestion,
    NumberAnswer,
    all_shown,
    clean_name,
    clean_tags,
    listed_fraction,
    php_number,
    trim,
)
from .moodle_xml import Notice, SaveError, category_path, check_notice, check_saved

# Escapes become these while the structure is read; a literal one in the text is turned too.
_ESCAPES = {
    ":": "&&058;",
    "#": "&&035;",
    "=": "&&061;",
    "{": "&&123;",
    "}": "&&125;",
    "~": "&&126;",
    "n": "&&010;",
}
_BACKSLASH = "\ue000"
_WEIGHT = re.compile(r"%(-*[0-9]{1,2}\.?[0-9]*)%")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")


@dataclass
class _Block:
    """The lines between two blank lines, comments taken out."""

    text: str
    ident: str = ""
    tags: list[str] = field(default_factory=list)


def read(data: bytes) -> list[MoodleQuestion]:
    """The questions in the bank after the import.

    Raises ImportRefused when nothing is taken, ImportCutShort when the import stops half-way.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportRefused("not UTF-8") from None
    category, parsed = "", []
    for block in _blocks(text):
        if block.text.startswith("$CATEGORY:"):
            category = category_path(trim(block.text[len("$CATEGORY:") :]))
            continue
        question = _question(block)
        question.category = category
        parsed.append(question)
    if not parsed:
        raise ImportRefused("no question in the file")
    return _saved(parsed)


def leaks(data: bytes) -> list[str]:
    """Nothing of the file's handles reaches a student: Moodle makes its own."""
    read(data)
    return []


def _saved(parsed: list[MoodleQuestion]) -> list[MoodleQuestion]:
    bank: list[MoodleQuestion] = []
    idents: set[tuple[str, str]] = set()
    for question in parsed:
        if question.ident and (question.category, question.ident) in idents:
            question.notes.append(f"second idnumber {question.ident!r} is dropped")
            question.ident = ""
        idents.add((question.category, question.ident))
        try:
            check_saved(question)
            bank.append(question)
            check_notice(question)
        except (SaveError, Notice) as trouble:
            raise ImportCutShort(f"{question.name!r}: {trouble}", bank) from None
    return bank


def _blocks(text: str) -> list[_Block]:
    blocks, lines = [], []
    for line in [*re.split(r"\r\n|\n|\r", text), ""]:
        line = trim(line)
        if line not in ("", "0"):  # a line holding 0 alone counts as blank
            lines.append(line)
        elif lines:
            block = _uncommented(lines)
            if block.text:
                blocks.append(block)
            lines = []
    return blocks


def _uncommented(lines: list[str]) -> _Block:
    block, kept = _Block(""), []
    for line in lines:
        if not line.startswith("//"):
            kept.append(line)
            continue
        kept.append(" ")
        for name, value in re.findall(r"\[(id|tag):((?:\\\]|[^\]])*)\]", line):
            value = trim(value.replace(r"\]", "]"))
            if name == "tag":
                block.tags.append(value)
            elif not block.ident:
                block.ident = value
    block.text = trim("\n".join(kept))
    return block


def _question(block: _Block) -> MoodleQuestion:
    text = re.sub(
        r"\\(\\|[:#={}~n])",
        lambda m: _BACKSLASH if m[1] == "\\" else _ESCAPES[m[1]],
        block.text,
    )
    question = MoodleQuestion(kind="info", ident=block.ident, tags=clean_tags(block.tags))
    question.shuffle = True
    if len(block.ident) > 100:
        raise ImportRefused("idnumber over 100 characters kills the import")
    title = ""
    if text.startswith("::") and (end := text.find("::", 2)) >= 0:
        title, text = text[2:end], trim(text[end + 2 :])
    stem, answer = _split(text)
    question.text_format, stem = _formatted(stem, "moodle")
    question.stem = stem
    question.name = clean_name(_plain(title) if trim(title) else stem[:80])
    if answer is not None:
        answer = _general(answer, question)
        _answer(answer, question)
    else:
        question.points *= 0
    return question


def _split(text: str) -> tuple[str, str | None]:
    """Stem and answer part: only the first brace of each sort counts."""
    start = text.find("{")
    if start < 0:
        return text, None
    end = text.find("}")
    if end < start:
        raise ImportRefused(f"braces do not match: {text[:60]!r}")
    after = trim(text[end + 1 :])
    stem = trim(text[:start])
    if after:
        stem = f"{stem} _____ {after}"
    return stem, trim(text[start + 1 : end])


def _general(answer: str, question: MoodleQuestion) -> str:
    """The last #### is the general feedback's, and all that follows it."""
    at = answer.rfind("####")
    if at < 0:
        return answer
    question.general_feedback = _formatted(answer[at + 4 :], question.text_format)[1]
    return trim(answer[:at])


def _plain(text: str) -> str:
    for sign, code in _ESCAPES.items():
        text = text.replace(code, "\n" if sign == "n" else sign)
    return text.replace(_BACKSLASH, "\\")


def _formatted(text: str, default: str) -> tuple[str, str]:
    text = trim(text)
    prefix = _FORMAT.match(text)
    if prefix:
        return prefix[1], trim(_plain(text[prefix.end() :]))
    return default, trim(_plain(text))


def _answer(answer: str, question: MoodleQuestion) -> None:
    """Find the type as Moodle does, in its order."""
    ordering = re.match(r">\s*([0-9]+)", answer)
    before_hash = trim(answer.split("#", 1)[0])
    if ordering:
        _ordering(answer[ordering.end() :], int(ordering[1]), question)
    elif answer == "":
        question.kind = "essay"
    elif answer.startswith("#"):
        _numerical(answer[1:], question)
    elif "~" in answer:
        _multichoice(answer, question)
    elif "=" in answer and "->" in answer:
        _matching(answer, question)
    elif before_hash in ("T", "TRUE", "F", "FALSE"):
        _truefalse(answer, before_hash.startswith("T"), question)
    else:
        _shortanswer(answer, question)


def _pieces(text: str, separator: str, minimum: int) -> list[str]:
    """Split; a first piece that PHP holds for empty ("0" too) goes."""
    pieces = text.split(separator)
    if trim(pieces[0]) in ("", "0"):
        pieces = pieces[1:]
    if len(pieces) < minimum:
        raise ImportRefused(f"too few answers in {text!r}: an exception kills the import")
    return [trim(piece) for piece in pieces]


def _weight(piece: str) -> tuple[float | None, str]:
    found = _WEIGHT.match(piece)
    if not found:
        return None, piece
    number = php_number(found[1])
    if number is None:
        raise ImportRefused(f"weight {found[0]!r}")
    return listed_fraction(number), piece[found.end() :]


def _told(piece: str, question: MoodleQuestion) -> tuple[str, str]:
    """Answer and feedback, parted at the first #."""
    text, _, feedback = piece.partition("#")
    return trim(text), _formatted(feedback, question.text_format)[1]


def _multichoice(answer: str, question: MoodleQuestion) -> None:
    single = "=" in answer
    question.kind = "choice-single" if single else "choice-multiple"
    pieces = _pieces(answer.replace("=", "~="), "~", 2)
    for number, piece in enumerate(pieces):
        if piece.startswith("="):
            fraction, rest = 1.0, piece[1:]
        else:
            weight, rest = _weight(piece)
            fraction = weight or 0.0
        raw, feedback = _told(rest, question)
        text = _formatted(raw, question.text_format)[1]
        if text:
            question.options.append(OracleOption(str(number), text, feedback, fraction))
        else:
            if feedback:
                question.notes.append(f"blank option {number} is dropped with its feedback")


def _truefalse(answer: str, right: bool, question: MoodleQuestion) -> None:
    question.kind = "true-false"
    parts = [_formatted(p, question.text_format)[1] for p in answer.split("#")[1:3]]
    wrong_fb, right_fb = [*parts, "", ""][:2]
    question.options = [
        OracleOption("true", "True", right_fb if right else wrong_fb, float(right)),
        OracleOption("false", "False", wrong_fb if right else right_fb, float(not right)),
    ]


def _shortanswer(answer: str, question: MoodleQuestion) -> None:
    question.kind = "short-text"
    for number, piece in enumerate(_pieces(answer, "=", 1)):
        weight, rest = _weight(piece)
        raw, feedback = _told(rest, question)
        fraction = 1.0 if weight is None else weight
        text = trim(_plain(raw))
        if text or fraction or feedback:
            question.options.append(OracleOption(str(number), text, feedback, fraction))


def _numerical(answer: str, question: MoodleQuestion) -> None:
    question.kind = "numeric"
    answer, tilde, wrong = answer.partition("~")
    for number, piece in enumerate(_pieces(answer, "=", 1)):
        weight, rest = _weight(piece)
        raw, feedback = _told(rest, question)
        value, tolerance = _number(_plain(raw), question)
        question.options.append(
            NumberAnswer(
                key=str(number),
                text=_plain(raw) if value is not None else "*",
                feedback=feedback,
                fraction=1.0 if weight is None else weight,
                value=value,
                tolerance=tolerance,
            )
        )
    if tilde:
        _, _, told = wrong.partition("#")
        feedback = _formatted(told, question.text_format)[1]
        question.options.append(NumberAnswer(key="*", text="*", feedback=feedback))


def _number(raw: str, question: MoodleQuestion) -> tuple[float | None, float]:
    """Value and tolerance; what is no number becomes "any number"."""
    if ".." in raw:
        low, high = (php_number(part) for part in raw.split("..", 1))
        if low is not None and high is not None:
            return (low + high) / 2, abs((low + high) / 2 - low)
        value, tolerance = None, 0.0
    else:
        text, colon, margin = raw.partition(":")
        value = php_number(text)
        given = php_number(margin) if colon else 0.0
        if given is None:
            raise ImportRefused(f"tolerance {margin!r} is an exception that kills the import")
        tolerance = given
    if value is None and trim(raw) != "*":
        question.notes.append(f"{raw!r} is no number: any number is right")
    return value, tolerance


def _matching(answer: str, question: MoodleQuestion) -> None:
    question.kind = "matching"
    for piece in _pieces(answer, "=", 2):
        left, arrow, right = piece.partition("->")
        if not arrow:
            raise ImportRefused(f"no -> in {piece!r}: parse error")
        left = _formatted(left, question.text_format)[1]
        right = trim(_plain(right))
        if len(right) > 255:
            raise ImportRefused("matching answer over 255 characters kills the import")
        if right and right not in question.rights:
            question.rights.append(right)
        if left:
            question.lefts.append(left)
            question.right_answers.append(question.rights.index(right) if right else -1)


def _ordering(rest: str, count: int, question: MoodleQuestion) -> None:
    question.kind = "ordering"
    first, _, body = rest.partition("\n")
    words = first.split()
    select = next((w for w in words if w in ("ALL", "RANDOM", "CONTIGUOUS")), "RANDOM")
    layouts = ("VERTICAL", "HORIZONTAL", "ALL", "RANDOM", "CONTIGUOUS", "SHOW", "HIDE")
    question.grading = next(
        (w for w in words if w not in layouts and re.fullmatch("[A-Z_]{5,}", w)),
        "RELATIVE_NEXT_EXCLUDE_LAST",
    )
    # Items are not unescaped: \= would be stored as its code.
    question.items = [
        trim(line).replace(_BACKSLASH, "\\\\") for line in body.split("\n") if trim(line)
    ]
    for item in question.items:
        if re.search(r"&&0?\d+;|\\\\", item):
            question.notes.append(f"escape kept in item {item!r}")
    question.correct_order = list(range(len(question.items)))
    count = min(max(count, 2), max(len(question.items), 2))
    question.notes += [n for n in [all_shown(select, count, len(question.items))] if n]
