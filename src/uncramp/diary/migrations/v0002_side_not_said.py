"""A side that was not said is none: it was kept as both, as was a cramp on both sides, so what was kept as both is taken for not said."""

from __future__ import annotations

from typing import Final

from alembic import op
from sqlalchemy import Connection, Index, MetaData, Table, select, text, update

from uncramp.diary.columns import choice, entries, metadata, number, whole
from uncramp.diary.columns import text as words
from uncramp.diary.seal import SEAL, seal_of

revision = "0002"
down_revision = "0001"

SIDES: Final = ("left", "right", "both")
SEVERITIES: Final = ("twinge", "ease_off", "stop")
NAMES: Final = ("cramps", "near_cramps")


def upgrade() -> None:
    """Let it be none."""
    for table in _tables(required=False):
        _let(table, required=False)
        _resay(op.get_bind(), table, "both", None)


def downgrade() -> None:
    """As it was: both."""
    for table in _tables(required=False):
        _resay(op.get_bind(), table, None, "both")
    for table in _tables(required=True):
        _let(table, required=True)


def _tables(*, required: bool) -> tuple[Table, ...]:
    """Both tables, with a side that must or need not be said."""
    made = metadata()
    _referred(made)
    entries(
        made, "cramps", words("muscle", required=True), choice("side", SIDES, required=required), number("at_s", 0.0, 2_592_000.0),
        number("length_s", 0.0, 86_400.0), choice("severity", SEVERITIES, required=False), words("helped"), whole("recurrence", 0, 1),
        of_activity=True,
    )  # fmt: skip
    entries(
        made, "near_cramps", words("muscle", required=True), choice("side", SIDES, required=required), number("at_s", 0.0, 2_592_000.0),
        words("helped"), of_activity=True,
    )  # fmt: skip
    for name in NAMES:
        Index(None, made.tables[name].c.athlete_id, made.tables[name].c.activity_id)
    return tuple(made.tables[name] for name in NAMES)


def _referred(made: MetaData) -> None:
    """What both refer to, by its keys: it stays as it is."""
    Table("athletes", made, words("athlete_id", primary_key=True))
    Table("activities", made, words("athlete_id", primary_key=True), words("activity_id", primary_key=True))


def _let(table: Table, *, required: bool) -> None:
    """Change the column; SQLite cannot, so there the table is made anew and its rows are brought over."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.alter_column(table.name, "side", nullable=not required)
        return
    names = ", ".join(column.name for column in table.columns)
    for index in table.indexes:
        connection.execute(text(f"DROP INDEX {index.name}"))
    connection.execute(text(f"ALTER TABLE {table.name} RENAME TO {table.name}_before"))
    table.create(connection)
    connection.execute(text(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {table.name}_before"))  # noqa: S608 - names of ours
    connection.execute(text(f"DROP TABLE {table.name}_before"))


def _resay(connection: Connection, table: Table, before: str | None, after: str | None) -> None:
    """Say one side as another and seal the row anew; a row whose seal did not fit stays one whose seal does not."""
    unsaid = table.c.side.is_(None) if before is None else table.c.side == before
    for row in [dict(one) for one in connection.execute(select(table).where(unsaid)).mappings()]:
        whole_row = seal_of(table.name, row) == row[SEAL]
        said = {"side": after} | ({SEAL: seal_of(table.name, {**row, "side": after})} if whole_row else {})
        of_row = [table.c[key] == row[key] for key in ("athlete_id", "entry_id")]
        connection.execute(update(table).where(*of_row).values(said))
