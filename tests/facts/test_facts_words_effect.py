import pyarrow as pa

from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.read import read_facts
from leadaudit.facts.words_effect import Change, Said, WordsEffect, WordsKind, said_of, words_effect
from leadaudit.facts.words_file import read_words

ROWS = [
    {"title": "Chapter Wizard", "company": "Northwell", "email": "ada.brook@northwell.example"},
    {"title": "Chapter Wizard", "company": "Northwell GmbH", "email": "welcome.desk@northwell.example"},
    {"title": "Chapter Wizard", "company": "Brackwater", "email": "cleo.drum@northwell.example"},
    {"title": "VP Sales", "company": "Hillmark", "email": "dora.elm@gmail.com", "industry": "Property software"},
    {"title": "VP Sales", "company": "Brackwater Ltd", "email": "emil.frost@brackwater.example"},
]
NOBODY = OwnWords()


def delivered(rows: list[dict[str, str]]) -> tuple[pa.Table, pa.Table]:
    fields = sorted({field for row in rows for field in row})
    count = len(rows)
    records = pa.table(
        {
            "delivery": pa.array(["d"] * count, pa.string()),
            "line": pa.array(range(2, count + 2), pa.int32()),
            **{field: pa.array([row.get(field) for row in rows], pa.string()) for field in fields},
        }
    )
    return records, read_facts(records, date_orders={}, currency=None).facts


def said() -> Said:
    return said_of([delivered(ROWS[:2]), delivered(ROWS[2:])])


def effect(words: str, *, before: str = "") -> WordsEffect:
    return words_effect(said(), before=read_words(before, where="before"), after=read_words(words, where="after"))


WIZARDS = '[[titles]]\nwords = ["chapter wizard"]\nlevel = "director"\n'
ONE_COMPANY = (
    '[[companies]]\nname = "Northwell"\nnames = ["Brackwater"]\ndomains = ["northwell.example", "brackwater.example"]\n'
)


def test_the_same_words_change_nothing() -> None:
    assert effect("").changes == ()
    assert effect("# other\n" + WIZARDS, before=WIZARDS).changes == ()
    assert effect("").records == 5


def test_a_title_is_counted_over_all_deliveries() -> None:
    found = effect(WIZARDS)
    assert found.changes == (
        Change(
            kind=WordsKind.TITLE,
            value=("Chapter Wizard", None, None),
            before=("unknown", "unknown", False, "ok"),
            after=("director", "unknown", False, "ok"),
            records=3,
        ),
    )
    assert found.records_of(WordsKind.TITLE) == 3
    assert found.records_of(WordsKind.COMPANY) == 0


def test_companies_that_become_one_are_named_with_their_records() -> None:
    found = effect(ONE_COMPANY)
    assert found.joined == {"northwell": ("brackwater", "northwell")}
    assert found.parted == {}
    assert [(change.value, change.before, change.after, change.records) for change in found.of(WordsKind.COMPANY)] == [
        (("Brackwater",), ("brackwater",), ("northwell",), 1),
        (("Brackwater Ltd",), ("brackwater",), ("northwell",), 1),
    ]
    domains = {change.value: (change.before, change.after) for change in found.of(WordsKind.DOMAIN)}
    assert domains == {("northwell.example", "Brackwater"): ((False,), (True,))}


def test_going_back_parts_the_company_again() -> None:
    found = effect("", before=ONE_COMPANY)
    assert found.parted == {"northwell": ("brackwater", "northwell")}
    assert found.joined == {}
    assert found.records_of(WordsKind.COMPANY) == 2


def test_a_domain_alone_changes_no_company() -> None:
    found = effect('[[companies]]\nname = "Brackwater"\ndomains = ["northwell.example"]')
    assert {change.kind for change in found.changes} == {WordsKind.DOMAIN}
    assert {change.value: (change.before, change.after) for change in found.changes} == {
        ("northwell.example", "Brackwater"): ((False,), (True,)),
        ("northwell.example", "Northwell"): ((True,), (None,)),
        ("northwell.example", "Northwell GmbH"): ((True,), (None,)),
    }


def test_an_industry_and_a_mailbox_are_told_too() -> None:
    found = effect('role_names = ["welcomedesk"]\n[[industries]]\nname = "proptech"\nwords = ["property software"]')
    assert [(change.kind, change.value, change.after, change.records) for change in found.changes] == [
        (WordsKind.INDUSTRY, ("Property software",), ("proptech",), 1),
        (WordsKind.MAILBOX, ("welcome.desk",), (True,), 1),
    ]


def test_what_is_told_is_what_reading_again_gives() -> None:
    words = read_words(WIZARDS + ONE_COMPANY, where="after")
    told = words_effect(said(), before=NOBODY, after=words)
    records, old = delivered(ROWS)
    new = read_facts(records, date_orders={}, currency=None, own=words).facts

    def moved(*names: str) -> int:
        pairs = zip(old.to_pylist(), new.to_pylist(), strict=True)
        return sum(any(one[name] != other[name] for name in names) for one, other in pairs)

    assert told.records_of(WordsKind.TITLE) == moved("seniority", "function") == 3
    assert told.records_of(WordsKind.COMPANY) == moved("company_key") == 2
    assert told.records_of(WordsKind.DOMAIN) == moved("domain_is_employers") == 1


def test_nothing_delivered_is_no_effect() -> None:
    found = words_effect(said_of([]), before=NOBODY, after=read_words(WIZARDS + ONE_COMPANY, where="after"))
    assert (found.records, found.changes) == (0, ())
