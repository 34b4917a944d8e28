"""What agreement is not enough under weights that do not know the records; everybody is invented."""

from leadaudit.identity.linkage import SAME, UNSURE
from tests.identity.pairs_house import probability

FENN = {"last": "aubrey", "company": "sablefenn", "domain": "sablefenn.example", "country": "GB", "title": "vp of it"}
OFFICE = {"city": "leeds", "postcode": "LS14AP", "state": "west yorkshire", "country": "GB"}


def test_colleagues_with_two_first_names_are_two_though_family_name_title_and_phone_agree() -> None:
    line = {"phone": "442079460101"}
    assert probability(FENN | line | {"first": "georgina"}, FENN | line | {"first": "harriet"}) < UNSURE


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
    assert probability(one | {"company": "lindenbruch"}, other | {"company": "ulmenbruch"}) < SAME
    assert probability(one, one | {"email": "friedhelm.zwickenpflug@lindenbuch.example"}) >= SAME
