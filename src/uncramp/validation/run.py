"""Run: every target, or some, on a bench."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from uncramp.errors import EvidenceError, InputError
from uncramp.evidence.facts import targets
from uncramp.names import one_of
from uncramp.validation import conservation, fatigue, fields, football, heat, loop, medicines, sweat_table, threshold, water
from uncramp.validation.bench import Bench, Measure, check_bench
from uncramp.validation.finding import Finding, Measured, Number, figures, not_expressed

SUBJECTS: Final = (fields, football, medicines, threshold, loop, fatigue, sweat_table, heat, water, conservation)
MEASURES: Final[dict[str, Measure]] = {target: measure for subject in SUBJECTS for target, measure in subject.MEASURES.items()}
"""What each target is computed by."""

Progress = Callable[[float, str], None]


def validate(bench: Bench | None = None, only: Sequence[str] = (), progress: Progress | None = None) -> list[Finding]:
    """Hold the model against published figures: all targets, or ``only`` some, in the order of the targets.

    Raises
    ------
    InputError
        If a target or a parameter does not exist, or there are too few athletes or draws.
    """
    bench = bench or Bench()
    check_bench(bench)
    wanted = chosen_targets(only)
    found = []
    for place, target in enumerate(wanted):
        if progress is not None:
            progress(place / len(wanted), f"{target}: {targets()[target].scenario}")
        found.append(find(target, bench))
    if progress is not None:
        progress(1.0, "done")
    return found


def chosen_targets(only: Sequence[str]) -> tuple[str, ...]:
    """Ids of the targets asked for, in their order; all if none is.

    Raises
    ------
    InputError
        If there is no such target.
    """
    named = [part.strip().upper() for one in only for part in one.split(",")]
    for name in named:
        one_of(name, tuple(targets()), "--only")
    return tuple(target for target in targets() if not named or target in named)


def find(target: str, bench: Bench) -> Finding:
    """What the model gives for one target.

    Raises
    ------
    InputError
        If there is no such target.
    EvidenceError
        If what is computed are not the figures of the table.
    """
    if target not in targets():
        raise InputError(f"there is no target {target!r}; expected one of {', '.join(targets())}.")
    accepted, reason = figures()[target], not_expressed(target)
    if not accepted:
        return Finding(targets()[target], (), reason)
    numbers = MEASURES[target](bench)
    if differ := {figure.name for figure in accepted} ^ set(numbers):
        raise EvidenceError(f"validation/figures.toml: {target} and its computation differ in {sorted(differ)}.")
    return Finding(targets()[target], tuple(Measured(figure, _number(numbers[figure.name])) for figure in accepted), reason)


def _number(value: Number | float) -> Number:
    return value if isinstance(value, Number) else Number(float(value))
