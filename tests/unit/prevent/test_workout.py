"""Workouts for a watch, read back by two decoders that know nothing of us, and by our own reader."""

from __future__ import annotations

import builtins
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import fitdecode
import fitparse
import pytest
from hypothesis import given
from hypothesis import strategies as st
from planned import WATER, marathon, race_plans, session, sessions

from uncramp.activity.sports import fit_sport
from uncramp.cli.main import run
from uncramp.errors import InputError, StoreError
from uncramp.names import SPORTS
from uncramp.prevent.plan import RacePlan
from uncramp.prevent.session import PlannedSession, Step, Target
from uncramp.prevent.watch_steps import NAME_BYTES, NEAR_KM, NOTE_BYTES, STEPS_LIMIT, race_steps
from uncramp.prevent.workout import FIT_SPORTS, check_workout, race_workout, session_workout

Messages = dict[str, list[dict[str, Any]]]


def by_fitdecode(content: bytes) -> Messages:
    """Messages by name, read strictly."""
    found: Messages = {}
    with fitdecode.FitReader(
        io.BytesIO(content), check_crc=fitdecode.CrcCheck.RAISE, error_handling=fitdecode.ErrorHandling.RAISE
    ) as reader:
        for frame in reader:
            if frame.frame_type == fitdecode.FIT_FRAME_DATA:
                found.setdefault(frame.name, []).append({field.name: field.value for field in frame.fields})
    return found


def by_fitparse(content: bytes) -> Messages:
    """The same by another decoder."""
    found: Messages = {}
    for message in fitparse.FitFile(io.BytesIO(content), check_crc=True).get_messages():
        found.setdefault(message.name, []).append(message.get_values())
    return found


both = pytest.mark.parametrize("decode", [by_fitdecode, by_fitparse])


def check_form(messages: Messages) -> list[dict[str, Any]]:
    """What any workout must be; returns its steps."""
    assert set(messages) == {"file_id", "workout", "workout_step"}
    (file_id,), (workout,), steps = messages["file_id"], messages["workout"], messages["workout_step"]
    assert file_id["type"] == "workout"
    assert file_id["serial_number"] > 0
    assert workout["num_valid_steps"] == len(steps)
    assert 1 <= len(steps) <= STEPS_LIMIT
    assert [step["message_index"] for step in steps] == list(range(len(steps)))
    assert 1 <= len(workout["wkt_name"].encode()) <= NAME_BYTES
    for step in steps:
        assert 1 <= len(step["wkt_step_name"].encode()) <= NAME_BYTES
        assert len(step.get("notes", "").encode()) <= NOTE_BYTES
    return steps


@both
@given(plan=race_plans(), units=st.sampled_from(("metric", "imperial")))
def test_a_race_is_read_back_with_every_place(decode: Callable[[bytes], Messages], plan: RacePlan, units: str) -> None:
    content = race_workout(plan, units=units)
    assert content == race_workout(plan, units=units)
    steps = check_form(decode(content))
    assert [step["duration_type"] for step in steps] == ["distance"] * (len(steps) - 1) + ["open"]
    lengths_m = [step["duration_distance"] for step in steps[:-1]]
    assert all(length > 0.0 for length in lengths_m)
    ends_km = [sum(lengths_m[: count + 1]) / 1000.0 for count in range(len(lengths_m))]
    assert not ends_km or ends_km[-1] < plan.course.distance_m / 1000.0
    paces = [stretch.pace_s_per_km for stretch in plan.pace]
    for step in steps:
        assert step["target_type"] == "speed"
        assert (
            1000.0 / max(paces) * 0.9
            < step["custom_target_speed_low"]
            < step["custom_target_speed_high"]
            < 1000.0 / min(paces) * 1.1
        )
    apart = all(
        abs(one.at_km - other.at_km) > 2.0 * NEAR_KM for one in plan.drinks for other in plan.drinks if one is not other
    )  # fmt: skip
    if apart and len(plan.drinks) < STEPS_LIMIT:
        inside = [drink for drink in plan.drinks if 2.0 * NEAR_KM < drink.at_km < plan.course.distance_m / 1000.0 - 2.0 * NEAR_KM]
        assert all(any(abs(drink.at_km - end) < 1e-3 for end in ends_km) for drink in inside)


@both
@given(planned=sessions().filter(lambda one: one.steps))
def test_a_session_is_read_back_with_every_step(decode: Callable[[bytes], Messages], planned: PlannedSession) -> None:
    alike = {step.duration_s is None for step in planned.steps}
    if len(planned.steps) > STEPS_LIMIT and len(alike) > 1:
        return  # may be refused; see below
    content = session_workout(planned)
    assert content == session_workout(planned)
    steps = check_form(decode(content))
    assert len(steps) == min(len(planned.steps), STEPS_LIMIT)
    assert sum(step.get("duration_distance") or 0.0 for step in steps) == pytest.approx(
        sum(step.distance_m or 0.0 for step in planned.steps), abs=0.01 * len(planned.steps)
    )
    assert sum(step.get("duration_time") or 0.0 for step in steps) == pytest.approx(
        sum(step.duration_s or 0.0 for step in planned.steps), abs=0.001 * len(planned.steps)
    )


@both
def test_a_marathon_with_nine_steps(decode: Callable[[bytes], Messages]) -> None:
    messages = decode(race_workout(marathon()))
    steps = check_form(messages)
    assert (messages["workout"][0]["sport"], messages["workout"][0]["wkt_name"]) == ("running", "Race 42.2 km")
    assert [step["wkt_step_name"] for step in steps] == [*(f"To {km} km" for km in range(5, 45, 5)), "To the finish"]
    assert [step["notes"] for step in steps[:2]] == ["5 km: 150 ml water", "If thirsty: 150 ml water. 10 km: 150 ml water"]
    assert steps[-1]["notes"] == "If thirsty: 150 ml water."
    assert (steps[0]["custom_target_speed_low"], steps[0]["custom_target_speed_high"]) == (3.034, 3.222)
    assert steps[4]["custom_target_speed_high"] < steps[3]["custom_target_speed_low"]  # eased off in the hills


@both
@pytest.mark.parametrize(
    ("target", "kind", "low", "high"),
    [
        (Target(pace_s_per_km=(300.0, 330.0)), "speed", ("custom_target_speed_low", 3.03), ("custom_target_speed_high", 3.333)),
        (
            Target(heart_rate_bpm=(120.0, 140.0)),
            "heart_rate",
            ("custom_target_heart_rate_low", 220),
            ("custom_target_heart_rate_high", 240),
        ),
        (Target(power_w=(180.0, 200.0)), "power", ("custom_target_power_low", 1180), ("custom_target_power_high", 1200)),
    ],
)
def test_targets_are_written_as_the_profile_has_them(
    decode: Callable[[bytes], Messages], target: Target, kind: str, low: tuple[str, float], high: tuple[str, float]
) -> None:
    (step,) = check_form(decode(session_workout(session(Step("work", duration_s=600.0, target=target)))))
    assert (step["target_type"], step[low[0]], step[high[0]]) == (kind, low[1], high[1])
    assert step["duration_time"] == 600.0


def test_more_places_than_a_watch_takes_are_taken_together_and_never_earlier() -> None:
    steps = by_fitdecode(race_workout(marathon(every_km=0.7)))["workout_step"]
    assert len(steps) == STEPS_LIMIT
    assert any(" again 150 ml" in step.get("notes", "") for step in steps)
    assert not any("300 ml" in step.get("notes", "") for step in steps)
    assert all(step.get("notes", "")[-1:] in {"", "r", "m", "."} for step in steps)  # none is cut within a number


@given(every_km=st.floats(0.3, 6.0), units=st.sampled_from(("metric", "imperial")))
def test_by_no_place_does_a_watch_offer_more_than_planned(every_km: float, units: str) -> None:
    plan = marathon(every_km=every_km)
    ml_per = {"ml": 1.0, "oz": 29.5735}
    at_km = offered_ml = 0.0
    for step in race_steps(plan, units):
        here = re.split(r"\. |\.$|, ", step.note.partition("If thirsty: ")[2])[0]
        for volume, unit in re.findall(r"([\d.]+) (ml|oz)", here):
            offered_ml += float(volume) * ml_per[unit]
            assert float(volume) * ml_per[unit] <= sum(d.volume_ml for d in plan.drinks if abs(d.at_km - at_km) <= NEAR_KM) + 1e-6
        assert offered_ml <= sum(drink.volume_ml for drink in plan.drinks if drink.at_km <= at_km + NEAR_KM) + 1e-6
        at_km += (step.distance_m or 0.0) / 1000.0
    assert offered_ml > 0.0


def test_food_taken_together_is_no_volume() -> None:
    plan = marathon(every_km=0.7)
    gels = replace(plan, drinks=tuple(replace(drink, what="gel", volume_ml=0.0) for drink in plan.drinks))
    notes = [step.get("notes", "") for step in by_fitdecode(race_workout(gels))["workout_step"]]
    assert any("again" in note for note in notes)
    assert not any("ml" in note for note in notes)


def test_names_of_drinks_give_way_to_room() -> None:
    plan = marathon()
    long = replace(
        plan, drinks=tuple(replace(drink, what="a very long name of a drink that nobody reads") for drink in plan.drinks)
    )
    assert by_fitdecode(race_workout(long))["workout_step"][1]["notes"] == "If thirsty: 150 ml. 10 km: 150 ml"


def test_without_drinks_the_pace_says_where_steps_end() -> None:
    steps = by_fitdecode(race_workout(replace(marathon(), drinks=())))["workout_step"]
    assert [step["duration_distance"] for step in steps[:-1]] == [1000.0] * 42
    assert "notes" not in steps[0]


def test_a_drink_at_the_start_is_in_the_first_note() -> None:
    plan = replace(marathon(), drinks=(replace(WATER, at_km=0.0, at_min=0.0), WATER))
    assert by_fitdecode(race_workout(plan))["workout_step"][0]["notes"] == "If thirsty: 150 ml water. 5 km: 150 ml water"


def test_easing_off_begins_and_ends_a_step() -> None:
    plan = replace(marathon(), drinks=(replace(WATER, at_km=10.0),))
    steps = by_fitdecode(race_workout(plan))["workout_step"]
    assert [step["wkt_step_name"] for step in steps] == ["To 10 km", "To 20 km", "To 25 km", "To the finish"]
    assert [step.get("notes", "") for step in steps] == [
        "10 km: 150 ml water",
        "If thirsty: 150 ml water.",
        "Slow if it twitches.",
        "",
    ]


def test_every_sport_is_one_that_our_own_reader_knows_again() -> None:
    assert set(FIT_SPORTS) == set(SPORTS)
    again = {ours: fit_sport(*theirs)[0] for ours, theirs in FIT_SPORTS.items() if ours not in {"rest", "unknown"}}
    assert again == {ours: ours for ours in again}


def test_made_again_it_is_the_same_workout_and_a_later_one() -> None:
    made = datetime(2026, 1, 10, 20, 15, tzinfo=UTC)
    first, second = (
        by_fitdecode(race_workout(replace(marathon(), predicted_s=seconds), made=made + timedelta(days=day)))["file_id"][0]
        for seconds, day in ((13_000.0, 0), (12_000.0, 1))
    )
    assert first["serial_number"] == second["serial_number"]
    assert (first["time_created"], second["time_created"]) == (made, made + timedelta(days=1))
    other = by_fitdecode(race_workout(marathon(start=datetime(2026, 5, 10, 9, tzinfo=UTC))))["file_id"][0]
    assert other["serial_number"] != first["serial_number"]


def test_many_steps_of_one_kind_are_joined_and_others_refused() -> None:
    parts = tuple(Step("work", duration_s=60.0 + number) for number in range(60))
    steps = by_fitdecode(session_workout(session(*parts)))["workout_step"]
    assert len(steps) == STEPS_LIMIT
    assert sum(step["duration_time"] for step in steps) == sum(part.duration_s for part in parts)
    turns = tuple(Step("work", duration_s=60.0) if number % 2 else Step("recover", distance_m=200.0) for number in range(60))
    with pytest.raises(InputError, match="has 60 steps; a watch takes at most 50"):
        session_workout(session(*turns))


def test_a_day_of_rest_has_no_workout() -> None:
    with pytest.raises(InputError, match="no steps"):
        session_workout(session(kind="rest"))


def test_without_the_encoder_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    check_workout()
    real = builtins.__import__

    def missing(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("garmin_fit_sdk"):
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    for call in (check_workout, lambda: race_workout(marathon())):
        with pytest.raises(StoreError, match=r"pip install 'uncramp\[watch\]'"):
            call()


def test_given_as_an_activity_it_is_told_for_what_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "race.fit"
    path.write_bytes(race_workout(marathon()))
    assert run(["why", str(path)]) != 0
    assert "race.fit: This FIT file is a workout: what to do, not what was done." in " ".join(capsys.readouterr().err.split())
