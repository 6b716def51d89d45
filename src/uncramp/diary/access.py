"""The only door to the tables: one athlete's rows in one transaction, sealed on the way in and looked at on the way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from uncramp.diary.checked import checked
from uncramp.diary.policy import may_touch
from uncramp.diary.seal import SEAL, seal_of
from uncramp.diary.tables import ATHLETES, STEPS
from uncramp.errors import InputError, StoreError
from uncramp.texts import N_, _

Row = Mapping[str, Any]

DAMAGED = N_("Part of it is damaged. `uncramp diary restore` makes a new one from the last copy and from what can still be read.")


class Access:
    """Rows of one athlete within a transaction."""

    def __init__(self, connection: Connection, athlete_id: str) -> None:
        self._connection = connection
        self.athlete_id = athlete_id

    def rows(
        self, table: Table, *conditions: ColumnElement[bool], order: Sequence[ColumnElement[Any]] = ()
    ) -> list[dict[str, Any]]:
        """Rows that meet all ``conditions``, whole, in the order asked for and of their keys.

        Raises
        ------
        StoreError
            If a row is not as it was written.
        """
        asked = select(table).where(may_touch(table, self.athlete_id), *conditions).order_by(*order, *table.primary_key)
        found = [dict(row) for row in self._connection.execute(asked).mappings()]
        for row in found:
            if seal_of(table.name, row) != row[SEAL]:
                raise StoreError(
                    _("A row of {name} in the diary is not as it was written. {damaged}").format(
                        name=table.name, damaged=_(DAMAGED)
                    )
                )
        return found

    def count_whole(self, table: Table) -> int:
        """How many rows there are, each read against its seal, and one at a time, since a file may be large."""
        name = key_of(table)
        return sum(len(self.rows(table, table.c[name] == key)) for key in self.keys(table, name))

    def keys(self, table: Table, name: str, *conditions: ColumnElement[bool], newest_by: str = "") -> list[str]:
        """One text column of the rows, without the rest of them; in the order of their keys, or the newest first by a column."""
        order = [table.c[newest_by].desc()] if newest_by else []
        asked = select(table.c[name]).where(may_touch(table, self.athlete_id), *conditions)
        return list(self._connection.scalars(asked.order_by(*order, *table.primary_key)))

    def greatest(self, table: Table, name: str, *conditions: ColumnElement[bool]) -> int | None:
        """The greatest number in a column, of rows that meet all ``conditions``; ``None`` without rows."""
        asked = select(func.max(table.c[name])).where(may_touch(table, self.athlete_id), *conditions)
        found: int | None = self._connection.scalar(asked)
        return found

    def add(self, table: Table, values: Mapping[str, Any]) -> None:
        """Write a new row.

        Raises
        ------
        InputError
            If a value is of the wrong kind or out of range.
        """
        row = checked(table, {**dict.fromkeys(set(table.c.keys()) - {SEAL}), **values, "athlete_id": self.athlete_id})
        self._connection.execute(insert(table).values({**row, SEAL: seal_of(table.name, row)}))

    def change(self, table: Table, key: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Change columns of the row with this id; returns what stood in them.

        Raises
        ------
        InputError
            If there is no such row, or as :meth:`add`.
        """
        of_key = table.c[key_of(table)] == key
        found = self.rows(table, of_key)
        if not found:
            raise InputError(_("There is nothing in {name} with the id {key}.").format(name=table.name, key=key))
        row = {**found[0], **checked(table, values)}
        changed = {name: row[name] for name in values} | {SEAL: seal_of(table.name, row)}
        self._connection.execute(update(table).where(may_touch(table, self.athlete_id), of_key).values(changed))
        return {name: found[0][name] for name in values}

    def remove(self, table: Table, *conditions: ColumnElement[bool]) -> int:
        """Take rows out, and with them what refers to them; how many of this table."""
        done = self._connection.execute(delete(table).where(may_touch(table, self.athlete_id), *conditions))
        return done.rowcount


def athletes_of(connection: Connection) -> list[str]:
    """Ids of all athletes of a database: the one thing that is asked before it is known who asks."""
    return list(connection.scalars(select(ATHLETES.c.athlete_id).order_by(ATHLETES.c.athlete_id)))


def any_rows(connection: Connection) -> bool:
    """Whether anybody has done anything yet."""
    return connection.scalar(select(STEPS.c.entry_id).limit(1)) is not None


def key_of(table: Table) -> str:
    """Name of the column that tells an athlete's rows apart."""
    others = [column.name for column in table.primary_key if column.name != "athlete_id"]
    return others[0] if others else "athlete_id"
