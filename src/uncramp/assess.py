"""The line: an activity becomes minutes, a body, a hazard, causes and words. Read this file first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypedDict, Unpack

import numpy as np

from uncramp import __version__
from uncramp.activity.afterwards import row_hours
from uncramp.activity.history import read_history
from uncramp.activity.minutes import to_minutes
from uncramp.activity.plan import is_plan, parse_plan, plan_minutes
from uncramp.activity.read import read_activity
from uncramp.activity.samples import Samples
from uncramp.activity.weather import WeatherSource
from uncramp.assessment import Assessment, Comparison, EventExplanation, Provenance, Recording
from uncramp.body.athlete import Athlete
from uncramp.body.conditions import drinks_by_clinician
from uncramp.body.drinking import Drinking
from uncramp.body.intake_table import IntakeTable
from uncramp.errors import InputError
from uncramp.evidence.registry import digest
from uncramp.hazard.severity import severity
from uncramp.hazard.survival import chance_by_muscle, chance_of_cramp
from uncramp.hazard.threshold import cramp_threshold
from uncramp.minutes import Floats, Minutes
from uncramp.names import MUSCLES
from uncramp.texts import _
from uncramp.training import TrainingHistory
from uncramp.units import S_PER_MIN
from uncramp.why.answers import CrampEvent, Range
from uncramp.why.causes import causes_from, effects_of
from uncramp.why.cautions import cautions_of
from uncramp.why.changes import WhatIf, changes_of, try_out
from uncramp.why.chosen_draws import DrawIndex
from uncramp.why.reference import has_distance, reference_text
from uncramp.why.sample import sample_given
from uncramp.why.situation import Situation, situation_of
from uncramp.why.taught import as_learnt, of_these_draws

Progress = Callable[[float, str], None]


class Asked(TypedDict, total=False):
    """What :func:`assess` and :func:`assess_minutes` are asked alike; the former says what each is, the latter its default."""

    intake: Drinking | IntakeTable | None
    cramped: Sequence[CrampEvent] | None
    mechanism: str
    draws: int
    seed: int
    overrides: Mapping[str, float] | None
    same_person_as: Assessment | None


def assess(
    path: str | Path,
    athlete: Athlete | None = None,
    *,
    time: str | None = None,
    sport: str = "running",
    weather: WeatherSource | None = None,
    history: str | Path | TrainingHistory | None = None,
    progress: Progress | None = None,
    **asked: Unpack[Asked],
) -> Assessment:
    """Assess one session: how near the athlete came to a cramp, why, and what would have changed it.

    ``asked`` are those of the parameters below that :func:`assess_minutes` takes as well, with its defaults.

    Parameters
    ----------
    path
        A FIT, TCX or GPX file, or a planned distance such as ``42.195km``, which needs ``time``.
    athlete
        Who it is; what is missing is drawn from the population and widens the range.
    time, sport
        Of a planned session only.
    weather, intake
        Where from; without them they are assumed, said so, and drawn wide.
    history
        Folder of earlier files of the same athlete, or what was read from it.
    cramped
        Cramps that happened; ``()`` says that there was none, ``None`` (the default) says nothing. Draws count by the likelihood of that.
    mechanism
        ``mixture`` (the default) or one of ``names.MECHANISMS``.
    draws, seed
        How many draws, 200 unless said, and which.
    overrides
        Parameters fixed by ``topic.name``.
    same_person_as
        Another session of the same athlete, as assessed: its draws are taken, so that the two compare.
    progress
        Called with the share done and what is being done.

    Returns
    -------
    Assessment

    Raises
    ------
    ActivityFileError
        If the file cannot be read, or lacks what an assessment needs.
    InputError
        If an argument cannot be used.
    """
    say = progress or _silent
    say(0.0, "reading the activity")
    recording, minutes = read_minutes(path, time=time, sport=sport, weather=weather)
    if isinstance(history, str | Path):
        history = read_history(history, minutes.start, recording.sport, leave_out_sha256=recording.sha256)
    return assess_minutes(minutes, athlete or Athlete(), recording=recording, history=history, progress=progress, **asked)


def read_minutes(
    path: str | Path, *, time: str | None = None, sport: str = "running", weather: WeatherSource | None = None
) -> tuple[Recording, Minutes]:
    """Minutes of a file or of a plan, and where they are from."""
    if is_plan(str(path)) and not Path(path).exists():
        distance_m, duration_s = parse_plan(str(path), time)
        minutes = plan_minutes(distance_m, duration_s, sport=sport, weather=weather)
        digest_of_plan = hashlib.sha256(f"{path} {time} {sport}".encode()).hexdigest()
        return Recording(str(path), sport, "plan", "", 0, recovered=False, repairs=(), sha256=digest_of_plan), minutes
    if time is not None:
        raise InputError(
            _("--time {time} goes with a planned distance such as 42.195km; {name} has its own times. Leave it out.").format(
                time=time, name=Path(path).name
            )
        )
    return recorded_minutes(read_activity(path), Path(path).name, weather)


def recorded_minutes(samples: Samples, name: str, weather: WeatherSource | None = None) -> tuple[Recording, Minutes]:
    """Minutes of what was recorded in the file ``name``, and where they are from."""
    longest = max(samples.legs, key=lambda leg: leg.end_s - leg.start_s)
    recording = Recording(
        path=name,
        sport=longest.sport,
        source_format=samples.source_format,
        device=samples.device,
        records_count=samples.records_count,
        recovered=samples.recovered,
        repairs=samples.repairs,
        sha256=samples.sha256,
    )
    return recording, to_minutes(samples, weather)


def assess_minutes(
    minutes: Minutes,
    athlete: Athlete,
    *,
    recording: Recording,
    intake: Drinking | IntakeTable | None = None,
    history: TrainingHistory | None = None,
    cramped: Sequence[CrampEvent] | None = None,
    mechanism: str = "mixture",
    draws: int = 200,
    seed: int = 0,
    overrides: Mapping[str, float] | None = None,
    same_person_as: Assessment | None = None,
    progress: Progress | None = None,
) -> Assessment:
    """Assess minutes already at hand, as a planned race or a runner of a simulated field has them; see :func:`assess`."""
    say = progress or _silent
    say(0.05, "simulating the body")
    events = None if cramped is None else tuple(sorted(cramped, key=lambda event: event.at_s))
    same = None if same_person_as is None else same_person_as.situation

    def drawn(draw_index: DrawIndex) -> Situation:
        return situation_of(
            minutes, athlete, sport=recording.sport, intake=intake, history=history, mechanism=mechanism, draws=draws, seed=seed,
            overrides=overrides, person=None if same is None else same.athlete, draw_index=draw_index,
        )  # fmt: skip

    sample = sample_given(events, drawn, draws, seed=seed, draw_index=None if same is None else same.draw_index)
    situation, outcome, weight_frac = sample.situation, sample.outcome, sample.weight_frac
    session, row_h, rate_per_h = situation.session_rows, row_hours(situation.minutes), sample.rate_per_h
    threshold_hz = cramp_threshold(outcome.body, outcome.fatigue, situation.athlete, situation.cramp)
    during = chance_of_cramp(rate_per_h[..., :session], row_h[:session])
    after = chance_of_cramp(rate_per_h[..., session:], row_h[session:])
    # summed in the order of what-if, so that no change makes no difference, not even in the last bit
    chance = chance_of_cramp(rate_per_h, outcome.row_h)

    say(0.3, "telling the causes apart")
    effects = effects_of(situation, outcome.body, events or ())
    situation = of_these_draws(situation, effects, weight_frac)
    effects = as_learnt(effects, situation.taught)
    distance = has_distance(minutes)
    causes = causes_from(effects.session, weight_frac, distance=distance)
    event_causes = _explained(events or (), effects.events, threshold_hz, weight_frac, distance=distance)
    say(0.7, "trying what would have changed it")
    changes = changes_of(situation, outcome.body, chance, weight_frac, drinks_by_clinician=drinks_by_clinician(athlete.conditions))
    input_sha256 = _input_digest(recording.sha256, minutes.weather, athlete, intake, history, events, mechanism, overrides)
    say(1.0, "done")
    return Assessment(
        recording=recording,
        minutes=minutes,
        elapsed_s=np.arange(situation.minutes.rows_count, dtype=np.float64) * S_PER_MIN,
        athlete=athlete,
        athlete_draws=situation.athlete,
        intake=situation.intake,
        situation=situation,
        body=outcome.body,
        fatigue=outcome.fatigue,
        threshold_hz=threshold_hz,
        rate_per_h=rate_per_h,
        weight_frac=weight_frac,
        during_chance_frac=during,
        after_chance_frac=after,
        session_chance_frac=chance,
        muscle_chance_frac=chance_by_muscle(rate_per_h, row_h),
        severity_frac=severity(rate_per_h.max(axis=(0, 2)), situation.cramp.severity),
        reported=events,
        unconditioned_chance_frac=sample.prior.chance_frac,
        reference_text=reference_text(minutes),
        reference_chance_frac=Range.of(-np.expm1(-effects.reference_hazard_count), weight_frac),
        cause_effects=effects.session,
        reference_hazard_count=effects.reference_hazard_count,
        causes=causes,
        event_causes=event_causes,
        changes=changes,
        cautions=cautions_of(sample, athlete, recording.repairs, history, reported=events is not None),
        provenance=Provenance(
            __version__, seed, draws, input_sha256, digest(), mechanism, sample.prior.count, sample.prior.effective_count
        ),
    )


def what_if(assessment: Assessment, changes: Mapping[str, Any]) -> WhatIf:
    """The same session with something changed, such as ``{"pace_ratio": 0.95, "air_c": 15.0}``; the keys are ``changes.KEYS``.

    The draws are those of the assessment, so that the difference is the change's alone. It says what the model gives, and advises
    nothing: drinking above the sweat rate can be tried out here, and its plasma sodium read.

    Raises
    ------
    InputError
        If a key is not known or its value is out of range.
    """
    return try_out(assessment.situation, changes, assessment.body, assessment.session_chance_frac, assessment.weight_frac)


def compare(one: Assessment, other: Assessment) -> Comparison:
    """What made ``one`` session riskier, or safer, than ``other``: the difference of their causes, draw by draw.

    Both must be of the same athlete with the same draws, so that they share every study and every personal draw, but for
    what each session itself tells of fitness and training.

    Raises
    ------
    InputError
        If they are not.
    """
    for name, mine, theirs in (
        ("draws", one.provenance.draws, other.provenance.draws),
        ("seed", one.provenance.seed, other.provenance.seed),
        ("mechanism", one.provenance.mechanism, other.provenance.mechanism),
        ("athlete", one.athlete, other.athlete),
    ):
        if mine != theirs:
            raise InputError(
                _("the two sessions have {name} {mine} and {theirs}; expected the same. Assess both with the same {name}.").format(
                    name=name, mine=mine, theirs=theirs
                )
            )
    if not np.array_equal(one.situation.draw_index, other.situation.draw_index):
        raise InputError(
            _(
                "the two sessions rest on other draws, since a report chose among them; expected the same. "
                "Assess the other with same_person_as."
            )
        )
    effects = {cause: values - other.cause_effects[cause] for cause, values in one.cause_effects.items()}
    # the references differ in what was to be covered: that is time at work
    log_reference = np.log(one.reference_hazard_count) - np.log(other.reference_hazard_count)
    effects["duration"] = effects["duration"] + log_reference
    weight_frac = one.weight_frac * other.weight_frac
    weight_frac = weight_frac / weight_frac.sum() if weight_frac.sum() > 0 else one.weight_frac
    total = np.sum(list(effects.values()), axis=0)
    return Comparison(
        chance_frac=(Range.of(one.session_chance_frac, one.weight_frac), Range.of(other.session_chance_frac, other.weight_frac)),
        ratio=Range.of(np.exp(total), weight_frac),
        causes=causes_from(effects, weight_frac, distance=False),
    )


def _explained(
    events: Sequence[CrampEvent],
    effects: Sequence[Mapping[str, Floats]],
    threshold_hz: Floats,
    weight_frac: Floats,
    *,
    distance: bool,
) -> tuple[EventExplanation, ...]:
    """The causes at the muscle and minute of each reported cramp."""
    return tuple(
        EventExplanation(event, _at(threshold_hz, event, weight_frac), causes_from(dict(values), weight_frac, distance=distance))
        for event, values in zip(events, effects, strict=True)
    )


def _at(threshold_hz: Floats, event: CrampEvent, weight_frac: Floats) -> Range:
    row = min(int(event.at_s // S_PER_MIN), threshold_hz.shape[-1] - 1)
    return Range.of(threshold_hz[MUSCLES.index(event.muscle), :, row], weight_frac)


def _input_digest(*given: object) -> str:
    """SHA-256 over everything that was put in: file, athlete, weather, intake and options."""
    total = hashlib.sha256()
    for value in given:
        for part in _bytes_of(value):
            total.update(part)
    return total.hexdigest()


def _bytes_of(value: object) -> Iterator[bytes]:
    if isinstance(value, np.ndarray):
        yield np.ascontiguousarray(value).tobytes()
    elif is_dataclass(value):
        for field in fields(value):
            yield from _bytes_of(getattr(value, field.name))
    else:
        yield repr(value).encode()


def _silent(share_frac: float, text: str) -> None:
    """Say nothing of the progress."""
