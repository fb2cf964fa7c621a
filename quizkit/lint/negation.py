"""Negated questions: where the question word's own clause says "not", and whether it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

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


def negations(stem: str, doc: Document) -> Iterator[tuple[re.Match[str], bool]]:
    """Each negation in a question word's own clause, and whether it is emphasised."""
    asking = words_pattern(doc.words("question_words"))
    words = tuple(word for word in doc.words("negation") if word not in ("n't", "n’t"))
    negating = words_pattern(words)
    if asking is None or negating is None:
        return
    text = prose(stem)
    if negating.search(text) is None and "n't" not in text and "n’t" not in text:
        return
    text = _NAMED.sub(lambda match: " " * len(match[0]), text)
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
        if match is None and doc.words("negation") != words:
            match = _contraction().search(text, question.end(), stop)
        if match is not None and _negates(match, text, stop):
            yield match, _is_emphasised(stem, match)


_ADJECTIVES = frozenset({"false", "incorrect", "untrue"})


def _negates(match: re.Match[str], text: str, stop: int) -> bool:
    """Whether a word negates: not in "not-yet-created", and "false" where it is asked for."""
    if text[match.end() : match.end() + 1] == "-":
        return False
    if match[0].lower() not in _ADJECTIVES:
        return True
    before = re.search(r"\b(?:is|are|was|were)\s+(?:\w+ly\s+)?$", text[: match.start()])
    return before is not None and not re.match(r"\s+[a-z]+\s*$", text[match.end() : stop])


def _is_emphasised(stem: str, match: re.Match[str]) -> bool:
    """Whether a word is in capitals, or emphasis begins or ends right at it."""
    if match[0].isupper() and len(match[0]) > 1:
        return True
    before, after = stem[: match.start()][-1:], stem[match.end() :][:1]
    return (before != "" and before in "*_>") or (after != "" and after in "*_<")
