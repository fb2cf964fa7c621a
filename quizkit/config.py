"""Settings of a project: ``[tool.quizkit]`` in pyproject.toml, or quizkit.toml.

The nearest such file upwards from a source holds for it:

    select = ["QK2"]                      # only these rules
    ignore = ["QK405"]                    # not these
    targets = ["moodle-xml", "canvas"]    # what export writes when --to is not given, and what
                                          # lint checks the losses of
    fixable = ["QK1"]                     # only these may be mended by --fix
    unfixable = ["QK110"]                 # not these
    fail-on = "error"                     # what makes lint end with 1: error, warning (as
                                          # without it), info or never
    max-warnings = 10                     # so many warnings pass
    baseline = "quizkit-baseline.json"    # known findings, from this file's folder
    [options]
    QK106 = {most = 14}                   # a rule's numbers, by its code or name
    [severity]
    QK103 = "error"                       # error, warning or info
    [per-file-ignores]
    "drafts/*" = ["QK3"]                  # by path, from the settings' folder
    [blueprint.tag]
    loops = 10                            # points, or a share of all such as "30%"
    [blueprint.category]
    "unit 1/types" = "25%"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.errors import QuizkitError, nearest

_KEYS = (
    "select", "ignore", "targets", "severity", "per-file-ignores", "fixable", "unfixable",
    "fail-on", "max-warnings", "baseline", "blueprint", "options",
)  # fmt: skip
FAIL_ON = ("error", "warning", "info", "never")
_BLUEPRINT = ("tag", "category")


@dataclass
class BadConfig(QuizkitError):
    """Settings that cannot be used."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings that hold for a source. ``folder`` is where their file stands."""

    folder: Path = Path()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()
    fail_on: str | None = None
    max_warnings: int | None = None
    baseline: Path | None = None
    blueprint: Mapping[tuple[str, str], float | str] = field(default_factory=dict)
    """What is wanted of a tag or a category: points, or a share such as ``30%``."""
    options: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """A number for a rule, by the rule as the settings name it and the option's name."""
    path: str = ""
    """The settings' file as messages name it; empty without one."""

    @property
    def rule_names(self) -> list[str]:
        """Every name of a rule that the settings hold."""
        listed = (self.select, self.ignore, self.fixable, self.unfixable, self.severity)
        names = [name for names in listed for name in names]
        return names + [name for names in self.per_file_ignores.values() for name in names]

    def ignored_in(self, path: Path) -> list[str]:
        """The rules that are not wanted in a file."""
        ignored = list(self.ignore)
        if self.per_file_ignores:
            try:
                name = path.resolve().relative_to(self.folder.resolve()).as_posix()
            except ValueError:
                name = path.name
            for pattern, codes in self.per_file_ignores.items():
                if fnmatch(name, pattern) or fnmatch(path.name, pattern):
                    ignored += codes
        return ignored

    def severity_of(self, diagnostic: Diagnostic) -> Severity:
        """A finding's level, changed where the settings say so, by code or name."""
        changed = self.severity.get(diagnostic.code) or self.severity.get(diagnostic.name)
        return changed or diagnostic.severity


def find_config(path: Path) -> Config:
    """The settings for a source: from the nearest file upwards, or none.

    Raises BadConfig for TOML that cannot be read, an unknown key or a value of the wrong kind.
    """
    return _config_of(path.resolve().parent)


@cache
def _config_of(folder: Path) -> Config:
    own = folder / "quizkit.toml"
    if own.is_file():
        return _parse(own, _load(own), folder)
    project = folder / "pyproject.toml"
    if project.is_file():
        tool = _load(project).get("tool")
        if isinstance(tool, dict) and "quizkit" in tool:
            return _parse(project, tool["quizkit"], folder)
    return Config() if folder.parent == folder else _config_of(folder.parent)


def _load(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadConfig(_shown(path), f"cannot be read: {error}") from error


def _shown(path: Path) -> str:
    """Relative to where the command runs, where that is short."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _parse(path: Path, table: object, folder: Path) -> Config:
    name = _shown(path)
    if not isinstance(table, dict):
        raise BadConfig(name, "the settings of quizkit must be a table")
    for key in table:
        if key not in _KEYS:
            guess = nearest(key, _KEYS)
            hint = f'did you mean "{guess}"?' if guess else f"known are: {', '.join(_KEYS)}"
            raise BadConfig(name, f'"{key}" is unknown; {hint}')
    severity = {
        code: _severity(name, code, level)
        for code, level in _members(name, table, "severity").items()
    }
    ignores = _members(name, table, "per-file-ignores").items()
    return Config(
        folder=folder,
        select=_words(name, "select", table.get("select", [])),
        ignore=_words(name, "ignore", table.get("ignore", [])),
        targets=_words(name, "targets", table.get("targets", [])),
        severity=severity,
        per_file_ignores={pattern: _words(name, pattern, codes) for pattern, codes in ignores},
        fixable=_words(name, "fixable", table.get("fixable", [])),
        unfixable=_words(name, "unfixable", table.get("unfixable", [])),
        fail_on=_fail_on(name, table.get("fail-on")),
        max_warnings=_number(name, "max-warnings", table.get("max-warnings")),
        baseline=_file(name, "baseline", table.get("baseline"), folder),
        blueprint=_blueprint(name, table),
        options=_options(name, table),
        path=name,
    )


def _fail_on(path: str, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or value not in FAIL_ON:
        raise BadConfig(path, '"fail-on" must be "error", "warning", "info" or "never"')
    return value


def _number(path: str, key: str, value: object) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise BadConfig(path, f'"{key}" must be a number, 0 or more')
    return value


def _file(path: str, key: str, value: object, folder: Path) -> Path | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value:
        raise BadConfig(path, f'"{key}" must name a file')
    return folder / value


def _blueprint(path: str, table: Mapping[str, object]) -> dict[tuple[str, str], float | str]:
    wanted: dict[tuple[str, str], float | str] = {}
    for kind, rows in _members(path, table, "blueprint").items():
        if kind not in _BLUEPRINT or not isinstance(rows, dict):
            raise BadConfig(path, "a blueprint has the tables [blueprint.tag] or [.category]")
        for name, value in rows.items():
            share = isinstance(value, str) and re.fullmatch(r"\d+(?:\.\d+)?\s*%", value)
            if not share and (isinstance(value, bool) or not isinstance(value, (int, float))):
                raise BadConfig(path, f'"{name}" must be points, or a share such as "30%"')
            wanted[kind, name] = value
    return wanted


def _options(path: str, table: Mapping[str, object]) -> dict[tuple[str, str], float]:
    wanted: dict[tuple[str, str], float] = {}
    for rule, values in _members(path, table, "options").items():
        if not isinstance(values, dict):
            raise BadConfig(path, f"the options of {rule} must be a table: {rule} = {{most = 14}}")
        for name, value in values.items():
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise BadConfig(path, f'the option "{name}" of {rule} must be a number')
            wanted[rule, name] = value
    return wanted


def _words(path: str, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise BadConfig(path, f'"{key}" must be a list of texts in quotes')
    return tuple(value)


def _members(path: str, table: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise BadConfig(path, f'"{key}" must be a table')
    return value


def _severity(path: str, code: str, level: object) -> Severity:
    if not isinstance(level, str) or level not in list(Severity):
        raise BadConfig(path, f'the severity of {code} must be "error", "warning" or "info"')
    return Severity(level)
