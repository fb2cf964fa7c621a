"""What every oracle gives back: questions that can be scored, and the ways a file is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

Score = Fraction | float
# What a student does; which shape fits depends on the question's kind (see OracleQuestion.score).
Response = object

CHOICE_KINDS = ("choice-single", "choice-multiple", "true-false")


class ImportRefused(Exception):
    """The LMS takes nothing of the file."""


class ImportCutShort(ImportRefused):
    """The LMS keeps the questions before the trouble and drops the rest of the file.

    `imported` holds what stays (for a notice, the damaged question too).
    """

    def __init__(self, message: str, imported: Sequence[OracleQuestion]) -> None:
        super().__init__(message)
        self.imported = list(imported)


class Unverifiable(Exception):
    """The facts do not say what this LMS does here, or its engines disagree: do not write this."""


@dataclass
class OracleOption:
    """One option or accepted answer: `key` is the target's own handle, `fraction` its weight."""

    key: str
    text: str
    feedback: str = ""
    fraction: float = 0.0


@dataclass(kw_only=True)
class OracleGap:
    """One gap of a cloze; `options` are its menu entries or its accepted answers."""

    kind: str
    name: str = ""
    options: list[OracleOption] = field(default_factory=list)
    points: Score = Fraction(1)
    shuffle: bool = False


@dataclass(kw_only=True)
class OracleQuestion:
    """A question as the LMS stores it.

    Responses, by kind:
      choice-*     a collection of positions in `options` (a bare position will do)
      true-false   True, False or None (positions are taken too)
      short-text, numeric   what was typed
      matching     {position in lefts: position in rights}
      ordering     positions in `items`, in the chosen order
      cloze        one response a gap (typed text, a position, a set of positions, None);
                   if there is just one gap, its response alone will do
    `notes` lists what the importer dropped, changed or left broken without refusing the file.
    """

    kind: str
    name: str = ""
    stem: str = ""
    points: Fraction = Fraction(1)
    options: list[OracleOption] = field(default_factory=list)
    general_feedback: str = ""
    correct_feedback: str = ""
    partial_feedback: str = ""
    incorrect_feedback: str = ""
    hints: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    category: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    gaps: list[OracleGap] = field(default_factory=list)
    lefts: list[str] = field(default_factory=list)
    rights: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    correct_order: list[int] = field(default_factory=list)
    shuffle: bool | None = None
    ident: str = ""
    model_answer: str = ""
    group: str = ""
    pick: int = 0
    notes: list[str] = field(default_factory=list)

    def score(self, response: Response) -> Score:
        """Points earned. Essays and information texts earn 0 (a person marks the former)."""
        raise NotImplementedError

    def feedback(self, response: Response) -> list[str]:
        """Feedback shown after finishing, in the order of the screen; blank ones left out."""
        raise NotImplementedError

    def as_choice(self) -> OracleQuestion:
        """The question itself when it is a choice; a cloze of one choice gap seen as a choice.

        Raises ValueError for anything else. Responses of the view are sets of positions.
        """
        if self.kind in CHOICE_KINDS:
            return self
        if self.kind == "cloze" and len(self.gaps) == 1 and self.gaps[0].kind.startswith("choice"):
            return _SingleGap(
                kind=self.gaps[0].kind,
                name=self.name,
                stem=self.stem,
                points=self.points,
                options=self.gaps[0].options,
                general_feedback=self.general_feedback,
                notes=self.notes,
                whole=self,
            )
        raise ValueError(f"{self.kind} question {self.name!r} is no choice")

    def gap_responses(self, response: Response) -> list[Response]:
        """The response split by gap; a lone gap's response need not be wrapped in a list."""
        if isinstance(response, list):
            given: list[Response] = list(response)
        elif response is None:
            given = [None] * len(self.gaps)
        else:
            given = [response]
        if len(given) != len(self.gaps):
            raise ValueError(f"{len(given)} responses for {len(self.gaps)} gaps")
        return given


@dataclass(kw_only=True)
class _SingleGap(OracleQuestion):
    whole: OracleQuestion

    def score(self, response: Response) -> Score:
        return self.whole.score([response])

    def feedback(self, response: Response) -> list[str]:
        return self.whole.feedback([response])


def positions(response: Response, options: Sequence[OracleOption] | None = None) -> list[int]:
    """The chosen positions, once each, in the order of the options.

    True and False name the option whose text is that word, else the first and the second.
    """
    if response is None:
        return []
    if isinstance(response, bool):
        word = str(response).lower()
        found = [n for n, o in enumerate(options or ()) if plain(o.text).strip().lower() == word]
        return found or [0 if response else 1]
    if isinstance(response, int):
        return [response]
    if isinstance(response, Collection) and not isinstance(response, str):
        chosen = sorted({int(n) for n in response})
        if chosen and options is not None and not 0 <= chosen[0] <= chosen[-1] < len(options):
            raise ValueError(f"no such option: {chosen}")
        return chosen
    raise TypeError(f"not a choice response: {response!r}")


def pairs_of(response: Response) -> dict[int, int]:
    """A matching response as a plain dict."""
    if response is None:
        return {}
    if isinstance(response, dict):
        return {int(left): int(right) for left, right in response.items()}
    raise TypeError(f"not a matching response: {response!r}")


def shown(*texts: str) -> list[str]:
    """Only what a student would see: blank texts make no box."""
    return [text for text in texts if text.strip()]


def plain(html: str) -> str:
    """Text without tags (entities are left as they are)."""
    return re.sub(r"<[^>]*>", "", html)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_TELLING = re.compile(
    r"correct|wrong|right|solution|distract|answer_?key|true_?answer|\bkeys?\b|^key|^ok|neutral",
    re.IGNORECASE,
)


def identifier_leaks(keys: Iterable[str], others: Iterable[str], where: str) -> list[str]:
    """Ways in which identifiers that reach a student's browser tell keys from the rest.

    Two are looked for: a word that says it, and a shape (digits aside) that only keys have.
    """
    keys, others = list(keys), list(others)
    found = [f"{where}: identifier {i!r} tells" for i in keys + others if _TELLING.search(i)]
    if {"true", "false"} == {i.lower() for i in keys + others}:
        return []
    key_shapes = {re.sub(r"\d+", "0", i) for i in keys}
    other_shapes = {re.sub(r"\d+", "0", i) for i in others}
    if len(keys) + len(others) > 2 and key_shapes and other_shapes:
        stable = len(key_shapes) == 1 and len(other_shapes) == 1
        if stable and key_shapes != other_shapes:
            found.append(f"{where}: keys look like {key_shapes}, the rest like {other_shapes}")
    return found
