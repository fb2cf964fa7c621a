"""What comes after the answers: explanations, each option's feedback, combined ones, hints."""

from __future__ import annotations

from quizkit.diagnostics import Severity, Span
from quizkit.markdown.draft import Draft, join
from quizkit.markdown.explanation import match_option
from quizkit.markdown.sections import Section
from quizkit.markdown.state import State, plain_title
from quizkit.reading import Explained


def open_part(state: State, draft: Draft, section: Section, kind: str) -> None:
    """An explanation, a combined feedback or a hint begins."""
    draft.in_explanation = kind == "explanation"
    draft.part_level = section.level
    if kind == "hint":
        draft.part = []
        draft.hints.append(draft.part)
    else:
        name = "general" if kind == "explanation" else kind
        draft.part = draft.feedback.setdefault(name, [])
        draft.spans[("feedback", name)] = Span.at(section.line + 1)
    draft.add(state.texts(section.blocks))


def open_option_feedback(
    state: State, draft: Draft, section: Section, text: str, marker: str | None
) -> bool:
    """Open an option's feedback where the heading means one; say whether it did."""
    match = match_option(text, draft.option_texts, marked=marker is not None)
    if match is None:
        if marker is None:
            return False
        draft.report("QK302", "heading-unmatched", Severity.ERROR,
                     f'the heading "{plain_title(text)}" names no option', section.line,
                     "make it equal to the option's text")  # fmt: skip
        draft.part = draft.feedback.setdefault("general", [])
        draft.add([state.lines[section.line].strip(), *state.texts(section.blocks)])
        return True
    draft.in_explanation = True
    draft.part_level = draft.part_level or section.level
    name = plain_title(draft.items[match.option].text.split("\n")[0])
    role = draft.items[match.option].role
    if match.how == "likeness" or match.conflict:
        draft.report("QK303", "heading-fuzzy", Severity.WARNING,
                     f'the heading "{plain_title(text)}" is taken for option "{name}"',
                     section.line, "make the texts equal")  # fmt: skip
    if marker is not None and role is not None and marker != role:
        draft.report("QK304", "heading-marker", Severity.ERROR,
                     f'the heading marks "{name}" as {marker}, the list as {role}',
                     section.line, "give both the same marker")  # fmt: skip
    draft.explained.append(
        Explained(
            option=match.option,
            span=Span.at(section.line + 1),
            how=match.how,
            heading=text,
            tail=match.tail,
            marker=marker,
        )  # fmt: skip
    )
    draft.part = draft.option_feedback.setdefault(match.option, [])
    draft.spans.setdefault(("options", match.option, "feedback"), Span.at(section.line + 1))
    draft.add([match.tail, *state.texts(section.blocks)])
    return True


def check_parts(draft: Draft) -> None:
    """Headings of an explanation or hint under which nothing stands."""
    parts = [draft.feedback.get(str(key[1]), []) for key in draft.spans if key[0] == "feedback"]
    places = [span for key, span in draft.spans.items() if key[0] == "feedback"]
    for part, span in zip(parts, places, strict=True):
        if not join(part) and not draft.explained:
            draft.report("QK306", "empty-explanation", Severity.WARNING,
                         "nothing stands under this heading", span.line - 1,
                         "write the explanation, or remove the heading")  # fmt: skip
