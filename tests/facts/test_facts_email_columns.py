import random
from functools import partial

import pyarrow as pa
import pytest

from leadaudit.facts import email_columns, judges
from leadaudit.facts.columns import judge_rows, with_check
from leadaudit.facts.email import role_names
from leadaudit.facts.email_columns import plain_emails
from leadaudit.facts.email_domain import free_domains, mail_lists, typos
from leadaudit.tables import FLAG, TEXT

SAYS = with_check(
    ("norm", TEXT), ("domain", TEXT), ("suggestion", TEXT), ("is_role", FLAG), ("is_free", FLAG),
    ("is_disposable", FLAG), ("is_academic", FLAG),
)  # fmt: skip
NONE: frozenset[str] = frozenset()


@pytest.fixture(autouse=True)
def _even_one_address_goes_through_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email_columns, "_FEWEST", 0)


def recognised(cells: list[str | None], extra: frozenset[str] = NONE) -> list[bool]:
    answers = plain_emails([pa.array(cells, TEXT)], extra_role_names=extra)
    return [bool(is_plain) for is_plain in answers.is_plain.to_pylist()]


def differences(cells: list[str | None], extra: frozenset[str] = NONE) -> list[tuple[str | None, object, object]]:
    """The cells of which the columns say anything else than the judge of one value, and what each says."""
    judge, plain = partial(judges.email, extra_role_names=extra), partial(plain_emails, extra_role_names=extra)
    short = judge_rows([pa.array(cells, TEXT)], judge, SAYS, plain=plain)
    whole = judge_rows([pa.array(cells, TEXT)], judge, SAYS)
    both = (judged.facts.take(judged.place).to_pylist() for judged in (short, whole))
    return [found for found in zip(cells, *both, strict=True) if found[1] != found[2]]


def mailboxes() -> list[str]:
    lists = mail_lists()
    odd = [
        "",
        ".",
        "a",
        "A" * 64,
        "b" * 65,
        "jane.",
        ".jane",
        "ja..ne",
        "jürgen",
        "a b",
        "-",
        "_",
        "+",
        "+tag",
        "o'neil",
    ]
    plain = ["jane", "J.Doe", "jane+news", "a_b", "o-1", "marketing.jones", "infantino", "s.ales", "anna", "qa", "jd"]
    keys = [
        "asdfgh",
        "qwerty1",
        "aaaa",
        "aaab",
        "___",
        "---",
        "123",
        "12345",
        "0123456789",
        "1234567891",
        "111",
        "1112",
    ]
    return [*odd, *plain, *keys, *sorted(lists["placeholders"]["locals"]), *sorted(role_names(NONE))]


def hosts() -> list[str]:
    lists = mail_lists()["placeholders"]
    known = [
        *sorted(free_domains())[::7],
        *typos("known"),
        *lists["domains"],
        *lists["example_domains"],
        "mailinator.com",
    ]
    odd = [
        "acme", "acme.c", "acme.123", "acme.c0m", "acme.test", "acme.local", "acme.invalid", "a.arpa", "acme.onion",
        "-a.com", "a-.com", "ab--c.com", "a--b.com", "xn--mller-kva.com", "xn--p1ai", "acme.xn--p1ai", "müller.com",
        f"{'x' * 63}.com", f"{'x' * 64}.com", "acme..com", ".com", "acme.com.", "a_b.com", "[192.0.2.1]", "192.0.2.1",
        f"{'x.' * 120}com", "acme.con", "acme.ck", "www.ck", "acme.co.uk", "co.uk", "uk.com", "acme.github.io",
        "github.io", "acme.blogspot.com", "mail.mailinator.com", "localhost", "home.arpa", "acme.edu", "mit.edu",
        "edu.com", "acme.edu.au", "cs.ox.ac.uk", "uni-koeln.de", "uni-acme.com", "universitas.org", "hec.fr", "tum.de",
        "univ-acme.fr", "my-hochschule.de", "acme.sport", "acme.museum", "sub.acme.com", "www.acme.com", "acme.example",
    ]  # fmt: skip
    plain = ["acme.com", "ACME.de", "northwind.example", "a-b.io", "1.fr", "abc.com", "jd.com", "qa.org", "x.org"]
    return [*known, *odd, *plain, *slips()]


def slips() -> list[str]:
    """Names of providers with one or two slips of the hand, at the usual endings."""
    dice = random.Random(20261122)  # noqa: S311 - a seeded die, not a secret
    made = []
    for name in sorted(typos("providers")):
        for _ in range(25):
            signs = list(name)
            for _ in range(dice.choice([1, 1, 1, 2])):
                place = dice.randrange(len(signs))
                end = dice.choice([place, place + 1, place + 2])
                signs[place:end] = dice.choice([signs[place:end][::-1], [dice.choice("aeiouklmnt0-")], []]) or ["e"]
            made.append("".join(signs) + dice.choice([".com", ".com", ".de", ".net", ".con", ".co", ".org"]))
    return made


def test_mailboxes_and_hosts_of_every_list_are_read_as_one_by_one() -> None:
    dice = random.Random(20261121)  # noqa: S311
    ordinary = ["acme.com", "northwind.example", "gmail.com", "acme.co.uk", "abc.com"]
    cells: list[str | None] = [f"{local}@{dice.choice(ordinary)}" for local in mailboxes()]
    cells += [f"{dice.choice(['jane.doe', 'x+y', 'Info', 'test', 'j'])}@{host}" for host in hosts()]
    assert 200 < sum(recognised(cells)) < len(cells) - 500
    assert differences(cells) == []


def test_addresses_with_anything_put_in_are_read_as_one_by_one() -> None:
    dice = random.Random(20261123)  # noqa: S311
    odd = [
        " ",
        "@",
        "\x00",
        "\t",
        "\n",
        "\u200b",
        ".",
        "'",
        "Ａ",
        "ß",
        "K",
        "\u0301",
        "<",
        ">",
        "-",
        "--",
        "+",
        "_",
        "1",
        ",",
        ";",
    ]
    locals_, domains = mailboxes(), hosts()
    cells: list[str | None] = []
    for _ in range(8_000):
        address = (
            f"{dice.choice([*locals_, *['jane.doe', 'ann'] * 200])}@{dice.choice([*domains, *['acme.com'] * 500])}"
        )
        place = dice.randint(0, len(address))
        is_odd = dice.random() < 0.4
        cells.append(address[:place] + dice.choice(odd) + address[place:] if is_odd else address)
    assert 2_000 < sum(recognised(cells)) < 6_500
    assert differences(cells) == []


@pytest.mark.parametrize("sign", [".", "-", "_", "+", "2", ".uk", "-team", "..", ".jones", "x"])
def test_a_function_with_signs_in_or_behind_it_is_never_taken_for_a_person(sign: str) -> None:
    names = sorted(role_names(NONE))
    inside = [f"{name[:2]}{sign}{name[2:]}@acme.com" for name in names]
    behind = [f"{name}{sign}@acme.com" for name in names]
    assert differences([*inside, *behind]) == []


def test_a_policys_role_names_are_no_persons() -> None:
    cells: list[str | None] = [
        "hello@acme.com",
        "he.llo@acme.com",
        "hello7@acme.com",
        "the-team@acme.com",
        "x2@acme.com",
        "1@a.com",
    ]
    extra = frozenset({"hello", "the-team", "x2", "1", "", "Ünïcode", "a.b*c"})
    assert recognised(cells) == [True] * 6
    assert recognised(cells, extra) == [False] * 6
    assert differences(cells, extra) == []


@pytest.mark.parametrize(
    ("cell", "is_plain"),
    [
        ("Jane.Doe@Acme.Example", True), ("jane+x@gmail.com", True), ("jane@cs.ox.ac.uk", True), ("jd@acme.com", True),
        ("jd@jd.com", False), (" jane@acme.com", False), ("jane@acme.con", False), ("jane@gmial.com", False),
        ("sales@acme.com", False), ("test@acme.com", False), ("jane@mailinator.com", False), (None, False), ("", False),
    ],
)  # fmt: skip
def test_plain_addresses_are_recognised(cell: str | None, is_plain: bool) -> None:
    assert recognised([cell]) == [is_plain]
    assert differences([cell]) == []


def test_no_cells_get_no_answers() -> None:
    assert plain_emails([pa.array([], TEXT)], extra_role_names=NONE).facts.num_rows == 0


def test_a_few_addresses_are_left_to_the_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email_columns, "_FEWEST", 2)
    assert recognised(["jane@acme.com"]) == [False]
    assert recognised(["jane@acme.com", "joe@acme.com"]) == [True, True]
    assert differences(["jane@acme.com"]) == []
