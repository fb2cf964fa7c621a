"""QTI 2.1 and 2.2: collected items score and say what an engine finds by running them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from oracles import qti21
from oracles.base import ImportRefused, OracleGap, OracleQuestion

from quizkit.content.math import to_mathml
from quizkit.contents import with_contents
from quizkit.errors import QuizkitError
from quizkit.importing import import_
from quizkit.model import Cloze, Content, Info, Numeric, Question, ShortText
from tests.shared import shared_data

from .agree import collected, differences

ITEMS = tuple(
    path
    for path in collected("qti21/**/*.xml")
    if path.name == "absent" or b"<assessmentItem " in path.read_bytes()[:4096].replace(b"\n", b" ")
)


_FORMULA = re.compile(r"<(?:\w+:)?math\b.*?</(?:\w+:)?math>", re.DOTALL)


def _signs(match: re.Match[str]) -> str:
    return re.sub(r"<[^>]*>|\s+", "", match[0])


def judged(path: Path, ours: Question) -> OracleQuestion | None:
    """An engine's reading in the shape of the imported question; None for what it does not judge."""
    try:
        theirs = qti21.read_item(path.read_bytes())
    except ImportRefused:
        return None
    theirs.stem = _FORMULA.sub(_signs, html.unescape(theirs.stem))
    if (
        not any(
            "MAXSCORE" in name or declared.correct
            for name, declared in theirs.machine.outcomes.items()
        )
        and b"normalMaximum" not in path.read_bytes()
    ):
        theirs.points = ours.points  # the item does not say what it is worth
    if isinstance(ours, ShortText | Numeric):
        theirs.stem = theirs.stem.replace("{{1}}", "")  # the field stands at the end
    if isinstance(ours, Cloze) and not theirs.gaps:
        theirs.gaps = [OracleGap(kind=theirs.kind)]
    return theirs


def _with_signs(question: Question) -> Question:
    """The question with its formulas as the signs that are seen."""

    def shown(match: re.Match[str]) -> str:
        signs = etree.fromstring(to_mathml(html.unescape(match[1]), False)).itertext()
        return html.escape("".join(map(str, signs)))

    return with_contents(
        question, lambda content: Content(html=re.sub(r"\\\((.*?)\\\)", shown, content.source))
    )


def compared() -> Iterator[tuple[str, str]]:
    """Each item with what is wrong with it, or how it was judged."""
    for path in ITEMS:
        name = str(path)
        try:
            imported = import_(path)
        except QuizkitError:
            yield name, "refused"
            continue
        (ours,) = imported.quiz.questions
        theirs = judged(path, ours)
        if theirs is None:
            yield name, "not judged" if isinstance(ours, Info) else "asked, but not judged"
            continue
        if isinstance(ours, Info) and theirs.kind != "info":
            yield name, "text alone" if imported.receipt.missed else "nothing said"
            continue
        lost = frozenset(str(loss.feature) for loss in imported.losses)
        found = list(differences(_with_signs(ours), theirs, lost))
        yield name, found[0] if found else "agrees"


def test_items_score_and_say_what_an_engine_runs() -> None:
    shared_data("corpus", "qti21")
    verdicts = dict(compared())
    fine = {"agrees", "not judged", "asked, but not judged", "text alone"}
    assert {name: verdict for name, verdict in verdicts.items() if verdict not in fine} == {}
    counts = {verdict: list(verdicts.values()).count(verdict) for verdict in fine}
    assert counts == {
        "agrees": 133,
        "asked, but not judged": 12,
        "not judged": 60,
        "text alone": 3,
    }
