"""Choices and true/false: bullets that begin with markers, read and written."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from quizkit.markdown.attributes import write_id
from quizkit.markdown.draft import Common, Context, Draft
from quizkit.markdown.items import Item
from quizkit.markdown.scribe import MARKS, Scribe, list_item, weight_text
from quizkit.model import Choice, Content, Option, Policy, Role, Selection, TrueFalse
from quizkit.naming import letter
from quizkit.truth_words import own_words

_MARKS = "*_` \n"


def build_choice(draft: Draft, common: Common, context: Context) -> Choice | TrueFalse:
    """One or several of many; two options that are a language's true and false are a judgement.

    An instruction decides how many may be chosen; without one, two keys mean several.
    """
    options = tuple(build_option(draft, index, item) for index, item in enumerate(draft.items))
    keys = sum(option.role is Role.KEY for option in options)
    kind = draft.instruction.kind if draft.instruction else ""
    count = draft.instruction.count if draft.instruction else None
    many = kind == "all" or (kind == "count" and count != 1 and keys != 1)
    multiple = many or (kind != "one" and keys > 1)
    selection = draft.selection()
    if selection is not None:
        multiple = selection is Selection.MULTIPLE
    weighted = any(option.weight is not None for option in options)
    points = draft.points(context)
    if len(options) == 2 and not multiple and keys == 1 and not weighted:
        texts = options[0].content.source, options[1].content.source
        truth = context.book.truth(texts)
        if truth is not None and draft.type_name != "choice":
            return _true_false(common, points, options, truth, context)
    policy = draft.policy(context.defaults.policy)
    return Choice(
        **vars(common),
        points=points,
        selection=Selection.MULTIPLE if multiple else Selection.SINGLE,
        options=options,
        policy=Policy.WEIGHTS if weighted else policy,
        shuffle=draft.flag("shuffle", context.defaults.shuffle),
        numbering=draft.numbering(context.defaults.numbering),
    )


def _true_false(
    common: Common,
    points: Fraction,
    options: Sequence[Option],
    truth: tuple[bool, bool],
    context: Context,
) -> TrueFalse:
    by_value = dict(zip(truth, options, strict=True))
    true, false = (by_value[value].content.source.strip(_MARKS).strip() for value in (True, False))
    return TrueFalse(
        **vars(common),
        points=points,
        answer=by_value[True].role is Role.KEY,
        feedback_true=by_value[True].feedback,
        feedback_false=by_value[False].feedback,
        words=own_words((true, false), context.language),
    )


def build_option(draft: Draft, index: int, item: Item) -> Option:
    """An option from its list item and its part of the explanation."""
    draft.check_attributes(item.attributes, item.start)
    draft.spans[("options", index)] = item.span
    return Option(
        id=item.attributes.id or item.attributes.get("id") or letter(index),
        content=Content(markdown=item.text.strip("\n")),
        role=Role(item.role or Role.DISTRACTOR),
        weight=draft.item_weight(item),
        fixed=item.attributes.get("fixed") == "true",
        feedback=draft.item_feedback(index, item),
    )


def write_options(question: Choice, bullet: str) -> str:
    """The options as a list; ``bullet`` sets it off from a list above."""
    return "\n".join(
        list_item(
            f"{bullet} {MARKS[option.role]}",
            option.content.source,
            option_attributes(index, option),
            option.feedback.source if option.feedback else None,
        )
        for index, option in enumerate(question.options)
    )


def option_attributes(index: int, option: Option) -> list[str]:
    """What an option says beside its text, where it is not what is taken anyway."""
    written = []
    if option.id != letter(index):
        written.append(write_id(option.id))
    if option.weight is not None:
        written.append(f"weight={weight_text(option.weight)}")
    if option.fixed:
        written.append("fixed=true")
    return written


def write_truth(question: TrueFalse, scribe: Scribe, bullet: str) -> str:
    """The author's or the language's words for true and false, one of them marked as the key."""
    lines, own = [], question.words
    for value, feedback in ((True, question.feedback_true), (False, question.feedback_false)):
        role = Role.KEY if value is question.answer else Role.DISTRACTOR
        word = own[not value] if own else scribe.word("truth", "true" if value else "false")
        text = feedback.source if feedback else None
        lines.append(list_item(f"{bullet} {MARKS[role]}", word, (), text))
    return "\n".join(lines)
