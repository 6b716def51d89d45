"""The line from an activity to an answer, end to end."""

import json
from pathlib import Path

import numpy as np
import pytest

import uncramp
from uncramp.activity.weather import stated_weather
from uncramp.assess import assess, compare, read_minutes, what_if
from uncramp.body.athlete import Athlete
from uncramp.body.drinking import parse_drinking
from uncramp.body.intake_table import IntakeTable
from uncramp.errors import ActivityFileError, InputError
from uncramp.names import CAUSES, MUSCLES
from uncramp.report.document import assessment_document
from uncramp.report.schema import schema, to_json
from uncramp.why.answers import CrampEvent

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
RUN = {"time": "1:30:00", "draws": 10}
WEATHER = stated_weather(air_c=26.0, humidity_frac=0.5, wind_m_s=1.0, solar_w_m2=300.0)
HALF = assess("18km", **RUN, weather=WEATHER)


def test_a_plan_gives_a_whole_answer():
    rows = 90 + 360
    assert HALF.minutes.rows_count == 90
    assert HALF.elapsed_s.shape == (rows,)
    for name in ("threshold_hz", "rate_per_h"):
        assert getattr(HALF, name).shape == (3, 10, rows)
        assert (getattr(HALF, name) > 0).all()
    assert HALF.body.core_c.shape == (10, rows)
    assert HALF.weight_frac.sum() == pytest.approx(1.0)
    assert tuple(cause.id for cause in HALF.causes) == CAUSES
    assert HALF.changes
    assert HALF.cautions


@pytest.mark.parametrize("condition", ["heart failure", "high blood pressure", "kidney disease", "cirrhosis", "hyponatraemia"])
def test_who_is_to_ask_a_clinician_about_drinking_is_offered_neither_more_of_it_nor_salt(condition):
    asked = {**RUN, "weather": WEATHER, "intake": parse_drinking("200ml/h")}
    with_condition = {change.id for change in assess("18km", Athlete(conditions=(condition,)), **asked).changes}
    assert {change.id for change in assess("18km", **asked).changes} - with_condition >= {"salted_drink"}
    assert not with_condition & {"drink_more", "salted_drink"}


def test_chances_of_during_and_after_make_the_session():
    for values in (HALF.during_chance_frac, HALF.after_chance_frac, HALF.session_chance_frac, *HALF.muscle_chance_frac):
        assert ((values >= 0) & (values <= 1)).all()
    np.testing.assert_allclose(
        1 - HALF.session_chance_frac, (1 - HALF.during_chance_frac) * (1 - HALF.after_chance_frac), rtol=1e-9
    )
    np.testing.assert_allclose(1 - HALF.session_chance_frac, np.prod(1 - HALF.muscle_chance_frac, axis=0), rtol=1e-9)
    assert (HALF.after_chance_frac > 0).all(), "the hours after are not zero by construction"


def test_severities_add_to_one():
    total = sum(HALF.severity_frac.values())
    np.testing.assert_allclose(total, 1.0)


@pytest.mark.parametrize("name", ["hot_marathon.fit", "hilly_ride.tcx", "easy_run.gpx"])
def test_every_example_gives_a_document_of_the_schema(name):
    import jsonschema

    document = json.loads(to_json(assessment_document(assess(EXAMPLES / name, draws=4))))
    jsonschema.Draft202012Validator(schema()).validate(document)
    assert document["activity"]["records"] > 0


def test_progress_runs_from_nothing_to_all():
    seen = []
    assess("5km", time="0:25:00", draws=2, progress=lambda share, text: seen.append((share, text)))
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert all(text for _, text in seen)


def test_a_cramp_is_explained_at_its_muscle_and_minute():
    events = (CrampEvent("hamstrings", "right", 5000.0), CrampEvent("calf", "left", 4000.0))
    struck = assess("18km", **RUN, weather=WEATHER, cramped=events)
    assert [explained.event.muscle for explained in struck.event_causes] == ["calf", "hamstrings"]
    assert struck.reported == tuple(sorted(events, key=lambda event: event.at_s))
    for explained in struck.event_causes:
        assert explained.threshold_hz.low <= explained.threshold_hz.median <= explained.threshold_hz.high
        assert len(explained.causes) == len(CAUSES)
    assert struck.provenance.effective_draws_count < 10


def test_saying_nothing_and_saying_none_differ():
    spared = assess("18km", **RUN, weather=WEATHER, cramped=())
    assert HALF.reported is None
    assert spared.reported == ()
    assert (spared.weight_frac != HALF.weight_frac).any()
    np.testing.assert_array_equal(spared.rate_per_h, HALF.rate_per_h)


@pytest.mark.parametrize(
    "other",
    [
        {"athlete": Athlete(mass_kg=90.0)},
        {"weather": stated_weather(air_c=27.0)},
        {"intake": parse_drinking("600 ml/h")},
        {"cramped": ()},
        {"mechanism": "article"},
        {"overrides": {"fatigue.slow_loss_per_h": 0.2}},
        {"sport": "cycling"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_the_digest_of_the_input_covers_what_was_put_in(other):
    usual = {"time": "0:30:00", "draws": 2, "weather": WEATHER}
    one, two = assess("6km", **usual), assess("6km", **(usual | other))
    assert one.provenance.input_sha256 != two.provenance.input_sha256
    assert one.provenance.input_sha256 == assess("6km", **usual).provenance.input_sha256


def test_time_goes_with_a_plan_only():
    with pytest.raises(InputError, match="has its own times"):
        read_minutes(EXAMPLES / "easy_run.gpx", time="1:00:00")
    with pytest.raises(InputError, match="--time"):
        read_minutes("10km")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ActivityFileError, match=r"nowhere\.fit"):
        assess(tmp_path / "nowhere.fit")


def test_an_intake_beyond_what_is_simulated_is_refused():
    one = np.ones(1)
    table = IntakeTable(minute=np.array([5000]), volume_ml=100 * one, sodium_mmol=one, carbohydrate_g=one, text="a table")
    with pytest.raises(InputError, match="5000"):
        assess("5km", time="0:25:00", draws=2, intake=table)


def test_comparing_a_session_with_itself_finds_nothing():
    result = compare(HALF, HALF)
    assert result.ratio.mean == 1.0
    assert all(cause.effect_frac.mean == 0 for cause in result.causes)


def test_comparing_says_which_session_was_riskier():
    slow = assess("18km", time="2:00:00", draws=10, weather=WEATHER)
    assert compare(HALF, slow).ratio.mean > compare(slow, HALF).ratio.mean
    by_hazard = -np.log1p(-HALF.during_chance_frac) / -np.log1p(-slow.during_chance_frac)
    np.testing.assert_allclose(compare(HALF, slow).ratio.mean, by_hazard @ _joint(HALF, slow), rtol=1e-6)


def _joint(one, other):
    both = one.weight_frac * other.weight_frac
    return both / both.sum()


@pytest.mark.parametrize("other", [{"draws": 4}, {"seed": 1}, {"athlete": Athlete(name="someone else")}], ids=str)
def test_only_sessions_of_one_athlete_and_one_set_of_draws_are_compared(other):
    different = assess("6km", **({"time": "0:30:00", "draws": 10} | other))
    with pytest.raises(InputError, match="expected the same"):
        compare(HALF, different)


def test_what_if_is_public_and_refuses_what_it_does_not_know():
    result = uncramp.what_if(HALF, {"pace_ratio": 0.8})
    assert result.difference_frac.mean < 0
    with pytest.raises(InputError, match="pace_ratio"):
        what_if(HALF, {"pace": 0.9})


@pytest.mark.parametrize("muscle", MUSCLES)
def test_the_chance_of_a_muscle_is_that_of_its_rate(muscle):
    index = MUSCLES.index(muscle)
    hours = np.full(450, 1 / 60)
    np.testing.assert_allclose(HALF.muscle_chance_frac[index], -np.expm1(-(HALF.rate_per_h[index] * hours).sum(axis=-1)))
