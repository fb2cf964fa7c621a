"""What keeps a JSON document from being a quiz, each problem with its place in plain words."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from quizkit.canonical_words import place, schema_message
from quizkit.errors import DocumentProblem, nearest
from quizkit.numbers import parse_number
from quizkit.schema import schema_errors

Path = tuple[str | int, ...]
_Problem = tuple[Path, str]


def document_problems(document: object) -> list[DocumentProblem]:
    """Everything that is wrong, in the order of the document where the schema tells it.

    What only a look at several members tells is asked when each fits on its own.
    """
    found: list[_Problem] = []
    for path, error in schema_errors(document):
        found.extend((path, message) for message in schema_message(error))
    if not found and isinstance(document, Mapping):
        found = list(_relations(document))
    return [DocumentProblem(place(document, path), message) for path, message in found]


def _relations(document: Mapping[str, Any]) -> Iterator[_Problem]:
    """What a schema cannot see."""
    yield from _lone_surrogates(document, ())
    yield from _equal(document["questions"], "id", ("questions",))
    for index, question in enumerate(document["questions"]):
        yield from _question(question, ("questions", index))
    yield from _groups(document)
    assets = document.get("assets", ())
    yield from _equal(assets, "path", ("assets",))
    for index, asset in enumerate(assets):
        yield from _asset(asset, ("assets", index))


def _equal(members: Iterable[Mapping[str, Any]], name: str, path: Path) -> Iterator[_Problem]:
    seen: dict[str, int] = {}
    for index, member in enumerate(members):
        value = member[name]
        if value in seen:
            message = (
                f'has the same {name} "{value}" as number {seen[value] + 1}; each needs its own'
            )
            yield (*path, index), message
        seen.setdefault(value, index)


def _question(question: Mapping[str, Any], path: Path) -> Iterator[_Problem]:
    if "options" in question:
        yield from _equal(question["options"], "id", (*path, "options"))
    yield from _intervals(question.get("answers", ()), (*path, "answers"))
    if "gaps" not in question:
        return
    stem = question["stem"]
    text = stem.get("markdown", stem.get("html", ""))
    for gap_id, gap in question["gaps"].items():
        here = (*path, "gaps", gap_id)
        if f"{{{{{gap_id}}}}}" not in text:
            yield here, f"the stem has no {{{{{gap_id}}}}}; write it where the gap stands"
        yield from _equal(gap.get("options", ()), "id", (*here, "options"))
        yield from _intervals(gap.get("answers", ()), (*here, "answers"))


def _intervals(answers: Iterable[Mapping[str, Any]], path: Path) -> Iterator[_Problem]:
    for index, answer in enumerate(answers):
        if "min" in answer and parse_number(answer["min"]) > parse_number(answer["max"]):
            message = f'min "{answer["min"]}" is above max "{answer["max"]}"; exchange them'
            yield (*path, index), message


def _groups(document: Mapping[str, Any]) -> Iterator[_Problem]:
    groups = document.get("groups", ())
    yield from _equal(groups, "id", ("groups",))
    known = {question["id"] for question in document["questions"]}
    home: dict[str, int] = {}
    for index, group in enumerate(groups):
        path: Path = ("groups", index)
        members = group["questions"]
        for member in members:
            if member not in known:
                guess = nearest(member, sorted(known))
                hint = f'did you mean "{guess}"?' if guess else "name a question by its id"
                yield path, f'no question has the id "{member}"; {hint}'
            elif member in home:
                where = "here" if home[member] == index else f"in group {home[member] + 1}"
                yield path, f'question "{member}" already stands {where}; keep it in one place'
            home.setdefault(member, index)
        if group["pick"] > len(members):
            message = f"it draws {int(group['pick'])} questions but has {len(members)}"
            yield path, f"{message}; lower pick or add questions"


def _asset(asset: Mapping[str, Any], path: Path) -> Iterator[_Problem]:
    try:
        data = base64.b64decode(asset["data"], validate=True)
    except (binascii.Error, ValueError):
        yield (*path, "data"), "this is not base64; encode the file's bytes again"
        return
    if "sha256" in asset and hashlib.sha256(data).hexdigest() != asset["sha256"]:
        message = "the data does not have this SHA-256: the file was damaged or changed"
        yield (*path, "sha256"), message


def _lone_surrogates(value: object, path: Path) -> Iterator[_Problem]:
    r"""Texts that hold half a character, such as ``\ud83d`` alone, and fit into no file."""
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            yield path, "it holds half a character (a lone surrogate); type the character again"
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from _lone_surrogates(key, path)
            yield from _lone_surrogates(member, (*path, key))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _lone_surrogates(member, (*path, index))
