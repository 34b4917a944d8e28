"""The bridge from columns to judgements of one thing: every distinct text is judged once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import pyarrow as pa

Judgement = TypeVar("Judgement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Generic[Judgement]):
    """Judgements of the distinct texts of a column, and which of them each row has."""

    judgements: tuple[Judgement | None, ...]
    index: pa.Int32Array

    def column(self, pick: Callable[[Judgement], object], kind: pa.DataType) -> pa.Array:
        """One part of the judgements as a column, row by row; null where the text was null."""
        picked = [None if judgement is None else pick(judgement) for judgement in self.judgements]
        return pa.array(picked, type=kind).take(self.index)


def judge_distinct(texts: pa.ChunkedArray, judge: Callable[[str], Judgement]) -> Judged[Judgement]:
    """Judge a text column over its distinct values.

    Args:
        texts: The column; a null is not judged.
        judge: A pure function of one text.
    """
    encoded = texts.combine_chunks().dictionary_encode()
    return Judged(
        judgements=tuple(judge(text) for text in encoded.dictionary.to_pylist()),
        index=encoded.indices,
    )
