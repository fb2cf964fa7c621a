"""What holds for one file: the command line over the settings' file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from quizkit.config import BadConfig, Config, find_config
from quizkit.diagnostics import Diagnostic, Severity
from quizkit.disk import SourceFile
from quizkit.errors import UnknownName
from quizkit.lint.engine import check_names, wanted_codes
from quizkit.lint.rule import find_rule


class Asked(NamedTuple):
    """What the command line asks for; empty where it says nothing."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()
    encoding: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which rules run over a file, at which level, for which targets, and what may be fixed."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()
    encoding: str | None = None
    options: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Numbers for rules, by code and name."""

    @property
    def wanted(self) -> frozenset[str]:
        """The codes of the rules that run."""
        return wanted_codes(self.select, self.ignore)

    def levelled(self, found: Diagnostic) -> Diagnostic:
        """A finding at the level that the settings give it, by code or name."""
        level = self.severity.get(found.code) or self.severity.get(found.name)
        return replace(found, severity=level) if level else found

    def may_fix(self, found: Diagnostic) -> bool:
        """Whether the settings let a finding be mended."""
        return found.code in wanted_codes(self.fixable or ("all",), self.unfixable)


def settings_for(source: SourceFile, asked: Asked) -> tuple[Settings, Config]:
    """The settings for a source, and the file they come from.

    Raises BadConfig for a settings' file that cannot be used.
    """
    config = find_config(source.path)
    _check(config.path, tuple(config.rule_names))
    settings = Settings(
        select=asked.select or config.select,
        ignore=(*asked.ignore, *config.ignored_in(source.path)),
        targets=asked.targets or config.targets,
        severity=config.severity,
        fixable=asked.fixable or config.fixable,
        unfixable=(*asked.unfixable, *config.unfixable),
        encoding=asked.encoding,
        options=_options(config) if config.options else {},
    )
    return settings, config


def _options(config: Config) -> dict[tuple[str, str], float]:
    """The options by their rules' codes; raises BadConfig for one that no rule has."""
    found = {}
    for (name, option), value in config.options.items():
        try:
            rule = find_rule(name)
        except UnknownName as error:
            raise BadConfig(config.path, str(error)) from error
        known_options = dict(rule.options)
        if option not in known_options:
            known = ", ".join(known_options) or "none"
            raise BadConfig(
                config.path, f'{rule.code} {rule.name} has no option "{option}"; known are: {known}'
            )
        found[rule.code, option] = value
    return found


@cache
def _check(path: str, names: tuple[str, ...]) -> None:
    """Refuse a settings' file that names a rule that is none."""
    try:
        check_names(names)
    except UnknownName as error:
        raise BadConfig(path, str(error)) from error
