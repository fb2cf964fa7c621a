"""One question a file, its answers in the front matter, the right one marked ``// correct``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Severity
from quizkit.markdown.dialects.page import Page
from quizkit.markdown.draft import Draft
from quizkit.model import Role

_FRONT = re.compile(r"---[ \t]*\n(?P<front>(?:(?!---).*\n)*?)---[ \t]*(?:\n|$)")
_ANSWERS = re.compile(r"^answers:[ \t]*$", re.MULTILINE)
_CORRECT = re.compile(r"[ \t]*//[ \t]*correct[ \t]*$", re.IGNORECASE)
_EXPLANATION = re.compile(
    r"[ \t]*<!--[ \t]*explanation[ \t]*-->[ \t]*$|#{1,6}[ \t]+explanation[ \t]*:?[ \t]*$",
    re.IGNORECASE,
)


class TypeOfNaN:
    """The habit of a question whose answers stand in the front matter."""

    title = "answers in the front matter, with // correct behind the right one,"

    def recognizes(self, text: str) -> bool:
        """Whether the front matter lists answers and marks one."""
        found = _FRONT.match(text)
        if found is None or "correct" not in found["front"]:
            return False
        return _ANSWERS.search(found["front"]) is not None

    def read(self, page: Page) -> Iterator[Draft]:
        """The one question."""
        answers = page.state.front.other.get("answers", ())
        if not answers:
            return
        shut = page.shut
        end = len(page.lines)
        cut = next(
            (
                n
                for n in range(page.first, end)
                if not shut[n] and _EXPLANATION.match(page.lines[n])
            ),
            end,
        )
        draft = page.draft(page.first, page.state.front.title)
        page.add_stem(draft, "\n".join(page.lines[page.first : cut]), page.first)
        page.add_feedback(draft, "\n".join(page.lines[cut + 1 :]), cut + 1)
        number = 1
        for answer in answers:
            text = _CORRECT.sub("", answer).strip()
            number = self._line(page, text, number)
            role = Role.DISTRACTOR if text == answer.strip() else Role.KEY
            page.add_option(draft, role, (number, number + 1), text)
        if not draft.stem:
            draft.report("QK104", "empty-stem", Severity.ERROR,
                         "there is no question below the front matter", page.first - 1,
                         "write it there, above <!-- explanation -->")  # fmt: skip
        draft.line = min(draft.line, end - 1)
        draft.end = end
        yield draft

    def _line(self, page: Page, text: str, number: int) -> int:
        """The line of the front matter that an answer stands in, from a line on."""
        first = text.split("\n")[0]
        return next(
            (n for n in range(number, page.first - 1) if first in page.lines[n]),
            number,
        )
