"""The documentation of the rules, made from the rules themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from quizkit.lint.rule import Rule, all_rules, examples

_GROUPS = {
    "0": "The file",
    "1": "Structure",
    "2": "Scoring",
    "3": "Feedback",
    "4": "Item writing",
    "5": "Media, accessibility, language",
    "6": "Targets",
}
_LEVELS = {
    "error": "error: the question is left out of an export",
    "warning": "warning: worth mending before students see it",
    "info": "information: never fails a run",
}


def file_name(rule: Rule) -> str:
    """The name of a rule's page: ``qk201-no-key.md``."""
    return f"{rule.code.lower()}-{rule.name}.md"


def rule_page(rule: Rule) -> str:
    """A rule's page: what it finds and why, examples that are wrong and right, how to say no."""
    return "\n".join(_page(rule))


def _page(rule: Rule) -> Iterator[str]:
    yield f"# {rule.code} {rule.name}\n"
    yield f"Level: {_LEVELS[rule.severity]}.\n"
    if not rule.default:
        yield f"Off by default; switch it on with `--select {rule.code}`.\n"
    if rule.target:
        yield (
            f"Found where a target is named: `--target {rule.target}`, or `targets` in the "
            "settings. It is the exporter's own loss, shown where its cause was written.\n"
        )
    if rule.languages:
        yield f"Rests on words, in these languages: {', '.join(rule.languages)}.\n"
    yield " ".join(rule.explanation.split()) + "\n"
    if rule.options:
        values = ", ".join(f"{name} = {value:g}" for name, value in rule.options)
        yield f"Options, with their values unless the settings say otherwise: `{values}`.\n"
    for title, written in (("Wrong", rule.bad), ("Right", rule.good), ("Mended", rule.fixed)):
        for text in examples(written):
            yield from _example(title, text)
    if rule.code != "QK010":
        yield "## Saying no\n"
        yield "Where the finding does not hold, say so in the source, with a reason:\n"
        yield f"```markdown\n<!-- quizkit: ignore {rule.code} because ... -->\n```"
        if rule.vital:
            yield (
                "\nThe finding is no longer shown then, but the question is still left out of "
                "exports: no LMS could hold it."
            )
    yield ""


def _example(title: str, text: str) -> Iterator[str]:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(longest + 1, 3)
    yield f"## {title}\n"
    yield f"{fence}markdown\n{_shown(text).rstrip()}\n{fence}\n"


def _shown(text: str) -> str:
    """An example with its invisible characters made visible, and accents kept apart."""
    return "".join(
        f"<U+{ord(char):04X}>"
        if unicodedata.category(char) in ("Cc", "Cf", "Mn") and char not in "\n\ufe0f"
        else char
        for char in text
    )


def index_page() -> str:
    """The list of all rules, by group."""
    return "\n".join(_index())


def _index() -> Iterator[str]:
    yield "# Rules\n"
    yield (
        "What `quizkit lint` looks for. `quizkit explain CODE` shows a page in the terminal; "
        "`--select` and `--ignore` take codes, beginnings of codes (`QK2`) and names."
    )
    group = ""
    for rule in all_rules():
        if rule.code[2] != group:
            group = rule.code[2]
            yield f"\n## {_GROUPS[group]}\n"
            yield "| code | name | level |\n| --- | --- | --- |"
        level = rule.severity.value + ("" if rule.default else ", off by default")
        yield f"| [{rule.code}]({file_name(rule)}) | {rule.name} | {level} |"
    yield ""


def pages() -> dict[str, str]:
    """Every page by its file name in ``docs/rules``."""
    return {"README.md": index_page()} | {file_name(rule): rule_page(rule) for rule in all_rules()}
