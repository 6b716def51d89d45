"""Assessments made up for tests: every field filled, shapes and sizes as in a real one, no engine run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from uncramp.activity.samples import Repair
from uncramp.assessment import Assessment, EventExplanation, Provenance, Recording
from uncramp.body.athlete import Athlete, AthleteDraws
from uncramp.body.intake import Intake
from uncramp.body.trace import BodyTrace, FatigueTrace
from uncramp.minutes import SLOTS_PER_MINUTE, Floats, Leg, Minutes, Weather
from uncramp.names import CAUSES, SPORTS
from uncramp.why.answers import Cause, Caution, Change, CrampEvent, Range

AFTER_MIN = 360


def build_weather(rows: int, *, assumed: bool = False, air_c: float = 28.0) -> Weather:
    """Weather that changes a little along ``rows`` minutes."""
    along = np.linspace(0.0, 1.0, rows)
    return Weather(
        air_c=air_c + 3.0 * along,
        humidity_frac=0.65 - 0.1 * along,
        wind_m_s=np.full(rows, 1.8),
        solar_w_m2=500.0 + 200.0 * along,
        pressure_pa=np.full(rows, 101325.0),
        air_spread_k=5.0 if assumed else 0.5,
        humidity_spread_frac=0.2 if assumed else 0.05,
        wind_spread_ratio=0.6 if assumed else 0.2,
        solar_spread_ratio=0.6 if assumed else 0.2,
        source="assumed from month and latitude" if assumed else "given: 28 degC, 65 % humidity",
        assumed=assumed,
    )


def build_minutes(rows: int = 90, *, assumed_weather: bool = False, planned: bool = False, sport: str = "running") -> Minutes:
    """A run at 3.2 m/s with a hill, a pause of three minutes and a heart rate gap; last row half a minute long."""
    minute = np.arange(rows, dtype=float)
    moving = np.ones(rows)
    moving[rows // 2 : rows // 2 + 3] = 0.0
    speed = 3.2 * moving - 0.3 * (minute / rows) * moving
    heart_rate = 140.0 + 25.0 * minute / rows
    heart_rate[5:8] = np.nan
    grade = 0.03 * np.sin(minute / 15.0)
    duration_s = 60.0 * rows - 30.0
    slots = (rows, SLOTS_PER_MINUTE)
    return Minutes(
        start=None if planned else datetime(2026, 5, 3, 8, 0, tzinfo=UTC),
        duration_s=duration_s,
        legs=(Leg(sport, 0.0, duration_s),),
        sport_index=np.full(rows, SPORTS.index(sport), dtype=np.int64),
        coverage_frac=np.ones(rows),
        moving_frac=moving,
        heart_rate_bpm=heart_rate,
        power_w=np.full(rows, np.nan),
        speed_m_s=speed,
        grade_frac=grade,
        altitude_m=100.0 + np.cumsum(grade * speed * 60.0),
        cadence_hz=2.8 * moving,
        distance_m=np.cumsum(speed * 60.0),
        core_c=np.full(rows, np.nan),
        skin_c=np.full(rows, np.nan),
        slot_power_w=np.full(slots, np.nan),
        slot_speed_m_s=np.repeat(speed[:, None], SLOTS_PER_MINUTE, axis=1),
        slot_grade_frac=np.repeat(grade[:, None], SLOTS_PER_MINUTE, axis=1),
        indoor=False,
        planned=planned,
        weather=build_weather(rows, assumed=assumed_weather),
    )


def build_body(draws: int, session: int, rows: int, random: np.random.Generator) -> BodyTrace:
    """A body that warms up and loses water and salt to row ``session``, then recovers."""
    minute = np.arange(rows, dtype=float)
    worked = np.minimum(minute + 1.0, session) / 60.0  # hours of exercise so far
    rest = np.maximum(minute + 1.0 - session, 0.0) / 60.0
    person = random.normal(1.0, 0.15, (draws, 1)).clip(0.5, 1.5)
    active = np.where(minute < session, 1.0, 0.1)
    sweat_l = person * (1.1 * worked + 0.08 * rest)
    drunk_l = 0.4 * worked + 0.3 * rest + np.zeros((draws, 1))
    fall = np.exp(-rest)
    return BodyTrace(
        metabolic_rate_w=person * 900.0 * active,
        work_intensity_frac=person * 0.72 * active,
        relative_intensity_frac=person * 0.75 * active,
        core_c=37.0 + person * (2.0 * (1.0 - np.exp(-2.0 * worked)) * fall),
        muscle_c=35.5 + person * (3.5 * (1.0 - np.exp(-3.0 * worked)) * fall),
        skin_c=33.0 + person * 1.5 * fall,
        skin_wettedness_frac=np.clip(person * 0.7 * active, 0.0, 1.0),
        sweat_rate_l_h=person * 1.1 * active,
        sweat_l=sweat_l,
        drunk_l=drunk_l,
        absorbed_water_l=0.9 * drunk_l,
        urine_l=0.05 * (worked + rest) + np.zeros((draws, 1)),
        sodium_lost_mmol=45.0 * sweat_l,
        potassium_lost_mmol=4.5 * sweat_l,
        calcium_lost_mmol=0.8 * sweat_l,
        magnesium_lost_mmol=0.3 * sweat_l,
        chloride_lost_mmol=38.0 * sweat_l,
        absorbed_sodium_mmol=10.0 * drunk_l,
        total_body_water_l=42.0 - sweat_l + 0.9 * drunk_l,
        water_deficit_l=np.maximum(sweat_l - 0.9 * drunk_l - 0.3 * worked, 0.0),
        plasma_sodium_mmol_l=140.0 + person * (0.8 * worked - 1.2 * rest),
        plasma_volume_change_frac=-0.05 * person * worked * fall,
        mass_change_frac=-(sweat_l - drunk_l) / 70.0,
        heart_rate_drift_bpm=person * 8.0 * worked * fall,
    )


def build_fatigue(draws: int, session: int, rows: int, random: np.random.Generator) -> FatigueTrace:
    """Fatigue that rises to the finish and recovers over hours, most in the calf."""
    minute = np.arange(rows, dtype=float)
    worked = np.minimum(minute + 1.0, session) / 60.0
    rest = np.maximum(minute + 1.0 - session, 0.0) / 60.0
    of_muscle = np.array([1.0, 0.7, 0.8])[:, None, None]
    person = random.normal(1.0, 0.2, (1, draws, 1)).clip(0.4, 1.6)
    slow = of_muscle * person * 0.12 * worked * np.exp(-rest / 12.0)
    active = np.where(minute < session, 1.0, 0.0)
    return FatigueTrace(
        load_frac=of_muscle * person * 0.6 * active,
        fast_fatigue_frac=of_muscle * person * 0.1 * active,
        slow_loss_frac=slow,
        damage_frac=0.02 * of_muscle * person * worked,
        activation_frac=np.clip(of_muscle * person * 0.6 * active + slow, 0.0, 1.0),
        reserve_frac=np.clip(1.0 - 0.3 * person[0] * worked, 0.0, 1.0),
    )


def build_athlete_draws(draws: int, random: np.random.Generator) -> AthleteDraws:
    """Draws around a trained runner of 70 kg."""

    def about(centre: float, spread: float) -> Floats:
        return random.normal(centre, spread, draws)

    return AthleteDraws(
        mass_kg=np.full(draws, 70.0),
        height_m=about(1.75, 0.07),
        age_year=about(38.0, 9.0),
        female_frac=np.zeros(draws),
        body_fat_frac=about(0.16, 0.03),
        maximal_oxygen_uptake_ml_kg_min=about(50.0, 5.0),
        critical_intensity_frac=about(0.8, 0.04),
        maximal_heart_rate_bpm=about(182.0, 8.0),
        resting_heart_rate_bpm=about(55.0, 5.0),
        acclimatisation_frac=random.random(draws),
        sweat_gain_ratio=np.exp(about(0.0, 0.25)),
        sweat_sodium_ratio=np.exp(about(0.0, 0.3)),
        initial_plasma_sodium_mmol_l=about(140.0, 1.5),
        cramp_history_frac=(random.random(draws) < 0.4).astype(float),
        training_h_per_week=np.exp(about(1.5, 0.4)),
        longest_session_h=np.exp(about(0.7, 0.3)),
        descent_m_per_week=np.exp(about(5.0, 0.8)),
        initial_damage_frac=random.random(draws) * 0.05,
        medicine_rate_ratio=np.ones(draws),
        condition_rate_ratio=np.ones(draws),
        preparation_shift_ratio=np.exp(about(0.0, 0.05)),
    )


CAUSE_NAMES = {
    "pace": "Pace above what lasts",
    "duration": "Time on the legs",
    "eccentric_load": "Downhill and braking",
    "conditioning": "Longer than trained for",
    "heat": "Heat",
    "water_deficit": "Water not replaced",
    "sodium_dilution": "Sodium and dilution",
    "preparation": "Warm-up, rest and diet",
    "history_constitution": "Cramp history",
    "medicines_conditions": "Medicines and conditions",
}
_SHARE = dict(zip(CAUSES, (0.31, 0.17, 0.05, 0.12, 0.11, 0.04, 0.03, 0.0, 0.17, 0.0), strict=True))
_GRADE = dict(
    zip(CAUSES, ("athletes", "cramp", "assumed", "athletes", "memory", "cramp", "cramp", "assumed", "cramp", "memory"), strict=True)
)


def build_causes(random: np.random.Generator, *, shared: bool = True) -> tuple[Cause, ...]:
    """All ten causes; without a share when ``shared`` is false."""
    causes = []
    for cause in CAUSES:
        share = np.clip(_SHARE[cause] + random.normal(0.0, 0.05, 50), 0.0, 1.0)
        effect = np.expm1(2.0 * _SHARE[cause] + random.normal(0.0, 0.05, 50))
        against = {
            "water_deficit": "Dehydration alone did not lower the cramp threshold in the laboratory (K1).",
            "sodium_dilution": "Serum sodium does not differ between those who cramp and those who do not (K2).",
            "preparation": "Stretching before exercise has not been shown to prevent cramps (K9, K10).",
        }.get(cause, "")
        share_range = Range.of(share) if shared else None
        causes.append(
            Cause(
                cause, CAUSE_NAMES[cause], share_range, Range.of(effect), _GRADE[cause], ("schwellnus2011", "miller2010"), against
            )
        )
    return tuple(causes)


def build_changes(now: float) -> tuple[Change, ...]:
    """Three changes, the last without any visible effect."""

    def around(value: float, width: float) -> Range:
        return Range(value, value, value - width, value + width)

    return (
        Change("pace", "5 % slower", "5:12 min/km", "5:28 min/km", around(now * 0.6, 0.02), around(-now * 0.4, 0.02), "athletes",
               ("schwellnus2011",)),
        Change("cooler", "a cooler day", "28 degC", "15 degC", around(now * 0.8, 0.03), around(-now * 0.2, 0.05), "memory",
               ("periard2021",)),
        Change("drink", "drinking to replace 70 % of the sweat", "400 ml/h", "700 ml/h", around(now * 0.99, 0.01),
               around(-now * 0.01, 0.01), "cramp", ("lau2019",)),
    )  # fmt: skip


def build_assessment(
    *,
    draws: int = 50,
    session_min: int = 90,
    seed: int = 0,
    reported: Sequence[CrampEvent] | None = None,
    assumed_weather: bool = False,
    planned: bool = False,
    riskier: bool = True,
    chance: float = 0.2,
    sport: str = "running",
) -> Assessment:
    """A complete assessment; the chance is about ``chance``, the calf is most at risk, late in the session.

    Parameters
    ----------
    reported
        Cramps said to have happened, () for "none did"; either makes the weights unequal.
    riskier
        False makes a session no riskier than the reference: causes without a share.
    """
    random = np.random.default_rng(seed)
    minutes = build_minutes(session_min, assumed_weather=assumed_weather, planned=planned, sport=sport)
    rows = session_min + AFTER_MIN
    minute = np.arange(rows, dtype=float)
    shape = np.where(minute < session_min, (minute / session_min) ** 3, 0.3 * np.exp(-(minute - session_min) / 60.0))
    shape[session_min - 6 : session_min] *= 0.8  # an easy last stretch puts the peak before the finish
    of_muscle = np.array([0.6, 0.2, 0.2])[:, None, None]
    person = np.exp(random.normal(0.0, 0.9, (draws, 1)))
    rate_per_h = of_muscle * person * shape * (-np.log1p(-chance)) / (shape.sum() / 60.0) / 1.5
    hazard = rate_per_h / 60.0
    muscle_chance = -np.expm1(-hazard.sum(axis=2))
    during = -np.expm1(-hazard[:, :, :session_min].sum(axis=(0, 2)))
    after = -np.expm1(-hazard[:, :, session_min:].sum(axis=(0, 2)))
    session_chance = 1.0 - (1.0 - during) * (1.0 - after)
    weight = np.full(draws, 1.0 / draws)
    if reported is not None:
        weight = session_chance if reported else 1.0 - session_chance
        weight = weight / weight.sum()
    causes = build_causes(random, shared=riskier)
    threshold_hz = 22.0 - 6.0 * of_muscle * shape + random.normal(0.0, 2.0, (1, draws, 1)) + np.zeros((3, draws, rows))
    events = tuple(EventExplanation(event, Range(17.0, 17.0, 14.0, 20.0), build_causes(random)) for event in reported or ())
    return Assessment(
        recording=Recording(
            path="21.1km in 1:30:00" if planned else "hot_run.fit",
            sport=sport,
            source_format="plan" if planned else "fit",
            device="" if planned else "Garmin fenix 7",
            records_count=0 if planned else session_min * 60 - 30,
            recovered=not planned,
            sha256="0" * 64,
            repairs=()
            if planned
            else (
                Repair("heart_rate_invalid", "180 heart rates of 0 or 255 were left out, from 0:05:00.", 180, 300.0),
                Repair("truncated", "The file ends in the middle of a record; what came before it was read.", 1, np.nan),
            ),
        ),
        minutes=minutes,
        elapsed_s=60.0 * minute,
        athlete=Athlete(name="Test", mass_kg=70.0, cramp_history=True),
        athlete_draws=build_athlete_draws(draws, random),
        intake=Intake(
            water_ml=np.full((draws, session_min), 400.0 / 60.0),
            sodium_mmol=np.zeros((draws, session_min)),
            potassium_mmol=np.zeros((draws, session_min)),
            carbohydrate_g=np.zeros((draws, session_min)),
            stated=False,
            text="by thirst, about 0.3 to 0.5 L/h (assumed)",
        ),
        situation=None,  # type: ignore[arg-type]  # no engine behind a made-up assessment
        body=build_body(draws, session_min, rows, random),
        fatigue=build_fatigue(draws, session_min, rows, random),
        threshold_hz=threshold_hz,
        rate_per_h=rate_per_h,
        weight_frac=weight,
        during_chance_frac=during,
        after_chance_frac=after,
        session_chance_frac=session_chance,
        muscle_chance_frac=muscle_chance,
        severity_frac={"twinge": np.full(draws, 0.55), "ease_off": np.full(draws, 0.3), "stop": np.full(draws, 0.15)},
        reported=None if reported is None else tuple(reported),
        unconditioned_chance_frac=Range.of(session_chance),
        reference_text="the same athlete and distance at a sustainable pace, flat, 15 °C, water and sodium held",
        reference_chance_frac=Range.of(0.1 * session_chance),
        cause_effects={cause: np.zeros(draws) for cause in CAUSES},
        reference_hazard_count=-np.log1p(-0.1 * session_chance),
        causes=causes,
        event_causes=events,
        changes=build_changes(float(session_chance.mean())),
        cautions=(
            Caution("mass_gain", "Body mass would have risen: drinking more than you sweat dilutes the blood.", "self_care"),
            Caution("weather_assumed", "The weather was assumed, which widens every range.", "note"),
        ),
        provenance=Provenance(
            version="0.1.0",
            seed=seed,
            draws=draws,
            input_sha256="0" * 64,
            evidence_sha256="1" * 64,
            mechanism="mixture",
            simulated_draws_count=draws,
            effective_draws_count=float(1.0 / (weight**2).sum()),
        ),
    )
