import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.facts.country import PlaceFact, parse_country, parse_state
from leadaudit.facts.place_names import (
    country_codes,
    country_names,
    fold_place,
    place_table,
    states_of,
    two_letter_codes,
)
from leadaudit.vocabulary import ValueStatus


@given(st.text() | st.text("abeginrtuy -,.()", max_size=12), st.sampled_from([None, "US", "DE", "ZZ", ""]))
def test_any_text_gets_an_answer(text: str, country_code: str | None) -> None:
    assert isinstance(parse_country(text), PlaceFact)
    assert isinstance(parse_state(text, country_code), PlaceFact)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_place(fold_place(text)) == fold_place(text)


def test_every_code_and_name_reads_as_its_country() -> None:
    for code in set(country_codes().values()) - {"NA", "XK"}:
        assert parse_country(code).country_code == code
    for name, code in country_names().items():
        if name not in place_table()["parts"] and parse_country(name).status != ValueStatus.MISSING:
            assert parse_country(name).country_code == code, name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US", "US"),
        ("usa", "US"),
        ("U.S.A.", "US"),
        ("United States of America (the)", "US"),
        ("Vereinigte Staaten", "US"),
        ("EEUU", "US"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("Great Britain", "GB"),
        ("Deutschland", "DE"),
        ("Allemagne", "DE"),
        ("Alemania", "DE"),
        ("GER", "DE"),
        ("Germany (DE)", "DE"),
        ("DE - Germany", "DE"),
        ("Austin, Texas, USA", "US"),
        ("Österreich", "AT"),
        ("Oesterreich", "AT"),
        ("日本", "JP"),
        ("Россия", "RU"),
        ("Republic of Korea", "KR"),
        ("Republic of China", "TW"),
        ("Korea, Republic of", "KR"),
        ("Congo (DRC)", "CD"),
        ("Côte d’Ivoire", "CI"),
        ("Iran, Islamic Republic of", "IR"),
        ("Bosnia & Herzegovina", "BA"),
        ("The Netherlands", "NL"),
        ("Holland", "NL"),
        ("Viet Nam", "VN"),
        ("Türkiye", "TR"),
        ("840", "US"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Island", "IS"),
        ("Irland", "IE"),
        ("Georgia", "GE"),
    ],
)
def test_a_country_is_known_by_its_codes_and_names(text: str, code: str) -> None:
    fact = parse_country(text)
    assert (fact.country_code, fact.status, fact.check) == (code, ValueStatus.OK, None)


def test_a_part_of_the_united_kingdom_is_a_country_and_a_state() -> None:
    assert parse_country("England") == PlaceFact(country_code="GB", state_code="ENG")
    assert parse_country("Scotland") == PlaceFact(country_code="GB", state_code="SCT")


@pytest.mark.parametrize(
    ("text", "code"), [("Germny", "DE"), ("Untied States", "US"), ("Great Brittain", "GB"), ("Switzerlnad", "CH")]
)
def test_a_misspelling_is_read_with_doubt(text: str, code: str) -> None:
    fact = parse_country(text)
    assert (fact.country_code, fact.status, fact.check) == (code, ValueStatus.DOUBTFUL, "country.misspelled")


@pytest.mark.parametrize(
    "text", ["Austrlia", "Austrai", "Nigera", "Slovekia", "London Bridge", "Irak-Iran", "xyzzy", "Iram"]
)
def test_what_could_be_two_countries_or_none_is_not_guessed(text: str) -> None:
    fact = parse_country(text)
    assert (fact.country_code, fact.status, fact.check) == (None, ValueStatus.UNUSABLE, "country.unknown")


@pytest.mark.parametrize(
    ("text", "readings"), [("Korea", "KR or KP"), ("Congo", "CG or CD"), ("NA", "NA or not available")]
)
def test_a_name_of_several_countries_is_none_of_them(text: str, readings: str) -> None:
    fact = parse_country(text)
    assert (fact.country_code, fact.status, fact.check) == (None, ValueStatus.DOUBTFUL, "country.ambiguous")
    assert dict(fact.args)["readings"] == readings


@pytest.mark.parametrize("text", ["EMEA", "Europe", "Worldwide", "DACH", "Other"])
def test_a_region_is_no_country(text: str) -> None:
    assert parse_country(text).check == "country.not-a-country"


def test_a_state_in_the_place_of_a_country_gives_both_with_doubt() -> None:
    fact = parse_country("California")
    assert (fact.country_code, fact.state_code, fact.status, fact.check) == (
        "US",
        "CA",
        ValueStatus.DOUBTFUL,
        "country.inferred",
    )


def test_two_letters_beside_no_country_may_be_a_states() -> None:
    fact = parse_country("Indianapolis, IN")
    assert (fact.country_code, fact.status) == ("IN", ValueStatus.DOUBTFUL)


@pytest.mark.parametrize("text", ["", "-", "n/a", "Select", "unknown"])
def test_nothing_delivered_is_missing(text: str) -> None:
    assert parse_country(text) == PlaceFact(status=ValueStatus.MISSING)
    assert parse_state(text, "US") == PlaceFact(country_code="US", status=ValueStatus.MISSING)


@pytest.mark.parametrize(
    ("text", "country_code", "state_code"),
    [
        ("CA", "US", "CA"),
        ("Calif.", "US", "CA"),
        ("US-CA", "US", "CA"),
        ("California (CA)", "US", "CA"),
        ("State of California", "US", "CA"),
        ("Washington DC", "US", "DC"),
        ("Washington, D.C.", "US", "DC"),
        ("D.C.", "US", "DC"),
        ("Washington", "US", "WA"),
        ("NC", "US", "NC"),
        ("ND", "US", "ND"),
        ("Ont.", "CA", "ON"),
        ("Québec", "CA", "QC"),
        ("B.C.", "CA", "BC"),
        ("NRW", "DE", "NW"),
        ("Bayern", "DE", "BY"),
        ("Bavaria", "DE", "BY"),
        ("N.S.W.", "AU", "NSW"),
        ("Zürich", "CH", "ZH"),
        ("Île-de-France", "FR", "IDF"),
        ("Madrid", "ES", "MD"),
        ("England", "GB", "ENG"),
        ("Greater London", "GB", "LND"),
        ("Lombardia", "IT", "25"),
        ("Wien", "AT", "9"),
    ],
)
def test_a_state_is_known_in_its_country(text: str, country_code: str, state_code: str) -> None:
    assert parse_state(text, country_code) == PlaceFact(country_code=country_code, state_code=state_code)


def test_every_american_state_is_known_by_code_and_name() -> None:
    states = {state for state in states_of("US").values() if len(state) == 2}
    assert len(states) == 57
    assert all(parse_state(state, "US").state_code == state for state in states)


@pytest.mark.parametrize(
    ("text", "country_code", "state_code"),
    [("Texas", "US", "TX"), ("Ontario", "CA", "ON"), ("Bavaria", "DE", "BY"), ("TX", "US", "TX")],
)
def test_a_state_of_one_country_only_gives_the_country_with_doubt(
    text: str, country_code: str, state_code: str
) -> None:
    fact = parse_state(text, None)
    assert (fact.country_code, fact.state_code, fact.status, fact.check) == (
        country_code,
        state_code,
        ValueStatus.DOUBTFUL,
        "state.country-inferred",
    )


@pytest.mark.parametrize("text", ["CA", "NC", "Limburg", "Georgia"])
def test_a_state_of_several_countries_gives_none(text: str) -> None:
    fact = parse_state(text, None)
    assert (fact.country_code, fact.state_code, fact.check) == (None, None, "state.ambiguous")


def test_a_state_of_another_country_contradicts() -> None:
    fact = parse_state("Ontario", "US")
    assert (fact.country_code, fact.state_code, fact.check) == ("US", None, "state.other-country")
    assert dict(fact.args)["other"] == "CA"


@pytest.mark.parametrize(
    ("text", "state_code", "check"),
    [("Californa", "CA", "state.misspelled"), ("Nowhere", None, "state.unknown"), ("ZQ", None, "state.unknown")],
)
def test_an_unknown_state_is_read_only_from_a_slip(text: str, state_code: str | None, check: str) -> None:
    fact = parse_state(text, "US")
    assert (fact.state_code, fact.check) == (state_code, check)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("E.U.A.", "US"), ("US/USA", "US"), ("USA (United States)", "US"), ("EE. UU.", "US"), ("840", "US"),
        ("Verein. Königreich", "GB"), ("Inghilterra", "GB"), ("London, UK", "GB"), ("Scotland, UK", "GB"),
        ("Germany/Deutschland", "DE"), ("Berlin/Germany", "DE"), ("Deutshcland", "DE"), ("🇩🇪", "DE"),
        ("DE - Germany", "DE"),
        ("Holanda", "NL"), ("Netherlands (the)", "NL"), ("France métropolitaine", "FR"), ("Frankrijk", "FR"),
        ("Tschechische Republik", "CZ"), ("République tchèque", "CZ"), ("Chequia", "CZ"),
        ("Russische Föderation", "RU"),
        ("台灣", "TW"), ("香港", "HK"), ("日本", "JP"), ("대한민국", "KR"), ("Korea, South", "KR"),
        ("Corée du Sud", "KR"),
        ("Elfenbeinküste", "CI"), ("Cote dIvoire", "CI"), ("Mazedonien", "MK"), ("Rep. of Ireland", "IE"),
        ("Lao PDR", "LA"), ("Democratic Republic of the Congo", "CD"), ("Congo, Dem. Rep.", "CD"), ("Bosnien", "BA"),
        ("Austalia", "AU"), ("Austrailia", "AU"), ("Canda", "CA"), ("Phillippines", "PH"), ("Mejico", "MX"),
        ("Iran, Islamic Republic of", "IR"), ("Bolivia (Plurinational State of)", "BO"), ("Trinidad & Tobago", "TT"),
        ("and/or", None), ("UK/Ireland", None), ("Rest of World", None), ("Europe", None), ("C", None), ("X", None),
        ("Indianapolis, Utopia", None),
    ],
)  # fmt: skip
def test_countries_are_known_in_the_spellings_of_real_lists(text: str, code: str | None) -> None:
    assert parse_country(text).country_code == code


def test_the_sign_of_its_cars_is_a_country_in_doubt() -> None:
    for sign, code in {"D": "DE", "a": "AT", "F": "FR", "I.": "IT", "L": "LU", "E": "ES", "B": "BE"}.items():
        fact = parse_country(sign)
        assert (fact.country_code, fact.status, fact.check) == (code, ValueStatus.DOUBTFUL, "country.inferred")


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("N.C.", "US", "NC"), ("n.d.", "US", "ND"), ("No. Carolina", "US", "NC"), ("Caroline du Nord", "US", "NC"),
        ("Kalifornien", "US", "CA"), ("Nueva York", "US", "NY"), ("Pensilvania", "US", "PA"), ("Floride", "US", "FL"),
        ("Massachusets", "US", "MA"), ("US-CA", "US", "CA"), ("California (CA)", "US", "CA"),
        ("Washington D.C.", "US", "DC"),
        ("PQ", "CA", "QC"), ("P.E.I.", "CA", "PE"), ("British Colombia", "CA", "BC"),
        ("Freistaat Bayern", "DE", "BY"), ("NRW", "DE", "NW"), ("Basse-Saxe", "DE", "NI"), ("NÖ", "AT", "3"),
        ("Kanton Zürich", "CH", "ZH"), ("Grisons", "CH", "GR"), ("Guangdong", "CN", "GD"), ("Shanghai", "CN", "SH"),
        ("Tokyo", "JP", "13"), ("Sao Paolo", "BR", "SP"), ("Orissa", "IN", "OR"), ("Zuid Holland", "NL", "ZH"),
        ("N.C.", "FR", None), ("n.d.", None, None),
    ],
)  # fmt: skip
def test_states_are_known_in_the_spellings_of_real_lists(text: str, country: str | None, code: str | None) -> None:
    assert parse_state(text, country).state_code == code


def test_a_code_that_several_countries_have_claims_none_and_names_the_likely_ones_first() -> None:
    fact = parse_state("WA", None)
    assert (fact.country_code, fact.state_code, fact.check) == (None, None, "state.ambiguous")
    assert dict(fact.args)["readings"].startswith("US-WA, AU-WA, ")
    assert dict(parse_state("CA", None).args)["readings"].startswith("US-CA, IT-CA, ")
    assert dict(parse_state("Punjab", None).args)["readings"] == "IN-PB, PK-PB"
    washington = parse_state("Washington", None)
    assert (washington.country_code, washington.state_code) == ("US", "WA")


def test_no_country_bears_the_code_of_another_as_its_name() -> None:
    codes = two_letter_codes()
    assert codes["de"] == "DE"
    assert {code for code, country in codes.items() if country_names().get(code, country) != country} == set()
