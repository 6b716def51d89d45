"""Medicines are found by substance and brand in any common spelling, and nothing ever advises against one."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.medicines import NEVER_STOP, fold, known_names, medicine_cautions, rate_ratio_draws, resolve, strongest_class
from uncramp.evidence.registry import load_topic

names = st.sampled_from(known_names())
# told to the reader of the warning itself, or of a person, and never about a medicine
AGAINST = re.compile(r"\b(stop|stopping|pause|skip|discontinue|avoid|reduce|halve|omit|without it|switch)\b", re.IGNORECASE)


def test_the_list_is_long_enough_to_be_of_use() -> None:
    assert len(known_names()) > 120


def test_no_two_substances_share_a_folded_name() -> None:
    found: dict[str, str] = {}
    for name in known_names():
        substance = resolve(name).name
        assert substance
        assert found.setdefault(fold(name), substance) == substance


@given(
    names,
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["", " 10 mg", " 25/250", " tablets", " 12,5 mg daily"]),
)
def test_case_dose_and_form_change_nothing(name: str, case, beside: str) -> None:
    assert resolve(case(name) + beside).name == resolve(name).name


@pytest.mark.parametrize(
    ("given_name", "atc"),
    [
        ("Hydrochlorothiazid", "C03AA03"),
        ("hidroclorotiazida", "C03AA03"),
        ("furosémide", "C03CA01"),
        ("L-Thyroxin 75", "H03AA01"),
        ("Séretide Diskus", "R03AK06"),
        ("fluticasone/salmeterol", "R03AK06"),
        ("atorvastatine", "C10AA05"),
        ("Ibuprofène", "M01AE01"),
        ("valsartan HCT", "C09CA03 + C03AA03"),
        ("Advil + Lasix", "M01AE01 + C03CA01"),
    ],
)
def test_spellings_of_other_languages_are_found(given_name: str, atc: str) -> None:
    assert resolve(given_name).atc == atc


@given(st.text(max_size=40))
def test_any_name_is_kept_and_never_an_error(name: str) -> None:
    assert resolve(name).given == name
    assert all(caution.text.endswith(NEVER_STOP) for caution in medicine_cautions([name]))


@pytest.mark.parametrize("name", ["paracetamol", "warfarin", "aspirin", "insulin", "digoxin", "bisoprolol", "heparin", "metformin"])
def test_another_medicine_is_never_taken_for_one_of_the_list(name: str) -> None:
    found = resolve(name)
    assert found.name in ("", name)
    assert found.nearest == ()


@pytest.mark.parametrize(("typed", "meant"), [("simvastatn", "simvastatin"), ("losartin", "losartan"), ("ibuprofin", "ibuprofen")])
def test_an_obvious_misspelling_is_offered(typed: str, meant: str) -> None:
    assert meant in resolve(typed).nearest


def test_a_name_read_in_another_spelling_says_so() -> None:
    (caution,) = medicine_cautions(["ramiprill 5 mg"])
    assert "ramiprill 5 mg (read as ramipril)" in caution.text
    assert not any("read as" in caution.text for name in known_names() for caution in medicine_cautions([f"{name} 10 mg"]))


def test_a_misspelt_name_is_kept_with_the_nearest() -> None:
    (caution,) = medicine_cautions(["furosemixe"])
    assert "furosemide" in caution.text
    assert (rate_ratio_draws(["furosemixe"], 50, 0) == 1.0).all()


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
