"""Reports for machines: SARIF against its schema, JSON against ours, GitHub's commands."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from quizkit.diagnostics import Diagnostic, Severity, Span
from quizkit.lint.reports import github
from quizkit.lint.rule import all_rules, examples
from tests.cli.run import quizkit
from tests.shared import ROOT

SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text(encoding="utf-8"))
FINDINGS = json.loads((ROOT / "schemas" / "findings.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A folder with every rule's bad example, and a suppressed finding."""
    for rule in all_rules():
        for number, text in enumerate(examples(rule.bad)):
            (tmp_path / f"{rule.code} ü{number}.md").write_text(text, encoding="utf-8")
    silenced = "<!-- quizkit: ignore QK201 a survey -->\n\n## Which?\n\n- ❌ a\n- ❌ b\n"
    (tmp_path / "silenced.md").write_text(silenced, encoding="utf-8")
    return tmp_path


def lint(folder: Path, form: str, *more: str) -> str:
    done = quizkit("lint", ".", "--format", form, "--no-cache", *more, cwd=folder)
    assert done.returncode == 1, done.stderr
    return done.stdout


def test_sarif_is_valid_and_complete(bank: Path) -> None:
    log = json.loads(lint(bank, "sarif", "--select", "all"))
    jsonschema.Draft4Validator(SARIF).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(rules) > 80
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]["quizkit/v1"]
    fixed = [result for result in run["results"] if "fixes" in result]
    assert len(fixed) > 10
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
    }
    assert "QK201%20%C3%BC0.md" in uris


def test_sarif_tells_what_is_suppressed_and_why(bank: Path) -> None:
    log = json.loads(lint(bank, "sarif", "--select", "QK201"))
    told = [r for r in log["runs"][0]["results"] if "suppressions" in r]
    assert [r["suppressions"] for r in told] == [
        [{"kind": "inSource", "justification": "a survey"}]
    ]


def test_json_fits_its_schema(bank: Path) -> None:
    found = json.loads(lint(bank, "json", "--select", "all", "--target", "gift"))
    jsonschema.Draft202012Validator(FINDINGS).validate(found)
    assert any(member["fix"] for member in found)
    places = [(m["path"], m["fingerprint"]) for m in found if m["code"] < "QK6"]
    assert len(places) > 100


def test_github_commands_escape_what_they_must() -> None:
    found = Diagnostic(
        code="QK201",
        name="no-key",
        severity=Severity.INFO,
        message="100 % wrong,\nsay: no",
        hint="mark one",
        path="a,b:c.md",
        span=Span(3, 5, 3, 7),
    )
    assert list(github.report([found], lambda _: "")) == [
        "::notice title=QK201 no-key,file=a%2Cb%3Ac.md,line=3,endLine=3,col=5,endColumn=7"
        "::100 %25 wrong,%0Asay: no; mark one"
    ]


def test_fingerprint_survives_what_moves_above(tmp_path: Path) -> None:
    text = "## Which is odd?\n\n- ❌ 2\n- ❌ 4\n"

    def fingerprints(source: str) -> list[str]:
        (tmp_path / "q.md").write_text(source, encoding="utf-8")
        found = json.loads(lint(tmp_path, "json", "--select", "QK201"))
        return [member["fingerprint"] for member in found]

    moved = "## Which is even?\n\n- ✅ 2\n- ❌ 5\n\n" + text
    assert fingerprints(text) == fingerprints(moved)
    assert len(set(fingerprints(text + "\n" + text))) == 2
