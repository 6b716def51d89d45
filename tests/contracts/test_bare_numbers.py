"""No number of the science hides in the code: it has a source, and so it lives in evidence/."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "uncramp"
SCIENCE = sorted(
    path
    for pattern in ("compiled.py", "medicines/*.py", "body/*.py", "hazard/*.py", "reflex/*.py")
    for path in PACKAGE.glob(pattern)
)
FREE = {0, 0.5, 1, 2}  # and their negatives: signs, halves and squares of a formula

# why a number needs no source, and the numbers of each module that it holds for
SERIES = "a term of the series of exp, log or expm1"
DECIMAL = "between a unit and its thousandth or hundredth"
GUARD = "keeps a division or a logarithm finite, far from any value that means something"
BOUNDS = "what no state or statement may pass: a mistake in unit or typing is refused, or counted, and nothing is computed from it"
LAYOUT = "how work is cut for the processor; results do not depend on it"
ALLOWANCES: list[tuple[str, str, tuple[float, ...]]] = [
    ("compiled.py", SERIES, (0.0625, 3, 4, 5, 6, 7, 16)),
    ("compiled.py", "terms of a series that is exact to the last digits", (9, 12)),
    (
        "compiled.py",
        "how an eight-byte number is laid out: exponent, mantissa, and the bits and range that follow",
        (1.5, 32, 52, 700, 1023),
    ),
    ("compiled.py", "a gigabyte, as a power of two", (30,)),
    ("body/drinking.py", DECIMAL, (10, 100)),
    ("body/engine.py", DECIMAL, (1e-3, 1e3)),
    ("body/engine.py", "seconds of an hour", (3600,)),
    ("body/engine.py", GUARD, (1e-12,)),
    ("body/gait.py", GUARD, (1e-9,)),
    ("body/gait.py", "a cubic from 0 to 1 that is level at both ends", (3,)),
    ("body/fatigue.py", "how many of the traces the hazard reads", (4,)),
    ("body/fatigue_step.py", GUARD, (0.05,)),
    ("body/fatigue_step.py", LAYOUT, (20, 29, 36)),
    ("body/fatigue_step.py", "rounding below the maximum still is the maximum", (0.999,)),
    ("body/heat.py", GUARD, (20,)),
    ("body/heat.py", "root of a quadratic equation", (4,)),
    ("body/heat_step.py", BOUNDS, (33, 44, 46)),
    ("body/heat_step.py", GUARD, (1e-12, 1e-6)),
    ("body/heat_step.py", "seconds of an hour", (3600,)),
    ("body/intake_table.py", BOUNDS, (3, 4, 200, 300, 1_000_000)),
    ("body/intake_table.py", DECIMAL, (1000,)),
    ("medicines/names.py", "how near a misspelt name must be: a wild guess is unsafe", (0.87,)),
    ("body/load.py", "km/h of a m/s", (3.6,)),
    ("body/load.py", "a spike of the sensor in a slow minute is no surge", (3,)),
    ("body/load.py", "slope beyond which a straight line is not followed", (0.2,)),
    ("body/metabolism.py", "standard gravity, by definition", (9.80665,)),
    ("body/metabolism.py", DECIMAL, (1000,)),
    ("body/metabolism.py", "coefficients of the published polynomial", (6,)),
    ("body/slots.py", LAYOUT, (4, 8, 90)),
    ("body/surroundings.py", BOUNDS, (60, 1500, 30_000, 110_000)),
    ("body/sweat.py", GUARD, (20,)),
    ("body/tables.py", DECIMAL, (1000,)),
    ("body/tables.py", "logarithm of two", (0.6931471805599453,)),
    ("hazard/belief.py", GUARD, (1e-12, 40)),
    ("hazard/rate_pass.py", GUARD, (1e-6,)),
    ("reflex/electromyogram.py", DECIMAL, (1000,)),
    ("reflex/electromyogram.py", "how far a wave is drawn, in its own widths", (4,)),
    ("reflex/mechanics.py", GUARD, (7.9,)),
    ("reflex/mechanics.py", "rounds of Newton's method", (3,)),
    ("reflex/table.py", "how many points are recomputed", (12,)),
    ("reflex/table.py", "length of the shortened muscle, in which thresholds are published", (0.8,)),
    ("reflex/motor_unit.py", GUARD, (1e-9, 1e-30)),
    ("reflex/motor_unit.py", LAYOUT, (16,)),
    ("reflex/circuit.py", "how near a misspelt word may be", (0.4,)),
    ("reflex/circuit.py", "nearest names told", (3,)),
    (
        "reflex/cramp.py",
        "what counts as a cramp in the trials: ten units, two seconds, and how finely that is looked at",
        (0.02, 0.25, 3, 10),
    ),
    ("reflex/cramp.py", "quantiles shown", (0.05, 0.95)),
    ("reflex/loop.py", DECIMAL, (1e3,)),
    ("reflex/loop.py", GUARD, (1e-12,)),
    ("reflex/motoneuron.py", DECIMAL, (1e-3, 1e-6)),
    ("reflex/motoneuron.py", "what the processor would be slowed by, far below anything that means something", (1e-30,)),
    ("reflex/motoneuron.py", "Pade's approximation of the hyperbolic tangent, and where it reaches one", (6, 9, 27)),
    (
        "reflex/motoneuron.py",
        "constants of splitmix64 and the moments of four sixteen-bit numbers",
        (16, 30, 31, 32, 48, 65535, 131070, 2.642873e-5, 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB),
    ),
    ("reflex/motoneuron.py", LAYOUT, (19,)),
    ("reflex/pack.py", DECIMAL, (1e-3, 1000)),
    ("reflex/pack.py", "how often fatigue is brought up to date, against time constants of tens of seconds", (0.1,)),
    ("reflex/pack.py", "where a member's random numbers may begin", (62,)),
    ("reflex/protocol.py", BOUNDS, (1.5, 500)),
    ("reflex/simulate.py", "the default step, ms; the tests hold it against a quarter of it", (0.1,)),
    ("reflex/simulate.py", DECIMAL, (1000,)),
    ("reflex/simulate.py", "bytes, and room for spikes", (3, 8, 24, 30, 100, 1e9)),
    ("reflex/simulate.py", GUARD, (1e-9,)),
    ("reflex/slots.py", LAYOUT, (6, 16, 27)),
    ("reflex/terminal.py", DECIMAL, (1e-3,)),
    ("reflex/threshold.py", "the trials' protocol: how fast, and when they looked", (1.5, 3, 64)),
    ("reflex/threshold.py", "frequencies tried upwards, a third faster each", (4, 6, 8, 11, 15, 20, 27, 36, 48)),
    ("reflex/threshold.py", "the slowest unit seen in a cramp (B33)", (6,)),
]
ALLOWED = {(module, float(number)) for module, _, numbers in ALLOWANCES for number in numbers}


def bare_numbers(tree: ast.Module) -> list[float]:
    """Numbers in the code that are neither free, nor an index, nor an axis."""
    structural: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            structural.update(ast.walk(node.slice))
        if isinstance(node, ast.keyword) and node.arg in ("axis", "ndmin", "stacklevel"):
            structural.update(ast.walk(node.value))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and node.value not in FREE
        and node not in structural
    ]


def found() -> Counter[tuple[str, float]]:
    """Every bare number of the science, by module."""
    return Counter(
        (str(path.relative_to(PACKAGE)), float(number))
        for path in SCIENCE
        for number in bare_numbers(ast.parse(path.read_text(encoding="utf-8")))
    )


@pytest.mark.parametrize("path", SCIENCE, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_numbers_come_from_evidence(path: Path) -> None:
    module = str(path.relative_to(PACKAGE))
    bare = sorted(number for owner, number in found() if owner == module and (owner, number) not in ALLOWED)
    assert not bare, f"give these an entry in evidence/, or a reason in ALLOWANCES: {bare}"


def test_no_allowance_is_left_over() -> None:
    assert not ALLOWED - set(found())


def test_a_bare_number_is_seen() -> None:
    tree = ast.parse("LIMIT = 7\ndef f(x, gain=0.7):\n    return x[..., 3] * 58.2 + x.sum(axis=3) - 1 + 2 * x\n")
    assert bare_numbers(tree) == [7, 0.7, 58.2]
