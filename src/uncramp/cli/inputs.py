"""From flags to what ``assess`` takes: who, the weather, the drinking, what happened."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from uncramp.cli.options import refuse, settle
from uncramp.errors import InputError
from uncramp.texts import _

if TYPE_CHECKING:
    from uncramp.activity.weather import WeatherSource
    from uncramp.body.athlete import Athlete
    from uncramp.body.drinking import Drinking
    from uncramp.body.intake_table import IntakeTable
    from uncramp.cli.diary.taught import Taught
    from uncramp.cli.times import TypedCramp

STATED_WEATHER: Final = ("air-temp", "humidity", "wind", "sun")
OF_ONE_SESSION: Final = ("cramped", "intake", "compare", "diary", "html", "series", "verbose")
ONLINE: Final = "online"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a person said, read and checked as far as it can be before the activity is read."""

    athlete: Athlete | None
    weather: WeatherSource | None
    drinking: Drinking | None
    intake_file: str | None
    history: str | None
    cramped: tuple[TypedCramp, ...] | None  # () for "none"
    overrides: dict[str, float]
    diary: Taught | None = None  # where --diary was said


def settle_flags(given: dict[str, Any], what: str) -> None:
    """Refuse flags that contradict each other or make no sense for ``what``: a folder, a file or a plan.

    Raises
    ------
    InputError
        Naming the flags and what to keep.
    """
    settle(given, ("weather",), STATED_WEATHER)
    settle(given, ("intake",), ("drank", "drink-sodium"))
    settle(given, ("cramped",), ("no-cramp",), clash="contradict each other")
    path = Path(what)
    if given["time"] is not None and not path.exists():
        _refuse_what_is_no_plan(what, given["time"])
    if path.exists():
        itself = f"goes with a planned distance such as 42.195km; {path.name} says that itself. Leave it out."
        refuse(given, ("time", *(() if given["diary"] else ("sport",))), itself)
    if path.is_dir():
        refuse(given, OF_ONE_SESSION, "is about one session; a folder takes the flags that hold for all its files.")
    if not path.is_dir():
        refuse(given, ("csv",), "writes the table of a folder; for the minutes of one session use --series.")
    if given["drink_sodium"] is not None and given["drank"] is None:
        raise InputError(_('--drink-sodium needs --drank: how much of that drink it was, such as --drank "600 ml/h".'))


def _refuse_what_is_no_plan(what: str, time: str) -> None:
    from uncramp.activity.plan import is_plan

    if not is_plan(what):
        raise InputError(
            _(
                "There is no file {what}, and it is no distance either. Name a file that exists, or write the "
                "distance of a planned session as marathon, half-marathon or a number with its unit, such as: "
                "uncramp why 42.195km --time {time}."
            ).format(what=what, time=time)
        )


def read_inputs(given: Mapping[str, Any]) -> Inputs:
    """Read what the flags name.

    Raises
    ------
    InputError
        If a file or a value is unusable.
    """
    from uncramp.cli.times import typed_cramps

    cramped = typed_cramps(given["cramped"])
    athlete = _athlete(given["athlete"])
    return Inputs(
        athlete=athlete,
        weather=_weather(given),
        drinking=_drinking(given),
        intake_file=given["intake"],
        history=_history(given["history"]),
        cramped=cramped or (() if given["no_cramp"] else None),
        overrides=overrides_of(given["set"]),
        diary=_diary(given, athlete),
    )


def _diary(given: Mapping[str, Any], stated: Athlete | None) -> Taught | None:
    if not given["diary"]:
        return None
    from uncramp.cli.diary.taught import Taught

    return Taught(given, stated)


def _athlete(path: str | None) -> Athlete | None:
    if path is None:
        return None
    from uncramp.body.athlete_file import read_athlete

    return read_athlete(path)


def _weather(given: Mapping[str, Any]) -> WeatherSource | None:
    if given["weather"] == ONLINE:
        from uncramp.activity.open_meteo import OnlineWeather

        return OnlineWeather()
    if given["weather"] is not None:
        from uncramp.activity.weather_files import read_weather

        return read_weather(given["weather"])
    air_c, humidity, wind_m_s, solar_w_m2 = (given[name] for name in ("air_temp", "humidity", "wind", "sun"))
    if all(value is None for value in (air_c, humidity, wind_m_s, solar_w_m2)):
        return None
    from uncramp.activity.weather import stated_weather

    # a humidity of 0.6 typed for 60 % would pass as very dry air
    if humidity is not None and 0.0 < humidity <= 1.0:
        raise InputError(
            _(
                "--humidity {humidity} is in percent; expected 2 to 100. Write --humidity {percent} for {humidity} as a fraction."
            ).format(humidity=f"{humidity:g}", percent=f"{100 * humidity:g}")
        )
    return stated_weather(
        air_c=air_c, humidity_frac=None if humidity is None else humidity / 100.0, wind_m_s=wind_m_s, solar_w_m2=solar_w_m2
    )


def _drinking(given: Mapping[str, Any]) -> Drinking | None:
    if given["drank"] is None:
        return None
    from uncramp.body.drinking import parse_drinking

    return parse_drinking(given["drank"], given["drink_sodium"])


def intake_for(inputs: Inputs, start: datetime | None) -> Drinking | IntakeTable | None:
    """What was drunk; a table with times of day needs the ``start`` of the session.

    Raises
    ------
    InputError
        If the table cannot be read.
    """
    if inputs.intake_file is None:
        return inputs.drinking
    from uncramp.body.intake_table import read_intake_csv

    return read_intake_csv(inputs.intake_file, start=start)


def _history(path: str | None) -> str | None:
    if path is not None and not Path(path).is_dir():
        raise InputError(
            _("--history {path} is no folder. Expected one with your earlier activity files (FIT, TCX, GPX).").format(path=path)
        )
    return path


def overrides_of(texts: tuple[str, ...]) -> dict[str, float]:
    """Parameters of an assessment fixed by ``--set topic.name=value``.

    Raises
    ------
    InputError
        If one is not of that form, is no number, is set twice, or does not exist.

    Examples
    --------
    >>> overrides_of(())
    {}
    """
    fixed = read_overrides(texts)
    if fixed:
        from uncramp.evidence.draws import check_overrides

        check_overrides(fixed)
    return fixed


def read_overrides(texts: tuple[str, ...]) -> dict[str, float]:
    """The names and numbers of ``--set``, whether or not there are such parameters.

    Raises
    ------
    InputError
        If one is not of the form ``topic.name=value``, is no number, or is set twice.
    """
    fixed: dict[str, float] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        try:
            number = float(value) if equals and name else math.nan
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise InputError(
                _("--set {text}: expected topic.name=number, such as --set hazard.drive_exponent_index=8.").format(text=text)
            )
        if name in fixed:
            raise InputError(_("--set {name} is given twice. Keep one.").format(name=name))
        fixed[name] = number
    return fixed
