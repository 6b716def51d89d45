"""Drinking: what is said is kept, what is not is drawn, and nobody drinks seventy litres."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.body.drinking import Drinking, DrinkingParameters, intake_of, parse_drinking
from uncramp.body.intake import Intake
from uncramp.body.intake_table import parse_intake_csv, read_intake_csv
from uncramp.errors import InputError
from uncramp.evidence.draws import central

START = datetime(2026, 6, 21, 10, 0, tzinfo=UTC)


def intake(stated: object, rows: int = 120, after_rows: int = 60, draws: int = 50, **more: float) -> Intake:
    return intake_of(stated, rows=rows, after_rows=after_rows, draws=draws, seed=3, athlete_name="A", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "rate_l_h"),
    [
        ("600 ml/h", 0.6),
        ("0.6 l/h", 0.6),
        ("0,6 L/h", 0.6),
        ("6 dl per hour", 0.6),
        ("20 oz/h", 0.591471),
        ("20 fl oz an hour", 0.591471),
        ("150 ml every 20 min", 0.45),
        ("1 l every 2 hours", 0.5),
        ("500ml every h", 0.5),
        ("nothing", 0.0),
        ("0 ml/h", 0.0),
    ],
)
def test_drinking_as_people_say_it(text: str, rate_l_h: float) -> None:
    assert parse_drinking(text).rate_l_h == pytest.approx(rate_l_h, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("70 l/h", "70 L/h; expected 0 to 4 L/h"),
        ("-600 ml/h", "-0.6 L/h"),
        ("nan ml/h", "nan L/h"),
        ("inf ml/h", "inf L/h"),
        ("600", "expected a form like '600 ml/h'"),
        ("600 ml", "expected a form like"),
        ("a lot", "expected a form like"),
        ("", "expected a form like"),
        ("150 ml every 0 min", "every 0 min"),
        ("5 l every 3 h", "1.66667 L/h"),
    ],
)
def test_what_nobody_drinks_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_drinking(text)


def test_sodium_given_in_milligrams_is_noticed() -> None:
    with pytest.raises(InputError, match=r"460 mmol/L.*in mg/L, give 20"):
        parse_drinking("600 ml/h", 460.0)
    with pytest.raises(InputError, match="-1 mmol/L"):
        intake(None, sodium_mmol_l=-1.0)


@given(st.floats(1.0, 2000.0), st.floats(1.0, 45.0), st.integers(1, 400))
def test_the_volume_said_is_the_volume_drunk(rate_ml_h: float, every_min: float, rows: int) -> None:
    drinking = Drinking(rate_ml_h * every_min / 60.0, every_min, 20.0, "said")
    made = intake(drinking, rows=rows, after_rows=0, draws=2)
    drinks = np.floor(rows / every_min)
    np.testing.assert_allclose(made.water_ml.sum(axis=1), drinks * drinking.volume_ml)
    np.testing.assert_allclose(made.sodium_mmol, made.water_ml * 0.02)
    assert made.stated


def test_a_gulp_is_drunk_when_its_interval_ends() -> None:
    made = intake(parse_drinking("150 ml every 20 min"), rows=65, after_rows=0, draws=1)
    np.testing.assert_array_equal(np.flatnonzero(made.water_ml[0]), [19, 39, 59])


def test_unsaid_drinking_is_by_thirst_and_differs_between_draws() -> None:
    made = intake(None, draws=400)
    rate_l_h = made.water_ml[:, 0] * 60.0 / 1000.0
    assert 0.3 <= rate_l_h.min() < 0.32
    assert 0.48 < rate_l_h.max() <= 0.5
    assert np.ptp(made.water_ml[0, :120]) == 0.0
    after_l_h = made.water_ml[:, -1] * 60.0 / 1000.0
    assert 0.1 <= after_l_h.min() < after_l_h.max() <= 0.5
    concentration = made.sodium_mmol.sum(axis=1) / made.water_ml.sum(axis=1) * 1000.0
    assert 0.0 <= concentration.min() < 2.0
    assert 18.0 < concentration.max() <= 20.0
    assert not made.stated
    assert (
        made.text
        == "by thirst, about 0.3 to 0.5 L/h (assumed) with 0 to 20 mmol/L sodium (assumed); by thirst after the finish (assumed)"
    )


def test_what_is_said_of_the_drink_is_kept_and_the_rest_is_drawn() -> None:
    made = intake(parse_drinking("600 ml/h", 20.0))
    np.testing.assert_allclose(made.sodium_mmol[:, 0], 0.2)
    assert np.ptp(made.potassium_mmol[:, 0]) > 0.0
    assert np.ptp(intake(parse_drinking("600 ml/h")).sodium_mmol[:, 0]) > 0.0
    np.testing.assert_allclose(intake(None, sodium_mmol_l=0.0).sodium_mmol, 0.0)
    assert intake(parse_drinking("600 ml/h", 20.0)).text == "600 ml/h with 20 mmol/L sodium; by thirst after the finish (assumed)"


def test_the_first_draws_do_not_depend_on_how_many_there_are() -> None:
    np.testing.assert_array_equal(intake(None, draws=10).water_ml, intake(None, draws=50).water_ml[:10])


# --- tables ---------------------------------------------------------------------------------------------------------

TABLE = "minute,volume_ml,sodium_mg,carbohydrate_g,what\n20,150,,,water\n40,150,70,25,gel and drink\n40.5,100,0,0,water\n"


def test_a_table_is_put_on_its_minutes() -> None:
    made = intake(parse_intake_csv(TABLE, "race.csv"))
    np.testing.assert_allclose(made.water_ml[:, 20], 150.0)
    np.testing.assert_allclose(made.water_ml[:, 40], 250.0)
    np.testing.assert_allclose(made.water_ml[:, :120].sum(axis=1), 400.0)
    np.testing.assert_allclose(made.sodium_mmol[:, 40], 70.0 / 22.99)
    np.testing.assert_allclose(made.carbohydrate_g[:, 40], 25.0)
    assert np.ptp(made.sodium_mmol[:, 20]) > 0.0  # not said, so drawn
    assert (made.water_ml[:, 120:] > 0.0).all()
    assert made.text == "0.4 L from race.csv; by thirst after the finish (assumed)"


def test_a_table_that_goes_on_after_the_finish_knows_that_time_too() -> None:
    made = intake(parse_intake_csv("minute,volume_ml\n10,200\n150,500\n", "race.csv"))
    np.testing.assert_allclose(made.water_ml[:, 120:].sum(axis=1), 500.0)
    assert made.text == "0.7 L from race.csv"
    with pytest.raises(InputError, match="minute 150, but only 120 minutes"):
        intake(parse_intake_csv("minute,volume_ml\n150,500\n", "race.csv"), after_rows=0)


def test_times_may_be_elapsed_or_of_the_clock() -> None:
    text = "time;volume_ml;sodium_mmol_l\n0:20:30;150;20\n2026-06-21T13:05:00+02:00;200;20\n"
    table = parse_intake_csv(text, "race.csv", start=START)
    np.testing.assert_array_equal(table.minute, [20, 65])
    np.testing.assert_allclose(table.sodium_mmol, [3.0, 4.0])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"race\.csv is empty; expected a header such as minute,volume_ml"),
        ("\n\n", "is empty; expected a header"),
        ("minute,volume_ml\n", "no lines"),
        ("minute,volume\n20,150\n", "column 'volume'; use volume_ml"),
        ("minute,what\n20,gel\n", "nothing taken"),
        ("minute,time,volume_ml\n", "exactly one of the columns"),
        ("minute,volume_ml,sodium_mg,sodium_mmol\n", "keep one"),
        ("minute,sodium_mmol_l\n", "without volume_ml"),
        ("minute,volume_ml\n20,150\n40,-150\n", "line 3: volume_ml is -150; expected 0 to 3000 ml"),
        ("minute,volume_ml\n20,nan\n", "line 2: volume_ml is nan"),
        ("minute,volume_ml\n20,70000\n", "line 2: volume_ml is 70000"),
        ("minute,volume_ml\n20,a cup\n", "line 2: volume_ml is 'a cup'"),
        ("minute,volume_ml\n20,150,1\n", "line 2 has 3 values"),
        ("minute,volume_ml\nx,150\n", "line 2: the time is 'x'"),
        ("minute,volume_ml\n-5,150\n", "line 2: -5 min is before the start"),
        ("minute,volume_ml\ninf,150\n", "line 2: inf min"),
        ("minute,sodium_mg\n20,460000\n", "line 2: sodium_mg is 460000; expected at most 4598 mg"),
        ("time,volume_ml\n10:20,150\n", "line 2: the time is '10:20'"),
        ("time,volume_ml\n2026-06-21T10:20,150\n", "line 2: time '2026-06-21T10:20' has no offset"),
        ("time,volume_ml\n2026-06-21T10:20Z,150\n", "line 2: .*no start time"),
        ("minute,volume_ml\n20,2000\n30,2000\n79,2000\n", "6 L in the hour from minute 20"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_intake_csv(text, "race.csv")


@given(st.binary(max_size=2000))
def test_any_bytes_end_in_a_table_or_a_typed_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any_intake.csv"
    path.write_bytes(content)
    try:
        assert read_intake_csv(path).minute.size > 0
    except InputError as error:
        assert "any_intake.csv" in str(error)  # noqa: PT017 - either end is right


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv cannot be read"):
        read_intake_csv(tmp_path / "none.csv")


def test_thirst_is_the_published_range() -> None:
    assert central(DrinkingParameters, "drinking").thirst_drinking_l_h[0] == pytest.approx(0.4)


def test_text_that_is_no_csv_is_a_typed_error() -> None:
    with pytest.raises(InputError, match=r"is not CSV"):
        parse_intake_csv("minute,volume_ml\r20,150\x00\r", "race.csv")
