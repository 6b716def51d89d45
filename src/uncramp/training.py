"""TrainingHistory: what earlier sessions say about an athlete, as values.

``activity/`` makes it from a folder of files and ``body/`` reads it, and so, like ``minutes``, it lives below both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FOOT_SPORTS: Final = ("running", "trail_running", "treadmill_running", "walking", "hiking")
"""Sports in which the legs brake the body downhill."""

WHEEL_SPORTS: Final = ("cycling", "indoor_cycling", "mountain_biking")

M_PER_KM: Final = 1000.0

RECENT_DAY: Final = 28.0
"""Days a weekly mean is taken over."""

LONGEST_DAY: Final = 56.0
"""Days the longest session is looked for in: eight weeks."""

ACUTE_CHRONIC_LIMITS: Final = (
    "The acute:chronic ratio compares the last seven days with the three weeks before them (uncoupled, F23). Its range of 0.8 to 1.3 is a "
    "proponents' rule for injuries, not for cramps; no trial shows that it causes or prevents either. It is shown, and nothing is computed from it."
)


def same_family(sport: str, other: str) -> bool:
    """Whether training in one sport prepares the same muscles for the other.

    Examples
    --------
    >>> same_family("running", "trail_running"), same_family("running", "cycling")
    (True, False)
    """
    return sport == other or any(sport in family and other in family for family in (FOOT_SPORTS, WHEEL_SPORTS))


@dataclass(frozen=True, slots=True)
class PastSession:
    """One earlier session, reduced to what training and muscle damage need; NaN where the file is silent."""

    file: str  # name without its folder
    sport: str
    before_day: float  # days from its end to the start of the session in question
    duration_h: float
    moving_h: float
    heart_rate_bpm: float  # mean of the moving minutes: how hard it was
    speed_m_s: float  # mean of the moving minutes
    descent_m: float


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file of the history that could not be used, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrainingHistory:
    """What the earlier sessions add up to; NaN where the files do not reach far enough back.

    Sessions run from the oldest to the newest and lie wholly before the session in question.
    """

    sessions: tuple[PastSession, ...]
    unread: tuple[UnreadFile, ...]
    left_out_count: int  # the session itself, later ones, ones over a year old, second copies, ones without a clock
    longest_session_h: float  # same family of sports, last 56 days
    training_h_per_week: float  # all sports, last 28 days
    descent_m_per_week: float  # on foot, last 28 days
    acute_chronic_ratio: float  # uncoupled; see ACUTE_CHRONIC_LIMITS
    days_covered_day: float  # from the oldest session to the one in question

    @property
    def text(self) -> str:
        """One sentence for a person."""
        unread = f"; {len(self.unread)} could not be read ({', '.join(bad.file for bad in self.unread[:5])})" if self.unread else ""
        return f"{len(self.sessions)} earlier sessions over {self.days_covered_day:.0f} days{unread}"
