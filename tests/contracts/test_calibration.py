"""What the hazard was fitted to, what was stored of it, and the pages about it belong together."""

from __future__ import annotations

import calibrate
import hypotheses
import numpy as np
import pytest

from uncramp.ensemble.posterior import TARGETS
from uncramp.evidence.facts import targets
from uncramp.evidence.registry import load_topic

RECORD = calibrate.read_record()


def test_the_fit_is_that_of_this_engine_and_its_pages_are_fresh() -> None:
    assert calibrate.stale(RECORD) == []
    assert hypotheses.PAGE.read_text(encoding="utf-8") == hypotheses.page_of(RECORD)
    assert calibrate.PICTURE.is_file()


def test_a_changed_posterior_is_noticed() -> None:
    moved = RECORD["posterior"] | {"rate_per_h": RECORD["posterior"]["rate_per_h"] | {"value": 0.2}}
    assert any("rate_per_h" in one for one in calibrate.stale(RECORD | {"posterior": moved}))


def test_a_changed_engine_is_noticed() -> None:
    other = [value * 1.0001 for value in RECORD["sentinel"]]
    assert any("engine" in one for one in calibrate.stale(RECORD | {"sentinel": other}))


def test_fitted_targets_are_those_marked_and_twice_as_many_as_free_numbers() -> None:
    assert [key for key, target in targets().items() if target.used_for_calibration] == list(TARGETS)
    fitted = [name for name, entry in load_topic("hazard").items() if entry.grade == "fitted"]
    assert 2 * len(fitted) <= len(TARGETS)
    assert sorted(fitted) == sorted(calibrate.FITTED)


def test_the_two_numbers_may_be_drawn_apart() -> None:
    assert abs(RECORD["correlation"]) < 0.2


@pytest.mark.parametrize("name", ["article", "measured", "mixed"])
def test_weights_in_use_are_those_that_follow(name: str) -> None:
    found = next(one for one in RECORD["hypotheses"]["hypotheses"] if one["name"] == name)
    np.testing.assert_allclose(load_topic("hypotheses")[f"{name}_weight_frac"].value, found["weight_frac"], atol=1e-3)
