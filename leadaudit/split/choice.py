"""What a person decides about a file of many deliveries, and the text under which it is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from leadaudit.errors import LeadauditError
from leadaudit.split.spelling import id_key, vendor_key
from leadaudit.vocabulary import DateOrder

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class DayRule(StrEnum):
    """Which day of its month a delivery of a split file arrived on."""

    NEWEST = "newest"
    MONTH_END = "month-end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Which columns of a file tell its deliveries apart, and where the lines go of which they say nothing.

    Args:
        vendor: Name of the column that says who delivered a line (``names_of_columns``).
        until: The last day a line may speak of; a later date is held for no date.  The day on which it was split.
        program: Name of the column of programs or campaigns; None: all of a vendor's lines are one program.
        month: Name of the column of dates; None: the file is not split by month.
        date_order: How that column writes its dates; None: only unmistakable ones are read.
        day: Which day of the month counts as the day of delivery.
        delivered_on: The day of delivery of lines for which the file names none.
        rest_vendor: Under whom the lines go that name no vendor or cannot be read; None: that is still open.
        vendors: A vendor as written, folded (``vendor_key``), to the id to use for it.
        programs: ``<vendor id>``, or ``<vendor id>/<program key>``, to the id of the program to use for it.
    """

    vendor: str
    until: date
    program: str | None = None
    month: str | None = None
    date_order: DateOrder | None = None
    day: DayRule = DayRule.NEWEST
    delivered_on: date | None = None
    rest_vendor: str | None = None
    vendors: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    programs: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def key_of(self, written: str) -> str | None:
        """The key of a vendor as written; names a person called one vendor share one."""
        key = vendor_key(written)
        return key if key is None or key not in self.vendors else id_key(self.vendors[key])


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSplit:
    """A split as a delivery keeps it: enough to find the delivery's lines again in the same bytes.

    Args:
        split: What was decided.
        parts: Key of every delivery the file became, in their order.
        home: The key that takes lines which none of them claims: a line that newer rules find or can no longer read.
        spellings: By column, each text as written to the key it was given then, whatever rules say later.
    """

    split: Split
    parts: tuple[str, ...]
    home: str
    spellings: Mapping[str, Mapping[str, str]]


def write_split(split: Split) -> str:
    """A split as JSON."""
    return json.dumps(_written(split), ensure_ascii=False, sort_keys=True)


def read_split(text: str) -> Split:
    """A split from its JSON."""
    return _read(json.loads(text))


def write_kept(kept: KeptSplit) -> str:
    """What a delivery keeps of its split, as JSON."""
    spellings = {column: dict(keys) for column, keys in kept.spellings.items()}
    written = {"split": _written(kept.split), "parts": kept.parts, "home": kept.home, "spellings": spellings}
    return json.dumps(written, ensure_ascii=False, sort_keys=True)


def read_kept(text: str) -> KeptSplit:
    """What a delivery keeps of its split, from its JSON."""
    read = json.loads(text)
    return KeptSplit(
        split=_read(read["split"]), parts=tuple(read["parts"]), home=read["home"], spellings=read["spellings"]
    )


def _written(split: Split) -> dict[str, object]:
    return {
        "vendor": split.vendor,
        "until": split.until.isoformat(),
        "program": split.program,
        "month": split.month,
        "date_order": split.date_order,
        "day": split.day,
        "delivered_on": None if split.delivered_on is None else split.delivered_on.isoformat(),
        "rest_vendor": split.rest_vendor,
        "vendors": dict(split.vendors),
        "programs": dict(split.programs),
    }


def _read(read: dict[str, object]) -> Split:
    on, order, vendors, programs = (read[name] for name in ("delivered_on", "date_order", "vendors", "programs"))
    return Split(
        vendor=str(read["vendor"]),
        until=date.fromisoformat(str(read["until"])),
        program=_text(read["program"]),
        month=_text(read["month"]),
        date_order=None if order is None else DateOrder(str(order)),
        day=DayRule(str(read["day"])),
        delivered_on=None if on is None else date.fromisoformat(str(on)),
        rest_vendor=_text(read["rest_vendor"]),
        vendors=dict(vendors) if isinstance(vendors, dict) else {},
        programs=dict(programs) if isinstance(programs, dict) else {},
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def columns_of(written: str) -> dict[str, str]:
    """``vendor=Lead Source,month="Created Date"`` as role to column.

    Raises:
        LeadauditError: It is not written like that.
    """
    found: dict[str, str] = {}
    for piece in _pieces(written):
        role, is_there, column = piece.partition("=")
        name = column.strip().strip('"').strip()
        if role.strip() not in ROLES or not is_there or not name or role.strip() in found:
            raise LeadauditError(
                f"--split-by {written}",
                f"'{piece.strip()}' says no column",
                'Write vendor="Lead Source",month="Created"',
            )
        found[role.strip()] = name
    return found


ROLES: Final = ("vendor", "program", "month")


def _pieces(written: str) -> list[str]:
    """Cut at commas that are followed by a role and "=", so that a column's name may hold a comma."""
    pieces: list[str] = []
    for piece in written.split(","):
        starts = any(piece.strip().startswith(f"{role}=") for role in ROLES)
        if starts or not pieces:
            pieces.append(piece)
        else:
            pieces[-1] += f",{piece}"
    return pieces
