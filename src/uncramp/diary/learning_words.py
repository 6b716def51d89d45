"""What a diary teaches, in words: paragraphs, and rows of what was believed before and what is now."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from uncramp.body.athlete import Athlete
from uncramp.diary.learning_prior import learning_parameters
from uncramp.diary.learning_sweat import with_sweat
from uncramp.evidence.registry import load_table
from uncramp.texts import _
from uncramp.units import fluid_ounces

if TYPE_CHECKING:
    from uncramp.diary.experiment import Compared, Experiment
    from uncramp.diary.learning_sweat import SweatLearnt
    from uncramp.diary.lessons import Lessons
    from uncramp.why.answers import Range

Row = tuple[str, str, str]
"""What it is, before, and now."""

TELLING: Final = 0.97
"""A range that keeps more of its width, and hardly moves by it, is shown as one of which nothing was learnt yet."""


LEAST_SAID_FRAC: Final = 0.01
"""A share below it is said to be so."""


def lessons_text(lessons: Lessons) -> Iterator[str]:
    """All of it for a terminal."""
    yield from counted(lessons)
    yield ""
    yield _row(_("estimates (90 % range)"), _("before"), _("now"))
    yield _row(*susceptibility_row(lessons))
    yield ""
    yield "  " + _("how much it does to you:")
    for one in weight_rows(lessons):
        yield _row(*one)
    yield ""
    for one in sweat_rows(lessons):
        yield _row(*one)
    yield ""
    yield from notes(lessons)
    yield from ahead(lessons)
    if not lessons.complete:
        yield not_whole()


def counted(lessons: Lessons) -> Iterator[str]:
    """What there was to learn from, and what is left out with the reason."""
    found, seen = lessons.posterior, lessons.seen
    if not found.sessions_count:
        yield _(
            "There is nothing to learn from yet. Say of a session that you cramped (uncramp diary cramp) or that you did not "
            "(uncramp diary outcome --activity last none)."
        )
    elif lessons.complete:
        yield _("Sessions learnt from: {count}, of them with a cramp: {cramps}.").format(
            count=found.sessions_count, cramps=found.cramps_count
        )
    else:
        timed = sum(fact.at_count is not None for fact in seen.facts)
        yield _(
            "Sessions learnt from: {timed}, those with a cramp whose time is known. Others that were said, and do not count: {other}."
        ).format(timed=timed, other=found.sessions_count - timed)
    if seen.unsaid_count:
        yield _("Sessions of which neither a cramp nor none was said, and which are no data: {count}.").format(
            count=seen.unsaid_count
        )
    if seen.recurrences_count:
        yield _(
            "Cramps after the first of their session, which tell of that one and not of you, and do not count: {count}."
        ).format(count=seen.recurrences_count)
    for one in seen.unread:
        yield _("Left out: {file}: {why}").format(file=one.file, why=one.reason)


def susceptibility_row(lessons: Lessons) -> Row:
    """Cramps for each that the model expects."""
    before, found = lessons.prior.susceptibility_ratio, lessons.posterior.susceptibility_ratio
    return _moved(_("how easily you cramp"), before, found, middle="mean")


def weight_rows(lessons: Lessons) -> list[Row]:
    """How much each factor does."""
    table, before = load_table("causes"), lessons.prior.factor_weights
    return [_moved(_(table[name]["name"]), before[name], weight) for name, weight in lessons.posterior.factor_weights.items()]


def sweat_rows(lessons: Lessons, units: str = "metric") -> list[Row]:
    """Sweat rate and sodium; ``units`` is ``metric`` or ``imperial``."""
    sweat = lessons.sweat
    before, now, digits, unit = sweat.rate_before_l_h.range, sweat.rate_l_h.range, 2, _("sweat rate, L/h")
    if units == "imperial":
        before, now = (type(one)(*map(fluid_ounces, (one.mean, one.median, one.low, one.high))) for one in (before, now))
        digits, unit = 0, _("sweat rate, oz/h")
    return [
        _measured(unit, before, now, sweat.rates_count, digits),
        _measured(_("sweat sodium, mmol/L"), sweat.sodium_before_mmol_l.range, sweat.sodium_mmol_l.range, sweat.sodiums_count, 0),
    ]


def notes(lessons: Lessons) -> Iterator[str]:
    """How the rows are to be read, and what they say clearly."""
    yield _(
        "How easily you cramp: the cramps you get for each one the model expects of somebody like you. How much it does to you: of what the "
        "model says a factor does; 1 is just that, 2 twice as much, 0 nothing. Before is what is believed without your sessions. Estimates, "
        "not a diagnosis."
    )
    if taken_for := sweat_conditions(lessons.sweat):
        yield taken_for
    table = load_table("causes")
    if lessons.posterior.sessions_count:
        yield from _clear({_(table[name]["name"]): weight for name, weight in lessons.posterior.factor_weights.items()})


def sweat_conditions(sweat: SweatLearnt) -> str:
    """In which air and at which effort the learnt sweat rate is taken to be, as far as the tests say; "" where they do not."""
    taught = with_sweat(Athlete(), sweat)
    air = "" if taught.sweat_rate_air_c is None else f"{taught.sweat_rate_air_c:.0f}"
    effort = "" if taught.sweat_rate_intensity_frac is None else f"{100.0 * taught.sweat_rate_intensity_frac:.0f}"
    if air and effort:
        return _(
            "Your sweat rate is taken for one at {air} °C and {effort} % of your maximal oxygen uptake, by what your tests say of it."
        ).format(air=air, effort=effort)
    if air:
        return _("Your sweat rate is taken for one at {air} °C, by what your tests say of it.").format(air=air)
    if effort:
        return _(
            "Your sweat rate is taken for one at {effort} % of your maximal oxygen uptake, by what your tests say of it."
        ).format(effort=effort)
    return ""


def not_whole() -> str:
    """What cannot be learnt from a diary that may lack sessions."""
    return _(
        "It is not said that every session of yours is in this diary. So sessions without a cramp count for nothing here, and of those "
        "with one only when it came: how often you cramp cannot be learnt that way. If all are in, add --complete."
    )


def _clear(weights: Mapping[str, Range]) -> Iterator[str]:
    """The factors of which the sessions say clearly that they do more, or less, than the model has it."""
    more = [name for name, weight in weights.items() if weight.low > 1.0]
    less = [name for name, weight in weights.items() if weight.high < 1.0]
    if more:
        yield _("Your sessions say clearly that these do more to you than the model says: {names}.").format(names=", ".join(more))
    if less:
        yield _("Your sessions say clearly that these do less to you than the model says: {names}.").format(names=", ".join(less))
    if not more and not less:
        yield _(
            "Of no factor do your sessions say clearly that it does more, or less, to you than the model says: every range holds 1."
        )


def ahead(lessons: Lessons) -> Iterator[str]:
    """How sure it is that this athlete cramps more easily than expected, and what would settle it."""
    ahead, settled = lessons.ahead, learning_parameters().settled_chance_frac.value
    yield _("Chance that you cramp more easily than expected: {before} % before, {now} % now. It counts as settled from {settled} % on, or below {other} %.").format(
        settled=round(100 * settled), other=round(100 * (1 - settled)),
        before=round(100 * lessons.prior.above_usual_frac()), now=round(100 * ahead.chance_frac)
    )  # fmt: skip
    if ahead.is_settled:
        yield _("That question is settled, as far as the model holds.")
    elif ahead.sessions_count is not None:
        yield _(
            "About {count} more sessions like yours would settle it, four times in five, if of each a cramp or none is said."
        ).format(count=ahead.sessions_count)
    elif ahead.settled_frac:
        count, share = ahead.settled_frac[-1]
        yield _(
            "Even {count} more sessions like yours, with a cramp or none said of each, would settle it in only {percent} % of cases: "
            "one person cramps too rarely."
        ).format(count=count, percent=round(100 * share) if share >= LEAST_SAID_FRAC else _("less than 1"))


def experiment_text(
    experiment: Experiment | None, compared: Compared | None, odds: Callable[[float], str], *, kept: bool
) -> Iterator[str]:
    """Paragraphs for a terminal; ``odds`` says a chance."""
    if experiment is None:
        yield _("No single change would have lowered the chance in that session. Name another with --activity.")
        return
    begun = () if kept or compared is not None else (_("To begin it: the same command with --keep."),)
    yield from (*proposed(experiment, odds), *begun, *standing(experiment, compared, kept=kept))


def proposed(experiment: Experiment, odds: Callable[[float], str]) -> Iterator[str]:
    """The change, and what is predicted."""
    yield _("The change: {change}. As it was: {was}. To try: {will_be}.").format(
        change=experiment.change, was=experiment.was, will_be=experiment.will_be
    )
    yield _("A cramp in such a session, as an estimate: {before} as before, {after} with the change.").format(
        before=odds(experiment.chance_frac), after=odds(experiment.changed_chance_frac)
    )


def standing(experiment: Experiment, compared: Compared | None, *, kept: bool) -> Iterator[str]:
    """How it stands, and when it should be known."""
    if compared is not None:
        yield from _compared(compared)
    elif kept:
        yield _("Kept. Try it in sessions like that one, change nothing else, and say of each whether there was a cramp.")
    if experiment.sessions_count is None:
        yield _("It may not be known within hundreds of sessions: one person cramps too rarely for so small a difference.")
    else:
        yield _("It should be known after about {count} sessions with the change, not before.").format(
            count=experiment.sessions_count
        )


def _compared(compared: Compared) -> Iterator[str]:
    yield _("Sessions said since: {count}, with a cramp: {cramps}.").format(
        count=compared.sessions_count, cramps=compared.cramps_count
    )
    ratio = compared.bayes_ratio
    if compared.verdict == "for":
        yield _(
            "That is {ratio} times as likely if the change works as predicted than if it does nothing: it speaks for it."
        ).format(ratio=f"{ratio:.1f}")
    elif compared.verdict == "against":
        yield _(
            "That is {ratio} times as likely if the change does nothing than if it works as predicted: it speaks against it."
        ).format(ratio=f"{1.0 / ratio:.1f}")
    else:
        yield _("That says little yet: it is about as likely if the change does nothing.")
    yield _("It counts only if each session since was said and was tried with the change.")


def is_told(before: Range, now: Range) -> bool:
    """Whether the sessions moved or narrowed a range so far that it is said."""
    width, was = (math.log(one.high / one.low) for one in (now, before))
    return width < TELLING * was or abs(math.log(now.median / before.median)) > (1.0 - TELLING) * was


def _moved(name: str, before: Range, now: Range, *, middle: str = "median") -> Row:
    """A row, which says so where the sessions told next to nothing."""
    return name, _range(before, 2, middle), _range(now, 2, middle) if is_told(before, now) else _("as before")


def _measured(name: str, before: Range, now: Range, count: int, digits: int) -> Row:
    return name, _range(before, digits), _range(now, digits) if count else _("not measured")


def _row(name: str, before: str, now: str) -> str:
    return f"  {name:<36}{before:<20}{now}".rstrip()


def _range(found: Range, digits: int, middle: str = "median") -> str:
    return f"{getattr(found, middle):.{digits}f} ({found.low:.{digits}f}-{found.high:.{digits}f})"
