"""What agreement is not enough under weights that do not know the records; everybody is invented."""

from dataclasses import replace

import pytest

from leadaudit.identity.linkage import SAME, UNSURE
from leadaudit.identity.pairs.weights import shipped_weights
from tests.identity.pairs_house import probability

FENN = {"last": "aubrey", "company": "sablefenn", "domain": "sablefenn.example", "country": "GB", "title": "vp of it"}
OFFICE = {"city": "leeds", "postcode": "LS14AP", "state": "west yorkshire", "country": "GB"}


def test_colleagues_with_two_first_names_are_two_though_family_name_title_and_phone_agree() -> None:
    line = {"phone": "442079460101"}
    # Many such pairs meet, and the estimate of matches adds them all up.
    assert probability(FENN | line | {"first": "georgina"}, FENN | line | {"first": "harriet"}) < 0.02


def test_a_record_without_a_name_at_another_company_waits_for_somebody_if_the_phone_is_the_same() -> None:
    junk = OFFICE | {"company": "xxxxx", "phone": "442079460101", "title": "vp of it"}
    real = junk | {"company": "sablefenn", "first": "georgina", "last": "aubrey"}
    assert UNSURE <= probability(junk, real) < SAME
    assert probability(junk, real | {"phone": "442079460199"}) < UNSURE


def test_two_names_on_one_line_are_two() -> None:
    one = OFFICE | {"phone": "442079460101", "title": "cfo", "company": "sablefenn"}
    assert probability(one | {"first": "oswin", "last": "pellowe"}, one | {"first": "wei", "last": "chen"}) < UNSURE


def test_who_moved_and_whose_phone_differs_by_a_digit_waits_for_somebody() -> None:
    nell = {"first": "nell", "last": "venning", "phone": "441414960974", "country": "GB"}
    there = nell | {"company": "hazelwick chemicals", "phone": "441414960574"}
    assert UNSURE <= probability(nell | {"company": "ravenstead capital"}, there) < SAME
    # The last nine digits differ by one and the number as a whole by two: another number.
    assert probability(nell | {"company": "ravenstead capital"}, there | {"phone": "541414960574"}) < UNSURE


def test_a_first_name_spelled_by_its_own_address_is_no_slip() -> None:
    rossi = {"last": "rossi", "company": "globex", "domain": "globex.example", "title": "buyer"}
    maria, mario = (rossi | {"first": first, "email": f"{first}.rossi@globex.example"} for first in ("maria", "mario"))
    assert probability(maria, mario) < UNSURE
    assert probability(maria, mario | {"email": maria["email"]}) >= SAME


def test_an_address_at_a_company_of_a_similar_name_is_no_slip() -> None:
    one = {"first": "friedhelm", "last": "zwickenpflug", "email": "friedhelm.zwickenpflug@lindenbruch.example"}
    other = one | {"email": "friedhelm.zwickenpflug@ulmenbruch.example"}
    here = {"company": "lindenbruch", "domain": "lindenbruch.example"}
    assert probability(one | here, other | {"company": "ulmenbruch", "domain": "ulmenbruch.example"}) < SAME
    assert probability(one, one | {"email": "friedhelm.zwickenpflug@lindenbuch.example"}) >= SAME


def test_an_employer_written_nearly_alike_is_no_other_employer_unless_its_domain_is_another() -> None:
    one = {"first": "ottilie", "last": "engquist", "company": "engquist ind staffing", "title": "head of payroll"}
    other = one | {"company": "engquist industries staffing"}
    assert probability(one, other) >= SAME
    there = probability(one | {"domain": "eis.example"}, other | {"domain": "engquist-group.example"})
    assert UNSURE <= there < SAME


def test_two_of_one_name_born_a_generation_apart_by_year_are_two() -> None:
    home = {"first": "aldous", "last": "fennimore", "street": "4 quarry rise", "postcode": "LS14AP", "city": "leeds"}
    assert probability(home | {"born": "1949"}, home | {"born": "1949"}) >= SAME
    assert probability(home | {"born": "1949"}, home | {"born": "1976"}) < UNSURE
    assert probability(home | {"born": "1949"}, home | {"born": "19760312"}) < UNSURE


def test_a_year_of_birth_alone_is_nobodys_own() -> None:
    # With the day the two would be one, wherever they work.
    one = {"first": "aldous", "last": "fennimore", "company": "sablefenn", "title": "buyer"}
    there = one | {"company": "ravenstead capital"}
    assert probability(one | {"born": "19490312"}, there | {"born": "19490312"}) >= SAME
    assert probability(one | {"born": "1949"}, there | {"born": "1949"}) < SAME


def test_siblings_with_one_postcode_and_no_street_are_two() -> None:
    home = {"last": "fennimore", "postcode": "LS14AP", "city": "leeds", "state": "west yorkshire"}
    assert probability(home | {"first": "ellis"}, home | {"first": "elsie"}) < UNSURE
    assert probability(home | {"first": "ellis"}, home | {"first": "ellis"}) >= SAME


def test_a_country_is_no_news_beside_a_name_that_may_be_common_there() -> None:
    one = {"first": "ahmed", "last": "aziz", "city": "sharjah"}
    assert probability(one | {"country": "AE"}, one | {"country": "AE"}) == pytest.approx(probability(one, one))
    assert probability(one | {"country": "AE"}, one | {"country": "IN"}) < probability(one, one)


def test_a_couple_on_one_form_is_two_unless_an_employer_gave_one_of_them_the_address() -> None:
    form = {"last": "fennimore", "email": "fennimores@mail.example", "phone": "442079460101", "city": "leeds"}
    one, other = form | {"first": "homer"}, form | {"first": "shelly"}
    assert UNSURE <= probability(one, other) < SAME
    work = {"company": "sablefenn", "email": "fennimore@sablefenn.example", "domain": "sablefenn.example"}
    assert probability(one | work, other | work) > probability(one, other)


def test_two_people_of_two_names_in_one_house_are_two() -> None:
    house = {"street": "4 quarry rise", "postcode": "LS14AP", "city": "leeds", "phone": "442079460101", "born": "1961"}
    one, other = house | {"first": "homer", "last": "shryock"}, house | {"first": "wei", "last": "lamm"}
    assert probability(one, other, replace(shipped_weights(), is_counted=True)) < UNSURE


def test_a_rare_first_name_counts_in_a_house_wherever_it_stands() -> None:
    shipped = shipped_weights()
    weights = replace(shipped, shares={**shipped.shares, "last": {"choi": 0.1}})
    firm = {"company": "sablefenn"}
    one, turned = firm | {"first": "chulsun", "last": "choi"}, firm | {"first": "choi", "last": "chulsun"}
    assert min(probability(one, turned, weights), probability(turned, one, weights)) >= SAME
    assert probability(one, firm | {"first": "choi", "last": "minjun"}, weights) < UNSURE
