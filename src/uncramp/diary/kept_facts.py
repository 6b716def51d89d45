"""What sessions taught, kept in the diary so that the next start need not run them through the engine again.

A fact is known by the digest of all it follows from: what the diary says of the session, the athlete, the training before it, how it is
reckoned, and this program with its evidence. Where any of that changes the digest is another, nothing is found, and it is made anew. It is
no data: no export, copy out or count has it, and who cannot write the diary learns the same without keeping it.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uncramp
from uncramp.diary.access import Access
from uncramp.diary.checked import moment_text
from uncramp.diary.learning import SessionFact
from uncramp.diary.tables import FACTS
from uncramp.errors import InputError, StoreError
from uncramp.evidence.registry import digest

if TYPE_CHECKING:
    from uncramp.diary.store import Diary

MOST_KEPT: Final = 4
"""Of one session: as several athlete files, seeds or mechanisms ask for it; the oldest goes first."""


@cache
def program_sha256() -> str:
    """Digest of this program and its evidence: a change of either makes every fact anew."""
    total = hashlib.sha256(f"{uncramp.__version__}\0{digest()}".encode())
    package = Path(uncramp.__file__).parent
    found = sorted(Path(folder, name) for folder, _within, names in os.walk(package) for name in names if name.endswith(".py"))
    for path in found:
        content = path.read_bytes()
        total.update(f"\0{path.relative_to(package).as_posix()}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def fact_sha256(*given: object) -> str:
    """Digest of all that a fact follows from: values whose ``repr`` tells them whole, as frozen records of numbers and words do."""
    return hashlib.sha256(f"{program_sha256()}\0{given!r}".encode()).hexdigest()


def facts_of(diary: Diary) -> dict[str, SessionFact]:
    """What was kept, by its digest; nothing where any of that is damaged, and it is made anew."""
    with suppress(StoreError), diary.database.reading() as connection:
        rows = Access(connection, diary.athlete_id).rows(FACTS)
        return {row["fact_sha256"]: SessionFact(**json.loads(row["fact_json"])) for row in rows}
    return {}


def keep_fact(diary: Diary, key: str, fact: SessionFact) -> bool:
    """Keep a fact under its digest; whether that could be done, which a diary that is locked or may not be written does not let."""
    try:
        told = json.dumps(asdict(fact), allow_nan=False)
    except ValueError:  # no number
        return False
    row = {"fact_sha256": key, "activity_id": fact.activity_id, "said_at": moment_text(diary.now()), "fact_json": told}
    with suppress(StoreError, InputError), diary.database.writing(patient=False) as connection:
        access = Access(connection, diary.athlete_id)
        access.remove(FACTS, FACTS.c.fact_sha256 == key)
        of_session = FACTS.c.activity_id == fact.activity_id
        older = access.keys(FACTS, "fact_sha256", of_session, newest_by="said_at")[MOST_KEPT - 1 :]
        access.remove(FACTS, FACTS.c.fact_sha256.in_(older))
        access.add(FACTS, row)
        return True
    return False
