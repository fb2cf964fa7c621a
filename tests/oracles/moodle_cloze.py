"""Gaps in a Moodle cloze text, found and normalised as the importer does."""

from __future__ import annotations

import re
from html.entities import name2codepoint

from .base import ImportRefused, OracleOption
from .moodle_engine import MoodleGap, NumberAnswer, stored_number, trim

_TYPES = {
    "SHORTANSWER": ("short-text", ""),
    "SA": ("short-text", ""),
    "MW": ("short-text", ""),
    "SHORTANSWER_C": ("short-text", "case"),
    "SAC": ("short-text", "case"),
    "MWC": ("short-text", "case"),
    "NUMERICAL": ("numeric", ""),
    "NM": ("numeric", ""),
    **{
        name: ("choice-single", "shuffle" if "S" in name[2:] else "")
        for name in ("MC", "MCV", "MCH", "MCS", "MCVS", "MCHS")
    },
    **{
        f"MULTICHOICE{suffix}": ("choice-single", "shuffle" if "S" in suffix else "")
        for suffix in ("", "_V", "_H", "_S", "_VS", "_HS")
    },
    **{
        name: ("choice-multiple", "shuffle" if "S" in name[2:] else "")
        for name in ("MR", "MRH", "MRS", "MRHS")
    },
    **{
        f"MULTIRESPONSE{suffix}": ("choice-multiple", "shuffle" if "S" in suffix else "")
        for suffix in ("", "_H", "_S", "_HS")
    },
}
_OPENING = re.compile(r"\{([0-9]*):([A-Z_]+):")
_PERCENT = re.compile(r"%(-?[0-9]+(?:\.[0-9]*)?)%")


class _NotAGap(Exception):
    """The text from here on is no well-formed gap."""


def read_gaps(text: str) -> tuple[str, list[MoodleGap]]:
    """The stored text, with `{#n}` for the gaps, and the gaps. Raises ImportRefused."""
    stored: list[str] = []
    gaps: list[MoodleGap] = []
    at = 0
    while at < len(text):
        opening = _OPENING.match(text, at) if text[at] == "{" else None
        if opening and opening[2] in _TYPES:
            try:
                gap, end = _gap(text, opening, str(len(gaps) + 1))
            except _NotAGap:
                pass
            else:
                gaps.append(gap)
                stored.append(f"{{#{len(gaps)}}}")
                at = end
                continue
        stored.append(text[at])
        at += 1
    if not gaps:
        raise ImportRefused("a cloze without any well-formed gap")
    kept = "".join(stored)
    if len(re.findall(r"\{#\d+\}", kept)) != len(gaps):
        raise ImportRefused("text that looks like {#1} would be shown as a gap")
    return kept, gaps


def _gap(text: str, opening: re.Match[str], name: str) -> tuple[MoodleGap, int]:
    kind, flag = _TYPES[opening[2]]
    gap = MoodleGap(
        kind=kind,
        name=name,
        weight=int(opening[1] or 1),
        case=flag == "case",
        shuffle=flag == "shuffle",
    )
    gap.points = gap.weight
    at, weighted = opening.end(), False
    while True:
        percent, answer, feedback, at = _alternative(text, at)
        weighted |= percent not in ("", "=")
        fraction = 1.0 if percent == "=" else float(percent or 0) / 100
        gap.options.append(_option(gap, len(gap.options), answer, feedback, fraction))
        if text[at : at + 1] == "}":
            break
        at += 1
    _check(gap, weighted)
    return gap, at + 1


def _alternative(text: str, at: int) -> tuple[str, str, str, int]:
    """Fraction mark, raw answer, raw feedback, and where the separator stands."""
    percent = ""
    if text[at : at + 1] == "=":
        percent, at = "=", at + 1
    elif found := _PERCENT.match(text, at):
        percent, at = found[1], found.end()
    end = at + 1  # an answer is at least one character, whatever it is
    while not (
        text[end : end + 1] in ("~", "#", "}")
        and text[end : end + 1]
        and not text[at:end].endswith(("\\", "&", "&amp;"))
    ):
        end += 1
        if end >= len(text):
            raise _NotAGap
    answer, feedback = text[at:end], ""
    if text[end] == "#":
        start = end = end + 1
        while end < len(text) and not (text[end] in "~}" and text[end - 1] != "\\"):
            end += 1
        feedback = text[start:end]
        if end >= len(text):
            raise _NotAGap
    return percent, answer, feedback, end


def _option(
    gap: MoodleGap, number: int, answer: str, feedback: str, fraction: float
) -> OracleOption:
    text, told = trim(_plain(answer)), trim(_plain(feedback))
    if gap.kind != "numeric":
        return OracleOption(str(number), text, told, fraction)
    raw, _, margin = answer.partition(":")
    number_pattern = r"-?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][-+]?[0-9]+)?"
    value = tolerance = None
    if answer != "*":
        fits = re.fullmatch(number_pattern, raw) and re.fullmatch(number_pattern, margin or "0")
        value, tolerance = stored_number(raw), stored_number(margin or "0")
        if not fits or value is None or tolerance is None:
            raise ImportRefused(f"gap {gap.name}: {answer!r} is no number")
    return NumberAnswer(
        key=str(number),
        text=text,
        feedback=told,
        fraction=fraction,
        value=value,
        tolerance=tolerance or 0.0,
    )


def _check(gap: MoodleGap, weighted: bool) -> None:
    """What each type needs; tick boxes are normalised."""
    if gap.kind == "choice-multiple":
        positive = sum(o.fraction for o in gap.options if o.fraction > 0)
        if not positive:
            raise ImportRefused(f"gap {gap.name}: tick boxes need a positive alternative")
        keys = sum(o.fraction > 0 for o in gap.options)
        for option in gap.options:
            if option.fraction > 0:
                option.fraction /= positive
            elif not weighted:
                option.fraction = -1 / keys
            option.fraction = round(option.fraction, 7)
        return
    if gap.kind == "choice-single" and len(gap.options) < 2:
        raise ImportRefused(f"gap {gap.name}: a menu needs two alternatives")
    if all(option.fraction != 1 for option in gap.options):
        raise ImportRefused(f"gap {gap.name}: no alternative is worth 100 %")


def _plain(raw: str) -> str:
    """Entities decoded once, then `\\}` and `\\#`; `\\~` keeps its backslash."""

    def decode(match: re.Match[str]) -> str:
        name = match[1]
        if name.startswith(("#x", "#X")):
            return chr(int(name[2:], 16))
        if name.startswith("#"):
            return chr(int(name[1:]))
        return chr(name2codepoint[name]) if name in name2codepoint else match[0]

    text = re.sub(r"&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);", decode, raw)
    return text.replace(r"\}", "}").replace(r"\#", "#")
