"""Literals of JavaScript as they stand in MDX: arrays, objects, strings, numbers, words."""

from __future__ import annotations

import re
from typing import TypeAlias

Literal: TypeAlias = "str | bool | float | list[Literal] | JsObject | None"

_SKIP = re.compile(r"(?:\s+|//[^\n]*|/\*(?:(?!\*/).)*\*/)+", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_ESCAPE = re.compile(
    r"\\(?:u\{(?P<long>[0-9a-fA-F]{1,6})\}|u(?P<short>[0-9a-fA-F]{4})|x(?P<byte>[0-9a-fA-F]{2})"
    r"|(?P<line>\r?\n)|(?P<char>.))",
    re.DOTALL,
)
_CHARS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_STRINGS = {
    '"': re.compile(r'"((?:[^"\\\n]|\\.)*)"', re.DOTALL),
    "'": re.compile(r"'((?:[^'\\\n]|\\.)*)'", re.DOTALL),
    "`": re.compile(r"`((?:[^`\\]|\\.)*)`", re.DOTALL),
}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "undefined": None}
_DEEPEST = 20


class JsObject(dict[str, "Literal"]):
    """An object; ``places`` says where in the text the value of each name begins."""

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[str, int] = {}


class JsError(ValueError):
    """What is no literal, and where it begins."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


def read_literal(text: str, position: int, depth: int = 0) -> tuple[Literal, int]:
    """The literal at a position, and the position after it.

    Raises JsError for anything that
    would have to be carried out to be known.
    """
    position = _skip(text, position)
    char = text[position : position + 1]
    if depth > _DEEPEST:
        raise JsError("it is nested too deep", position)
    if char in _STRINGS:
        return _string(text, position)
    if char == "[":
        return _array(text, position, depth)
    if char == "{":
        return _object(text, position, depth)
    number = _NUMBER.match(text, position)
    if number is not None:
        return float(number[0]), number.end()
    name = _NAME.match(text, position)
    if name is not None and name[0] in _WORDS:
        return _WORDS[name[0]], name.end()
    raise JsError("a text in quotes is expected here" if char else "it ends too early", position)


def _skip(text: str, position: int) -> int:
    found = _SKIP.match(text, position)
    return found.end() if found else position


def _string(text: str, position: int) -> tuple[str, int]:
    found = _STRINGS[text[position]].match(text, position)
    if found is None:
        raise JsError("this text is never closed", position)
    inside = found[1]
    if text[position] == "`" and "${" in inside:
        raise JsError("a text with ${...} cannot be known", position)
    return _ESCAPE.sub(_unescaped, inside), found.end()


def _unescaped(found: re.Match[str]) -> str:
    code = found["long"] or found["short"] or found["byte"]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    if found["line"]:
        return ""
    return _CHARS.get(found["char"], found["char"])


def _array(text: str, position: int, depth: int) -> tuple[list[Literal], int]:
    values: list[Literal] = []
    position = _skip(text, position + 1)
    while text[position : position + 1] != "]":
        value, position = read_literal(text, position, depth + 1)
        values.append(value)
        position = _after_comma(text, position, "]")
    return values, position + 1


def _object(text: str, position: int, depth: int) -> tuple[JsObject, int]:
    members = JsObject()
    position = _skip(text, position + 1)
    while text[position : position + 1] != "}":
        name = _NAME.match(text, position)
        if name is not None:
            key, position = name[0], name.end()
        elif text[position : position + 1] in _STRINGS:
            key, position = _string(text, position)
        else:
            raise JsError("a name is expected here", position)
        position = _skip(text, position)
        if text[position : position + 1] != ":":
            raise JsError(f'a colon is expected after "{key}"', position)
        members.places[key] = position = _skip(text, position + 1)
        members[key], position = read_literal(text, position, depth + 1)
        position = _after_comma(text, position, "}")
    return members, position + 1


def _after_comma(text: str, position: int, end: str) -> int:
    position = _skip(text, position)
    char = text[position : position + 1]
    if char == ",":
        return _skip(text, position + 1)
    if char != end:
        raise JsError(f"a comma or {end} is expected here", position)
    return position
