"""Texts that people write and the workspace keeps, every version: programs, the buyer, policy, words, costs."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import Connection, func, insert, select

from leadaudit.contract.buyer import Buyer, read_buyer
from leadaudit.contract.program import Program, read_program
from leadaudit.economics.own_costs import OwnCosts, read_own_costs
from leadaudit.errors import FileMistakesError, LeadauditError
from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.words_file import read_words
from leadaudit.followup.given import FollowUpGiven, read_given
from leadaudit.intake.mapping_file import SavedMapping, read_mapping_file, write_mapping_file
from leadaudit.outcomes.stages import Stages, read_stages
from leadaudit.policy import Policy, default_policy, read_policy
from leadaudit.vocabulary import MailAnswer
from leadaudit.workspace import schema
from leadaudit.workspace.catalogue import clock, write_log


class SettingKind(StrEnum):
    """Kinds of texts a workspace keeps."""

    PROGRAM = "program"
    BUYER = "buyer"
    POLICY = "policy"
    WORDS = "words"
    MAPPING = "mapping"
    COLUMNS = "columns"
    STAGES = "stages"
    COSTS = "costs"
    FOLLOW_UP = "follow_up"
    TARGET = "target"
    WEIGHTS = "weights"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingVersion:
    """One version of a kept text."""

    version: int
    name: str
    author: str
    added_at: datetime
    text: str


def keep(connection: Connection, kind: SettingKind, name: str, text: str, *, author: str) -> None:
    """Put a version in force; the same text again is no new version."""
    if newest(connection, kind, name) == text:
        return
    values = {"kind": kind.value, "name": name, "text": text, "author": author, "added_at": clock()}
    connection.execute(insert(schema.settings).values(values))
    write_log(connection, author=author, action=f"{kind.value} saved", subject=name or kind.value)


def newest(connection: Connection, kind: SettingKind, name: str) -> str | None:
    """The text in force, or None."""
    table = schema.settings
    query = select(table.c.text).where(table.c.kind == kind.value, table.c.name == name)
    return connection.execute(query.order_by(table.c.version.desc()).limit(1)).scalar()


def versions(connection: Connection, kind: SettingKind, name: str) -> list[SettingVersion]:
    """Every version of a text, newest first."""
    table = schema.settings
    query = select(table).where(table.c.kind == kind.value, table.c.name == name).order_by(table.c.version.desc())
    return [
        SettingVersion(version=row.version, name=row.name, author=row.author, added_at=row.added_at, text=row.text)
        for row in connection.execute(query)
    ]


def programs(connection: Connection) -> dict[str, Program]:
    """Every program in force, by id."""
    table = schema.settings
    last = (
        select(func.max(table.c.version)).where(table.c.kind == SettingKind.PROGRAM.value).group_by(table.c.name)
    ).scalar_subquery()
    rows = connection.execute(
        select(table.c.name, table.c.text).where(table.c.version.in_(last)).order_by(table.c.name)
    )
    return {name: read_program(text, where=f"program {name}", is_stored=True) for name, text in rows}


def buyer(connection: Connection) -> Buyer:
    """Ourselves, as far as we said."""
    text = newest(connection, SettingKind.BUYER, "")
    return Buyer() if text is None else read_buyer(text, where="buyer")


def policy(connection: Connection) -> Policy:
    """The policy in force: our own, else the shipped one."""
    return policy_of(newest(connection, SettingKind.POLICY, "") or "", where="policy")


def policy_of(text: str, *, where: str) -> Policy:
    """The policy a text stands for; an empty one stands for the shipped policy.

    Raises:
        FileMistakesError: Every mistake of the text.
    """
    return read_policy(text, where=where) if text.strip() else default_policy()


def require_new_version(connection: Connection, policy: Policy, *, where: str) -> None:
    """Refuse other rules under a name and version that were in force already: two answers would pass for one another.

    Raises:
        LeadauditError: The name and version are taken.
    """
    for kept in versions(connection, SettingKind.POLICY, ""):
        try:
            earlier = policy_of(kept.text, where=f"version {kept.version}")
        except FileMistakesError:
            continue  # kept by an older leadaudit, whose keys are no longer known
        if (earlier.name, earlier.version) != (policy.name, policy.version):
            continue
        if earlier.fingerprint != policy.fingerprint:
            raise LeadauditError(
                where,
                f"{policy.name} {policy.version} was put in force on {kept.added_at:%Y-%m-%d} with other rules",
                "Give this one another version",
            )


def words(connection: Connection) -> OwnWords:
    """The words of our own in force, and what mail domains answered; none where nobody gave or asked any."""
    text = newest(connection, SettingKind.WORDS, "")
    own = OwnWords() if text is None else read_words(text, where="words")
    return replace(own, no_mail=_without_mail(connection))


def second_domains(connection: Connection) -> dict[str, str]:
    """For every domain that another one of its company stands for in our words, that other one."""
    text = newest(connection, SettingKind.WORDS, "")
    return {} if text is None else dict(_second_domains(text))


@lru_cache(maxsize=4)
def _second_domains(text: str) -> tuple[tuple[str, str], ...]:
    # Asked for with every input, and reading the words of a large company takes milliseconds.
    return (*read_words(text, where="words").second_domains.items(),)


def stages(connection: Connection) -> Stages:
    """What people said the words of their CRM mean; nothing where nobody did."""
    text = newest(connection, SettingKind.STAGES, "")
    return Stages() if text is None else read_stages(text, where="stages")


def own_costs(connection: Connection) -> OwnCosts:
    """What the user gave beside the price of the records; nothing where nobody did."""
    text = newest(connection, SettingKind.COSTS, "")
    return OwnCosts() if text is None else read_own_costs(text, where="costs")


def follow_up(connection: Connection) -> FollowUpGiven:
    """Owners and wordings somebody gave; the shipped wordings and no owners where nobody did."""
    text = newest(connection, SettingKind.FOLLOW_UP, "")
    return FollowUpGiven() if text is None else read_given(text, where="follow-up")


def _without_mail(connection: Connection) -> frozenset[str]:
    table = schema.mail_servers
    query = select(table.c.domain).where(table.c.answer == MailAnswer.NO.value)
    return frozenset(connection.execute(query).scalars())


def mapping(connection: Connection, vendor: str) -> SavedMapping | None:
    """What the columns of a vendor's files were the last time, or None."""
    text = newest(connection, SettingKind.MAPPING, vendor)
    return None if text is None else read_mapping_file(text, where=f"mapping of {vendor}")


def keep_mapping(connection: Connection, vendor: str, saved: SavedMapping, *, author: str) -> None:
    """Remember what the columns of a vendor's file are; headers of earlier files stay known."""
    before = mapping(connection, vendor)
    columns = {**(before.columns if before else {}), **saved.columns}
    kept_dates = {header: order for header, order in (before.dates if before else {}).items() if header in columns}
    dates = {header: order for header, order in kept_dates.items() if header not in saved.columns} | dict(saved.dates)
    together = SavedMapping(columns=columns, dates=dates)
    keep(connection, SettingKind.MAPPING, vendor, write_mapping_file(together), author=author)
