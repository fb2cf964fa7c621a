"""Options that are combinations of a list in the stem: "A and C", "1, 3", "II only"."""

from __future__ import annotations

import re

from quizkit.model import Content

_MEMBER = r"(?:[^\W\d_]|\d{1,2}|[IVX]{1,4})"
_SET = re.compile(
    rf"\W*{_MEMBER}(?:(?:\s*[,;&+/]\s*(?:\w{{1,3}}\s+)?|\s+\w{{1,3}}\s+){_MEMBER})*"
    rf"(?P<only>\s+\w{{2,10}})?\W*"
)
_MEMBERS = re.compile(rf"(?<!\w){_MEMBER}(?!\w)")
_LABEL = re.compile(rf"^[ \t]*(?:[-*+]\s+)?(?:\**\(?({_MEMBER})[.):]\**)\s+\S", re.MULTILINE)


def is_letter_set(content: Content) -> bool:
    """Whether an option is nothing but labels."""
    text = content.source.strip()
    return len(text) < 40 and not text.islower() and _SET.fullmatch(text) is not None


def labels_in(content: Content) -> tuple[str, ...]:
    """The labels that an option names, in capitals; none where it says anything else."""
    text = content.source.strip()
    if len(text) >= 40 or _SET.fullmatch(text) is None:
        return ()
    return tuple(
        match.upper()
        for match in _MEMBERS.findall(text)
        if match.isdigit() or match.isupper() or len(match) == 1
    )


def labels_of_list(stem: str) -> tuple[str, ...]:
    """The labels of the lines of a list in a stem, in capitals."""
    return tuple(label.upper() for label in _LABEL.findall(stem))
