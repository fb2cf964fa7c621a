"""What may be written at a place: attributes, front matter, rule codes, files beside the quiz."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.lint.rule import all_rules
from quizkit.markdown.draft import KNOWN_CLASSES, KNOWN_KEYS, OPTION_KEYS
from quizkit.markdown.frontmatter import KEYS as FRONT_KEYS
from quizkit.media_types import media_type
from quizkit.model import Numbering, Policy, Selection
from quizkit.server.sheet import Sheet

_RULE = re.compile(r"<!--\s*quizkit:\s*ignore(?:-file)?\s(?:[^>]*[\s,])?([\w-]*)$")
_SCOPE = re.compile(r"<!--\s*quizkit:\s*([\w-]*)$")
_ADDRESS = re.compile(r"!\[[^\]]*\]\(<?([^)<>\"]*)$")
_ATTRIBUTES = re.compile(r"\{([^{}]*)$")
_VALUE = re.compile(r"(\w+)=(\"?[\w-]*)$")
_MOST_FILES = 200
_VALUES = {
    "scoring": tuple(Policy),
    "numbering": tuple(Numbering),
    "shuffle": ("true", "false"),
    "case": ("true", "false"),
    "fixed": ("true", "false"),
    "selection": tuple(Selection),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be written, instead of what begins it: so many characters before."""

    text: str
    detail: str
    replaced: int
    kind: str


def offers(sheet: Sheet, line: int, column: int) -> list[Offer]:
    """What fits at a place."""
    text = sheet.doc.line(line)[: column - 1]
    for pattern, offered in ((_SCOPE, _scopes), (_RULE, _rules)):
        match = pattern.search(text)
        if match is not None:
            return list(offered(match[1]))
    match = _ADDRESS.search(text)
    if match is not None:
        return list(_files(sheet, match[1]))
    if _in_front_matter(sheet, line):
        return list(_front(text))
    match = _ATTRIBUTES.search(text)
    if match is not None:
        return list(_attributes(match[1], is_option=not text.lstrip().startswith("#")))
    return []


def _scopes(begun: str) -> Iterator[Offer]:
    for word, detail in (("ignore", "for this question or option"), ("ignore-file", "in the file")):
        yield Offer(word, detail, len(begun), "keyword")


def _rules(begun: str) -> Iterator[Offer]:
    """Rules by their codes; by their names where what is begun looks like one."""
    for rule in all_rules():
        if begun[:1].islower():
            yield Offer(rule.name, rule.code, len(begun), "rule")
        else:
            yield Offer(rule.code, rule.name, len(begun), "rule")


def _files(sheet: Sheet, begun: str) -> Iterator[Offer]:
    """Pictures in the folder that the path begun so far names, and folders in it."""
    folder, _, begun_name = begun.rpartition("/")
    place = sheet.source.path.parent / folder
    root = sheet.source.root.resolve()
    if not place.resolve().is_relative_to(root) or not place.is_dir():
        return
    entries = sorted(place.iterdir(), key=lambda entry: (entry.is_file(), entry.name))
    for entry in entries[:_MOST_FILES]:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield Offer(f"{entry.name}/", "folder", len(begun_name), "folder")
        elif media_type(entry.name).startswith(("image/", "audio/", "video/")):
            yield Offer(entry.name.replace(" ", "%20"), "", len(begun_name), "file")


def _in_front_matter(sheet: Sheet, line: int) -> bool:
    doc = sheet.doc
    if doc.line(1).strip() != "---" or line == 1:
        return False
    return all(doc.line(n).strip() not in ("---", "...") for n in range(2, line))


def _front(text: str) -> Iterator[Offer]:
    key, colon, value = text.partition(":")
    if not colon:
        for name in FRONT_KEYS:
            yield Offer(f"{name}: ", "front matter", len(text), "key")
        return
    for choice in _VALUES.get(key.strip(), ()):
        yield Offer(choice, key.strip(), len(value.lstrip()), "value")


def _attributes(text: str, *, is_option: bool) -> Iterator[Offer]:
    value = _VALUE.search(text)
    if value is not None:
        for choice in _VALUES.get(value[1], ()):
            yield Offer(choice, value[1], len(value[2]), "value")
        return
    begun = text.split(" ")[-1]
    if not is_option:
        for name in KNOWN_CLASSES:
            yield Offer(f".{name}", "question type", len(begun), "type")
    for key in OPTION_KEYS if is_option else KNOWN_KEYS:
        yield Offer(f"{key}=", "attribute", len(begun), "key")
