"""QTI 2.1 packages against the official XML schemas, of 2012 (2.1) and of 2013 (2.1.1)."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from tests.shared import ROOT, shared_data

EXPORTS = sorted((ROOT / "exports").glob("*.qti21.zip"))

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
PACKAGING = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
METADATA = "{http://www.imsglobal.org/xsd/imsqti_metadata_v2p1}"

# Which schemas judge a document, by its root.
SCHEMAS = {
    f"{QTI}assessmentItem": ("qtiv2p1/imsqti_v2p1.xsd", "qtiv2p1p1/imsqti_v2p1p1.xsd"),
    f"{QTI}assessmentTest": ("qtiv2p1/imsqti_v2p1.xsd", "qtiv2p1p1/imsqti_v2p1p1.xsd"),
    f"{PACKAGING}manifest": ("imscp_v1p1.xsd",),
}
# The manifest's schema lets this element pass unchecked; it has one of its own.
METADATA_SCHEMA = "qtiv2p1/imsqti_metadata_v2p1.xsd"


@cache
def schema(name: str) -> etree.XMLSchema:
    path = shared_data("schemas-qti21", *name.split("/"))
    return etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))


def problems(name: str, element: etree._Element) -> list[str]:
    """What a schema finds wrong with an element, one line each."""
    judge = schema(name)
    judge.validate(element)
    return [f"{name}:{error.line}: {error.message}" for error in judge.error_log]


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name.split(".")[0])
def test_every_document_of_the_package_is_valid(path: Path) -> None:
    found: list[str] = []
    roots: list[str] = []
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        for member in package.namelist():
            if not member.endswith(".xml"):
                continue
            root = etree.fromstring(package.read(member))
            roots.append(root.tag)
            assert root.tag in SCHEMAS, f"{member}: no schema judges {root.tag}"
            for name in SCHEMAS[root.tag]:
                found += [f"{member}: {problem}" for problem in problems(name, root)]
            for metadata in root.iter(f"{METADATA}qtiMetadata"):
                # Parsed anew: a schema judges whole documents.
                alone = etree.fromstring(etree.tostring(metadata, with_tail=False))
                found += [f"{member}: {p}" for p in problems(METADATA_SCHEMA, alone)]
    assert found == []
    assert roots.count(f"{PACKAGING}manifest") == 1
    assert roots.count(f"{QTI}assessmentTest") == 1
    assert roots.count(f"{QTI}assessmentItem") > 1
