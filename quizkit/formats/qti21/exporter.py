"""QTI 2.1: a package that standard engines score exactly as the quiz says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, cast

from quizkit.formats.base import (
    Engine,
    ExportedFile,
    Exporter,
    Feature,
    Fidelity,
    Job,
)
from quizkit.formats.layout import Pool, arranged
from quizkit.formats.qti21.arranged import write_matching, write_ordering
from quizkit.formats.qti21.body import Body
from quizkit.formats.qti21.choice import write_choice, write_true_false
from quizkit.formats.qti21.cloze import write_cloze
from quizkit.formats.qti21.draft import Draft
from quizkit.formats.qti21.idents import ItemIdents
from quizkit.formats.qti21.open_text import write_essay, write_info
from quizkit.formats.qti21.package import (
    MANIFEST,
    QTI_NAMES,
    TEST,
    ItemRecord,
    Section,
    manifest_document,
    test_document,
)
from quizkit.formats.qti21.typed import write_numeric, write_short_text
from quizkit.formats.xml_writer import DECLARATION, EMPTY, block, element
from quizkit.formats.zip_stream import Member, zip_chunks
from quizkit.model import (
    Choice,
    Cloze,
    Essay,
    Info,
    Matching,
    Numeric,
    Ordering,
    Question,
    ShortText,
    TrueFalse,
)

Writer = Callable[[Question, Draft], None]
_LABEL_LENGTH = 256
_RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"})


class Qti21Exporter(Exporter):
    """One item a question, a test, a manifest, and the media they use."""

    name = "qti21"
    label = "QTI 2.1"
    suffix = ".qti21.zip"
    engines = (
        Engine(
            "qti21",
            "QTI 2.1",
            {
                Feature.HINTS: Fidelity.LOST,
                Feature.NUMBERING: Fidelity.LOST,
                Feature.COMBINED_FEEDBACK: Fidelity.LOST,
                Feature.RICH_TEXT: Fidelity.LOST,
                Feature.IMAGES: Fidelity.LOST,
                Feature.MATH: Fidelity.LOST,
                Feature.SETTINGS: Fidelity.LOST,
                Feature.GROUPS: Fidelity.ADAPTED,
                Feature.IDENTIFIER: Fidelity.ADAPTED,
                Feature.LANGUAGE: Fidelity.ADAPTED,
            },
            {
                Feature.COMBINED_FEEDBACK: "in essays, which a person marks",
                Feature.RICH_TEXT: "in drop-down lists, and markup that QTI does not have",
                Feature.IMAGES: "in drop-down lists",
                Feature.MATH: "in drop-down lists",
                Feature.SETTINGS: "one question at a time, and attempts at the whole quiz",
                Feature.LANGUAGE: "writing from right to left",
            },
        ),
    )
    writers: ClassVar[Mapping[type[Question], Callable[..., object]]] = {
        Choice: write_choice,
        TrueFalse: write_true_false,
        ShortText: write_short_text,
        Numeric: write_numeric,
        Matching: write_matching,
        Ordering: write_ordering,
        Cloze: write_cloze,
        Essay: write_essay,
        Info: write_info,
    }

    def files(self, job: Job) -> Iterator[ExportedFile]:
        """One zip archive."""
        yield ExportedFile(self.suffix, zip_chunks(self._members(job)))

    def _members(self, job: Job) -> Iterator[Member]:
        """Items in order, then media, test and manifest: these know the items by then."""
        body, idents = Body(job), ItemIdents()
        entries: list[Section | ItemRecord] = []
        records: list[ItemRecord] = []
        media: dict[str, None] = {}
        for part in arranged(job):
            questions = part.questions if isinstance(part, Pool) else (part,)
            written: list[ItemRecord] = []
            for question in questions:
                record, document = self._item(self.writable(question, job), job, body, idents)
                media.update(dict.fromkeys(record.files))
                written.append(record)
                yield Member(f"{record.ident}.xml", (document,))
            records += written
            if isinstance(part, Pool):
                entries.append(Section(part.group.title, part.group.pick, written))
            else:
                entries += written
        quiz = job.quiz
        introduction = body.flow(None, quiz.description) if quiz.description else EMPTY
        test_files = [body.names[path] for path in body.take_files()]
        media.update(dict.fromkeys(test_files))
        paths = {name: path for path, name in body.names.items()}
        for name in sorted(media):
            yield Member(name, (job.data(paths[name]),))
        _declare_quiz(job)
        title = quiz.title or quiz.identifier
        yield Member(f"{TEST}.xml", test_document(quiz, title, entries, introduction))
        yield Member(f"{MANIFEST}.xml", manifest_document(quiz, title, records, test_files))

    def _item(
        self, question: Question, job: Job, body: Body, idents: ItemIdents
    ) -> tuple[ItemRecord, bytes]:
        draft = Draft(job, body, question, idents.of(question.id))
        if draft.ident != question.id:
            job.adapt(question, Feature.IDENTIFIER, f'its identifier there is "{draft.ident}"')
        if question.hints:
            job.lose(question, Feature.HINTS, "hints are left out")
        if not isinstance(question, Cloze):
            draft.body.append(draft.stem())
        cast(Writer, self.writers[type(question)])(question, draft)
        draft.react()
        title = question.title or body.title(question.stem)
        document = _item_document(draft, title, job.quiz.language)
        record = ItemRecord(
            ident=draft.ident,
            title=title,
            points=None if draft.kind == "info" else question.points,
            tags=question.tags,
            category=question.category,
            files=tuple(body.names[path] for path in body.take_files()),
            interaction="orderInteraction" if draft.kind == "order" else "",
            has_feedback=bool(draft.remarks),
            has_solution=draft.is_scored,
        )
        return record, document


def _item_document(draft: Draft, title: str, language: str | None) -> bytes:
    attributes = {**QTI_NAMES, "identifier": draft.ident, "title": title}
    if draft.ident != draft.question.id and len(draft.question.id) <= _LABEL_LENGTH:
        attributes["label"] = draft.question.id
    if language:
        attributes["xml:lang"] = language
    attributes |= {"adaptive": "false", "timeDependent": "false"}
    remarks = [
        element(
            "modalFeedback",
            {"outcomeIdentifier": "FEEDBACK", "identifier": ident, "showHide": "show"},
            content,
        )
        for ident, content in draft.remarks
    ]
    document = block(
        "assessmentItem",
        attributes,
        *draft.declarations,
        *draft.outcomes(),
        block("itemBody", None, *draft.body),
        draft.processing(),
        *remarks,
    )
    return f"{DECLARATION}{document}\n".encode()


def _declare_quiz(job: Job) -> None:
    """Losses of the quiz as a whole."""
    settings = job.quiz.settings
    if settings.one_at_a_time is not None:
        job.lose(
            None,
            Feature.SETTINGS,
            "whether questions are shown one at a time is left to the LMS",
        )
    if settings.attempts is not None:
        job.adapt(
            None,
            Feature.SETTINGS,
            "the number of attempts is counted for each question, not for the whole quiz",
        )
    if (job.quiz.language or "").lower().split("-")[0] in _RIGHT_TO_LEFT:
        job.adapt(
            None,
            Feature.LANGUAGE,
            "the language is noted, but writing from right to left is left to the LMS",
        )
