"""What holds the drinking down is named after the step that takes most away."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from uncramp.evidence.draws import central
from uncramp.minutes import Floats
from uncramp.prevent.drinking import Cup, Menu, Servings, plain_water, safe_limit_l
from uncramp.prevent.holding import held_by
from uncramp.prevent.parameters import PreventParameters
from uncramp.prevent.search import Choice, Setting
from uncramp.prevent.stations import Stations

ROWS = 120
UNUSED: Any = None


def along(litres: float) -> Floats:
    return np.linspace(0.0, litres, ROWS)


@pytest.mark.parametrize(
    ("changed", "by"),
    [
        ({"sweat": 0.6}, "sweat"),
        ({"body_water": 0.5}, "body_water"),
        ({"advised": 0.7}, "advised"),
        ({"drink": 0.3}, "worth"),
        ({"volume_ml": 300.0}, "stomach"),
        ({"volume_ml": 200.0}, "finish"),
        ({"share": 0.4}, "guards"),
        ({"cup_ml": 250.0}, "cups"),
        ({"cup_ml": 0.0}, "thirst"),
    ],
)
def test_what_takes_most_away_is_named(changed: dict[str, float], by: str) -> None:
    limits = {name: along(changed.get(name, 1.9)) for name in ("sweat", "body_water", "advised")}
    setting = Setting(
        UNUSED, UNUSED, Stations(()), safe_limit_l(limits), limits, along(1.92), 50.0, UNUSED, central(PreventParameters, "prevent")
    )
    drink, share = changed.get("drink", 1.0), changed.get("share", 1.0)
    stops = np.arange(20.0, ROWS, 20.0)
    wanted_ml = drink * 1000.0 * float(setting.limit_l[99]) / stops.size
    volume_ml = np.full(stops.size, changed.get("volume_ml", wanted_ml))
    volume_ml[0] -= 1e-2  # so that no stop is full but where it is meant
    menu = Menu(plain_water(), plain_water(), None)
    cups = [Cup(float(stop), plain_water(), changed.get("cup_ml", share * float(volume_ml[0])), 0) for stop in stops]
    named = held_by(
        setting, Choice(drink=drink), Servings(stops, volume_ml, 0.0, menu), share, cups if changed.get("cup_ml") != 0.0 else []
    )
    assert named == by
