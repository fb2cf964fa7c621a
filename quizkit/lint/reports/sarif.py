"""For code scanning: SARIF 2.1.0 (OASIS), with each rule's help, fixes and fingerprints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

from quizkit._version import __version__
from quizkit.diagnostics import Diagnostic, Fix, Severity, Span
from quizkit.lint.docs import rule_page
from quizkit.lint.reports import Facts
from quizkit.lint.rule import Rule, rules_by_code

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def report(
    findings: Iterable[Diagnostic],
    frame: Callable[[Diagnostic], str],
    facts: Callable[[Diagnostic], Facts] | None = None,
) -> Iterator[str]:
    """One run with a result for each finding, suppressed ones among them and marked so."""
    results, used = [], {}
    for found in findings:
        used[found.code] = rules_by_code()[found.code]
        results.append(_result(found, facts(found) if facts else Facts()))
    codes = sorted(used)
    for result in results:
        result["ruleIndex"] = codes.index(result["ruleId"])
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "quizkit",
                        "version": __version__,
                        "rules": [_rule(used[code]) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    yield json.dumps(log, ensure_ascii=False, indent=2)


def _rule(rule: Rule) -> dict[str, Any]:
    explanation = " ".join(rule.explanation.split())
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.name.replace("-", " ")},
        "fullDescription": {"text": explanation},
        "help": {"text": explanation, "markdown": rule_page(rule)},
        "defaultConfiguration": {
            "enabled": rule.default,
            "level": _LEVELS[rule.severity],
        },
    }


def _result(found: Diagnostic, facts: Facts) -> dict[str, Any]:
    message = f"{found.message}. To do: {found.hint}." if found.hint else found.message
    result: dict[str, Any] = {
        "ruleId": found.code,
        "level": _LEVELS[found.severity],
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(found.path),
                    "region": _region(found.span),
                }
            }
        ],
    }
    if facts.fingerprint:
        result["partialFingerprints"] = {"quizkit/v1": facts.fingerprint}
    if facts.suppressed:
        suppression = {"kind": facts.suppressed}
        if facts.reason:
            suppression["justification"] = facts.reason
        result["suppressions"] = [suppression]
    if found.fix is not None and found.fix.edits:
        result["fixes"] = [_fix(found.fix, found.path)]
    return result


def _fix(fix: Fix, path: str) -> dict[str, Any]:
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(path),
                "replacements": [
                    {
                        "deletedRegion": _region(edit.span),
                        "insertedContent": {"text": edit.text},
                    }
                    for edit in fix.edits
                ],
            }
        ],
    }


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path.replace("\\", "/"), safe="/~")}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
