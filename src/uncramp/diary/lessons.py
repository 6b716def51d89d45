"""All that a diary teaches of its athlete, in one value: what was believed, what is now, and what would settle more."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from uncramp.body.athlete import Athlete
from uncramp.diary.learning import Posterior, learn
from uncramp.diary.learning_ahead import Ahead, sessions_ahead
from uncramp.diary.learning_facts import DRAWS, Before, Keep, Seen, before_of, seen_in
from uncramp.diary.learning_sweat import SweatLearnt, sweat_in, with_sweat
from uncramp.hazard.learnt import Learnt, TaughtAthlete

if TYPE_CHECKING:
    from uncramp.diary.store import Diary


@dataclass(frozen=True)
class Lessons:
    """What was learnt."""

    before: Before
    prior: Posterior  # the same as ``posterior``, without a session
    posterior: Posterior
    seen: Seen
    sweat: SweatLearnt
    ahead: Ahead
    complete: bool  # whether the athlete says that every session is in

    @property
    def telling_count(self) -> int:
        """Sessions that tell how easily the athlete cramps: of a diary not said to be whole, those with a cramp whose time is known."""
        return sum(self.complete or one.at_count is not None for one in self.seen.facts)

    def of(self, athlete: Athlete) -> Athlete:
        """The athlete with it, for ``assess``, plans and pages: what they state themselves goes before."""
        taught = with_sweat(athlete, self.sweat)
        if not self.seen.facts:
            return taught
        stated = {field.name: getattr(taught, field.name) for field in fields(Athlete)}
        return TaughtAthlete(**stated, learnt=Learnt(self.prior, self.posterior, self.before.centre_index))


def lessons_of(
    diary: Diary,
    athlete: Athlete | None = None,
    *,
    complete: bool = False,
    mechanism: str = "mixture",
    seed: int = 0,
    draws: int = DRAWS,
    until: str | None = None,
    leave_out: Collection[str] = (),
    progress: Callable[[int, int], None] | None = None,
    keep: Keep | None = None,
) -> Lessons:
    """Learn from a diary.

    Parameters
    ----------
    athlete
        Who it is; the diary's own if not given.
    complete
        Every session of the athlete is in the diary, whatever happened in it. If not, those without a cramp count for nothing.
    draws
        Of the engine for each session.
    until
        Sessions that began after this moment are left out.
    leave_out
        Ids of activities that are left out, as the one that is to be explained.
    progress
        Called with sessions done and sessions in all.
    keep
        See :data:`uncramp.diary.learning_facts.Keep`.
    """
    who = athlete if athlete is not None else diary.athlete()
    before = before_of(who, mechanism=mechanism, seed=seed)
    seen = seen_in(
        diary,
        who,
        before.prior,
        mechanism=mechanism,
        seed=seed,
        draws=draws,
        until=until,
        leave_out=leave_out,
        progress=progress,
        keep=keep,
    )
    posterior = learn(seen.facts, before.prior, complete=complete)
    return Lessons(
        before=before,
        prior=learn((), before.prior),
        posterior=posterior,
        seen=seen,
        sweat=sweat_in(diary),
        ahead=sessions_ahead(posterior, seen.facts, seed=seed),
        complete=complete,
    )
