"""Medicines are found by substance and brand in any common spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.medicines import medicine_cautions, rate_ratio_draws
from uncramp.medicines.names import NEVER_STOP, fold, known_names, resolve

names = st.sampled_from(known_names())


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
