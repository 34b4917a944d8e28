"""The delivered cells that evidence and consent are read from, as text columns."""

from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import tables

# Cells that say nothing was given, in the columns read here; none of them names people or companies.
_NOT_GIVEN: Final = (
    r"(?i)^\s*(|[-–—.?/]+|n ?/? ?a\.?|none|null|nil|unknown|select|please select|\(blank\)|not given|keine angabe)\s*$"
)


def given_texts(records: pa.Table, fields: Sequence[str]) -> pa.Table:
    """One row per record: delivery, line and the named fields as text, null where nothing was given.

    Args:
        records: RECORDS; a field no column was mapped to is all null, several cells of a field are joined.
        fields: Canonical fields.
    """
    columns = [_given(tables.text_column(records, name)) for name in fields]
    return pa.table([records["delivery"], records["line"], *columns], names=["delivery", "line", *fields])


def _given(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    texts = pc.binary_join(cells, "; ") if pa.types.is_list(cells.type) else cells
    if texts.null_count == len(texts):
        return texts
    # Over the distinct cells: a million records name a few hundred assets, and one consent text.
    encoded = texts.combine_chunks().dictionary_encode()
    words = encoded.dictionary
    given = pc.if_else(pc.match_substring_regex(words, _NOT_GIVEN), pa.scalar(None, pa.string()), words)
    return pa.chunked_array([given.take(encoded.indices)])
