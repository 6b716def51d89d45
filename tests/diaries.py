"""Diaries for tests: activities without reading a file, entries of every kind, and a diary with all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from uncramp.diary.arrival import Arrival, identity
from uncramp.diary.checked import moment_text
from uncramp.diary.records import (
    Cramp,
    Drink,
    Entry,
    KeptAssessment,
    MedicineUse,
    NearCramp,
    Note,
    Plan,
    SweatTest,
    WeighIn,
)
from uncramp.diary.store import Diary
from uncramp.names import SEVERITIES, SIDES

NOON = datetime(2024, 7, 14, 12, 0, tzinfo=UTC)
MOMENT = moment_text(NOON)


NEXT_STEP = '''
"""A step that only tests know: one more column."""
from alembic import op
from sqlalchemy import Column, Text
revision = "9999"
down_revision = "0003"
def upgrade():
    op.add_column("notes", Column("mood", Text))
def downgrade():
    op.drop_column("notes", "mood")
'''


def made_arrival(number: int = 0, *, content: bytes = b"", **changed: Any) -> Arrival:
    """An activity as if it had been read: the ``number``-th, a day after the one before."""
    raw = content or f"file {number}".encode()
    values: dict[str, Any] = {
        **identity(raw), "source": "file", "file_name": f"run_{number}.fit", "title": None,
        "source_format": "fit", "device": "watch", "sport": "running", "started_at": moment_text(NOON + timedelta(days=number)),
        "duration_s": 3600.0, "moving_s": 3500.0, "distance_m": 10_000.0, "heart_rate_bpm": 150.0, "speed_m_s": 2.9, "power_w": None,
        "descent_m": 80.0, "records_count": 3600, "recovered": 0,
    }  # fmt: skip
    return Arrival({**values, **changed}, raw)


def one_of_each(activity_id: str) -> list[Entry]:
    """An entry of every kind."""
    return [
        Cramp(activity_id=activity_id, muscle="calf", side="left", at_s=3000.0, length_s=90.0, severity="stop", helped="stretch"),
        NearCramp(activity_id=activity_id, muscle="hamstrings", at_s=2000.0),
        WeighIn(activity_id=activity_id, weighed_at=MOMENT, before_kg=71.2, after_kg=69.4, drank_l=1.2, urine_l=0.2, food_kg=0.1),
        Drink(activity_id=activity_id, volume_l=0.5, at_s=600.0, sodium_mmol_l=20.0, what="cola; half, with 'salt'"),
        SweatTest(tested_at=MOMENT, sweat_rate_l_h=1.2, sweat_sodium_mmol_l=45.0, site="forearm", air_c=24.0, intensity_frac=0.7),
        MedicineUse(name="atorvastatin", dose="20 mg", from_at=MOMENT),
        Note(activity_id=activity_id, noted_at=MOMENT, note="heiß, Öl 🦵\nzweite Zeile"),
        Plan(kind="race", document_json="{}", title="marathon"),
        KeptAssessment(
            activity_id=activity_id, version="0.2", input_sha256="a" * 64, evidence_sha256="b" * 64, mechanism="mixture",
            seed=str(2**63 - 1), draws_count=200, chance_frac=0.25, document_json='{"a": 1}',
        ),
    ]  # fmt: skip


def fill(diary: Diary, count: int = 3) -> None:
    """Some activities with entries of every kind in the first, and none cramped or not said in others."""
    for number in range(count):
        added = diary.add_activity(made_arrival(number, content=f"original {number}".encode() * 50)).activity
        if number == 0:
            for entry in one_of_each(added.activity_id):
                diary.say(entry)
        elif number == 1:
            diary.say_outcome(added.activity_id, "none")


def texts(most: int = 40) -> st.SearchStrategy[str]:
    """Text that both databases can hold."""
    return st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=most)


def cramps(activity_id: str) -> st.SearchStrategy[Cramp]:
    """Any cramp of an activity."""
    return st.builds(
        Cramp,
        activity_id=st.just(activity_id),
        muscle=texts().filter(bool),
        side=st.none() | st.sampled_from(SIDES),
        at_s=st.none() | st.floats(0.0, 2e4),
        length_s=st.none() | st.floats(0.0, 86_400.0),
        severity=st.none() | st.sampled_from(SEVERITIES),
        helped=st.none() | texts(),
        recurrence=st.none() | st.integers(0, 1),
    )
