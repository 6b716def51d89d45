"""The rival hypotheses beside published trials: as a table on the terminal and as one JSON object."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from rich.text import Text

from uncramp.names import MECHANISMS
from uncramp.reflex.comparison import Comparison, Score, Total
from uncramp.reflex.protocol import Protocol
from uncramp.reflex.threshold import FASTEST_HZ
from uncramp.reflex.trials import DURATION, HOLDING, THRESHOLD, Trial
from uncramp.report.document import number
from uncramp.report.reflex_document import provenance_document
from uncramp.report.schema import Document
from uncramp.report.screen import Screen

_UNIT: Final = {THRESHOLD: ", Hz", DURATION: ", s"}
PERCENT: Final = 100.0


def comparison_view(comparison: Comparison, name: str, screen: Screen) -> list[Text]:
    """A row a trial, a column a hypothesis; at most ``screen.width`` wide."""
    trials = [one.trial for one in comparison.scores[MECHANISMS[0]]]
    columns = [comparison.scores[mechanism] for mechanism in MECHANISMS]
    rows = [
        [f"{trial.what}{_UNIT.get(trial.measure, '')}", _pair(trial, *trial.published), *(_cell(one, screen) for one in row)]
        for trial, row in zip(trials, zip(*columns, strict=True), strict=True)
    ]
    rows += _total_rows(comparison)
    lines = screen.wrapped(
        f"{name}, {comparison.circuit.muscle.name}: what changes under each hypothesis, beside the published trials.", "bold"
    )
    lines.append(screen.text(""))
    lines += screen.table(["change", "trial", *MECHANISMS], rows)
    lines.append(screen.text(""))
    yes, no = _marks(screen)
    lines += screen.wrapped(
        f"Before and after; {yes} if the change has the trial's sign, {no} if not; then how far it is from the trial's change, in standard "
        f"deviations between people. * a parameter was sized to it, so agreement is no evidence. A dash: no threshold up to {FASTEST_HZ} Hz.",
        "dim",
        lines=5,
    )
    if any(one.trial.measure == HOLDING and one.before == 0 for column in columns for one in column):
        lines += screen.wrapped("no→no: the burst of the experiment started no cramp that could be ended.", "dim")
    lines += screen.wrapped(_telling_text(comparison), "bold", lines=4)
    return lines


def _total_rows(comparison: Comparison) -> list[list[str]]:
    """Totals over all trials, and over those that nothing was sized to; a row that would say nothing is left out."""
    rows = []
    for unsized, right, distance in (
        (False, "right sign", "mean distance, SD"),
        (True, "right sign, without *", "distance, without *"),
    ):
        totals = [comparison.total(mechanism, unsized=unsized) for mechanism in MECHANISMS]
        if any(total.trials_count for total in totals):
            rows.append([right, "", *(f"{total.right_count} of {total.trials_count}" for total in totals)])
        if not all(math.isnan(total.distance_ratio) for total in totals):
            rows.append([distance, "", *("" if math.isnan(one.distance_ratio) else f"{one.distance_ratio:.1f}" for one in totals)])
    return rows


def _telling_text(comparison: Comparison) -> str:
    told = [f"{trial.what}{' (duration)' if trial.measure == DURATION else ''}" for trial in comparison.telling]
    if not told:
        return "All three have the same signs: these trials do not tell the hypotheses apart."
    others = "" if len(told) == len(comparison.scores[MECHANISMS[0]]) else "; the other rows do not tell them apart"
    return f"The three differ in sign in: {'; '.join(told)}{others}."


def _marks(screen: Screen) -> tuple[str, str]:
    return ("✓", "✗") if screen.unicode else ("y", "n")


def _pair(trial: Trial, before: float, after: float) -> str:
    return f"{_value(trial, before)}→{_value(trial, after)}"


def _value(trial: Trial, value: float) -> str:
    if math.isnan(value):
        return "?"
    if math.isinf(value):
        return "–"
    if trial.measure in _UNIT:
        return f"{value:.0f}"
    return {0.0: "no", 1.0: "yes"}.get(value, f"{PERCENT * value:.0f} %")


def _cell(score: Score, screen: Screen) -> str:
    mark = _marks(screen)[0 if score.right else 1]
    distance = "" if math.isnan(score.distance_ratio) else f"{score.distance_ratio:+.1f}"
    return f"{_pair(score.trial, score.before, score.after)} {mark}{'*' if score.sized else ' '}{distance}".rstrip()


def comparison_document(comparison: Comparison, experiment: Protocol, overrides: Mapping[str, float]) -> Document:
    """Every trial with what each hypothesis gives, and totals; a number that does not exist is null."""
    rows: Sequence[tuple[Score, ...]] = list(zip(*(comparison.scores[mechanism] for mechanism in MECHANISMS), strict=True))
    made = provenance_document(comparison.circuit, experiment, overrides, seed=comparison.seed, step_ms=comparison.step_ms)
    return {
        "experiment": experiment.name,
        "muscle": comparison.circuit.muscle.id,
        "trials": [
            _trial_document(row[0].trial)
            | {"hypotheses": {mechanism: _score_document(one) for mechanism, one in zip(MECHANISMS, row, strict=True)}}
            for row in rows
        ],
        "totals": {
            mechanism: {
                "all": _total_document(comparison.total(mechanism)),
                "not_sized": _total_document(comparison.total(mechanism, unsized=True)),
            }
            for mechanism in MECHANISMS
        },
        "telling": [trial.id for trial in comparison.telling],
        "provenance": {name: made[name] for name in ("version", "evidence_sha256", "seed", "step_ms", "fatigue_frac", "set")}
        | {"draws": comparison.circuit.draws_count},
    }


def _trial_document(trial: Trial) -> Document:
    return {
        "id": trial.id,
        "what": trial.what,
        "experiment": trial.experiment,
        "measure": trial.measure,
        "published": [number(value) for value in trial.published],
        "spread": [number(value) for value in trial.spread],
        "direction": trial.direction,
        "sources": list(trial.source),
        "where": trial.where,
        "note": trial.note,
    }


def _score_document(score: Score) -> Document:
    return {
        "before": number(score.before),
        "after": number(score.after),
        "right": score.right,
        "distance_ratio": number(score.distance_ratio),
        "bounded": score.bounded,
        "sized": score.sized,
    }


def _total_document(total: Total) -> Document:
    return {"trials": total.trials_count, "right": total.right_count, "distance_ratio": number(total.distance_ratio)}
