"""Attributes in braces: ``{#id .type key=value key="two words"}`` at the end of a line."""

from __future__ import annotations

import re
from typing import NamedTuple, overload


class Attributes(NamedTuple):
    """What stood in the braces. ``pairs`` keeps repeated keys, in order."""

    id: str | None = None
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()

    @overload
    def get(self, key: str) -> str | None: ...

    @overload
    def get(self, key: str, default: str) -> str: ...

    def get(self, key: str, default: str | None = None) -> str | None:
        """The last value of a key."""
        for name, value in reversed(self.pairs):
            if name == key:
                return value
        return default

    def all(self, key: str) -> list[str]:
        """Every value of a key, in order."""
        return [value for name, value in self.pairs if name == key]

    def with_pair(self, key: str, value: str) -> Attributes:
        """These, and a value as if it had been written in the braces too."""
        return self._replace(pairs=(*self.pairs, (key, value)))

    def __bool__(self) -> bool:
        return bool(self.id or self.classes or self.pairs or self.unread)


NO_ATTRIBUTES = Attributes()

_PART = re.compile(
    r"""\#(?P<id>[^\s{}="']+) | \.(?P<cls>[^\s{}="'.\#]+)
    | (?P<key>[^\W\d][\w-]*)\s*=\s*(?:"(?P<dq>(?:[^"\\]|\\.)*)"|'(?P<sq>(?:[^'\\]|\\.)*)'|(?P<bare>[^\s{}"']+))
    | (?P<junk>[^\s{}]+)""",
    re.VERBOSE,
)
_TAIL = re.compile(r"(?:^|(?<=\s)|(?<=[^\s\\$`]))\\?\{(?P<body>[^{}\n]*)\\?\}[ \t]*$")
_STARTS = re.compile(r"\s*(?:\#[^\s{}]|\.[^\s{}.]|[^\W\d][\w-]*\s*=\s*[^\s=])")
_REFERENCE = re.compile(r"&#([0-9]{1,6});")
_SAFE_ID = re.compile(r"[^\s{}=\"'\\`<>*#_]+(?:_[^\s{}=\"'\\`<>*#_]+)*")
_BARE = re.compile(r"[\w./:%+*()-]+")
_UNSAFE = re.compile(r"""[{}"\\`\x00-\x1f\x7f\x85\u2028\u2029]|&(?=#)|^\s|\s$""")


def split_attributes(text: str) -> tuple[str, Attributes]:
    """Text without the attributes at its end, and the attributes.

    Braces that do not begin like attributes (``{x}``, ``{= gap}``) are text, and so is what
    stands in code or math. A part that cannot be read is kept in ``unread``.
    """
    match = _TAIL.search(text) if "}" in text else None
    if match is None or not _STARTS.match(match["body"]) or _inside_code(text, match.start()):
        return text, NO_ATTRIBUTES
    name: str | None = None
    classes: list[str] = []
    pairs: list[tuple[str, str]] = []
    unread: list[str] = []
    for part in _PART.finditer(match["body"].replace("\\_", "_").replace("\\#", "#")):
        if part["id"]:
            name = part["id"]
        elif part["cls"]:
            classes.append(part["cls"])
        elif part["key"]:
            quoted = part["dq"] if part["dq"] is not None else part["sq"]
            value = part["bare"] if quoted is None else _unquoted(quoted)
            pairs.append((part["key"], value))
        else:
            unread.append(part["junk"])
    found = Attributes(name, tuple(classes), tuple(pairs), tuple(unread))
    return text[: match.start()].rstrip(), found


def _unquoted(value: str) -> str:
    """A quoted value, its escapes and numeric references (``&#123;``) undone."""
    return _REFERENCE.sub(lambda found: chr(int(found[1])), re.sub(r"\\(.)", r"\1", value))


def write_attribute(key: str, value: str) -> str:
    """``key=value``, quoted and escaped where it must be, as :func:`split_attributes` reads it."""
    if _BARE.fullmatch(value):
        return f"{key}={value}"
    return f'{key}="{_UNSAFE.sub(lambda found: f"&#{ord(found[0])};", value)}"'


def write_id(name: str) -> str:
    """An id as :func:`split_attributes` reads it."""
    return f"#{name}" if _SAFE_ID.fullmatch(name) else write_attribute("id", name)


def _inside_code(text: str, position: int) -> bool:
    """Whether an odd number of backticks stands before a position and some follow."""
    return text.count("`", 0, position) % 2 == 1 and "`" in text[position:]
