"""What holds for one file: the command line over the settings' file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from quizkit.config import BadConfig, Config, find_config
from quizkit.diagnostics import Diagnostic, Severity
from quizkit.disk import SourceFile
from quizkit.errors import UnknownName
from quizkit.lint.engine import check_names, wanted_codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
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
    )
    return settings, config


@cache
def _check(path: str, names: tuple[str, ...]) -> None:
    """Refuse a settings' file that names a rule that is none."""
    try:
        check_names(names)
    except UnknownName as error:
        raise BadConfig(path, str(error)) from error
