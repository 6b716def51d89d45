"""Where the race goes: its length and heights, from a GPX or FIT course, a past activity, or a plain distance."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from uncramp.activity.course import SPACING_M, read_course_file
from uncramp.activity.minutes import to_minutes
from uncramp.activity.plan import DISTANCE_BOUNDS_M, Profile, is_plan, parse_distance_m
from uncramp.activity.read import read_activity
from uncramp.errors import ActivityFileError, InputError
from uncramp.minutes import Floats
from uncramp.names import NOT_PLANNED, PLANNED_SPORTS, one_of
from uncramp.prevent.plan import Course
from uncramp.texts import _

USUAL_SPORT: Final = "running"
ACTIVITY_FILES: Final = (".gpx", ".fit", ".tcx", ".gz")
"""What ends so was meant as a file."""


def course_of(course: str | Path, sport: str | None = None) -> Course:
    """The course by its file or its distance; of a past activity its way, not its pace.

    Parameters
    ----------
    course
        A GPX or FIT course, a past activity, or a distance such as ``42.195km`` or ``marathon``.
    sport
        Of the race; that of the file, or running, if not given.

    Raises
    ------
    ActivityFileError
        If the file cannot be read.
    InputError
        If the course has no length, no one races so far, or a file holds several ways or sports.
    """
    if sport is not None:
        one_of(sport, PLANNED_SPORTS, "the sport")
    if is_plan(str(course)) and not Path(course).exists():
        of_name = USUAL_SPORT if "marathon" in str(course).lower() else None
        return _checked(_course(str(course), sport or of_name, "", parse_distance_m(str(course)), None))
    place = Path(course)
    if not place.exists():
        if place.suffix.lower() in ACTIVITY_FILES:
            raise InputError(
                _(
                    "there is no file {course}. Check its name and its folder, or give a distance such as 42.195km or marathon."
                ).format(course=course)
            )
        raise InputError(
            _(
                "the course {course} is neither a file nor a distance; expected a GPX or FIT file, or a distance "
                "such as 42.195km or marathon."
            ).format(course=course)
        )
    if place.suffix.lower() in (".gpx", ".fit"):
        try:
            found = read_course_file(place)
        except ActivityFileError:
            pass  # no heights, or an activity: its length may be known all the same
        else:
            profile = found.profile
            return _checked(_course(place.name, sport, found.sport, float(profile.distance_m[-1]), profile))
    return _checked(_of_activity(place, sport))


def _course(name: str, said: str | None, in_file: str, distance_m: float, profile: Profile | None) -> Course:
    """A course of the sport as said, else of its file where that is one that is raced, else of the usual one."""
    if said is not None:
        return Course(name, said, distance_m, profile)
    if in_file in PLANNED_SPORTS:
        return Course(name, in_file, distance_m, profile, "file")
    return Course(name, USUAL_SPORT, distance_m, profile, "assumed")


def _of_activity(place: Path, sport: str | None) -> Course:
    samples = read_activity(place)
    minutes = to_minutes(samples)
    sports = {leg.sport for leg in samples.legs} - set(NOT_PLANNED)
    if len(sports) > 1:
        raise InputError(
            _("{name} holds several sports ({names}); expected the course of one. Give that part.").format(
                name=place.name, names=", ".join(sorted(sports))
            )
        )
    longest = max(samples.legs, key=lambda leg: leg.end_s - leg.start_s).sport
    way = np.concatenate(([0.0], np.nan_to_num(minutes.distance_m)))
    distance_m = float(way.max())
    return _course(place.name, sport, longest, distance_m, _profile(way[1:], minutes.altitude_m, distance_m))


def _profile(way_m: Floats, altitude_m: Floats, distance_m: float) -> Profile | None:
    """Heights at points at least ``SPACING_M`` apart; ``None`` where too few are known."""
    kept: list[int] = []
    for place in np.flatnonzero(np.isfinite(altitude_m)):
        if way_m[place] > 0.0 and (not kept or way_m[place] >= way_m[kept[-1]] + SPACING_M):
            kept.append(int(place))
    if len(kept) < 2:
        return None
    way, height = way_m[kept], altitude_m[kept]
    ends = np.array([0.0, *way[:-1], max(distance_m, way[-1])])
    return Profile(ends, np.array([height[0], *height[:-1], height[-1]]))


def _checked(course: Course) -> Course:
    low_m, high_m = DISTANCE_BOUNDS_M
    if course.distance_m < low_m:
        raise InputError(
            _(
                "the course {name} is {distance_m} m long; expected {low_m} m or more. Give the file of the "
                "whole course, or its distance such as 42.195km."
            ).format(name=course.name, distance_m=f"{course.distance_m:.0f}", low_m=f"{low_m:.0f}")
        )
    if course.distance_m > high_m:
        raise InputError(
            _("the course {name} is {distance_m} km long; expected at most {high_m} km.").format(
                name=course.name, distance_m=f"{course.distance_m / 1_000.0:.0f}", high_m=f"{high_m / 1_000.0:.0f}"
            )
        )
    return course
