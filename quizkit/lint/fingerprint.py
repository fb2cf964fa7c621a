"""What a finding is known by from one run to the next, whatever moves above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from quizkit.diagnostics import Diagnostic


def fingerprint(found: Diagnostic, lines: Sequence[str]) -> str:
    """Stands for a rule, a question and the text of a place; ``lines`` are those of the source."""
    number = found.span.line
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    basis = f"{found.code}\0{found.question_id or ''}\0{line}"
    return blake2b(basis.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Fingerprints:
    """Fingerprints in one source, told apart where several findings are alike."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._seen: Counter[str] = Counter()

    def of(self, found: Diagnostic) -> str:
        """The fingerprint, and which of several alike it is."""
        name = fingerprint(found, self._lines)
        self._seen[name] += 1
        return f"{name}:{self._seen[name]}"
