"""Claims: what was asked back from vendors, line by line."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of claims."""
    op.create_table(
        "claims",
        sa.Column("claim", sa.String(length=120), nullable=False),
        sa.Column("vendor", sa.String(length=60), nullable=False),
        sa.Column("program", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("assessment_id", sa.String(length=64), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("prepared_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("claim", name=op.f("pk_claims")),
    )
    op.create_table(
        "claim_lines",
        sa.Column("claim", sa.String(length=120), nullable=False),
        sa.Column("delivery", sa.String(length=120), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("clause", sa.String(length=80), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("deadline_at", sa.DateTime(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("vendor_record_id", sa.Text(), nullable=True),
        sa.Column("vendor_reason", sa.Text(), nullable=True),
        sa.Column("replacement_delivery", sa.String(length=120), nullable=True),
        sa.Column("replacement_line", sa.Integer(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["claim"], ["claims.claim"], name=op.f("fk_claim_lines_claim_claims")),
        sa.PrimaryKeyConstraint("claim", "delivery", "line", name=op.f("pk_claim_lines")),
    )
    # A record stands in one claim at a time, and comes instead of one other at most.
    op.create_index(
        "uq_claim_lines_record",
        "claim_lines",
        ["delivery", "line"],
        unique=True,
        sqlite_where=sa.text("state <> 'cancelled'"),
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    op.create_index(
        "uq_claim_lines_replacement",
        "claim_lines",
        ["replacement_delivery", "replacement_line"],
        unique=True,
        sqlite_where=sa.text("replacement_line is not null"),
        postgresql_where=sa.text("replacement_line is not null"),
    )
