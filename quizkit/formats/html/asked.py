"""The part of a question that a student meets: fields to fill in, and nothing of the key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quizkit.formats.gaps import split_at_gaps
from quizkit.formats.html.sheet import Sheet, fits_label, in_order, marker, scattered
from quizkit.formats.xml_writer import EMPTY, Markup, block, element, join, text
from quizkit.model import (
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Gap,
    Info,
    Matching,
    Numbering,
    Numeric,
    Ordering,
    Question,
    Selection,
    ShortText,
    TrueFalse,
)
from quizkit.naming import letter

Asked = Callable[[Sheet, Question], Markup]

_PLAIN_FIELD = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}


def ask_choice(sheet: Sheet, question: Choice) -> Markup:
    """Radio buttons or boxes, with the numbering that the author wants."""
    single = question.selection is Selection.SINGLE
    kind = "radio" if single else "checkbox"
    shown = in_order(sheet, question, question.id)
    contents = [sheet.pen.short(question, option.content) for option in shown]
    return _picked(sheet, kind, contents, question.numbering, "one" if single else "all")


def ask_true_false(sheet: Sheet, question: TrueFalse) -> Markup:
    """Two radio buttons; true always comes first."""
    words = [text(word) for word in sheet.labels.truth(question)]
    return _picked(sheet, "radio", words, Numbering.NONE, "one")


def ask_typed(sheet: Sheet, question: ShortText | Numeric) -> Markup:
    """One line to type; a number has its unit behind it."""
    name = f"{sheet.name}-a"
    numeric = isinstance(question, Numeric)
    field = element(
        "input",
        {
            "type": "text",
            "id": name,
            "class": "qk-number" if numeric else "qk-line",
            "inputmode": "decimal" if numeric else "text",
            "aria-describedby": f"{sheet.name}-s",
            **_PLAIN_FIELD,
        },
    )
    label = element("label", {"for": name}, sheet.labels.shown("answer"))
    unit = question.unit if isinstance(question, Numeric) else ""
    after = element("span", {"class": "qk-unit"}, text(unit)) if unit else EMPTY
    return element("p", {"class": "qk-typed"}, label, Markup(" "), field, after)


def ask_matching(sheet: Sheet, question: Matching) -> Markup:
    """A table of left sides, each with a list of letters; the letters stand before the rights."""
    rights = scattered(question.id, question.rights)
    letters = [letter(n).upper() for n in range(len(rights))]
    rows = []
    for number, pair in enumerate(question.pairs, 1):
        name = f"{sheet.name}-{number}"
        head = {"scope": "row", "id": f"{name}-t"}
        rows.append(
            element(
                "tr",
                None,
                element("th", head, sheet.pen.short(question, pair.left)),
                element("td", None, _select(f"{name}-t", letters)),
            )
        )
    answers = [element("li", None, sheet.pen.short(question, right)) for right in rights]
    return _fieldset(
        sheet,
        "match",
        element(
            "div",
            {"class": "qk-match"},
            element("table", {"class": "qk-pairs"}, block("tbody", None, *rows)),
            block("ol", {"class": "qk-rights", "type": "A"}, *answers),
        ),
    )


def ask_ordering(sheet: Sheet, question: Ordering) -> Markup:
    """The items, scattered, each with a list of places."""
    places = [str(n) for n in range(1, len(question.items) + 1)]
    shown = _with_repeats(question)
    lines = []
    for number, item in enumerate(shown, 1):
        name = f"{sheet.name}-{number}-t"
        content = element("div", {"id": name}, sheet.pen.short(question, item))
        lines.append(element("li", None, _select(name, places), content))
    return _fieldset(sheet, "order", block("ul", {"class": "qk-order"}, *lines))


def ask_cloze(sheet: Sheet, question: Cloze) -> Markup:
    """Nothing more: the gaps stand in the text, see :func:`gapped_stem`."""
    del sheet, question
    return EMPTY


def ask_essay(sheet: Sheet, question: Essay) -> Markup:
    """Several lines to write."""
    del question
    name = f"{sheet.name}-a"
    label = element("label", {"for": name}, sheet.labels.shown("answer"))
    described = {"id": name, "rows": "8", "aria-describedby": f"{sheet.name}-s"}
    return element("div", {"class": "qk-essay"}, label, element("textarea", described, ""))


def ask_nothing(sheet: Sheet, question: Info) -> Markup:
    """Text between questions."""
    del sheet, question
    return EMPTY


def gapped_stem(sheet: Sheet, question: Cloze) -> Markup:
    """The text with a numbered field in place of each gap.

    A list of entries with formatting, formulas or pictures stands below the text, and the gap
    asks for a letter of it, for a drop-down holds text alone.
    """
    markup = sheet.pen.flow(question, question.stem)
    pieces, order = split_at_gaps(markup, [gap.id for gap in question.gaps])
    parts = [pieces[0]]
    below: list[Markup] = []
    for number, (index, piece) in enumerate(zip(order, pieces[1:], strict=True), 1):
        field, entries = _gap(sheet, question, question.gaps[index], number)
        parts += [field, piece]
        if entries:
            below.append(entries)
    listed = element("div", {"class": "qk-below"}, *below) if below else EMPTY
    return join([Markup("".join(parts)), listed], "\n")


def gap_numbers(sheet: Sheet, question: Cloze) -> list[int]:
    """The index of each gap in the order in which they stand in the text."""
    markup = sheet.pen.flow(question, question.stem)
    return split_at_gaps(markup, [gap.id for gap in question.gaps])[1]


def _gap(sheet: Sheet, question: Cloze, gap: Gap, number: int) -> tuple[Markup, Markup]:
    """The field, and the list of entries that it needs below the text."""
    label = f"{sheet.labels.plain('gap')} {number}"
    if not isinstance(gap, ChoiceGap):
        named = {"type": "text", "class": "qk-gap", "aria-label": label, "placeholder": str(number)}
        return element("input", {**named, **_PLAIN_FIELD}), EMPTY
    contents = [option.content for option in in_order(sheet, gap, f"{question.id} {gap.id}")]
    shown = [sheet.pen.short(question, content) for content in contents]
    words = [sheet.pen.words(content) for content in contents]
    plain = all(markup == text(word) for markup, word in zip(shown, words, strict=True))
    entries = words if plain else [letter(n).upper() for n in range(len(words))]
    options = [element("option", {"value": ""}, text(f"{number} …"))]
    options += [element("option", None, text(entry)) for entry in entries]
    look = "qk-gap qk-plain" if plain else "qk-gap"
    field = element("select", {"class": look, "aria-label": label}, *options)
    if plain:
        # On paper nothing drops down.
        printed = f"[{number}: {' / '.join(words)}]"
        return join([field, element("span", {"class": "qk-printed"}, text(printed))]), EMPTY
    listed = block("ol", {"type": "A"}, *(element("li", None, markup) for markup in shown))
    name = element("p", None, sheet.labels.numbered("gap", number))
    return field, element("div", {"class": "qk-entries"}, name, listed)


def _with_repeats(question: Ordering) -> list[Content]:
    """The items scattered, equal ones as often as they stand there."""
    each = scattered(question.id, question.items)
    return [item for item in each for _ in range(question.items.count(item))]


def _picked(
    sheet: Sheet, kind: str, contents: Sequence[Markup], numbering: Numbering, legend: str
) -> Markup:
    lines = []
    for number, content in enumerate(contents, 1):
        name = f"{sheet.name}-{number}"
        field = {"type": kind, "name": sheet.name, "id": name}
        if fits_label(content):
            shown = element("label", {"for": name}, content)
        else:
            field["aria-labelledby"] = f"{name}-t"
            shown = element("div", {"id": f"{name}-t"}, content)
        # Two labels of one field: a click on the letter chooses, too.
        sign = marker(numbering, number - 1)
        before = element("label", {"for": name, "class": "qk-mark"}, sign) if sign else EMPTY
        lines.append(element("li", None, element("input", field), before, shown))
    return _fieldset(sheet, legend, block("ul", {"class": "qk-options"}, *lines))


def _fieldset(sheet: Sheet, legend: str, inner: Markup) -> Markup:
    head = element("legend", None, sheet.labels.shown(legend))
    return block("fieldset", {"aria-describedby": f"{sheet.name}-s"}, head, inner)


def _select(labelled_by: str, entries: Sequence[str]) -> Markup:
    options = [element("option", {"value": ""}, text("…"))]
    options += [element("option", None, text(entry)) for entry in entries]
    return element("select", {"aria-labelledby": labelled_by}, *options)
