"""Kinds of columns, each with the range that both databases check; one definition serves SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import REAL, CheckConstraint, Column, Double, ForeignKeyConstraint, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.sql.schema import SchemaItem

Real: Final[Double[float]] = Double().with_variant(REAL(), "sqlite")
"""Eight bytes in both; STRICT tables of SQLite know no other name for it."""

WORD: Final = 200
"""Characters of a name, a file name or a line."""
LONG_TEXT: Final = 20_000
DOCUMENT: Final = 50_000_000
"""Characters of a JSON document: an assessment holds some hundred thousand."""

NAMING: Final = {
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}
"""Constraints have names, so that a migration can change them on every database."""


def number(name: str, low: float, high: float, *, required: bool = False) -> Column[float]:
    """A number within ``low`` and ``high``, which no NaN or infinity is."""
    bounds = CheckConstraint(f"{name} BETWEEN {low!r} AND {high!r}", name=name)
    return Column(name, Real, bounds, nullable=not required, info={"low": low, "high": high})


def whole(name: str, low: int, high: int, *, required: bool = False) -> Column[int]:
    """A whole number within ``low`` and ``high``; 0 to 1 is no or yes."""
    bounds = CheckConstraint(f"{name} BETWEEN {low} AND {high}", name=name)
    return Column(name, Integer, bounds, nullable=not required, info={"low": low, "high": high})


def text(name: str, most: int = WORD, *, required: bool = False, primary_key: bool = False) -> Column[str]:
    """Text of at most so many characters."""
    length = CheckConstraint(f"length({name}) <= {most}", name=name)
    return Column(name, Text, length, nullable=not (required or primary_key), primary_key=primary_key, info={"most": most})


def choice(name: str, among: tuple[str, ...], *, required: bool = True) -> Column[str]:
    """One word of a closed list."""
    listed = ", ".join(f"'{word}'" for word in among)
    return Column(name, Text, CheckConstraint(f"{name} IN ({listed})", name=name), nullable=not required, info={"among": among})


def moment(name: str, *, required: bool = False) -> Column[str]:
    """A moment of UTC as ``2024-07-14T08:00:00Z``: the same text in both databases, in the order of time."""
    return Column(name, Text, CheckConstraint(f"length({name}) = 20", name=name), nullable=not required, info={"moment": True})


def content(name: str) -> Column[bytes]:
    """Bytes of a file."""
    return Column(name, LargeBinary, nullable=False)


def table(metadata: MetaData, name: str, *parts: SchemaItem) -> Table:
    """A STRICT table whose rows belong to an athlete and carry a seal: a digest that shows a damaged row."""
    return Table(name, metadata, text("athlete_id", primary_key=True), *parts, text("seal", required=True), sqlite_strict=True)


def entries(metadata: MetaData, name: str, *parts: SchemaItem, of_activity: bool = False) -> Table:
    """A table of what was said, each an entry with its id; ``of_activity`` where it must belong to one."""
    return table(
        metadata,
        name,
        text("entry_id", primary_key=True),
        text("activity_id", required=of_activity),
        moment("said_at", required=True),
        *parts,
        references("athletes", "athlete_id"),
        references("activities", "athlete_id", "activity_id"),
    )


def references(target: str, *keys: str) -> ForeignKeyConstraint:
    """These columns name a row of ``target``, and go with it."""
    return ForeignKeyConstraint(keys, [f"{target}.{key}" for key in keys], ondelete="CASCADE")


def metadata() -> MetaData:
    """Where tables are kept together."""
    return MetaData(naming_convention=NAMING)


def limits(column: Column[Any]) -> dict[str, Any]:
    """What a column lets in: ``low`` and ``high``, ``most``, ``among`` or ``moment``."""
    return dict(column.info)
