"""Erased people, and the day a claimed record came into each of its states."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# What is known of claims made before: when they were prepared and sent, and by the log when they were answered,
# credited, replaced or cancelled.
_KNOWN_MOVES = """
insert into claim_moves (claim, delivery, line, state, "on")
select claim, delivery, line, state, day from (
    select lines.claim, lines.delivery, lines.line, 'prepared' as state, date(claims.prepared_at) as day, 1 as turn
    from claim_lines as lines join claims on claims.claim = lines.claim
    union all
    select lines.claim, lines.delivery, lines.line, 'sent', date(claims.sent_at), 2
    from claim_lines as lines join claims on claims.claim = lines.claim
    where claims.sent_at is not null and lines.state <> 'prepared'
    union all
    select lines.claim, lines.delivery, lines.line, 'accepted', lines.settled_on, 3
    from claim_lines as lines
    where lines.state in ('credited', 'replaced') and lines.settled_on is not null
    union all
    select
        lines.claim, lines.delivery, lines.line, lines.state,
        coalesce(
            lines.settled_on,
            (
                select date(max(log.at)) from log
                where log.subject = lines.claim and log.action in ('claim answered', 'claim cancelled')
            ),
            date(claims.sent_at), date(claims.prepared_at)
        ),
        4
    from claim_lines as lines join claims on claims.claim = lines.claim
    where lines.state not in ('prepared', 'sent')
) as known
order by claim, delivery, line, turn
"""


def upgrade() -> None:
    """Make the tables, and write down what is known of claims made before."""
    with op.batch_alter_table("imports") as imports:
        imports.add_column(sa.Column("overrides", sa.Text(), nullable=False, server_default="{}"))
    op.create_table(
        "claim_moves",
        sa.Column("move", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=120), nullable=False),
        sa.Column("delivery", sa.String(length=120), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.claim"], name=op.f("fk_claim_moves_claim_claims")),
        sa.PrimaryKeyConstraint("move", name=op.f("pk_claim_moves")),
    )
    op.create_index(op.f("ix_claim_moves_claim_delivery_line"), "claim_moves", ["claim", "delivery", "line"])
    op.create_table(
        "erasures",
        sa.Column("erasure", sa.Integer(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("erasure", name=op.f("pk_erasures")),
    )
    op.create_table(
        "erased_lines",
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("erasure", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=400), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["erasure"], ["erasures.erasure"], name=op.f("fk_erased_lines_erasure_erasures")),
        sa.PrimaryKeyConstraint("owner", "line", name=op.f("pk_erased_lines")),
    )
    op.create_index(op.f("ix_erased_lines_file_sha256"), "erased_lines", ["file_sha256"])
    op.create_table(
        "erased_addresses",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("erasure", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["erasure"], ["erasures.erasure"], name=op.f("fk_erased_addresses_erasure_erasures")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_erased_addresses")),
    )
    op.create_table(
        "doomed_files",
        sa.Column("file", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_doomed_files")),
    )
    op.execute(_KNOWN_MOVES)
