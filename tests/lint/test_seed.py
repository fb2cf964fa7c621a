"""The document that the project started from: what is wrong with it is found, and no more."""

from __future__ import annotations

from quizkit.api import lint
from quizkit.diagnostics import Severity
from tests.shared import shared_data


def test_what_is_wrong_with_the_first_document_is_found() -> None:
    (path,) = shared_data("seed").glob("*.txt")
    found = lint(path)
    wrong = [d.code for d in found if d.severity is not Severity.INFO]
    assert wrong == ["QK001", "QK108"]
    # Both true: two questions stand a level deeper, and no front matter names the language.
    assert {d.code for d in found if d.severity is Severity.INFO} == {"QK110", "QK514"}
