"""A file may hold many deliveries: which of its lines a delivery has, and how the file was taken apart."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give every delivery its part of the file; those there are whole files."""
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.add_column(sa.Column("part", sa.String(length=400), nullable=False, server_default=""))
        deliveries.add_column(sa.Column("split", sa.Text(), nullable=False, server_default=""))
        deliveries.drop_constraint("uq_deliveries_program_file_sha256", type_="unique")
        deliveries.create_unique_constraint(
            op.f("uq_deliveries_program_file_sha256_part"), ["program", "file_sha256", "part"]
        )
        deliveries.create_index(op.f("ix_deliveries_file_sha256"), ["file_sha256"], unique=False)
