"""Addresses of somebody who is erased: how they may be written in a file, and where a file still holds one."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

# What stands where a record was erased, and where an address was: of the same kind, so that the file reads as before.
# RFC 2606: nobody has an address that ends so.
ERASED: Final = "erased"
ERASED_ADDRESS: Final = "erased@erased.invalid"

_CODECS: Final = ("utf-8", "utf-16-le", "utf-16-be")
_BEFORE: Final = r"(?<![\w.+%-])"
# Behind the last label comes no other one, jane@mail.example is not at mail.example.org; the ending of a file may.
_BEHIND: Final = r"(?![\w-])(?!\.(?!(?:csv|tsv|txt|xlsx?|xlsm|ods|zip|pdf|eml|msg)\b)\w)"
# Tags that stand inside the text of one cell.
_TAG_IN_TEXT: Final = re.compile(rb"</?(?:\w+:)?(?:r|t|rPr|b|i|u|sz|color|rFont|family|scheme|strike|span)\b[^>]*>")
_ANY_TAG: Final = re.compile(rb"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The addresses of one person.

    Args:
        addresses: As they are compared, in lower case.
    """

    addresses: tuple[str, ...]

    def replaced(self, text: str) -> str:
        """A text without the addresses; part of a longer address is another address."""
        return self._pattern().sub(ERASED_ADDRESS, text)

    def replaced_bytes(self, content: bytes) -> bytes:
        """The same of bytes in which letters stand for themselves, such as UTF-8 or Windows-1252."""
        return re.sub(self._written().encode(), ERASED_ADDRESS.encode(), content, flags=re.IGNORECASE)

    def are_in(self, text: str) -> bool:
        """Whether a text names one of them."""
        return self._pattern().search(text) is not None

    def are_in_bytes(self, content: bytes) -> bool:
        """Whether bytes hold one of them in UTF-8 or UTF-16, in whatever case, a packed file's members included."""
        if any(self._is_held(content, codec) for codec in _CODECS):
            return True
        return content.startswith(b"PK\x03\x04") and any(self._is_in_member(member) for member in _members(content))

    def are_in_file(self, path: Path) -> bool:
        """Whether a file holds one of them."""
        return self.are_in_bytes(path.read_bytes())

    def _is_in_member(self, content: bytes) -> bool:
        # Formatting may part an address of a workbook in the middle.
        joined = _ANY_TAG.sub(b" ", _TAG_IN_TEXT.sub(b"", content))
        return self._is_held(content, "utf-8") or self._is_held(joined, "utf-8")

    def _is_held(self, content: bytes, codec: str) -> bool:
        lowered = content.lower()
        for form in _forms(self.addresses):
            at = lowered.find(form.encode(codec).lower())
            # Only what looks like it is read as text, from the right one of two bytes where a sign has two.
            if at >= 0 and self.are_in(content[at % 2 if codec != "utf-8" else 0 :].decode(codec, errors="replace")):
                return True
        return False

    def _pattern(self) -> re.Pattern[str]:
        return _compiled(self.addresses)

    def _written(self) -> str:
        return _written(self.addresses)


@cache
def _compiled(addresses: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_written(addresses), re.IGNORECASE)


def _written(addresses: tuple[str, ...]) -> str:
    return f"{_BEFORE}(?:{'|'.join(re.escape(one) for one in _forms(addresses))}){_BEHIND}"


def _forms(addresses: Iterable[str]) -> Sequence[str]:
    """Each address as it is written and as it stands in a link."""
    return [form for address in addresses for form in (address, address.replace("@", "%40"))]


def _members(content: bytes) -> Iterable[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [archive.read(name) for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return []
