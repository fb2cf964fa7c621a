"""The wording of an item that cannot be asked: all that a student reads, and no more.

What is right stays out of it, for whoever the text is shown to.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from quizkit.content.markup import escape
from quizkit.formats.qti21.body_in import INLINE, BodyReader, hole, replaced_by
from quizkit.formats.qti21.item_in import Item
from quizkit.formats.safe_xml import Element
from quizkit.formats.taken import unwrapped

_CHOICES = ("simpleChoice", "simpleAssociableChoice", "gapText", "gapImg")
_SPOTS = ("hotspotChoice", "associableHotspot")
_PLAIN = {
    "hotspotInteraction": "places to click on in a picture",
    "selectPointInteraction": "a point to mark in a picture",
    "graphicOrderInteraction": "places in a picture to put in order",
    "graphicAssociateInteraction": "places in a picture to join in pairs",
    "graphicGapMatchInteraction": "labels to put into a picture",
    "positionObjectInteraction": "things to put into a picture",
    "drawingInteraction": "a drawing to make",
    "mediaInteraction": "a recording to play",
    "customInteraction": "something that only one system knows",
    "portableCustomInteraction": "something that only one system knows",
}


def spoken_kind(kind: str) -> str:
    """What an interaction asks for, in plain words."""
    told = _PLAIN.get(kind)
    return f"it asks for {told} ({kind})" if told else f"a {kind} has no like here"


def wording(item: Item) -> str:
    """The text of an item, with all that its interactions show to choose from."""
    body = item.body
    text, number = body.text, 0
    parts: list[str] = []
    for interaction, prompt in zip(body.interactions, body.prompts, strict=True):
        if interaction.tag in INLINE:
            text = text.replace(hole(number), _blank(interaction, item.reader))
            number += 1
        else:
            parts += [prompt, *_shown(interaction, item.reader)]
    return unwrapped("\n".join(part for part in (text, *parts) if part.strip()).strip())


def _blank(interaction: Element, reader: BodyReader) -> str:
    choices = (reader.content(choice) for choice in interaction.iter("inlineChoice"))
    words = " / ".join(content.source for content in choices if content is not None)
    return f"____ ({words})" if words else "____"


def _shown(interaction: Element, reader: BodyReader) -> Iterator[str]:
    """The picture or text of a block interaction, then its choices in lists."""
    frame = deepcopy(interaction)
    frame.tail = None
    lists: list[list[str]] = []
    sides = list(frame.iter("simpleMatchSet")) or [frame]
    for side in sides:
        found = list(side.iter(*_CHOICES))
        lists.append([content.source for c in found if (content := reader.content(c)) is not None])
        for choice in found:
            replaced_by(choice, "")
    labels = [spot.get("hotspotLabel") or "" for spot in frame.iter(*_SPOTS)]
    lists.append([escape(label) for label in labels if label])
    for part in list(frame.iter(etree.Element)):
        if part is frame:
            continue
        if part.tag in _SPOTS:
            replaced_by(part, "")
        elif part.tag == "gap":
            replaced_by(part, "____")
    yield reader.markup(frame)
    for items in lists:
        if items:
            yield "<ul>\n{}\n</ul>".format("\n".join(f"<li>{item}</li>" for item in items))
