"""Every word of the code has words for people."""

from collections.abc import Mapping
from enum import StrEnum
from typing import get_args

import pytest

from leadaudit import words
from leadaudit.policy.model import ConsentField
from leadaudit.vocabulary import (
    ClassRule,
    ConsentState,
    ExcludedReason,
    FreshnessLabel,
    ImportKind,
    LineStatus,
    ListKind,
    NotUsableReason,
    ReasonCode,
    RecordClass,
    Tier,
    Verdict,
)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        (words.CLASSES, RecordClass),
        (words.VERDICTS, Verdict),
        (words.TIERS, Tier),
        (words.CONSENT, ConsentState),
        (words.FRESHNESS, FreshnessLabel),
        (words.LINES, LineStatus),
        (words.LISTS, ListKind),
        (words.IMPORTS, ImportKind),
        (words.RULES, ClassRule),
        (words.REASONS, [*NotUsableReason, *ExcludedReason, *ReasonCode]),
    ],
)
def test_every_code_has_words(said: Mapping[str, object], known: type[StrEnum]) -> None:
    assert set(said) == {str(code) for code in known}


def test_every_field_of_a_consent_proof_has_words() -> None:
    assert set(words.CONSENT_FIELDS) == set(get_args(ConsentField))


def test_a_reason_agrees_with_its_number() -> None:
    assert words.reason_count("duplicate", 1) == "1 repeat"
    assert words.reason_count("duplicate", 1034) == "1,034 repeats"
    assert words.reason_count("account_only", 1) == "1 that names no person"
    assert words.reason_count("off_spec_level", 2) == "2 whose level was not ordered"


def test_a_code_nobody_knows_is_shown_as_it_is() -> None:
    assert words.reason_name("some_new_code") == "some new code"
    assert words.reason_count("some_new_code", 2) == "2 some new code"
