"""What the user says of following up: who looks after whom, and the wordings people are asked with.

Source: docs/method.md, "Follow up".
"""

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import Field, field_validator

from leadaudit.settings_file import Section, parse_toml, read_settings

Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]


def filled(text: str, *, first_name: str, topic: str, us: str) -> str:
    """A wording for one person."""
    return text.format(first_name=first_name, topic=topic, us=us)


class Territory(Section):
    """Who of ours looks after people whom the CRM gives to nobody."""

    owner: Annotated[str, Field(min_length=1)]
    """The name, as the CRM has it."""
    countries: tuple[Country, ...] = ()
    """Of people in these countries (two letters, ISO 3166); absent: in every country."""
    vendors: tuple[str, ...] = ()
    """Of people these vendors delivered; absent: of every vendor."""

    def covers(self, country: str | None, vendor: str) -> bool:
        """Whether it speaks of a person."""
        return (not self.countries or country in self.countries) and (not self.vendors or vendor in self.vendors)


class Wording(Section):
    """One way to ask a person."""

    name: Annotated[str, Field(min_length=1)]
    """Short, for tables and exports."""
    subject: str
    """Subject of the mail."""
    mail: Annotated[str, Field(min_length=1)]
    """The mail; {first_name}, {topic} and {us} are filled in."""
    call: Annotated[str, Field(min_length=1)]
    """The same said on the phone."""
    next_step: Annotated[str, Field(min_length=1)]
    """What happens after a yes; nothing else may happen."""

    @field_validator("mail", "call")
    @classmethod
    def _can_be_filled(cls, text: str) -> str:
        try:
            filled(text, first_name="", topic="", us="")
        except (KeyError, IndexError, ValueError):
            raise ValueError("only {first_name}, {topic} and {us} are filled in. Correct what is in braces.") from None
        return text


class FollowUpGiven(Section):
    """Everything of it."""

    us: str | None = None
    """How we call ourselves in a letter; absent: the first name of the buyer."""
    territory: tuple[Territory, ...] = ()
    """The first that covers a person names the owner."""
    wording: tuple[Wording, ...] = ()
    """Three are shipped; one's own replace them."""

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """One's own wordings, else the shipped ones."""
        return self.wording or SHIPPED


# Each asks one thing and says what a yes leads to, so that a yes is a statement and not a click.
SHIPPED: Final = (
    Wording(
        name="talk",
        subject="Would a conversation help?",
        mail="Hello {first_name}, you asked for material on {topic}. Would you like somebody of {us} to call you about "
        "it for 20 minutes? Please answer yes or no. After a yes we propose two times; after a no we leave you alone.",
        call="You asked for material on {topic}. Would you like a colleague to call you about it for 20 minutes, yes "
        "or no?",
        next_step="Propose two times for a call of 20 minutes within one working day.",
    ),
    Wording(
        name="stage",
        subject="Where are you with this?",
        mail="Hello {first_name}, you looked into {topic}. Are you choosing a supplier in the next six months, and may "
        "{us} take part? Please answer yes or not yet. After a yes we ask what matters to you; not yet is fine.",
        call="You looked into {topic}. Are you choosing a supplier in the next six months, and may we take part?",
        next_step="Ask which questions the choice depends on, and answer these.",
    ),
    Wording(
        name="price",
        subject="Would a price help?",
        mail="Hello {first_name}, would a price for {topic} in a company like yours help you? Please answer yes or no. "
        "After a yes {us} sends one page with prices and no further mail.",
        call="Would a price for {topic} in a company like yours help you? We would send one page.",
        next_step="Send the page with prices, and call only if asked to.",
    ),
)


def owner_of(territories: Sequence[Territory], country: str | None, vendor: str) -> str | None:
    """Who looks after a person by our own table; None: nobody."""
    return next((one.owner for one in territories if one.covers(country, vendor)), None)


def read_given(text: str, *, where: str) -> FollowUpGiven:
    """The settings of a TOML text.

    Raises:
        FileMistakesError: Every mistake of the text.
    """
    return read_settings(FollowUpGiven, parse_toml(text, where=where), where=where)


def write_given(given: FollowUpGiven) -> str:
    """The same as TOML, the wordings in force included; reading it again gives the same."""
    rows = [] if given.us is None else [f"us = {_quoted(given.us)}"]
    for territory in given.territory:
        rows += ["", "[[territory]]", f"owner = {_quoted(territory.owner)}"]
        rows += [
            f"{name} = [{', '.join(map(_quoted, values))}]"
            for name, values in (("countries", territory.countries), ("vendors", territory.vendors))
            if values
        ]
    for wording in given.wordings:
        rows += ["", "[[wording]]"]
        rows += [f"{name} = {_quoted(str(value))}" for name, value in wording.model_dump().items()]
    return "\n".join([*rows, ""])


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + "".join(" " if character < " " else character for character in escaped) + '"'
