"""What a person may say, as models of requests: fields, ranges and lengths are those of the diary's tables, in one place."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, create_model
from sqlalchemy import Column

from uncramp.diary.columns import limits
from uncramp.diary.records import TABLE_OF, Drink, Entry, MedicineUse, Note, SweatTest, WeighIn

KINDS: Final[dict[str, type[Entry]]] = {TABLE_OF[kind].name: kind for kind in (WeighIn, Drink, SweatTest, MedicineUse, Note)}
"""What is said by a form of its own; cramps are put on the timeline of their activity."""
GIVEN: Final = frozenset({"entry_id", "said_at"})
MOMENT: Final = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"


def model_of(kind: type[Entry]) -> type[BaseModel]:
    """The model of one kind; a moment that must be there may be left out and is now."""
    table = TABLE_OF[kind]
    asked: dict[str, Any] = {}
    for one in fields(kind):
        if one.name in GIVEN:
            continue
        column = table.c[one.name]
        needed = one.default is MISSING and "moment" not in limits(column)
        kept = _type(column)
        asked[one.name] = (kept, ...) if needed else (kept | None, None)
    return create_model(kind.__name__, __config__=ConfigDict(extra="forbid"), **asked)


def _type(column: Column[Any]) -> Any:
    allowed = limits(column)
    if "among" in allowed:
        return Literal[allowed["among"]]
    if "moment" in allowed:
        return Annotated[str, Field(pattern=MOMENT, examples=["2024-07-14T08:00:00Z"])]
    if "low" in allowed:
        return Annotated[FiniteFloat, Field(ge=allowed["low"], le=allowed["high"])]
    return Annotated[str, Field(min_length=1, max_length=allowed["most"])]
