"""Whether mail domains take mail at all: asked of the net only when somebody says so, kept with the day of the answer.

A time-out, a refusal or an answer without a mail server is no answer; only a domain that does not exist (RFC 8020) and
one that says it takes no mail (RFC 7505) take none.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Final

import dns.exception
import dns.resolver
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, delete, insert, select

from leadaudit.vocabulary import MailAnswer
from leadaudit.workspace import schema
from leadaudit.workspace.catalogue import clock, write_log, writing
from leadaudit.workspace.deliveries import all_deliveries
from leadaudit.workspace.file_store import FileStore, Store, files_of

# Seconds for one domain, all its name servers together, and how many are asked at a time.
PATIENCE_SECONDS: Final = 4.0
AT_A_TIME: Final = 16
# "." as the only exchange says that a domain takes no mail.
_NULL_EXCHANGE: Final = (".",)

# The mail exchanges a domain names; raises what dnspython raises.
Ask = Callable[[str], tuple[str, ...]]


def exchanges(domain: str) -> tuple[str, ...]:
    """The mail exchanges of a domain, asked of the machine's own name servers."""
    resolver = dns.resolver.Resolver()
    return tuple(str(answer.exchange) for answer in resolver.resolve(domain, "MX", lifetime=PATIENCE_SECONDS))


def mail_answer(domain: str, ask: Ask) -> MailAnswer:
    """Whether a domain takes mail; unknown unless it says so, or does not exist."""
    try:
        found = ask(domain)
    except dns.resolver.NXDOMAIN:
        return MailAnswer.NO
    except dns.exception.DNSException:
        return MailAnswer.UNKNOWN
    if found == _NULL_EXCHANGE:
        return MailAnswer.NO
    return MailAnswer.YES if found else MailAnswer.UNKNOWN


def look_up(store: Store, *, asked_since: date, ask: Ask) -> Mapping[str, int]:
    """Ask every mail domain of the active deliveries that has not answered since a day.

    Mailboxes for anybody and throw-away ones are not asked: their domains are known.

    Returns:
        How many answered what, by ``MailAnswer``.
    """
    with store.engine.connect() as connection:
        wanted = sorted(_domains(connection, store.files) - _answered(connection, asked_since))
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        answers = dict(zip(wanted, pool.map(lambda domain: mail_answer(domain, ask), wanted), strict=True))
    counts = Counter(answer.value for answer in answers.values())
    if answers:
        told = ", ".join(f"{answer.value} {counts[answer.value]}" for answer in MailAnswer)
        with writing(store.engine) as connection:
            _keep(connection, answers)
            write_log(connection, author=store.author, action="mail servers asked", subject="domains", detail=told)
    return {answer.value: counts[answer.value] for answer in MailAnswer}


def _domains(connection: Connection, store: FileStore) -> set[str]:
    names: set[str] = set()
    for one in all_deliveries(connection):
        file = files_of(connection, one.head.delivery)["facts"]
        facts = store.read_table(file, ("email_domain", "email_is_free", "email_is_disposable"))
        names |= set(pc.unique(facts.filter(_somebodys(facts))["email_domain"].drop_null()).to_pylist())
    return names


def _somebodys(facts: pa.Table) -> pa.ChunkedArray:
    anybodys = pc.or_(facts["email_is_free"], facts["email_is_disposable"])
    return pc.invert(pc.fill_null(anybodys, fill_value=True))


def _answered(connection: Connection, since: date) -> set[str]:
    table = schema.mail_servers
    definite = table.c.answer != MailAnswer.UNKNOWN.value
    return set(connection.execute(select(table.c.domain).where(definite, table.c.asked_on >= since)).scalars())


def _keep(connection: Connection, answers: Mapping[str, MailAnswer]) -> None:
    """Put the answers in the place of earlier ones; no answer leaves an earlier one standing."""
    table, today = schema.mail_servers, clock().date()
    definite = {domain: answer for domain, answer in answers.items() if answer is not MailAnswer.UNKNOWN}
    known = set(connection.execute(select(table.c.domain)).scalars())
    rows = [
        {"domain": domain, "answer": answer.value, "asked_on": today}
        for domain, answer in answers.items()
        if domain in definite or domain not in known
    ]
    for row in rows:
        connection.execute(delete(table).where(table.c.domain == row["domain"]))
    if rows:
        connection.execute(insert(table), rows)
