"""the first schema."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "asks",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_asks"),
    )
    op.create_table(
        "entities",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entities"),
        sa.UniqueConstraint("entity", name="uq_entities_entity"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("decision", ID, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_decision", "feedback", ["decision"])

    op.create_table(
        "memory",
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("part", name="pk_memory"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    op.create_table(
        "models",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("slice", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_models"),
        sa.UniqueConstraint("slice", "version", name="uq_models_slice"),
    )
    op.create_table(
        "modes",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("mode", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_modes"),
    )
    op.create_table(
        "notices",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("entities", sa.Text(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_table(
        "turns",
        sa.Column("number", ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_turns"),
    )
    op.create_table(
        "wishes",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_wishes"),
    )
    op.create_table(
        "words",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_words"),
        sa.UniqueConstraint("word", name="uq_words_word"),
    )
    op.create_table(
        "series",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("entity", ID, nullable=False),
        sa.Column("attribute", sa.Text(), nullable=False),
        sa.Column("resolution", sa.Float(), nullable=False),
        sa.Column("carry_at", sa.BigInteger(), nullable=True),
        sa.Column("carry_value", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint("entity", "attribute", name="uq_series_entity"),
        sa.ForeignKeyConstraint(["entity"], ["entities.id"], name="fk_series_entity"),
    )
    op.create_table(
        "changes",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("series", ID, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_changes_series"),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.create_table(
        "commands",
        sa.Column("number", ID, autoincrement=False, nullable=False),
        sa.Column("turn", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("series", ID, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("delivered", sa.BigInteger(), nullable=True),
        sa.Column("context", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_commands_series"),
        sa.PrimaryKeyConstraint("number", name="pk_commands"),
    )
    op.create_table(
        "decisions",
        sa.Column("number", ID, autoincrement=False, nullable=False),
        sa.Column("turn", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("series", ID, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("aim", sa.Text(), nullable=True),
        sa.Column("aim_until", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_decisions_series"),
        sa.PrimaryKeyConstraint("number", name="pk_decisions"),
    )
    op.create_index("ix_decisions_place", "decisions", ["place", "number"])

    op.create_table(
        "five_minutes",
        sa.Column("series", ID, autoincrement=False, nullable=False),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("span", sa.SmallInteger(), nullable=False),
        sa.Column("mean", sa.BigInteger(), nullable=False),
        sa.Column("below", sa.BigInteger(), nullable=True),
        sa.Column("above", sa.BigInteger(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("cover", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_five_minutes_series"),
        sa.PrimaryKeyConstraint("series", "slot", name="pk_five_minutes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "holds",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("series", ID, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("establish", sa.Boolean(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_holds_series"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
    )
    op.create_table(
        "hours",
        sa.Column("series", ID, autoincrement=False, nullable=False),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("span", sa.SmallInteger(), nullable=False),
        sa.Column("mean", sa.BigInteger(), nullable=False),
        sa.Column("below", sa.BigInteger(), nullable=True),
        sa.Column("above", sa.BigInteger(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("cover", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_hours_series"),
        sa.PrimaryKeyConstraint("series", "slot", name="pk_hours"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "readings",
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("series", ID, autoincrement=False, nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("word", ID, nullable=True),
        sa.Column("quality", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_readings_series"),
        sa.ForeignKeyConstraint(["word"], ["words.id"], name="fk_readings_word"),
        sa.PrimaryKeyConstraint("at", "series", name="pk_readings"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("readings")
    op.drop_table("hours")
    op.drop_table("holds")
    op.drop_table("five_minutes")
    op.drop_index("ix_decisions_place", "decisions")

    op.drop_table("decisions")
    op.drop_table("commands")
    op.drop_table("changes")
    op.drop_table("series")
    op.drop_table("words")
    op.drop_table("wishes")
    op.drop_table("turns")
    op.drop_table("notices")
    op.drop_table("modes")
    op.drop_table("models")
    op.drop_table("meta")
    op.drop_table("memory")
    op.drop_index("ix_feedback_decision", "feedback")

    op.drop_table("feedback")
    op.drop_table("entities")
    op.drop_table("asks")
