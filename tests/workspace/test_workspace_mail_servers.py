from datetime import date

import dns.exception
import dns.resolver
import pytest

from leadaudit.vocabulary import MailAnswer
from leadaudit.workspace import Workspace
from leadaudit.workspace.mail_servers import Ask, mail_answer
from tests.workspace.conftest import Deliver, table

LONG_AGO, FAR_AWAY = date(2026, 1, 1), date(2099, 1, 1)
AS_OF = date(2026, 10, 1)


def raised(kind: type[Exception]) -> Exception:
    return kind()


class Net:
    """Name servers that know some domains, and note what they were asked."""

    def __init__(self, **known: tuple[str, ...] | Exception) -> None:
        self.known = {f"{name}.example": answer for name, answer in known.items()}
        self.asked: list[str] = []

    def __call__(self, domain: str) -> tuple[str, ...]:
        self.asked.append(domain)
        answer = self.known[domain]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (("mx1.acme.example.",), MailAnswer.YES),
        ((".",), MailAnswer.NO),
        (raised(dns.resolver.NXDOMAIN), MailAnswer.NO),
        (raised(dns.exception.Timeout), MailAnswer.UNKNOWN),
        (raised(dns.resolver.NoAnswer), MailAnswer.UNKNOWN),
        (raised(dns.resolver.NoNameservers), MailAnswer.UNKNOWN),
        ((), MailAnswer.UNKNOWN),
    ],
)
def test_only_a_domain_that_says_so_or_does_not_exist_takes_no_mail(
    said: tuple[str, ...] | Exception, answer: MailAnswer
) -> None:
    ask: Ask = Net(acme=said)
    assert mail_answer("acme.example", ask) is answer


def statuses(workspace: Workspace, name: str) -> set[str]:
    return set(workspace.read_table(name, "facts")["email_status"].to_pylist())


def test_an_answer_is_kept_with_its_day_and_speaks_until_another_comes(workspace: Workspace, deliver: Deliver) -> None:
    name = deliver(table(1, 2))
    other = deliver(table(3, domain="hillmark.example"), on=date(2026, 9, 2), name="more.csv")
    before = workspace.assessment(as_of=AS_OF)
    gone = Net(northwell=raised(dns.resolver.NXDOMAIN), hillmark=("mx.hillmark.example.",))
    assert workspace.look_up_mail_servers(asked_since=LONG_AGO, ask=gone) == {"yes": 1, "no": 1, "unknown": 0}
    assert sorted(gone.asked) == ["hillmark.example", "northwell.example"]
    after = workspace.assessment(as_of=AS_OF)
    assert after.assessment_id != before.assessment_id
    assert statuses(workspace, name) == {"doubtful"}
    assert statuses(workspace, other) == {"ok"}
    checks = workspace.read_table(name, "findings")
    assert "email.no-mail-server" in checks["check"].to_pylist()
    assert workspace.doctor() == ()
    again = Net()
    assert workspace.look_up_mail_servers(asked_since=LONG_AGO, ask=again) == {"yes": 0, "no": 0, "unknown": 0}
    back = Net(northwell=("mx.northwell.example.",), hillmark=raised(dns.exception.Timeout))
    workspace.look_up_mail_servers(asked_since=FAR_AWAY, ask=back)
    assert workspace.assessment(as_of=AS_OF).assessment_id == before.assessment_id
    assert statuses(workspace, name) == {"ok"}


def test_no_answer_changes_nothing_and_is_asked_for_again(workspace: Workspace, deliver: Deliver) -> None:
    name = deliver(table(1, 2))
    before = workspace.assessment(as_of=AS_OF)
    silent = Net(northwell=raised(dns.exception.Timeout))
    assert workspace.look_up_mail_servers(asked_since=LONG_AGO, ask=silent) == {"yes": 0, "no": 0, "unknown": 1}
    assert workspace.assessment(as_of=AS_OF).assessment_id == before.assessment_id
    assert statuses(workspace, name) == {"ok"}
    workspace.look_up_mail_servers(asked_since=LONG_AGO, ask=silent)
    assert silent.asked == ["northwell.example"] * 2


def test_free_mail_is_not_asked(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2, domain="gmail.com"))
    nobody = Net()
    assert workspace.look_up_mail_servers(asked_since=LONG_AGO, ask=nobody) == {"yes": 0, "no": 0, "unknown": 0}
    assert nobody.asked == []
    assert [entry.action for entry in workspace.log()][:1] == ["delivery added"]
