"""The resources of the FHIR R4 document: each thing of the summary as other programs read it, with its narrative.

What a person said is marked so, a simulated number stands in a RiskAssessment and in text only, never in an Observation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any, Final

from uncramp.check.fhir_codes import codes
from uncramp.check.rulebook import rulebook
from uncramp.check.session import Estimate, Session
from uncramp.check.summary import ClinicianSummary, said_by_the_person
from uncramp.check.summary_words import (
    NOT_A_DEVICE,
    SIMULATION,
    Section,
    estimate_name,
    estimate_text,
    medicine_classes,
    muscle_and_side,
    quantity,
    who,
)
from uncramp.texts import _, spoken_tag

Resource = dict[str, Any]
Reference = Callable[[str], Resource]
"""From the key of a resource in the bundle to a reference to it."""

PATIENT, DEVICE, ANSWERS, RISK, URGENCY = "patient", "device", "answers", "risk", "urgency"
CATEGORIES: Final = "http://terminology.hl7.org/CodeSystem/observation-category"
CODED_LABS: Final = {"sodium_mmol_l": "sodium", "temperature_c": "body_temperature"}
"""Laboratory and thermometer values by name -> what they are in fhir_codes.toml; any other is told by its name alone."""

DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource with the key it is referred to by and the section of the document it belongs to."""

    key: str
    section: str  # id of a Section, "" for none
    resource: Resource


@dataclass(frozen=True, slots=True)
class _Finding:
    """One thing observed."""

    what: str  # in fhir_codes.toml, "" if it has no code
    text: str
    value: float | str | bool
    when: str | Resource  # a day or moment, or a period
    by_person: bool  # stated by them; else recorded by their watch
    unit: str = ""  # of a number without a code
    site: str = ""


def entries(summary: ClinicianSummary, words: Mapping[str, Section], refer: Reference) -> Iterator[Entry]:
    """Every resource but the Composition; ``words`` are the sections of the summary by their ids."""
    yield Entry(PATIENT, "", _patient(summary))
    yield Entry(DEVICE, "", _device(summary))
    if said_by_the_person(summary.answers):
        yield Entry(ANSWERS, "answers", _questionnaire_response(summary, refer))
    if summary.triage is not None and "urgency" in words:
        yield Entry(URGENCY, "urgency", _urgency(summary, words["urgency"], refer))
    for number, medicine in enumerate(summary.medicines):
        classes = ", ".join(medicine_classes(medicine))
        yield Entry(f"medicine {number}", "medicines", _medicine(medicine.given, classes, summary.date, refer))
    for number, condition in enumerate(summary.person.conditions):
        yield Entry(f"condition {number}", "conditions", _condition(condition.replace("_", " "), summary.date, refer))
    for number, (section, finding) in enumerate(_stated(summary)):
        yield Entry(f"stated {number}", section, _observation(finding, refer))
    if summary.session is not None:
        for number, finding in enumerate(_of_session(summary.session, summary.date)):
            yield Entry(f"session {number}", "happened", _observation(finding, refer))
        if any(estimate.id.endswith("chance_frac") for estimate in summary.session.estimates):
            yield Entry(RISK, "estimates", _risk(summary, summary.session, refer))


def narrative(*lines: str) -> Resource:
    """Text of a resource for people, as XHTML."""
    tag = spoken_tag()
    tag = spoken_tag()
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml" lang="{tag}" xml:lang="{tag}">{paragraphs}</div>',
    }


def _patient(summary: ClinicianSummary) -> Resource:
    person, told = summary.person, [f"{row.label}: {row.text}" for row in who(summary)]
    resource: Resource = {"resourceType": "Patient", "text": narrative(*(told or [_("Nothing was said of who it is.")]))}
    if person.name:
        resource["name"] = [{"text": person.name}]
    if person.sex:
        resource["gender"] = person.sex
    if person.born:
        resource["birthDate"] = person.born
    return resource


def _device(summary: ClinicianSummary) -> Resource:
    return {
        "resourceType": "Device",
        "text": narrative(f"uncramp {summary.version}", _(NOT_A_DEVICE)),
        "deviceName": [{"name": "uncramp", "type": "other"}],
        "type": {"text": _("software for research and education")},
        "version": [{"value": summary.version}],
        "note": [{"text": _(NOT_A_DEVICE)}],
    }


def _questionnaire_response(summary: ClinicianSummary, refer: Reference) -> Resource:
    book, said = rulebook(), said_by_the_person(summary.answers)
    version = summary.triage.rules_version if summary.triage else book.version
    first: Resource = {"linkId": "rules_version", "text": _("Version of the rule file"), "answer": [{"valueString": version}]}
    items = [first] + [
        {"linkId": flag, "text": _(book.flags[flag]), "answer": [{"valueString": answer}]} for flag, answer in said.items()
    ]
    lines = [f"{item['text']}: {item['answer'][0]['valueString']}" for item in items]
    return {
        "resourceType": "QuestionnaireResponse",
        "text": narrative(*lines),
        "status": "completed",
        "subject": refer(PATIENT),
        "authored": summary.date,
        "item": items,
    }


def _urgency(summary: ClinicianSummary, words: Section, refer: Reference) -> Resource:
    assert summary.triage is not None
    lines = [f"{row.label} {row.text}".strip() for row in words.rows]
    resource: Resource = {
        "resourceType": "Observation",
        "text": narrative(*lines, words.note),
        "status": "final",
        "code": {"text": _("urgency by fixed rules over what the person reported")},
        "subject": refer(PATIENT),
        "effectiveDateTime": summary.date,
        "valueString": summary.triage.urgency,
        "method": {"text": _("rule file of uncramp, version {version}").format(version=summary.triage.rules_version)},
        "device": refer(DEVICE),
        "note": [{"text": line} for line in (*lines[1:], _(NOT_A_DEVICE))],
    }
    if said_by_the_person(summary.answers):
        resource["derivedFrom"] = [refer(ANSWERS)]
    return resource


def _medicine(given: str, classes: str, date: str, refer: Reference) -> Resource:
    read = _("class by a list of uncramp: {classes}").format(classes=classes) if classes else ""
    resource: Resource = {
        "resourceType": "MedicationStatement",
        "text": narrative(_("{name}, as named by the person").format(name=given), read),
        "status": "unknown",  # that it is named does not say whether it is taken now
        "medicationCodeableConcept": {"text": given},
        "subject": refer(PATIENT),
        "dateAsserted": date,
        "informationSource": refer(PATIENT),
    }
    return resource | ({"note": [{"text": read}]} if read else {})


def _condition(name: str, date: str, refer: Reference) -> Resource:
    return {
        "resourceType": "Condition",
        "text": narrative(_("{name}, as named by the person, not confirmed").format(name=name)),
        "verificationStatus": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "unconfirmed"}]
        },
        "code": {"text": name},
        "subject": refer(PATIENT),
        "recordedDate": date,
        "asserter": refer(PATIENT),
    }


def _stated(summary: ClinicianSummary) -> Iterator[tuple[str, _Finding]]:
    """What the person typed in about the body, behind the section it belongs to."""
    person, date = summary.person, summary.date
    for section, what, text, value, unit in (
        ("", "body_mass", _("body mass"), person.mass_kg, ""),
        ("", "height", _("height"), 100.0 * person.height_m, ""),
        ("measured", "heart_rate", _("resting heart rate"), person.resting_heart_rate_bpm, ""),
        ("measured", "sodium", _("blood sodium at rest"), person.plasma_sodium_mmol_l, ""),
        ("measured", "", _("sweat rate in a test"), person.sweat_rate_l_h, "L/h"),
    ):
        if math.isfinite(value):
            yield section, _Finding(what, text, value, date, by_person=True, unit=unit)
    for name, value in summary.answers.labs.items():
        if math.isfinite(value):
            lab = rulebook().labs[name]
            yield "measured", _Finding(CODED_LABS.get(name, ""), _(lab.name), value, date, by_person=True, unit=lab.unit)


def _of_session(session: Session, date: str) -> Iterator[_Finding]:
    """What was recorded or reported of a session that was done."""
    if session.planned:
        return
    when = _period(session) or date
    for text, value in (
        (_("mean heart rate of the session"), session.heart_rate_bpm),
        (_("heart rate in the highest minute of the session"), session.heart_rate_bpm_max),
    ):
        if math.isfinite(value):
            yield _Finding("heart_rate", text, value, when, by_person=False)
    if session.drinking_stated and session.drinking:
        yield _Finding("", _("fluid intake in the session"), session.drinking, when, by_person=True)
    for cramp in session.reported or ():
        at = _moment(session.start, cramp.at_s) or when
        yield _Finding("", _("muscle cramp"), value=True, when=at, by_person=True, site=muscle_and_side(cramp.muscle, cramp.side))


def _observation(finding: _Finding, refer: Reference) -> Resource:
    note = _("as stated by the person") if finding.by_person else _("from the activity file of the person's watch")
    value, shown = _value(finding)
    line = f"{finding.text}: {shown}" if shown else finding.text
    resource: Resource = {
        "resourceType": "Observation",
        "text": narrative(line, note),
        "status": "final",
        "code": {"text": finding.text},
        "subject": refer(PATIENT),
        "effectivePeriod" if isinstance(finding.when, dict) else "effectiveDateTime": finding.when,
        "note": [{"text": note}],
        **value,
    }
    if finding.what:
        system, code, _unit = codes()["measured"][finding.what]
        resource["code"] = {"coding": [{"system": system, "code": code}], "text": finding.text}
        category = "laboratory" if finding.what == "sodium" else "vital-signs"
        resource["category"] = [{"coding": [{"system": CATEGORIES, "code": category}]}]
    if finding.site:
        resource["bodySite"] = {"text": finding.site}
    if finding.by_person:
        resource["performer"] = [refer(PATIENT)]
    return resource


def _value(finding: _Finding) -> tuple[Resource, str]:
    """The value of an Observation, and how it reads."""
    found = finding.value
    if isinstance(found, bool):
        return {"valueBoolean": found}, finding.site
    if isinstance(found, str):
        return {"valueString": found}, found
    if finding.what:
        unit = codes()["measured"][finding.what][2]
        coded = {"value": rounded(found), "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
        return {"valueQuantity": coded}, quantity(found, unit)
    return {"valueQuantity": {"value": rounded(found), "unit": finding.unit}}, quantity(found, finding.unit)


def rounded(value: float) -> float:
    """``value`` to six significant digits.

    Examples
    --------
    >>> rounded(1 / 3)
    0.333333
    """
    return float(f"{value:.{DIGITS}g}") + 0.0


def _risk(summary: ClinicianSummary, session: Session, refer: Reference) -> Resource:
    chances = [estimate for estimate in session.estimates if estimate.id.endswith("chance_frac")]
    lines = [f"{estimate_name(estimate)}: {estimate_text(estimate)}, {_(SIMULATION)}" for estimate in chances]
    resource: Resource = {
        "resourceType": "RiskAssessment",
        "text": narrative(*lines, session.model),
        "status": "final",
        "method": {"text": session.model},
        "subject": refer(PATIENT),
        "performer": refer(DEVICE),
        "prediction": [_prediction(estimate) for estimate in chances],
        "note": [{"text": _(SIMULATION)}],
    }
    if session.reported is not None:
        resource["note"].append({"text": _("The chances take into account what was reported.")})
    when = _period(session)
    return resource | ({"occurrencePeriod": when} if when else {"occurrenceDateTime": summary.date})


def _prediction(estimate: Estimate) -> Resource:
    return {
        "outcome": {"text": estimate_name(estimate)},
        "probabilityDecimal": rounded(100.0 * estimate.middle),  # FHIR R4 writes a probability as a percentage, at most 100
        "rationale": _("percent, mean and range of nine tenths of the draws: {text}; {simulation}").format(
            text=estimate_text(estimate), simulation=_(SIMULATION)
        ),
    }


def _period(session: Session) -> Resource | None:
    if not session.start:
        return None
    end = _moment(session.start, session.duration_s)
    return {"start": session.start} | ({"end": end} if end else {})


def _moment(start: str, elapsed_s: float) -> str:
    if not (start and math.isfinite(elapsed_s)):
        return ""
    try:
        moment = datetime.fromisoformat(start) + timedelta(seconds=round(elapsed_s))
    except OverflowError:
        return ""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
