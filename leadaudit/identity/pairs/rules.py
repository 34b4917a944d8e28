"""The rules by which records are looked at together: what two must have in common, and how many may have it.

A rule that is added here is found, counted, reported and learnt from; its words stand in ``answers.matching``.
"""

from typing import Final, NamedTuple


class Rule(NamedTuple):
    """One rule.

    Args:
        keyed_on: Columns of ``coded.Coded`` that two records must have in common.
        most_records: The most that may hold one key, those of two inputs taken together: a name that many of our
            contacts have tells no more of a list of ten than of a list of ten thousand.  A key above is left out and
            reported.
        leans_on: The comparisons it leans on: what it finds says nothing of how often these agree.
    """

    keyed_on: tuple[str, ...]
    most_records: int
    leans_on: tuple[str, ...]

    @property
    def most_pairs(self) -> int:
        """The most pairs of records that one key may make."""
        return self.most_records * (self.most_records - 1) // 2


# By name; the place of a rule is its number wherever it is stored.  Of few records everybody meets everybody.
BY_NAME: Final[dict[str, Rule]] = {
    "everybody": Rule((), 1414, ()),
    "email": Rule(("email",), 50, ("email",)),
    "local_part": Rule(("local_part",), 40, ("email",)),
    "phone": Rule(("line",), 20, ("phone",)),
    "profile": Rule(("profile",), 50, ("profile",)),
    "person_id": Rule(("person_id",), 50, ("person_id",)),
    "name": Rule(("first", "last"), 150, ("first", "last")),
    "name_sound": Rule(("first_sound", "last_sound"), 80, ("first", "last")),
    "last_company": Rule(("last", "company"), 300, ("last", "employer")),
    "first_company": Rule(("first", "company"), 60, ("first", "employer")),
    "last_domain": Rule(("last", "domain"), 300, ("last", "employer", "email")),
    "first_domain": Rule(("first", "domain"), 60, ("first", "employer", "email")),
    "starts_company": Rule(("first_start", "last_start", "company_start"), 60, ("first", "last", "employer")),
    "title_company": Rule(("title", "company"), 30, ("title", "employer")),
    "title_company_start": Rule(("title", "company_start", "country"), 25, ("title", "employer", "country")),
    "title_name": Rule(("title", "last_start"), 40, ("title", "last")),
    "title_first": Rule(("title", "first_start", "country"), 15, ("title", "first", "country")),
    "street": Rule(("street",), 40, ("street",)),
    "first_street": Rule(("first", "street"), 50, ("first", "street")),
    "first_postcode": Rule(("first", "postcode"), 60, ("first", "postcode")),
    "last_postcode": Rule(("last", "postcode"), 60, ("last", "postcode")),
    "born": Rule(("born",), 150, ("born",)),
    "last_born": Rule(("last", "born_year"), 100, ("last", "born")),
    "first_born": Rule(("first", "born"), 100, ("first", "born")),
    "born_postcode": Rule(("born", "postcode"), 100, ("born", "postcode")),
    "last_city": Rule(("last_sound", "first_start", "city"), 80, ("first", "last", "city")),
    "ends": Rule(("first", "last_end"), 20, ("first", "last")),
    "postcode": Rule(("postcode",), 100, ("postcode",)),
    "last": Rule(("last",), 30, ("last",)),
    "first_born_year": Rule(("first", "born_year", "city"), 60, ("first", "born")),
    "city_born": Rule(("city", "born"), 100, ("city", "born")),
    "starts_postcode": Rule(("first_start", "postcode"), 60, ("first", "last", "postcode")),
    "title_country": Rule(("title", "country"), 20, ("title", "country")),
    "first_last_start": Rule(("first", "last_start"), 20, ("first", "last")),
    "last_first_start": Rule(("last", "first_start"), 20, ("first", "last")),
    "first_company_start": Rule(("first", "company_start"), 25, ("first", "employer")),
    "last_company_start": Rule(("last", "company_start"), 60, ("last", "employer")),
}
RULES: Final = tuple(BY_NAME)
# First and last name in either order.
EITHER_WAY: Final = frozenset({"name", "name_sound"})
# Kinds of rules that miss for reasons of their own: a lost address says nothing of a misspelled name.
FAMILIES: Final = (
    ("email", "local_part"),
    ("phone",),
    ("profile", "person_id"),
    ("title_company", "title_company_start", "title_country"),
    ("street", "postcode"),
    ("born", "born_postcode", "city_born"),
    tuple(name for name, rule in BY_NAME.items() if {"first", "last"} & set(rule.leans_on)),
)
