"""Words for what is wrong in a JSON document: the place, and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from quizkit.errors import nearest
from quizkit.naming import excerpt

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_SINGULAR = {
    "questions": "question",
    "options": "option",
    "answers": "answer",
    "pairs": "pair",
    "distractors": "distractor",
    "items": "item",
    "hints": "hint",
    "groups": "group",
    "assets": "file",
    "tags": "tag",
}
_KINDS = {
    "string": "text in quotes",
    "object": "an object in braces",
    "array": "a list in brackets",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
_NUMBER_HINT = 'write a number as text: "1", "0.5" or "1/3"'


def place(document: object, path: tuple[str | int, ...]) -> str:
    """``question 3 "Adam", option 2, weight`` for a path into a document."""
    words: list[str] = []
    value: object = document
    for step, key in enumerate(path):
        outer = path[step - 1] if step else None
        value = _member(value, key)
        if isinstance(key, int):
            number = f"{_SINGULAR.get(str(outer), str(outer))} {key + 1}"
            name = _name(value)
            words.append(f'{number} "{name}"' if name else number)
        elif outer == "gaps":
            words.append(f'gap "{key}"')
        elif key == "gaps" and step + 1 < len(path):
            continue
        elif not (key in _SINGULAR and step + 1 < len(path)):
            words.append(key)
    return ", ".join(words) or "the quiz"


def _member(value: object, key: str | int) -> object:
    try:
        return value[key]  # type: ignore[index]  # what has no members raises TypeError
    except (KeyError, IndexError, TypeError):
        return None


def _name(value: object) -> str:
    """By what an author knows a question, group or file."""
    if not isinstance(value, Mapping) or "role" in value:
        return ""
    for key in ("title", "stem", "path", "id"):
        name = value.get(key)
        if isinstance(name, Mapping):
            name = name.get("markdown", name.get("html"))
        if isinstance(name, str) and name.strip():
            return excerpt(name)
    return ""


def schema_message(error: ValidationError) -> Iterator[str]:
    """What one violation of the schema means, in words; nothing where another says it."""
    value: Any = error.instance
    rule: Any = error.validator_value
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    match error.validator:
        case "required":
            # jsonschema reports each missing member on its own, and begins with its name.
            yield f'"{error.message.split(chr(39))[1]}" is missing; add it'
        case "additionalProperties":
            yield from _unknown(value, schema)
        case "type":
            yield from _type(value, rule, schema)
        case "enum":
            yield _choose(value, [str(name) for name in rule])
        case "const":
            yield f"{_shown(value)} is not understood here; write {_shown(rule)}"
        case "anyOf":
            names = [option["required"][0] for option in rule if "required" in option]
            yield f"{_listed(names)} is missing; write one of them"
        case "dependentRequired":
            yield '"min" and "max" go together, and "tolerance" goes with "value"; write both'
        case "not":
            yield _excluded(value)
        case _:
            yield _other(str(error.validator), value, rule, schema)


def _unknown(value: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    known = tuple(schema.get("properties", ()))
    for name in value:
        if name not in known and not name.startswith("x-"):
            guess = nearest(name, known)
            hint = f'did you mean "{guess}"?' if guess else f"known are: {', '.join(known)}"
            yield f'"{name}" is unknown here; {hint}'


def _type(value: object, rule: str | list[str], schema: Mapping[str, Any]) -> Iterator[str]:
    kinds = [rule] if isinstance(rule, str) else rule
    wanted = " or ".join(_KINDS.get(kind, kind) for kind in kinds)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if number and "[0-9]" in schema.get("pattern", ""):
        yield f'{_shown(value)} must stand in quotes: "{value}"'
    elif isinstance(value, str) and kinds == ["object"]:
        yield f'{_shown(value)} is bare text; write {{"markdown": {_shown(value)}}}'
    else:
        yield f"{_shown(value)} is not understood here; it must be {wanted}"


def _choose(value: object, known: list[str]) -> str:
    guess = nearest(value, known) if isinstance(value, str) else None
    hint = f'did you mean "{guess}"?' if guess else f"known are: {', '.join(known)}"
    return f"{_shown(value)} is unknown; {hint}"


def _excluded(value: Mapping[str, Any]) -> str:
    """Members that exclude each other."""
    if "markdown" in value:
        return 'content is "markdown" or "html", not both; remove one'
    return 'value does not go with min and max; write "value" and "tolerance", or "min" and "max"'


def _other(validator: str, value: object, rule: Any, schema: Mapping[str, Any]) -> str:
    """Limits: of length, of size, of form."""
    match validator:
        case "pattern" if "[0-9]+" in rule and rule.startswith("^"):
            if isinstance(value, str) and value.startswith("-") and not rule.startswith("^-"):
                return f"{_shown(value)} is below 0; {_NUMBER_HINT}"
            return f"{_shown(value)} is no exact number; {_NUMBER_HINT}"
        case "pattern":
            meant = schema.get("description", "a name without white space and braces")
            return f"{_shown(value)} does not have the right form; it is meant to be: {meant}"
        case "minItems" | "minProperties":
            return "it is empty; it needs at least one"
        case "minLength":
            return "it is empty; write it or leave it out"
        case "minimum":
            return f"{_shown(value)} is too small; it must be {rule} or more"
        case "exclusiveMinimum":
            return f"{_shown(value)} is too small; it must be more than {rule}"
        case "maxLength":
            return f"it is longer than {rule} characters"
        case _:
            return f"{_shown(value)} has not the right form"


def _listed(names: list[str]) -> str:
    return " or ".join(f'"{name}"' for name in names)


def _shown(value: object) -> str:
    """A value as the file has it, cut to a length that can be read."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…" + text[-1]
