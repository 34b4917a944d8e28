"""Which mail domains take mail, and when they were asked."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of answers."""
    op.create_table(
        "mail_servers",
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_mail_servers")),
    )
