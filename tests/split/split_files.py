"""Small reports of many vendors, made on the spot."""

from collections.abc import Sequence
from datetime import date

from leadaudit.audit import OpenedDelivery, open_delivery
from leadaudit.intake.delivered import ReadOverrides
from leadaudit.split.choice import Split

UNTIL = date(2026, 11, 1)
HEADER = "Lead Source,Campaign,Created Date,First Name,Last Name,Email,Company"

Told = tuple[str, str, str]


def report(lines: Sequence[Told], *, broken: int = 0) -> bytes:
    """A CRM report: vendor, campaign and day of each line, and lines that cannot be read behind them."""
    rows = [
        f"{vendor},{campaign},{on},Ada{number},Brook,ada{number}@firm{number}.example,Firm {number}"
        for number, (vendor, campaign, on) in enumerate(lines)
    ]
    rows += ["cut,short,by,a,system,that,wrote,more,cells,than,it,has,names"] * broken
    return "\n".join((HEADER, *rows, "")).encode()


def opened(content: bytes) -> OpenedDelivery:
    # The line of names is said, because the lines of a test are too few to tell which one it is.
    named = ReadOverrides(header_line=1)
    return open_delivery(content, file_name="crm_report.csv", delivery="preview", overrides=named)


def by_month(**chosen: object) -> Split:
    return Split(**{"vendor": "Lead Source", "month": "Created Date", "until": UNTIL, **chosen})  # type: ignore[arg-type]
