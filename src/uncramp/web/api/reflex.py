"""The spinal loop of one muscle with switches."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from uncramp.report.reflex_charts import ReflexTimeline
from uncramp.report.reflex_document import experiment_document
from uncramp.report.reflex_page import chart_table, readout_document
from uncramp.web import busy, lab

router = APIRouter(prefix="/api/reflex", tags=["reflex"])


@router.get("")
def choices() -> dict[str, Any]:
    """What can be asked for."""
    return lab.choices()


@router.post("", responses=busy.DESCRIBED)
def experiment(asked: lab.Asked) -> dict[str, Any]:
    """Run an experiment: what `uncramp reflex experiment --json` prints, and what the charts show with the tables behind them."""
    done = lab.run(asked)
    return experiment_document(done.circuit, done.outcome, {}) | {"charts": charts_document(done.timeline)}


def charts_document(timeline: ReflexTimeline) -> dict[str, Any]:
    """Curves over the moments in ``time``, a sentence and a table for each chart, and every spike."""
    read = readout_document(timeline)
    by_id = {chart.id: chart for chart in timeline.charts}
    return {
        "time": read["time"],
        "seconds": read["seconds"],
        "charts": [
            one | {"summary": by_id[one["id"]].summary, "table": chart_table(timeline, by_id[one["id"]])} for one in read["charts"]
        ],
        "spikes": {
            "time_s": [round(at, 4) for at in timeline.spikes.time_s.tolist()],
            "unit": timeline.spikes.unit.tolist(),
            "of_terminal": timeline.spikes.of_terminal.tolist(),
        },
        "pulse_s": [round(at, 4) for at in timeline.pulse_s.tolist()],
        "marks": [{"time_s": round(at, 4), "text": text} for at, text in timeline.marks],
    }
