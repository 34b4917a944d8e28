"""Which bytes stand for which characters; everything after works on UTF-8."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from leadaudit.errors import LeadauditError
from leadaudit.intake.delivered import Detected

_CHUNK: Final = 8 * 1024**2
_BOMS: Final = (  # UTF-32 first: its mark starts with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# Bytes that Windows-1252 leaves undefined.
_UNDEFINED_1252: Final = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_C1: Final = re.compile(rb"[\x80-\x9f]")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
# A well-formed sequence of two to four bytes in UTF-8 (Unicode 16, table 3-7, without the rarest limits).
_UTF8_SEQUENCE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Utf8Text:
    """A text file in UTF-8, well-formed and free of NUL.

    Args:
        buffer: The bytes; the delivered ones themselves where nothing had to change.
        start: Offset of the first character, behind a byte order mark.
        encoding: What was detected, and why.
    """

    buffer: bytes | memoryview
    start: int
    encoding: Detected


def read_utf8(content: bytes | memoryview, *, file_name: str, chosen: str | None) -> Utf8Text:
    """The delivered bytes as UTF-8; a byte that stands for no character becomes U+FFFD.

    Args:
        content: The delivered bytes, or a map of the file.
        file_name: For the sentence of an error.
        chosen: Encoding the user chose; None to find out.

    Raises:
        LeadauditError: The chosen encoding does not exist.
    """
    if chosen is not None:
        return _recode(content, 0, _known_codec(chosen, file_name), f"{chosen}, as chosen")
    head = bytes(content[:4])
    for mark, codec, name in _BOMS:
        if head.startswith(mark):
            return _recode(content, len(mark), codec, f"the file starts with the byte order mark of {name}")
    wide = _utf16_without_mark(bytes(content[:4096]))
    if wide is not None:
        return _recode(content, 0, wide, "every second byte is zero, as in UTF-16")
    if _is_utf8(content):
        return _recode(content, 0, "utf-8", "every byte fits UTF-8")
    return _recode(content, 0, *_eight_bit(content))


def _known_codec(chosen: str, file_name: str) -> str:
    try:
        return codecs.lookup(chosen).name
    except LookupError as error:
        remedy = "Choose utf-8, utf-16, cp1252 or latin-1"
        raise LeadauditError(file_name, f"no encoding is called {chosen}", remedy) from error


def _utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 written without its mark, told by the zero halves of plain letters."""
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _is_utf8(content: bytes | memoryview) -> bool:
    """Whether all of it is well-formed UTF-8, without building a text."""
    size = len(content)
    offsets = pa.py_buffer(size.to_bytes(8, "little").rjust(16, b"\0"))
    text = pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(content)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _eight_bit(content: bytes | memoryview) -> tuple[str, str]:
    """The codec of bytes that are not UTF-8 throughout, and why."""
    high = sequences = covered = c1 = undefined = 0
    for at in range(0, len(content), _CHUNK):
        chunk = bytes(content[at : at + _CHUNK])
        high += len(_HIGH.findall(chunk))
        found = _UTF8_SEQUENCE.findall(chunk)
        sequences += len(found)
        covered += sum(map(len, found))
        c1 += len(_C1.findall(chunk))
        undefined += len(_UNDEFINED_1252.findall(chunk))
    wrong = high - covered
    if sequences > wrong:
        return "utf-8", f"all but {_counted(wrong)} fit UTF-8; where one does not, it is shown as \ufffd"
    if undefined == high:
        return "utf-8", f"plain characters but for {_counted(high)} that no encoding explains, shown as \ufffd"
    if undefined > 0.2 * c1:
        return "latin-1", "the bytes are not UTF-8, and Windows-1252 leaves some of them undefined"
    return "cp1252", f"{_counted(high)} are not UTF-8 and fit Windows-1252"


def _counted(number: int) -> str:
    return "1 byte" if number == 1 else f"{number:,} bytes"


def _recode(content: bytes | memoryview, start: int, codec: str, reason: str) -> Utf8Text:
    """UTF-8 of the content, the same bytes where they already are."""
    encoding = Detected(value=codec, reason=reason)
    if codec == "utf-8" and _is_utf8(content):
        if not _has_nul(content):
            return Utf8Text(buffer=content, start=start, encoding=encoding)
        return Utf8Text(buffer=_without_nul(bytes(content)), start=start, encoding=encoding)
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    recoded = bytearray()
    for at in range(start, len(content), _CHUNK):
        part = decoder.decode(bytes(content[at : at + _CHUNK]), at + _CHUNK >= len(content))
        recoded += _without_nul(part.encode("utf-8", errors="replace"))
    return Utf8Text(buffer=memoryview(recoded), start=0, encoding=encoding)


def _has_nul(content: bytes | memoryview) -> bool:
    return any(b"\0" in bytes(content[at : at + _CHUNK]) for at in range(0, len(content), _CHUNK))


def _without_nul(text: bytes) -> bytes:
    """NUL stands for nothing that could be read: it is shown as any other wrong byte."""
    return text.replace(b"\0", "\ufffd".encode())
