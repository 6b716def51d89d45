"""The personal experiment: one change at a time, what it should do, and afterwards what the sessions say of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from uncramp.diary.checked import moment_text
from uncramp.diary.learning import Posterior
from uncramp.diary.learning_ahead import FUTURES_COUNT, STEPS
from uncramp.diary.learning_facts import DRAWS
from uncramp.diary.learning_prior import learning_parameters
from uncramp.diary.records import Note, Session
from uncramp.diary.told import told_in
from uncramp.evidence.draws import uniforms
from uncramp.hazard.weights import hypothesis_parameters
from uncramp.minutes import Floats
from uncramp.why.answers import Change

if TYPE_CHECKING:
    from uncramp.body.athlete import Athlete
    from uncramp.diary.lessons import Lessons
    from uncramp.diary.store import Diary

NOT_AT_ONCE: Final = ("trained",)
"""Changes that take weeks: no single session can be tried with and without them."""
MARK: Final = "experiment "


@dataclass(frozen=True, slots=True)
class Experiment:
    """One change to try in sessions like one that was."""

    change_id: str
    change: str  # in plain words
    was: str
    will_be: str
    sport: str
    hazard_count: float  # cumulative hazard of such a session, of a person of susceptibility 1
    hazard_ratio: float  # what the change should multiply it by
    chance_frac: float  # of a cramp in such a session as before, with what was learnt
    changed_chance_frac: float  # the same with the change
    sessions_count: int | None  # after so many it should be known; None: not within those looked ahead
    begun_at: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What the sessions since say."""

    sessions_count: int
    cramps_count: int
    bayes_ratio: float  # how much more likely they are if the change does what was predicted than if it does nothing
    verdict: str  # for | against | little


def propose(changes: Sequence[Change], chance_frac: float, posterior: Posterior, sport: str) -> Experiment | None:
    """The one change that should lower the chance most; ``None`` where none does.

    Parameters
    ----------
    changes, chance_frac
        Of the session as assessed with what was learnt: what would have changed it, and its chance as it was.
    """
    useful = [one for one in changes if one.id not in NOT_AT_ONCE and 0.0 < one.chance_frac.mean < chance_frac < 1.0]
    if not useful:
        return None
    best = min(useful, key=lambda one: (one.chance_frac.mean, one.id))
    # what the weights do is in the chances already
    hazard, changed = (posterior.count_at(chance, {}) for chance in (chance_frac, best.chance_frac.mean))
    return Experiment(
        change_id=best.id, change=best.name, was=best.before, will_be=best.after, sport=sport, hazard_count=hazard,
        hazard_ratio=changed / hazard, chance_frac=chance_frac, changed_chance_frac=best.chance_frac.mean,
        sessions_count=_enough(posterior, hazard, changed / hazard),
    )  # fmt: skip


def propose_for(
    diary: Diary, activity_id: str, athlete: Athlete, lessons: Lessons, *, mechanism: str = "mixture", seed: int = 0
) -> Experiment | None:
    """The experiment to try in sessions like one of the diary; see :func:`propose`.

    Raises
    ------
    InputError
        If there is no such activity.
    """
    from uncramp.assess import assess_minutes

    session = diary.session(activity_id)
    told = told_in(diary, session, lessons.of(athlete))
    found = assess_minutes(
        told.minutes, told.athlete, recording=told.recording, intake=told.intake, history=told.history, mechanism=mechanism, draws=DRAWS,
        seed=seed,
    )  # fmt: skip
    return propose(found.changes, found.chance_frac.mean, lessons.posterior, session.activity.sport)


def begin(diary: Diary, experiment: Experiment) -> Note:
    """Keep it in the diary as a note, with what is predicted."""
    begun_at = moment_text(diary.now())
    document = {**asdict(experiment), "begun_at": begun_at}
    (kept,) = diary.say(Note(noted_at=begun_at, note=MARK + json.dumps(document, allow_nan=False)))
    return kept


def running(diary: Diary) -> Experiment | None:
    """The experiment begun last, if one was."""
    kept = [one for one in diary.entries(Note) if one.note.startswith(MARK + "{")]
    if not kept:
        return None
    document: dict[str, Any] = json.loads(kept[-1].note.removeprefix(MARK))
    return Experiment(**document)


def since(experiment: Experiment, sessions: Sequence[Session]) -> tuple[Session, ...]:
    """Sessions of its sport, begun after it, of which a cramp or none was said."""
    return tuple(
        one
        for one in sessions
        if one.activity.outcome != "unsaid"
        and one.activity.sport == experiment.sport
        and (one.activity.started_at or "") > experiment.begun_at
    )


def compare(experiment: Experiment, outcomes: Sequence[bool], posterior: Posterior) -> Compared:
    """Set the change as predicted against no effect of it; ``outcomes`` say which sessions since had a cramp, ``posterior`` what was known before.

    Every session since must have been said, with or without a cramp, and have been tried with the change.
    """
    ratio, share = np.exp(posterior.log_ratio), posterior.chance_frac.sum(axis=1)
    count, cramps = len(outcomes), sum(outcomes)
    bayes_ratio = _bayes_ratio(ratio, share, experiment.hazard_count, experiment.hazard_ratio, count, np.array([cramps]))
    told = float(bayes_ratio[0])
    telling = hypothesis_parameters().telling_ratio.value
    verdict = "for" if told >= telling else "against" if told <= 1.0 / telling else "little"
    return Compared(count, cramps, told, verdict)


def _bayes_ratio(ratio: Floats, share: Floats, hazard: float, changed: float, count: int, cramps: Floats) -> Floats:
    """Chance of so many ``cramps`` [future] in ``count`` sessions with the change at work, over that with no effect of it."""

    def chance(hazard_count: float) -> Floats:
        expected = ratio[:, None] * hazard_count
        log_each = cramps * np.log(-np.expm1(-expected)) - (count - cramps) * expected
        return np.asarray(share @ np.exp(log_each))

    return np.asarray(chance(hazard * changed) / chance(hazard))


def _enough(posterior: Posterior, hazard: float, changed: float) -> int | None:
    """Sessions after which most futures, half of them with the change at work, tell one from the other."""
    telling, reliable = hypothesis_parameters().telling_ratio.value, learning_parameters().reliable_frac.value
    ratio, share = np.exp(posterior.log_ratio), posterior.chance_frac.sum(axis=1)
    chosen = np.searchsorted(np.cumsum(share), uniforms(0, "experiment", "who", draws=FUTURES_COUNT)).clip(max=share.size - 1)
    works = np.arange(FUTURES_COUNT) % 2 == 0
    chance = -np.expm1(-ratio[chosen] * hazard * np.where(works, changed, 1.0))
    for count in STEPS:
        cramps = (uniforms(0, "experiment", str(count), draws=FUTURES_COUNT * count).reshape(-1, count) < chance[:, None]).sum(
            axis=1
        )
        found = _bayes_ratio(ratio, share, hazard, changed, count, cramps)
        right = np.where(works, found >= telling, found <= 1.0 / telling)
        if right.mean() >= reliable:
            return count
    return None
