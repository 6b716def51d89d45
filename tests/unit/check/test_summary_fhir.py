"""The FHIR document: valid, whole, resolvable, the same each time, and with no code that was not looked up."""

from __future__ import annotations

import builtins
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from fhir.resources.R4B import (
    bundle,
    composition,
    device,
    medicationstatement,
    narrative,
    observation,
    patient,
    questionnaireresponse,
    riskassessment,
)
from hypothesis import given, settings
from summaries import full_summary, saved_assessment, summaries

from uncramp.check.answers import answers_from_mapping
from uncramp.check.fhir import build_bundle, check_bundle, fhir_document, fhir_text, loose_references
from uncramp.check.fhir_codes import codes, wrong_codes
from uncramp.check.session import session_of
from uncramp.check.summary import ClinicianSummary
from uncramp.check.summary_words import SIMULATION
from uncramp.errors import EvidenceError, StoreError

MODELS = {
    "Bundle": bundle.Bundle, "Composition": composition.Composition, "Composition.section": composition.CompositionSection,
    "Patient": patient.Patient, "Observation": observation.Observation, "Device": device.Device,
    "QuestionnaireResponse": questionnaireresponse.QuestionnaireResponse, "RiskAssessment": riskassessment.RiskAssessment,
    "MedicationStatement": medicationstatement.MedicationStatement, "Device.deviceName": device.DeviceDeviceName,
    "*.text": narrative.Narrative,
}  # fmt: skip


def of_kind(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Resources of one kind in a document."""
    return [entry["resource"] for entry in document["entry"] if entry["resource"]["resourceType"] == kind]


def leaves(value: object) -> Iterator[object]:
    """Every value in a document that holds no others."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    else:
        yield value


@settings(deadline=None)
@given(summaries())
def test_any_summary_is_a_valid_document_that_comes_back_the_same(summary: ClinicianSummary) -> None:
    text = fhir_text(summary)
    document = json.loads(text, parse_constant=pytest.fail)
    read = bundle.Bundle.model_validate_json(text)
    assert read == bundle.Bundle.model_validate_json(read.model_dump_json())
    assert json.loads(read.model_dump_json()) == document
    assert document["entry"][0]["resource"]["resourceType"] == "Composition"
    assert len({entry["fullUrl"] for entry in document["entry"]}) == len(document["entry"])
    assert not loose_references(document)
    assert not wrong_codes(document)
    assert all(entry["resource"]["text"]["div"].startswith("<div xmlns") for entry in document["entry"])
    # what the standard asks of strings: never empty, never only blanks
    assert all(value.strip() for value in leaves(document) if isinstance(value, str))


def test_every_kind_is_there_and_no_section_is_empty() -> None:
    document = fhir_document(full_summary())
    kinds = {entry["resource"]["resourceType"] for entry in document["entry"]}
    assert kinds == {
        "Composition", "Patient", "Device", "Observation", "QuestionnaireResponse", "RiskAssessment", "MedicationStatement", "Condition",
    }  # fmt: skip
    lead = document["entry"][0]["resource"]
    assert all(section["text"]["div"].count("<p>") for section in lead["section"])
    referred = json.dumps(lead["section"])
    inside = [
        entry["fullUrl"]
        for entry in document["entry"]
        if entry["resource"]["resourceType"] not in ("Composition", "Patient", "Device")
    ]
    assert sum(url not in referred for url in inside) == 2  # body mass and height: they belong to the person, not to a section


def test_what_was_measured_has_its_code_and_unit() -> None:
    found = {
        (coding["code"], resource["valueQuantity"]["value"], resource["valueQuantity"]["code"])
        for resource in of_kind(fhir_document(full_summary()), "Observation")
        for coding in resource["code"].get("coding", ())
    }
    activity = saved_assessment()["activity"]
    assert found == {
        ("29463-7", 62.0, "kg"), ("8302-2", 168.0, "cm"), ("8867-4", 52.0, "/min"), ("2951-2", 140.0, "mmol/L"), ("2951-2", 131.0, "mmol/L"),
        ("8310-5", 38.2, "Cel"), ("8867-4", activity["heart_rate_bpm"], "/min"), ("8867-4", activity["heart_rate_bpm_max"], "/min"),
    }  # fmt: skip


def test_nothing_simulated_is_an_observation() -> None:
    document = saved_assessment()
    marks = iter(range(900_001, 901_000))
    for name in document["body"]:
        document["body"][name] = {"median": float(next(marks)), "low": float(next(marks)), "high": float(next(marks))}
    observed = json.dumps(of_kind(fhir_document(full_summary(session=session_of(document))), "Observation"))
    assert not re.findall(r"90[01]\d\d\d", observed)
    assert str(document["chance_frac"]["mean"]) not in observed


def test_a_simulated_chance_is_in_percent_as_the_standard_has_it_and_marked() -> None:
    document = saved_assessment()
    (risk,) = of_kind(fhir_document(full_summary()), "RiskAssessment")
    first = risk["prediction"][0]
    assert first["probabilityDecimal"] == pytest.approx(100.0 * document["chance_frac"]["mean"], rel=1e-5)
    assert len(risk["prediction"]) == 4
    assert risk["method"]["text"] == "uncramp 0.1.0, mixture, 10 draws, seed 0"
    assert risk["note"][0]["text"] == SIMULATION
    assert all(SIMULATION in prediction["rationale"] for prediction in risk["prediction"])
    assert risk["text"]["div"].count(SIMULATION) == 4


def test_answers_stand_as_given_with_the_version_of_the_rules() -> None:
    (response,) = of_kind(fhir_document(full_summary()), "QuestionnaireResponse")
    given_ = {item["linkId"]: item["answer"][0]["valueString"] for item in response["item"]}
    assert given_ == {
        "rules_version": full_summary().triage.rules_version,
        "dark": "yes",
        "painfar": "unknown",
        "chest": "no",
        "naus": "no",
    }  # type: ignore[union-attr]


def test_what_a_person_named_is_text_and_not_confirmed() -> None:
    document = fhir_document(full_summary())
    assert [statement["medicationCodeableConcept"] for statement in of_kind(document, "MedicationStatement")] == [
        {"text": "ramipril"}, {"text": "Lasix 40 mg"}, {"text": "simvastatin"}, {"text": "grandmother's drops"},
    ]  # fmt: skip
    for condition in of_kind(document, "Condition"):
        assert condition["verificationStatus"]["coding"][0]["code"] == "unconfirmed"
        assert set(condition["code"]) == {"text"}


def test_nothing_of_the_person_is_made_up() -> None:
    empty = full_summary(stated={}, answers=None, session=None, name="", born="", question="")
    (who,) = of_kind(fhir_document(empty), "Patient")
    assert set(who) == {"resourceType", "text"}
    (named,) = of_kind(fhir_document(full_summary()), "Patient")
    assert (named["name"], named["gender"], named["birthDate"]) == ([{"text": "Ana Beispiel"}], "female", "1985-03-21")
    assert "identifier" not in named


def test_a_name_cannot_break_out_of_the_narrative() -> None:
    document = fhir_document(full_summary(name='</p><script>alert("1")</script>&'))
    assert "<script>" not in json.dumps([entry["resource"]["text"] for entry in document["entry"]])


def test_a_planned_session_has_nothing_recorded() -> None:
    document = saved_assessment(told=False, planned=True)
    document["activity"]["heart_rate_bpm"] = 150.0
    texts = [
        resource["code"]["text"] for resource in of_kind(fhir_document(full_summary(session=session_of(document))), "Observation")
    ]
    assert not [text for text in texts if "session" in text]


def test_the_same_summary_gives_the_same_bytes_in_any_process_and_another_gives_others() -> None:
    program = "import sys; from summaries import full_summary; from uncramp.check.fhir import fhir_text; sys.stdout.write(fhir_text(full_summary()))"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            text=True,
            encoding="utf-8",
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(sys.path),
                "PYTHONHASHSEED": seed,
                "PYTHONIOENCODING": "utf-8",
                "TZ": "Asia/Tokyo",
            },
        )
        assert done.stdout == fhir_text(full_summary())
    one, other = build_bundle(full_summary()), build_bundle(full_summary(question="Another?"))
    assert not {entry["fullUrl"] for entry in one["entry"]} & {entry["fullUrl"] for entry in other["entry"]}


def test_a_document_of_a_hundred_resources_is_valid() -> None:
    medicines = [f"medicine {number}" for number in range(100)]
    document = fhir_document(full_summary(answers=answers_from_mapping({"answers": {"nausea": "yes"}, "medicines": medicines})))
    assert len(of_kind(document, "MedicationStatement")) == 101
    assert len(document["entry"]) > 104


@pytest.mark.parametrize(
    ("kind", "change", "seen"),
    [
        ("MedicationStatement", {"status": "bogus"}, "MedicationStatement.status: bogus"),
        ("Patient", {"gender": "xx"}, "Patient.gender: xx"),
        ("Composition", {"status": "done"}, "Composition.status: done"),
        ("QuestionnaireResponse", {"status": "final"}, "QuestionnaireResponse.status: final"),
        ("RiskAssessment", {"status": "active"}, "RiskAssessment.status: active"),
        ("Observation", {"status": "completed"}, "Observation.status: completed"),
        ("Device", {"deviceName": [{"name": "x", "type": "nick"}]}, "Device.deviceName.type: nick"),
        ("Patient", {"text": {"status": "made", "div": "<div/>"}}, "Patient.text.status: made"),
        ("Condition", {"verificationStatus": {"coding": [{"system": "http://loinc.org", "code": "2951-2"}]}}, r"verificationStatus.coding: http://loinc.org\|2951-2"),
        ("Condition", {"code": {"coding": [{"system": "http://snomed.info/sct", "code": "1"}]}}, r"Condition.code.coding: http://snomed.info/sct\|1"),
        ("Observation", {"code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]}}, r"http://loinc.org\|2823-3"),
        ("Observation", {"valueString": None, "valueQuantity": {"value": 1, "code": "stone", "system": "http://unitsofmeasure.org"}}, "stone"),
        ("Condition", {"subject": {"reference": "urn:uuid:0"}}, "reference to urn:uuid:0"),
        ("Condition", {"subject": None}, "not valid"),
        ("Observation", {"colour": "red"}, "not valid"),
    ],
)  # fmt: skip
def test_a_code_or_reference_that_is_wrong_is_seen(kind: str, change: dict[str, Any], seen: str) -> None:
    document = build_bundle(full_summary())
    check_bundle(document)
    target = of_kind(document, kind)[0]
    target.update(change)
    for name in [name for name, value in change.items() if value is None]:
        del target[name]
    with pytest.raises(EvidenceError, match=seen):
        check_bundle(document)


@pytest.mark.parametrize("path", codes()["required"])
def test_our_value_sets_are_those_of_the_models(path: str) -> None:
    place, _, name = path.rpartition(".")
    known = (MODELS[place].model_fields[name].json_schema_extra or {})["enum_values"]  # type: ignore[index]
    ours = codes()["required"][path]
    assert (
        ours == known if "+" not in known else set(known) - {"+"} < set(ours)
    )  # a plus stands for codes that the model does not list


def test_every_element_with_a_required_value_set_is_in_our_list() -> None:
    document = fhir_document(full_summary())

    def bound(value: dict[str, Any], place: str) -> Iterator[str]:
        for name, inner in value.items():
            path = f"{place}.{name}"
            field = MODELS[place].model_fields.get(name)
            if field is not None and "enum_values" in (field.json_schema_extra or {}):
                yield path
            for part in inner if isinstance(inner, list) else [inner]:
                if path in MODELS:
                    yield from bound(part, path)

    resources = [entry["resource"] for entry in document["entry"]]
    found = {
        path for resource in resources if resource["resourceType"] in MODELS for path in bound(resource, resource["resourceType"])
    }
    assert found == set(codes()["required"]) - {"Bundle.type", "Composition.section.mode", "Device.status", "*.text.status"}


def test_no_number_that_is_none_leaves() -> None:
    document = saved_assessment()
    document["activity"]["duration_s"] = math.nan
    document["body"]["sweat_l"] = {"median": math.inf, "low": math.nan, "high": 1e400}
    document["chance_frac"]["low"] = None
    text = fhir_text(full_summary(session=session_of(document)))
    json.loads(text, parse_constant=pytest.fail)
    assert not re.search(r"\b(nan|inf)\b", text)


def test_without_the_package_what_to_install_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("fhir"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return imported(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(StoreError, match=r"pip install 'uncramp\[fhir\]'"):
        fhir_document(full_summary())
