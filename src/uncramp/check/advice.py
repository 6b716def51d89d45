"""What to do about a result: the action first, then what to do meanwhile, what to watch for and when to come back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from uncramp.check.answers import Answers
from uncramp.check.medicine_flags import never_stop
from uncramp.check.rulebook import LEVELS, Kind, Rule, Rulebook, rulebook
from uncramp.check.triage import UNKNOWN_LIMIT, Triage
from uncramp.texts import _

ADULT_YEARS: Final = 16.0
SELF_CARE: Final = "self_care"
"""The kind of advice for a plain cramp."""

KINDS_LIMIT: Final = 4
"""Nobody acts on more than the advice of a few rules; the most urgent ones come first."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An answer that is not known and that matters."""

    flag: str
    phrase: str
    ask: str
    find_out: str
    because: str  # the medicine or simulation that asks, "" if the person did not know


@dataclass(frozen=True, slots=True)
class Advice:
    """A result in words, most important first."""

    action: str
    do: tuple[str, ...]  # until help is there, or instead of it
    questions: tuple[OpenQuestion, ...]  # to be found out now
    watch_for: tuple[str, ...]
    come_back: str
    cautions: tuple[str, ...]  # drinking, salt, medicines, age, pregnancy
    noted: str  # what was reported and fires no rule, "" if nothing


def advise(result: Triage, answers: Answers | None = None, *, someone_else: bool = False, number: str = "") -> Advice:
    """What to do about ``result`` of ``answers``; ``number`` is how the emergency numbers are said."""
    book, who = rulebook(), answers or Answers()
    level = book.levels[result.urgency]
    call = number or _(book.texts["number"])
    leading = [rule for rule in result.fired if rule.urgency == result.urgency]
    kinds = _kinds(book, leading or result.fired)[:KINDS_LIMIT]
    if not kinds and result.urgency == LEVELS[0]:
        kinds = (book.kinds[SELF_CARE],)
    return Advice(
        f"{_before_the_action(book, result)}{_(level.action)}".format(number=call),
        _what_to_do(book, kinds, result),
        open_questions(result, who, someone_else=someone_else),
        _once([sign for kind in (*kinds, *_kinds(book, result.open)[:KINDS_LIMIT]) for sign in kind.watch_for], book.return_signs),
        _(level.come_back).format(number=call),
        tuple(_cautions(book, result, who)),
        _noted(book, result),
    )


def _before_the_action(book: Rulebook, result: Triage) -> str:
    """What is open and may be worse than what is known is told first; self-care says what it rests on and never more."""
    if _rank(result.open) > _rank(result.fired):
        return f"{_(book.texts['open'])} "
    if result.urgency != LEVELS[0]:
        return ""
    harmless = book.sets["harmless"].issuperset((*result.found, *result.unknown))
    return f"{_(book.texts['nothing'] if harmless else book.texts['no_rule'])} "


def open_questions(result: Triage, answers: Answers, *, someone_else: bool = False) -> tuple[OpenQuestion, ...]:
    """Unknown answers that keep a rule open, those of the most urgent rules first."""
    book = rulebook()
    unknown = set(result.unknown)
    asked = [flag for rule in result.open for line in rule.when for flag in sorted(line) if flag in unknown]
    return tuple(
        OpenQuestion(
            flag,
            book.flags[flag],
            _(book.questions[flag].other if someone_else else book.questions[flag].ask),
            _(book.questions[flag].find_out),
            answers.because.get(flag, ""),
        )
        for flag in dict.fromkeys(asked)
    )


def over_drinking_is_possible(result: Triage) -> bool:
    """Whether anything reported or unknown points to it: then nothing may advise to drink."""
    return _meets(result, "over_drinking") or (_meets(result, "long_exercise") and _meets(result, "dilution_signs"))


def _meets(result: Triage, name: str) -> bool:
    return not rulebook().sets[name].isdisjoint((*result.found, *result.unknown))


def emergency_is_possible(result: Triage) -> bool:
    """Whether an emergency was found or is not ruled out: then nothing may advise to drink, or to walk."""
    return any(rule.urgency == LEVELS[-1] for rule in (*result.fired, *result.open))


def _what_to_do(book: Rulebook, kinds: tuple[Kind, ...], result: Triage) -> tuple[str, ...]:
    emergency, calm = emergency_is_possible(result), book.kinds[SELF_CARE]
    steps = [step for kind in kinds if not (emergency and kind == calm) for step in kind.do]
    if _rank(result.open) > _rank(result.fired) and _rank(result.open) >= LEVELS.index(UNKNOWN_LIMIT):
        steps.insert(0, book.texts["open_do"])
    # a rehydration drink has salt and potassium in it
    if not emergency and not over_drinking_is_possible(result) and not _meets(result, "no_salt"):
        steps += [kind.drink for kind in kinds if kind.drink][:1]
    if over_drinking_is_possible(result):
        steps.append(book.texts["no_drink"])
    return _once(steps)


def _cautions(book: Rulebook, result: Triage, who: Answers) -> Iterable[str]:
    if who.age_years is not None and who.age_years < ADULT_YEARS:
        yield _(book.texts["adult"])
    if _meets(result, "maternity"):
        yield _(book.texts["maternity"])
    if _meets(result, "medicines") or who.medicines:
        yield never_stop()
    if _meets(result, "no_salt"):
        yield _(book.texts["no_salt"])
    yield from who.notes


def _noted(book: Rulebook, result: Triage) -> str:
    there = set(result.found)
    counted = {flag for rule in result.fired for line in rule.when if line <= there for flag in line}
    rest = [_(book.flags[flag]) for flag in result.found if flag not in counted]
    return _(book.texts["noted"]).format(flags="; ".join(rest)) if rest else ""


def _kinds(book: Rulebook, rules: Iterable[Rule]) -> tuple[Kind, ...]:
    return tuple(book.kinds[name] for name in dict.fromkeys(rule.advice for rule in rules))


def _rank(rules: tuple[Rule, ...]) -> int:
    return LEVELS.index(rules[0].urgency) if rules else 0


def _once(*sentences: Iterable[str]) -> tuple[str, ...]:
    """Sentences in the reader's language, each once."""
    return tuple(dict.fromkeys(_(sentence) for group in sentences for sentence in group))
