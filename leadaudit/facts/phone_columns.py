"""Phone cells of plain shape, read as whole columns exactly as ``parse_phone`` reads each of them.

Plain are digits with the usual signs between them, behind at most one plus.  Letters, quantities of a spreadsheet,
runs of digits, one digit repeated, several numbers, rare ways to dial out of a country: all that is left to the judge.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.facts import phone_plans as plans
from leadaudit.facts.columns import PlainAnswers
from leadaudit.facts.phone import (
    LONGEST_NATIONAL,
    NO_COUNTRY,
    NORTH_AMERICA,
    RUNS,
    SHORTEST_NATIONAL,
    SHORTEST_WITH_COUNTRY,
)
from leadaudit.tables import TEXT
from leadaudit.vocabulary import ValueStatus

_FEWEST: Final = 200  # numbers of one country; fewer are judged one by one as fast
_LONGEST_CELL: Final = 100
_PLAIN: Final = r"^[ (]*\+?[ (]*[0-9][0-9 ()./-]*$"
_WITH_DECIMALS: Final = r"^ *[0-9]{7,15}\.0+ *$"
_DOUBLE_ZERO: Final = r"^[ (]*00"
_ONE_DIGIT: Final = "^(?:" + "|".join(f"{digit}{{5,}}" for digit in range(10)) + ")$"
_ANSWERS: Final = pa.schema(
    [("row", pa.int64()), ("e164", TEXT), ("region", TEXT), ("status", TEXT), ("check", TEXT), ("args", TEXT)]
)
_NULL: Final = pa.scalar(None, TEXT)


def plain_phones(rows: Sequence[pa.Array]) -> PlainAnswers:
    """The facts of phone cells of plain shape, of their distinct rows of cell and country of the record."""
    cells, countries = rows
    found = _answers(_plain_cells(cells, countries)) if len(cells) >= _FEWEST else ()
    answers = pa.Table.from_batches(found, schema=_ANSWERS)
    answers = answers.combine_chunks().sort_by("row")
    is_plain = np.zeros(len(cells), np.bool_)
    is_plain[answers["row"].to_numpy()] = True
    return PlainAnswers(is_plain=pa.array(is_plain), facts=answers.drop_columns(["row"]))


def _plain_cells(cells: pa.Array, countries: pa.Array) -> pa.RecordBatch:
    """One row per cell of plain shape: row, cell, digits, and country where the library has a plan for it."""
    known = pa.array([country for country in pc.unique(countries).to_pylist() if plans.is_known(country)], TEXT)
    plain = pa.record_batch(
        {
            "row": pa.array(np.arange(len(cells))),
            "cell": pc.ascii_trim(cells, " "),
            "country": pc.if_else(pc.is_in(countries, known), countries, _NULL),
        }
    )
    is_plain = pc.and_(pc.match_substring_regex(cells, _PLAIN), pc.less(pc.binary_length(cells), _LONGEST_CELL))
    plain = plain.filter(pc.and_not(is_plain, pc.match_substring_regex(cells, _WITH_DECIMALS)))
    plain = plain.append_column("digits", _digits(plain["cell"]))
    is_long = pc.greater_equal(pc.binary_length(plain["digits"]), SHORTEST_NATIONAL)
    return plain.filter(pc.and_not(is_long, _is_doubted(plain["digits"])))


def _digits(cells: pa.Array) -> pa.Array:
    """The digits of ASCII texts without nulls; straight from their bytes, five times as fast as by a pattern."""
    if not len(cells):
        return cells
    _, offsets, texts = cells.buffers()
    ends = np.frombuffer(offsets, np.int32)[cells.offset : cells.offset + len(cells) + 1]
    signs = np.frombuffer(texts, np.uint8)[ends[0] : ends[-1]]
    is_digit = (signs >= ord("0")) & (signs <= ord("9"))
    so_far = np.zeros(len(signs) + 1, np.int32)
    np.cumsum(is_digit, out=so_far[1:])
    new_ends = so_far[ends - ends[0]]
    return pa.StringArray.from_buffers(len(cells), pa.py_buffer(new_ends), pa.py_buffer(signs[is_digit]))


def _answers(cells: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    has_plus = pc.match_substring(cells["cell"], "+")
    has_zeros = pc.and_not(pc.match_substring_regex(cells["cell"], _DOUBLE_ZERO), has_plus)
    yield from _behind_plus(cells.filter(has_plus))
    yield from _behind_zeros(cells.filter(has_zeros))
    others = cells.filter(pc.invert(pc.or_(has_plus, has_zeros)))
    countries = others["country"].dictionary_encode(null_encoding="encode")
    for number, rows in _groups(others, countries.indices.to_numpy()):
        country = countries.dictionary[number].as_py()
        yield from _guessed(rows, None) if country is None else _of_country(rows, country)


def _behind_plus(cells: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    found = _international(cells)
    yield _accepted(found)
    # An unknown calling code is left to the judge, and so is a plus in brackets, which is no plus when all else fails.
    is_none = pc.and_(found["region"].is_null(), found["national"].is_valid())
    yield _refused(found.filter(pc.and_(is_none, pc.starts_with(found["cell"], "+"))))


def _behind_zeros(cells: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Numbers behind 00 where that, and nothing else, dials out of the country."""
    countries = [each for each in pc.unique(cells["country"]).to_pylist() if plans.dials_out_with(each) == "00"]
    is_dialled = pc.or_(cells["country"].is_null(), pc.is_in(cells["country"], pa.array(countries, TEXT)))
    cells = cells.filter(is_dialled)
    yield _accepted(_international(_with_digits(cells, pc.utf8_slice_codeunits(cells["digits"], 2))))


def _of_country(cells: pa.RecordBatch, country: str) -> Iterator[pa.RecordBatch]:
    if len(cells) < _FEWEST:
        return
    found = _national(cells, country)
    is_found = found["region"].is_valid()
    yield from _missing_nothing_or_prefix(found.filter(is_found), plans.calling_code_of(country))
    yield from _guessed(found.filter(pc.invert(is_found)).select(cells.schema.names), country)


def _missing_nothing_or_prefix(found: pa.RecordBatch, calling_code: int) -> Iterator[pa.RecordBatch]:
    """Numbers of a country, doubtful where the plus or the zero is missing that people write there."""
    if calling_code == NORTH_AMERICA:
        yield _accepted(found)
        return
    yield _restored(found.filter(found["had_code"]), "+")
    found = found.filter(pc.invert(found["had_code"]))
    has_zero = pc.starts_with(found["digits"], "0")
    yield _accepted(found.filter(has_zero))
    found = found.filter(pc.invert(has_zero))
    is_zero_lost = pc.and_(
        plans.is_written_with_zero(found["national"], calling_code), pc.equal(found["national"], found["digits"])
    )
    yield _restored(found.filter(is_zero_lost), "0")
    yield _accepted(found.filter(pc.invert(is_zero_lost)))


def _guessed(cells: pa.RecordBatch, country: str | None) -> Iterator[pa.RecordBatch]:
    """Numbers that are none as written: with the lost plus or zero put back, or without a country to judge them by."""
    if not len(cells):
        return
    has_zero = pc.starts_with(cells["digits"], "0")
    length = pc.binary_length(cells["digits"])
    may_lack_plus = pc.and_not(pc.greater_equal(length, SHORTEST_WITH_COUNTRY), has_zero)
    found = _international(cells.filter(may_lack_plus))
    yield _restored(found, "+")
    still = found.filter(found["region"].is_null()).select(cells.schema.names)
    cells = pa.concat_batches([cells.filter(pc.invert(may_lack_plus)), still])
    if country is None:
        length = pc.binary_length(cells["digits"])
        is_national = pc.less_equal(length, LONGEST_NATIONAL)
        yield _without_country(cells.filter(is_national))
        yield _refused(cells.filter(pc.invert(is_national)))
        return
    has_zero = pc.starts_with(cells["digits"], "0")
    yield _refused(cells.filter(has_zero))
    cells = cells.filter(pc.invert(has_zero))
    if not len(cells):
        return
    found = _national(_with_digits(cells, pc.binary_join_element_wise("0", cells["digits"], "")), country)
    yield _restored(found, "0")
    yield _refused(found.filter(found["region"].is_null()))


def _international(cells: pa.RecordBatch) -> pa.RecordBatch:
    """The cells and the numbers that begin with a calling code; cells with a rare calling code are left out."""
    codes = plans.calling_codes(cells["digits"])
    read = [_read(rows, code) for code, rows in _groups(cells, codes) if len(rows) >= _FEWEST or code == 0]
    return pa.concat_batches([_read(cells.slice(0, 0), 0), *read])


def _read(cells: pa.RecordBatch, calling_code: int) -> pa.RecordBatch:
    if calling_code:
        return _beside(cells, plans.read_international(cells["digits"], calling_code))
    return _beside(cells, plans.no_numbers(len(cells)))


def _national(cells: pa.RecordBatch, country: str) -> pa.RecordBatch:
    """The cells and their numbers in a country; cells that begin with what dials out of it are left out."""
    cells = cells.filter(pc.invert(plans.begins_international(cells["digits"], country)))
    return _beside(cells, plans.read_national(cells["digits"], country))


def _groups(cells: pa.RecordBatch, numbers: npt.NDArray[np.int64]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """The cells of each number, in their order."""
    counts = np.bincount(numbers)
    ends, present = np.cumsum(counts), np.flatnonzero(counts)
    if len(present) > 1:
        cells = cells.take(pa.array(np.argsort(numbers, kind="stable")))
    for number in present.tolist():
        yield number, cells.slice(ends[number] - counts[number], counts[number])


def _beside(cells: pa.RecordBatch, numbers: pa.RecordBatch) -> pa.RecordBatch:
    fields = [*cells.schema, *numbers.schema]
    return pa.RecordBatch.from_arrays([*cells.columns, *numbers.columns], schema=pa.schema(fields))


def _with_digits(cells: pa.RecordBatch, digits: pa.Array) -> pa.RecordBatch:
    return cells.set_column(cells.schema.get_field_index("digits"), "digits", digits)


def _accepted(found: pa.RecordBatch) -> pa.RecordBatch:
    numbers = _beyond_doubt(found)
    nulls = pa.nulls(len(numbers), TEXT)
    return _said(numbers, numbers["e164"], ValueStatus.OK, nulls, nulls)


def _restored(found: pa.RecordBatch, lost: str) -> pa.RecordBatch:
    numbers = _beyond_doubt(found)
    words = ('{"value": "', numbers["cell"], f'", "lost": "{lost}", "number": "', numbers["e164"], '"}')
    check = pa.repeat(pa.scalar("phone.prefix-restored", TEXT), len(numbers))
    return _said(numbers, numbers["e164"], ValueStatus.DOUBTFUL, check, pc.binary_join_element_wise(*words, ""))


def _without_country(cells: pa.RecordBatch) -> pa.RecordBatch:
    return _no_number(cells, ValueStatus.DOUBTFUL, "phone.no-country")


def _refused(cells: pa.RecordBatch) -> pa.RecordBatch:
    """No numbers; a slash between blanks may stand between two, which the judge tries one by one."""
    one_number = pc.invert(pc.match_substring(cells["cell"], " / "))
    return _no_number(cells.filter(one_number), ValueStatus.UNUSABLE, "phone.not-a-number")


def _no_number(cells: pa.RecordBatch, status: ValueStatus, check: str) -> pa.RecordBatch:
    args = pc.binary_join_element_wise('{"value": "', cells["cell"], '"}', "")
    return _said(cells, pa.nulls(len(cells), TEXT), status, pa.repeat(pa.scalar(check, TEXT), len(cells)), args)


def _said(
    cells: pa.RecordBatch, e164: pa.Array, status: ValueStatus, check: pa.Array, args: pa.Array
) -> pa.RecordBatch:
    region = cells["region"] if "region" in cells.schema.names else pa.nulls(len(cells), TEXT)
    region = pc.if_else(pc.equal(region, NO_COUNTRY), _NULL, region)
    statuses = pa.repeat(pa.scalar(status.value, TEXT), len(cells))
    return pa.RecordBatch.from_arrays([cells["row"], e164, region, statuses, check, args], schema=_ANSWERS)


def _beyond_doubt(found: pa.RecordBatch) -> pa.RecordBatch:
    return found.filter(pc.and_not(found["region"].is_valid(), _is_doubted(found["national"])))


def _is_doubted(digits: pa.Array) -> pa.Array:
    """Whether digits may have been typed to get past a form."""
    return pc.or_(pc.match_substring_regex(digits, _ONE_DIGIT), pc.is_in(digits, pa.array(sorted(RUNS))))
