"""Deadlines as a calendar file, which every calendar reads."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

# RFC 5545, 3.1: no line is longer than 75 bytes; what is longer goes on after a blank.
_LONGEST: Final = 75


def calendar_text(days: Iterable[tuple[str, date, str]], *, made_at: datetime) -> str:
    """A calendar of whole days (RFC 5545).

    Args:
        days: Id of the entry, its day, and what to do by then.
        made_at: When it was made, UTC; in every entry, as the standard asks.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//leadaudit//returns//EN", "CALSCALE:GREGORIAN"]
    for name, on, what in days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(name)}@leadaudit",
            f"DTSTAMP:{made_at:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(what)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _escaped(words: str) -> str:
    """Text in which commas, semicolons, backslashes and line ends stand for themselves (RFC 5545, 3.3.11)."""
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    part, start = "", ""
    for sign in line:
        if len((start + part + sign).encode()) > _LONGEST:
            yield start + part
            part, start = "", " "
        part += sign
    yield start + part
