"""Situation: all that a session is simulated from, drawn once and shared by the session, its causes and every what-if."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np

from uncramp.activity.afterwards import session_only, with_hours_after
from uncramp.body.athlete import Athlete, AthleteDraws
from uncramp.body.demand import oxygen_uptake_demand
from uncramp.body.drinking import Drinking, intake_of
from uncramp.body.fatigue import draw_fatigue_model
from uncramp.body.fatigue_table import FatigueModel
from uncramp.body.fitness import FitnessParameters, fitness_evidence, sustainable_frac
from uncramp.body.intake import BY_MINUTE, Intake
from uncramp.body.intake_table import IntakeTable
from uncramp.body.metabolism import SOURCES, demands_of
from uncramp.body.population import draw_athlete
from uncramp.body.preparation import PreparationParameters
from uncramp.body.simulate import draw_body_parameters, simulate_body
from uncramp.body.surroundings import Surroundings, draw_surroundings
from uncramp.body.sweat_test import with_tested_sweat
from uncramp.body.tables import BodyParameters
from uncramp.errors import InputError
from uncramp.evidence.draws import check_overrides, draw
from uncramp.hazard.learnt import Learnt, learnt_by
from uncramp.hazard.parameters import CrampParameters, draw_cramp_parameters
from uncramp.minutes import Floats, Minutes
from uncramp.training import TrainingHistory
from uncramp.units import S_PER_H
from uncramp.why.chosen_draws import Counted, DrawIndex, at_draws
from uncramp.why.reference import ReferenceParameters, reference_surroundings, sustainable_rate


@dataclass(frozen=True)
class Taught:
    """What an athlete's own sessions say of this one (``why/taught.py``)."""

    learnt: Learnt
    log_ratio: float = 0.0  # by which the cramp rate is higher, beside what is the person's in every session
    effects: Mapping[str, float] = field(default_factory=dict)  # mean logarithm of what each factor did to the hazard
    weight_frac: Floats = field(default_factory=lambda: np.empty(0))  # [draw] that mean is taken with
    few_effects: Mapping[str, float] = field(default_factory=dict)  # the same over the few draws that a change is told from


@dataclass(frozen=True)
class Situation:
    """All that a session is simulated from. ``minutes`` are the session and the hours after it, as rest."""

    minutes: Minutes
    session_rows: int
    athlete: AthleteDraws
    intake: Intake
    surroundings: Surroundings
    body: BodyParameters
    fatigue: FatigueModel
    cramp: CrampParameters
    reference: ReferenceParameters
    sustainable_w: Floats  # [draw] metabolic rate that could be kept up for such a session, with a margin
    draw_index: DrawIndex  # [draw] place of each draw in the random streams
    warm_up_log_ratio: Floats  # [draw] what the lack of a warm-up does to the threshold
    warm_up_min: float  # as said; as much as counts as done where nothing was said
    strain_credit_frac: Floats  # [draw] how far people slow down for heat and water loss; the rest go on strained
    taught: Taught | None = None  # what was learnt of the athlete; it is laid into ``cramp`` by ``why/taught.py``


def first_rows(situation: Situation, rows: int) -> Situation:
    """The situation cut to its first rows."""
    intake, around = situation.intake, situation.surroundings
    taken = {name: getattr(intake, name)[:, :rows].copy() for name in BY_MINUTE}
    weather = {name: getattr(around, name)[:rows] for name in ("air_c", "humidity_frac", "wind_m_s", "solar_w_m2", "pressure_pa")}
    return replace(
        situation,
        minutes=session_only(situation.minutes, rows),
        intake=replace(intake, **taken),
        surroundings=replace(around, **weather),
    )


def simulated_draws(situation: Situation, counted: Counted) -> Situation:
    """The situation with only those of its draws that have to be simulated."""
    drawn = [one.name for one in fields(situation) if one.name not in ("minutes", "taught")]
    taken = {name: at_draws(getattr(situation, name), counted.simulated) for name in drawn}
    taught = situation.taught
    if taught is not None and taught.weight_frac.size:
        taught = replace(taught, weight_frac=counted.simulated_weight_frac)
    return replace(situation, **taken, taught=taught)


def on_an_ordinary_day(situation: Situation) -> Situation:
    """The same people and course in the weather of the reference session."""
    return replace(situation, surroundings=reference_surroundings(situation.surroundings, situation.reference))


def situation_of(
    minutes: Minutes,
    athlete: Athlete,
    *,
    sport: str,
    intake: Drinking | IntakeTable | None,
    history: TrainingHistory | None,
    mechanism: str,
    draws: int,
    seed: int,
    overrides: Mapping[str, float] | None,
    raced: bool | None = None,
    person: AthleteDraws | None = None,
    draw_index: DrawIndex | None = None,
) -> Situation:
    """Draw everything a session is simulated from; the hours after it are put behind it as rest.

    ``draw_index`` [draw] says which draws of the streams, where it is not the first ``draws``.

    ``person`` is the athlete as drawn for another session, so that both are of the same people; fitness is still raised to what this session
    required. What was learnt of the athlete is named in the result, not yet laid into it. ``raced`` says whether the athlete went about as hard as could be kept up, where that is known; it bears on fitness only.

    Raises
    ------
    InputError
        If there are too few draws, or an override or the mechanism is not known.
    """
    if draws < 2:
        raise InputError(f"--draws is {draws}; expected 2 or more, and 200 for a usable range.")
    fixed = overrides or {}
    check_overrides(fixed)
    who, rows = athlete.name, minutes.rows_count
    chosen = np.arange(draws) if draw_index is None else draw_index
    count = int(chosen.max()) + 1
    body = at_draws(draw_body_parameters(count, seed, who, fixed), chosen)
    fitness = at_draws(draw(FitnessParameters, "fitness", draws=count, seed=seed, athlete=who, overrides=fixed), chosen)
    reference = at_draws(draw(ReferenceParameters, "reference", draws=count, seed=seed, athlete=who, overrides=fixed), chosen)
    # the stream that the athlete's own preparation is drawn from
    preparation = at_draws(draw(PreparationParameters, "preparation", draws=count, seed=seed, overrides=fixed), chosen)
    enough_min = float(preparation.warm_up_full_min[0])
    is_known = person is not None
    if person is None:
        demand = oxygen_uptake_demand(minutes, athlete.mass_kg)
        drawn = draw_athlete(
            athlete,
            draws=count,
            seed=seed,
            sport=sport,
            overrides=fixed,
            history=history,
            file_evidence=fitness_evidence(demand, minutes.heart_rate_bpm, minutes.moving_frac, raced=raced),
            session_h=minutes.duration_s / S_PER_H,
        )
        person = at_draws(drawn, chosen)
    whole = with_hours_after(minutes)
    drunk = intake_of(intake, rows=rows, after_rows=whole.rows_count - rows, draws=count, seed=seed, athlete_name=who)
    situation = Situation(
        minutes=whole,
        session_rows=rows,
        athlete=person,
        intake=at_draws(drunk, chosen),
        surroundings=at_draws(draw_surroundings(whole.weather, count, seed), chosen),
        body=body,
        fatigue=at_draws(draw_fatigue_model(draws=count, seed=seed, athlete=who, overrides=fixed), chosen),
        cramp=at_draws(draw_cramp_parameters(mechanism, draws=count, seed=seed, athlete=who, overrides=fixed), chosen),
        reference=reference,
        sustainable_w=np.empty(0),
        draw_index=chosen,
        warm_up_log_ratio=preparation.warm_up_log_ratio,
        warm_up_min=enough_min if athlete.warm_up_min is None else min(athlete.warm_up_min, enough_min),
        strain_credit_frac=fitness.strain_credit_frac,
    )
    if athlete.maximal_oxygen_uptake_ml_kg_min is None:
        stated = athlete.critical_power_w is not None or athlete.critical_speed_m_s is not None
        situation = replace(situation, athlete=_fit_enough(situation, fitness, critical_stated=stated))
    if not is_known:  # the effort of a sweat test is a share of the fitness that is now settled
        tested = with_tested_sweat(situation.athlete, athlete, body, sport=sport, seed=seed, overrides=fixed)
        situation = replace(situation, athlete=tested)
    sustainable_w = sustainable_rate(minutes, situation.athlete, body.metabolism, reference, fitness)
    learnt = learnt_by(athlete)
    return replace(situation, sustainable_w=sustainable_w, taught=None if learnt is None else Taught(learnt))


def _fit_enough(situation: Situation, fitness: FitnessParameters, *, critical_stated: bool) -> AthleteDraws:
    """The athlete, as fit as the session required: a draw that could not have kept it up did not do it.

    A planned time is a wish, and says what such a person does on an ordinary day: the plan's weather and drinking change nothing
    about who it is. Of a session that was done, a drawn share of what heat and water loss added counts as well: most slow down
    for it, but some go on strained, and that they did is no fitness.

    Where work is known from speed or power, maximal uptake is raised until the mean intensity is sustainable for the time in motion;
    where only heart rate is, maximal heart rate is, since the same beats then are less of it. Critical intensity is raised to the mean,
    since nobody works above it for long, unless it was stated: then it stays what it is in watts.
    """
    session = first_rows(on_an_ordinary_day(situation) if situation.minutes.planned else situation, situation.session_rows)
    athlete = session.athlete
    body = simulate_body(
        session.minutes,
        athlete,
        session.intake,
        session.body,
        surroundings=session.surroundings,
        water_held=situation.minutes.planned,
        only_for_causes=True,
    )
    strain = np.maximum(body.relative_intensity_frac - body.work_intensity_frac, 0.0)
    credited = body.work_intensity_frac + fitness.strain_credit_frac[:, None] * strain
    moving = np.nan_to_num(session.minutes.moving_frac)
    by_heart = demands_of(session.minutes, session.body.metabolism).source_index == SOURCES.index("heart_rate")
    sustained = sustainable_frac(max(float(moving.sum()), 1.0), fitness)

    def short_of(rows: Floats) -> tuple[Floats, Floats]:
        kept_up = (credited * rows).sum(axis=-1) / max(rows.sum(), 1.0)
        return kept_up, np.maximum(kept_up / sustained, 1.0)

    kept_up, short = short_of(moving * ~by_heart)
    kept_by_heart, short_by_heart = short_of(moving * by_heart)
    span = athlete.maximal_heart_rate_bpm - athlete.resting_heart_rate_bpm
    critical = athlete.critical_intensity_frac
    needed = np.maximum(kept_up / short, kept_by_heart / short_by_heart)
    return replace(
        athlete,
        maximal_oxygen_uptake_ml_kg_min=athlete.maximal_oxygen_uptake_ml_kg_min * short,
        maximal_heart_rate_bpm=athlete.resting_heart_rate_bpm + span * short_by_heart,
        critical_intensity_frac=critical / short if critical_stated else np.maximum(critical, needed),
    )
