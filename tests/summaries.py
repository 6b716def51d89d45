"""Summaries for a clinician: one with everything in it, and any that hypothesis can think of."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import Any

from builders import build_assessment
from hypothesis import strategies as st

from uncramp.check.answers import Answers, answers_from_mapping
from uncramp.check.rulebook import rulebook
from uncramp.check.session import session_of
from uncramp.check.summary import ClinicianSummary, summarise
from uncramp.check.triage import ANSWERS
from uncramp.report.document import assessment_document
from uncramp.report.schema import to_json
from uncramp.why.answers import CrampEvent

ATHLETE: dict[str, Any] = {
    "mass_kg": 62.0, "height_m": 1.68, "age_year": 41.0, "sex": "female", "resting_heart_rate_bpm": 52.0, "sweat_rate_l_h": 1.1,
    "plasma_sodium_mmol_l": 140.0, "cramp_history": True, "medicines": ("ramipril",), "conditions": ("diabetes", "a bad knee"),
}  # fmt: skip
ANSWERED = {
    "age": 41,
    "sex": "female",
    "answers": {
        "dark, cola, tea or red urine": "yes",
        "muscle pain far worse than expected for the exercise": "unknown",
        "chest pain or pressure": "no",
        "nausea": "no",
    },
    "medicines": ["Lasix 40 mg", "simvastatin", "grandmother's drops"],
    "labs": {"sodium_mmol_l": 131, "temperature_c": 38.2},
}


@cache
def _saved(told: bool, planned: bool) -> str:
    reported = [CrampEvent("calf", "left", 5000.0), CrampEvent("quadriceps", "both", math.nan)] if told else None
    return to_json(assessment_document(build_assessment(draws=10, reported=reported, planned=planned)))


def saved_assessment(*, told: bool = True, planned: bool = False) -> dict[str, Any]:
    """What ``uncramp why --json`` would have saved."""
    document: dict[str, Any] = json.loads(_saved(told, planned))
    return document


def full_summary(**changed: Any) -> ClinicianSummary:
    """A summary of everything that can be given, but for what is ``changed``."""
    given: dict[str, Any] = {
        "answers": answers_from_mapping(ANSWERED),
        "session": session_of(saved_assessment()),
        "name": "Ana Beispiel",
        "born": "1985-03-21",
        "question": "Is it my statin?",
        "date": "2026-06-01",
        "version": "0.1.0",
    }
    return summarise(changed.pop("stated", ATHLETE), **given | changed)


TEXT = st.text(max_size=30)
NUMBERS = {
    "mass_kg": (30.0, 150.0), "height_m": (1.2, 2.3), "resting_heart_rate_bpm": (25.0, 110.0), "sweat_rate_l_h": (0.05, 4.5),
    "plasma_sodium_mmol_l": (120.0, 160.0),
}  # fmt: skip


@st.composite
def athletes(draw: st.DrawFn) -> dict[str, Any]:
    """What any athlete file may say, or leave out."""
    stated: dict[str, Any] = {name: draw(st.none() | st.floats(low, high)) for name, (low, high) in NUMBERS.items()}
    stated["sex"] = draw(st.sampled_from([None, "female", "male"]))
    stated["cramp_history"] = draw(st.sampled_from([None, True, False]))
    return stated | {name: tuple(draw(st.lists(TEXT, max_size=4))) for name in ("medicines", "conditions")}


@st.composite
def some_answers(draw: st.DrawFn) -> Answers:
    """Any answers."""
    labs = rulebook().labs
    return answers_from_mapping(
        {
            "answers": draw(
                st.dictionaries(st.sampled_from(list(rulebook().flags.values())), st.sampled_from(ANSWERS), max_size=12)
            ),
            "medicines": draw(st.lists(TEXT.filter(str.strip), max_size=4)),
            "labs": {name: draw(st.floats(labs[name].low, labs[name].high)) for name in draw(st.sets(st.sampled_from(list(labs))))},
        }
    )


@st.composite
def some_assessments(draw: st.DrawFn) -> dict[str, Any]:
    """Any saved assessment, with any of its numbers and parts missing."""
    document = saved_assessment(told=draw(st.booleans()), planned=draw(st.booleans()))
    for name in draw(st.sets(st.sampled_from(["body", "muscles", "chance_frac", "reported", "cautions", "provenance"]))):
        document[name] = None
    activity = document["activity"]
    for name in draw(st.sets(st.sampled_from(sorted(activity)))):
        activity[name] = None
    activity["heart_rate_bpm"] = draw(st.none() | st.just(math.nan) | st.just(math.inf) | st.floats(20.0, 250.0))
    return document


@st.composite
def summaries(draw: st.DrawFn) -> ClinicianSummary:
    """Any summary."""
    return summarise(
        draw(athletes()),
        answers=draw(st.none() | some_answers()),
        session=draw(st.none() | some_assessments().map(session_of)),
        name=draw(TEXT),
        born=draw(st.sampled_from(["", "1950-12-31"])),
        question=draw(TEXT),
        date="2026-06-01",
        version="0.1.0",
    )
