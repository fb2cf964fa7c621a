"""One report format, one module: ``report(findings, frame)`` yields the lines to print."""

from __future__ import annotations

from typing import NamedTuple


class Facts(NamedTuple):
    """What machines want to know of a finding beside itself.

    ``fingerprint`` names it from run to run; ``suppressed`` is ``inSource`` where a comment
    silences it, ``external`` where a baseline does, with the ``reason`` that is given.
    """

    fingerprint: str = ""
    suppressed: str = ""
    reason: str = ""
