import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.facts.folding import compact, fold, words
from leadaudit.facts.name import NameFact, _plain_name, _read_cells, parse_name
from leadaudit.facts.name_doubts import suspicious_words
from leadaudit.facts.name_words import name_words
from leadaudit.vocabulary import ValueStatus


def named(first: str | None = None, last: str | None = None, **cells: str | None) -> NameFact:
    return parse_name(
        first=first,
        last=last,
        middle=cells.get("middle"),
        full=cells.get("full"),
        salutation=cells.get("salutation"),
    )


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Dr. Ana María García López", "Ana María", "García López"),
        ("Smith, John", "John", "Smith"),
        ("Smith, John, Jr.", "John", "Smith"),
        ("Müller-Lüdenscheidt, Prof. Dr. Klaus", "Klaus", "Müller-Lüdenscheidt"),
        ("Jean-Claude Van Damme", "Jean-Claude", "Van Damme"),
        ("John A. Smith, PhD", "John", "Smith"),
        ("DUPONT Jean", "Jean", "Dupont"),
        ("Jean DUPONT", "Jean", "Dupont"),
        ("Univ.-Prof. Dipl.-Ing. Dr.techn. Max Huber", "Max", "Huber"),
        ("Prof. Dr. h.c. mult. Hans Meier", "Hans", "Meier"),
        ("María del Carmen López García", "María del Carmen", "López García"),
        ("José Ortega y Gasset", "José", "Ortega y Gasset"),
        ("Ludwig Mies van der Rohe", "Ludwig Mies", "van der Rohe"),
        ('Robert "Bob" Smith', "Robert", "Smith"),
        ("William (Bill) Smith", "William", "Smith"),
        ("Mary Ann Jones", "Mary Ann", "Jones"),
        ("Nguyễn Văn An", "Văn An", "Nguyễn"),
        ("山田 太郎", "太郎", "山田"),
        ("王小明", "小明", "王"),
        ("欧阳修", "修", "欧阳"),
        ("김철수", "철수", "김"),
        ("Jan Novák, Ing.", "Jan", "Novák"),
        ("Conan O'Brien", "Conan", "O'Brien"),
        ("Herr Müller", None, "Müller"),
        ("Suharto", None, "Suharto"),
    ],
)
def test_a_whole_name_is_split_into_given_and_family_name(full: str, first: str | None, last: str | None) -> None:
    fact = named(full=full)
    assert (fact.first, fact.last) == (first, last)


@pytest.mark.parametrize(
    ("delivered", "shown"),
    [
        ("MCDONALD", "McDonald"),
        ("mcdonald", "McDonald"),
        ("MACDONALD", "MacDonald"),
        ("MACHADO", "Machado"),
        ("VON DER LEYEN", "von der Leyen"),
        ("von der Leyen", "von der Leyen"),
        ("Von Der Leyen", "Von Der Leyen"),
        ("O'BRIEN", "O'Brien"),
        ("MÜLLER-LÜDENSCHEIDT", "Müller-Lüdenscheidt"),
        ("DE LA CRUZ", "de La Cruz"),
        ("LI", "Li"),
        ("ng", "Ng"),
    ],
)
def test_only_names_in_one_case_are_respelled(delivered: str, shown: str) -> None:
    assert named("Anna", delivered).last == shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("von der Leyen", "VON DER LEYEN"),
        ("Müller", "Mueller"),
        ("Müller", "MULLER"),
        ("McDonald", "Mc Donald"),
        ("O'Brien", "OBrien"),
        ("O’Brien", "O Brien"),
        ("García", "Garcia"),
        ("Sørensen", "Soerensen"),
        ("Großmann", "Grossmann"),
        ("Фёдоров", "ФЕДОРОВ"),
        ("Παπαδόπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ"),
        ("Smith", "Smith Jr."),
        ("Smith", "Smith, PhD"),
    ],
)
def test_spellings_of_one_family_name_have_one_key(one: str, other: str) -> None:
    assert named("Anna", one).last_key == named("Anna", other).last_key != named("Anna", "Other").last_key


@pytest.mark.parametrize(("one", "other"), [("Michael", "Michal"), ("Doe", "Do"), ("Páez", "Paz"), ("Maes", "Mas")])
def test_an_e_that_is_no_umlaut_stays_in_the_key(one: str, other: str) -> None:
    assert named("Anna", one).last_key != named("Anna", other).last_key


def test_the_key_of_the_given_name_has_no_middle_initial_and_no_honorific() -> None:
    assert {named(first, "Smith").first_key for first in ("John", "JOHN", "John A.", "Dr. John", "john q")} == {"john"}
    assert named("J.R.", "Smith").first_key == "jr"
    assert named("Jean-Claude", "Smith").first_key == named("Jean Claude", "Smith").first_key == "jeanclaude"


@pytest.mark.parametrize(
    ("first", "last", "generation"),
    [
        ("John", "Smith Jr.", "jr"), ("John", "Smith, Sr", "sr"), ("John", "Smith III", "iii"),
        ("John Jr.", "Smith", "jr"), ("John", "Smith IV", "iv"), ("John Smith", "Jr.", "jr"),
        ("John", "Smith", None), ("J.R.", "Smith", None),
    ],
)  # fmt: skip
def test_the_generation_is_read_and_taken_off(first: str, last: str, generation: str | None) -> None:
    fact = named(first, last)
    assert (fact.generation, fact.last_key) == (generation, "smith")


@pytest.mark.parametrize(
    ("first", "last", "check", "is_test"),
    [
        ("Test", "Test", "name.test-entry", True),
        ("test", "Jones", "name.test-entry", True),
        ("Test1", "User", "name.test-entry", True),
        ("Lorem", "Ipsum", "name.test-entry", True),
        ("Foo", "Bar", "name.test-entry", True),
        ("Mickey", "Mouse", "name.test-entry", True),
        ("Max", "Mustermann", "name.test-entry", True),
        ("asdf", "qwer", "name.gibberish", True),
        ("aaaa", "Smith", "name.gibberish", True),
        ("sdkfjh", "sdkjf", "name.gibberish", True),
        ("fuck", "you", "name.not-a-name", True),
        ("x", "x", "name.placeholder", False),
        ("me", "self", "name.placeholder", False),
        ("First Name", "Last Name", "name.placeholder", False),
        ("Sales", "Team", "name.not-a-name", False),
        ("Northwell", "Widgets GmbH", "name.not-a-name", False),
        ("ana@northwell.example", None, "name.not-a-name", False),
        ("+1 202 555 0101", None, "name.not-a-name", False),
    ],
)
def test_names_of_nobody_are_unusable(first: str, last: str | None, check: str, is_test: bool) -> None:
    fact = named(first, last)
    assert (fact.status, fact.check, fact.is_test) == (ValueStatus.UNUSABLE, check, is_test)
    assert fact.first_key is None
    assert fact.last_key is None


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Christopher", "Null"), ("None", "Smith"), ("Na", "Li"), ("Krzysztof", "Brzęczyszczykiewicz"),
        ("Hans", "Hirschsprung"), ("Kai", "Goldschmidt"), ("Vlk", "Ng"), ("Lolo", "Jojo"),
        ("KVSN", "Prasad"), ("Dick", "Fuchs"),
        ("JP", "Morgan"), ("Scott", "Thomas"), ("Martin", "James"), ("Bar", "Rafaeli"),
        ("Zoë", "Ó Súilleabháin"), ("山田", "太郎"),
    ],
)  # fmt: skip
def test_unusual_names_of_people_pass(first: str, last: str) -> None:
    fact = named(first, last)
    assert (fact.status, fact.check, fact.is_test) == (ValueStatus.OK, None, False)


@pytest.mark.parametrize(
    ("first", "last", "check"),
    [
        ("John", "Doe", "name.test-entry"),
        ("Zack", "Test", "name.test-entry"),
        ("Ali", "Ali", "name.same-first-and-last"),
        ("Smith", "Jennifer", "name.swapped"),
        ("von der Leyen", "Ursula", "name.swapped"),
        ("X", "Smith", "name.placeholder"),
        ("ana@northwell.example", "Smith", "name.not-a-name"),
        ("Anna", None, "name.missing"),
    ],
)
def test_a_possible_name_is_kept_with_a_doubt(first: str, last: str | None, check: str) -> None:
    fact = named(first, last)
    assert (fact.status, fact.check, fact.is_test) == (ValueStatus.DOUBTFUL, check, False)
    assert fact.first_key or fact.last_key


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("John Smith", None),
        ("John Smith", "Smith"),
        ("John", "John Smith"),
        ("John Smith", "John Smith"),
        (None, "Smith, John"),
    ],
)
def test_a_whole_name_in_one_column_is_split_and_noted(first: str | None, last: str | None) -> None:
    fact = named(first, last)
    assert (fact.first_key, fact.last_key, fact.status) == ("john", "smith", ValueStatus.OK)
    assert fact.check == "name.in-one-column"


def test_nothing_at_all_is_missing() -> None:
    for cells in ((None, None), ("", " "), ("-", "n/a"), ("Null", "Null")):
        assert named(*cells).status is ValueStatus.MISSING


def test_separate_columns_win_over_the_whole_name_and_it_fills_their_gaps() -> None:
    assert named("Anna", "Schmidt", full="Otto Klein").last == "Schmidt"
    assert named("Anna", None, full="Anna Schmidt").last == "Schmidt"
    assert named(full="Anna", salutation="Ms").last == "Anna"
    assert named(None, "Schmidt", middle="Anna").first == "Anna"


texts = st.one_of(st.none(), st.text(max_size=30), st.text(alphabet="aAbÄüñ .,-'(\"&@1JrSVon\u200bİǰ", max_size=20))
given_names = st.sampled_from(
    [
        "John",
        "MARY",
        "anna",
        "Ana María",
        "JEAN-CLAUDE",
        "J.",
        "Łukasz",
        "ÖZGÜR",
        "Zoë",
        "Dr. Eva",
        "Li",
        "JP",
        "Mary Q.",
        "Фёдор",
    ]
)
family_names = st.sampled_from(
    [
        *[
            "Smith",
            "MCDONALD",
            "von der Leyen",
            "VAN DER BERG",
            "de la Cruz",
            "García López",
            "O'Brien",
            "MÜLLER",
            "NG",
        ],
        *["Lüdenscheidt-Meyer", "ortega y gasset", "Фёдоров", "Smith Jr.", "Klein, PhD", "St. John", "Null", "Doe"],
    ]
)


@given(texts, texts, texts, texts, texts)
@settings(max_examples=1000, deadline=None)
def test_any_text_gets_an_answer(
    first: str | None, middle: str | None, last: str | None, full: str | None, salutation: str | None
) -> None:
    fact = parse_name(first=first, middle=middle, last=last, full=full, salutation=salutation)
    if fact.status is not ValueStatus.OK:
        assert fact.check is not None
    if fact.status is ValueStatus.UNUSABLE:
        assert (fact.first_key, fact.last_key) == (None, None)


@given(given_names, family_names, st.sampled_from(["two columns", "{0} {1}", "{1}, {0}"]))
@settings(max_examples=500, deadline=None)
def test_reading_what_was_read_changes_nothing(first: str, last: str, written: str) -> None:
    in_two_columns = written == "two columns" or "," in last
    fact = named(first, last) if in_two_columns else named(full=written.format(first, last))
    again = named(fact.first, fact.last)
    assert (again.first, again.last, again.first_key, again.last_key) == (
        fact.first, fact.last, fact.first_key, fact.last_key,
    )  # fmt: skip
    assert fact.first_key is not None


@given(st.text(max_size=40))
@settings(max_examples=500, deadline=None)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert compact(compact(text)) == compact(text)
    assert words(" ".join(words(text))) == words(text)


half_names = st.one_of(
    st.sampled_from(
        [
            "John",
            "Jane",
            "Anna",
            "MCDONALD",
            "mcdonald",
            "Müller",
            "Smith-Jones",
            "O'Brien",
            "Doe",
            "Mouse",
            "Mickey",
            "Test",
            "Team",
            "Sales",
            "Sr",
            "Jr",
            "Herr",
            "Null",
            "x",
            "Me",
            "Wertz",
            "asdf",
            "Klaus",
            "Garcia",
            "Weber",
            "Ng",
            "JP",
            "Łukasz",
            "Tester",
            "fuck",
            "you",
            "Phzlps",
            "MBA",
            "ii",
            "Ma",
            "Leer",
            "Last",
            "Name",
            "Brzęczyszczykiewicz",
        ]
    ),
    st.text(alphabet="abenorvÄüßñéŁ-'JMST", min_size=1, max_size=9),
    st.text(max_size=5),
)


@given(half_names, half_names)
@settings(max_examples=5000, deadline=None)
def test_the_short_cut_for_plain_names_answers_as_the_long_way_does(first: str, last: str) -> None:
    plain = _plain_name(first, last)
    assert plain in {None, _read_cells(first=first, middle=None, last=last, full=None, has_salutation=False)}


def test_no_invented_person_passes_as_a_plain_name() -> None:
    words_of = name_words()
    for pair in words_of.invented | words_of.possibly_invented:
        assert not suspicious_words().isdisjoint(pair.split()), pair
    assert _plain_name("Anna", "Schmidt") is not None
