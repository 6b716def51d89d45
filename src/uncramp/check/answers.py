"""What a person answered: the file ``answers.json``, with the phrases of the rule file as its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answers:
    """One set of answers; what was not asked is absent."""

    answers: Mapping[str, str] = field(default_factory=dict)  # flag id -> yes, no or unknown; with what medicines and labs add
    age_years: float | None = None
    sex: str = ""
    medicines: tuple[str, ...] = ()  # as named by the person
    labs: Mapping[str, float] = field(default_factory=dict)  # name with its unit, as in sodium_mmol_l
    said: Mapping[str, str] = field(default_factory=dict)  # flag id -> as answered, before medicines and labs
    because: Mapping[str, str] = field(default_factory=dict)  # flag id -> the medicine, value or simulation that set it
    notes: tuple[str, ...] = ()  # what could not be read for certain, and is asked back
