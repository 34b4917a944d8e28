from datetime import date

from leadaudit.identity.repeats import repeats
from tests.identity.identity_house import House

ANNA: dict[str, object] = {"first": "anna", "last": "meier", "email": "anna.meier@acme.example"}
WEI: dict[str, object] = {"first": "wei", "last": "chen", "email": "wei@acme.example"}


def told(found: House, as_of: date) -> dict[str, tuple[object, ...]]:
    """Earlier record, other vendors, contact of every record, by id."""
    rows = repeats(people=found.people, nodes=found.nodes, contacts=found.contacts, as_of=as_of).to_pylist()
    return {
        f"{row['delivery']}:{row['line']}": (
            row["earlier_delivery"], row["earlier_line"], row["also_delivered_by"], row["contact_id"],
        )
        for row in rows
    }  # fmt: skip


def test_a_repeat_names_the_vendors_first_record_and_a_copy_of_another_vendor_is_none() -> None:
    found = House([("a1", 7, ANNA), ("a1", 9, ANNA), ("a30", 2, ANNA), ("b5", 4, ANNA), ("b5", 5, WEI)])
    assert told(found, date(2026, 6, 30)) == {
        "a1:7": (None, None, ["b"], None),
        "a1:9": ("a1", 7, ["b"], None),
        "a30:2": ("a1", 7, ["b"], None),
        "b5:4": (None, None, ["a"], None),
        "b5:5": (None, None, None, None),
    }


def test_who_delivers_after_the_day_asked_about_has_not_delivered_yet() -> None:
    found = House([("a1", 2, ANNA), ("b5", 2, ANNA)])
    assert told(found, date(2026, 1, 5))["a1:2"] == (None, None, None, None)
    assert told(found, date(2026, 1, 6))["a1:2"] == (None, None, ["b"], None)


def test_the_contact_created_first_speaks_for_the_person() -> None:
    found = House(
        [("a1", 2, ANNA), ("a1", 3, WEI), ("crm-1", 9, ANNA | {"crm": "C9"}), ("crm-1", 4, ANNA | {"crm": "C4"})]
    )
    rows = repeats(people=found.people, nodes=found.nodes, contacts=found.contacts, as_of=date(2026, 6, 30)).to_pylist()
    assert [(row["line"], row["contact_id"], row["contact_created_on"]) for row in rows] == [
        (2, "C4", date(2026, 1, 5)),
        (3, None, None),
    ]


def test_several_vendors_besides_are_listed_once_each_in_order() -> None:
    found = House([("c1", 2, ANNA), ("a1", 2, ANNA), ("b1", 2, ANNA), ("c2", 2, ANNA)])
    assert told(found, date(2026, 6, 30))["b1:2"][2] == ["a", "c"]
    assert told(found, date(2026, 6, 30))["c2:2"][2] == ["a", "b"]
