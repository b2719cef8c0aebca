"""days that were imported."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "imported",
        sa.Column("series", ID, autoincrement=False, nullable=False),
        sa.Column("day", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_imported_series"),
        sa.PrimaryKeyConstraint("series", "day", name="pk_imported"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("imported")
