"""Choices and true/false: bullets that begin with markers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from quizkit.markdown.draft import Common, Context, Draft
from quizkit.markdown.items import Item
from quizkit.model import Choice, Content, Option, Policy, Role, Selection, TrueFalse
from quizkit.naming import letter


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
    weighted = any(option.weight is not None for option in options)
    points = draft.points(context)
    if len(options) == 2 and not multiple and keys == 1 and not weighted:
        texts = options[0].content.source, options[1].content.source
        truth = context.book.truth(texts)
        if truth is not None and draft.type_name != "choice":
            return _true_false(common, points, options, truth)
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
    common: Common, points: Fraction, options: Sequence[Option], truth: tuple[bool, bool]
) -> TrueFalse:
    by_value = dict(zip(truth, options, strict=True))
    return TrueFalse(
        **vars(common),
        points=points,
        answer=by_value[True].role is Role.KEY,
        feedback_true=by_value[True].feedback,
        feedback_false=by_value[False].feedback,
    )


def build_option(draft: Draft, index: int, item: Item) -> Option:
    """An option from its list item and its part of the explanation."""
    draft.check_attributes(item.attributes, item.start)
    draft.spans[("options", index)] = item.span
    return Option(
        id=item.attributes.id or letter(index),
        content=Content(markdown=item.text.strip("\n")),
        role=Role(item.role or Role.DISTRACTOR),
        weight=draft.item_weight(item),
        fixed=item.attributes.get("fixed") == "true",
        feedback=draft.item_feedback(index, item),
    )
