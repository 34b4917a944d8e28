"""The fast pass gives what the careful one gives, for any text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.intake import scan as scanning
from leadaudit.intake.cells import Dialect
from leadaudit.intake.lines import TextLines, index_lines
from leadaudit.intake.scan import Scanned, scan, to_arrow
from leadaudit.intake.walk import walk

COMMA = Dialect(delimiter=",", quote='"')
# Pieces that make every trouble of quoting likely, and lines of equal width likely enough.
PIECES = st.sampled_from(
    ["a", "b,c", ",", ",", '"', '"', '""', '"x"', '"x,y"', "\n", "\n", "\r\n", "\r", " ", "é", "\u2028", '"p\nq"']
)
LINES = st.sampled_from(
    [
        "a,b,c",
        '"a",b,"c"',
        'a,"b',
        'b",c',
        "",
        ",,",
        "a,b",
        "a,b,c,d",
        '"a""b",c,d',
        'x"y,z,w',
        '"1\n2",3,4',
        '"',
        '"",,',
    ]
)


def gathered(
    blocks: list[Scanned], width: int
) -> tuple[list[tuple[int, int, tuple[str, ...]]], list[tuple[int, int]], list[int]]:
    records: list[tuple[int, int, tuple[str, ...]]] = []
    suspects: list[tuple[int, int]] = []
    blank: list[int] = []
    for block in blocks:
        cells = to_arrow(block, width).to_pylist()
        records += list(zip(block.lines.tolist(), block.spans.tolist(), map(tuple, cells), strict=True))
        suspects += [(suspect.first, suspect.last) for suspect in block.suspects]
        blank += block.blank.tolist()
    return records, suspects, blank


def both(text: str, dialect: Dialect, width: int) -> None:
    buffer = np.frombuffer(text.encode(), dtype=np.uint8)
    index = index_lines(buffer, 0)
    lines = TextLines(buffer, index)
    fast = list(scan(buffer, index, 0, dialect, width))
    careful = list(walk(lines.text, len(index), 0, dialect, width))
    assert gathered(fast, width) == gathered(careful, width)
    records, suspects, blank = gathered(fast, width)
    covered = [line - 1 + at for line, span, _ in records for at in range(span)]
    covered += [at for first, last in suspects for at in range(first, last + 1)]
    assert sorted(covered + blank) == list(range(len(index)))


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=40).map("".join), st.integers(1, 4))
def test_both_passes_agree_on_any_text(text: str, width: int) -> None:
    both(text, COMMA, width)


@settings(max_examples=300)
@given(st.lists(LINES, max_size=14).map("\n".join), st.integers(2, 4))
def test_both_passes_agree_on_lines_that_are_nearly_records(text: str, width: int) -> None:
    both(text, COMMA, width)


@given(st.lists(LINES, max_size=14).map("\n".join))
def test_both_passes_agree_without_any_quote(text: str) -> None:
    both(text, Dialect(delimiter=",", quote=None), 3)


@settings(max_examples=100)
@given(st.lists(LINES, min_size=30, max_size=60).map("\n".join))
def test_records_across_the_borders_of_blocks_are_read_as_elsewhere(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "_BLOCK", 16)
        both(text, COMMA, 3)


def test_lines_end_at_feeds_or_at_returns_where_there_are_no_feeds() -> None:
    def lines_of(text: str) -> list[str]:
        buffer = np.frombuffer(text.encode(), dtype=np.uint8)
        lines = TextLines(buffer, index_lines(buffer, 0))
        return [lines.text(at) for at in range(len(lines.index))]

    assert lines_of("a\nb\r\nc") == ["a", "b", "c"]
    assert lines_of("a\rb\rc\r") == ["a", "b", "c"]
    assert lines_of("a\rb\nc\nd\n") == ["a\rb", "c", "d"]
    assert lines_of("a\u2028b\n") == ["a\u2028b"]
    assert lines_of("\n\n") == ["", ""]
    assert lines_of("a\r") == ["a"]


def test_lines_end_at_returns_too_where_files_of_two_systems_were_put_together() -> None:
    def count(text: str) -> int:
        return len(index_lines(np.frombuffer(text.encode(), dtype=np.uint8), 0))

    windows = "".join(f"{number},b,c\r\n" for number in range(100))
    old_mac = "".join(f"{number},b,c\r" for number in range(40))
    assert count(windows + old_mac) == 140
    assert count(old_mac.removesuffix("\r") + "\n" + windows) == 140
    notes = "".join(f'{number},"first\rthen\rlast",c\n' for number in range(40))
    assert count(windows + notes) == 140
    assert count(windows + notes.replace('"', "")) == 140
