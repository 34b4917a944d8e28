"""What committing a file would bring: ready, need attention, cannot be read; each with its records."""

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from leadaudit.audit_inputs import DeliveryRead
from leadaudit.export.csv_file import csv_text
from leadaudit.ui import parts, record
from leadaudit.ui.format import count
from leadaudit.ui.parts import Cell, Column
from leadaudit.vocabulary import FindingStatus, LineStatus
from leadaudit.workspace.deliveries import Preview

# Lines shown on the screen; the download has all of them.
SHOWN: Final = 50
# Of lines nothing is to be said about, enough to see that the columns are right.
READY_SHOWN: Final = 8

_ATTENTION: Final = (
    Column(label="Line", align="number"),
    Column(label="What", align="delivered"),
    Column(label="As delivered", align="delivered"),
)
_UNREADABLE: Final = (
    Column(label="Line", align="number"),
    Column(label="Why"),
    Column(label="As delivered", align="delivered"),
)
_READY: Final = (
    Column(label="Line", align="number"),
    Column(label="Name", align="delivered"),
    Column(label="E-mail", align="delivered"),
    Column(label="Title", align="delivered"),
    Column(label="Company", align="delivered"),
)


def summary(expected: Preview) -> str:
    """The three counts in one line."""
    need = "needs" if expected.attention == 1 else "need"
    return (
        f"{count(expected.ready)} ready, {count(expected.attention)} {need} attention, "
        f"{count(expected.unreadable)} cannot be read"
    )


def show(read: DeliveryRead, expected: Preview) -> None:
    """The three groups with their records; every line of the last two can be downloaded."""
    ready, attention, unreadable = st.tabs(
        [
            f"{count(expected.ready)} ready",
            f"{count(expected.attention)} need attention",
            f"{count(expected.unreadable)} cannot be read",
        ]
    )
    with ready:
        parts.ledger(_READY, _ready_rows(read))
        _of_all(min(READY_SHOWN, expected.ready), expected.ready)
    with attention:
        rows = attention_rows(read)
        if rows:
            parts.ledger(_ATTENTION, rows[:SHOWN])
            _of_all(min(SHOWN, len(rows)), len(rows))
            parts.download("Download all of these", _csv, _ATTENTION, rows, file_name="need-attention.csv", key="doubt")
        else:
            st.caption("No line needs attention.")
    with unreadable:
        rows = _unreadable_rows(read)
        if rows:
            parts.ledger(_UNREADABLE, rows[:SHOWN])
            _of_all(min(SHOWN, len(rows)), len(rows))
            parts.download("Download all of these", _csv, _UNREADABLE, rows, file_name="unreadable.csv", key="lost")
        else:
            st.caption("Every line can be read.")


def _of_all(shown: int, all_of_them: int) -> None:
    if shown < all_of_them:
        st.caption(f"The first {count(shown)} of {count(all_of_them)}.")


def attention_rows(read: DeliveryRead) -> list[list[Cell]]:
    """One row per line that was read with something to say of it, what was found in one cell."""
    said: dict[int, list[str]] = {}
    repaired = read.lines.filter(pc.equal(read.lines["status"], LineStatus.REPAIRED.value))
    for row in repaired.select(["line", "reason"]).to_pylist():
        said.setdefault(row["line"], []).append(f"Repaired: {row['reason']}.")
    problems = read.findings.filter(pc.not_equal(read.findings["status"], FindingStatus.NOTE.value))
    for row in problems.to_pylist():
        said.setdefault(row["line"], []).append(record.finding_words(row))
    texts = _texts(read.lines, sorted(said)[:SHOWN])
    return [[str(line), " ".join(sentences), texts.get(line, "")] for line, sentences in sorted(said.items())]


def _texts(lines: pa.Table, numbers: list[int]) -> dict[int, str]:
    """Some lines as they were delivered."""
    some = lines.filter(pc.is_in(lines["line"], pa.array(numbers, lines["line"].type)))
    return {row["line"]: row["before"] or " | ".join(row["cells"] or []) for row in some.to_pylist()}


def _unreadable_rows(read: DeliveryRead) -> list[list[Cell]]:
    lost = read.lines.filter(pc.equal(read.lines["status"], LineStatus.UNREADABLE.value))
    return [[str(row["line"]), row["reason"], row["before"]] for row in lost.to_pylist()]


def _ready_rows(read: DeliveryRead) -> list[list[Cell]]:
    problems = read.findings.filter(pc.not_equal(read.findings["status"], FindingStatus.NOTE.value))
    repaired = read.lines.filter(pc.equal(read.lines["status"], LineStatus.REPAIRED.value))
    doubtful = pa.concat_arrays([*problems["line"].chunks, *repaired["line"].chunks, pa.array([], pa.int32())])
    ready = read.facts.filter(pc.invert(pc.is_in(read.facts["line"], doubtful))).slice(0, READY_SHOWN)
    return [
        [
            str(row["line"]),
            " ".join(name for name in (row["first_name"], row["last_name"]) if name) or None,
            row["email_norm"],
            row["title"],
            row["company"],
        ]
        for row in ready.select(["line", "first_name", "last_name", "email_norm", "title", "company"]).to_pylist()
    ]


def _csv(columns: tuple[Column, ...], rows: list[list[Cell]]) -> str:
    return csv_text([column.label for column in columns], rows)
