"""What sessions taught is kept beside them: no data, made again wherever it is missing."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Index, Table

from uncramp.diary.columns import metadata, moment, references, table, text

revision = "0003"
down_revision = "0002"

MADE = metadata()
# what it refers to, by its keys: it stays as it is
Table("athletes", MADE, text("athlete_id", primary_key=True))
Table("activities", MADE, text("athlete_id", primary_key=True), text("activity_id", primary_key=True))

FACTS = table(
    MADE,
    "facts",
    text("fact_sha256", 64, primary_key=True),
    text("activity_id", required=True),
    moment("said_at", required=True),
    text("fact_json", 20_000, required=True),
    references("athletes", "athlete_id"),
    references("activities", "athlete_id", "activity_id"),
)
Index(None, FACTS.c.athlete_id, FACTS.c.activity_id)


def upgrade() -> None:
    """Make the table."""
    FACTS.create(op.get_bind())


def downgrade() -> None:
    """Take it away; nothing that was said is in it."""
    FACTS.drop(op.get_bind())
