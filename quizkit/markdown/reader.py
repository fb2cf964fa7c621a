"""Reads a Markdown source: blocks into sections, sections into questions, in one pass."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from quizkit.content.parser import markdown_it
from quizkit.diagnostics import Diagnostic, Severity, Span
from quizkit.locale import Phrasebook, locale_for, phrasebook
from quizkit.markdown.blocks import Block, Lines, collect_references
from quizkit.markdown.draft import Context, Defaults, Draft, join
from quizkit.markdown.explanation import match_option, plain
from quizkit.markdown.forms import CHOICE_ROLES, Form, Forms
from quizkit.markdown.frontmatter import FrontMatter, read_front_matter
from quizkit.markdown.headless import split
from quizkit.markdown.instructions import take_instruction
from quizkit.markdown.items import (
    ACCEPTED,
    EXPECTED,
    Item,
    Markers,
    is_placeholder,
    marker_style,
    unquote,
)
from quizkit.markdown.letters import answer_line, details_lines, letter_run, split_label
from quizkit.markdown.numbers import parse_weight
from quizkit.markdown.sections import Section, iter_sections
from quizkit.model import Content, Group, Quiz, Role
from quizkit.reading import Explained, Instruction, QuestionReading, Reading

_NUMBERED = re.compile(
    r"(?:[^\W\d]{2,12}[\s.#№]*(\d{1,4})[.):]*$|[^\W\d]?\.?\s*(\d{1,4})[.):](?:\s|$))"
)
_TITLE_NUMBER = re.compile(r"^(?:\*\*)?(?:Q|D|P|F|П|В)?\.?\s*(\d{1,4})[.):]\s+(?=\S)")
_ANCHOR = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(#([^)\s]*)\)")
_IMAGE_ONLY = re.compile(r"(?:!\[[^\]]*\]\([^)]*\)\s*)+")


_AS_OPTION: dict[str, str] = {ACCEPTED: Role.KEY, EXPECTED: Role.DISTRACTOR}
_AS_ANSWER: dict[str, str] = {Role.KEY: ACCEPTED, Role.DISTRACTOR: EXPECTED, Role.NEUTRAL: EXPECTED}
ALMOST_OPTION = re.compile(
    r"\s*[-*+](?:\[[ xX]?\]|[ \t]+\[(?:\]|[ \t]*[xX][ \t]+\]|[ \t]+[xX][ \t]*\]|[ \t]{2,}\]))"
)
"""``-[x]``, ``- []``, ``- [X ]``: what an author meant as an option and Markdown does not read."""


class OpenGroup:
    """A pool under way: its heading, and the ids of its questions so far."""

    def __init__(self, section: Section) -> None:
        self.section = section
        self.level = section.level
        self.members: list[str] = []


def read_markdown(text: str, *, path: str = "") -> Reading:
    """The quiz that a Markdown text holds, with every finding that reading itself makes.

    ``path`` names the source in questions and gives the quiz its identifier. Never raises for
    what an author wrote.
    """
    return _Reader(text, path).read()


class _Reader:
    """The state of one reading."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.text = text
        self.lines = Lines(text)
        self.md = markdown_it()
        self.front: FrontMatter = read_front_matter(text)
        self.book: Phrasebook = phrasebook(self.front.language)
        self.markers = Markers(self.front.markers)
        self.forms = Forms(self.markers, self.book)
        self.env = collect_references(self.lines, self.md)
        self.questions: list[QuestionReading] = []
        self.found: list[Diagnostic] = list(self.front.problems)
        self.draft: Draft | None = None
        self.title = ""
        self.description: list[str] = []
        self.contents: list[tuple[str, str, int]] = []
        self.headings: list[str] = []
        self.languages: dict[str, int] = {}
        self.taken: set[str] = set()
        self.pending: Section | None = None
        self.group: OpenGroup | None = None
        self.groups: list[Group] = []
        self.guessed: set[str] = set()
        front = self.front
        self.defaults = Defaults(tags=front.tags, category=front.category)
        for name in ("points", "shuffle", "numbering"):
            if getattr(front, name) is not None:
                setattr(self.defaults, name, getattr(front, name))
        if front.scoring is not None:
            self.defaults.policy = front.scoring

    def read(self) -> Reading:
        for whole in iter_sections(self.lines, self.md, self.env, self.front.end_line):
            for section in split(whole, self.forms, self.md, self.env):
                if section.number is not None and section is not whole:
                    self._guess("questions that begin with a number, without a heading,", section)
                self._take(section)
                self._report_traps(section)
            self.forms.forget()
        self._close_group()
        self._finish()
        self._stray(self.pending)
        self._check_contents()
        front = self.front
        stem = PurePosixPath(self.path).name.split(".")[0]
        best = max(self.languages, key=self.languages.__getitem__, default=None)
        description = front.description or join(self.description)
        quiz = Quiz(
            identifier=front.identifier or stem or "quiz",
            title=front.title or self.title,
            language=front.language or best,
            description=Content(markdown=description) if description else None,
            settings=front.settings,
            questions=tuple(q.question for q in self.questions),
            groups=tuple(self.groups),
        )
        return Reading(
            quiz=quiz,
            path=self.path,
            text=self.text,
            questions=tuple(self.questions),
            diagnostics=tuple(self.found),
        )

    def _guess(self, what: str, section: Section) -> None:
        """Say once a file what was understood by guess."""
        if what not in self.guessed:
            self.guessed.add(what)
            self._note("QK120", "read-by-guess", Severity.INFO,
                       f"{what} are read as questions by guess", section.line,
                       "check that all of them are there")  # fmt: skip

    def _report_traps(self, section: Section) -> None:
        """Fences that never close, and lines that --- made headings."""
        for line, swallowed in section.unclosed:
            inside = "a heading stands" if swallowed == 1 else f"{swallowed} headings stand"
            message = f"this code is never closed; {inside} inside it"
            hint = "close it with a line of ```"
            if self.draft is not None:
                self.draft.report("QK113", "unclosed", Severity.ERROR, message, line, hint)
            else:
                self._note("QK113", "unclosed", Severity.ERROR, message, line, hint)
        for line in section.rules:
            self._note("QK113", "unclosed", Severity.WARNING,
                       "the line above is read as a heading by Markdown", line,
                       "put an empty line before ---")  # fmt: skip

    # -- sections ---------------------------------------------------------------------------

    def _take(self, section: Section) -> None:
        """Give a section its meaning."""
        draft = self.draft
        if draft is not None and self._answer_heading(draft, section):
            return
        phrase = self.book.heading(section.text) if section.text else None
        if section.text:
            self.headings.append(section.text)
        if self.group is not None and section.level and section.level <= self.group.level:
            self._close_group()
        if "group" in section.attributes.classes:
            self._open_group(section)
            return
        if draft is not None and phrase is not None and phrase.kind not in ("contents", "answers"):
            self._recognized(phrase.language)
            self._open_part(draft, section, phrase.kind)
            return
        marked = self.markers.split(section.text) if section.text else None
        if draft is not None and draft.items and marked and marked[0] in CHOICE_ROLES:
            self._option_heading(draft, section, section.text[marked[2] :], str(marked[0]))
            return
        form = self.forms.find(section)
        if form is not None and not (draft and self._is_content(draft, section)):
            answers = phrase is not None and phrase.kind == "answers"
            self._open(section, form, self.pending if answers else None)
            return
        if draft is not None and draft.in_explanation and draft.items:
            if self._option_heading(draft, section, section.text, None):
                return
            if section.level > draft.level or section.level > draft.part_level:
                heading = self.lines.slice(section.line, section.line + 1).strip()
                self._add(draft, [heading, *self._texts(section.blocks)])
                return
        self._no_question(section)

    def _is_content(self, draft: Draft, section: Section) -> bool:
        """A list below an explanation's own deeper heading illustrates, it asks nothing."""
        return draft.in_explanation and section.level > draft.part_level > draft.level

    def _no_question(self, section: Section) -> None:
        """A heading that asks nothing: the quiz's title, its contents, or a part's name."""
        self._finish()
        self._stray(self.pending)
        self.pending = None
        blocks = [b for b in section.blocks if not self._take_contents(b)]
        section.blocks = [b for b in blocks if b.kind != "hr"]
        if not self.questions and not self.title and section.level <= 1:
            if section.level == 1:
                self.title = plain_title(section.text)
            self.description += self._texts(section.blocks)
            return
        self.pending = section

    def _stray(self, section: Section | None) -> None:
        for block in section.blocks if section else []:
            if block.kind == "html" and block.lines[block.start].lstrip().startswith("<!--"):
                continue
            self._note("QK114", "stray-content", Severity.WARNING,
                       "this belongs to no question, so no student will see it", block.start,
                       "move it into a question, or give its heading the attribute {.info}")  # fmt: skip
            return

    # -- questions --------------------------------------------------------------------------

    def _open(self, section: Section, form: Form, parent: Section | None = None) -> None:
        """Begin a question at a section, given where its answers begin."""
        self._finish()
        head = parent or section
        if parent is None:
            self._stray(self.pending)
        self.pending = None
        number = _NUMBERED.match(head.text)
        draft = Draft(self.lines, head.line, head.level, plain_title(head.text), head.attributes)
        draft.title_number = int(number[1] or number[2]) if number else section.number
        draft.form = form.kind
        self.draft = draft
        for block in [*(parent.blocks if parent else []), *section.blocks[: form.start]]:
            if block.kind != "hr" and not self._take_contents(block):
                self._add_stem(draft, block)
        if draft.title and not draft.stem:
            self._take_from_title(draft, head)
        answers = section.blocks[form.start :]
        if form.kind == "matching" and answers:
            draft.table = answers.pop(0)
        elif form.kind == "ordering" and answers:
            draft.items = self.forms.items(answers.pop(0))
        elif form.kind == "letters" and answers:
            self._lettered(draft, answers.pop(0))
        self._answers(draft, answers)

    def _add_stem(self, draft: Draft, block: Block) -> None:
        text = self._block_text(block)
        draft.spans.setdefault(("stem",), Span(block.start + 1))
        if block.kind == "paragraph":
            text = text.replace(block.text, block.inline, 1)
            text = self._without_instruction(draft, text, block.start)
        if text.strip():
            draft.stem.append(text)
            draft.stem_lines.append(block.start)

    def _without_instruction(self, draft: Draft, text: str, line: int) -> str:
        """The text less its instruction, which is noted.

        Only how many to choose is taken out, since every LMS says that itself.
        """
        rest, found = take_instruction(text, self.book)
        if found is not None:
            self._recognized(found.phrase.language)
            at = line + text.count("\n", 0, found.offset)
            draft.instruction = Instruction(
                kind=found.phrase.kind, text=found.text, span=Span(at + 1), count=found.phrase.count
            )
            if draft.form not in ("choice", "letters") or found.phrase.kind not in (
                "one",
                "all",
                "count",
            ):
                return text
        return rest

    def _take_from_title(self, draft: Draft, head: Section) -> None:
        """A heading without a stem is the stem too, less its number and instruction."""
        text = self._without_instruction(draft, head.text, draft.line)
        text = _TITLE_NUMBER.sub("", text) or text
        draft.stem.append(text or head.text)
        draft.stem_lines.append(draft.line)

    def _answers(self, draft: Draft, blocks: list[Block]) -> None:
        """Read marked lists, the blocks that spilled out of them, and what follows."""
        closed = False
        for index, block in enumerate(blocks):
            if block.kind == "bullets" and not closed:
                items = self.forms.items(block)
                if any(item.role is not None for item in items):
                    self._add_items(draft, items)
                    continue
            if draft.form == "letters" and not closed and self._answer_block(draft, block):
                continue
            if block.kind == "hr":
                closed = True
            elif not closed and self._spills(blocks, index, draft):
                self._spill(draft.items[-1], block)
            elif closed and draft.part is None:
                self._note("QK114", "stray-content", Severity.WARNING,
                           "this belongs to no question, so no student will see it",
                           block.start, "write it above the --- line")  # fmt: skip
            else:
                if draft.part is None:
                    draft.part = draft.feedback.setdefault("general", [])
                self._add(draft, self._texts([block]))

    # -- letters ----------------------------------------------------------------------------

    def _lettered(self, draft: Draft, block: Block) -> None:
        """Take options with letters from a list, or from the lines of a paragraph."""
        draft.marker_style = "letter"
        section = Section(None, line=block.start)
        self._guess("options with letters, and the line that names the right one,", section)
        if block.kind == "bullets":
            draft.items = self.forms.items(block)
            for item in draft.items:
                label = split_label(item.text)
                item.text = label[1] if label else item.text
            return
        run = letter_run(block.inline, block.start)
        assert run is not None
        before, options, after, line = run
        if before.strip():
            stem = self._without_instruction(draft, before, block.start)
            draft.stem = [] if draft.stem == [draft.title] else draft.stem
            draft.stem.append(stem)
            draft.stem_lines.append(block.start)
        draft.items = [Item.plain(o.line, o.end, o.text, block.lines[o.line]) for o in options]
        if after.strip():
            self._answer_text(draft, after, line)

    def _answer_block(self, draft: Draft, block: Block) -> bool:
        """Read the answer line out of a paragraph, list or ``<details>`` below the options."""
        if block.kind == "html":
            lines = details_lines(block.text, self.book)
            if not lines:
                return True
            return self._answer_text(draft, "\n".join(lines), block.start)
        if block.kind in ("paragraph", "quote") and draft.keys is None:
            text = block.inline if block.kind == "paragraph" else unquote(block.text)
            return self._answer_text(draft, text, block.start)
        return False

    def _answer_text(self, draft: Draft, text: str, line: int) -> bool:
        """Find the answer line among lines; what else they say is general feedback."""
        options = [item.text for item in draft.items]
        rest: list[str] = []
        for one in text.split("\n"):
            found = None if draft.keys is not None else answer_line(one, options, self.book)
            if found is None:
                rest.append(one)
            else:
                draft.keys = found.keys
                if found.rest:
                    rest.append(found.rest)
        if draft.keys is None:
            return False
        draft.part = draft.feedback.setdefault("general", [])
        self._add(draft, ["\n".join(rest).strip()])
        return True

    def _answer_heading(self, draft: Draft, section: Section) -> bool:
        """A heading such as "Answer: B" below lettered options."""
        if draft.form != "letters" or draft.keys is not None or not section.text:
            return False
        texts = [section.text]
        if section.blocks and section.blocks[0].kind == "paragraph":
            texts.append(f"{section.text}: {section.blocks[0].inline}")
        for number, text in enumerate(texts):
            if self._answer_text(draft, text, section.line):
                draft.part_level = section.level
                self._answers(draft, section.blocks[number:])
                return True
        return False

    def _add_items(self, draft: Draft, items: list[Item]) -> None:
        for item in items:
            if item.role is None:
                text = self.lines[item.start].strip()
                if ALMOST_OPTION.match(text):
                    self._report_almost(draft, text, item.start)
                    draft.items.append(item)
                    continue
                draft.report("QK103", "unmarked-option", Severity.WARNING,
                             f'option "{text}" has no marker: is it right or wrong?', item.start,
                             "begin it with ✅ or ❌; without one it counts as wrong")  # fmt: skip
            else:
                self._agree(draft, item)
                draft.marker_style = draft.marker_style or marker_style(item.marker)
            for number, line in enumerate(item.text.split("\n")):
                if ALMOST_OPTION.match(line):
                    self._report_almost(draft, line, item.start + number)
            for nested in item.nested_markers:
                draft.report("QK115", "nested-marker", Severity.WARNING,
                             "a marked bullet stands inside another option", nested,
                             "unindent it if it is an option of its own")  # fmt: skip
            draft.items.append(item)

    def _agree(self, draft: Draft, item: Item) -> None:
        """Read an item by the form of its question where its marker belongs to another form."""
        typed = draft.form == "answers"
        meant = _AS_ANSWER.get(str(item.role)) if typed else _AS_OPTION.get(str(item.role))
        if meant is not None:
            wanted = "= or ≠" if typed else "✅ or ❌"
            draft.report("QK103", "unmarked-option", Severity.WARNING,
                         f'"{item.marker}" is not the kind of marker that the others have',
                         item.start, f"begin all of them with {wanted}", at=item.marker)  # fmt: skip
            item.role = meant

    def _report_almost(self, draft: Draft, line: str, number: int) -> None:
        text = ALMOST_OPTION.sub("", line, count=1).strip()
        sign = "x" if "x" in line.split("]")[0].lower() else " "
        draft.report("QK102", "almost-option", Severity.ERROR,
                     f'"{line.strip()}" looks like an option, but is not read as one', number,
                     f'write "- [{sign}] {text}"')  # fmt: skip

    def _spills(self, blocks: list[Block], index: int, draft: Draft) -> bool:
        """Whether an unindented block belongs to the option above it."""
        block = blocks[index]
        if not draft.items or block.kind not in ("fence", "quote", "paragraph", "code", "math"):
            return False
        if block.kind == "paragraph" and not _IMAGE_ONLY.fullmatch(block.inline.strip()):
            return False
        for other in blocks[index + 1 :]:
            if other.kind == "bullets":
                return any(i.role is not None for i in self.forms.items(other))
            if other.kind not in ("fence", "quote", "code", "math"):
                break
        last = draft.items[-1]
        if is_placeholder(last.text):
            return True
        sign = block.lines[block.start].lstrip()[:1]
        ends = (self.lines.skip_blank(item.end) for item in draft.items[:-1])
        below = [self.lines[end].lstrip()[:1] for end in ends if end < self.lines.end]
        return sign in below

    def _spill(self, item: Item, block: Block) -> None:
        text = self._block_text(block)
        if block.kind == "quote":
            item.feedback = join([item.feedback, unquote(text)])
        else:
            item.text = text if is_placeholder(item.text) else join([item.text, text])

    # -- explanations -----------------------------------------------------------------------

    def _open_part(self, draft: Draft, section: Section, kind: str) -> None:
        """An explanation, a combined feedback or a hint begins."""
        draft.in_explanation = kind == "explanation"
        draft.part_level = section.level
        if kind == "hint":
            draft.part = []
            draft.hints.append(draft.part)
        else:
            name = "general" if kind == "explanation" else kind
            draft.part = draft.feedback.setdefault(name, [])
            draft.spans[("feedback", name)] = Span(section.line + 1)
        self._add(draft, self._texts(section.blocks))

    def _option_heading(
        self, draft: Draft, section: Section, text: str, marker: str | None
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
            self._add(draft, [self.lines[section.line].strip(), *self._texts(section.blocks)])
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
                span=Span(section.line + 1),
                how=match.how,
                heading=text,
                tail=match.tail,
                marker=marker,
            )  # fmt: skip
        )
        draft.part = draft.option_feedback.setdefault(match.option, [])
        draft.spans.setdefault(("options", match.option, "feedback"), Span(section.line + 1))
        self._add(draft, [match.tail, *self._texts(section.blocks)])
        return True

    def _add(self, draft: Draft, texts: list[str]) -> None:
        if draft.part is not None:
            draft.part.extend(text for text in texts if text.strip())

    def _finish(self) -> None:
        if self.draft is not None:
            number = len(self.questions) + 1
            language = self.front.language or max(
                self.languages, key=self.languages.__getitem__, default=None
            )
            self._check_parts(self.draft)
            if self.draft.form == "letters":
                self.draft.settle_letters()
            locale = locale_for(language)
            context = Context(
                self.defaults, self.book, self.markers, bool(locale and locale.decimal_comma)
            )
            reading = self.draft.build(number, self.path, context, self.taken)
            self.questions.append(reading)
            if self.group is not None:
                self.group.members.append(reading.question.id)
            self.draft = None

    def _check_parts(self, draft: Draft) -> None:
        """Headings of an explanation or hint under which nothing stands."""
        parts = [draft.feedback.get(str(key[1]), []) for key in draft.spans if key[0] == "feedback"]
        places = [span for key, span in draft.spans.items() if key[0] == "feedback"]
        for part, span in zip(parts, places, strict=True):
            if not join(part) and not draft.explained:
                draft.report("QK306", "empty-explanation", Severity.WARNING,
                             "nothing stands under this heading", span.line - 1,
                             "write the explanation, or remove the heading")  # fmt: skip

    # -- pools ------------------------------------------------------------------------------

    def _open_group(self, section: Section) -> None:
        """A heading with ``.group`` makes a pool of the questions below it."""
        self._finish()
        self._stray(self.pending)
        self.pending = None
        self._close_group()
        self.group = OpenGroup(section)
        if any(block.kind != "hr" for block in section.blocks):
            self._stray(section)

    def _close_group(self) -> None:
        group, self.group = self.group, None
        if group is None:
            return
        self._finish_into(group)
        attributes, line = group.section.attributes, group.section.line
        pick = attributes.get("pick") or "1"
        number = int(pick) if pick.isascii() and pick.isdigit() else 0
        if not 1 <= number <= len(group.members):
            self._note("QK112", "unknown-attribute", Severity.ERROR,
                       f"pick={pick}, but the pool has {len(group.members)} questions", line,
                       "draw at least one, and no more than there are")  # fmt: skip
            return
        points = attributes.get("points")
        self.groups.append(
            Group(
                id=attributes.id or f"group-{len(self.groups) + 1}",
                title=plain_title(group.section.text),
                pick=number,
                points=parse_weight(points) if points else None,
                questions=tuple(group.members),
            )
        )

    def _finish_into(self, group: OpenGroup) -> None:
        """End the question under way as a member of a pool that ends with it."""
        self.group = group
        self._finish()
        self.group = None

    # -- text -------------------------------------------------------------------------------

    def _block_text(self, block: Block) -> str:
        text = block.text
        references = self.env.get("references") if self.env else None
        if references and "[" in text:
            for label, target in references.items():
                if f"[{label.lower()}]" in text.lower():
                    title = f' "{target["title"]}"' if target.get("title") else ""
                    text += f"\n\n[{label}]: <{target['href']}>{title}"
        return text

    def _texts(self, blocks: list[Block]) -> list[str]:
        while blocks and blocks[-1].kind == "hr":
            blocks = blocks[:-1]
        return [self._block_text(block) for block in blocks]

    def _take_contents(self, block: Block) -> bool:
        """Whether a block is a table of contents: a list or table of nothing but anchors."""
        if block.kind not in ("bullets", "numbers", "table"):
            return False
        inlines = [t for t in block.tokens if t.type == "inline" and t.content.strip()]
        links = [(t, m) for t in inlines if (m := _ANCHOR.search(t.content))]
        if not links or len(links) * 2 < len(inlines) or len(self.questions) > 0:
            return False
        for token, match in links:
            self.contents.append((match[1], match[2], token.map[0] if token.map else block.start))
        return True

    def _check_contents(self) -> None:
        if not self.contents:
            return
        known = {slug(h) for h in self.headings} | {plain(h) for h in self.headings}
        for text, anchor, line in self.contents:
            if slug(anchor) not in known and plain(text) not in known:
                self._note("QK108", "toc-mismatch", Severity.WARNING,
                           f'the contents list "{text}", which does not exist', line,
                           "remove the entry, or write the question")  # fmt: skip

    def _recognized(self, language: str) -> None:
        self.languages[language] = self.languages.get(language, 0) + 1

    def _note(
        self, code: str, name: str, severity: Severity, message: str, line: int, hint: str = ""
    ) -> None:
        self.found.append(
            Diagnostic(
                code=code,
                name=name,
                severity=severity,
                message=message,
                span=Span(line + 1),
                hint=hint,
            )  # fmt: skip
        )


def plain_title(text: str) -> str:
    """A heading's text for people: without emphasis and code marks."""
    return " ".join(re.sub(r"(?<!\\)[*`]+|(?<!\w)__?|__?(?!\w)", "", text).split())


def slug(text: str) -> str:
    """The anchor that code hosts make of a heading."""
    from urllib.parse import unquote as decode

    return re.sub(r"[^\w\- ]", "", decode(text).lower()).strip().replace(" ", "-")
