"""The race plan: it keeps what it claims, and says what it cannot."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from activity_files import FitWriter, file_id, fit_file, fit_multisport, records

from uncramp import Athlete, InputError, RacePlan, plan_race
from uncramp.activity.weather import stated_weather
from uncramp.activity.weather_files import parse_weather_csv
from uncramp.assess import assess_minutes
from uncramp.body.gait import half_run_m_s
from uncramp.evidence.registry import load_table, load_topic
from uncramp.prevent.holding import HOLDS
from uncramp.prevent.measures import rows, without_one_group
from uncramp.prevent.plan import OF_WATER_AND_SALT
from uncramp.report.wording import URGENT

START = datetime(2027, 5, 3, 9, tzinfo=UTC)
RUNNER = Athlete(mass_kg=70.0)
DRAWS = 20


def planned(course: str | Path = "15km", athlete: Athlete = RUNNER, **asked: Any) -> RacePlan:
    given = {"start": START, "goal": "1:15:00", "weather": stated_weather(air_c=16.0), "draws": DRAWS} | asked
    return plan_race(course, athlete, **given)


@pytest.fixture(scope="module")
def plan() -> RacePlan:
    return planned(aid_stations="3km")


@pytest.fixture(scope="module")
def short() -> RacePlan:
    return planned("5km", goal="0:30:00")


def test_a_plan_assessed_again_gives_the_chance_it_claims(plan: RacePlan) -> None:
    again = assess_minutes(plan.minutes, RUNNER, recording=plan.assessment.recording, intake=plan.intake, draws=DRAWS, seed=0)
    assert again.chance_frac == plan.chance_frac
    assert again.provenance == plan.provenance


def test_a_plan_is_no_worse_than_doing_nothing(plan: RacePlan) -> None:
    assert plan.chance_frac.mean <= plan.baseline_chance_frac.mean
    assert not {"cold_weather", "hot_weather"} & {caution.id for caution in plan.cautions}


def test_what_nobody_said_is_kept_with_the_plan(plan: RacePlan) -> None:
    assert plan.minutes.weather.assumed_names == ("humidity", "wind", "sun")
    assert {drink.name for drink in plan.assumed_drinks} >= {stop.what for stop in plan.drinks}
    assert all(guard.margin > 0.0 for guard in plan.guards)  # at the first drink there is something to spare
    assert plan.held_by in HOLDS
    assert 0.0 < plan.able_frac <= 1.0
    assert all(math.isfinite(stop.sodium_mmol) and stop.volume_ml > 0.0 for stop in plan.drinks)
    assert plan.totals.carbohydrate_g == pytest.approx(sum(stop.carbohydrate_g for stop in plan.drinks))


def test_a_plan_reaches_the_goal_in_the_time_asked_for(plan: RacePlan) -> None:
    assert plan.reaches_goal
    assert plan.predicted_s == plan.goal_s == plan.minutes.duration_s == 4500.0
    assert sum((one.to_km - one.from_km) * one.pace_s_per_km for one in plan.pace) == pytest.approx(4500.0)
    assert sum(one.hazard_share_frac for one in plan.pace) == pytest.approx(1.0)
    assert plan.pace[-1].to_km == pytest.approx(15.0)


def test_nobody_is_sent_off_faster_than_the_middle_of_the_race(plan: RacePlan) -> None:
    assert plan.pace[0].pace_s_per_km >= plan.pace[7].pace_s_per_km - 1e-6


def test_drinks_are_at_the_stations_in_whole_cups(plan: RacePlan) -> None:
    assert plan.drinks
    assert {round(stop.at_km) for stop in plan.drinks} <= {3, 6, 9, 12}
    assert all(stop.volume_ml % 50.0 == 0.0 and not stop.carried for stop in plan.drinks)
    assert plan.totals.fluid_l == pytest.approx(sum(stop.volume_ml for stop in plan.drinks) / 1000.0)
    assert plan.totals.planned_fluid_l - 0.05 <= plan.totals.fluid_l <= plan.totals.planned_fluid_l + 1e-9


def test_every_guard_holds(plan: RacePlan) -> None:
    assert [guard.id for guard in plan.guards] == ["drinking", "body_water", "plasma_sodium", "core"]
    assert all(guard.holds for guard in plan.guards)
    assert not plan.see_check


def test_the_trade_falls_with_time_and_meets_the_plan(plan: RacePlan) -> None:
    times = [point.finish_s for point in plan.tradeoff]
    assert times == sorted(times)
    assert plan.tradeoff[0].chance_frac.mean > plan.tradeoff[-1].chance_frac.mean
    assert plan.chance_frac in [point.chance_frac for point in plan.tradeoff if point.finish_s == plan.predicted_s]


def test_measures_say_when_how_and_what_stands_behind_them(plan: RacePlan) -> None:
    found = {measure.id: measure for measure in plan.measures}
    assert {"training", "warm_up", "stretching", "magnesium", "strength", "drink_before", "drink_after", "later_cramps"} <= set(
        found
    )
    assert {measure.when for measure in plan.measures} == {"weeks", "before", "during", "after"}
    assert all("{" not in measure.how and measure.sources for measure in plan.measures)
    for unsupported in ("stretching", "magnesium", "warm_up", "cool_down"):
        assert not found[unsupported].supported
    assert found["stretching"].chance_reduction_frac.mean == 0.0


def test_what_rests_on_one_group_is_found_by_rule() -> None:
    nothing = without_one_group({"threshold.damage_ratio": 0.0})
    assert nothing["threshold.drink_sodium_ratio_per_mmol"] == 0.0
    marked = {key for key in nothing if key.startswith("threshold.")}
    assert marked == {f"threshold.{name}" for name, entry in load_topic("threshold").items() if entry.null_chance_frac > 0}
    assert "threshold.dilution_ratio_per_mmol_l" not in without_one_group({"threshold.dilution_ratio_per_mmol_l": -0.1})


def test_salt_is_labelled_as_of_one_group_wherever_it_helps(plan: RacePlan) -> None:
    helping = [measure for measure in plan.measures if measure.id == "sodium" and measure.chance_reduction_frac.mean > 1e-4]
    assert all(measure.rests_on_one_group for measure in helping)


def test_every_measure_of_the_table_has_a_cause_or_a_grade() -> None:
    for key, row in rows().items():
        assert ("cause" in row) != ("grade" in row and "source" in row), key


def test_salt_buys_no_drinking() -> None:
    salty, plain = (planned(drinks=drinks, aid_stations="3km") for drinks in ("broth 100 mmol/l", "water"))
    assert salty.totals.planned_fluid_l <= plain.totals.planned_fluid_l + 0.02


def test_a_plan_that_is_safe_only_for_being_walked_says_so() -> None:
    weather = stated_weather(air_c=36.0, humidity_frac=0.6, solar_w_m2=600.0)
    hot = planned("15km", goal="1:40:00", weather=weather, draws=8)
    assert next(guard for guard in hot.guards if guard.id == "core").holds
    assert 15_000.0 / hot.predicted_s < half_run_m_s()
    assert {"planned_as_walk", "goal_not_reached", "hot_weather"} <= {caution.id for caution in hot.cautions}


def test_slower_is_less_risky_from_a_run_to_a_walk() -> None:
    points = planned("15km", goal="1:53:00", draws=8).tradeoff
    assert points[0].finish_s < 15_000.0 / half_run_m_s() < points[-1].finish_s
    chances = [point.chance_frac.mean for point in points]
    assert all(slower < faster for faster, slower in pairwise(chances))


def test_in_a_race_of_many_hours_amounts_need_a_sweat_test() -> None:
    tested = replace(RUNNER, sweat_rate_l_h=1.2, sweat_rate_air_c=16.0)
    long = {"course": "45km", "sport": "hiking", "goal": "9:00:00", "draws": 8}
    assert planned(**long).drinks_by == "thirst"
    assert planned(**long).drinks == ()
    assert planned(**long, athlete=tested).drinks_by == "plan"


def test_a_doubt_of_each_simulated_measure_stands_beside_it(plan: RacePlan) -> None:
    for measure in plan.measures:
        if "cause" in rows()[measure.id]:
            assert load_table("causes")[rows()[measure.id]["cause"]]["short"] in measure.how
        assert measure.supported or measure.chance_reduction_frac.mean == 0.0  # counted nowhere, in JSON neither


def test_heat_asks_for_a_slower_race_and_says_so() -> None:
    hot = planned("30km", goal="2:20:00", weather=stated_weather(air_c=33.0, humidity_frac=0.6, solar_w_m2=600.0))
    assert not hot.reaches_goal
    assert hot.predicted_s > 8400.0
    assert "goal_not_reached" in {caution.id for caution in hot.cautions}
    assert next(guard for guard in hot.guards if guard.id == "core").holds


def test_low_sodium_before_the_start_is_for_check() -> None:
    low = planned(athlete=replace(RUNNER, plasma_sodium_mmol_l=133.0))
    assert low.see_check
    assert not low.reaches_goal
    assert math.isnan(low.totals.fluid_l)
    assert low.cautions[0].id == "sodium_low_before_drinking"
    assert low.cautions[0].urgency == "same_day"
    told = {caution.id for caution in low.cautions}
    assert not told & {"water_loss_in_spite", "low_plasma_sodium"}  # which would say the opposite of each other
    assert not {measure.id for measure in low.measures} & set(OF_WATER_AND_SALT)


@pytest.mark.parametrize(
    "known",
    [
        {"conditions": ("heart failure",)}, {"conditions": ("a rare one",)}, {"medicines": ("lithium",)}, {"medicines": ("desmopressin",)},
        {"medicines": ("hydrochlorothiazide",)}, {"medicines": ("ramipril",)}, {"medicines": ("something new",)},
    ],
    ids=str,
)  # fmt: skip
def test_drinks_are_left_to_a_clinician_where_they_are_theirs_to_say(known: dict[str, tuple[str, ...]]) -> None:
    held = planned("5km", goal="0:30:00", athlete=replace(RUNNER, **known))
    assert held.drinks == ()
    assert math.isnan(held.totals.fluid_l)
    assert held.drinks_by == "clinician"
    said = next(caution for caution in held.cautions if caution.id == "drinking_by_clinician")
    assert next(iter(known.values()))[0] in said.text
    assert "Do not stop a medicine" in said.text
    assert "drinking_by_clinician" in {caution.id for caution in held.cautions}
    assert not {"drinks", "sodium", "drink_before", "drink_after", "eat_after"} & {measure.id for measure in held.measures}


@pytest.mark.parametrize(
    ("known", "caution"),
    [
        *(({"medicines": (name,)}, "diluting_medicine") for name in ("sertraline", "ibuprofen")),
        ({"age_year": 12.0}, "under_age"),
    ],
)
def test_what_matters_of_the_person_stands_in_front(short: RacePlan, known: dict[str, Any], caution: str) -> None:
    plan = planned("5km", goal="0:30:00", athlete=replace(RUNNER, **known))
    said = next(one for one in plan.cautions if one.id == caution)
    assert said.urgency in URGENT
    assert caution not in {one.id for one in short.cautions}


def test_dangerous_weather_is_warned_of_whatever_the_plan_makes_of_it() -> None:
    hot, mild = (planned("5km", goal="0:40:00", weather=stated_weather(air_c=air, humidity_frac=0.6)) for air in (34.0, 16.0))
    assert next(one for one in hot.cautions if one.id == "hot_weather").urgency in URGENT
    assert "hot_weather" not in {one.id for one in mild.cautions}


def test_without_a_goal_fitness_predicts_one() -> None:
    fit, less_fit = (planned(athlete=replace(RUNNER, maximal_oxygen_uptake_ml_kg_min=v), goal=None) for v in (60.0, 45.0))
    assert fit.goal_s is None
    assert fit.reaches_goal
    assert fit.predicted_s < less_fit.predicted_s


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"course": "marathon", "goal": "1:55:00"}, "world record"),
        ({"athlete": replace(RUNNER, maximal_oxygen_uptake_ml_kg_min=35.0), "goal": "0:55:00"}, "beyond the athlete"),
        ({"course": "50m"}, "100 m or more"),
        ({"course": "nowhere.gpx"}, "there is no file nowhere.gpx"),
        ({"now": START + timedelta(days=1)}, "which is past"),
        ({"drinks": "gel 25 g"}, "no volume"),
        ({"drinks": "gel 25 g 0 ml"}, "nothing to drink"),
        ({"aid_stations": "now and then"}, "aid-stations"),
        ({"cup_ml": 0.0}, "a cup is 0 ml"),
        ({"goal": "soon"}, "--goal is"),
        ({"course": "100km", "sport": "cycling", "goal": None}, "give --goal"),
        ({"course": "100km", "sport": "cycling", "goal": "1:00:00"}, "km/h"),
        ({"weather": parse_weather_csv("elapsed_min,air_c\n400,20\n500,22\n", "late.csv")}, "Give the weather of the whole race"),
        (
            {"weather": parse_weather_csv("time,air_c\n2027-05-01T08:00Z,20\n2027-05-01T12:00Z,22\n", "other.csv")},
            "but the session runs from",
        ),
    ],
)
def test_what_cannot_be_planned_is_refused_with_the_way_out(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        planned(**asked)


def test_a_ride_is_planned_too() -> None:
    ride = planned("40km", sport="cycling", goal="1:20:00")
    assert all(stretch.pace_s_per_km == pytest.approx(120.0) for stretch in ride.pace)
    assert ride.tradeoff[0].chance_frac.mean > ride.tradeoff[-1].chance_frac.mean


def test_an_earlier_start_is_offered_where_the_weather_knows_it_is_cooler() -> None:
    rows = "".join(f"2027-05-03T{hour:02d}:00Z,{8 + 2 * (hour - 4)}\n" for hour in range(4, 15))
    early = planned(weather=parse_weather_csv(f"time,air_c\n{rows}", "day.csv"))
    offered = {measure.id: measure for measure in early.measures}
    assert offered["earlier_start"].chance_reduction_frac.mean > 0.0
    assert not offered["earlier_start"].in_plan
    steady = planned(weather=stated_weather(air_c=25.0))
    assert "earlier_start" not in {measure.id for measure in steady.measures}


def test_nobody_is_cooled_in_the_cold() -> None:
    cold = planned(goal="0:50:00", weather=stated_weather(air_c=-20.0, solar_w_m2=800.0))
    assert "shade" not in {measure.id for measure in cold.measures}
    assert not any("cooler" in caution.text.lower() for caution in cold.cautions)
    assert "cold_weather" in {caution.id for caution in cold.cautions}
    assert cold.minutes.weather.assumed_names == ("humidity", "wind")


def test_shade_is_worth_something_in_the_sun_only() -> None:
    sunny, dull = (planned(weather=stated_weather(air_c=24.0, solar_w_m2=sun)) for sun in (800.0, 50.0))
    assert "shade" in {measure.id for measure in sunny.measures}
    assert "shade" not in {measure.id for measure in dull.measures}


def test_a_past_session_lends_its_athlete(tmp_path: Path) -> None:
    session = tmp_path / "easy.fit"
    session.write_bytes(fit_file(3600))
    after = planned(past=[session])
    assert after.past is not None
    again = assess_minutes(
        after.minutes, RUNNER, recording=after.assessment.recording, intake=after.intake, draws=DRAWS, same_person_as=after.past
    )
    assert again.chance_frac == after.chance_frac


def test_a_sweat_test_lets_drink_more() -> None:
    tested = replace(RUNNER, sweat_rate_l_h=1.4, sweat_rate_air_c=16.0)
    longer: dict[str, Any] = {"course": "30km", "goal": "2:45:00"}  # long enough that drinking by thirst is not the plan
    assert planned(athlete=tested, **longer).totals.planned_fluid_l > planned(**longer).totals.planned_fluid_l


def test_a_course_of_several_sports_is_refused(tmp_path: Path) -> None:
    many = tmp_path / "triathlon.fit"
    many.write_bytes(fit_multisport())
    with pytest.raises(InputError, match="several sports"):
        planned(many)


def test_a_fit_course_has_its_heights(tmp_path: Path) -> None:
    course = tmp_path / "course.fit"
    writer = FitWriter()
    file_id(writer, kind=6)
    records(writer, range(3600))
    course.write_bytes(writer.finish())
    over = planned(course, goal="0:58:00")
    assert over.course.profile is not None
    assert over.course.distance_m == pytest.approx(11_000.0, rel=0.01)


def test_progress_is_told_to_the_end() -> None:
    told: list[float] = []
    planned("5km", goal="0:26:00", progress=lambda share, _: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_climbs_take_longer_and_descents_no_longer_than_legs_brake(tmp_path: Path) -> None:
    hill = tmp_path / "hill.gpx"
    hill.write_text(gpx_hill(), encoding="utf-8")
    over = planned(hill, goal="1:05:00")
    up = [one.pace_s_per_km for one in over.pace if one.grade_frac > 0.03]
    down = [one.pace_s_per_km for one in over.pace if one.grade_frac < -0.03]
    flat = [one.pace_s_per_km for one in over.pace if abs(one.grade_frac) < 0.005]
    assert min(up) > max(flat) > max(down) > 0.7 * np.mean(flat)
    assert all(math.isfinite(one.grade_frac) for one in over.pace)


def gpx_hill() -> str:
    """Two kilometres flat, four up at 5 %, four down, two flat."""
    points = []
    for metre in range(0, 12_001, 100):
        height = 100.0 + 0.05 * (min(max(metre - 2000, 0), 4000) - min(max(metre - 6000, 0), 4000))
        points.append(f'<trkpt lat="{45.0 + metre / 111_195.0:.7f}" lon="7.0"><ele>{height:.1f}</ele></trkpt>')
    return f'<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{"".join(points)}</trkseg></trk></gpx>'


def test_weather_that_ends_before_the_race_is_told() -> None:
    def told(last_min: int) -> list[str]:
        table = parse_weather_csv(f"elapsed_min,air_c\n0,15\n{last_min},16\n", "weather.csv")
        return [one.text for one in planned(weather=table).cautions if one.id == "weather_ends_early"]

    assert told(80) == []
    (text,) = told(45)
    assert "ends 0:45:00 after the start; its last value is kept from there to the finish at 1:15:00" in text
