"""What the reader must know before acting on the numbers: alarms, then what was assumed, then what the evidence cannot say.

Cautions only add. They name signs that need help and never give an all-clear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from uncramp.activity.samples import DAMAGE_KINDS, Repair
from uncramp.body.athlete import Athlete
from uncramp.body.conditions import condition_cautions
from uncramp.body.medicines import medicine_cautions
from uncramp.body.trace import BodyTrace
from uncramp.evidence.draws import central
from uncramp.hazard.learnt import learnt_by
from uncramp.minutes import Floats
from uncramp.training import TrainingHistory
from uncramp.why.alarms import AlarmParameters
from uncramp.why.answers import Caution, Range
from uncramp.why.sample import Sample
from uncramp.why.situation import Situation

FEW_DRAWS = 30.0
"""Below so many effective draws a range is not worth much."""

URGENCIES = ("emergency", "same_day", "clinician_soon", "self_care", "note")
"""Most urgent first: the order cautions are shown in."""

SIGNS_OF_DILUTION = (
    "Headache that grows, vomiting, puffy hands, confusion or a seizure after long drinking is an emergency: call for help and "
    "drink no more water until seen."
)
SIGNS_OF_HEAT = "Confusion, collapse or odd behaviour in the heat is an emergency: call for help and cool the whole body at once."
SIGNS_OF_MUSCLE = (
    "Dark urine after hard exercise is an emergency. See a doctor the same day for weakness or swelling after cramps, and for a cramp that "
    "does not let go in ten minutes."
)


def cautions_of(
    sample: Sample, athlete: Athlete, repairs: Sequence[Repair], history: TrainingHistory | None, *, reported: bool
) -> tuple[Caution, ...]:
    """Every caution that applies, the most urgent first; ``reported`` says whether a cramp, or none, was."""
    situation = sample.situation
    found = [
        *alarms_of(
            sample.situation,
            sample.outcome.body,
            sample.weight_frac,
            would=sample.situation.minutes.planned,
            # of a plan all draws count: one that was too hot to be done is no comfort
            hottest_core_c=sample.prior.hottest_core_c if sample.situation.minutes.planned else None,
        ),
        *(
            Caution(said.id, said.text, "clinician_soon" if said.urgent else "note")
            for said in condition_cautions(athlete.conditions)
        ),
        *(Caution(said.id, said.text, "note") for said in medicine_cautions(athlete.medicines)),
        *_assumptions(situation, athlete, repairs, history),
        *_reach(sample, reported=reported),
    ]
    return tuple(sorted(found, key=lambda caution: URGENCIES.index(caution.urgency)))


def alarms_of(
    situation: Situation, body: BodyTrace, weight_frac: Floats, *, would: bool, hottest_core_c: Floats | None = None
) -> Iterator[Caution]:
    """What a session did to the body, or ``would`` do, that needs help or care.

    ``hottest_core_c`` [any draws] counts alike where it is given, else that of ``body`` does by ``weight_frac``.
    """
    levels = central(AlarmParameters, "alarms")
    rows = slice(0, situation.session_rows)
    lowest = body.plasma_sodium_mmol_l[:, rows].min(axis=-1)
    sodium = Range.of(lowest, weight_frac)
    level = levels.low_plasma_sodium_mmol_l[0]
    if weight_frac[lowest < level].sum() > levels.low_sodium_share_frac[0]:
        likely = sodium.median < level
        how = ("would probably fall" if likely else "could fall") if would else ("probably fell" if likely else "may have fallen")
        urgency = (
            "emergency" if sodium.median < levels.dangerous_plasma_sodium_mmol_l[0] else "same_day" if likely else "clinician_soon"
        )
        if not (situation.intake.stated or likely):  # a few of the draws of an assumed drinking: the person knows better
            urgency = "self_care"
        assumed = (
            ""
            if situation.intake.stated
            else f" That rests on drinking that was assumed: say what it {'will be' if would else 'was'}."
        )
        yield Caution(
            "low_plasma_sodium",
            f"Blood sodium {how} below {level:.0f} mmol/L (estimate {sodium.median:.0f}, {sodium.low:.0f} to {sodium.high:.0f}).{assumed} "
            f"{'Do not drink so much. ' if would else ''}{SIGNS_OF_DILUTION}",
            urgency,
        )
    gain = Range.of(body.mass_change_frac[:, situation.session_rows - 1], weight_frac)
    if situation.intake.stated and gain.median > levels.telling_mass_gain_frac[0]:
        rose = "would rise" if would else "rose"
        yield Caution(
            "mass_gain",
            f"More {'would be' if would else 'was'} drunk than lost: body mass {rose} by about {100 * gain.median:.1f} %. "
            f"That is the way to low blood sodium. {SIGNS_OF_DILUTION}",
            "same_day",
        )
    if -gain.median > levels.large_water_loss_frac[0]:
        after = "would be lost. Plan to drink more, below what you sweat." if would else "was lost. Drink with meals over the next hours, not all at once."  # fmt: skip
        yield Caution("water_loss", f"About {-100 * gain.median:.0f} % of body mass {after}", "self_care")
    hottest, weight = (
        (body.core_c[:, rows].max(axis=-1), weight_frac)
        if hottest_core_c is None
        else (hottest_core_c, np.full(hottest_core_c.size, 1.0 / hottest_core_c.size))
    )
    core = Range.of(hottest, None if hottest_core_c is not None else weight)
    share = float(weight[hottest > levels.high_core_c[0]].sum())
    if share > levels.alarming_share_frac[0]:
        passed = "could pass" if would else "may have passed"
        urgency = "emergency" if core.median > levels.dangerous_core_c[0] else "same_day" if core.median > levels.high_core_c[0] else "clinician_soon"  # fmt: skip
        yield Caution(
            "high_core",
            f"Core temperature {passed} {levels.high_core_c[0]:.0f} °C (estimate {core.median:.1f}, {core.low:.1f} to {core.high:.1f}). "
            f"{'In such weather go slower, or do not start. ' if would else ''}{SIGNS_OF_HEAT}",
            urgency,
        )
    yield Caution("see_a_doctor", SIGNS_OF_MUSCLE, "self_care")


def _assumptions(
    situation: Situation, athlete: Athlete, repairs: Sequence[Repair], history: TrainingHistory | None
) -> Iterator[Caution]:
    minutes = situation.minutes
    if minutes.weather.assumed:
        yield Caution("weather_assumed", f"Weather was not given ({minutes.weather.source}); the range is wider for it.", "note")
    if not situation.intake.stated:
        yield Caution("drinking_assumed", f"Drinking was not given ({situation.intake.text}); the range is wider for it.", "note")
    missing = [
        name
        for name, value in (
            ("body mass", athlete.mass_kg),
            ("sex", athlete.sex),
            ("age", athlete.age_year),
            ("cramp history", athlete.cramp_history),
            ("maximal oxygen uptake", athlete.maximal_oxygen_uptake_ml_kg_min),
        )
        if value is None
    ]
    if missing:
        fit = (
            "whoever plans this is taken to be fit for it on an ordinary day."
            if minutes.planned
            else "whoever did this is taken to be fit for it, and for part of what the weather added."
        )
        yield Caution(
            "athlete_assumed",
            f"Not said about the athlete: {', '.join(missing)}. Drawn from the population, and from the session itself: {fit}",
            "note",
        )
    if learnt_by(athlete) is not None:
        yield Caution("learnt", "What your own sessions said of how easily you cramp is taken into account.", "note")
    if history is None and athlete.longest_session_h is None:
        yield Caution("history_assumed", "No earlier training was given, so what the muscles are used to is drawn wide.", "note")
    if history is not None and history.unread:
        names = ", ".join(file.file for file in history.unread[:3])
        yield Caution("history_unread", f"{len(history.unread)} of the earlier files could not be read ({names}).", "note")
    lost = [repair for repair in repairs if repair.kind in DAMAGE_KINDS]
    if lost:
        yield Caution("file_recovered", f"The file is damaged and was read as far as it goes: {lost[0].text}", "note")
    covered = np.nan_to_num(minutes.coverage_frac[: situation.session_rows]).mean()
    if not minutes.planned and covered < WELL_COVERED_FRAC:
        yield Caution("gaps", f"Only {100 * covered:.0f} % of the session was recorded; pauses and gaps count as rest.", "note")


WELL_COVERED_FRAC = 0.8


def _reach(sample: Sample, *, reported: bool) -> Iterator[Caution]:
    levels = central(AlarmParameters, "alarms")
    impossible = 1.0 - float(sample.prior.possible.mean())
    if impossible > levels.many_impossible_frac[0]:
        verb = "could not do this" if sample.situation.minutes.planned else "could not have done this"
        yield Caution(
            "draws_impossible",
            f"{100 * impossible:.0f} % of the draws {verb}: the core would have been hotter than any finisher's, or a muscle would have failed. "
            + (
                "None was left, so all count and the model is wrong about something: check weather, speed and what was said of the athlete."
                if impossible >= 1.0
                else f"The rest, who are fitter or sweat more, count{' in full' if sample.situation.minutes.planned else ''}."
                + (
                    " Weather or stated fitness may be wrong, or the session is dangerous."
                    if impossible > levels.most_impossible_frac[0]
                    else ""
                )
            ),
            "note",
        )
    effective = sample.prior.effective_count
    if reported and effective < FEW_DRAWS:
        more = max(1000, 5 * sample.weight_frac.size)
        yield Caution(
            "few_draws",
            f"What was reported picks out few of the draws ({effective:.0f} of {sample.prior.count}), so the ranges are rough; "
            f"--draws {more} steadies them.",
            "note",
        )
    yield Caution(
        "hours_after",
        "No time course of cramps after exercise is published; the six hours after rest on an assumption about shortened muscles.",
        "note",
    )
