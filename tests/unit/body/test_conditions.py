"""Conditions are found by synonym, act by one assumed ratio, and always say what to know."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.conditions import condition_cautions, condition_ratio_draws, conditions, drinks_by_clinician, find_condition
from uncramp.evidence.registry import load_topic
from uncramp.medicines.names import fold

ids = st.sampled_from(sorted(conditions()))


@given(ids, st.sampled_from([str.upper, str.title, str.lower]))
def test_every_name_and_synonym_leads_to_its_condition(key: str, case) -> None:
    condition = conditions()[key]
    for name in (key, condition.name, *condition.synonyms):
        assert find_condition(case(name)) == condition


def test_no_synonym_belongs_to_two() -> None:
    names = [(fold(name), row.id) for row in conditions().values() for name in (row.id, row.name, *row.synonyms)]
    assert len({name for name, _ in names}) == len(set(names))


def test_every_published_figure_is_shown_and_used_for_nothing_else() -> None:
    shown = {row.published for row in conditions().values() if row.published}
    assert shown == set(load_topic("conditions")) - {"condition_rate_ratio"}
    assert all(load_topic("conditions")[name].spread == "fixed" for name in shown)


@given(st.lists(ids, min_size=1, max_size=6))
def test_the_number_of_conditions_does_not_matter(keys: list[str]) -> None:
    drawn = condition_ratio_draws(keys, 30, 2)
    one = condition_ratio_draws(["diabetes"], 30, 2)
    assert np.array_equal(drawn, one if any(conditions()[key].counts for key in keys) else np.ones(30))


def test_the_assumed_ratio_is_wide_and_includes_none() -> None:
    low, middle, high = np.quantile(condition_ratio_draws(["diabetes"], 4000, 0), (0.025, 0.5, 0.975))
    assert (low, middle, high) == pytest.approx((0.9, 1.2, 1.6), abs=0.04)


@given(st.lists(ids | st.text(max_size=20), max_size=5))
def test_each_condition_says_what_to_know_and_unknown_ones_are_kept(names: list[str]) -> None:
    cautions = condition_cautions(names)
    assert len({caution.id for caution in cautions}) == len(cautions)
    unknown = [name for name in dict.fromkeys(names) if find_condition(name) is None]
    known = {found.id for name in names if (found := find_condition(name))}
    assert len(cautions) == len(unknown) + len(known)
    assert all(any(repr(name) in caution.text for caution in cautions) for name in unknown)


def test_only_what_is_to_be_heard_soon_is_urgent() -> None:
    said = {
        caution.id: caution.urgent for caution in condition_cautions(["hay fever", "sickle cell trait", "PAD", "gout of the ear"])
    }
    assert said == {
        "condition_allergies": False,
        "condition_sickle_cell_trait": True,
        "condition_peripheral_artery_disease": True,
        "condition_unknown_1": True,
    }


@pytest.mark.parametrize(
    "name",
    [
        "congestive heart failure", "CHF", "dialysis", "SIADH", "CKD 3", "chronic kidney disease stage 3", "kidney transplant",
        "renal insufficiency", "nephrotic syndrome", "cardiomyopathy", "arrhythmia", "Addison", "low-salt diet", "pre-eclampsia",
        "diabetes insipidus", "low blood sodium", "one kidney", "acute kidney injury", "nephrogenic diabetes insipidus",
    ],
)  # fmt: skip
def test_what_limits_water_or_salt_is_known_by_its_words(name: str) -> None:
    found = find_condition(name)
    assert found is not None
    assert found.drink_by_clinician
    assert drinks_by_clinician(["asthma", name])


def test_a_word_inside_a_longer_name_is_not_taken_for_another_condition() -> None:
    for name in ("heat stroke last summer", "type 2 diabetes since 2010", "mild asthma"):
        found = find_condition(name)
        assert found is not None
        assert not found.drink_by_clinician
    assert not drinks_by_clinician(["asthma", "heat stroke last summer"])


@given(st.text(min_size=1, max_size=20))
def test_what_is_not_known_leaves_drinking_to_a_clinician(name: str) -> None:
    assert find_condition(name) is not None or drinks_by_clinician([name])
