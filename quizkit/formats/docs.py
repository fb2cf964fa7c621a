"""The page that says what each target keeps: made from the exporters' own declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quizkit.formats.base import Exporter, Feature, Fidelity, Loss

MEANINGS = {
    Feature.SCORE: "what each response earns",
    Feature.POINTS: "what a question is worth",
    Feature.TYPE: "the answer form",
    Feature.OPTION_FEEDBACK: "feedback to an option",
    Feature.ANSWER_FEEDBACK: "feedback to a typed answer",
    Feature.GENERAL_FEEDBACK: "feedback that everybody sees",
    Feature.COMBINED_FEEDBACK: "feedback for right, partly right and wrong",
    Feature.HINTS: "hints between attempts",
    Feature.TAGS: "tags",
    Feature.CATEGORY: "the path of categories",
    Feature.SHUFFLE: "whether options are shuffled",
    Feature.FIXED_OPTION: "an option that keeps its place",
    Feature.NUMBERING: "letters or numbers before options",
    Feature.TITLE: "a question's title",
    Feature.IDENTIFIER: "a question's id",
    Feature.CASE: "capitals that count",
    Feature.UNIT: "the unit of a number",
    Feature.RUBRIC: "how graders mark an essay",
    Feature.MODEL_ANSWER: "an essay's model answer",
    Feature.RICH_TEXT: "lists, tables, emphasis, links",
    Feature.IMAGES: "pictures and other files",
    Feature.MATH: "formulas",
    Feature.CODE: "code, with every space",
    Feature.GROUPS: "pools that questions are drawn from",
    Feature.SETTINGS: "time limit, attempts, order",
    Feature.DESCRIPTION: "the text before the quiz",
    Feature.QUIZ_TITLE: "the quiz's title",
    Feature.LANGUAGE: "the quiz's language",
}
_SIGNS = {"adapted": "*adapted*", "lost": "**lost**"}
_HEAD = """\
# What arrives where

Made from what each exporter declares of itself; a test builds quizzes with every feature,
exports them, reads the files as each LMS does, and fails on anything that is not as it stands
here.

- kept: it is always there.
- *adapted*: it may come by another way than its own, a tag for a category, say.
- mostly: it is kept save for a few cases, which stand below the table.
- **lost**: it does not arrive.

`quizkit export` names each case that a quiz of yours meets with what happens instead, and
writes nothing under `--strict` if anything is lost.

"""


def fidelity_page(exporters: Sequence[Exporter], met: Mapping[str, Sequence[Loss]]) -> str:
    """``docs/fidelity.md``: a row for each feature, a column for each engine; then examples.

    ``met`` holds losses that exports of example quizzes declared, by exporter.
    """
    lines = [*_rows(exporters), *_examples(exporters, met)]
    return _HEAD + "".join(f"{line}\n" for line in lines)


def _rows(exporters: Sequence[Exporter]) -> Iterator[str]:
    engines = [engine for exporter in exporters for engine in exporter.engines]
    yield f"| feature | what it is | {' | '.join(engine.label for engine in engines)} |"
    yield f"| --- | --- |{' --- |' * len(engines)}"
    for feature in Feature:
        cells = (_SIGNS.get(word := engine.cell(feature), word) for engine in engines)
        yield f"| {feature.value} | {MEANINGS[feature]} | {' | '.join(cells)} |"
    yield "\n## Mostly kept, save\n"
    for engine in engines:
        if engine.save:
            yield f"- {engine.label}"
        for feature, when in engine.save.items():
            yield f"  - {feature.value}: {when}"


def _examples(exporters: Sequence[Exporter], met: Mapping[str, Sequence[Loss]]) -> Iterator[str]:
    """The first of each engine's losses of a feature, in the words that an author reads."""
    yield "\n## In words\n"
    yield "One example of each, from the quizzes in `sources/`."
    for exporter in exporters:
        for engine in exporter.engines:
            first: dict[tuple[Feature, Fidelity], str] = {}
            for loss in met.get(exporter.name, ()):
                if loss.engine in ("", engine.name):
                    first.setdefault((loss.feature, loss.fidelity), loss.instead)
            if first:
                yield f"\n### {engine.label}\n"
            for feature, fidelity in sorted(first, key=_place):
                yield f"- {feature.value}, {fidelity.value}: {first[feature, fidelity]}"


def _place(key: tuple[Feature, Fidelity]) -> tuple[int, int]:
    return list(Feature).index(key[0]), list(Fidelity).index(key[1])
