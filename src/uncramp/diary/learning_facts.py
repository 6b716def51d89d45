"""From the sessions of a diary to what can be learnt from: each is run through the engine once, as it was, before anything is known of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from uncramp.activity.afterwards import row_hours
from uncramp.body.athlete import Athlete
from uncramp.body.population import draw_athlete
from uncramp.diary.choose import local_start
from uncramp.diary.drunk import as_weighed, drunk_in
from uncramp.diary.kept_facts import fact_sha256, facts_of, keep_fact
from uncramp.diary.learning import SessionFact, as_expected
from uncramp.diary.learning_prior import FACTORS, Prior, prior_of
from uncramp.diary.records import Session
from uncramp.diary.told import recorded_in
from uncramp.diary.trained import Trained
from uncramp.diary.twins import same_sessions
from uncramp.errors import UncrampError
from uncramp.hazard.learnt import log_susceptibility
from uncramp.hazard.parameters import draw_cramp_parameters
from uncramp.minutes import Minutes
from uncramp.training import UnreadFile
from uncramp.units import S_PER_MIN
from uncramp.why.causes import effects_of
from uncramp.why.chosen_draws import DrawIndex
from uncramp.why.sample import sample_given
from uncramp.why.situation import Situation, situation_of
from uncramp.why.taught import mean_effects

if TYPE_CHECKING:
    from uncramp.diary.store import Diary
    from uncramp.training import TrainingHistory

DRAWS: Final = 60
"""Of the engine for each session: only means over them are used."""
PRIOR_DRAWS: Final = 2000

Progress = Callable[[int, int], None]
"""Called with (sessions done, sessions in all)."""
Keep = Callable[[str, Callable[[], SessionFact]], SessionFact]
"""Called with the digest of all that a fact follows from and what makes it, where the diary has not kept it: it may be made another time."""


@dataclass(frozen=True, slots=True)
class Before:
    """What is believed of the athlete before their sessions."""

    prior: Prior
    centre_index: float  # middle of the engine's draws of the logarithm of their susceptibility


@dataclass(frozen=True, slots=True)
class Seen:
    """What the diary gives to learn from."""

    facts: tuple[SessionFact, ...]
    unsaid_count: int  # sessions of which nothing was said, and which are no data
    recurrences_count: int  # cramps after the first of their session, which tell nothing here
    unread: tuple[UnreadFile, ...]


def before_of(athlete: Athlete, *, mechanism: str = "mixture", seed: int = 0, factors: tuple[str, ...] = FACTORS) -> Before:
    """Prior of this athlete: the spread of what the engine draws of them, which is narrower where more was stated."""
    drawn = draw_athlete(athlete, draws=PRIOR_DRAWS, seed=seed, sport="running")
    cramp = draw_cramp_parameters(mechanism, draws=PRIOR_DRAWS, seed=seed, athlete=athlete.name)
    log_ratio = log_susceptibility(drawn, cramp)
    return Before(prior_of(float(log_ratio.std()), factors), float(log_ratio.mean()))


def seen_in(
    diary: Diary, athlete: Athlete, prior: Prior, *, mechanism: str = "mixture", seed: int = 0, draws: int = DRAWS,
    until: str | None = None, leave_out: Collection[str] = (), progress: Progress | None = None, keep: Keep | None = None,
) -> Seen:  # fmt: skip
    """The sessions in which a cramp or none was said, run through the engine; a session recorded twice counts once.

    One that cannot be read or simulated is named in the result. With ``until``, a moment, later sessions are left out, and always
    those with the ids ``leave_out``, however often they were recorded. What the diary kept of an earlier time is taken (``kept_facts``).
    """
    every = diary.sessions()
    kept, trained = facts_of(diary), Trained(one.activity for one in every)

    def made(session: Session, history: TrainingHistory, key: str) -> SessionFact:
        _recording, minutes = recorded_in(diary, session)
        fact = fact_of(session, minutes, athlete, prior, history=history, mechanism=mechanism, seed=seed, draws=draws)
        keep_fact(diary, key, fact)
        return fact

    def fact(session: Session) -> SessionFact:
        history = _before(session, trained)
        key = fact_sha256(session, history, athlete, prior, mechanism, seed, draws)
        if key in kept:
            return kept[key]
        make = partial(made, session, history, key)
        return make() if keep is None else keep(key, make)

    groups = [group for group in one_session_each(every) if not {one.activity.activity_id for one in group} & {*leave_out}]
    sessions = [max(group, key=_told) for group in groups]
    sessions = [one for one in sessions if until is None or (one.activity.started_at or "") <= until]
    said = [one for one in sessions if one.activity.outcome != "unsaid"]
    facts, unread = [], []
    for number, session in enumerate(said, start=1):
        try:
            facts.append(fact(_bearing(session)))
        except UncrampError as error:
            unread.append(UnreadFile(session.activity.file_name, str(error)))
        if progress is not None:
            progress(number, len(said))
    recurrences = sum(len(one.recurrences) for one in said if one.first_cramps)
    return Seen(tuple(facts), len(sessions) - len(said), recurrences, tuple(unread))


def one_session_each(sessions: Sequence[Session]) -> list[tuple[Session, ...]]:
    """Recordings of the same session together."""
    found = {one.activity.activity_id: one for one in sessions}
    return [tuple(found[one.activity_id] for one in group) for group in same_sessions([one.activity for one in sessions])]


def _told(one: Session) -> tuple[bool, bool, int]:
    """How much was said of a recording."""
    return one.activity.outcome == "cramp", one.activity.outcome == "none", len(one.cramps)


def _bearing(session: Session) -> Session:
    """The session with what bears on its fact and nothing else: what is not in here can neither change the fact nor its digest."""
    return replace(session, near_cramps=(), notes=())


def _before(session: Session, trained: Trained) -> TrainingHistory:
    """What was trained before it, by the beginnings that the diary has, so that no file need be read."""
    activity = session.activity
    return trained.history(local_start(activity, UTC), activity.sport, leave_out=activity.activity_id)


def fact_of(
    session: Session, minutes: Minutes, athlete: Athlete, prior: Prior, *, history: TrainingHistory | None = None,
    mechanism: str = "mixture", seed: int = 0, draws: int = DRAWS,
) -> SessionFact:  # fmt: skip
    """One session as the engine sees it: its hazards and what each factor did, before what happened in it is taken into account.

    Hazards are such that the prior gives the engine's own mean chance.
    """
    drunk, who = drunk_in(session, minutes.duration_s), as_weighed(athlete, session)

    def drawn(draw_index: DrawIndex) -> Situation:
        return situation_of(
            minutes, who, sport=session.activity.sport, intake=drunk, history=history, mechanism=mechanism, draws=draws, seed=seed,
            overrides=None, draw_index=draw_index,
        )  # fmt: skip

    sample = sample_given(None, drawn, draws, seed=seed)
    situation, weight_frac = sample.situation, sample.weight_frac
    hazard = np.cumsum((sample.rate_per_h * row_hours(situation.minutes)).sum(axis=0), axis=-1)

    def count(rows: int) -> float:
        return prior.hazard_of(float(weight_frac @ -np.expm1(-hazard[:, rows - 1]))) if rows else 0.0

    cramped = session.activity.outcome == "cramp"
    first = session.first_cramps[0].at_s if cramped and session.first_cramps else None
    effects = effects_of(situation, sample.outcome.body).session
    fact = SessionFact(
        cramped=cramped,
        end_count=count(situation.session_rows),
        whole_count=count(hazard.shape[-1]),
        at_count=None if first is None else count(min(int(first // S_PER_MIN) + 1, hazard.shape[-1])),
        effects=mean_effects(effects, weight_frac, prior.factors),
        activity_id=session.activity.activity_id,
    )
    return as_expected(fact, prior)
