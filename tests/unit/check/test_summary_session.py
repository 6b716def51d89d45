"""A saved assessment read as a document: what it says, and what is said of one that is none."""

from __future__ import annotations

import contextlib
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from summaries import saved_assessment

from uncramp.check.session import READS, ReportedCramp, session_of
from uncramp.errors import InputError
from uncramp.names import MUSCLES
from uncramp.report.schema import SCHEMA_VERSION


def test_the_version_that_is_printed_is_read() -> None:
    assert SCHEMA_VERSION.startswith(READS)


def test_what_the_document_says() -> None:
    document = saved_assessment()
    session = session_of(document)
    assert session.sport == "running"
    assert session.start == "2026-05-03T08:00:00Z"
    assert session.heart_rate_bpm == document["activity"]["heart_rate_bpm"]
    assert session.reported is not None
    assert session.reported[0] == ReportedCramp("calf", "left", 5000.0)
    assert math.isnan(session.reported[1].at_s)
    assert session.estimates[0].id == "chance_frac"
    assert session.estimates[0].middle == document["chance_frac"]["mean"]
    assert {f"{muscle}_chance_frac" for muscle in MUSCLES} <= {estimate.id for estimate in session.estimates}
    assert session.model == "uncramp 0.1.0, mixture, 10 draws, seed 0"


def test_silence_is_not_none() -> None:
    assert session_of(saved_assessment(told=False)).reported is None
    document = saved_assessment()
    document["reported"] = []
    assert session_of(document).reported == ()


def test_only_cautions_that_name_a_clinician_go_there() -> None:
    document = saved_assessment()
    levels = ("note", "self_care", "clinician_soon", "same_day", "emergency")
    document["cautions"] = [{"id": level, "text": f"about {level}", "urgency": level} for level in levels]
    assert session_of(document).cautions == ("about clinician_soon", "about same_day", "about emergency")


def test_an_earlier_version_without_heart_rate_is_read() -> None:
    document = saved_assessment()
    document["schema_version"] = "1.1"
    del document["activity"]["heart_rate_bpm"]
    assert math.isnan(session_of(document).heart_rate_bpm)


@pytest.mark.parametrize(
    ("document", "seen"),
    [
        ([], "is list; expected an object"),
        ("why", "is str; expected an object"),
        ({}, "something else, not an assessment"),
        ({"schema_version": "1.1", "rows": []}, "a table of a folder"),
        ({"error": {"kind": "input"}}, "an error, not an assessment"),
        ({"schema_version": "2.0", "activity": {}}, r"schema_version '2.0'; expected 1.x"),
        ({"schema_version": "1.1", "activity": []}, "activity is list"),
        ({"schema_version": "1.1", "activity": {"start": "yesterday"}}, "start is 'yesterday'"),
        ({"schema_version": "1.1", "activity": {"duration_s": "long"}}, "duration_s is str; expected a number or null"),
        ({"schema_version": "1.1", "activity": {"planned": 1}}, "planned is int; expected true or false"),
        ({"schema_version": "1.1", "activity": {}, "cautions": {}}, "cautions is dict; expected a list"),
        ({"schema_version": "1.1", "activity": {}, "chance_frac": {"mean": 57}}, r"expected 0 to 1"),
    ],
)
def test_what_is_no_assessment_is_told(document: object, seen: str) -> None:
    with pytest.raises(InputError, match=seen) as told:
        session_of(document, "why.json")
    assert str(told.value).startswith("why.json")


def places(value: object, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [above, *(place for key, part in inner for place in places(part, (*above, key)))]


PLACES = places(saved_assessment())[1:]
JUNK = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.just([])
    | st.just({})
    | st.just([1])
    | st.just(10**400)
)


@given(st.sampled_from(PLACES), JUNK)
def test_anything_at_any_place_is_read_or_told(place: tuple[Any, ...], junk: object) -> None:
    document: Any = saved_assessment()
    target = document
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = junk
    with contextlib.suppress(InputError):  # told; anything else is not
        assert all(math.isfinite(estimate.middle) for estimate in session_of(document).estimates)
