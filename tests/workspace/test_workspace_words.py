from datetime import date

import pyarrow.parquet as pq
import pytest

from leadaudit.contract.buyer import Buyer, BuyerList
from leadaudit.errors import FileMistakesError
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.imports import Snapshot
from tests.workspace.conftest import Deliver, table

AS_OF = date(2026, 10, 1)
WORDS = """
[[titles]]
words = ["director of marketing"]
level = "manager"

[[companies]]
name = "Brackwater"
names = ["Northwell"]
"""


def column(found: StoredAssessment, name: str) -> set[object]:
    return set(pq.read_table(found.paths["facts"][0])[name].to_pylist())


def test_words_change_what_was_delivered_before_them(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2))
    assert column(workspace.assessment(as_of=AS_OF), "seniority") == {"director"}
    workspace.put_words(WORDS, where="words.toml")
    after = workspace.assessment(as_of=AS_OF)
    assert column(after, "seniority") == {"manager"}
    assert column(after, "company_key") == {"brackwater"}
    assert workspace.doctor() == ()


def test_going_back_gives_the_earlier_answer_again(workspace: Workspace, deliver: Deliver) -> None:
    name = deliver(table(1, 2))
    before = workspace.assessment(as_of=AS_OF)
    bytes_before = before.paths["facts"][0].read_bytes()
    workspace.put_words(WORDS, where="words.toml")
    between = workspace.assessment(as_of=AS_OF)
    workspace.put_words("", where="words.toml")
    again = workspace.assessment(as_of=AS_OF)
    assert before.assessment_id == again.assessment_id != between.assessment_id
    assert again.paths["facts"][0].read_bytes() == bytes_before
    assert workspace.doctor() == ()
    assert [one.head.delivery for one in workspace.deliveries()] == [name]


def test_a_comment_alone_changes_no_answer(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2))
    workspace.put_words(WORDS, where="words.toml")
    before = workspace.assessment(as_of=AS_OF)
    workspace.put_words("# reviewed\n" + WORDS, where="words.toml")
    after = workspace.assessment(as_of=AS_OF)
    assert after.assessment_id == before.assessment_id
    assert after.paths == before.paths


def test_a_later_delivery_is_read_with_the_words_in_force(workspace: Workspace, deliver: Deliver) -> None:
    workspace.put_words(WORDS, where="words.toml")
    name = deliver(table(1, 2))
    assert set(workspace.read_table(name, "facts")["seniority"].to_pylist()) == {"manager"}
    assert workspace.doctor() == ()


def test_every_version_is_kept_with_its_author(workspace: Workspace) -> None:
    assert workspace.words_versions() == []
    workspace.put_words(WORDS, where="words.toml")
    workspace.put_words(WORDS, where="words.toml")
    workspace.put_words("", where="words.toml")
    assert [(one.text, one.author) for one in workspace.words_versions()] == [("", "ada"), (WORDS, "ada")]
    assert workspace.words_text() == ""
    assert [entry.action for entry in workspace.log()][:2] == ["words saved", "words saved"]


def test_words_with_a_mistake_are_not_kept(workspace: Workspace) -> None:
    with pytest.raises(FileMistakesError, match=r"titles\.1"):
        workspace.put_words('[[titles]]\nwords = ["x y"]\nlevel = "boss"', where="words.toml")
    assert workspace.words_versions() == []
    assert workspace.words().fingerprint is None


def test_lists_and_crm_contacts_go_by_the_same_names(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2))
    workspace.put_buyer(Buyer(competitors=BuyerList(entries=("Brackwater GmbH",))))
    staged = workspace.stage(b"Company\r\nBrackwater Ltd\r\n", "targets.csv")
    snapshot = Snapshot(kind=ImportKind.LIST, source="target_accounts", coverage="full", snapshot_on=date(2026, 9, 1))
    listed = workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)
    crm = workspace.stage(b"Contact ID,Email,Company\r\n003A,eva@northwell.example,Northwell\r\n", "crm.csv")
    contacts = workspace.commit_import(
        workspace.opened(crm.staged),
        crm,
        Snapshot(kind=ImportKind.CRM_CONTACTS, source="crm", coverage="full", snapshot_on=date(2026, 9, 1)),
    )

    def hits() -> set[str]:
        return set(pq.read_table(workspace.assessment(as_of=AS_OF).paths["list_hits"][0])["list"].to_pylist())

    assert hits() == set()
    workspace.put_words(
        WORDS.replace('name = "Brackwater"', 'name = "Northwell"').replace(
            'names = ["Northwell"]', 'names = ["Brackwater"]'
        ),
        where="words.toml",
    )
    assert hits() == {"competitors", "target_accounts"}
    assert workspace.read_table(listed, "lists")["value"].to_pylist() == ["northwell"]
    workspace.put_words(WORDS, where="words.toml")
    assert hits() == {"competitors", "target_accounts"}
    assert workspace.read_table(contacts, "facts")["company_key"].to_pylist() == ["brackwater"]
