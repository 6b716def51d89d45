"""What the diary holds, as values: an activity, and the entries beside it. Fields have the names of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table

from uncramp.diary import tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One recorded session, reduced to what lists and the history of training need; ``None`` where the file is silent."""

    activity_id: str
    content_sha256: str  # of the original file, unpacked
    said_at: str  # when it came into the diary, UTC
    source: str  # one of tables.SOURCES
    file_name: str
    title: str | None
    source_format: str
    device: str
    sport: str
    started_at: str | None  # UTC
    duration_s: float
    moving_s: float | None
    distance_m: float | None
    heart_rate_bpm: float | None  # mean of the moving minutes
    speed_m_s: float | None
    power_w: float | None
    descent_m: float | None
    records_count: int
    recovered: int  # 1 if the file was damaged, so that only its good part was read
    outcome: str  # one of names.OUTCOMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was said; ``entry_id`` and ``said_at`` are given by the diary."""

    entry_id: str = ""
    said_at: str = ""
    activity_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cramp(Entry):
    """A cramp on the timeline of its activity."""

    muscle: str  # an id of relieve.protocols
    side: str | None = None  # one of names.SIDES; None where it was not said
    at_s: float | None = None  # elapsed
    length_s: float | None = None
    severity: str | None = None  # one of names.SEVERITIES
    helped: str | None = None
    recurrence: int | None = None  # 1 if an earlier one came back, 0 if not, None if not said


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCramp(Entry):
    """A cramp that was felt to come and did not."""

    muscle: str
    side: str | None = None
    at_s: float | None = None
    helped: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighIn(Entry):
    """Body mass before, and after with what went in and out between."""

    weighed_at: str
    before_kg: float
    after_kg: float | None = None
    drank_l: float | None = None
    urine_l: float | None = None
    food_kg: float | None = None
    duration_s: float | None = None  # between the two weighings, where no activity says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Drink(Entry):
    """Something drunk during an activity; over all of it where no time is said."""

    volume_l: float
    at_s: float | None = None
    sodium_mmol_l: float | None = None
    carbohydrate_g_l: float | None = None
    what: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SweatTest(Entry):
    """A measured sweat rate, sweat sodium, or both."""

    tested_at: str
    sweat_rate_l_h: float | None = None
    sweat_sodium_mmol_l: float | None = None
    site: str | None = None  # one of names.SWEAT_SITES
    air_c: float | None = None
    intensity_frac: float | None = None  # of maximal oxygen uptake


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineUse(Entry):
    """A medicine as the athlete named it, and when it was taken."""

    name: str
    dose: str | None = None
    from_at: str | None = None
    until_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Entry):
    """A note, of an activity or of a day."""

    noted_at: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Entry):
    """A plan that was made, as its JSON document."""

    kind: str  # one of tables.PLAN_KINDS
    document_json: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAssessment(Entry):
    """An assessment as its JSON document, with what it was computed from."""

    version: str
    input_sha256: str
    evidence_sha256: str
    mechanism: str
    seed: str
    draws_count: int
    document_json: str
    chance_frac: float | None = None


TABLE_OF: Final[dict[type[Entry], Table]] = {
    Cramp: tables.CRAMPS,
    NearCramp: tables.NEAR_CRAMPS,
    WeighIn: tables.WEIGH_INS,
    Drink: tables.DRINKS,
    SweatTest: tables.SWEAT_TESTS,
    MedicineUse: tables.MEDICINES,
    Note: tables.NOTES,
    Plan: tables.PLANS,
    KeptAssessment: tables.ASSESSMENTS,
}
"""Kind of entry -> its table."""


@dataclass(frozen=True, slots=True)
class Session:
    """An activity with all that was said of it; cramps in the order of time, those without a time last."""

    activity: Activity
    cramps: tuple[Cramp, ...]
    near_cramps: tuple[NearCramp, ...]
    weigh_ins: tuple[WeighIn, ...]
    drinks: tuple[Drink, ...]
    notes: tuple[Note, ...]

    @property
    def first_cramps(self) -> tuple[Cramp, ...]:
        """The earliest cramp, which is what can be learnt from; ``()`` where none has a time or all are said to have come back."""
        timed = [one for one in self.cramps if one.at_s is not None and not one.recurrence]
        return tuple(timed[:1])

    @property
    def recurrences(self) -> tuple[Cramp, ...]:
        """All cramps but the first."""
        first = self.first_cramps
        return tuple(one for one in self.cramps if one not in first)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file: its activity, whether the diary had it already, and if so whether that has got its sport only now."""

    activity: Activity
    known: bool
    named: bool = False


@dataclass(frozen=True, slots=True)
class Original:
    """The file as it was given."""

    file_name: str
    content: bytes
