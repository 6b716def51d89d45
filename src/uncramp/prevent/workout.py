"""A plan as a FIT workout file, by Garmin's own encoder (extra ``watch``): what to do step by step, on the watch."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any, Final

from uncramp.errors import StoreError
from uncramp.prevent.labels import check_safe, check_units, cut, one_line, race_title
from uncramp.prevent.plan import RacePlan
from uncramp.prevent.session import PlannedSession, Target
from uncramp.prevent.watch_steps import NAME_BYTES, WatchStep, race_steps, session_steps
from uncramp.texts import N_, _
from uncramp.training import M_PER_KM

NO_PACKAGE: Final = N_(
    "A workout for a watch needs garmin-fit-sdk, which is not installed; install it with pip install 'uncramp[watch]'."
)

FIT_SPORTS: Final = {
    "running": ("running", "generic"),
    "trail_running": ("running", "trail"),
    "treadmill_running": ("running", "treadmill"),
    "walking": ("walking", "generic"),
    "hiking": ("hiking", "generic"),
    "cycling": ("cycling", "generic"),
    "indoor_cycling": ("cycling", "indoor_cycling"),
    "mountain_biking": ("cycling", "mountain"),
    "swimming": ("swimming", "open_water"),
    "rowing": ("rowing", "generic"),
    "cross_country_skiing": ("cross_country_skiing", "generic"),
    "football": ("soccer", "generic"),
    "strength": ("training", "strength_training"),
    "transition": ("transition", "generic"),
    "rest": ("generic", "generic"),
    "unknown": ("generic", "generic"),
}
"""Our sport -> sport and sub-sport of FIT."""

_FILE_ID, _WORKOUT, _WORKOUT_STEP = 0, 26, 27  # numbers of messages in FIT's profile
_INTENSITIES: Final = {"warm_up": "warmup", "work": "active", "recover": "rest", "cool_down": "cooldown"}
_FIT_EPOCH: Final = datetime(1989, 12, 31, tzinfo=UTC)
_FIRST_MOMENT, _LAST_MOMENT = 0x10000000, 0xFFFFFFFE  # s; below are times since a device was switched on, above is no time
_MM_PER_M, _CM_PER_M, _MS_PER_S = 1000.0, 100.0, 1000.0
_HEART_RATE_FROM, _POWER_FROM = 100, 1000  # below are percent of the most
_MOST: Final = 0xFFFFFFFE


def race_workout(plan: RacePlan, *, units: str = "metric", made: datetime | None = None) -> bytes:
    """The race as a workout: its steps end at the places of drinks, with pace to keep and drinks in the notes.

    Parameters
    ----------
    plan
        The plan.
    units
        ``metric`` or ``imperial``, for names and notes; a watch shows pace and distance in its own.
    made
        When the plan was made, with a zone; the start of the race if not said.

    Raises
    ------
    InputError
        If ``units`` is not known, or a guard of the plan fails.
    StoreError
        If garmin-fit-sdk is not installed.
    """
    check_units(units)
    check_safe(plan)
    return _workout(
        race_title(plan, units),
        plan.course.sport,
        race_steps(plan, units),
        f"race {plan.start:%Y-%m-%d} {plan.course.sport}",
        made or plan.start,
    )


def session_workout(session: PlannedSession, *, made: datetime | None = None) -> bytes:
    """One session as a workout.

    Raises
    ------
    InputError
        If it has no steps, as on a day of rest, or more than a watch takes.
    StoreError
        If garmin-fit-sdk is not installed.
    """
    day = datetime.combine(session.day, time(), UTC)
    return _workout(session.title, session.sport, session_steps(session), f"session {session.id}", made or day)


def check_workout() -> None:
    """Check that a workout can be written here, before the work.

    Raises
    ------
    StoreError
        If garmin-fit-sdk is not installed, with what to install.
    """
    _encoder()


def _workout(title: str, sport: str, steps: Sequence[WatchStep], key: str, made: datetime) -> bytes:
    main, sub = FIT_SPORTS[sport]
    encoder = _encoder()
    # a watch tells workouts apart by maker, product and serial number, and takes the same again as a newer one
    encoder.write_mesg(
        {
            "mesg_num": _FILE_ID,
            "type": "workout",
            "manufacturer": "development",
            "product": 0,
            "serial_number": zlib.crc32(key.encode()) or 1,
            "time_created": _moment(made),
        }
    )
    name = cut(one_line(title), NAME_BYTES) or _("Workout")
    encoder.write_mesg({"mesg_num": _WORKOUT, "sport": main, "sub_sport": sub, "num_valid_steps": len(steps), "wkt_name": name})
    for index, step in enumerate(steps):
        encoder.write_mesg({"mesg_num": _WORKOUT_STEP, "message_index": index, **_fields(step)})
    return bytes(encoder.close())


def _fields(step: WatchStep) -> Mapping[str, object]:
    if step.distance_m is not None:
        end = ("distance", step.distance_m * _CM_PER_M)
    elif step.duration_s is not None:
        end = ("time", step.duration_s * _MS_PER_S)
    else:
        end = ("open", 0.0)
    kind, low, high = _target(step.target)
    return {
        "wkt_step_name": step.name,
        "duration_type": end[0],
        "duration_value": _whole(end[1]),
        "target_type": kind,
        "target_value": 0,  # a range of our own, no zone of the watch
        "custom_target_value_low": low,
        "custom_target_value_high": high,
        "intensity": _INTENSITIES[step.kind],
        "notes": step.note or None,
    }


def _target(target: Target) -> tuple[str, int, int]:
    if target.pace_s_per_km is not None:
        fast, slow = (M_PER_KM / pace * _MM_PER_M for pace in target.pace_s_per_km)
        return "speed", _whole(slow), _whole(fast)
    if target.heart_rate_bpm is not None:
        low, high = target.heart_rate_bpm
        return "heart_rate", _whole(low + _HEART_RATE_FROM), _whole(high + _HEART_RATE_FROM)
    if target.power_w is not None:
        low, high = target.power_w
        return "power", _whole(low + _POWER_FROM), _whole(high + _POWER_FROM)
    return "open", 0, 0


def _whole(value: float) -> int:
    return min(round(value), _MOST)


def _moment(made: datetime) -> int:
    """Seconds since FIT's beginning of time; an hour without a zone is taken as UTC, since it only tells files apart."""
    aware = made if made.tzinfo is not None else made.replace(tzinfo=UTC)
    return min(max(int((aware - _FIT_EPOCH).total_seconds()), _FIRST_MOMENT), _LAST_MOMENT)


def _encoder() -> Any:
    try:
        from garmin_fit_sdk import Encoder
    except ImportError:  # missing, or from before it could write
        raise StoreError(_(NO_PACKAGE)) from None
    return Encoder()
