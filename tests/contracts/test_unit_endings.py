"""The name of a number says its unit, and pint agrees with what each ending stands for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pint
import pytest

from uncramp import units
from uncramp.units import UNITS, unit_of

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "uncramp"
CHECKED = sorted(
    path
    for pattern in (
        "activity/*.py",
        "body/*.py",
        "hazard/*.py",
        "reflex/*.py",
        "why/*.py",
        "compiled.py",
        "minutes.py",
        "compiled.py",
        "assessment.py",
        "assess.py",
        "training.py",
    )
    for path in PACKAGE.glob(pattern)
)
NUMERIC = re.compile(r"\b(float|Floats)\b")  # whole numbers count rows, draws and bytes, or are places in a list

# numbers whose name says no unit, and why: names that any function may use ...
WITHOUT_UNIT: dict[str, str] = {
    "values": "whatever the caller has",
    "seconds": "its unit is its name",
    "x": "argument of a mathematical function",
    "mean": "of a Range, in the unit of the Range's own name",
    "median": "of a Range",
    "low": "of a Range",
    "high": "of a Range",
    "table": "columns of different units, named in COLUMNS",
    "overrides": "by topic.name, each in the unit of its own name",
    "worth": "of a coalition, whatever is shared out",
}
# ... and those of one module
OF_ONE_MODULE: dict[str, dict[str, str]] = {
    "assessment.py": {"cause_effects": "logarithm of a hazard ratio, by cause"},
    "reflex/accepted.py": {
        "figures": "by target, each in the unit of its own name",
        "distances": "by target, in published spreads",
    },
    "body/electrolytes.py": {"slope": "drawn parameter of the relation, whose unit depends on its ending in the evidence"},
    "body/fluids.py": {
        "held": "any amount in stomach or gut",
        "inflow": "the same amount, a second",
        "carbohydrate_slowing": "drawn slope; the evidence names its unit",
        "intensity_slowing": "drawn slope",
        "deficit_slowing": "drawn slope",
        "per_exercise_intensity": "drawn slope",
    },
    "body/heat.py": {"air_speed_squared": "(m/s)^2, kept squared to save a root", "ln_pressure": "logarithm of a ratio"},
    "body/metabolism.py": {
        "has_heart_rate": "0 or 1",
        "work_cycling": "0 or 1",
        "work_rowing": "0 or 1",
        "deficit_slope": "drawn slope; the evidence names its unit",
    },
    "body/fatigue_table.py": {
        "shared": "constants of different units, named in SHARED",
        "of_muscle": "likewise, in OF_MUSCLE",
        "moved": "grade, low cadence and descent",
    },
    "body/simulate.py": {
        "at_start": "sums of water, ions and heat, named in the ledger",
        "at_end": "the same at the end",
        "rows": "quantities of different units, named in slots.ROWS",
        "drinking": "ml, mmol and g a minute, in the order of Intake",
    },
    "body/tables.py": {
        "parameters": "quantities of different units, named in slots.PARAMETERS",
        "states": "likewise, in slots.STATES",
    },
    "hazard/rate.py": {"scale_log": "logarithm of a rate", "posture_log": "logarithm of a ratio"},
    "reflex/comparison.py": {"before_by_draw": "in the unit that the trial's measure ends with", "after_by_draw": "likewise"},
    "reflex/trials.py": {"published": "in the unit that the trial's measure ends with", "spread": "likewise"},
    "reflex/motor_unit.py": {"blocks": "slots of different units, named in SLOTS"},
    "reflex/motor_unit_fatigue.py": {"shared": "constants of different units, named in SHARED"},
    "reflex/motoneuron.py": {"antidromic": "0 or 1"},
    "reflex/pack.py": dict.fromkeys(
        ("pool", "terminals", "twitches", "tiring", "shared", "muscle", "spindle", "organ"),
        "slots of different units, named in their modules",
    ),
    "reflex/terminal.py": {"stimulated": "0 or 1"},
    "hazard/belief.py": {"weights": "how much a factor does, of what the engine says"},
    "why/causes.py": dict.fromkeys(("session", "events", "effects"), "logarithm of a hazard ratio"),
    "why/likelihood.py": {"log_weight": "logarithm of a weight, but for a constant"},
    "why/sample.py": {
        "possible": "0 or 1",
        "log_agreement": "logarithm of a weight, but for a constant",
        "log_likelihood": "logarithm of a density, whose unit depends on how many cramps were reported",
    },
    "why/scenario.py": {"possible": "0 or 1"},
    "why/situation.py": dict.fromkeys(("effects", "few_effects"), "logarithm of a hazard ratio, by cause"),
    "why/taught.py": {"effects": "logarithm of a hazard ratio, by cause"},
}
# endings that do not read "first word over the others", and what they are
SPELLED_OTHERWISE = {
    "m2_k_w": "m^2*K/W",  # thermal resistance, as the field writes it
    "ohm_m": "ohm*m",  # specific resistance of the cytoplasm, and of a membrane
    "ohm_m2": "ohm*m^2",
}
registry = pint.UnitRegistry()


def is_numeric(annotation: ast.expr | None) -> bool:
    """Whether an annotation names a float or an array of them, and not a callable."""
    text = ast.unparse(annotation) if annotation else ""
    return bool(NUMERIC.search(text)) and "Callable" not in text


def numeric_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(owner, name) of every numeric field of a public class and numeric argument of a public function."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for field in node.body:
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and is_numeric(field.annotation):
                    yield node.name, field.target.id
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            # an array of a compiled kernel is a block of columns in many units, each named where it is packed
            kernel = any(ast.unparse(mark).startswith("compiled") for mark in node.decorator_list)
            for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
                if is_numeric(argument.annotation) and not (
                    kernel and ast.unparse(argument.annotation or argument) in ("Floats", "tuple[Floats, ...]")
                ):
                    yield node.name, argument.arg


@pytest.mark.parametrize("path", CHECKED, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_number_ends_in_its_unit(path: Path) -> None:
    excepted = {*WITHOUT_UNIT, *OF_ONE_MODULE.get(str(path.relative_to(PACKAGE)), ())}
    names = numeric_names(ast.parse(path.read_text(encoding="utf-8")))
    bare = [f"{owner}.{name}" for owner, name in names if unit_of(name) is None and name not in excepted]
    assert not bare, f"give these an ending of uncramp.units.UNITS, or a reason in WITHOUT_UNIT: {bare}"


def test_no_exception_is_left_over() -> None:
    used = {
        str(path.relative_to(PACKAGE)): {name for _, name in numeric_names(ast.parse(path.read_text(encoding="utf-8")))}
        for path in CHECKED
    }
    assert not set(WITHOUT_UNIT) - set().union(*used.values())
    left = {module: set(names) - used.get(module, set()) for module, names in OF_ONE_MODULE.items()}
    assert not {module: names for module, names in left.items() if names}


def test_a_number_without_ending_is_seen() -> None:
    tree = ast.parse("class Sweat:\n    rate: Floats\n    rate_l_h: Floats\ndef f(speed: float, speed_m_s: float): ...\n")
    assert [name for _, name in numeric_names(tree) if unit_of(name) is None] == ["rate", "speed"]


@pytest.mark.parametrize("ending", UNITS)
def test_pint_agrees_with_the_ending(ending: str) -> None:
    # the first word of an ending stands above the line, the others below: w_m2_k is W/(m^2 K)
    spelled = {word: registry.Unit(unit) for word, unit in UNITS.items() if "_" not in word and unit != "1"}
    spelled["mosm"] = registry.Unit("mmol")  # osmoles are counted as moles of particles
    spelled |= {"siemens": registry.Unit("S"), "f": registry.Unit("F")}
    if UNITS[ending] == "1":
        assert ending in ("frac", "ratio", "count", "index")
        return
    if ending in SPELLED_OTHERWISE:
        assert registry.Unit(UNITS[ending]) == registry.Unit(SPELLED_OTHERWISE[ending])
        return
    above, *below = ending.split("_")
    expected = spelled[above]
    for word in below:
        expected = expected / spelled[word]
    assert registry.Unit(UNITS[ending]) == expected


@pytest.mark.parametrize(
    ("convert", "unit", "to"),
    [
        (units.fahrenheit, "degC", "degF"),
        (units.pounds, "kg", "lb"),
        (units.miles, "m", "mile"),
        (units.feet, "m", "foot"),
        (units.fluid_ounces, "l", "fluid_ounce"),
    ],
)
def test_pint_agrees_with_the_conversions_for_people(convert, unit: str, to: str) -> None:
    assert convert(37.5) == pytest.approx(registry.Quantity(37.5, unit).to(to).magnitude, rel=1e-12)
