"""What holds for each source, as ``quizkit lint --show-settings`` prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from quizkit.check.cache import cache_folder
from quizkit.check.settings import Asked, Settings, settings_for
from quizkit.config import Config
from quizkit.disk import SourceFile
from quizkit.lint.rule import Rule, all_rules


def settings_lines(sources: Sequence[SourceFile], asked: Asked) -> Iterator[str]:
    """A JSON document: the settings of each source, the equal ones once."""
    groups: list[tuple[dict[str, Any], list[str]]] = []
    for source in sources:
        shown = _shown(*settings_for(source, asked))
        for known, paths in groups:
            if known == shown:
                paths.append(source.shown)
                break
        else:
            groups.append((shown, [source.shown]))
    document = {
        "cache": str(cache_folder()),
        "settings": [{"sources": paths, **shown} for shown, paths in groups],
    }
    yield json.dumps(document, ensure_ascii=False, indent=2)


def _shown(settings: Settings, config: Config) -> dict[str, Any]:
    return {
        "file": config.path or None,
        "rules": [_named(rule) for rule in all_rules() if rule.code in settings.wanted],
        "off": [_named(rule) for rule in all_rules() if rule.code not in settings.wanted],
        "severity": dict(settings.severity),
        "targets": list(settings.targets),
        "fixable": list(settings.fixable) or ["all"],
        "unfixable": list(settings.unfixable),
        "fail-on": config.fail_on or "warning",
        "max-warnings": config.max_warnings,
        "baseline": str(config.baseline) if config.baseline else None,
        "blueprint": {f"{kind}.{name}": value for (kind, name), value in config.blueprint.items()},
        "options": {f"{code}.{name}": value for (code, name), value in settings.options.items()},
        "encoding": settings.encoding,
    }


def _named(rule: Rule) -> str:
    """A rule by its code and its name: either can be written in the settings."""
    return f"{rule.code} {rule.name}"
