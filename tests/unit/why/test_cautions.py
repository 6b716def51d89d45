"""What the reader must know before acting on the numbers: cautions only add."""

import numpy as np
import pytest
from situations import a_run, a_situation, known_athlete, water

from uncramp.activity.samples import Repair
from uncramp.body.athlete import Athlete
from uncramp.training import TrainingHistory, UnreadFile
from uncramp.web.addressed import addressed
from uncramp.why.cautions import URGENCIES, cautions_of
from uncramp.why.sample import Prior, Sample
from uncramp.why.scenario import rate_of, simulate

DRAWS = 20
EVEN = np.full(DRAWS, 1 / DRAWS)
ALL_CLEAR = ("you are safe", "is safe", "no risk", "nothing to worry", "harmless", "no need to see", "all clear")
STOPPING = (
    "stop taking",
    "stop your",
    "come off",
    "quit",
    "discontinue",
    "reduce your dose",
    "lower the dose",
    "skip a dose",
    "without your medicine",
)


def a_sample(minutes, athlete=None, *, weight=EVEN, possible=None, **stated):
    """The session simulated, its draws weighed as told."""
    situation = a_situation(minutes, athlete or known_athlete(), draws=DRAWS, **stated)
    outcome = simulate(situation)
    with np.errstate(divide="ignore"):
        prior = Prior(
            possible=np.ones(DRAWS) if possible is None else possible,
            counted_frac=np.ones(DRAWS) if possible is None else possible,
            hottest_core_c=outcome.body.core_c[:, : situation.session_rows].max(axis=-1),
            session_chance_frac=np.full(DRAWS, 0.5),
            log_agreement=np.zeros(DRAWS),
            log_likelihood=np.log(weight),
        )
    return Sample(situation, outcome, rate_of(situation, outcome), weight, prior)


def cautions(minutes, athlete=None, *, repairs=(), history=None, reported=False, **told):
    who = athlete or known_athlete()
    found = cautions_of(a_sample(minutes, who, **told), who, repairs, history, reported=reported)
    return {caution.id: caution for caution in found}


def test_over_drinking_in_the_cool_raises_both_alarms_of_dilution():
    """Two litres an hour for five hours of slow running."""
    found = cautions(a_run(300, 2.2, 10.0), intake=water(2000.0))
    for alarm in ("mass_gain", "low_plasma_sodium"):
        assert found[alarm].urgency in ("same_day", "emergency")
        assert "drink no more water" in found[alarm].text
        assert "emergency" in found[alarm].text
    assert "water_loss" not in found


def test_a_hot_race_without_drinking_raises_loss_and_heat_and_no_dilution():
    found = cautions(a_run(200, 3.3, 34.0, sun_w_m2=800.0), intake=water(0.0))
    assert {"water_loss", "high_core"} <= set(found)
    assert not {"mass_gain", "low_plasma_sodium"} & set(found)
    assert "below what you sweat" in found["water_loss"].text


def test_an_easy_hour_raises_no_alarm_but_still_names_the_signs():
    found = cautions(a_run(60, 2.5, 12.0))
    assert not {"mass_gain", "low_plasma_sodium", "water_loss", "high_core"} & set(found)
    assert "dark urine" in found["see_a_doctor"].text.lower()


def test_what_was_assumed_is_said():
    found = cautions(a_run(30), Athlete(), intake=None)
    assert {"drinking_assumed", "athlete_assumed", "history_assumed"} <= set(found)
    assert "body mass" in found["athlete_assumed"].text
    stated = known_athlete(cramp_history=False, longest_session_h=3.0)
    assert not {"drinking_assumed", "athlete_assumed", "history_assumed"} & set(cautions(a_run(30), stated))


def test_a_damaged_file_and_a_chosen_reading_are_not_the_same():
    damaged = cautions(a_run(30), repairs=(Repair("truncated", "It ends in the middle of a record.", 1, np.nan),))
    assert "middle of a record" in damaged["file_recovered"].text
    healed = cautions(a_run(30), repairs=(Repair("heart_rate_invalid", "Three heart rates of 255 were left out.", 3, 0.0),))
    assert "file_recovered" not in healed


def test_few_draws_behind_an_answer_are_said_with_the_way_out():
    weight = np.zeros(DRAWS)
    weight[:3] = 1 / 3
    found = cautions(a_run(30), weight=weight, reported=True)
    assert f"--draws {5 * DRAWS}" in found["few_draws"].text
    assert "--draws" not in addressed(found["few_draws"].text)  # no page can do that
    assert "rough" in addressed(found["few_draws"].text)
    assert "3 of 20" in found["few_draws"].text
    assert "few_draws" not in cautions(a_run(30), weight=weight, reported=False)


def test_the_most_urgent_comes_first():
    who = known_athlete(conditions=("peripheral_artery_disease",), medicines=("furosemide",))
    found = cautions_of(a_sample(a_run(300, 2.2, 10.0), who, intake=water(2000.0)), who, (), None, reported=False)
    places = [URGENCIES.index(caution.urgency) for caution in found]
    assert places == sorted(places)
    assert places[0] <= URGENCIES.index("same_day")


@pytest.mark.parametrize("medicine", ["furosemide", "hydrochlorothiazide", "atorvastatin", "salmeterol", "spironolactone"])
def test_a_medicine_is_never_to_be_stopped(medicine):
    found = cautions(a_run(30), known_athlete(medicines=(medicine,)))
    said = " ".join(caution.text for caution in found.values())
    assert "Do not stop or change a medicine" in said
    plain = said.replace("Do not stop or change a medicine", "").lower()
    assert not [word for word in STOPPING if word in plain]


@pytest.mark.parametrize("speed_m_s", [2.2, 3.3])
@pytest.mark.parametrize("air_c", [5.0, 34.0])
@pytest.mark.parametrize("ml_h", [0.0, 1800.0])
def test_no_text_gives_an_all_clear(speed_m_s, air_c, ml_h):
    for caution in cautions(a_run(240, speed_m_s, air_c), intake=water(ml_h)).values():
        assert not [word for word in ALL_CLEAR if word in caution.text.lower()], caution.id


def test_an_unread_file_of_the_history_is_named():
    unread = (UnreadFile("old.fit", "empty"),)
    found = cautions(a_run(30), history=TrainingHistory((), unread, 0, np.nan, np.nan, np.nan, np.nan, np.nan))
    assert "old.fit" in found["history_unread"].text
    assert "history_assumed" not in found


def test_low_sodium_by_a_drinking_that_was_assumed_asks_what_it_was():
    """Half a day of drinks with little salt: the person knows better than the draw, and the signs still stand."""
    assumed = cautions(a_run(720, 2.0, 12.0), known_athlete(mass_kg=50.0), intake=None)["low_plasma_sodium"]
    assert assumed.urgency == "self_care"
    assert "drinking that was assumed" in assumed.text
    assert "emergency" in assumed.text
    stated = cautions(a_run(390, 2.0, 5.0), known_athlete(mass_kg=50.0), intake=water(400.0))["low_plasma_sodium"]
    assert stated.urgency in ("clinician_soon", "same_day", "emergency")
    assert "assumed" not in stated.text
