"""Service: helpers, clinicians and drink that are enough in so many of the races that the draws describe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uncramp.ensemble.cohort_parameters import cohort_parameters
from uncramp.ensemble.field import Field
from uncramp.ensemble.study import Study
from uncramp.ensemble.tally import CLOCK_STEP_S, COUNTS_OF_ONE
from uncramp.evidence.draws import central, quantile, uniforms
from uncramp.evidence.registry import Entry
from uncramp.minutes import Floats
from uncramp.units import S_PER_MIN
from uncramp.why.alarms import AlarmParameters
from uncramp.why.answers import Range

HALVINGS: Final = 60
FEW: Final = 30.0
M_PER_KM: Final = 1000.0
AT_FINISH_KM: Final = 0.5
"""A station so near the finish is that of the finish."""


@dataclass(frozen=True, slots=True)
class StationService:
    """One aid station: cramps on the way to it are seen there."""

    at_km: float
    cramps_count: Range  # first cramps since the station before
    asking_count: int  # who ask for help: enough at the service level
    helpers_count: int  # in the busiest half-hour of the clock


@dataclass(frozen=True, slots=True)
class Service:
    """What has to be there."""

    level_frac: float
    asking_count: int  # who ask for help with a cramp, all day
    serious_count: int
    hyponatraemia_count: int
    overheating_count: int
    patients_count: int  # of both, who come to a clinician
    helpers_count: int  # at once, over the whole course, in the busiest half-hour
    clinicians_count: int  # at once, as patients come with the busiest half-hour of finishers
    drink_l: float
    stations: tuple[StationService, ...]


def service_of(study: Study, per_start: Floats) -> Service:
    """What is needed at the service level.

    In one draw the number of people who need something is a sum of independent chances (see :func:`enough`); over the draws these are mixed, and the level is a quantile of the mixture. It so holds what studies
    leave unsure as well as chance. ``per_start`` [draw] makes as many as start of as many as count.
    """
    c, tally, field = cohort_parameters(), study.tally, study.plan.field
    level = c.service_level_frac.value
    alarms = central(AlarmParameters, "alarms")

    def drawn(entry: Entry) -> Floats:
        return quantile(entry, uniforms(study.plan.seed, "cohort", entry.name, draws=study.plan.draws))

    seeks = drawn(c.seeks_help_frac)
    weight = np.where(np.isfinite(tally.serious_frac), tally.possible_frac, 0.0)

    def need(chances: Floats) -> int:
        counted = np.where(weight > 0.0, chances, 0.0) * weight
        mean, variance = counted.sum(axis=0) * per_start, (counted * (1.0 - counted)).sum(axis=0) * per_start
        return enough(mean, variance, level)

    serious = np.where(weight > 0.0, tally.serious_frac, 0.0)
    asking = serious + seeks * (np.where(weight > 0.0, tally.cramp_frac, 0.0) - serious)
    serious_share = (serious * weight).sum() / max(float((np.nan_to_num(tally.cramp_frac) * weight).sum()), 1e-12)
    care_min = _care_min(seeks, float(serious_share))
    clock = tally.clock_counts / COUNTS_OF_ONE * per_start  # [segment, half-hour, draw]
    low = (tally.lowest_plasma_sodium_mmol_l < alarms.low_plasma_sodium_mmol_l[0]).astype(np.float64)
    hot = (tally.highest_core_c > alarms.high_core_c[0]).astype(np.float64)
    patients = need(np.minimum(low * drawn(c.hyponatraemia_care_frac) + hot * drawn(c.overheating_care_frac), 1.0))
    clinic_min = patients * max(c.hyponatraemia_care_min.value, c.overheating_care_min.value) * _busiest_finish_frac(study)
    drunk_l = (np.where(weight > 0.0, tally.drunk_l, 0.0) * weight).sum(axis=0) * per_start
    return Service(
        level_frac=level,
        asking_count=need(asking),
        serious_count=need(serious),
        hyponatraemia_count=need(low),
        overheating_count=need(hot),
        patients_count=patients,
        helpers_count=_helpers(clock.sum(axis=0), care_min, level),
        clinicians_count=int(np.ceil(clinic_min * S_PER_MIN / CLOCK_STEP_S)),
        drink_l=float(np.ceil(np.quantile(drunk_l, level) * c.drink_waste_ratio.value)),
        stations=_stations(field, clock, care_min, seeks, float(serious_share), level),
    )


def enough(mean_count: Floats, variance_count: Floats, level_frac: float) -> int:
    """The smallest whole number that the counts of a mixture over draws stay within with this chance.

    Few are counted as Poisson does, which is a little too many for independent chances; many are normal with their own variance.

    Examples
    --------
    >>> enough(np.array([100.0]), np.array([100.0]), 0.5), enough(np.array([0.01]), np.array([0.01]), 0.95)
    (100, 0)
    """
    from scipy.special import ndtr, pdtr

    if mean_count.max() < FEW:
        return int(np.argmax(np.array([pdtr(count, mean_count).mean() for count in range(int(10 * FEW))]) >= level_frac))
    spread = np.sqrt(np.maximum(variance_count, 1e-12))
    low, high = 0.0, float((mean_count + 10.0 * spread).max() + 1.0)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if float(np.mean(ndtr((middle - mean_count) / spread))) < level_frac:
            low = middle
        else:
            high = middle
    return int(np.ceil(round(high, 6)))


def _care_min(seeks_frac: Floats, serious_frac: float) -> Floats:
    """Minutes of a helper that a first cramp takes on average, [draw]: nothing for who asks for none."""
    c = cohort_parameters()
    return np.asarray(serious_frac * c.serious_cramp_care_min.value + (1.0 - serious_frac) * seeks_frac * c.cramp_care_min.value)


def _helpers(clock_counts: Floats, care_min: Floats, level_frac: float) -> int:
    """Helpers for the busiest half-hour, from cramps [half-hour, draw]: one helper has thirty minutes in it."""
    step_min = CLOCK_STEP_S / S_PER_MIN
    longest = cohort_parameters().serious_cramp_care_min.value
    busiest = clock_counts.max(axis=0) * care_min
    # minutes vary as a sum of as many cramps does, none of which takes longer than the longest
    if not busiest.max() > 0.0:
        return 0
    return int(np.ceil(enough(busiest, busiest * longest, level_frac) / step_min))


def _stations(
    field: Field, clock: Floats, care_min: Floats, seeks: Floats, serious_frac: float, level_frac: float
) -> tuple[StationService, ...]:
    if field.segments != "km" or not field.aid_m:
        return ()
    end = float(field.edges[-1])
    places = [*(at / M_PER_KM for at in field.aid_m if at / M_PER_KM < end - AT_FINISH_KM), end]
    middle = 0.5 * (field.edges[1:] + field.edges[:-1])
    station = np.searchsorted(places, middle)
    asks = serious_frac + (1.0 - serious_frac) * seeks
    found = []
    for at, place in enumerate(places):
        mine = clock[station == at]
        cramps = mine.sum(axis=(0, 1))
        asking = cramps * asks
        count = enough(asking, asking, level_frac)
        helpers = _helpers(mine.sum(axis=0), care_min, level_frac) if count else 0
        found.append(StationService(place, Range.of(cramps), count, helpers))
    return tuple(found)


def _busiest_finish_frac(study: Study) -> float:
    """Share of the field that finishes in the busiest half-hour of the clock, of its busiest day."""
    tally, r = study.tally, study.tally.runners
    known = np.isfinite(tally.time_ratio)
    place = ((r.start_s[:, None] + np.where(known, tally.finish_s, 0.0)) / CLOCK_STEP_S).astype(np.int64)
    of_days = [(r.day_index == day)[:, None] & known for day in np.unique(r.day_index)]
    return float(max(np.bincount(place[one]).max(initial=0) for one in of_days) / place.size)
