"""Conditions by name or synonym: what to know, the published ratio of lifetime history, and one wide assumed ratio."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

import numpy as np

from uncramp.evidence.draws import draw
from uncramp.evidence.registry import Entry, load_topic
from uncramp.medicines.names import fold
from uncramp.minutes import Floats
from uncramp.texts import _


@dataclass(frozen=True, slots=True)
class ConditionParameters:
    """Fields of ``evidence/conditions.toml``; [draw]. Only the first acts; the rest are published checks."""

    condition_rate_ratio: Floats
    any_chronic_history_ratio: Floats
    cardiovascular_risk_history_ratio: Floats
    cardiovascular_symptom_history_ratio: Floats
    respiratory_history_ratio: Floats
    gastrointestinal_history_ratio: Floats
    nervous_psychiatric_history_ratio: Floats
    kidney_history_ratio: Floats
    blood_immune_history_ratio: Floats
    cancer_history_ratio: Floats
    allergy_history_ratio: Floats
    running_injury_history_ratio: Floats
    past_collapse_history_ratio: Floats


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the list."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    counts: bool  # whether the assumed ratio on the cramp rate applies
    published: str  # entry of evidence/conditions.toml, "" when no figure is published
    text: str
    urgent: bool  # whether a clinician should know before the next hard session
    drink_by_clinician: bool  # whether more drinking and salt are for a clinician to advise

    @property
    def published_entry(self) -> Entry | None:
        """The published ratio of lifetime history, a check and not a multiplier; ``None`` when there is none."""
        return load_topic("conditions")[self.published] if self.published else None


@dataclass(frozen=True, slots=True)
class ConditionCaution:
    """What to know about a condition before acting on the numbers."""

    id: str
    text: str
    urgent: bool


@cache
def conditions() -> Mapping[str, Condition]:
    """Every condition of the list by its id."""
    table = tomllib.loads(files("uncramp.body").joinpath("conditions.toml").read_text(encoding="utf-8"))
    return {
        key: Condition(
            key,
            row["name"],
            tuple(row["also"]),
            bool(row["counts"]),
            row.get("published", ""),
            row["text"],
            bool(row["urgent"]),
            bool(row.get("drink_by_clinician", False)),
        )
        for key, row in table.items()
    }


@cache
def _names() -> dict[str, str]:
    return {fold(name): row.id for row in conditions().values() for name in (row.id, row.name, *row.synonyms)}


@cache
def _names_in_words() -> dict[tuple[str, ...], str]:
    return {_words(name): row.id for row in conditions().values() for name in (row.id, row.name, *row.synonyms)}


def _words(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in re.split(r"[\W_]+", name) if fold(word))


def find_condition(name: str) -> Condition | None:
    """The condition meant by an id, name or synonym, or by words of ``name`` that are one; ``None`` when it is not in the list.

    Of several, one that leaves drinking to a clinician goes first: to ask once too often does no harm.

    Examples
    --------
    >>> find_condition("Type-2 Diabetes").id, find_condition("congestive heart failure").id, find_condition("gout")
    ('diabetes', 'cardiovascular_disease', None)
    """
    key = _names().get(fold(name))
    return conditions()[key] if key else _within(_words(name))


def _within(words: tuple[str, ...]) -> Condition | None:
    """The condition whose name is a run of these words; a name inside a longer one ("stroke" in "heat stroke") does not count."""
    found = [
        (start, end, conditions()[key])
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
        if (key := _names_in_words().get(words[start:end]))
    ]
    whole = [
        (end - start, one)
        for start, end, one in found
        if not any(first <= start and end <= last and (first, last) != (start, end) for first, last, _other in found)
    ]
    return max(whole, key=lambda each: (each[1].drink_by_clinician, each[0]))[1] if whole else None


def drinks_by_clinician(names: Iterable[str]) -> bool:
    """Whether one of these conditions leaves how much to drink and salt to a clinician; what is not in the list does.

    Examples
    --------
    >>> drinks_by_clinician(["heart failure"]), drinks_by_clinician(["asthma"]), drinks_by_clinician(["a rare one"])
    (True, False, True)
    """
    return any((found := find_condition(name)) is None or found.drink_by_clinician for name in names)


def condition_ratio_draws(names: Iterable[str], draws: int, seed: int, overrides: Mapping[str, float] | None = None) -> Floats:
    """Ratio of the cramp rate with these conditions; [draw], exactly 1 with none that counts.

    One wide assumed ratio, whatever the conditions and however many: published figures compare lifetime histories (K18).
    """
    if not any(found.counts for name in names if (found := find_condition(name))):
        return np.ones(draws)
    return draw(ConditionParameters, "conditions", draws=draws, seed=seed, overrides=overrides).condition_rate_ratio


def condition_cautions(names: Iterable[str]) -> tuple[ConditionCaution, ...]:
    """What to know about these conditions, and one line for each that is not in the list."""
    given = list(dict.fromkeys(names))
    known = {found.id: found for name in given if (found := find_condition(name))}
    cautions = [
        ConditionCaution(f"condition_{key}", f"{_capital(_(found.name))}: {_(found.text)}", found.urgent)
        for key, found in known.items()
    ]
    for number, name in enumerate((name for name in given if find_condition(name) is None), start=1):
        near = get_close_matches(fold(name), _names(), n=1)
        text = _("{condition} is not in the list of conditions, so nothing was counted for it.").format(condition=repr(name))
        hint = _("Was {name} meant?").format(name=_(conditions()[_names()[near[0]]].name)) if near else ""
        told = " ".join(filter(None, (text, hint, _("Ask a clinician what it means for exercise."))))
        cautions.append(ConditionCaution(f"condition_unknown_{number}", told, urgent=True))
    return tuple(cautions)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
