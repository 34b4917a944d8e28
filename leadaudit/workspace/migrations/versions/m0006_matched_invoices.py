"""Invoices whose match somebody kept, and the deliveries they bill."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of kept matches."""
    op.create_table(
        "matched_invoices",
        sa.Column("import_id", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("vendor", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("billed_minor", sa.BigInteger(), nullable=False),
        sa.Column("expected_minor", sa.BigInteger(), nullable=False),
        sa.Column("assessment_id", sa.String(length=64), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_matched_invoices")),
    )
    op.create_table(
        "matched_deliveries",
        sa.Column("import_id", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("delivery", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "number", "delivery", name=op.f("pk_matched_deliveries")),
        sa.ForeignKeyConstraint(
            ["import_id", "number"],
            ["matched_invoices.import_id", "matched_invoices.number"],
            name=op.f("fk_matched_deliveries_import_id_number_matched_invoices"),
        ),
    )
    op.create_index(op.f("ix_matched_deliveries_delivery"), "matched_deliveries", ["delivery"])
