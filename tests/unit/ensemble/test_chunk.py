"""A chunk of runners is each runner alone: same numbers, same bits, however many are simulated together."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from fields import minutes_of

from uncramp.body.fatigue import simulate_fatigue
from uncramp.body.simulate import simulate_body
from uncramp.body.surroundings import draw_surroundings
from uncramp.ensemble import chunk, slowing
from uncramp.ensemble.chunk import simulate_chunk
from uncramp.ensemble.field import Field
from uncramp.ensemble.field_file import read_field
from uncramp.ensemble.outcomes import Outcomes
from uncramp.ensemble.people import draw_people, evenly, part_of
from uncramp.ensemble.runners import Runners, runners_at
from uncramp.ensemble.sampling import sample_runners
from uncramp.hazard.rate import cramp_rate
from uncramp.minutes import Floats
from uncramp.names import SPORTS
from uncramp.units import S_PER_MIN
from uncramp.why.likelihood import possible_draws

DRAWS = 7  # fills no block of the engine
FIELDS = ("half_marathon", "triathlon", "mountain_161km", "football_camp")


def a_field(name: str, count: int = 5) -> tuple[Field, Runners]:
    field = read_field(name)
    return field, sample_runners(field, 0, 0, count * len(field.days))


def arrays(outcomes: Outcomes) -> dict[str, Floats]:
    """All arrays, runners first."""
    found = {one.name: getattr(outcomes, one.name) for one in fields(Outcomes) if one.name != "failures"}
    return found | {"first_cramp_frac": np.moveaxis(found["first_cramp_frac"], 2, 0)}


def first_cramp_by_muscle(rate_per_h: Floats, row_h: Floats) -> Floats:
    """Chance that the first cramp is in each muscle, [muscle, draw], worked out row by row from [muscle, draw, row]."""
    expected = rate_per_h * row_h
    each = expected.sum(axis=0)
    strikes = np.exp(-(np.cumsum(each, axis=-1) - each)) * -np.expm1(-each)
    return np.asarray((expected / each * strikes).sum(axis=-1))


@pytest.mark.parametrize("name", ["half_marathon", "triathlon"])
def test_a_runner_of_a_chunk_is_that_runner_simulated_alone(name: str) -> None:
    field, runners = a_field(name)
    outcomes, at = simulate_chunk(field, runners, draws=DRAWS, seed=0), 3
    drawn = draw_people(runners, field.health, draws=DRAWS, seed=0, sports=SPORTS)
    one = part_of(drawn, slice(at * DRAWS, (at + 1) * DRAWS))
    minutes = minutes_of(field, runners, at)
    around = draw_surroundings(minutes.weather, DRAWS, 0)
    drunk = evenly(one.drinking)
    intake = replace(drunk, **{k: np.repeat(getattr(drunk, k), minutes.rows_count, axis=1) for k in KINDS})
    body = simulate_body(minutes, one.athlete, intake, one.body, surroundings=around)
    fatigue = simulate_fatigue(minutes, body, one.athlete, one.fatigue)
    rate_per_h = cramp_rate(body, fatigue, one.athlete, one.cramp)
    row_h = np.full(minutes.rows_count, S_PER_MIN)
    row_h[-1] = minutes.duration_s - S_PER_MIN * (minutes.rows_count - 1)
    found = {
        "possible_frac": possible_draws(body, fatigue, one.fatigue, minutes.rows_count),
        "lowest_plasma_sodium_mmol_l": body.plasma_sodium_mmol_l.min(axis=-1),
        "final_plasma_sodium_mmol_l": body.plasma_sodium_mmol_l[:, -1],
        "highest_core_c": body.core_c.max(axis=-1),
        "sweat_l": body.sweat_l[:, -1],
        "sweat_sodium_mmol": body.sodium_lost_mmol[:, -1],
        "drunk_l": body.drunk_l[:, -1],
        "mass_change_frac": body.mass_change_frac[:, -1],
    }
    for key, alone in found.items():
        np.testing.assert_allclose(getattr(outcomes, key)[at], alone, rtol=1e-9, err_msg=key)
    by_muscle = outcomes.first_cramp_frac[:, :, at].sum(axis=1)
    np.testing.assert_allclose(by_muscle, first_cramp_by_muscle(rate_per_h, row_h / 3600.0), rtol=1e-9, atol=1e-14)


KINDS = ("water_ml", "sodium_mmol", "potassium_mmol", "carbohydrate_g")


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("lane_rows", [1, 5000])
def test_who_is_simulated_together_changes_no_bit(name: str, lane_rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    field, runners = a_field(name, 4)
    whole = arrays(simulate_chunk(field, runners, draws=DRAWS, seed=0))
    assert all(np.isfinite(values).all() for values in whole.values())
    monkeypatch.setattr(chunk, "LANE_ROWS", lane_rows)
    monkeypatch.setattr(slowing, "LANE_ROWS", lane_rows // 2)
    cut = runners.count // 2
    parts = [runners_at(runners, slice(0, cut)), runners_at(runners, slice(cut, None))]
    made = [arrays(simulate_chunk(field, part, draws=DRAWS, seed=0)) for part in parts]
    for key, values in whole.items():
        assert np.array_equal(np.concatenate([part[key] for part in made]), values), key


def test_draws_of_studies_are_the_same_in_everybody() -> None:
    field, runners = a_field("half_marathon")
    drawn = draw_people(runners, field.health, draws=DRAWS, seed=0, sports=SPORTS)
    shared = drawn.body.heat.convection_w_m2_k.reshape(runners.count, DRAWS)
    own = drawn.body.heat.core_set_c.reshape(runners.count, DRAWS)
    assert (shared == shared[0]).all()
    assert len(np.unique(own)) == own.size


def test_a_person_is_the_same_on_all_days() -> None:
    field, runners = a_field("football_camp", 2)
    drawn = draw_people(runners, field.health, draws=DRAWS, seed=0, sports=SPORTS)
    gains = drawn.athlete.sweat_gain_ratio.reshape(runners.count, DRAWS)
    for person in (0, 1):
        mine = gains[runners.person_index == person]
        assert (mine == mine[0]).all()


def test_a_runner_that_cannot_be_simulated_is_a_row_and_changes_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    field, runners = a_field("half_marathon")
    whole = arrays(simulate_chunk(field, runners, draws=DRAWS, seed=0))
    made = slowing.minutes_of_runners

    def failing(day: Any, some: Runners) -> Any:
        if 2 in some.index:
            raise ZeroDivisionError("a mistake of ours")
        return made(day, some)

    monkeypatch.setattr(slowing, "minutes_of_runners", failing)
    found = simulate_chunk(field, runners, draws=DRAWS, seed=0)
    assert found.failures == ("", "", "ZeroDivisionError: a mistake of ours", "", "")
    others = np.arange(5) != 2
    for key, values in arrays(found).items():
        assert np.array_equal(values[others], whole[key][others]), key
        assert key in ("possible_frac", "never_frac", "step_index") or np.isnan(values[2]).all()
    assert not found.possible_frac[2].any()


def test_a_runner_who_could_in_no_draw_is_told_and_all_their_draws_count(monkeypatch: pytest.MonkeyPatch) -> None:
    field, runners = a_field("half_marathon")
    before = simulate_chunk(field, runners, draws=DRAWS, seed=0)
    monkeypatch.setattr(slowing, "could_have_done", lambda core, failing: np.zeros(core.size, dtype=bool))
    found = simulate_chunk(field, runners, draws=DRAWS, seed=0)
    assert (found.never_frac == 1.0).all()
    assert (found.possible_frac == 1.0).all()
    assert (before.never_frac == 0.0).all()


def test_what_is_set_holds_for_everybody() -> None:
    field, runners = a_field("half_marathon")
    still = simulate_chunk(field, runners, draws=DRAWS, seed=0, overrides={"hazard.rate_per_h": 1e-30})
    assert still.first_cramp_frac.max() < 1e-12
