"""A text file without some of its lines: every other byte and every line number stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from leadaudit.intake.erased_words import ERASED, Words
from leadaudit.intake.lines import LineIndex, index_lines
from leadaudit.vocabulary import LineStatus

_WIDE: Final = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
_BOMS: Final = {
    "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "utf-32-le": b"\xff\xfe\0\0", "utf-32-be": b"\0\0\xfe\xff",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """How a text file was read.

    Args:
        encoding: A name Python knows.
        delimiter: Between its cells.
        quote: Around its cells; "" for none.
        columns: How many cells a line has.
    """

    encoding: str
    delimiter: str
    quote: str
    columns: int

    @property
    def marker(self) -> bytes:
        """A line that holds nothing but the word for it."""
        return (ERASED + self.delimiter * (self.columns - 1)).encode()


def without_lines(
    content: bytes,
    form: TextForm,
    *,
    lines: Sequence[int],
    delivered: Mapping[int, LineStatus],
    words: Words,
) -> bytes:
    """The bytes of a text file in which some records say nothing any more.

    The first line of such a record says "erased" and keeps its delimiters, what it goes on over is empty; an address
    that stands elsewhere, in a banner or somebody else's cell, is replaced where it stands.

    Args:
        content: The file.
        form: How it was read.
        lines: 1-based lines on which the erased records start.
        delivered: Every delivered line and what became of it, to know where a record ends.
        words: The addresses.
    """
    width = _WIDE.get(form.encoding)
    if width is None:
        return words.replaced_bytes(_emptied(content, form, lines, delivered))
    # Lines of a wide encoding are found in its UTF-8; what does not fill a unit at the end is kept as it is.
    mark = _BOMS[form.encoding] if content.startswith(_BOMS[form.encoding]) else b""
    end = len(mark) + (len(content) - len(mark)) // width * width
    text = content[len(mark) : end].decode(form.encoding, errors="surrogatepass")
    emptied = _emptied(text.encode("utf-8", errors="surrogatepass"), form, lines, delivered)
    cleaned = words.replaced(emptied.decode("utf-8", errors="surrogatepass"))
    return mark + cleaned.encode(form.encoding, errors="surrogatepass") + content[end:]


def _emptied(content: bytes, form: TextForm, lines: Sequence[int], delivered: Mapping[int, LineStatus]) -> bytes:
    start = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    index = index_lines(np.frombuffer(content, dtype=np.uint8), start)
    starts = np.array(sorted(delivered), dtype=np.int64)
    parts, at = [], 0
    for line in sorted(lines):
        following = starts[np.searchsorted(starts, line, side="right") :]
        before_next = int(following[0]) - 1 if len(following) else len(index)
        first, begin = line - 1, int(index.starts[line - 1])
        last = _last_line(content, index, first, before_next - 1, form, delivered.get(line))
        parts += [content[at:begin], form.marker]
        at = int(index.ends[first])
        for goes_on in range(first + 1, last + 1):
            parts.append(content[at : int(index.starts[goes_on])])
            at = int(index.ends[goes_on])
    return b"".join([*parts, content[at:]])


def _last_line(
    content: bytes, index: LineIndex, first: int, latest: int, form: TextForm, status: LineStatus | None
) -> int:
    """The line a record ends on: where its quotes close; one that was not simply read goes on to the next record."""
    if status is not LineStatus.READ:
        return latest
    quote, quotes = form.quote.encode(), 0
    for line in range(first, latest + 1):
        quotes += content.count(quote, int(index.starts[line]), int(index.ends[line])) if quote else 0
        if quotes % 2 == 0:
            return line
    return latest
