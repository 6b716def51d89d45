"""Shelf: activities made ready for their pages and sliders, kept in memory; bounded, the one not asked for the longest goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from uncramp.assess import assess_minutes
from uncramp.assessment import Assessment
from uncramp.body.athlete import Athlete
from uncramp.minutes import Floats
from uncramp.texts import asked_language
from uncramp.units import S_PER_MIN
from uncramp.why.changes import WhatIf, try_out
from uncramp.why.chosen_draws import Counted, at_draws
from uncramp.why.situation import Situation, first_rows, simulated_draws

if TYPE_CHECKING:
    from uncramp.diary.records import Session
    from uncramp.diary.store import Diary
    from uncramp.diary.who import Who

MOST_KEPT: Final = 6
"""Activities at once; each takes some tens of megabytes."""
DRAWS: Final = 200


@dataclass(frozen=True)
class Tried:
    """A session with something changed, beside the session as it was; over the whole time or the session alone."""

    result: WhatIf
    assessment: Assessment  # with the traces of the changed session, and the weights of the draws that count
    chance_before_frac: Floats  # [draw that counts]
    situation: Situation
    counted: Counted


class Ready:
    """An activity as it was, and what its sliders start from: the draws that count, each simulated once."""

    def __init__(self, session: Session, who: Who, assessment: Assessment) -> None:
        self.session, self.who, self.assessment = session, who, assessment
        self._counted = Counted.of(assessment.situation.draw_index, assessment.weight_frac)
        self._whole = simulated_draws(assessment.situation, self._counted)
        self._body = at_draws(assessment.body, self._counted.simulated)
        lone = first_rows(self._whole, self._whole.session_rows)
        # with the hours behind it a last minute that began is simulated to its end, and so here: the curves are the same
        self._lone = replace(lone, minutes=replace(lone.minutes, duration_s=lone.session_rows * S_PER_MIN))
        # simulated as a change is, so that no change makes no difference, not even in the last bit
        nothing = np.zeros(self._counted.weight_frac.size)
        self._before_frac = {whole: self._tried({}, nothing, whole=whole).session_chance_frac for whole in (False, True)}

    def try_out(self, changes: Mapping[str, Any], *, whole: bool) -> Tried:
        """The session with ``changes``; ``whole`` also simulates the six hours after it, which the moving picture leaves out.

        Raises
        ------
        InputError
            If a change is not known, or out of range.
        SimulationError
            If nobody could do that.
        """
        before, counted = self._before_frac[whole], self._counted
        result = self._tried(changes, before, whole=whole)
        outcome = result.outcome
        changed = replace(
            self.assessment,
            body=outcome.body,
            fatigue=outcome.fatigue,
            rate_per_h=result.rate_per_h,
            weight_frac=counted.weight_frac,
        )
        return Tried(result, changed, before, self._whole if whole else self._lone, counted)

    def _tried(self, changes: Mapping[str, Any], before_frac: Floats, *, whole: bool) -> WhatIf:
        situation, counted = self._whole if whole else self._lone, self._counted
        return try_out(situation, changes, self._body, before_frac, counted.weight_frac, counted.standing)


class Shelf:
    """What is ready, by activity and by all that was said of it and learnt beside it: what is said anew makes it anew.

    ``who`` says of a diary and an activity whose it is.
    """

    def __init__(self, who: Callable[[Diary, str], Who]) -> None:
        self._who = who
        self._lock = threading.Lock()
        self._making: dict[str, threading.Lock] = {}
        self._ready: OrderedDict[str, tuple[tuple[object, ...], Ready]] = OrderedDict()

    def at_hand(self, activity_id: str) -> Ready | None:
        """The activity as its page was last made, without asking the diary: what moves is compared with what is on the page."""
        with self._lock:
            found = self._ready.get(activity_id)
        return None if found is None else found[1]

    def ready(self, diary: Diary, activity_id: str) -> Ready:
        """The activity, assessed with what the diary knows; at once if it was asked for before."""
        with self._lock:
            making = self._making.setdefault(activity_id, threading.Lock())
        with making:  # a second request waits for the first rather than doing it again
            session, who = diary.session(activity_id), self._who(diary, activity_id)
            others = sorted(one.activity_id for one in diary.activities())
            said = (session, who, tuple(others), asked_language())
            with self._lock:
                found = self._ready.get(activity_id)
                if found is not None and found[0] == said:
                    self._ready.move_to_end(activity_id)
                    return found[1]
            made = Ready(session, who, _assessed(diary, session, who.athlete))
            with self._lock:
                self._ready[activity_id] = (said, made)
                self._ready.move_to_end(activity_id)
                while len(self._ready) > MOST_KEPT:
                    self._ready.popitem(last=False)
            return made


def warm_up() -> None:
    """Run the engine once and all that draws its curves, so that the first page does not wait for its compilation."""
    from uncramp.assess import assess
    from uncramp.compiled import keep_freed_memory
    from uncramp.report.tables import bands

    keep_freed_memory()
    body = assess("5km", time="0:30:00", draws=8).body
    bands(body.core_c, np.arange(1.0, 1.0 + body.core_c.shape[0]))


def _assessed(diary: Diary, session: Session, athlete: Athlete) -> Assessment:
    from uncramp.diary.told import told_in

    told = told_in(diary, session, athlete)
    return assess_minutes(told.minutes, told.athlete, draws=DRAWS, **told.given)
