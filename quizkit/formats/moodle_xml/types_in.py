"""Moodle's question types as they are read: choices, typed answers, pairs, orders, essays."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from quizkit.formats.base import Feature
from quizkit.formats.moodle_xml.entry import Entry
from quizkit.formats.moodle_xml.typed_answers import Typed, number_answers, text_answers
from quizkit.formats.safe_xml import Element
from quizkit.formats.taken import Unreadable, shown_plain, words
from quizkit.formats.weighing import Weighed, weigh
from quizkit.model import (
    ONE,
    Choice,
    Content,
    Essay,
    Info,
    Matching,
    Numbering,
    Numeric,
    Ordering,
    Pair,
    Question,
    Selection,
    ShortText,
    TrueFalse,
)
from quizkit.naming import letter

_NUMBERING = {
    "none": Numbering.NONE,
    "abc": Numbering.LOWER,
    "ABCD": Numbering.UPPER,
    "ABC": Numbering.UPPER,
    "123": Numbering.DECIMAL,
    "iii": Numbering.ROMAN,
    "IIII": Numbering.ROMAN_UPPER,
    "III": Numbering.ROMAN_UPPER,
}
_RULE = re.compile(r"\s*<hr\s*/?>\s*")
_ORDER_OF_OUR_OWN = "ALL_OR_NOTHING"
_ESSAY_LIMITS = {
    "minwordlimit": "a least number of words",
    "maxwordlimit": "a greatest number of words",
    "attachments": "files to hand in",
    "filetypeslist": "kinds of files",
}
_ESSAY_DISPLAY = (
    *("responseformat", "responserequired", "responsefieldlines", "attachmentsrequired"),
    "maxbytes",
)
_ORDER_DISPLAY = ("layouttype", "showgrading", "numberingstyle", "shownumcorrect")
_NUMBER_DISPLAY = ("unitpenalty", "showunits", "unitsleft", "instructions")


def read_choice(entry: Entry) -> Question:
    """``multichoice``."""
    selection = Selection.SINGLE if entry.truth("single", True) else Selection.MULTIPLE
    answers, contents = [], []
    for answer in entry.all("answer"):
        content = entry.content(answer)
        if content is not None:
            answers.append(answer)
            contents.append(content)
        else:
            _leave_out(entry, answer)
    if not answers:
        raise Unreadable("it has no options")
    shares = [entry.share(answer) for answer in answers]
    weighed = weigh(shares, selection)
    if selection is Selection.SINGLE:
        declare_negative(entry, shares)
    feedback = [entry.content(entry.within(answer, "feedback")) for answer in answers]
    return choice(entry, selection, weighed, contents, feedback)


def choice(
    entry: Entry,
    selection: Selection,
    weighed: Weighed,
    contents: list[Content],
    feedback: list[Content | None],
) -> Choice:
    """A choice with the settings of its element."""
    written = entry.value("answernumbering", "abc")
    if written not in _NUMBERING:
        entry.lose(Feature.NUMBERING, f'the numbering "{written}" became a, b, c')
    return Choice(
        selection=selection,
        options=weighed.options(contents, feedback),
        policy=weighed.policy,
        shuffle=entry.truth("shuffleanswers", False),
        numbering=_NUMBERING.get(written, Numbering.LOWER),
        **entry.shared(),
    )


def declare_negative(entry: Entry, shares: list[Fraction]) -> None:
    """Moodle takes points off for one wrong choice; here nothing goes below 0."""
    for number, share in enumerate(shares):
        if share.numerator < 0:
            entry.lose(
                Feature.SCORE,
                f"choosing {letter(number)} cost {_percent(-share)} of the points; here it earns "
                "none",
            )


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g} %"


def _leave_out(entry: Entry, answer: Element) -> None:
    """An option without any text: Moodle drops it, with its feedback."""
    if entry.share(answer) or entry.content(answer.find("feedback")) is not None:
        entry.lose(Feature.OPTION_FEEDBACK, "an option without any text is left out, as in Moodle")


def read_true_false(entry: Entry) -> Question:
    """``truefalse``: the last answer that is read decides which is right."""
    answers = entry.all("answer")
    if not answers:
        raise Unreadable("it has no answers")
    right = False
    feedback: dict[str, Content | None] = {}
    for number, answer in enumerate(answers):
        word = entry.text(answer).lower()
        if word not in ("true", "false"):
            word = "true" if number == 0 else "false"
        right = (entry.share(answer) == ONE) is (word == "true")
        feedback[word] = entry.content(answer.find("feedback"))
    return TrueFalse(
        answer=right,
        feedback_true=feedback.get("true"),
        feedback_false=feedback.get("false"),
        **entry.shared(),
    )


def _typed(entry: Entry) -> list[Typed]:
    found = []
    for answer in entry.all("answer"):
        text = entry.text(answer)
        share = entry.share(answer)
        feedback = entry.content(answer.find("feedback"))
        tolerance = answer.find("tolerance")
        written = (tolerance.text or "").strip() if tolerance is not None else ""
        if text or share or feedback is not None:
            found.append(Typed(text, share, feedback, written))
    return found


def read_short_text(entry: Entry) -> Question:
    """``shortanswer``."""
    shared = entry.shared()
    answers, shared["feedback"] = text_answers(_typed(entry), shared["feedback"], entry.lose)
    case = entry.value("usecase", "0") not in ("0", "", "false")
    return ShortText(answers=answers, case_sensitive=case, **shared)


def read_numeric(entry: Entry) -> Question:
    """``numerical``."""
    shared = entry.shared()
    answers, shared["feedback"] = number_answers(_typed(entry), shared["feedback"], entry.lose)
    for tag in _NUMBER_DISPLAY:
        entry.first(tag)
    return Numeric(answers=answers, unit=_unit(entry), **shared)


def _unit(entry: Entry) -> str:
    holder = entry.first("units")
    unit = ""
    for one in holder.iterfind("unit") if holder is not None else ():
        name = (one.findtext("unit_name") or "").strip()
        multiplier = (one.findtext("multiplier") or "1").strip()
        if not unit and float_or_one(multiplier) == 1.0:
            unit = name
        elif name:
            entry.lose(Feature.UNIT, f'numbers in the unit "{name}" were accepted too')
    if unit and entry.value("unitgradingtype", "0") not in ("", "0"):
        entry.lose(Feature.UNIT, "a missing or wrong unit cost points; here it costs none")
    entry.first("unitgradingtype")
    return unit


def float_or_one(text: str) -> float:
    """A multiplier; what is no number is 1, as Moodle takes it."""
    try:
        return float(text)
    except ValueError:
        return 1.0


def read_matching(entry: Entry) -> Question:
    """``matching``; equal right sides are one."""
    pairs: list[Pair] = []
    distractors: dict[str, Content] = {}
    for sub in entry.all("subquestion"):
        right = entry.text(sub.find("answer"))
        left = entry.content(sub)
        if left is not None and right:
            pairs.append(Pair(left, shown_plain(right)))
        elif right:
            distractors.setdefault(right, shown_plain(right))
        elif left is not None:
            entry.job.miss(
                f'"{words(left.source)[:60]}" of {entry.spoken} has no right side; left out',
                entry.where,
            )
    if not pairs:
        raise Unreadable("it has no pair")
    used = {pair.right for pair in pairs}
    return Matching(
        pairs=tuple(pairs),
        distractors=tuple(right for right in distractors.values() if right not in used),
        shuffle=entry.truth("shuffleanswers", True),
        **entry.shared(),
    )


def read_ordering(entry: Entry) -> Question:
    """``ordering``; its older name is ``order``."""
    answers = entry.all("answer") or _placed(entry)
    items = []
    for answer in answers:
        item = entry.content(answer)
        if item is not None:
            items.append(item)
        if entry.content(answer.find("feedback")) is not None:
            entry.lose(Feature.ANSWER_FEEDBACK, "feedback to an item is left out, as in Moodle")
    if not items:
        raise Unreadable("it has no items")
    grading = entry.value("gradingtype") or (
        _ORDER_OF_OUR_OWN if entry.kind == "order" else "RELATIVE_NEXT_EXCLUDE_LAST"
    )
    if grading not in (_ORDER_OF_OUR_OWN, "-1") and len(items) > 1:
        entry.lose(
            Feature.SCORE,
            f"an order that is partly right earned some of the points ({grading.lower()}); here "
            "it earns none",
        )
    select = entry.value("selecttype") or ("ALL" if entry.kind == "order" else "RANDOM")
    count = entry.value("selectcount") or "6"
    if select not in ("ALL", "0") and 0 < int(float_or_one(count)) < len(items):
        entry.lose(
            Feature.SHUFFLE, f"each student got {count} of the {len(items)} items; here, all"
        )
    for tag in _ORDER_DISPLAY:
        entry.first(tag)
    return Ordering(items=tuple(items), **entry.shared())


def _placed(entry: Entry) -> list[Element]:
    """Items of the older third-party type: each names its place."""

    def place(element: Element) -> float:
        return float_or_one(entry.text(element.find("answer")))

    return sorted(entry.all("subquestion"), key=place)


def read_essay(entry: Entry) -> Question:
    """``essay``. What graders see is the rubric, and before a rule the model answer."""
    info = entry.content(entry.first("graderinfo"))
    model = rubric = None
    if info is not None:
        model, rubric = _graders(info)
    if entry.content(entry.first("responsetemplate")) is not None:
        entry.lose(Feature.TYPE, "the text that students start from is left out")
    for tag, name in _ESSAY_LIMITS.items():
        if entry.value(tag, "0") not in ("0", "", "-"):
            entry.lose(Feature.SETTINGS, f"{name} is left to the LMS")
    for tag in _ESSAY_DISPLAY:
        entry.first(tag)
    return Essay(model_answer=model, rubric=rubric, **entry.shared())


def _graders(info: Content) -> tuple[Content | None, Content]:
    if info.html is None:
        return None, info
    parts = _RULE.split(info.html, maxsplit=1)
    if len(parts) == 2 and all(part.strip() for part in parts):
        return Content(html=parts[0]), Content(html=parts[1])
    return None, info


def read_info(entry: Entry) -> Question:
    """``description``."""
    shared = entry.shared()
    del shared["points"]
    return Info(**shared)


READERS: dict[str, Callable[[Entry], Question]] = {
    "multichoice": read_choice,
    "truefalse": read_true_false,
    "shortanswer": read_short_text,
    "numerical": read_numeric,
    "matching": read_matching,
    "match": read_matching,
    "ordering": read_ordering,
    "order": read_ordering,
    "essay": read_essay,
    "description": read_info,
}
