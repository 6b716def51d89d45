"""How fast, as the sport says it: minutes for a kilometre or mile on foot, a speed elsewhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from uncramp.activity.plan import RUNNING
from uncramp.body.gait import half_run_m_s
from uncramp.prevent.plan import RacePlan
from uncramp.report.charts import ON_FOOT
from uncramp.report.drawing import nice_ticks
from uncramp.report.race_splits import km_per_unit
from uncramp.report.race_words import pace_text, unit_word
from uncramp.report.wording import number
from uncramp.texts import _
from uncramp.training import M_PER_KM
from uncramp.units import S_PER_H

TICK_S: Final = 5.0  # ticks of a pace are multiples of it


@dataclass(frozen=True, slots=True)
class PaceWords:
    """Says a pace, in seconds for the reader's unit of distance, and gives it a level in a chart, fast on top."""

    on_foot: bool
    name: str
    unit: str
    walks_from_s: float = math.inf  # of a run, the pace from which on most of it is walked

    def gait(self, pace_s: float) -> str:
        """That most of it is walked, where the plan is a run; else ""."""
        return _("walk") if pace_s > self.walks_from_s else ""

    def text(self, pace_s: float) -> str:
        """As a number without its unit.

        Examples
        --------
        >>> PaceWords(True, "Pace", "min/km").text(320.0), PaceWords(False, "Speed", "km/h").text(120.0)
        ('5:20', '30.0')
        """
        return pace_text(pace_s) if self.on_foot else number(S_PER_H / pace_s, 1)

    def level(self, pace_s: float) -> float:
        """Higher is faster."""
        return -pace_s if self.on_foot else S_PER_H / pace_s

    def ticks(self, low: float, high: float) -> list[tuple[float, str]]:
        """Round levels from ``low`` to ``high`` with what stands beside them."""
        if self.on_foot:
            return [(-TICK_S * tick, pace_text(TICK_S * tick)) for tick in nice_ticks(-high / TICK_S, -low / TICK_S)]
        return [(tick, number(tick, 0 if tick == round(tick) else 1)) for tick in nice_ticks(low, high)]


def pace_words(plan: RacePlan, units: str) -> PaceWords:
    """How the sport of the plan says how fast."""
    if plan.course.sport in ON_FOOT:
        walks_from_s = M_PER_KM * km_per_unit(units) / half_run_m_s() if plan.course.sport in RUNNING else math.inf
        return PaceWords(on_foot=True, name=_("Pace"), unit=f"min/{unit_word(units)}", walks_from_s=walks_from_s)
    return PaceWords(on_foot=False, name=_("Speed"), unit="mph" if units == "imperial" else "km/h")
