"""Laws of the guards: whatever is asked for, nothing unsafe is left of it, for ten thousand people at once."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from uncramp.activity.plan import plan_minutes
from uncramp.body.athlete import Athlete
from uncramp.body.intake import Intake
from uncramp.body.population import draw_athlete
from uncramp.body.simulate import draw_body_parameters, simulate_body
from uncramp.body.surroundings import fixed_surroundings
from uncramp.body.trace import BodyTrace
from uncramp.minutes import Floats
from uncramp.prevent.guards import GuardMargins, guard_margins, largest_share
from uncramp.prevent.rehearsal import whole_water_l

DRAWS, PEOPLE, COURSES = 16, 500, 20


class Crowd:
    """People who go one course, each in a weather of their own, and what each wants to drink."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        lanes = PEOPLE * DRAWS
        distance_m = random.uniform(3_000.0, 14_000.0)
        self.minutes = plan_minutes(distance_m, distance_m / random.uniform(1.6, 4.0))
        rows = self.minutes.rows_count

        def of_person(low: float, high: float) -> Floats:
            return np.repeat(random.uniform(low, high, PEOPLE), DRAWS)

        drawn = draw_athlete(Athlete(), draws=lanes, seed=seed, sport="running", session_h=rows / 60.0)
        self.athlete = replace(
            drawn,
            mass_kg=of_person(38.0, 130.0),
            acclimatisation_frac=of_person(0.0, 1.0),
            initial_plasma_sodium_mmol_l=of_person(132.0, 146.0) + random.normal(0.0, 0.5, lanes),
            maximal_oxygen_uptake_ml_kg_min=np.maximum(drawn.maximal_oxygen_uptake_ml_kg_min, 45.0),
        )
        self.parameters = draw_body_parameters(lanes, seed)
        mild = fixed_surroundings(rows, lanes, air_c=15.0, humidity_frac=0.5, wind_m_s=2.0, solar_w_m2=300.0, pressure_pa=101_325.0)
        self.weather = replace(
            mild, air_shift_k=of_person(-25.0, 18.0), humidity_shift_frac=of_person(-0.4, 0.45), solar_ratio=of_person(0.0, 2.0)
        )
        gulps = random.uniform(0.0, 400.0, (PEOPLE, rows)) * (
            random.uniform(size=(PEOPLE, rows)) < random.uniform(0.02, 0.2, (PEOPLE, 1))
        )
        self.wanted_ml = np.repeat(gulps, DRAWS, axis=0)
        self.sodium_mmol_l = of_person(0.0, 60.0)[:, None]

    def body(self, share_frac: Floats) -> BodyTrace:
        water = self.wanted_ml * np.repeat(share_frac, DRAWS)[:, None]
        nothing = np.zeros_like(water)
        intake = Intake(water, water / 1000.0 * self.sodium_mmol_l, nothing, nothing, stated=True, text="")
        return simulate_body(self.minutes, self.athlete, intake, self.parameters, surroundings=self.weather)

    def margins(self, share_frac: Floats) -> GuardMargins:
        body = self.body(share_frac)
        return guard_margins(
            *(
                by_person(values)
                for values in (body.drunk_l, body.sweat_l, whole_water_l(body), body.plasma_sodium_mmol_l, body.core_c)
            )
        )


def by_person(values: Floats) -> Floats:
    return values.reshape(PEOPLE, DRAWS, -1)


@pytest.mark.parametrize("course", range(COURSES))
def test_nothing_unsafe_is_left_of_what_ten_thousand_people_want_to_drink(course: int) -> None:
    crowd = Crowd(course)
    share = largest_share(lambda part: crowd.margins(part).drinks_hold, PEOPLE)
    body = crowd.body(share)
    drunk, sweat, sodium = (by_person(values) for values in (body.drunk_l, body.sweat_l, body.plasma_sodium_mmol_l))
    water = by_person(body.total_body_water_l + body.drunk_l - body.absorbed_water_l)
    dry = crowd.margins(np.zeros(PEOPLE))
    # said again in other words than those of the guards: at most a quarter of the draws sweat less than is drunk
    three_quarters_sweat_more = (sweat < drunk - 1e-9).sum(axis=1) <= DRAWS // 4
    water_is_not_gained = (water - water[..., :1] <= 1e-9).all(axis=(1, 2))
    sodium_is_kept = (np.quantile(sodium, 0.05, axis=1) >= 135.0 - 1e-9).all(axis=1)
    drinks_nothing = drunk.max(axis=(1, 2)) == 0.0
    assert (three_quarters_sweat_more.all(axis=1) | drinks_nothing).all()
    assert (water_is_not_gained | drinks_nothing).all()
    assert (sodium_is_kept | drinks_nothing).all()
    # who is unsafe without a drop is told so, and gets none
    assert drinks_nothing[dry.drinks_hold < 0].all()
    # and nobody is held back for nothing
    more = np.minimum(share + 2e-3, 1.0)
    assert ((crowd.margins(more).drinks_hold < 0) | (share == 1.0)).all()
    assert (share > 0.0).any()
    assert (share < 1.0).any()


def test_low_sodium_before_a_drop_is_seen() -> None:
    crowd = Crowd(3)
    low = replace(crowd.athlete, initial_plasma_sodium_mmol_l=np.full(PEOPLE * DRAWS, 133.0))
    crowd.athlete = low
    assert (crowd.margins(np.zeros(PEOPLE)).plasma_sodium_mmol_l < 0.0).mean() > 0.5


def test_more_drinking_never_widens_a_margin() -> None:
    crowd = Crowd(5)
    crowd.sodium_mmol_l = np.zeros_like(crowd.sodium_mmol_l)
    margins = [crowd.margins(np.full(PEOPLE, share)) for share in (0.0, 0.3, 0.6, 1.0)]
    for one, other in pairwise(margins):
        assert (other.drinking_l <= one.drinking_l + 1e-9).all()
        assert (other.water_l <= one.water_l + 1e-9).all()
        assert (other.plasma_sodium_mmol_l <= one.plasma_sodium_mmol_l + 1e-6).all()
