"""Files without somebody: delivered bytes written anew, and stored tables whose texts of a record are taken out."""

from collections.abc import Collection
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import tables
from leadaudit.audit import OpenedDelivery
from leadaudit.errors import LeadauditError
from leadaudit.intake.erased_text import TextForm, without_lines
from leadaudit.intake.erased_words import Words
from leadaudit.intake.erased_workbook import without_rows
from leadaudit.vocabulary import LineStatus
from leadaudit.workspace.erasure_plan import Place

# Texts of a stored row that say nothing of who it is about: ids of ours and words of closed sets.
_IMPERSONAL: Final = frozenset(
    {
        "delivery", "line", "other_delivery", "earlier_delivery", "vendor", "program", "person", "other_person", "rule",
        "class", "tier", "category", "excluded_reason", "flags", "consent", "state", "status", "verdict", "code",
        "clause",
        "kind", "actor", "list", "outcome", "standing", "not_usable_reason", "currency", "missing", "wording_id",
        "employer_label", "title_label", "domain_evidence", "also_delivered_by", "class_at_delivery", "class_day_30",
        "class_day_60", "class_day_90", "class_day_180", "class_now", "file_name", "profile_source", "terminal",
        "evidence_id", "outcome_id", "check", "field", "named_by", "source", "source_id", "raw_ref",
    }
)  # fmt: skip


def rewritten(content: Path, opened: OpenedDelivery, lines: Collection[int], words: Words) -> bytes:
    """The bytes of a delivered file without some of its records.

    Args:
        content: The file.
        opened: The same, read.
        lines: The lines on which the records start.
        words: The person's addresses, replaced wherever else they stand.
    """
    found = opened.table.detection
    if found.sheet is not None:
        return without_rows(content.read_bytes(), found.sheet.value, set(lines), words)
    if found.encoding is None or found.delimiter is None:
        raise AssertionError("a text file without an encoding")
    rows = opened.table.lines.select(["line", "status"]).to_pylist()
    form = TextForm(
        encoding=found.encoding.value,
        delimiter=found.delimiter.value,
        quote=found.quote.value if found.quote else "",
        columns=len(opened.table.header),
    )
    return without_lines(
        content.read_bytes(),
        form,
        lines=sorted(lines),
        delivered={row["line"]: LineStatus(row["status"]) for row in rows},
        words=words,
    )


def reads_the_same(before: OpenedDelivery, after: OpenedDelivery, lines: Collection[int], words: Words) -> bool:
    """Whether every other line, every column and what the columns are is as it was."""
    if before.table.header != after.table.header:
        return False
    if [(one.field, one.date_order) for one in before.mapping.columns] != [
        (one.field, one.date_order) for one in after.mapping.columns
    ]:
        return False
    was, now = (_others(one.table.lines, lines) for one in (before, after))
    if not was.select(["line", "status"]).equals(now.select(["line", "status"])):
        return False
    texts = [pc.binary_join(one["cells"].cast(tables.TEXTS), "\x1f") for one in (was, now)]
    differs = pc.fill_null(pc.not_equal(*texts), fill_value=False)
    pairs = zip(texts[0].filter(differs).to_pylist(), texts[1].filter(differs).to_pylist(), strict=True)
    return all("\x1f".join(map(words.replaced, one.split("\x1f"))) == other for one, other in pairs)


def _others(rows: pa.Table, lines: Collection[int]) -> pa.Table:
    is_gone = pc.is_in(rows["line"], value_set=pa.array(list(lines), tables.LINE))
    return rows.filter(pc.invert(is_gone)).select(["line", "status", "cells"]).combine_chunks()


def require_the_same(
    before: OpenedDelivery, after: OpenedDelivery, lines: Collection[int], words: Words, *, owner: str
) -> None:
    """The rewritten file reads as before but for the erased lines.

    Raises:
        LeadauditError: It does not.
    """
    if not reads_the_same(before, after, lines, words):
        raise LeadauditError(
            owner,
            "without the person its other lines would be read otherwise",
            "Nothing was erased; withdraw it, take the person out of the file, and deliver it again",
        )


def without_texts(table: pa.Table, places: Collection[Place], words: Words) -> pa.Table:
    """A stored table in which some records have no text of their own, and nobody names the addresses.

    Args:
        table: Any table; without delivery and line only the addresses are taken out.
        places: The records.
        words: The addresses.
    """
    is_theirs = _is_theirs(table, places)
    for at, field in enumerate(table.schema):
        column = table.column(at)
        texts = column.type.value_type if pa.types.is_list(column.type) else column.type
        if not pa.types.is_string(texts):
            continue
        if field.name not in _IMPERSONAL:
            column = pc.if_else(is_theirs, pa.scalar(None, column.type), column)
        table = table.set_column(at, field, _without_words(column, words))
    return table


def _is_theirs(table: pa.Table, places: Collection[Place]) -> pa.ChunkedArray:
    nothing = pa.chunked_array([pa.repeat(pa.scalar(value=False), table.num_rows)])
    found = nothing
    for owner_name, line_name in (("delivery", "line"), ("other_delivery", "other_line")):
        if owner_name not in table.column_names or line_name not in table.column_names:
            continue
        keys = pc.binary_join_element_wise(table[owner_name], table[line_name].cast(tables.TEXT), ":")
        wanted = pa.array([f"{owner}:{line}" for owner, line in places], tables.TEXT)
        found = pc.or_(found, pc.is_in(keys, value_set=wanted))
    return found


def _without_words(column: pa.ChunkedArray, words: Words) -> pa.ChunkedArray:
    if pa.types.is_list(column.type):
        lowered = pc.utf8_lower(pc.list_flatten(column))
        if not any(pc.any(pc.match_substring(lowered, one), min_count=0).as_py() for one in words.addresses):
            return column
        rows = [None if row is None else [one and words.replaced(one) for one in row] for row in column.to_pylist()]
        return pa.chunked_array([pa.array(rows, column.type)])
    held = pa.chunked_array([pa.repeat(pa.scalar(value=False), len(column))])
    lowered = pc.utf8_lower(column)
    for address in words.addresses:
        held = pc.or_(held, pc.fill_null(pc.match_substring(lowered, address), fill_value=False))
    if not pc.any(held, min_count=0).as_py():
        return column
    replaced = [text and words.replaced(text) for text in column.filter(held).to_pylist()]
    return pc.replace_with_mask(column.combine_chunks(), held.combine_chunks(), pa.array(replaced, column.type))
