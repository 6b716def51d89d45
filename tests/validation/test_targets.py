"""Every published figure that the model is held against, as the page has it; a miss is expected to fail and says what the model lacks.

What is computed and what is accepted stands in ``uncramp.validation``. Fields are small here; ``make studies`` takes those of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from uncramp.validation.bench import Bench
from uncramp.validation.finding import Figure, Finding, figures
from uncramp.validation.run import find

SMALL = Bench(athletes=300, draws=20)  # the draws of studies are those of the page; they matter most
OF_THE_PAGE = Bench()
RARE = ("V26",)  # of people who are one in forty of the field: 300 athletes have too few of them
OF_FIELDS = ("V01", "V04", "V05", "V06", "V07", "V09", "V10", "V11", "V22", "V26", "V31")


@cache
def found(target: str, bench: Bench) -> Finding:
    return find(target, bench)


def hit(figure: Figure, bench: Bench) -> bool:
    measured = next(one for one in found(figure.target, bench).measured if one.figure.name == figure.name)
    print(f"{figure.target} {figure.what}: {measured.number.value:.6g}, accepted {figure.low:g} to {figure.high:g}")
    return measured.hit


def cases(*, of_fields: bool) -> list[object]:
    return list(_cases(of_fields))


def _cases(of_fields: bool) -> Iterator[object]:
    for target, accepted in figures().items():
        for figure in accepted if (target in OF_FIELDS) == of_fields else ():
            miss = [pytest.mark.xfail(strict=True, reason=figure.lacks)] if figure.lacks else []
            yield pytest.param(figure, id=f"{target}_{figure.name}", marks=miss)


@pytest.mark.parametrize("figure", cases(of_fields=False))
def test_single_session(figure: Figure) -> None:
    assert hit(figure, OF_THE_PAGE)


@pytest.mark.parametrize("figure", cases(of_fields=True))
def test_small_field(figure: Figure) -> None:
    assert hit(figure, OF_THE_PAGE if figure.target in RARE else SMALL)


@pytest.mark.slow
@pytest.mark.parametrize("figure", cases(of_fields=True))
def test_field_of_the_page(figure: Figure) -> None:
    assert hit(figure, OF_THE_PAGE)
