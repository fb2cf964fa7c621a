"""Three states of a question brought together: the author's, what a target held, what it holds.

What differs between the last two is an edit, and is taken; what differs between the first two is
what the target could not hold, and stays the author's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from quizkit.canonical import FORMAT, from_document, question_document
from quizkit.content.from_html import rewritten, to_markdown
from quizkit.content.render import Renderer
from quizkit.content.tree import same_content
from quizkit.diff_parts import align
from quizkit.errors import InvalidDocument
from quizkit.model import Choice, Cloze, Content, Question, type_name
from quizkit.naming import letter
from quizkit.same import essence
from quizkit.token_merge import merge_texts

Json = dict[str, Any]
_ABSENT = object()
_LISTS = ("options", "answers", "pairs", "distractors", "items", "hints", "tags")
_CLOSE = Fraction(1, 10_000)


class Unmergeable(Exception):
    """An edit that has no place in the author's question; says why."""


def merged(author: Question, before: Question, after: Question) -> Question:
    """The author's question with the edits that lead from ``before`` to ``after``.

    Its id, and the place where it was read, are the author's. Raises Unmergeable.
    """
    before = _renamed(before, author)
    after = _renamed(after, author)
    if not after.title.strip():
        # No name is no edit of a name; but a name that is the text changes with the text.
        asked = Renderer().text(after.stem)
        follows = author.title == Renderer().text(author.stem) and "\n" not in asked
        after = replace(after, title=asked if follows else before.title)
        before = replace(before, title=author.title) if follows else before
    if essence(after) in (essence(before), essence(author)):
        return author
    if type(before) is not type(author):
        held = f"the target holds it as {type_name(before)}"
        raise Unmergeable(f"{held}, not as {type_name(author)}, so the edit must be made by hand")
    if type(after) is not type(before):
        kept = {name: getattr(author, name) for name in ("title", "tags", "category", "source")}
        return _lettered(replace(after, **kept), author)
    if isinstance(author, Cloze) and isinstance(before, Cloze) and isinstance(after, Cloze):
        return _merged_cloze(author, before, after)
    return _lettered(_merged(author, before, after), author)


def _renamed(question: Question, author: Question) -> Question:
    return replace(question, id=author.id, source=author.source)


def _merged(author: Question, before: Question, after: Question) -> Question:
    mine, old, new = (question_document(q) for q in (author, before, after))
    document = _merge_objects(mine, old, new)
    try:
        quiz = from_document({"format": FORMAT, "identifier": "x", "questions": [document]})
    except InvalidDocument as error:
        raise Unmergeable("together with what the source says it would be no question") from error
    return quiz.questions[0]


def _merged_cloze(author: Cloze, before: Cloze, after: Cloze) -> Question:
    """Gaps go by their places, whatever a target calls them."""
    if not len(author.gaps) == len(before.gaps) == len(after.gaps):
        if essence(author) == essence(_with_gaps_of(before, author)):
            return after
        raise Unmergeable("its gaps are others, so the edit must be made by hand")
    return _merged(author, _with_gaps_of(before, author), _with_gaps_of(after, author))


def _with_gaps_of(cloze: Cloze, author: Cloze) -> Cloze:
    """The cloze with the author's names for its gaps."""
    if len(cloze.gaps) != len(author.gaps):
        return cloze
    names = {old.id: new.id for old, new in zip(cloze.gaps, author.gaps, strict=True)}

    def renamed(text: str) -> str:
        return re.sub(
            r"\{\{([^{}]+)\}\}", lambda found: f"{{{{{names.get(found[1], found[1])}}}}}", text
        )

    stem = cloze.stem
    source = renamed(stem.source)
    stem = Content(markdown=source) if stem.markdown is not None else Content(html=source)
    gaps = tuple(replace(gap, id=names[gap.id]) for gap in cloze.gaps)
    return replace(cloze, stem=stem, gaps=gaps)


def _lettered(question: Question, author: Question) -> Question:
    """Options named by their place where the author has not named them."""
    if not isinstance(question, Choice):
        return question
    named: set[str] = set()
    if isinstance(author, Choice):
        named = {o.id for n, o in enumerate(author.options) if o.id != letter(n)}
    taken = {option.id for option in question.options if option.id in named}
    options = []
    for number, option in enumerate(question.options):
        name = option.id
        if name not in named:
            name = letter(number)
            while name in taken:
                name += "2"
        options.append(replace(option, id=name))
    return replace(question, options=tuple(options))


# -- documents --------------------------------------------------------------------------------


def _merge(mine: Any, old: Any, new: Any, key: str) -> Any:
    """One value of three; ``_ABSENT`` is one that is not there."""
    if _same(old, new, key) or _same(mine, new, key):
        return mine
    if _is_content(new) and (_is_content(old) or old is _ABSENT):
        return _merge_contents(mine, old, new)
    if key in _LISTS and key != "tags":
        return _merge_lists(_list(mine), _list(old), _list(new), key)
    if key == "tags":
        kept = [tag for tag in _list(mine) if tag in _list(new) or tag not in _list(old)]
        return kept + [tag for tag in _list(new) if tag not in _list(old) and tag not in kept]
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        return _merge_objects(mine if isinstance(mine, Mapping) else {}, old, new)
    return new


def _list(value: Any) -> list[Any]:
    return [] if value is _ABSENT else value


def _merge_objects(mine: Mapping[str, Any], old: Mapping[str, Any], new: Mapping[str, Any]) -> Json:
    result: Json = {}
    for key in dict.fromkeys([*mine, *new]):
        value = _merge(mine.get(key, _ABSENT), old.get(key, _ABSENT), new.get(key, _ABSENT), key)
        if value is not _ABSENT:
            result[key] = value
    return result


def _merge_lists(mine: list[Any], old: list[Any], new: list[Any], key: str) -> list[Any]:
    """Items in the order of the later list; the author's that a target never held stay put."""
    held = align([_text(item) for item in mine], [_text(item) for item in old])
    if len(mine) == len(old):
        held = {index: index for index in range(len(old))}
    kept = align([_text(item) for item in old], [_text(item) for item in new])
    result: list[tuple[Any, int | None]] = []
    for index, item in enumerate(new):
        before = kept.get(index)
        own = held.get(before) if before is not None else None
        if own is None or before is None:
            result.append((_without_name(item), None))
        else:
            result.append((_merge(mine[own], old[before], item, "item"), own))
    for own, item in enumerate(mine):
        if own not in held.values():
            at = next((n for n, (_, o) in enumerate(result) if o == own - 1), -1)
            result.insert(at + 1, (item, own))
    return [item for item, _ in result]


def _without_name(item: Any) -> Any:
    return {**item, "id": "_new"} if isinstance(item, Mapping) and "id" in item else item


def _merge_contents(mine: Any, old: Any, new: Any) -> Json:
    wanted = _content(new)
    if mine is _ABSENT:
        return {"markdown": to_markdown(wanted)}
    if old is _ABSENT:
        raise Unmergeable("the target has words now where it could not hold the source's")
    own, before = _content(mine), _content(old)
    if own.markdown is not None:
        # The author's words and line breaks, with the edit alone brought in.
        text = merge_texts(rewritten(before), own.markdown, rewritten(wanted))
        if text is None and same_content(own, before):
            text = merge_texts(rewritten(own), own.markdown, rewritten(wanted))
        if text is not None:
            together = Content(markdown=text)
            if same_content(together, wanted) or not same_content(own, before):
                return {"markdown": text}
    if same_content(own, before):
        return {"markdown": to_markdown(wanted)}
    raise Unmergeable("the target holds other words than the source, so make the edit by hand")


def _is_content(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) in ({"markdown"}, {"html"})


def _content(document: Mapping[str, str]) -> Content:
    return Content(markdown=document.get("markdown"), html=document.get("html"))


def _same(one: Any, other: Any, key: str) -> bool:
    if one is _ABSENT or other is _ABSENT:
        return one is other
    if _is_content(one) and _is_content(other):
        return same_content(_content(one), _content(other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        names = (set(one) | set(other)) - {"id", "source"}
        return all(_same(one.get(n, _ABSENT), other.get(n, _ABSENT), n) for n in names)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(
            _same(a, b, key) for a, b in zip(one, other, strict=True)
        )
    if key in ("points", "weight") and isinstance(one, str) and isinstance(other, str):
        return abs(Fraction(one) - Fraction(other)) <= _CLOSE
    return bool(one == other)


def _text(item: Any) -> str:
    """What tells an item of a list from its like."""
    if isinstance(item, str):
        return item
    if _is_content(item):
        return Renderer().text(_content(item))
    for key in ("content", "left"):
        if key in item:
            return Renderer().text(_content(item[key]))
    return str(item.get("text", [item.get(key) for key in ("value", "min", "max")]))
