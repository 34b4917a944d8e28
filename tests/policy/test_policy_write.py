import tomllib

import pytest

from leadaudit.errors import FileMistakesError
from leadaudit.policy import read_policy
from leadaudit.policy.write import with_changes

OWN = """\
# ours
name = "ours"
version = "1"
[classes]
lapse_days = 200
[freshness.likelihood]
hard_bounce = [0.1, 0.1, 0.6]
"""


def test_changes_go_beside_what_a_policy_says_already() -> None:
    text = with_changes(
        OWN,
        {
            "version": "2",
            "freshness": {"employer_hazard": {"entry": 0.3}},
            "provenance": {"freshness.employer_hazard.entry": {"code": "O", "from": 'said "so"'}},
        },
        where="p",
    )
    policy = read_policy(text, where="p")
    assert (policy.name, policy.version, policy.classes.lapse_days) == ("ours", "2", 200)
    assert policy.freshness.likelihood["hard_bounce"] == (0.1, 0.1, 0.6)
    assert policy.freshness.employer_hazard.entry == 0.3
    source = policy.provenance_of("freshness.employer_hazard.entry")
    assert source is not None
    assert (source.code, source.source) == ("O", 'said "so"')


def test_what_is_written_is_read_again_as_it_was() -> None:
    assert tomllib.loads(with_changes(OWN, {}, where="p")) == tomllib.loads(OWN)


def test_a_change_that_makes_no_policy_is_refused() -> None:
    with pytest.raises(FileMistakesError, match=r"p, usable\.min_employer_p: is 2"):
        with_changes(OWN, {"usable": {"min_employer_p": 2}}, where="p")
