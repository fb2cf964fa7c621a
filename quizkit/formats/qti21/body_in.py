"""An item's body as HTML: interactions taken out, feedback set apart, QTI's own markup undone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from lxml import etree

from quizkit.content.elements import ALLOWED, REMOVED_RAW
from quizkit.content.mathml_tex import tex_of_mathml
from quizkit.formats.package_files import PackageFiles
from quizkit.formats.qti21.declared import Told
from quizkit.formats.safe_xml import Element
from quizkit.formats.taken import unwrapped
from quizkit.model import Content

INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
_OPEN, _SHUT = "\ue000", "\ue001"
_HOLE = re.compile(f"{_OPEN}([0-9]+){_SHUT}")
_LONE_HOLE = re.compile(f"<(p|div)>\\s*{_OPEN}[0-9]+{_SHUT}\\s*</\\1>")
_UNIT = re.compile(
    f"{_OPEN}[0-9]+{_SHUT}((?:\\s|&nbsp;|\u00a0)*[^\\s<>.,;:!?()]{{1,12}}(?: [^\\s<>.,;:!?()]{{1,8}})?)"
    r"\s*(?:</[a-z]+>\s*)*$"
)
_MARKS = {"del": "del", "s": "s", "strike": "del", "ins": "ins", "u": "u", "mark": "mark"}
_FEEDBACK = ("feedbackInline", "feedbackBlock")
_DROPPED = ("prompt", "stylesheet", "infoControl")
_MEDIA = {"image": "img", "audio": "audio", "video": "video"}


@dataclass
class Body:
    """What an item shows, part by part.

    ``interactions`` are in the order of the document, ``prompts`` what each asks; ``text`` is
    the text around them, with the n-th inline one at ``hole(n)``, ``markup`` that and the prompts.
    """

    interactions: list[Element] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    text: str = ""
    markup: str = ""
    rubrics: list[tuple[str, str, Content]] = field(default_factory=list)
    """View, class and text of each rubric block that is not for students."""
    hints: list[Content] = field(default_factory=list)
    """What a student may ask to see (``infoControl``)."""
    told: list[Told] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    """Names of elements that are not understood."""
    tail_is_blank: bool = True
    """Whether nothing follows the last inline interaction but closing tags."""


class BodyReader:
    """Turns elements of one item into HTML; ``owner`` is its id for what may be lost."""

    def __init__(self, files: PackageFiles, owner: str, folder: str) -> None:
        self._files = files
        self._owner = owner
        self._folder = folder

    def read(self, element: Element | None) -> Body:
        """The whole body. Takes the element apart."""
        body = Body()
        if element is None:
            return body
        self._set_apart(element, body)
        body.text = self._with_inline(element, body)
        body.prompts = [self._prompt(interaction) for interaction in body.interactions]
        markup = "\n".join(piece for piece in (body.text, *body.prompts) if piece.strip())
        body.markup = unwrapped(markup.strip())
        holes = list(_HOLE.finditer(body.markup))
        if holes:
            after = re.sub(r"</[a-z0-9]+>", "", body.markup[holes[-1].end() :])
            body.tail_is_blank = not after.strip()
        return body

    def _set_apart(self, element: Element, body: Body) -> None:
        for rubric in list(element.iter("rubricBlock")):
            if "candidate" in (rubric.get("view") or "").split():
                rubric.tag = "div"  # a student reads it where it stands
                rubric.attrib.clear()
                continue
            content = self.content(rubric)
            if content is not None:
                body.rubrics.append((rubric.get("view") or "", rubric.get("class") or "", content))
            _remove(rubric)
        for hint in list(element.iter("infoControl")):
            content = self.content(hint)
            if content is not None:
                body.hints.append(content)
            _remove(hint)
        body.told += take_feedback(element)
        for odd in list(element.iter("printedVariable", "templateInline", "templateBlock")):
            if str(odd.tag) not in body.odd:
                body.odd.append(str(odd.tag))

    def _with_inline(self, element: Element, body: Body) -> str:
        """The text with holes for inline interactions; block ones are taken out."""
        found = [e for e in element.iter(etree.Element) if str(e.tag).endswith("Interaction")]
        inner = [e for e in found if any(a in found for a in e.iterancestors())]
        number = 0
        for interaction in found:
            if interaction in inner or interaction.tag == "endAttemptInteraction":
                continue
            body.interactions.append(interaction)
            if interaction.tag in INLINE:
                replaced_by(interaction, hole(number))
                number += 1
            else:
                replaced_by(interaction, "")
        return self.markup(element)

    def _prompt(self, interaction: Element) -> str:
        prompt = interaction.find("prompt")
        if prompt is None:
            return ""
        prompt.tag = "p" if not _has_blocks(prompt) else "div"
        wrapper = etree.Element("div")
        wrapper.append(prompt)
        return self.markup(wrapper)

    def content(self, element: Element | None) -> Content | None:
        """The inside of an element as content; None for nothing."""
        if element is None:
            return None
        markup = unwrapped(self.markup(element).strip())
        return Content(html=markup) if markup else None

    def markup(self, element: Element) -> str:
        """The inside of an element as HTML."""
        for formula in list(element.iter("math")):
            _as_tex(formula)
        for printed in list(element.iter("printedVariable")):
            replaced_by(printed, f"[{printed.get('identifier') or '?'}]")
        for button in list(element.iter("endAttemptInteraction")):
            _remove(button)
        for inner in list(element.iterdescendants(etree.Element)):
            _undo(inner)
        text = element.text or ""
        parts = [text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")]
        parts += [
            etree.tostring(child, encoding="unicode", method="html", with_tail=True)
            for child in element
        ]
        return self._files.localized("".join(parts).strip(), self._owner, self._folder)


def hole(number: int) -> str:
    """What stands where the n-th inline interaction was."""
    return f"{_OPEN}{number}{_SHUT}"


def take_unit(body: Body) -> str:
    """What stands behind a lone field at the end, and is no more than a unit; it goes."""
    found = _UNIT.search(body.markup)
    if found is None:
        return ""
    body.markup = body.markup[: found.start(1)] + body.markup[found.end(1) :]
    body.tail_is_blank = True
    return unescape(found[1]).strip()


def without_holes(markup: str) -> str:
    """The text alone; a paragraph that held nothing but an interaction goes with it."""
    return _HOLE.sub("", _LONE_HOLE.sub("", markup)).strip()


def take_feedback(element: Element) -> list[Told]:
    """Feedback within an element, taken out of it."""
    found = []
    for feedback in list(element.iter(*_FEEDBACK)):
        found.append(as_told(feedback))
        _remove(feedback)
    return found


def as_told(feedback: Element) -> Told:
    """A feedback element by what shows it."""
    return Told(
        outcome=feedback.get("outcomeIdentifier") or "FEEDBACK",
        identifier=feedback.get("identifier") or "",
        hides=(feedback.get("showHide") or "show") == "hide",
        element=feedback,
    )


def _remove(element: Element) -> None:
    replaced_by(element, "")


def replaced_by(element: Element, text: str) -> None:
    """Take an element out and put a text in its place; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    text += element.tail or ""
    element.tail = None
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)


def _has_blocks(element: Element) -> bool:
    return (
        next(element.iter("p", "div", "ul", "ol", "table", "pre", "blockquote"), None) is not None
    )


def _as_tex(formula: Element) -> None:
    """MathML as TeX between its signs, where that says all of it."""
    tex = tex_of_mathml(formula)
    if tex is not None:
        display = formula.get("display") == "block"
        replaced_by(formula, f"\\[{tex}\\]" if display else f"\\({tex}\\)")


def _undo(element: Element) -> None:
    """What QTI spells in its own way, as HTML."""
    tag = str(element.tag)
    if tag == "object":
        kind = (element.get("type") or "").partition("/")[0]
        address = element.get("data") or ""
        if kind in _MEDIA:
            alt = " ".join("".join(map(str, element.itertext())).split())
            for child in list(element):
                element.remove(child)
            element.text = None if kind == "image" else alt
            size = {n: element.get(n) or "" for n in ("width", "height") if element.get(n)}
            element.attrib.clear()
            element.tag = _MEDIA[kind]
            element.set("src", address)
            if kind == "image":
                element.set("alt", alt)
            else:
                element.set("controls", "")
            for name, value in size.items():
                element.set(name, value)
    elif tag == "span":
        mark = _MARKS.get(element.get("class") or "")
        if mark is not None:
            element.tag = mark
            del element.attrib["class"]
    elif tag in ("th", "td") and element.get("align") and not element.get("style"):
        element.set("style", f"text-align:{element.get('align')}")
        del element.attrib["align"]
    elif tag in ("hottext", "gap"):
        element.tag = "span"
        element.attrib.clear()
    elif (
        tag not in ALLOWED
        and tag not in REMOVED_RAW
        and next(element.iterancestors("svg", "math"), None) is None
    ):
        # A frame that only QTI or one system knows, such as a stimulus: what is in it stays.
        element.tag = "div" if _has_blocks(element) else "span"
        element.attrib.clear()
