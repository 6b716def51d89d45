"""``uncramp athlete``: the file in which a person says who they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from uncramp.cli.options import options
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.body.athlete import Athlete


LABELS: Final = {
    "name": "name", "mass_kg": "body mass", "height_m": "height", "age_year": "age", "sex": "sex", "body_fat_frac": "body fat",
    "maximal_oxygen_uptake_ml_kg_min": "maximal oxygen uptake (VO2max)", "critical_power_w": "critical power",
    "critical_speed_m_s": "critical speed", "maximal_heart_rate_bpm": "maximal heart rate", "resting_heart_rate_bpm": "resting heart rate",
    "acclimatisation_day": "hot training days in the last fortnight", "sweat_rate_l_h": "sweat rate",
    "sweat_rate_air_c": "air temperature of the sweat test", "sweat_rate_intensity_frac": "intensity of the sweat test",
    "sweat_sodium_mmol_l": "sweat sodium", "plasma_sodium_mmol_l": "blood sodium", "cramp_history": "cramps before",
    "training_h_per_week": "weekly training", "longest_session_h": "longest recent session", "descent_m_per_week": "usual downhill",
    "medicines": "medicines", "conditions": "conditions", "warm_up_min": "warm-up", "cool_down_min": "cool-down", "sleep_h": "sleep",
    "rest_day": "rest days", "low_magnesium_diet": "diet low in magnesium", "low_potassium_diet": "diet low in potassium",
    "low_calcium_diet": "diet low in calcium",
}  # fmt: skip
"""What an athlete may say -> how people call it."""


@click.group()
def athlete() -> None:
    """Write or check the file that says who you are; everything in it is optional.

    \b
    Examples:
      uncramp athlete new ana.toml
      uncramp athlete check ana.toml
    """  # noqa: D301 - click reads \b: keep these lines


@athlete.command("new")
@click.argument("path", type=click.Path(dir_okay=False), default="athlete.toml")
@options("force")
def new(path: str, force: bool) -> None:
    """Write an athlete file to fill in, at PATH (athlete.toml).

    \b
    Example:
      uncramp athlete new ana.toml
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.body.athlete_file import athlete_template
    from uncramp.cli.writing import check_outputs, tell_written, write_text
    from uncramp.errors import InputError

    if Path(path).exists() and not force:
        raise InputError(
            _("{path} exists already and may hold what you filled in. Choose another name, or overwrite it with --force.").format(
                path=path
            )
        )
    check_outputs({"athlete": path}, [])
    write_text(path, athlete_template())
    tell_written([path])
    click.echo(f"Take away the # in front of what you know, then: uncramp why FILE --athlete {path}")


@athlete.command("check")
@click.argument("path", type=click.Path())
def check(path: str) -> None:
    """Say what is understood of the athlete file PATH, and what will be drawn from the population instead.

    \b
    Example:
      uncramp athlete check ana.toml
    """  # noqa: D301 - click reads \b: keep these lines
    from dataclasses import fields

    from uncramp.body.athlete_file import read_athlete
    from uncramp.cli.writing import columns_of_stdout

    read = read_athlete(path)
    stated = {field.name: getattr(read, field.name) for field in fields(read) if getattr(read, field.name) not in (None, "", ())}
    for name, value in stated.items():
        typed = str(value).lower() if isinstance(value, bool) else f"{value}"
        behind = "" if isinstance(value, tuple | str) else f"  ({name} = {typed})"
        click.echo(click.wrap_text(f"{LABELS[name]}: {_shown(name, value)}{behind}", columns_of_stdout(), subsequent_indent="  "))
    _tell_unknown(read)
    missing = [field.name for field in fields(read) if field.name not in stated]
    words = "; ".join(f"{LABELS[name]}{_in_unit(name)}" for name in missing) or "nothing"
    click.echo(click.wrap_text(f"Not said, and drawn from the population: {words}.", columns_of_stdout(), subsequent_indent="  "))


def _unit(name: str) -> str:
    """Unit of a number as people write it, ``""`` for anything else."""
    from uncramp.body.athlete_file import athlete_fields

    field = athlete_fields()[name]
    return {"of 1": "%"}.get(field.unit, field.unit) if field.kind == "number" else ""


def _in_unit(name: str) -> str:
    unit = _unit(name)
    return f", {unit}" if unit and unit not in LABELS[name] else ""


def _shown(name: str, value: Any) -> str:
    """A value as people say it."""
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return f"{100.0 * value if _unit(name) == '%' else value:.4g} {_unit(name)}"


def _tell_unknown(read: Athlete) -> None:
    """Name the medicines and conditions that are in no list, and so count for nothing."""
    from uncramp.body.conditions import find_condition
    from uncramp.medicines.names import resolve

    for medicine in map(resolve, read.medicines):
        if not medicine.name:
            hint = f" Perhaps {' or '.join(medicine.nearest)} is meant." if medicine.nearest else ""
            click.echo(f"not in the list of medicines, so not counted: {medicine.given}.{hint}")
    for condition in read.conditions:
        if find_condition(condition) is None:
            click.echo(f"not in the list of conditions, so not counted: {condition}.")
