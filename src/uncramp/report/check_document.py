"""What ``uncramp check --json`` prints: how urgent it is, the rules that say so, and what to do."""

from __future__ import annotations

from typing import Any

from uncramp.check.advice import advise
from uncramp.check.answers import Answers
from uncramp.check.emergency_numbers import emergency_numbers, spoken, which_is_which
from uncramp.check.rulebook import Rule, Rulebook, rulebook
from uncramp.check.triage import triage
from uncramp.texts import _

Document = dict[str, Any]


def check_document(answers: Answers, *, country: str = "", someone_else: bool = False) -> Document:
    """The result of ``answers`` as a value; every text in the reader's language.

    Raises
    ------
    InputError
        If ``country`` is none.
    """
    numbers = emergency_numbers(country)
    result = triage(answers.answers)
    advice = advise(result, answers, someone_else=someone_else, number=spoken(numbers))
    answered = len(answers.said)
    checked = bool(answered or answers.answers)  # a value or medicine that raised something is a finding as well
    return {
        "urgency": result.urgency,
        "answered": answered,
        "checked": checked,
        "action": advice.action if checked else _not_asked(spoken(numbers)),
        "do": list(advice.do) if checked else [],
        "questions": [
            {"phrase": one.phrase, "ask": one.ask, "find_out": one.find_out, "because": one.because} for one in advice.questions
        ],
        "rules": [_fired(rule) for rule in result.fired],
        "open_rules": [_fired(rule) for rule in result.open],
        "watch_for": list(advice.watch_for),
        "come_back": advice.come_back,
        "cautions": list(advice.cautions),
        "noted": advice.noted,
        "emergency_numbers": list(numbers),
        "numbers_note": which_is_which(country),
        "rules_version": result.rules_version,
        "not_a_device": not_a_device(),
    }


def _not_asked(number: str) -> str:
    """What is said instead of a result where nothing was answered: silence is no sign of health."""
    texts = rulebook().texts
    return _(texts["not_asked"]).format(number=number or _(texts["number"]))


def not_a_device() -> str:
    """What stands under every result."""
    return _(rulebook().texts["not_a_device"])


def rules_document(book: Rulebook, rules: tuple[Rule, ...]) -> Document:
    """Rules and phrases as a value."""
    return {
        "rules_version": book.version,
        "rules": [
            {
                "id": rule.id,
                "urgency": rule.urgency,
                "finding": _(rule.finding),
                "when": [[book.flags[flag] for flag in sorted(line)] for line in rule.when],
                "source": rule.source,
                "basis": rule.basis,
            }
            for rule in rules
        ],
        "phrases": list(book.flags.values()),
    }


def _fired(rule: Rule) -> Document:
    return {"id": rule.id, "finding": _(rule.finding), "source": rule.source}
