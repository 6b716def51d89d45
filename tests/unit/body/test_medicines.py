"""What is said of medicines advises against none, and half of the draws leave the rate alone."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.medicines import medicine_cautions, rate_ratio_draws, strongest_class
from uncramp.evidence.registry import load_topic
from uncramp.medicines.names import NEVER_STOP, known_names, resolve

names = st.sampled_from(known_names())
# told to the reader of the warning itself, or of a person, and never about a medicine
AGAINST = re.compile(r"\b(stop|stopping|pause|skip|discontinue|avoid|reduce|halve|omit|without it|switch)\b", re.IGNORECASE)


@given(st.lists(names, max_size=6, unique=True))
def test_a_caution_states_facts_and_advises_against_nothing(medicines: list[str]) -> None:
    for caution in medicine_cautions(medicines):
        facts = caution.text.removesuffix(NEVER_STOP)
        assert facts != caution.text
        assert not AGAINST.search(facts.split(":", 1)[1])


@given(st.lists(names, min_size=1, max_size=5), names)
def test_another_medicine_adds_nothing_unless_its_ratio_is_larger(medicines: list[str], other: str) -> None:
    # one class counts, the others are not multiplied on top
    both = rate_ratio_draws([*medicines, other], 40, 1)
    assert any(np.array_equal(both, rate_ratio_draws([name], 40, 1)) for name in [*medicines, other])


def test_the_strongest_published_class_counts() -> None:
    assert strongest_class([resolve("Lasix"), resolve("Seretide"), resolve("Zocor")]) == "long_acting_beta2_steroid"
    assert strongest_class([resolve("ibuprofen")]) is None


@pytest.mark.parametrize(
    "name", ["Lasix", "hydrochlorothiazide", "spironolactone", "simvastatin", "salmeterol", "Symbicort", "Diamox"]
)
def test_half_of_the_draws_have_no_effect_and_the_rest_follow_the_study(name: str) -> None:
    drawn = rate_ratio_draws([name], 4000, 3)
    assert np.mean(drawn == 1.0) == pytest.approx(0.5, abs=0.03)
    published = [entry for entry in load_topic("medicines").values() if entry.low <= np.median(drawn[drawn != 1.0]) <= entry.high]
    assert published


def test_no_medicines_change_nothing() -> None:
    assert (rate_ratio_draws([], 10, 0) == 1.0).all()
    assert medicine_cautions([]) == ()
