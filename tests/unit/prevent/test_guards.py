"""Guards: each limit by itself, and what of a wish is left."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.minutes import Floats
from uncramp.prevent.guards import guard_margins, largest_share

DRAWS, ROWS = 20, 60


def flat(value: float) -> Floats:
    return np.full((DRAWS, ROWS), value)


def rising(at_end: float) -> Floats:
    return np.broadcast_to(np.linspace(0.0, at_end, ROWS), (DRAWS, ROWS)).copy()


def safe() -> dict[str, Floats]:
    return {
        "drunk_l": rising(0.5),
        "sweat_l": rising(1.0),
        "water_l": 40.0 - rising(0.5),
        "plasma_sodium_mmol_l": flat(140.0),
        "core_c": flat(38.5),
    }


def test_a_safe_race_holds() -> None:
    margins = guard_margins(**safe())
    assert margins.drinks_hold == pytest.approx(0.0)
    assert margins.core_k == pytest.approx(1.5)
    assert margins.plasma_sodium_mmol_l == pytest.approx(5.0)


def test_drinking_is_held_to_what_three_quarters_sweat_at_every_minute() -> None:
    race = safe()
    race["sweat_l"] = race["sweat_l"] * np.linspace(0.4, 1.6, DRAWS)[:, None]
    assert guard_margins(**race).drinking_l == pytest.approx(0.0)
    race["drunk_l"][:, 10] += 0.3  # too early, though not too much in all
    assert guard_margins(**race).drinking_l < -0.1


def test_one_draw_that_gains_water_is_enough() -> None:
    race = safe()
    race["water_l"][7, 40] = 40.01
    assert guard_margins(**race).water_l == pytest.approx(-0.01)


def test_sodium_may_be_low_in_a_twentieth_of_the_draws_and_no_more() -> None:
    race = safe()
    race["plasma_sodium_mmol_l"][0, 30] = 130.0
    assert guard_margins(**race).plasma_sodium_mmol_l > 0.0
    race["plasma_sodium_mmol_l"][1, 30] = 130.0
    assert guard_margins(**race).plasma_sodium_mmol_l < 0.0


def test_a_quarter_may_pass_the_alarm_of_the_core_and_no_more() -> None:
    race = safe()
    race["core_c"][:4, 59] = 41.0
    assert guard_margins(**race).core_k > 0.0
    race["core_c"][:6, 59] = 41.0
    assert guard_margins(**race).core_k < 0.0


def test_people_are_told_apart() -> None:
    one, other = safe(), safe()
    other["drunk_l"] = other["drunk_l"] * 3.0
    both = guard_margins(**{name: np.stack([one[name], other[name]]) for name in one})
    assert both.drinking_l.shape == (2,)
    assert both.drinking_l[0] >= 0.0 > both.drinking_l[1]


def test_the_largest_share_is_found() -> None:
    found = largest_share(lambda share: np.array([0.3, 2.0, -1.0]) - share, 3)
    assert found == pytest.approx([0.3, 1.0, 0.0], abs=1e-3)
