from leadaudit.answers.still_true import still_true_rows, still_true_words
from leadaudit.economics.list_totals import Total
from leadaudit.economics.summary import StillTrue

TOTAL = Total(records=2000, expected=1673.6, deviation=16.5, low=1641, high=1706, level=0.95)


def test_the_expected_number_stands_with_both_doubts_and_the_assumption() -> None:
    found = StillTrue(total=TOTAL, assumed=1200, fast=1550.2, slow=1788.4)
    assert still_true_words(found) == (
        "1,674 of 2,000 to be expected (1,641 to 1,706 by chance, 95 %; 1,550 to 1,788 as people leave fast or "
        "slowly); age assumed for 1,200"
    )


def test_an_age_assumed_for_all_is_said_so_and_for_none_not_at_all() -> None:
    everybody = StillTrue(total=TOTAL, assumed=2000, fast=1550, slow=1788)
    nobody = StillTrue(total=TOTAL, assumed=0, fast=1550, slow=1788)
    assert still_true_words(everybody).endswith("; age assumed for all")
    assert still_true_words(nobody).endswith("slowly)")


def test_where_nobody_names_one_nothing_is_expected() -> None:
    assert still_true_rows({}) == [("Employers still true", "–"), ("Titles still true", "–")]
