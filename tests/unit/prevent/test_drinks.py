"""What there is to drink, as typed."""

from __future__ import annotations

import pytest

from uncramp.errors import InputError
from uncramp.prevent.drinks import parse_drinks


def test_drinks_as_people_type_them() -> None:
    water, sport, cola, gel = parse_drinks(
        "water; sports drink 460 mg/l 6 %; cola 330 ml 35 g 1 mmol; gel 25 g carbohydrate 2 mmol 0 ml"
    )
    assert (water.name, water.sodium_mmol_l, water.portion_ml) == ("water", 0.0, None)
    assert sport.sodium_mmol_l == pytest.approx(20.0, rel=1e-3)
    assert sport.carbohydrate_g_l == pytest.approx(60.0)
    assert cola.carbohydrate_g_l == pytest.approx(35.0 / 0.33)
    assert cola.sodium_mmol_l == pytest.approx(1.0 / 0.33)
    assert gel.is_eaten
    assert (gel.portion_sodium_mmol, gel.portion_carbohydrate_g) == (2.0, 25.0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("gel 25 g", "no volume"),
        ("gel 2 mmol", "no volume"),
        ("gel 0 ml 20 mmol/l", "nothing can be in a litre"),
        ("isotonic", "what is in 'isotonic' is not said"),
        ("20 mmol/l", "not understood"),
        ("drink 20", "not understood"),
        ("drink -5 mmol/l", "expected 0 to 200"),
        ("drink 20 mol/l", "not understood"),
        ("drink 2000 mmol/l", "expected 0 to 200"),
        ("drink 2 g sodium 500 ml", "in grams"),
        ("drink 9 l 1 mmol", "expected 0 to 3000 ml"),
        ("drink 20 mmol/l 30 mmol/l", "more than once"),
        ("water; water", "twice"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_drinks(text)


def test_empty_parts_are_nothing() -> None:
    assert parse_drinks(" ; ") == ()
