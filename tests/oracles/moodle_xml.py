"""Moodle XML, read as Moodle 4.5 and 5.1 import it with the import page's default settings."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from lxml import etree

from . import moodle_cloze
from .base import ImportCutShort, ImportRefused, OracleOption
from .moodle_engine import (
    MoodleQuestion,
    NumberAnswer,
    all_shown,
    broken_links,
    clean_name,
    clean_tags,
    listed_fraction,
    php_number,
    stored_number,
    trim,
    without_tags,
)

Element = etree._Element
FORMATS = ("html", "markdown", "moodle_auto_format", "plain_text", "wiki_like")
COMBINED = {
    "correctfeedback": "correct_feedback",
    "partiallycorrectfeedback": "partial_feedback",
    "incorrectfeedback": "incorrect_feedback",
}


@dataclass
class _Bank:
    """What the import has reached so far."""

    questions: list[MoodleQuestion] = field(default_factory=list)
    category: str = ""
    idnumbers: set[tuple[str, str]] = field(default_factory=set)


class _SaveError(Exception):
    """The question is dropped, and everything after it."""


class _Notice(Exception):
    """The question is stored damaged, everything after it is dropped, and success is reported."""


def read(data: bytes) -> list[MoodleQuestion]:
    """The questions in the bank after the import.

    Raises ImportRefused when nothing is taken, ImportCutShort when the import stops half-way.
    """
    root = _parse(data)
    elements = [e for e in root if isinstance(e.tag, str) and e.tag == "question"]
    if not elements:
        raise ImportRefused("a quiz without questions is an exception")
    # Parsing and grades are checked for the whole file before the first question is saved.
    parsed = [_read_question(e) for e in elements]
    bank = _Bank()
    for element, question in zip(elements, parsed, strict=True):
        if question is None:
            bank.category = _category(element)
            continue
        try:
            _save(element, question, bank)
        except (_SaveError, _Notice) as trouble:
            raise ImportCutShort(f"{question.name!r}: {trouble}", bank.questions) from None
    return bank.questions


def leaks(data: bytes) -> list[str]:
    """Nothing of the file's handles reaches a student: Moodle makes its own."""
    read(data)
    return []


def _parse(data: bytes) -> Element:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportRefused("not UTF-8") from None
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if "\r" in text.replace("\r\n", ""):
        raise ImportRefused("bare carriage returns: every line break would be lost")
    try:
        parser = etree.XMLParser(no_network=True, load_dtd=False, huge_tree=True)
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ImportRefused(f"malformed XML: {error}") from None
    name = etree.QName(root).localname
    if name != "quiz" or root.prefix:
        raise ImportRefused("root is not an unprefixed quiz")
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    return root


def _first(parent: Element, name: str) -> Element | None:
    return next((e for e in parent if e.tag == name), None)


def _content(element: Element) -> str:
    """Character data of an element: comments and instructions inside do not split it."""
    return "".join([element.text or ""] + [child.tail or "" for child in element]).replace("\r", "")


def _value(parent: Element, name: str, default: str) -> str:
    found = _first(parent, name)
    return default if found is None else trim(_content(found))


def _text(holder: Element | None) -> str:
    """The text of `<X><text>...</text></X>`, trimmed; markup not escaped refuses the file."""
    element = None if holder is None else _first(holder, "text")
    if element is None:
        return ""
    if any(isinstance(child.tag, str) for child in element):
        raise ImportRefused(f"markup directly inside <text> (line {element.sourceline})")
    return trim(_content(element))


def _number(parent: Element, name: str, default: str) -> float:
    raw = _value(parent, name, default)
    number = 0.0 if raw == "" and name == "defaultgrade" else php_number(raw)
    if number is None:
        raise ImportRefused(f"<{name}>{raw}</{name}> is not a number: an exception")
    return number


def _truth(parent: Element, name: str, default: bool) -> bool:
    found = _first(parent, name)
    return default if found is None else trim(_content(found)) not in ("false", "0", "")


def _read_question(element: Element) -> MoodleQuestion | None:
    kind = element.get("type") or ""
    if kind == "category":
        _category(element)
        return None
    readers: dict[str, tuple[str, Callable[[Element, MoodleQuestion], None]]] = {
        "multichoice": ("choice-multiple", _multichoice),
        "truefalse": ("true-false", _truefalse),
        "shortanswer": ("short-text", _shortanswer),
        "numerical": ("numeric", _numerical),
        "matching": ("matching", _matching),
        "match": ("matching", _matching),
        "ordering": ("ordering", _ordering),
        "essay": ("essay", _essay),
        "description": ("info", _description),
        "cloze": ("cloze", _cloze),
        "multianswer": ("cloze", _cloze),
    }
    if kind not in readers:
        raise ImportRefused(f"question type {kind!r} is unknown (or not judged here)")
    question = MoodleQuestion(kind=readers[kind][0], ident=_value(element, "idnumber", ""))
    _shared(element, question)
    readers[kind][1](element, question)
    return question


def _shared(element: Element, question: MoodleQuestion) -> None:
    name = _first(element, "name")
    if name is None or _first(name, "text") is None:
        raise ImportRefused("a question without a name")
    question.name = clean_name(_text(name))
    holder = _first(element, "questiontext")
    question.stem = _field(question, holder, "questiontext")
    if holder is not None and holder.get("format", "html") in FORMATS:
        question.text_format = holder.get("format", "html")
    question.general_feedback = _field(question, _first(element, "generalfeedback"), "general")
    points = Fraction(str(_number(element, "defaultgrade", "1"))).limit_denominator(10**7)
    if points >= 100000:
        raise ImportRefused("defaultgrade of 100000 or more")
    question.points = points
    _number(element, "penalty", "0.3333333")
    if len(question.ident) > 100:
        raise ImportRefused("idnumber over 100 characters kills the import")
    question.tags = clean_tags(
        [
            _text(tag)
            for list_name in ("tags", "coursetags")
            for tags in [_first(element, list_name)]
            if tags is not None
            for tag in tags
            if tag.tag == "tag"
        ]
    )
    if question.kind not in ("essay", "info"):
        for hint in (e for e in element if e.tag == "hint"):
            text = _field(question, hint, "hint")
            flags = ("shownumcorrect", "clearwrong")
            if text or any(_first(hint, flag) is not None for flag in flags):
                question.hints.append(text)
    if question.kind not in ("choice-multiple", "matching", "ordering"):
        for name_ in COMBINED:
            if _text(_first(element, name_)):
                question.notes.append(f"{name_} is ignored in this type")


def _field(question: MoodleQuestion, holder: Element | None, area: str) -> str:
    """A text with the files of its own area; notes links that lead nowhere."""
    if holder is None:
        return ""
    text = _text(holder)
    unknown = holder.get("format")
    if unknown is not None and unknown not in FORMATS:
        question.notes.append(f"{area}: unknown format {unknown!r} is taken as html")
    names: set[str] = set()
    for file in (e for e in holder if e.tag == "file"):
        name, path = file.get("name"), file.get("path", "/")
        if not name or ".." in (name, path) or not re.fullmatch(r"/(.*/)?", path):
            raise ImportRefused(f"file with a bad name or path ({name!r}, {path!r}): an exception")
        name = name.replace("/", "")
        if name in names:
            question.notes.append(f"{area}: a second file {name!r} is ignored")
            continue
        content = base64.b64decode("".join(_content(file).split()), validate=True)
        names.add(name)
        same = question.files.get(name, content) == content
        question.files[name if same else f"{area}/{name}"] = content
    for link in broken_links(text, names):
        question.notes.append(f"{area}: {link} has no file in its field")
    return text


def _combined(element: Element, question: MoodleQuestion) -> None:
    for name, attribute in COMBINED.items():
        setattr(question, attribute, _field(question, _first(element, name), name))


def _fraction(answer: Element) -> float:
    raw = answer.get("fraction", "0")
    number = php_number(raw)
    if number is None:
        lead = re.match(r"\s*[-+]?\d+", raw)
        if lead is None:
            raise ImportRefused(f"fraction={raw!r} is an exception that kills the import")
        number = float(lead[0])
    return listed_fraction(number)


def _answers(element: Element, question: MoodleQuestion) -> list[OracleOption]:
    found = []
    for number, answer in enumerate(e for e in element if e.tag == "answer"):
        area = f"answer {number + 1}"
        text = _field(question, answer, area)
        feedback = _field(question, _first(answer, "feedback"), f"{area} feedback")
        found.append(OracleOption(str(number), text, feedback, _fraction(answer)))
    return found


def _multichoice(element: Element, question: MoodleQuestion) -> None:
    single = _truth(element, "single", True)
    question.kind = "choice-single" if single else "choice-multiple"
    question.shuffle = _truth(element, "shuffleanswers", False)
    question.numbering = _value(element, "answernumbering", "abc")
    if len(question.numbering) > 10:
        raise ImportRefused("answernumbering over 10 characters kills the import")
    _combined(element, question)
    for option in _answers(element, question):
        if option.text == "":
            question.notes.append(f"blank option {option.key} is dropped with its feedback")
        else:
            question.options.append(option)
    if single and all(option.fraction != 1 for option in question.options):
        question.notes.append("no option is worth 100 %: full marks cannot be reached")


def _truefalse(element: Element, question: MoodleQuestion) -> None:
    answers = [e for e in element if e.tag == "answer"]
    if len(answers) < 2:
        raise ImportRefused("true/false with one answer: an exception")
    right, feedback = False, {}
    for number, answer in enumerate(answers):
        text = _text(answer)
        if text not in ("true", "false"):
            question.notes.append(f"answer text {text!r}: the first answer counts as true")
            text = "true" if number == 0 else "false"
        is_full = php_number(answer.get("fraction", "0")) == 100
        right = is_full if text == "true" else not is_full
        feedback[text] = _field(question, _first(answer, "feedback"), f"{text} feedback")
    question.options = [
        OracleOption("true", "True", feedback.get("true", ""), float(right)),
        OracleOption("false", "False", feedback.get("false", ""), float(not right)),
    ]


def _shortanswer(element: Element, question: MoodleQuestion) -> None:
    usecase = _value(element, "usecase", "0")
    if usecase not in ("0", "1"):
        raise ImportRefused(f"usecase {usecase!r} kills the import")
    question.case = usecase == "1"
    question.options = [
        a for a in _answers(element, question) if a.text or a.fraction or a.feedback
    ]


def _numerical(element: Element, question: MoodleQuestion) -> None:
    elements = [e for e in element if e.tag == "answer"]
    for option, answer in zip(_answers(element, question), elements, strict=True):
        if option.text == "" and not option.fraction and not option.feedback:
            continue
        value = None if option.text == "*" else stored_number(option.text)
        tolerance = stored_number(_value(answer, "tolerance", "0") or "0")
        if tolerance is None or (value is None and option.text != "*"):
            raise ImportRefused(f"{option.text!r} is not a number: kills the import")
        question.options.append(
            NumberAnswer(
                key=option.key,
                text=option.text,
                feedback=option.feedback,
                fraction=option.fraction,
                value=None if value is None else float(f"{value:.14g}"),
                tolerance=tolerance,
            )
        )
    for unit in element.iterfind("units/unit"):
        multiplier = php_number(_value(unit, "multiplier", "1"))
        question.units[_value(unit, "unit_name", "")] = multiplier or 1.0
    if _value(element, "unitgradingtype", "0") not in ("", "0"):
        question.notes.append("unit penalties are not judged here")


def _matching(element: Element, question: MoodleQuestion) -> None:
    question.shuffle = _truth(element, "shuffleanswers", True)
    _combined(element, question)
    for number, sub in enumerate(e for e in element if e.tag == "subquestion"):
        left = _field(question, sub, f"pair {number + 1}")
        right = _text(_first(sub, "answer"))
        if len(right) > 255:
            raise ImportRefused("matching answer over 255 characters kills the import")
        if right and right not in question.rights:
            question.rights.append(right)
        if left:
            question.lefts.append(left)
            question.right_answers.append(question.rights.index(right) if right else -1)
        elif not right:
            question.notes.append(f"pair {number + 1} is blank")


def _ordering(element: Element, question: MoodleQuestion) -> None:
    hints = any(e.tag == "hint" for e in element)
    if _first(element, "shownumcorrect") is None and not hints:
        raise ImportRefused("ordering without shownumcorrect: an exception")
    _combined(element, question)
    question.grading = _value(element, "gradingtype", "") or "RELATIVE_NEXT_EXCLUDE_LAST"
    for number, answer in enumerate(e for e in element if e.tag == "answer"):
        question.items.append(_field(question, answer, f"item {number + 1}"))
        if _text(_first(answer, "feedback")):
            question.notes.append(f"feedback of item {number + 1} is dropped")
    question.correct_order = list(range(len(question.items)))
    select = _value(element, "selecttype", "") or "RANDOM"
    count = int(php_number(_value(element, "selectcount", "6")) or 6)
    question.notes += [n for n in [all_shown(select, count, len(question.items))] if n]
    question.shuffle = True


def _essay(element: Element, question: MoodleQuestion) -> None:
    question.model_answer = _field(question, _first(element, "graderinfo"), "graderinfo")
    _field(question, _first(element, "responsetemplate"), "responsetemplate")


def _description(element: Element, question: MoodleQuestion) -> None:
    question.points = Fraction(0)


def _cloze(element: Element, question: MoodleQuestion) -> None:
    question.stem, gaps = moodle_cloze.read_gaps(question.stem)
    question.gaps = list(gaps)
    question.points = Fraction(sum(gap.weight for gap in gaps))
    for gap in gaps:
        for option in gap.options:
            if "@@PLUGINFILE@@" in option.text + option.feedback:
                question.notes.append(f"gap {gap.name}: a file inside a gap is a broken link")


def _save(element: Element, question: MoodleQuestion, bank: _Bank) -> None:
    """Store the question, with the checks that Moodle makes only now."""
    question.category = bank.category
    if question.ident:
        if (bank.category, question.ident) in bank.idnumbers:
            question.notes.append(f"second idnumber {question.ident!r} is dropped")
            question.ident = ""
        bank.idnumbers.add((bank.category, question.ident))
    check_saved(question)
    bank.questions.append(question)
    check_notice(question)


def check_saved(question: MoodleQuestion) -> None:
    """Raises _SaveError: this question and the rest of the file are dropped."""
    if question.kind in ("choice-single", "choice-multiple") and len(question.options) < 2:
        raise _SaveError("fewer than two options")
    if question.kind == "short-text" and all(o.fraction != 1 for o in question.options):
        raise _SaveError("no answer is worth 100 %")
    if question.kind == "numeric" and not question.options:
        raise _SaveError("no answer")


def check_notice(question: MoodleQuestion) -> None:
    """Raises _Notice: the rest of the file is dropped under a report of success."""
    if question.kind == "matching" and -1 in question.right_answers:
        raise _Notice("a left side without an answer")
    if question.kind == "ordering" and len(question.items) < 2:
        raise _Notice("fewer than two items")
    if question.kind == "matching" and not question.lefts:
        question.notes.append("no pair at all")


SaveError, Notice = _SaveError, _Notice


def _category(element: Element) -> str:
    holder = _first(element, "category")
    if holder is None or _first(holder, "text") is None:
        raise ImportRefused("a category without text kills the import")
    return category_path(_text(holder))


def category_path(text: str) -> str:
    """`$course$/top/A/B` as `A/B`; a literal slash stays doubled."""
    names = [trim(n) for n in re.split(r"(?<!/)/(?!/)", without_tags(text))]
    if names and re.fullmatch(r"\$(course|module|system|cat)\$", names[0]):
        names = names[1:]
    if names and names[0] == "top":
        names = names[1:]
    for name in names:
        if len(name.replace("//", "/")) > 255:
            raise ImportRefused("category name over 255 characters kills the import (4.5)")
        if not name:
            raise ImportRefused("an empty level makes a nameless category")
    return "/".join(names)
