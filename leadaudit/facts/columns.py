"""The one bridge between functions of one value and whole columns: each distinct value is judged once.

A million records hold far fewer distinct titles and companies, and facts of a million addresses as Python objects
would not fit; so distinct values go through the function in slices, and each slice becomes Arrow at once.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.tables import TEXT
from leadaudit.vocabulary import ValueStatus

Judge: TypeAlias = Callable[..., object]
Column: TypeAlias = pa.ChunkedArray | pa.Array
Flags: TypeAlias = npt.NDArray[np.bool_]
Places: TypeAlias = npt.NDArray[np.int64]

# Starting a worker and its imports costs about a second; below this one process is as fast.
POOL_FROM: Final = 50_000
SLICE: Final = 10_000
# What every fact of one value says besides the value itself.
_SAID: Final = (("status", TEXT), ("check", TEXT), ("args", TEXT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found of every row of a column, kept once per distinct value.

    Args:
        facts: One row per distinct value, one column per attribute.
        place: For every row of the column its row in ``facts``.
    """

    facts: pa.Table
    place: pa.Array

    def column(self, name: str) -> pa.Array:
        """One attribute for every row."""
        return self.facts[name].combine_chunks().take(self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainAnswers:
    """What a short cut over whole columns says of the distinct rows it recognises.

    Args:
        is_plain: For every distinct row whether it was recognised; never null.
        facts: The wanted attributes of the recognised rows alone, in their order; ``args`` already as JSON.
    """

    is_plain: pa.Array
    facts: pa.Table


def plain_answers(is_plain: Flags, said: Mapping[str, pa.Array]) -> PlainAnswers:
    """The answer of a short cut where everything it recognises passed its check.

    Args:
        is_plain: For every distinct row whether it was recognised.
        said: The attributes of the recognised rows but ``status``, ``check`` and ``args``, in their order.
    """
    count = int(is_plain.sum())
    passed = {
        "status": pa.repeat(pa.scalar(ValueStatus.OK.value, TEXT), count),
        "check": pa.nulls(count, TEXT),
        "args": pa.nulls(count, TEXT),
    }
    return PlainAnswers(is_plain=pa.array(is_plain), facts=pa.table({**passed, **said}))


# A short cut: gets the distinct rows, one array per column, and leaves to the judge what it does not recognise.
PlainJudge: TypeAlias = Callable[[Sequence[pa.Array]], PlainAnswers]


@contextmanager
def workers(count: int) -> Iterator[Executor | None]:
    """Processes that share the judging of many distinct values; None for one worker or fewer.

    They start with the first slice they are given, so asking for them costs nothing on a small file.  They are
    spawned: a script that asks for more than one needs the usual ``if __name__ == "__main__"``.
    """
    if count <= 1:
        yield None
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield pool


def judge_rows(
    columns: Sequence[Column],
    judge: Judge,
    wanted: pa.Schema,
    *,
    plain: PlainJudge | None = None,
    pool: Executor | None = None,
) -> Judged:
    """What a function finds of every distinct row of some text columns.

    Args:
        columns: Text columns of one length; the function gets one value of each, None where a cell is null.
        judge: Returns an object with the wanted attributes.  With a pool it must be importable by name.
        wanted: Names and Arrow types of the attributes to keep; ``args``, pairs of words, becomes a JSON object,
            null where ``check`` is None.
        plain: Answers for the distinct rows it recognises, exactly as ``judge`` would; the judge gets the others.
        pool: Processes to share the work when there are many distinct values.

    Returns:
        The attributes of every row, in row order.
    """
    rows, place = _distinct_rows(columns)
    if plain is None:
        return Judged(facts=_judged(rows, judge, wanted, pool), place=place)
    known = plain(rows)
    is_open = pc.invert(known.is_plain)
    judged = _judged([column.filter(is_open) for column in rows], judge, wanted, pool)
    facts = pa.concat_tables([known.facts.select(wanted.names).cast(wanted), judged])
    return Judged(facts=facts, place=_behind_plain(known.is_plain).take(place))


def _judged(rows: Sequence[pa.Array], judge: Judge, wanted: pa.Schema, pool: Executor | None) -> pa.Table:
    """What the judge finds of every distinct row, in order."""
    slices = [[column.slice(start, SLICE).to_pylist() for column in rows] for start in range(0, len(rows[0]), SLICE)]
    jobs = [(judge, wanted, values) for values in slices]
    shared = pool is not None and len(rows[0]) >= POOL_FROM
    found = list(pool.map(_judge_slice, jobs)) if pool is not None and shared else [_judge_slice(job) for job in jobs]
    return pa.Table.from_batches(found, schema=wanted)


def _behind_plain(is_plain: pa.Array) -> pa.Array:
    """The place of every distinct row when those that are plain stand first."""
    plain = is_plain.to_numpy(zero_copy_only=False)
    count = int(plain.sum())
    return pa.array(np.where(plain, np.cumsum(plain) - 1, count + np.cumsum(~plain) - 1), pa.int32())


def with_check(*attributes: tuple[str, pa.DataType]) -> pa.Schema:
    """The wanted attributes of a fact, and what every fact says of its check."""
    return pa.schema([*attributes, *_SAID])


def _judge_slice(job: tuple[Judge, pa.Schema, list[list[str | None]]]) -> pa.RecordBatch:
    judge, wanted, values = job
    facts = [judge(*row) for row in zip(*values, strict=True)]
    return pa.RecordBatch.from_arrays([_attribute(facts, field) for field in wanted], schema=wanted)


def _attribute(facts: Sequence[object], field: pa.Field) -> pa.Array:
    if field.name == "args":
        return pa.array([_words(fact) for fact in facts], field.type)
    return pa.array([getattr(fact, field.name) for fact in facts], field.type)


def _words(fact: object) -> str | None:
    if getattr(fact, "check") is None:  # noqa: B009 - facts share no base class, only these names
        return None
    return json.dumps(dict(getattr(fact, "args")), ensure_ascii=False)  # noqa: B009


def _distinct_rows(columns: Sequence[Column]) -> tuple[list[pa.Array], pa.Array]:
    """The distinct rows of some columns, one array per column, and for every row its place among them."""
    encoded = [numbered_words(column) for column in columns]
    # What has one value everywhere tells no rows apart, as most cells of a name that nothing was mapped to.
    telling = [(code, len(words)) for code, words in encoded if len(words) > 1] or [(encoded[0][0], len(encoded[0][1]))]
    place, count = telling[0]
    if len(telling) == 1:
        once = pa.array(np.zeros(count, np.int64))
        return [words if len(words) == count else words.take(once) for _, words in encoded], pa.array(place, pa.int32())
    # Two columns at a time, numbered anew after each, so that the product of sizes fits 64 bits.
    for code, size in telling[1:]:
        place = _numbered(place * size + code)
    first = np.zeros(int(place.max()) + 1, np.int64)
    first[place[::-1]] = np.arange(len(place))[::-1]
    return [words.take(pa.array(code[first])) for code, words in encoded], pa.array(place, pa.int32())


def numbered_words(column: Column) -> tuple[Places, pa.Array]:
    """A number per row, and the words the numbers stand for, in the order in which they first appear; null is one."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = whole.dictionary_encode(null_encoding="encode")
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), encoded.dictionary


def _numbered(values: Places) -> Places:
    """Equal values numbered from 0 on, in the order in which they first appear."""
    return np.asarray(pa.array(values).dictionary_encode().indices.to_numpy(zero_copy_only=False), dtype=np.int64)


def holds(column: Column, is_so: Callable[[str | None], bool]) -> pa.Array:
    """For every row whether something holds of its text; asked once per distinct text."""
    place, words = numbered_words(column)
    return pa.array(np.array([is_so(word) for word in words.to_pylist()], dtype=np.bool_)[place])


def text_at(column: Column, number: int) -> Column:
    """The text at a place (from 0) of a column that several delivered columns fill; null where there is none.

    A column that one delivered column fills has only place 0.
    """
    if not pa.types.is_list(column.type):
        return column if number == 0 else pa.nulls(len(column), TEXT)
    padded = pc.list_slice(column, number, number + 1, return_fixed_size_list=True)
    return pc.list_element(padded, 0)
