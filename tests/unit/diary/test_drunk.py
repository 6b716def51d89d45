"""What was drunk is taken once, from where it was said: the drinks of a session, else its weighing."""

from __future__ import annotations

import activity_files as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.body.athlete import Athlete
from uncramp.body.drinking import Drinking
from uncramp.body.intake_table import IntakeTable
from uncramp.diary.arrival import read_arrival
from uncramp.diary.drunk import as_weighed, drunk_in
from uncramp.diary.records import Activity, Drink, Session, WeighIn

ACTIVITY = Activity(**read_arrival(made.fit_file(60), "run.fit").values, said_at="2024-07-14T08:00:00Z", outcome="unsaid")


def session(*, weighed: tuple[float | None, ...] = (), drinks: tuple[Drink, ...] = ()) -> Session:
    weigh_ins = tuple(WeighIn(weighed_at="2024-07-14T08:00:00Z", before_kg=71.2, drank_l=litres) for litres in weighed)
    return Session(ACTIVITY, (), (), weigh_ins, drinks, ())


@settings(max_examples=20)
@given(litres=st.floats(0.0, 5.0), hours=st.floats(0.2, 10.0))
def test_what_a_weighing_says_was_drunk_is_drunk_evenly(litres: float, hours: float) -> None:
    drunk = drunk_in(session(weighed=(None, litres)), hours * 3600.0)
    assert isinstance(drunk, Drinking)
    assert drunk.rate_l_h * hours == pytest.approx(litres)
    assert drunk.sodium_mmol_l is None
    assert drunk.text.endswith("(weighed)")


def test_a_drink_that_is_said_goes_before_and_nothing_said_is_nothing() -> None:
    both = drunk_in(session(weighed=(1.2,), drinks=(Drink(volume_l=0.5, at_s=60.0),)), 3600.0)
    assert isinstance(both, IntakeTable)
    assert both.volume_ml.sum() == 500.0
    assert drunk_in(session(weighed=(None,)), 3600.0) is None


def test_the_mass_before_is_that_of_the_session_where_none_is_stated() -> None:
    assert as_weighed(Athlete(), session(weighed=(None,))).mass_kg == 71.2
    assert as_weighed(Athlete(mass_kg=70.0), session(weighed=(None,))).mass_kg == 70.0
    assert as_weighed(Athlete(), session()) == Athlete()
