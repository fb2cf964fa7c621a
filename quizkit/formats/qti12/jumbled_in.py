"""WebCT's jumbled sentences: words of a text stand in the wrong places, to be put right.

One response names all places; each comparison says by its ``index``, from 1, which it means.
"""

from __future__ import annotations

from quizkit.content.markup import escape
from quizkit.formats.base import Feature
from quizkit.formats.qti12.item import Response
from quizkit.formats.qti12.reading import Reading
from quizkit.formats.safe_xml import Element, text_of
from quizkit.formats.taken import Unreadable
from quizkit.formats.weighing import weigh_single
from quizkit.model import ONE, ZERO, ChoiceGap, Cloze, Question

_MOST = 100


def is_jumbled(response: Response, indexed: bool) -> bool:
    """Whether the words stand in a text, and conditions tell their places."""
    return indexed and response.cardinality == "Ordered" and len(response.labels) > 1


def read_jumbled(reading: Reading) -> Question:
    """Each place is a drop-down list of all the words."""
    response = next(response for response in reading.item.responses if response.labels)
    right = _right(reading, response)
    idents = [label.ident for label in response.labels]
    if len(idents) > _MOST:
        raise Unreadable(f"it has more than {_MOST} words to put right")
    contents = [reading.label_content(label) for label in response.labels]
    gaps = []
    for number in range(1, len(idents) + 1):
        if right.get(number) not in idents:
            raise Unreadable(f"it does not say which word belongs in place {number}")
        shares = tuple(ONE if ident == right[number] else ZERO for ident in idents)
        options = weigh_single(shares).options(contents, [None] * len(contents))
        gaps.append(ChoiceGap(id=f"g{number}", options=options))
    reading.lose(Feature.TYPE, "words to put in their places became drop-down lists")
    reading.lose(
        Feature.SCORE, "the places earned points only all together; here each earns its share"
    )
    stem = "\n".join(part for part in (reading.stem, _text(response.element)) if part)
    return Cloze(gaps=tuple(gaps), **reading.shared(stem))


def _right(reading: Reading, response: Response) -> dict[int, str]:
    """The word that belongs in each place."""
    found: dict[int, str] = {}
    for condition in reading.item.of(response):
        if reading.gain(condition) <= 0:
            continue
        for test in condition.wanted:
            written = (test.element.get("index") or "").strip()
            if written.isdecimal() and len(written) < 4:
                found.setdefault(int(written), test.value)
    return found


def _text(element: Element) -> str:
    """The text with a gap where each word stood."""
    parts: list[str] = []
    number = 0
    for found in element.iter("material", "response_label"):
        if found.tag == "response_label":
            number += 1
            parts.append(f"{{{{g{number}}}}}")
        elif not any(above.tag == "response_label" for above in found.iterancestors()):
            parts.append(escape("".join(text_of(text) for text in found.iter("mattext"))))
    return "".join(parts).strip()
