"""What kind of question an item of QTI 1.2 is: what it says of itself, else what it looks like."""

from __future__ import annotations

import re

from quizkit.formats.qti12.item import Item

_SAID = {
    # Canvas
    "multiple_choice_question": "single",
    "true_false_question": "truth",
    "multiple_answers_question": "multiple",
    "short_answer_question": "text",
    "fill_in_multiple_blanks_question": "blanks",
    "multiple_dropdowns_question": "menus",
    "matching_question": "matching",
    "numerical_question": "number",
    "calculated_question": "formula",
    "essay_question": "essay",
    "file_upload_question": "upload",
    "text_only_question": "info",
    "ordering_question": "ordering",
    "categorization_question": "categories",
    "hot_spot_question": "spot",
    # Respondus
    "multiplechoice": "single",
    "multipleresponse": "multiple",
    "truefalse": "truth",
    "fillinblank": "text",
    "fillinmultiple": "blanks",
    "numerical": "number",
    "matching": "matching",
    "essay": "essay",
    "textinformation": "info",
    # Common Cartridge
    "cc.multiple_choice.v0p1": "single",
    "cc.multiple_response.v0p1": "multiple",
    "cc.true_false.v0p1": "truth",
    "cc.fib.v0p1": "text",
    "cc.pattern_match.v0p1": "text",
    "cc.essay.v0p1": "essay",
    # Blackboard
    "multiple choice": "single",
    "multiple answer": "multiple",
    "true/false": "truth",
    "either/or": "truth",
    "fill in the blank": "text",
    "fill in the blank plus": "blanks",
    "short response": "essay",
    "file upload": "upload",
    "numeric": "number",
    "calculated": "formula",
    "ordering": "ordering",
    "hot spot": "spot",
    "opinion scale": "opinion",
    "quiz bowl": "bowl",
    "jumbled sentence": "menus",
    # WebCT
    "wct_calculated": "formula",
    "wct_paragraph": "essay",
    "wct_matching": "matching",
    "wct_truefalse": "truth",
    "wct_multiplechoice": "choice",
    "wct_shortanswer": "blanks",
    "wct_fillintheblank": "blanks",
    "wct_jumbledsentence": "menus",
    "wct_combination": "single",
}
_FIELDS = (
    "question_type",
    "respondusapi_qtype",
    "cc_profile",
    "bbmd_questiontype",
    "wct_questiontype",
    "QUESTIONTYPE",
)
_NEEDED = {
    "single": "labels",
    "multiple": "labels",
    "truth": "labels",
    "choice": "labels",
    "menus": "labels",
}


def said_kind(item: Item) -> str:
    """The kind that the metadata names, or nothing."""
    for name in _FIELDS:
        written = item.fields.get(name, "").strip().lower()
        if written in _SAID:
            return _SAID[written]
    return ""


def kind_of(item: Item) -> str:
    """The kind by which the item is read."""
    said = said_kind(item)
    if said == "choice" or (said in _NEEDED and not any(r.labels for r in item.responses)):
        said = ""
    if said == "blanks" and not item.responses and not item.conditions:
        said = ""
    return said or guessed_kind(item)


def guessed_kind(item: Item) -> str:
    """What an item looks like that says nothing of itself."""
    choices = [r for r in item.responses if r.labels and not r.is_typed]
    typed = [r for r in item.responses if r.is_typed or (r.kind != "response_lid" and not r.labels)]
    if any(r.kind == "response_xy" for r in item.responses):
        return "spot"
    if not item.responses:
        return "blanks" if _named_blanks(item) else "info"
    if len(choices) == 1 and not typed:
        if choices[0].cardinality == "Ordered":
            return "ordering"
        return "multiple" if choices[0].cardinality == "Multiple" else "single"
    if len(choices) > 1 and not typed:
        idents = [{label.ident for label in response.labels} for response in choices]
        if any(r.cardinality == "Multiple" for r in choices):
            return "categories"
        return "matching" if all(found == idents[0] for found in idents) else "menus"
    if len(typed) == 1 and not choices:
        return _typed_kind(item, typed[0].is_number)
    return "blanks" if typed else "info"


def _typed_kind(item: Item, is_number: bool) -> str:
    tests = [test for condition in item.conditions for test in condition.wanted]
    if not tests:
        return "essay"
    if is_number or any(test.operator in ("vargte", "varlte", "vargt", "varlt") for test in tests):
        return "number"
    return "text"


def _named_blanks(item: Item) -> bool:
    """Respondus names its blanks in the conditions alone: ``respident="[a]"``."""
    return any(re.fullmatch(r"\[.+\]", test.response) for c in item.conditions for test in c.tests)
