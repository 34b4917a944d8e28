"""Which inputs were compared record by record, and what people decided about two records."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "compared",
        sa.Column("one", sa.String(length=120), nullable=False),
        sa.Column("other", sa.String(length=120), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("one_input", sa.String(length=120), nullable=False),
        sa.Column("other_input", sa.String(length=120), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", "version", name=op.f("pk_compared")),
    )
    op.create_index(op.f("ix_compared_owner"), "compared", ["owner"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.Column("left_delivery", sa.String(length=120), nullable=False),
        sa.Column("left_line", sa.Integer(), nullable=False),
        sa.Column("right_delivery", sa.String(length=120), nullable=False),
        sa.Column("right_line", sa.Integer(), nullable=False),
        sa.Column("judgement", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.Column("taken_back_by", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("decision", name=op.f("pk_decisions")),
    )
