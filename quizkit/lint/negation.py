"""Negated questions: where the question word's own clause says "not", and whether it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from quizkit.lint.document import Document
from quizkit.lint.prose import prose, words_pattern

_CLAUSE_END = re.compile(
    r"[,;:?!…()（），；：？！。\"“”„«»]|[.](?:\s|$)|\s[-–—]\s?|\n\s*\n|—|\n\s*[-*+|]\s"
)
_RELATIVE = re.compile(r",\s*(?:\w{1,3}\s+)?$")
"""Before a word that opens a relative clause in languages that put a comma there."""
_NAMED = re.compile(r"(?<!\w)[\"“„«'‘][^\"”“»’'\n]{1,40}[\"”“»’'](?!\w)")


@cache
def _contraction() -> re.Pattern[str]:
    return re.compile(r"\b\w+n['’]t\b", re.IGNORECASE)


def negated_at(stem: str, doc: Document) -> re.Match[str] | None:
    """The negation in a question's own clause that readers may miss, if there is one.

    Relative clauses, what follows a comma or a dash, and what is set in capitals or emphasised
    do not count.
    """
    for match, emphasised in negations(stem, doc):
        if not emphasised:
            return match
    return None


_WORD_BEFORE = re.compile(r"(\w+)\s+$")


class _Negating(NamedTuple):
    """How a language negates.

    ``heads`` are strings of which every negated text holds one; ``idioms`` are phrases that
    negate nothing, such as the Russian for "what is wrong".
    """

    asking: re.Pattern[str] | None
    negating: re.Pattern[str] | None
    heads: tuple[str, ...]
    contracts: bool
    articles: frozenset[str]
    idioms: re.Pattern[str] | None


def _negating(doc: Document) -> _Negating:
    words = doc.words("negation")
    alone = tuple(word for word in words if word not in ("n't", "n’t"))
    heads = {word.rstrip("~").split(" ")[0] for word in words}
    return _Negating(
        words_pattern(doc.words("question_words")),
        words_pattern(alone),
        tuple(h for h in heads if not any(o != h and o in h for o in heads)),
        alone != words,
        frozenset(doc.words("articles")),
        words_pattern(doc.words("idioms")),
    )


def negations(stem: str, doc: Document) -> Iterator[tuple[re.Match[str], bool]]:
    """Each negation in a question word's own clause, and whether it is emphasised."""
    told = doc.once(_negating)
    lowered = stem.lower()
    if not any(head in lowered for head in told.heads):
        return
    asking, negating = told.asking, told.negating
    if asking is None or negating is None:
        return
    text = prose(stem)
    if negating.search(text) is None and "n't" not in text and "n’t" not in text:
        return
    for pattern in (_NAMED, told.idioms):
        if pattern is not None:
            text = pattern.sub(lambda match: " " * len(match[0]), text)
    subordinate = words_pattern(doc.words("subordinate"))
    done = 0
    for question in asking.finditer(text):
        if question.start() < done or _RELATIVE.search(text[: question.start()]):
            continue
        end = _CLAUSE_END.search(text, question.end())
        stop = end.start() if end else len(text)
        done = stop
        if end is not None and end[0].startswith("."):
            continue  # a statement
        cut = subordinate.search(text, question.end(), stop) if subordinate else None
        if cut is not None:
            stop = cut.start()
        match = negating.search(text, question.end(), stop)
        if match is None and told.contracts:
            match = _contraction().search(text, question.end(), stop)
        if match is not None and _negates(match, text, stop, told.articles):
            yield match, _is_emphasised(stem, match)


_ADJECTIVES = frozenset({"false", "incorrect", "untrue"})


def _negates(match: re.Match[str], text: str, stop: int, articles: frozenset[str]) -> bool:
    """Whether a word negates the clause, and not an adjective ("a not very large one").

    "False" does where it is what is asked for.
    """
    before = _WORD_BEFORE.search(text[: match.start()])
    if before is not None and before[1].lower() in articles:
        return False
    if text[match.end() : match.end() + 1] == "-":
        return False
    if match[0].lower() not in _ADJECTIVES:
        return True
    verb = re.search(r"\b(?:is|are|was|were)\s+(?:\w+ly\s+)?$", text[: match.start()])
    return verb is not None and not re.match(r"\s+[a-z]+\s*$", text[match.end() : stop])


def _is_emphasised(stem: str, match: re.Match[str]) -> bool:
    """Whether a word is in capitals or bold, or emphasis begins or ends right at it."""
    if match[0].isupper() and len(match[0]) > 1:
        return True
    if stem.count("**", 0, match.start()) % 2:
        return True
    before, after = stem[: match.start()][-1:], stem[match.end() :][:1]
    return (before != "" and before in "*_>") or (after != "" and after in "*_<")
