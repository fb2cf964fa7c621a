"""YAML front matter: what it says of the quiz, and for every question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from quizkit.diagnostics import Diagnostic, Severity, Span
from quizkit.errors import nearest
from quizkit.markdown.draft import split_path
from quizkit.markdown.numbers import parse_number
from quizkit.model import NO_SETTINGS, Numbering, Policy, Role, Settings

if TYPE_CHECKING:
    from yaml.nodes import Node

KEYS = (
    "title", "description", "language", "identifier", "settings", "category", "tags",
    "points", "scoring", "shuffle", "numbering", "markers", "question",
)  # fmt: skip
SETTINGS = ("time_limit", "attempts", "shuffle_questions", "show_correct_answers", "one_at_a_time")
UNDETERMINED = "und"
"""BCP 47's code for a language that is not said."""
_BULLETS = ("-", "*", "+")
_OF_SITES = frozenset(
    {
        "layout", "permalink", "short_title", "label", "subtitle", "geometry", "fontsize", "nav_order", "nav_exclude", "parent", "grand_parent",
        "has_children", "has_toc", "redirect_from", "date", "published", "draft", "slug",
        "aliases", "lastmod", "sidebar_position", "sidebar_label", "hide_title", "toc",
        "template", "theme", "keywords", "created", "modified", "updated", "publish",
        "cssclass", "cssclasses", "topic", "topics", "difficulty",
    }
)  # fmt: skip
"""Keys that generators of web sites read (Jekyll, Hugo, MkDocs, Docusaurus) or note-takers: not for quizkit."""
_KEY_LINE = re.compile(r"[\w-]+[ \t]*:(?:[ \t]|$)")
_LONGEST = 400
"""Lines within which the front matter must end."""
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass
class FrontMatter:
    """What the front matter says; None or empty where it says nothing.

    ``end_line`` is the first line after it, counted from 0.
    """

    end_line: int = 0
    title: str = ""
    description: str = ""
    language: str | None = None
    undetermined: bool = False
    """``language: und``: the quiz has none, whatever words it uses."""
    identifier: str | None = None
    settings: Settings = NO_SETTINGS
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    points: Fraction | None = None
    scoring: Policy | None = None
    shuffle: bool | None = None
    numbering: Numbering | None = None
    markers: dict[Role, tuple[str, ...]] = field(default_factory=dict)
    question: str | None = None
    """The stem of a file that holds one question."""
    other: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys of another tool, as they are written; see :func:`read_front_matter`."""
    problems: list[Diagnostic] = field(default_factory=list)

    @property
    def settles(self) -> bool:
        """Whether it says something that only a quiz has."""
        return bool(
            self.markers or self.question or self.settings != NO_SETTINGS or self.category
            or self.points is not None or self.scoring or self.shuffle is not None
            or self.numbering
        )  # fmt: skip


def read_front_matter(text: str, *, foreign: bool = False) -> FrontMatter:
    """Read the front matter of a whole file; problems are values, never exceptions.

    ``foreign`` tells that it was written for another tool, so that unknown keys are kept aside
    in place of being reported.

    Two thematic breaks with text between them are none: front matter begins with a key on the
    line after the break (comments apart).
    """
    front = FrontMatter()
    if not text.startswith("---"):
        return front
    lines = text.split("\n", _LONGEST)
    if lines[0].rstrip() != "---":
        return front
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None or end >= _LONGEST or not _begins_with_key(lines[1:end]):
        return front
    front.end_line = end + 1
    _Fields(front, foreign).read("\n".join(lines[1:end]))
    return front


def _begins_with_key(lines: list[str]) -> bool:
    """Whether the first line that is no comment is a key; blank ones may only follow a comment."""
    if not lines or not lines[0].strip():
        lines = [line for line in lines if line.strip()]
        return bool(lines) and lines[0].split(":")[0].strip() in KEYS
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return _KEY_LINE.match(first.lstrip("\"' ")) is not None or first.startswith(("{", '"', "'"))


@lru_cache(maxsize=4)
def _composed(text: str) -> Node | None:
    """The nodes of some YAML, which nobody may change.

    The same front matter is read with each question of a quiz that is being written.
    """
    import yaml

    node: Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    return node


class _Fields:
    """Fills a FrontMatter from YAML nodes, by the type that each key expects.

    Nodes are composed, not loaded: ``language: no`` stays text, and positions are known.
    """

    def __init__(self, front: FrontMatter, foreign: bool) -> None:
        self.front = front
        self.foreign = foreign

    def read(self, text: str) -> None:
        import yaml

        try:
            node = _composed(text)
            self._refuse_references(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line, column = (mark.line, mark.column) if mark else (0, 0)
            self._problem(f"the front matter is not YAML: {error.problem}", line, column)
            return
        except (yaml.YAMLError, RecursionError):
            self._problem("the front matter is not YAML", 0, 0)
            return
        for key, key_node, value in self._pairs(node):
            reader = getattr(self, f"_read_{key}", None)
            if reader is None and (self.foreign or key in _OF_SITES):
                self.front.other[key] = _written(value)
                continue
            if reader is None:
                guess = nearest(key, KEYS)
                self._problem(
                    f'"{key}" is unknown' + (f'; did you mean "{guess}"?' if guess else ""),
                    *_at(key_node),
                    severity=Severity.ERROR if guess else Severity.WARNING,
                )
                continue
            reader(value)

    def _refuse_references(self, text: str) -> None:
        """Report anchors, aliases and tags: what they say of a value is not followed."""
        if not any(sign in text for sign in "&*!"):
            return
        import yaml

        names = {yaml.AnchorToken: "an anchor", yaml.AliasToken: "an alias", yaml.TagToken: "a tag"}
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            name = names.get(type(token))
            if name is not None:
                mark = token.start_mark
                message = f"{name} has no place here; write the value itself, or quote it"
                self._problem(message, mark.line, mark.column)

    def _pairs(self, node: Node | None) -> Iterator[tuple[str, Node, Node]]:
        from yaml.nodes import MappingNode

        if not isinstance(node, MappingNode):
            if node is not None:
                self._problem("expected lines such as title: My quiz", *_at(node))
            return
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                self._problem(f'"{name}" is given twice', *_at(key))
            seen.add(name)
            yield name, key, value

    def _problem(
        self, message: str, line: int, column: int, severity: Severity = Severity.ERROR
    ) -> None:
        span = Span.at(line + 2, column + 1)
        self.front.problems.append(
            Diagnostic(
                code="QK009", name="front-matter", message=message, span=span, severity=severity
            )  # fmt: skip
        )

    def _text(self, node: Node) -> str:
        from yaml.nodes import ScalarNode

        if isinstance(node, ScalarNode):
            return "" if node.value in ("~", "null") and node.style is None else str(node.value)
        self._problem("expected text", *_at(node))
        return ""

    def _texts(self, node: Node) -> tuple[str, ...]:
        from yaml.nodes import SequenceNode

        if isinstance(node, SequenceNode):
            return tuple(text for item in node.value if (text := self._text(item)))
        return tuple(part.strip() for part in self._text(node).split(",") if part.strip())

    def _boolean(self, node: Node) -> bool | None:
        value = _BOOLEANS.get(self._text(node).lower())
        if value is None:
            self._problem("expected true or false", *_at(node))
        return value

    def _number(self, node: Node) -> Fraction | None:
        value = parse_number(self._text(node).replace(",", "."), decimal_comma=False)
        if value is None or value < 0:
            self._problem("expected a number that is not negative", *_at(node))
            return None
        return value

    def _count(self, node: Node) -> int | None:
        value = parse_number(self._text(node), decimal_comma=False)
        if value is None or value < 1 or value.denominator != 1:
            self._problem("expected a whole number such as 2", *_at(node))
            return None
        return int(value)

    def _word(self, node: Node, words: tuple[str, ...]) -> str | None:
        text = self._text(node)
        if text in words:
            return text
        guess = nearest(text, words)
        hint = f'did you mean "{guess}"?' if guess else "known are " + ", ".join(words)
        self._problem(f'"{text}" is unknown; {hint}', *_at(node))
        return None

    def _read_title(self, node: Node) -> None:
        self.front.title = self._text(node)

    def _read_description(self, node: Node) -> None:
        self.front.description = self._text(node)

    def _read_language(self, node: Node) -> None:
        text = self._text(node)
        self.front.undetermined = text == UNDETERMINED
        self.front.language = None if self.front.undetermined else text or None

    def _read_identifier(self, node: Node) -> None:
        self.front.identifier = self._text(node) or None

    def _read_question(self, node: Node) -> None:
        self.front.question = self._text(node) or None

    def _read_category(self, node: Node) -> None:
        self.front.category = split_path(self._text(node))

    def _read_tags(self, node: Node) -> None:
        self.front.tags = self._texts(node)

    def _read_points(self, node: Node) -> None:
        self.front.points = self._number(node)

    def _read_scoring(self, node: Node) -> None:
        word = self._word(node, tuple(Policy))
        self.front.scoring = Policy(word) if word else None

    def _read_shuffle(self, node: Node) -> None:
        self.front.shuffle = self._boolean(node)

    def _read_numbering(self, node: Node) -> None:
        word = self._word(node, tuple(Numbering))
        self.front.numbering = Numbering(word) if word else None

    def _read_markers(self, node: Node) -> None:
        for name, key, value in self._pairs(node):
            if name not in list(Role):
                self._problem(f'"{name}" is unknown; known are key, distractor, neutral', *_at(key))
                continue
            signs = self._texts(value)
            for sign in signs:
                if sign in _BULLETS:
                    self._problem(
                        f'"{sign}" is a bullet in Markdown; use another sign', *_at(value)
                    )
            self.front.markers[Role(name)] = tuple(s for s in signs if s not in _BULLETS)

    def _read_settings(self, node: Node) -> None:
        values: dict[str, Fraction | int | bool | None] = {}
        for name, key, value in self._pairs(node):
            if name not in SETTINGS:
                guess = nearest(name, SETTINGS)
                self._problem(
                    f'"{name}" is unknown' + (f'; did you mean "{guess}"?' if guess else ""),
                    *_at(key),
                )
            elif name == "time_limit":
                values[name] = self._number(value)
            elif name == "attempts":
                values[name] = self._count(value)
            else:
                values[name] = self._boolean(value)
        # Each value was read as the type that its key has.
        self.front.settings = Settings(**values)  # type: ignore[arg-type]


def _at(node: Node) -> tuple[int, int]:
    return node.start_mark.line, node.start_mark.column


def _written(node: Node) -> tuple[str, ...]:
    """A scalar, or the scalars of a list, as text; nothing of anything else."""
    from yaml.nodes import ScalarNode, SequenceNode

    if isinstance(node, SequenceNode):
        return tuple(str(item.value) for item in node.value if isinstance(item, ScalarNode))
    return (str(node.value),) if isinstance(node, ScalarNode) else ()
