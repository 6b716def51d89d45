"""Very long races, laid beside what was measured in two of them: they were looked at when thirst was given its form, and nothing was fitted to them.

byrne2022: 89 km of road, up to 26 °C, 21 finishers. hoffman2014: 161 km of trails in the heat, 383 starters.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import pytest

from uncramp.ensemble.field import Field
from uncramp.ensemble.field_file import SHIPPED, field_from_text, read_field
from uncramp.ensemble.study import Plan, compute_chunk
from uncramp.minutes import Floats

ATHLETES, DRAWS = 300, 10
ROAD_89KM = (
    "[[0, 650], [15, 800], [30, 750], [36, 600], [47, 800], [52, 620], [58, 760], [64, 520], [73, 380], [80, 200], [89, 30]]"
)
WARM_DAY = ((5.5, 13, 0.85, 0), (9, 18, 0.7, 350), (13, 26, 0.53, 650), (16, 24, 0.55, 300), (18, 20, 0.6, 0))
"""Clock, air, humidity, sun; the highest air and its humidity as published, the rest ours."""


def road_of_89km() -> Field:
    """The people of the shipped 56 km on a longer and warmer way."""
    text = files(SHIPPED).joinpath("ultra_56km.toml").read_text(encoding="utf-8")
    head, rest = text.split("[[weather]]", maxsplit=1)
    people = rest[rest.index("[people.") :]
    way = head[: head.index("profile_km_m")].replace("56.0", "89.0") + f"profile_km_m = {ROAD_89KM}\n"
    after = head[head.index("aid_every_km") :]
    day = "".join(
        f'[[weather]]\nclock = "{int(hour):02d}:{round(60 * (hour % 1)):02d}"\nair_c = {air}\nhumidity_frac = {damp}\nwind_m_s = 1.5\nsolar_w_m2 = {sun}\n\n'
        for hour, air, damp, sun in WARM_DAY
    )
    return field_from_text(way + after + day + people, "road_89km.toml")


@cache
def run(name: str) -> dict[str, Floats]:
    """Of every runner and draw that could: highest core and change of body mass."""
    field = read_field(name) if name == "mountain_161km" else road_of_89km()
    tally = compute_chunk(Plan(field, draws=DRAWS), 0, ATHLETES)
    could = tally.possible_frac > 0.0
    found = {"core_c": tally.highest_core_c[could], "mass_loss_percent": -100.0 * tally.mass_change_frac[could]}
    print(name, {what: f"{values.mean():.2f} (SD {values.std():.2f})" for what, values in found.items()})
    return found


def test_the_core_of_89_km_on_the_road_is_on_average_as_measured() -> None:
    assert run("road_89km")["core_c"].mean() == pytest.approx(39.0, abs=0.5)


def test_the_loss_of_89_km_on_the_road_is_on_average_within_what_people_differ_by() -> None:
    assert run("road_89km")["mass_loss_percent"].mean() == pytest.approx(4.1, abs=1.3)


@pytest.mark.xfail(strict=True, reason="0.8 against 0.5 °C: nobody slows down because they are hot themselves")
def test_cores_of_89_km_differ_no_more_than_half_as_much_again_as_measured() -> None:
    assert run("road_89km")["core_c"].std() <= 1.5 * 0.5


@pytest.mark.xfail(strict=True, reason="about 3 against 1.3 %: those who drink little or plenty do so all day, whatever they lack")
def test_losses_of_89_km_differ_no_more_than_half_as_much_again_as_measured() -> None:
    assert run("road_89km")["mass_loss_percent"].std() <= 1.5 * 1.3


@pytest.mark.xfail(strict=True, reason="over 4 %: what is eaten on the way has no mass")
def test_the_loss_of_161_km_is_on_average_as_measured() -> None:
    assert 2.0 <= run("mountain_161km")["mass_loss_percent"].mean() <= 3.1


def test_who_ran_161_km_lost_water_but_for_few() -> None:
    loss = run("mountain_161km")["mass_loss_percent"]
    assert np.median(loss) > 2.0
    assert (loss < 0.0).mean() < 0.1
