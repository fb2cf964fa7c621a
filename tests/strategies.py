"""Whole quizzes for property-based tests: every type, every script, hostile text.

``quizzes()``, ``questions()``, ``choices()`` and ``contents()`` are what most tests want; each
takes ``text``, a strategy for what people write.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from quizkit.model import (
    Asset,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Feedback,
    Gap,
    Group,
    Info,
    Matching,
    Numbering,
    Numeric,
    NumericAnswer,
    NumericGap,
    Option,
    Ordering,
    Pair,
    Policy,
    Question,
    Quiz,
    Role,
    Selection,
    Settings,
    ShortText,
    Source,
    TextAnswer,
    TextGap,
    TrueFalse,
)

_WORDS = (
    *("Paris", "two words", "O(n log n)", "3.14", "-7", "50 %", "a & b", "x < y", "List<T>"),
    *(
        "Ёлка и ёж",
        "Größe",
        "naïve café",
        "你好，世界",
        "العربية",
        "עברית",
        "हिन्दी",
        "👩‍🔬 ✅",
        "e\u0301",
    ),
)
_HOSTILE = (
    *("</p><script>alert(1)</script>", "]]>", "<!-- ", "&amp;lt;", "{=Paris ~Lyon}", "{1:SA:=x}"),
    *(
        "::title:: text",
        "\\{escaped\\}",
        "$$x$$",
        "$5 and $6",
        r"\(x\)",
        "[[1]]",
        "[gap]",
        "{{g9}}",
    ),
    *("@@PLUGINFILE@@/a.png", "//comment", "~%50%wrong", "# not a heading", "| a | b |", "---"),
    *("`` ` ``", "    indented", "line\nbreak", "two\n\nparagraphs", "*a* **b**", "a\tb", "'\"\\"),
    *("%s %(x)s {0}", "C:\\new\\table", "javascript:alert(1)", "\u202eright to left", "\ufeff"),
)
_SAFE = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t")


def texts(*, hostile: bool = True) -> st.SearchStrategy[str]:
    """Text as people write it, never empty; with ``hostile``, also what breaks formats."""
    known = st.sampled_from(_WORDS + _HOSTILE if hostile else _WORDS)
    if not hostile:
        return known
    free = st.text(_SAFE, min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
    return st.one_of(known, free, st.lists(known, min_size=2, max_size=3).map(" ".join))


def names() -> st.SearchStrategy[str]:
    """Ids: no white space, no braces."""
    return st.from_regex(r"[a-z][a-z0-9_.-]{0,7}", fullmatch=True)


def contents(text: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Content]:
    """Rich text, as Markdown or HTML."""
    text = texts() if text is None else text
    return st.one_of(
        text.map(lambda written: Content(markdown=written)),
        text.map(lambda written: Content(html=f"<p>{written}</p>")),
    )


def maybe(strategy: st.SearchStrategy[Content]) -> st.SearchStrategy[Content | None]:
    """Absent as often as not."""
    return st.one_of(st.none(), strategy)


def fractions(least: int = 0, most: int = 5) -> st.SearchStrategy[Fraction]:
    """Exact numbers with small denominators, thirds and sevenths among them."""
    return st.builds(
        Fraction, st.integers(least * 12, most * 12), st.sampled_from((1, 2, 3, 4, 7, 12))
    ).filter(lambda number: least <= number <= most)


def weights() -> st.SearchStrategy[Fraction | None]:
    """Written weights, mostly none."""
    written = st.sampled_from([Fraction(n, 12) for n in (-12, -4, 0, 3, 4, 6, 12)])
    return st.one_of(st.none(), st.none(), written)


def _shared(text: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[object]]:
    content = contents(text)
    words = st.lists(texts(hostile=False), max_size=2, unique=True).map(tuple)
    feedback = st.builds(
        Feedback,
        general=maybe(content),
        correct=maybe(content),
        partial=maybe(content),
        incorrect=maybe(content),
    )
    return {
        "id": names(),
        "title": st.one_of(st.just(""), texts(hostile=False)),
        "stem": content,
        "points": fractions(),
        "feedback": feedback,
        "hints": st.lists(content, max_size=2).map(tuple),
        "tags": words,
        "category": words,
        "source": st.one_of(st.none(), st.builds(Source, st.just("a/b.md"), st.integers(1, 99))),
    }


def options(
    text: st.SearchStrategy[str], *, least: int = 2, most: int = 6
) -> st.SearchStrategy[tuple[Option, ...]]:
    """Options with ids of their own, at least one of them a key."""
    one = st.builds(
        Option,
        id=names(),
        content=contents(text),
        role=st.sampled_from(Role),
        weight=weights(),
        fixed=st.booleans(),
        feedback=maybe(contents(text)),
    )
    several = st.lists(one, min_size=least, max_size=most, unique_by=lambda option: option.id)
    return several.filter(lambda made: any(option.role is Role.KEY for option in made)).map(tuple)


def choices(text: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Choice]:
    """Single and multiple selections under every policy."""
    text = texts() if text is None else text
    return st.builds(
        Choice,
        **_shared(text),
        selection=st.sampled_from(Selection),
        options=options(text),
        policy=st.sampled_from(Policy),
        shuffle=st.booleans(),
        numbering=st.sampled_from(Numbering),
    )


def text_answers(text: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[TextAnswer, ...]]:
    """Accepted answers and expected wrong ones."""
    one = st.builds(
        TextAnswer,
        text=texts(hostile=False),
        weight=fractions(0, 1),
        feedback=maybe(contents(text)),
    )
    return st.lists(one, min_size=1, max_size=3).map(tuple)


def numeric_answers(text: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[NumericAnswer, ...]]:
    """Values with tolerances, and ranges."""
    value = st.builds(
        NumericAnswer,
        value=fractions(-9, 9),
        tolerance=fractions(0, 1),
        weight=fractions(0, 1),
        feedback=maybe(contents(text)),
    )
    span = st.tuples(fractions(-9, 9), fractions(0, 3), fractions(0, 1)).map(
        lambda t: NumericAnswer(min=t[0], max=t[0] + t[1], weight=t[2])
    )
    return st.lists(st.one_of(value, span), min_size=1, max_size=3).map(tuple)


def gaps(text: st.SearchStrategy[str], name: str) -> st.SearchStrategy[Gap]:
    """A gap of any kind with that id."""
    points = fractions(0, 3)
    return st.one_of(
        st.builds(
            TextGap,
            id=st.just(name),
            answers=text_answers(text),
            case_sensitive=st.booleans(),
            points=points,
        ),
        st.builds(NumericGap, id=st.just(name), answers=numeric_answers(text), points=points),
        st.builds(ChoiceGap, id=st.just(name), options=options(text, most=4), points=points),
    )


@st.composite
def clozes(draw: st.DrawFn, text: st.SearchStrategy[str] | None = None) -> Cloze:
    """Text with one to three gaps; each stands once in the stem, in the order of the gaps."""
    text = texts() if text is None else text
    number = draw(st.integers(1, 3))
    made = tuple(draw(gaps(text, f"g{n}")) for n in range(1, number + 1))
    words = draw(st.lists(texts(hostile=False), min_size=number, max_size=number))
    stem = " ".join(f"{word} {{{{g{n}}}}}" for n, word in enumerate(words, 1))
    shared = {name: draw(part) for name, part in _shared(text).items() if name != "stem"}
    return Cloze(stem=Content(markdown=stem + "."), gaps=made, **shared)  # type: ignore[arg-type]


def questions(text: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Question]:
    """A question of any type."""
    text = texts() if text is None else text
    content = contents(text)
    shared = _shared(text)
    pairs = st.lists(st.builds(Pair, content, content), min_size=2, max_size=4).map(tuple)
    return st.one_of(
        choices(text),
        st.builds(
            TrueFalse,
            **shared,
            answer=st.booleans(),
            feedback_true=maybe(content),
            feedback_false=maybe(content),
            words=st.sampled_from(
                (None, None, ("Richtig", "Falsch"), ("Trifft zu", "Trifft nicht zu"))
            ),
        ),
        st.builds(ShortText, **shared, answers=text_answers(text), case_sensitive=st.booleans()),
        st.builds(
            Numeric, **shared, answers=numeric_answers(text), unit=st.sampled_from(("", "m/s"))
        ),
        st.builds(
            Matching,
            **shared,
            pairs=pairs,
            distractors=st.lists(content, max_size=2).map(tuple),
            shuffle=st.booleans(),
        ),
        st.builds(
            Ordering,
            **shared,
            items=st.lists(content, min_size=3, max_size=5).map(tuple),
        ),
        clozes(text),
        st.builds(Essay, **shared, model_answer=maybe(content), rubric=maybe(content)),
        st.builds(Info, **{**shared, "points": st.just(Fraction(0))}),
    )


def assets() -> st.SearchStrategy[tuple[Asset, ...]]:
    """Small files with paths of their own."""
    one = st.builds(
        Asset,
        path=st.sampled_from(("a.png", "img/b.png", "img/ç d.svg", "../x.bin")),
        media_type=st.sampled_from(("image/png", "application/octet-stream")),
        data=st.binary(max_size=30),
    )
    return st.lists(one, max_size=2, unique_by=lambda asset: asset.path).map(tuple)


def settings() -> st.SearchStrategy[Settings]:
    """How a quiz is taken, mostly left to the LMS."""
    flag = st.one_of(st.none(), st.booleans())
    return st.builds(
        Settings,
        time_limit=st.one_of(st.none(), fractions(1, 90)),
        attempts=st.one_of(st.none(), st.integers(1, 9)),
        shuffle_questions=flag,
        show_correct_answers=flag,
        one_at_a_time=flag,
    )


@st.composite
def quizzes(
    draw: st.DrawFn, text: st.SearchStrategy[str] | None = None, *, least: int = 0, most: int = 5
) -> Quiz:
    """A whole quiz: ``least`` to ``most`` questions with ids of their own, maybe a pool, maybe files."""
    text = texts() if text is None else text
    asked = draw(st.lists(questions(text), min_size=least, max_size=most, unique_by=lambda q: q.id))
    return Quiz(
        identifier=draw(names()),
        title=draw(st.one_of(st.just(""), texts(hostile=False))),
        language=draw(st.sampled_from((None, "en", "ru", "pt-BR"))),
        description=draw(maybe(contents(text))),
        settings=draw(settings()),
        questions=tuple(asked),
        groups=draw(_groups([question.id for question in asked])),
        assets=draw(assets()),
    )


@st.composite
def _groups(draw: st.DrawFn, ids: Sequence[str]) -> tuple[Group, ...]:
    """No pool or one, over the first questions."""
    if not ids or draw(st.booleans()):
        return ()
    size = draw(st.integers(1, len(ids)))
    group = Group(
        id=draw(names()),
        title=draw(st.sampled_from(("", "Pool"))),
        pick=draw(st.integers(1, size)),
        points=draw(st.one_of(st.none(), fractions(0, 3))),
        questions=tuple(ids[:size]),
    )
    return (group,)
