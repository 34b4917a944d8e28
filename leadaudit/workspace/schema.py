"""The catalogue: what is small, changes, and must change all at once."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# A TOML text that people write; the newest version of a name is in force, older ones are kept.
settings: Final = Table(
    "settings",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),  # program, buyer, policy or mapping
    Column("name", String(80), nullable=False),  # id of the program, vendor of the mapping, "" of the others
    Column("text", Text, nullable=False),
    Column("author", String(80), nullable=False),
    Column("added_at", DateTime, nullable=False),
    Index(None, "kind", "name"),
)

deliveries: Final = Table(
    "deliveries",
    metadata,
    Column("delivery", String(120), primary_key=True),
    Column("vendor", String(60), nullable=False),
    Column("program", String(60), nullable=False),
    Column("delivered_on", Date, nullable=False),
    Column("delivered_on_assumed", Boolean, nullable=False),
    Column("received_at", DateTime, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("byte_count", Integer, nullable=False),
    Column("mapping", Text, nullable=False),  # as used, TOML
    Column("overrides", Text, nullable=False),  # what was chosen instead of what was detected, JSON
    Column("detection", Text, nullable=False),  # what was detected and why, JSON
    Column("recipe", String(64), nullable=False),  # rules its tables were made with
    Column("lines_read", Integer, nullable=False),
    Column("lines_repaired", Integer, nullable=False),
    Column("lines_unreadable", Integer, nullable=False),
    Column("committed_at", DateTime, nullable=False),
    Column("part", String(400), nullable=False, server_default=""),  # of a file of many deliveries; "" is the whole
    Column("split", Text, nullable=False, server_default=""),  # how that file was taken apart, JSON
    UniqueConstraint("program", "file_sha256", "part"),
    Index(None, "file_sha256"),
)

imports: Final = Table(
    "imports",
    metadata,
    Column("import_id", String(120), primary_key=True),
    Column("kind", String(30), nullable=False),  # vocabulary.ImportKind
    Column("source", String(60), nullable=False),  # which CRM, which list
    Column("coverage", String(10), nullable=False),  # full: a missing id was deleted; partial: it says nothing of it
    Column("snapshot_on", Date, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("byte_count", Integer, nullable=False),
    Column("mapping", Text, nullable=False),
    Column("recipe", String(64), nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("unreadable", Integer, nullable=False),
    Column("imported_at", DateTime, nullable=False),
    Column("overrides", Text, nullable=False, server_default="{}"),  # what is chosen instead of detected, JSON
    UniqueConstraint("kind", "source", "snapshot_on", "file_sha256"),
)

# Immutable files and who needs them; a file nobody needs is collected after a day.
files: Final = Table(
    "files",
    metadata,
    Column("file", String(120), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("byte_count", Integer, nullable=False),
    Column("row_count", Integer),  # null: delivered bytes
)

file_uses: Final = Table(
    "file_uses",
    metadata,
    Column("owner", String(120), primary_key=True),  # delivery, import or assessment
    Column("name", String(40), primary_key=True),  # table name, or "original"
    Column("file", String(120), ForeignKey("files.file"), nullable=False),
    Index(None, "file"),
)

assessments: Final = Table(
    "assessments",
    metadata,
    Column("assessment_id", String(64), primary_key=True),
    Column("as_of", Date, nullable=False),
    Column("policy_name", Text, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("policy_fingerprint", String(80), nullable=False),
    Column("has_crm", Boolean, nullable=False),
    Column("built_at", DateTime, nullable=False),
)

# What somebody sent or settled pins its assessment.
published_runs: Final = Table(
    "published_runs",
    metadata,
    Column("run", Integer, primary_key=True),
    Column("assessment_id", String(64), ForeignKey("assessments.assessment_id"), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("name", Text, nullable=False),
    Column("published_at", DateTime, nullable=False),
)

jobs: Final = Table(
    "jobs",
    metadata,
    Column("job", Integer, primary_key=True),
    Column("kind", String(30), nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, running, done, failed
    Column("stage", String(40), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer),
    Column("process", Integer),
    Column("started_at", DateTime, nullable=False),
    Column("heartbeat_at", DateTime, nullable=False),
    Column("message", Text),  # the sentence of a failure
    Column("result", Text),  # id of what was made
)

# What mail domains answered when somebody had them asked; nothing is asked otherwise.
mail_servers: Final = Table(
    "mail_servers",
    metadata,
    Column("domain", String(253), primary_key=True),
    Column("answer", String(10), nullable=False),  # yes, no, unknown
    Column("asked_on", Date, nullable=False),
)

# What was asked back from a vendor about one program; its file and its rows are kept under its id.
claims: Final = Table(
    "claims",
    metadata,
    Column("claim", String(120), primary_key=True),
    Column("vendor", String(60), nullable=False),
    Column("program", String(60), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("assessment_id", String(64), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("format", String(20), nullable=False),
    Column("prepared_at", DateTime, nullable=False),
    Column("sent_at", DateTime),
)

# One claimed record each, with nothing of the person in it; contract.claims says where it may go from each state.
claim_lines: Final = Table(
    "claim_lines",
    metadata,
    Column("claim", String(120), ForeignKey("claims.claim"), primary_key=True),
    Column("delivery", String(120), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("code", String(40), nullable=False),
    Column("clause", String(80)),
    Column("amount_minor", BigInteger, nullable=False),
    Column("deadline_at", DateTime),
    Column("state", String(10), nullable=False),
    Column("vendor_record_id", Text),
    Column("vendor_reason", Text),
    Column("replacement_delivery", String(120)),
    Column("replacement_line", Integer),
    Column("settled_on", Date),
    # A record stands in one claim at a time, and comes instead of one other at most.
    Index(
        "uq_claim_lines_record",
        "delivery",
        "line",
        unique=True,
        sqlite_where=text("state <> 'cancelled'"),
        postgresql_where=text("state <> 'cancelled'"),
    ),
    Index(
        "uq_claim_lines_replacement",
        "replacement_delivery",
        "replacement_line",
        unique=True,
        sqlite_where=text("replacement_line is not null"),
        postgresql_where=text("replacement_line is not null"),
    ),
)

# Which two inputs were compared record by record, and whose files hold what came of it.  An input is named by its
# facts, whose file is named by what it holds: read again by other rules, it is another input.
compared: Final = Table(
    "compared",
    metadata,
    Column("one", String(120), primary_key=True),  # file of facts; the smaller of the two, or twice the same
    Column("other", String(120), primary_key=True),
    Column("version", String(40), primary_key=True),  # of weights and rules
    Column("one_input", String(120), nullable=False),
    Column("other_input", String(120), nullable=False),
    Column("owner", String(120), nullable=False),
    Index(None, "owner"),
)

# What people decided about two records; the newest that was not taken back is in force.
decisions: Final = Table(
    "decisions",
    metadata,
    Column("decision", Integer, primary_key=True),
    Column("left_delivery", String(120), nullable=False),
    Column("left_line", Integer, nullable=False),
    Column("right_delivery", String(120), nullable=False),
    Column("right_line", Integer, nullable=False),
    Column("judgement", String(20), nullable=False),  # vocabulary.Judgement
    Column("note", Text, nullable=False),
    Column("author", String(80), nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("drawn", Boolean, nullable=False),  # at random among joined pairs, to see how many are right
    Column("taken_back_at", DateTime),
    Column("taken_back_by", String(80)),
)

# An invoice whose match somebody kept: what was found then stays as it was found.
matched_invoices: Final = Table(
    "matched_invoices",
    metadata,
    Column("import_id", String(120), primary_key=True),
    Column("number", String(120), primary_key=True),
    Column("vendor", String(60), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("billed_minor", BigInteger, nullable=False),
    Column("expected_minor", BigInteger, nullable=False),
    Column("assessment_id", String(64), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("kept_at", DateTime, nullable=False),
)

matched_deliveries: Final = Table(
    "matched_deliveries",
    metadata,
    Column("import_id", String(120), primary_key=True),
    Column("number", String(120), primary_key=True),
    Column("delivery", String(120), primary_key=True),
    ForeignKeyConstraint(["import_id", "number"], ["matched_invoices.import_id", "matched_invoices.number"]),
    Index(None, "delivery"),
)

# A claimed record in each of its states, with the day it came into it: what was open on a day in the past.
claim_moves: Final = Table(
    "claim_moves",
    metadata,
    Column("move", Integer, primary_key=True),
    Column("claim", String(120), ForeignKey("claims.claim"), nullable=False),
    Column("delivery", String(120), nullable=False),
    Column("line", Integer, nullable=False),
    Column("state", String(10), nullable=False),  # contract.claims.ClaimState
    Column("on", Date, nullable=False),
    Index(None, "claim", "delivery", "line"),
)

# People who were erased; nothing here says who.
erasures: Final = Table(
    "erasures",
    metadata,
    Column("erasure", Integer, primary_key=True),
    Column("erased_on", Date, nullable=False),
    Column("author", String(80), nullable=False),
)

# What is left of an erased line: that it was delivered, and what was said of it when it was erased.
erased_lines: Final = Table(
    "erased_lines",
    metadata,
    Column("owner", String(120), primary_key=True),  # delivery or import
    Column("line", Integer, primary_key=True),
    Column("erasure", Integer, ForeignKey("erasures.erasure"), nullable=False),
    Column("file_sha256", String(64), nullable=False),  # as delivered; with part, where it was in a split file
    Column("part", String(400), nullable=False),
    Column("status", String(12), nullable=False),  # vocabulary.LineStatus
    Column("kept", Text, nullable=False),  # rows of an assessment's tables by table name, JSON
    Index(None, "file_sha256"),
)

# Keyed digests of erased addresses, so that a later file does not bring the person back unseen.
erased_addresses: Final = Table(
    "erased_addresses",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("erasure", Integer, ForeignKey("erasures.erasure"), nullable=False),
)

# Files that hold somebody who was erased and are still to be removed from the disk.
doomed_files: Final = Table("doomed_files", metadata, Column("file", String(120), primary_key=True))

# Append-only: who did what, when.
log: Final = Table(
    "log",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("author", String(80), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
)
