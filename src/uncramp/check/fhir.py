"""The summary as a FHIR R4 document: a Bundle whose Composition leads through the resources, every reference inside it.

The same summary gives the same bytes: identifiers are made of the content, and the only time in it is the day it was given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid5

from uncramp.check.fhir_codes import wrong_codes
from uncramp.check.fhir_resources import DEVICE, PATIENT, Entry, Reference, Resource, entries, narrative
from uncramp.check.summary import ClinicianSummary
from uncramp.check.summary_words import NOT_A_DEVICE, Section, sections
from uncramp.errors import EvidenceError, StoreError
from uncramp.texts import _

SEED: Final = UUID("7b1d1f2e-6a0f-5c43-9d0c-2f0a6d1c9e54")
"""Space of our identifiers, drawn once by hand; it says nothing of a person or a machine."""

NO_PACKAGE: Final = "A FHIR document needs fhir.resources, which is not installed; install it with pip install 'uncramp[fhir]'."


def fhir_document(summary: ClinicianSummary) -> Resource:
    """The summary as a document Bundle, checked against the models of FHIR R4B and our list of codes.

    Raises
    ------
    StoreError
        If the package that checks it is not installed.
    EvidenceError
        If the document would not be valid: a mistake of ours.
    """
    bundle = build_bundle(summary)
    check_bundle(bundle)
    return bundle


def fhir_text(summary: ClinicianSummary) -> str:
    """The document as JSON text; see :func:`fhir_document`."""
    return json.dumps(fhir_document(summary), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def build_bundle(summary: ClinicianSummary) -> Resource:
    """The document, not yet checked."""
    return _bundle(summary, uuid5(SEED, json.dumps(_bundle(summary, SEED))))  # identifiers of the content, which holds identifiers


def _bundle(summary: ClinicianSummary, space: UUID) -> Resource:

    def urn(key: str) -> str:
        return f"urn:uuid:{uuid5(space, key)}"

    def refer(key: str) -> Resource:
        return {"reference": urn(key)}

    words = {section.id: section for section in sections(summary)}
    found = list(entries(summary, words, refer))
    composition = _composition(summary, words, found, refer)
    return {
        "resourceType": "Bundle",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": urn("bundle")},
        "type": "document",
        "timestamp": f"{summary.date}T00:00:00Z",  # the day is known, and this field asks for a time
        "entry": [
            {"fullUrl": urn(entry.key), "resource": entry.resource} for entry in (Entry("composition", "", composition), *found)
        ],
    }


def _composition(summary: ClinicianSummary, words: Mapping[str, Section], found: list[Entry], refer: Reference) -> Resource:
    title = _("Muscle cramp: summary for a clinician")
    return {
        "resourceType": "Composition",
        "text": narrative(title, _(NOT_A_DEVICE)),
        "status": "final",
        "type": {"text": _("summary for a clinician")},
        "subject": refer(PATIENT),
        "date": summary.date,
        "author": [refer(DEVICE)],
        "title": title,
        "section": [
            {"title": section.title, "text": _section_text(section)}
            | ({"entry": inside} if (inside := [refer(entry.key) for entry in found if entry.section == section.id]) else {})
            for section in words.values()
        ],
    }


def _section_text(section: Section) -> Resource:
    rows = [f"{row.label}: {row.text}" if row.label else row.text for row in section.rows]
    return narrative(*rows, section.note)


def check_bundle(bundle: Mapping[str, Any]) -> None:
    """Check a document against the models of FHIR R4B, our list of codes, and that every reference leads somewhere in it.

    Raises
    ------
    StoreError
        If the package that checks it is not installed.
    EvidenceError
        Naming what is wrong.
    """
    try:
        from fhir.resources.R4B.bundle import Bundle
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] != "fhir":
            raise
        raise StoreError(NO_PACKAGE) from None
    try:
        Bundle.model_validate(bundle)
    except ValueError as error:
        raise EvidenceError(f"The FHIR document is not valid: {error}") from None
    wrong = [*wrong_codes(bundle), *loose_references(bundle)]
    if wrong:
        raise EvidenceError(f"The FHIR document is not valid: {'; '.join(wrong)}.")


def loose_references(bundle: Mapping[str, Any]) -> list[str]:
    """References that lead to no entry of ``bundle``."""
    known = {entry.get("fullUrl") for entry in bundle.get("entry", ())}
    return [f"reference to {found}, which is not in it" for found in _references(bundle) if found not in known]


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for inner in value for found in _references(inner)]
    if not isinstance(value, Mapping):
        return []
    here = [value["reference"]] if isinstance(value.get("reference"), str) else []
    return here + [found for inner in value.values() for found in _references(inner)]
