import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.split.spelling import id_key, name_as_id, program_key, vendor_key


@pytest.mark.parametrize("written", ["Acme Media", "ACME media ", "acme-media", "Acme  Media Ltd.", "ACME MEDIA GmbH"])
def test_spellings_of_one_vendor_share_a_key(written: str) -> None:
    assert vendor_key(written) == "acmemedia"
    assert vendor_key(written) == id_key("acme-media")


@pytest.mark.parametrize("written", ["Acme Events", "Acme", "Acme Media (UK) Ltd", "Media Acme"])
def test_other_vendors_have_other_keys(written: str) -> None:
    assert vendor_key(written) != "acmemedia"


@pytest.mark.parametrize("written", ["", " ", "-", "N/A", "none", "Select"])
def test_what_stands_for_nothing_names_nobody(written: str) -> None:
    assert vendor_key(written) is None
    assert program_key(written) is None


def test_a_name_becomes_an_id_that_a_program_may_have() -> None:
    assert name_as_id("Acme Média / Q4") == "acme-media-q4"
    assert name_as_id("株式会社").startswith("v-")


@given(st.text(max_size=80))
def test_any_text_has_a_key_or_none_and_an_id(written: str) -> None:
    assert vendor_key(written) != ""
    name = name_as_id(written)
    assert 1 <= len(name) <= 60
    assert name.strip("abcdefghijklmnopqrstuvwxyz0123456789-") == ""
    assert name[0] != "-"
