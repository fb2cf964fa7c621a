"""What the preview puts round a page: a bar, the findings, and the script that looks for changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.resources import files
from secrets import token_urlsafe

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.formats.html.page import POLICY, Around
from quizkit.formats.xml_writer import EMPTY, Markup, block, element, join, text

_NONCE = token_urlsafe(18)
"""What only a script of the preview's own can know; new in every run."""
_POLICY = f"{POLICY}; script-src 'nonce-{_NONCE}'; connect-src 'self'"
_ENGLISH = {"lang": "en", "dir": "ltr"}
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
_MOST = 200
"""Findings that a page shows; nobody reads more at once."""
_WIDEST = 160
"""Characters of a source's line that are shown."""


def around(
    name: str,
    version: str,
    findings: Sequence[Diagnostic] = (),
    lines: Sequence[str] = (),
    notes: Sequence[str] = (),
    shown: Collection[str] = (),
    *,
    in_folder: bool = False,
) -> Around:
    """The preview's part of a quiz's page; ``notes`` say what is the matter with all of it.

    ``lines`` are those of the source that the findings stand in, ``shown`` the ids of the
    questions that the page shows; ``in_folder`` adds the way back to the list of quizzes.
    """
    # Without findings, notes are the reasons why the source could not be read.
    said = text("cannot be read" if notes and not findings else _counted(findings))
    link = {"href": "#qk-findings"}
    told = element("a", link, said) if findings or notes else element("span", None, said)
    back = element("a", {"href": "/"}, "All quizzes") if in_folder else EMPTY
    parts = [_bar(name, back, told), _script(version)]
    if findings or notes:
        rows = [element("li", {"class": "qk-error"}, element("bdi", None, n)) for n in notes]
        rows += [_finding(found, lines, shown) for found in findings[:_MOST]]
        if len(findings) > _MOST:
            rows.append(element("li", None, f"and {len(findings) - _MOST} more; see quizkit lint"))
        parts.append(_told(rows))
    return _around(parts)


def around_list(name: str, version: str) -> Around:
    """The preview's part of the page that lists the quizzes of a folder."""
    return _around([_bar(name), _script(version)])


def _around(parts: Sequence[Markup]) -> Around:
    style = element("style", None, Markup(f"\n{_file('preview.css')}"))
    return Around(policy=_POLICY, in_head=style, before=join(parts, "\n"))


def _bar(name: str, *said: Markup) -> Markup:
    gone = {"id": "qk-gone", "class": "qk-gone", "hidden": "hidden", "role": "status"}
    shown = [
        element("strong", None, element("bdi", None, name)),
        *said,
        element("span", gone, "quizkit preview has stopped"),
    ]
    return block("nav", {"class": "qk-bar", **_ENGLISH}, *shown)


def _counted(findings: Sequence[Diagnostic]) -> str:
    """``2 errors, 1 warning``."""
    said = []
    for severity, word in _WORDS.items():
        number = sum(found.severity is severity for found in findings)
        if number:
            said.append(f"{number} {word}{'' if number == 1 else 's'}")
    return ", ".join(said) or "nothing to report"


def _told(rows: Sequence[Markup]) -> Markup:
    heading = element("h2", None, "Findings")
    named = {"id": "qk-findings", "class": "qk-findings", **_ENGLISH}
    return block("aside", named, heading, block("ul", None, *rows))


def _finding(found: Diagnostic, lines: Sequence[str], shown: Collection[str]) -> Markup:
    place = text(f"line {found.span.line}")
    if found.question_id in shown:
        place = element("a", {"href": f"#q-{found.question_id}"}, place)
    return element("li", {"class": f"qk-{found.severity.value}"}, *_parts(found, place, lines))


def _parts(found: Diagnostic, place: Markup, lines: Sequence[str]) -> Iterator[Markup]:
    yield element("strong", None, place)
    yield Markup(": ")
    yield element("bdi", None, found.message)
    yield element("small", None, f" {found.code} {_WORDS[found.severity]}")
    if found.hint:
        yield element("br")
        yield element("small", None, element("bdi", None, found.hint))
    line = lines[found.span.line - 1].strip() if found.span.line <= len(lines) else ""
    if line:
        yield element("pre", None, line if len(line) <= _WIDEST else f"{line[:_WIDEST]}…")


def _script(version: str) -> Markup:
    """The page's only script; what it is written in does not escape."""
    named = {"nonce": _NONCE, "data-version": version}
    return element("script", named, Markup(f"\n{_file('live.js')}"))


@cache
def _file(name: str) -> str:
    return files("quizkit.preview").joinpath(name).read_text(encoding="utf-8")
