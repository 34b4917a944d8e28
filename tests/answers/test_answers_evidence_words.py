"""What evidence says of vendors, in words."""

import pytest

from leadaudit.answers.evidence_words import attested_rows, attested_sentence

OSPRELLE = {
    "vendor": "osprelle", "attested": 40, "contacted": 20, "denied": 6, "p_too_many": 0.99, "is_suspended": True,
    "is_lifted": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "of those we reached 6 of 20 (30 %) deny it, so its statements count as its own answers."),
        ({"is_suspended": False, "is_lifted": True}, "6 of 20 (30 %) deny it, so its statements count."),
        ({"contacted": 0}, "we tried to reach none of them yet."),
    ],
)
def test_denials_stand_beside_the_people_we_reached(changes: dict[str, object], sentence: str) -> None:
    said = attested_sentence(OSPRELLE | changes)
    assert said.startswith("40 people asked on osprelle's form; ")
    assert said.endswith(sentence)


def test_a_table_says_how_sure_it_is_and_what_follows() -> None:
    [[vendor, asked, contacted, denied, sure, so]] = attested_rows([OSPRELLE])
    assert (vendor, asked, contacted, denied, sure) == (
        "osprelle", "40", "20 of 40 (50 %)", "6 of 20 (30 %)", "sure to 99 %",
    )  # fmt: skip
    assert so.startswith("its statements count as its own answers")
