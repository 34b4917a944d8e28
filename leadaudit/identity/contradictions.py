"""What speaks against two records being one person although they hold the same key.

docs/method.md, "Who is the same person": a join is automatic only where nothing contradicts.  Role mailboxes,
shared lines and namesakes are never merged silently; what is kept apart here may still be joined by a person's
decision.
"""

from typing import Final, NamedTuple

from leadaudit.identity.names import names_are_one, names_differ
from leadaudit.vocabulary import KeyRule

# Keys that belong to one person, against keys that namesakes and colleagues can share.
PERSONAL_RULES: Final = (KeyRule.EMAIL, KeyRule.CRM_ID, KeyRule.VENDOR_RECORD_ID, KeyRule.PROFILE_URL)
SHARED_RULES: Final = (KeyRule.PHONE_AND_LAST_NAME, KeyRule.NAME_AND_DOMAIN)
JOINING_RULES: Final = (*PERSONAL_RULES, *SHARED_RULES)


class Traits(NamedTuple):
    """What a node says of its person; None where it says nothing.  Nodes with equal traits are interchangeable.

    Args:
        first: Folded first name.
        last: Folded last name.
        generation: jr, sr, ii, iii or iv.
        email: Address, unless it is a role mailbox.
        domain: Domain of that address, when it is a company's.
        profile: Personal profile page.
    """

    first: str | None
    last: str | None
    generation: str | None
    email: str | None
    domain: str | None
    profile: str | None


class Ground(NamedTuple):
    """Why two nodes might be one person: the rule of the key they share, and whether it is a shared phone line."""

    rule: KeyRule
    shared_line: bool = False


def contradict(left: Traits, right: Traits, ground: Ground) -> bool:
    """Whether two nodes that hold the same key must not be joined by it."""
    if ground.rule is KeyRule.VENDOR_RECORD_ID and _different_rows(left, right):
        return True
    if ground.shared_line and not (left.first and right.first):
        return True
    return are_two_people(left, right, ground)


def are_two_people(left: Traits, right: Traits, ground: Ground) -> bool:
    """Whether two nodes cannot end as one person when the ground for it is this one, whoever holds the key.

    A personal key is proof enough for anything but another name; a key that names a house is not.
    """
    if left == right:
        return False
    if names_differ(left.first, left.last, right.first, right.last):
        return True
    if left.generation and right.generation and left.generation != right.generation:
        return True
    return ground.rule in SHARED_RULES and _are_namesakes(left, right, ground)


def _different_rows(left: Traits, right: Traits) -> bool:
    """Whether a vendor's id is no id of a person: many vendors number the lines of each file from one on."""
    same_address = left.email is not None and left.email == right.email
    return not (same_address or names_are_one(left.first, left.last, right.first, right.last))


def _are_namesakes(left: Traits, right: Traits, ground: Ground) -> bool:
    """Whether two people of one name may stand behind a key that names a house rather than a person."""
    # A father is often written without suffix: one suffix missing is as good as two that differ.
    if left.generation != right.generation:
        return True
    if left.profile and right.profile and left.profile != right.profile:
        return True
    if left.email is None or right.email is None or left.email == right.email:
        return False
    # On a line of one's own, a private beside a business address is one person; two at one company are two.
    own_line = ground.rule is KeyRule.PHONE_AND_LAST_NAME and not ground.shared_line
    return not own_line or (left.domain is not None and left.domain == right.domain)
