"""A field file is read strictly: what is wrong is told with file, table and key, and what was meant."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from fields import SHORT_RUN, changed, short_run

from uncramp.ensemble.field_file import field_from_text, read_field, shipped_fields
from uncramp.errors import InputError, UncrampError
from uncramp.evidence.registry import sources

PEOPLE = "\n[people.age_year]\nvalue = 40.0\nlow = 30.0\nhigh = 50.0\nspread = 'normal'\n"


def test_what_a_file_says_is_what_the_field_is() -> None:
    field = short_run()
    assert (field.name, field.athletes_count, field.segments, field.segments_count) == ("short", 12, "km", 10)
    assert field.aid_m == (5000.0,)
    assert [wave.start_s for wave in field.waves] == [32_400.0, 33_000.0]
    assert math.isinf(field.waves[-1].finish_within_s)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([("athletes = 12", "athletes = 12\nathlets = 3")], ["short.toml: athlets is not known", "athletes"]),
        ([("air_c", "air_temp")], ["[weather 1] air_temp is not known", "air_c"]),
        ([("air_c = 20.0", "")], ["[weather 1] air_c is missing"]),
        ([("athletes = 12", "athletes = 0\nathlets = 3")], ["athlets is not known"]),
        ([("air_c = 20.0", "air_cc = 20.0")], ["[weather 1] air_cc is not known", "air_c"]),
        ([("air_c = 20.0", "air_c = 20.0\nhumidity = 0.5")], ["[weather 1] humidity is not known", "humidity_frac"]),
        ([("humidity_frac = 0.6", "humidity_frac = 60.0")], ["[weather 1] humidity_frac is 60.0", "0.02 to 1"]),
        ([("athletes = 12", "athletes = 0")], ["athletes is 0", "from 1"]),
        ([('sport = "running"', 'sport = "runing"')], ["[legs 1] sport", "running"]),
        ([("distance_km = 10.0", "")], ["[legs 1] distance_km or duration_h"]),
        ([("distance_km = 10.0", "distance_km = 10.0\nduration_h = 1.0")], ["[legs 1] distance_km or duration_h"]),
        ([("aid_km = [5.0]", "aid_km = [15.0]")], ["[legs 1] aid_km", "10 km"]),
        ([("distance_km = 10.0", "duration_h = 1.0")], ["[legs 1] aid_km needs a leg with distance_km"]),
        ([('sport = "running"', 'sport = "swimming"')], ["[legs 1] speed_m_s is missing"]),
        ([("aid_km = [5.0]", "profile_km_m = [[0, 10], [5, 60]]")], ["[legs 1] profile_km_m", "5.00 km long"]),
        ([("aid_km = [5.0]", 'gpx = "none.gpx"')], ["short.toml: [legs 1] gpx names no course: none.gpx", "cannot be opened"]),
        ([('start = "09:00"', 'start = "9 am"')], ["[waves 1] start is '9 am'", "09:30"]),
        ([('finish_within = "00:55"', "")], ["waves need finish_within"]),
        ([("share_frac = 0.7", "share_frac = 0.8")], ["[drinking] has share_frac that add to 1.1", "expected 1"]),
        ([("low = 0.2", "low = 0.5")], ["[drinking.by_thirst.rate_l_h]", "outside its own range"]),
        ([("share_frac = 0.7", 'share_frac = 0.7\nfollows_thirst = "yes"')], ["[drinking.by_thirst] follows_thirst is 'yes'", "true or false"]),
        ([('spread = "uniform"', 'spread = "unifrom"')], ["[drinking.plenty.rate_l_h] spread is 'unifrom'"]),
        ([("title", "titel")], ["short.toml: titel is not known. Did you mean title"]),
        ([('title = "Ten kilometres in town"', "")], ["short.toml: title is missing"]),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_what_cannot_be_is_told_with_its_place(changes: list[tuple[str, str]], told: list[str]) -> None:
    with pytest.raises(UncrampError) as error:
        field_from_text(changed(*changes), "short.toml")
    for part in told:
        assert part in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("low = 30.0", "low = 45.0", "value 40 outside its own range"),
        ("'normal'", "'fixed'", 'has a range but is "fixed"'),
        ("low = 30.0\nhigh = 50.0\n", "", "has no range"),
        ("value = 40.0", "value = 400.0", "expected a number from 18 to 80"),
        ("value = 40.0", "value = nan", "expected a number from 18 to 80"),
        ("value = 40.0", "value = '40'", "expected a number from 18 to 80"),
        ("value = 40.0", "value = 40.0\nunit = 'month'", "expected 'year'"),
        ("value = 40.0", "value = 40.0\ngrade = 'sure'", "[people.age_year] grade"),
        ("value = 40.0", "value = 40.0\nmedian = 3", "median is not known"),
        ("value = 40.0", "value = 40.0\nsource = 3", "source is 3"),
    ],
)  # fmt: skip
def test_a_distribution_that_cannot_be_is_refused(old: str, new: str, told: str) -> None:
    assert old in PEOPLE
    with pytest.raises(InputError, match=r"short\.toml: \[people\.age_year") as error:
        field_from_text(SHORT_RUN + PEOPLE.replace(old, new), "short.toml")
    assert told in str(error.value)


def test_a_trait_that_is_not_known_is_told_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"\[people.agee_year\] is not known. Did you mean age_year"):
        field_from_text(SHORT_RUN + PEOPLE.replace("age_year", "agee_year"), "short.toml")


def test_a_sound_distribution_replaces_that_of_the_evidence() -> None:
    entry = field_from_text(SHORT_RUN + PEOPLE, "short.toml").entries["age_year"]
    assert (entry.low, entry.value, entry.high, entry.source) == (30.0, 40.0, 50.0, ("stated",))


@pytest.mark.parametrize("text", ["title = ", "a = [" * 3000])
def test_what_is_no_toml_is_told(text: str) -> None:
    with pytest.raises(InputError, match=r"f\.toml: not"):
        field_from_text(text, "f.toml")


def test_a_file_that_is_not_there_is_told_with_the_fields_that_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Did you mean marathon") as error:
        read_field("maraton")
    assert all(name in str(error.value) for name in shipped_fields())
    (tmp_path / "picture.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not text"):
        read_field(tmp_path / "picture.toml")


@pytest.mark.parametrize("name", shipped_fields())
def test_a_shipped_field_loads_and_every_number_of_it_has_a_known_source(name: str) -> None:
    field = read_field(name)
    assert set(field.stated_sources) <= set(sources())
    assert field.edges[0] == 0.0
    assert (np.diff(field.edges) > 0.0).all()


@pytest.mark.parametrize("name", shipped_fields())
def test_an_assumption_of_a_shipped_field_says_why(name: str) -> None:
    field = read_field(name)
    entries = [*field.entries.values(), *(one.rate_l_h for one in field.drinking)]
    assert not [entry.name for entry in entries if entry.grade == "assumed" and not entry.note]


def test_the_fields_that_were_asked_for_are_there() -> None:
    assert set(shipped_fields()) == {
        "half_marathon", "marathon", "ultra_56km", "mountain_161km", "bike_leg_180km", "triathlon", "cycle_tour", "football_camp",
    }  # fmt: skip


def test_a_course_file_is_the_profile(tmp_path: Path) -> None:
    points = "".join(f'<trkpt lat="{50.0 + i * 0.0009:.5f}" lon="8.0"><ele>{100 + i % 20}</ele></trkpt>' for i in range(101))
    (tmp_path / "course.gpx").write_text(f'<gpx version="1.1"><trk><trkseg>{points}</trkseg></trk></gpx>', encoding="utf-8")
    profile = short_run(("aid_km = [5.0]", 'gpx = "course.gpx"'), folder=tmp_path).days[0].legs[0].profile
    assert profile is not None
    assert profile.distance_m[-1] == pytest.approx(10_000.0)
    assert 99.0 < profile.altitude_m.min() < profile.altitude_m.max() < 120.0
    with pytest.raises(InputError, match=r"the leg 20\.00 km"):
        short_run(("aid_km = [5.0]", 'gpx = "course.gpx"'), ("distance_km = 10.0", "distance_km = 20.0"), folder=tmp_path)


def test_a_file_that_is_no_course_is_told_with_the_leg_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "junk.gpx").write_text("some notes of mine", encoding="utf-8")
    told = r"short\.toml: \[legs 1\] gpx names no course: junk\.gpx: no GPX file \(it begins with 'some notes of mine'\)\. Give the course"
    with pytest.raises(InputError, match=told):
        short_run(("aid_km = [5.0]", 'gpx = "junk.gpx"'), folder=tmp_path)


def test_the_hash_of_a_field_is_of_all_that_it_says() -> None:
    assert short_run().digest == short_run().digest
    assert short_run().digest != short_run(("air_c = 20.0", "air_c = 21.0")).digest
