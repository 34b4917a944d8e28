from leadaudit.split.propose import Proposal, propose_split
from tests.split.split_files import Told, opened, report


def proposed(lines: list[Told], *known: str, header: str | None = None) -> Proposal:
    content = report(lines)
    if header is not None:
        content = content.replace(b"Lead Source", header.encode(), 1)
    read = opened(content)
    return propose_split(read.table, read.mapping, known_vendors=known)


SEVERAL: list[Told] = [
    ("Acme Media", "Guide", "2026-09-03"),
    ("ACME media", "Guide", "2026-10-13"),
    ("Zenith", "Webinar", "2026-10-05"),
    ("Zenith", "Webinar", "2026-10-06"),
    ("", "Webinar", "2026-10-06"),
]


def test_columns_are_proposed_with_what_speaks_for_them() -> None:
    found = proposed(SEVERAL)
    assert [(one.name, one.reason) for one in found.vendors] == [
        ("Lead Source", "2 names in 4 lines, 1 line without one")
    ]
    assert [(one.name, one.reason) for one in found.programs] == [("Campaign", "2 names in 5 lines")]
    assert [(one.name, one.reason) for one in found.months] == [
        ("Created Date", "2 months in 5 lines, 2026-09-03 to 2026-10-13")
    ]


def test_vendors_that_are_known_speak_for_a_column() -> None:
    assert proposed(SEVERAL, "acme-media").vendors[0].reason.startswith("2 names in 4 lines, 1 of them known here")


def test_a_column_with_one_name_tells_nothing_apart() -> None:
    assert proposed([("Acme", "Guide", "2026-09-03"), ("acme", "Guide", "2026-10-03")]).vendors == ()


def test_a_column_with_a_name_for_every_line_tells_no_vendors_apart() -> None:
    lines: list[Told] = [(f"Form {number}", "", "2026-09-03") for number in range(20)]
    assert proposed(lines).vendors == ()


def test_a_header_that_says_vendor_goes_first_in_any_of_the_languages() -> None:
    for header in ("Vendor", "Lieferant", "Fournisseur", "Proveedor"):
        assert proposed(SEVERAL, header=header).vendors[0].name == header
