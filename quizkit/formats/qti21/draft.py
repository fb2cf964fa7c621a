"""One item while it is being written."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from quizkit.formats.base import Job
from quizkit.formats.numbers import plain_decimal
from quizkit.formats.qti21 import rules
from quizkit.formats.qti21.body import Body
from quizkit.formats.xml_writer import EMPTY, Markup, block, element
from quizkit.model import NO_FEEDBACK, ONE, Content, Question

ALMOST = Fraction(99999, 100000)
"""From this share on a score counts as full: sums of doubles may end just below."""
HARDLY = Fraction(1, 100000)
"""Up to this share a score counts as none, for the same reason."""


@dataclass
class Draft:
    """What a writer fills in: declarations, body, and how the response is scored.

    ``earned`` is the outcome that holds what the response earns, out of ``most``. That is SCORE
    and the points; a question without points earns a share that counts nowhere, so that its
    feedback can still tell right from wrong.
    """

    job: Job
    text: Body
    question: Question
    ident: str
    declarations: list[Markup] = field(default_factory=list)
    body: list[Markup] = field(default_factory=list)
    scoring: list[Markup] = field(default_factory=list)
    template: str = ""
    full: Markup = EMPTY
    is_scored: bool = True
    kind: str = ""
    remarks: list[tuple[str, Markup]] = field(default_factory=list)
    reactions: list[Markup] = field(default_factory=list)

    @property
    def earned(self) -> str:
        """The outcome that scoring sets."""
        return "SCORE" if self.question.points > 0 else "SHARE"

    @property
    def most(self) -> Fraction:
        """The value of that outcome for a right response."""
        return self.question.points if self.question.points > 0 else ONE

    def stem(self) -> Markup:
        """The stem as one ``div``: an importer keeps little else that stands in the body."""
        return element("div", None, self.text.flow(self.question, self.question.stem))

    def has_feedback(self, *contents: Content | None) -> bool:
        """Whether any feedback is to be shown: the question's own or one of these."""
        return self.question.feedback != NO_FEEDBACK or any(c is not None for c in contents)

    def remark(self, condition: Markup, content: Content | None) -> None:
        """Feedback to an option or answer, shown when a condition holds."""
        if content is None:
            return
        ident = f"FB_{len(self.remarks) + 1}"
        self.show(ident, content, condition)

    def show(self, ident: str, content: Content, condition: Markup | None) -> None:
        """Feedback under an identifier of its own; always, where there is no condition."""
        self.remarks.append((ident, self.text.feedback(self.question, content)))
        rule = rules.show_feedback(ident)
        self.reactions.append(rule if condition is None else rules.when((condition, rule)))

    def react(self) -> None:
        """The question's own feedback, by what the response earned."""
        feedback = self.question.feedback
        full = self.full or rules.at_least(self.most * ALMOST, self.earned)
        some = rules.above(self.most * HARDLY, self.earned)
        if self.is_scored:
            if feedback.correct is not None:
                self.show("correct_fb", feedback.correct, full)
            if feedback.partial is not None:
                self.show("partial_fb", feedback.partial, rules.all_of(some, rules.negated(full)))
            if feedback.incorrect is not None:
                self.show("incorrect_fb", feedback.incorrect, rules.negated(some))
        if feedback.general is not None:
            self.show("general_fb", feedback.general, None)

    def processing(self) -> Markup:
        """The response processing: a template where that says it all, else rules.

        Never both: engines ignore the template then. Scoring comes first, in rules of its own;
        an importer takes any condition that sets a score for a statement of what is right.
        """
        if self.template and not self.reactions:
            return element("responseProcessing", {"template": self.template})
        if not self.scoring and not self.reactions:
            return EMPTY
        return block("responseProcessing", None, *self.scoring, *self.reactions)

    def outcomes(self) -> list[Markup]:
        """The outcomes that are used, with what other systems expect by convention."""
        declared: list[Markup] = []
        points = plain_decimal(self.question.points)
        if self.is_scored or self.kind == "essay":
            maximum = points if self.question.points > 0 else None
            declared.append(rules.outcome("SCORE", "float", default="0", maximum=maximum))
            declared.append(rules.outcome("MAXSCORE", "float", default=points))
            declared.append(rules.outcome("MINSCORE", "float", default="0"))
        if self.scoring and self.earned != "SCORE":
            declared.append(rules.outcome(self.earned, "float", default="0"))
        if self.remarks:
            declared.append(
                element(
                    "outcomeDeclaration",
                    {"identifier": "FEEDBACK", "cardinality": "multiple", "baseType": "identifier"},
                )
            )
        return declared
