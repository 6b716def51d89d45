"""Circuits: muscles as tables, hypotheses as parameters, and names that are refused with the nearest ones."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.errors import InputError
from uncramp.names import MECHANISMS, MUSCLES
from uncramp.reflex.circuit import TOPICS, circuit, muscles
from uncramp.reflex.pack import loop_constants
from uncramp.reflex.parameters import EXCITABILITIES, ReflexParameters
from uncramp.reflex.protocol import Protocol
from uncramp.reflex.slots import LOOP

REST = Protocol("rest", "", 1.0)


def test_every_muscle_of_the_body_has_a_circuit() -> None:
    assert set(MUSCLES) < set(muscles())
    for muscle in muscles().values():
        assert muscle.slow_frac + muscle.resistant_frac < 1.0
        assert circuit(muscle.id).muscle == muscle


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        ({"muscle": "calv"}, "Did you mean calf"),
        ({"mechanism": "artikle"}, "article"),
        ({"overrides": {"reflex.ia_nsiemens": 2.0}}, "Did you mean .*reflex.ia_nsiemens_per_pps"),
        ({"overrides": {"heat.core_c": 37.0}}, "no such parameter"),
        ({"overrides": {"reflex.presynaptic_ratio": 1.5}}, "expected 0 to 1"),
        ({"overrides": {"reflex.presynaptic_ratio": float("nan")}}, "expected 0 to 1"),
    ],
)
def test_a_wrong_name_or_value_is_refused(call: dict, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        circuit(**call)


def test_draws_vary_what_is_unsure_and_overrides_fix_it() -> None:
    drawn = circuit(draws=5, overrides={"reflex.ib_nsiemens_per_pps": 1.0})
    assert np.unique(drawn.reflex.ia_nsiemens_per_pps).size == 5
    assert (drawn.reflex.ib_nsiemens_per_pps == 1.0).all()
    assert circuit(draws=3).reflex.ia_nsiemens_per_pps.tolist() == circuit(draws=5).reflex.ia_nsiemens_per_pps[:3].tolist()


def constants(mechanism: str, **state: object) -> dict[str, float]:
    protocol = Protocol("state", "", 1.0, **state)  # type: ignore[arg-type]
    return dict(zip(LOOP, loop_constants(circuit(mechanism=mechanism), protocol, step_ms=0.1, draw=0), strict=True))


def test_a_rested_muscle_is_the_same_under_every_hypothesis_but_for_what_a_contraction_does() -> None:
    rested = [constants(mechanism) for mechanism in MECHANISMS]
    assert len({one["ia_us_per_pps"] for one in rested}) == len({one["ib_us_per_pps"] for one in rested}) == 1
    assert len({one["fading_ratio"] for one in rested}) == 3


def test_hypotheses_differ_in_sign() -> None:
    change = {name: constants(name, fatigue_frac=1.0)["ia_us_per_pps"] / constants(name)["ia_us_per_pps"] for name in MECHANISMS}
    assert change["article"] > 1.0 > change["measured"] == change["mixed"]
    inhibition = {
        name: constants(name, fatigue_frac=1.0)["ib_us_per_pps"] / constants(name)["ib_us_per_pps"] for name in MECHANISMS
    }
    assert inhibition["article"] == inhibition["mixed"] < 1.0 == inhibition["measured"]


def test_pain_excites() -> None:
    assert constants("mixed", pain_frac=1.0)["tonic_us"] > constants("mixed")["tonic_us"] == 0.0


def test_every_named_excitability_has_its_parameter() -> None:
    assert {f"{name}_threshold_ratio" for name in EXCITABILITIES} <= set(ReflexParameters.__slots__)
    assert "reflex" in TOPICS
