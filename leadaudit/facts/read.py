"""All facts of a delivery's records: what every mapped cell says, its keys, and the checks it did not pass."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.facts import judges
from leadaudit.facts.columns import Column, Judge, Judged, PlainJudge, holds, judge_rows, text_at, with_check, workers
from leadaudit.facts.company_columns import plain_companies
from leadaudit.facts.company_domain_columns import plain_employers
from leadaudit.facts.email_columns import plain_emails
from leadaudit.facts.keys import keys
from leadaudit.facts.name_columns import plain_names
from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.phone_columns import plain_phones
from leadaudit.facts.url_columns import plain_websites
from leadaudit.facts.words import is_missing
from leadaudit.findings import STATUS_OF
from leadaudit.tables import DAY, FACTS, FINDINGS, FLAG, INSTANT, MONEY, TEXT, text_column
from leadaudit.vocabulary import DateOrder, ValueStatus

_NAME: Final = ("first_name", "middle_name", "last_name", "full_name", "salutation")
_EMAIL_SAYS: Final = with_check(
    ("norm", TEXT), ("domain", TEXT), ("suggestion", TEXT), ("is_role", FLAG), ("is_free", FLAG),
    ("is_disposable", FLAG), ("is_academic", FLAG),
)  # fmt: skip
_NAME_SAYS: Final = with_check(
    ("first", TEXT), ("last", TEXT), ("first_key", TEXT), ("last_key", TEXT), ("generation", TEXT), ("is_test", FLAG)
)
_TITLE_SAYS: Final = with_check(
    ("title", TEXT), ("key", TEXT), ("seniority", TEXT), ("function", TEXT), ("phrase", TEXT), ("is_learner", FLAG)
)
_PLACE_SAYS: Final = with_check(("country_code", TEXT), ("state_code", TEXT))
# The field of a date and the column of FACTS it fills.
DAYS: Final = {
    "delivered_at": "delivered_row_on", "captured_at": "captured_on", "activity_at": "activity_on",
    "consent_at": "consent_on", "statement_at": "statement_on", "intent_at": "intent_on",
    "email_verified_at": "email_verified_on", "last_updated_at": "last_updated_on",
    "job_started_at": "job_started_on", "created_at": "created_on", "last_activity_at": "last_activity_on",
}  # fmt: skip
ANSWERS: Final = {
    "consent": "consent_answer", "statement_answer": "statement_answer", "unsubscribed": "unsubscribed",
    "do_not_call": "do_not_call", "attended": "attended",
}  # fmt: skip
# Further phones and opt-out columns are read up to this many; a file with more repeats itself.
_MOST_COLUMNS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsRead:
    """What the records of one delivery say.

    Args:
        facts: tables.FACTS, one row per record in the order of the records.
        keys: tables.KEYS.
        findings: tables.FINDINGS; a check that was passed leaves no row.
    """

    facts: pa.Table
    keys: pa.Table
    findings: pa.Table


def read_facts(
    records: pa.Table,
    *,
    date_orders: Mapping[str, DateOrder],
    currency: str | None,
    vendor: str | None = None,
    own: OwnWords | None = None,
    headers: Mapping[str, str] | None = None,
    processes: int = 1,
) -> FactsRead:
    """Everything the cells of a delivery say, each distinct value judged once.

    Args:
        records: RECORDS: delivery, line and the mapped text columns.
        date_orders: How the dates of a field are written; a field that is absent has only unmistakable dates read.
        currency: Currency of a price column; None leaves prices unread.
        vendor: Whose record ids these are.
        own: Words the user adds to ours.
        headers: What stands above the column of a field, where that says something: "Revenue ($M)".
        processes: Processes to share the work of many distinct values; more than one needs a main guard.

    Raises:
        FileMistakesError: The user's own words cannot be understood.
    """
    with workers(processes) as pool:
        reading = _Reading(records, own or OwnWords(), pool)
        reading.read_places()
        reading.read_channels()
        reading.read_mail_servers()
        reading.read_person()
        reading.read_employer((headers or {}).get("employees", ""))
        reading.read_employers_domain()
        for field in DAYS:
            reading.read_day(field, date_orders.get(field))
        for field in ANSWERS:
            reading.read_answer(field)
        reading.read_price(currency)
        reading.read_revenue((headers or {}).get("revenue", ""))
    reading.judge_whole_record()
    facts = reading.facts()
    one_domain = None if own is None else own.one_domain
    return FactsRead(
        facts=facts,
        keys=keys(facts=facts, records=records, vendor=vendor, one_domain=one_domain),
        findings=reading.findings(),
    )


class _Reading:
    """The columns of FACTS and the findings of one delivery while they are being filled."""

    def __init__(self, records: pa.Table, own: OwnWords, pool: Executor | None) -> None:
        self._records, self._own, self._pool = records, own, pool
        self._columns: dict[str, Column] = {"delivery": records["delivery"], "line": records["line"]}
        self._found: list[pa.Table] = []

    def _mapped(self, *fields: str) -> bool:
        return any(field in self._records.column_names for field in fields)

    def _text(self, field: str, number: int = 0) -> Column:
        return text_at(text_column(self._records, field), number)

    def _judge(
        self,
        columns: Sequence[Column],
        judge: Judge,
        says: pa.Schema,
        field: str,
        *,
        plain: PlainJudge | None = None,
    ) -> Judged:
        judged = judge_rows(columns, judge, says, plain=plain, pool=self._pool)
        self._keep_findings(judged, field)
        return judged

    def _keep_findings(self, judged: Judged, field: str, *, among: pa.Array | None = None) -> None:
        """The checks that rows did not pass; only rows of ``among``, where that is given."""
        not_passed = judged.facts["check"].combine_chunks().is_valid().take(judged.place)
        rows = pc.indices_nonzero(not_passed if among is None else pc.and_(not_passed, among))
        if not len(rows):
            return
        said = judged.facts.take(judged.place.take(rows))
        statuses = pa.array([STATUS_OF[ValueStatus(word)] for word in said["status"].to_pylist()], TEXT)
        self._found.append(
            pa.table(
                {
                    "delivery": self._records["delivery"].take(rows),
                    "line": self._records["line"].take(rows),
                    "check": said["check"],
                    "status": statuses,
                    "field": pa.array([field] * len(rows), TEXT),
                    "args": said["args"],
                }
            )
        )

    def _take(self, judged: Judged, names: Mapping[str, str]) -> None:
        """Attributes of a fact as columns of FACTS."""
        for attribute, column in names.items():
            self._columns[column] = judged.column(attribute)

    def read_places(self) -> None:
        """Country and state of the person, else of the company."""
        country = self._judge(
            [pc.coalesce(self._text("country"), self._text("company_country"))],
            judges.country, _PLACE_SAYS, "country" if self._mapped("country") else "company_country",
        )  # fmt: skip
        is_of_person = self._mapped("state", "city")
        cells = self._text("state" if is_of_person else "company_state")
        # A city counts where it may hold the state; everywhere else it would only make more distinct rows.
        city = self._text("city" if is_of_person else "company_city")
        may_hold_state = pc.and_(holds(cells, partial(is_missing, field="state")), pc.match_substring(city, ","))
        state = self._judge(
            [
                cells,
                pc.if_else(may_hold_state, city, pa.scalar(None, TEXT)),
                country.column("country_code"),
            ],
            judges.state, _PLACE_SAYS, "state" if is_of_person else "company_state",
        )  # fmt: skip
        code, inferred = country.column("country_code"), state.column("country_code")
        is_inferred = pc.and_(code.is_null(), inferred.is_valid())
        self._columns["country_code"] = pc.coalesce(code, inferred)
        self._columns["country_status"] = pc.if_else(is_inferred, ValueStatus.DOUBTFUL.value, country.column("status"))
        self._columns["state_code"] = pc.coalesce(state.column("state_code"), country.column("state_code"))

    def read_channels(self) -> None:
        """E-mail, phone and profile page: the ways to the person."""
        email = partial(judges.email, extra_role_names=self._own.role_names)
        plain_email = partial(plain_emails, extra_role_names=self._own.role_names)
        emails = [
            self._judge([self._text(field)], email, _EMAIL_SAYS, field, plain=plain_email)
            for field in ("email", "alternate_email")
            if self._mapped(field) or field == "email"
        ]
        # A further address stands in where there is no main one, never for a bad one: that is what was delivered.
        given = [pc.not_equal(one.column("status"), ValueStatus.MISSING.value) for one in emails]
        for name in _EMAIL_SAYS.names[:-2]:
            self._columns[f"email_{name}"] = _first(given, [one.column(name) for one in emails])
        self._columns["is_placeholder_email"] = pc.fill_null(
            pc.equal(_first(given, [one.column("check") for one in emails]), "email.placeholder"), fill_value=False
        )
        phones = [
            self._judge(
                [self._text(field, number), self._columns["country_code"]],
                judges.phone, with_check(("e164", TEXT)), field, plain=plain_phones,
            )
            for field, number in (("phone", 0), ("mobile", 0), *(("other_phone", n) for n in range(_MOST_COLUMNS)))
            if self._mapped(field) or field == "phone"
        ]  # fmt: skip
        usable = [one.column("e164").is_valid() for one in phones]
        delivered = [pc.not_equal(one.column("status"), ValueStatus.MISSING.value) for one in phones]
        self._columns["phone_e164"] = _first(usable, [one.column("e164") for one in phones])
        statuses = [one.column("status") for one in phones]
        self._columns["phone_status"] = _first([*usable, *delivered], [*statuses, *statuses])
        profile = self._judge(
            [self._text("person_linkedin_url")], judges.profile, with_check(("text", TEXT)), "person_linkedin_url"
        )
        self._take(profile, {"text": "profile_key"})

    def read_mail_servers(self) -> None:
        """Addresses at domains that take no mail, where somebody had them asked: a doubt, as a domain may come back."""
        if not self._own.no_mail:
            return
        domain, status = self._columns["email_domain"], self._columns["email_status"]
        silent = pc.is_in(domain, pa.array(sorted(self._own.no_mail), TEXT))
        silent = pc.and_(silent, pc.equal(status, ValueStatus.OK.value))
        self._columns["email_status"] = pc.if_else(silent, ValueStatus.DOUBTFUL.value, status)
        rows = pc.indices_nonzero(silent)
        args = [json.dumps({"domain": name}, ensure_ascii=False) for name in domain.take(rows).to_pylist()]
        self._found.append(
            pa.table(
                {
                    "delivery": self._records["delivery"].take(rows),
                    "line": self._records["line"].take(rows),
                    "check": pa.array(["email.no-mail-server"] * len(rows), TEXT),
                    "status": pa.array([STATUS_OF[ValueStatus.DOUBTFUL].value] * len(rows), TEXT),
                    "field": pa.array(["email"] * len(rows), TEXT),
                    "args": pa.array(args, TEXT),
                }
            )
        )

    def read_person(self) -> None:
        """Name and job of the person."""
        named = judge_rows(
            [self._text(field) for field in _NAME], judges.name, _NAME_SAYS, plain=plain_names, pool=self._pool
        )
        self._take(named, {name: name for name in ("first_key", "last_key", "generation")})
        self._take(named, {"first": "first_name", "last": "last_name", "status": "name_status"})
        self._columns["is_test"] = pc.or_(named.column("is_test"), self._columns["is_placeholder_email"])
        self._named = named
        title = self._judge(
            [self._text("title"), self._text("job_level"), self._text("job_function")],
            partial(judges.title, extra=self._own.titles), _TITLE_SAYS, "title",
        )  # fmt: skip
        self._take(title, {"title": "title", "key": "title_key", "status": "title_status", "phrase": "title_phrase"})
        self._take(title, {name: name for name in ("seniority", "function")})
        self._columns["is_learner_title"] = title.column("is_learner")

    def read_employer(self, size_header: str) -> None:
        """Company, website, size and industry; the unit of the size may stand in its header."""
        company = self._judge(
            [self._text("company")],
            partial(judges.company, extra=self._own.companies),
            with_check(("company", TEXT), ("key", TEXT)),
            "company",
            plain=partial(plain_companies, extra=self._own.companies),
        )
        self._take(company, {"company": "company", "key": "company_key", "status": "company_status"})
        website = self._judge(
            [self._text("website")], judges.website, with_check(("text", TEXT)), "website", plain=plain_websites
        )
        self._take(website, {"text": "website_domain"})
        size_says = with_check(("low", pa.int64()), ("high", pa.int64()))
        judge_size = partial(judges.employees, header=size_header)
        size = self._judge([self._text("employees")], judge_size, size_says, "employees")
        self._take(size, {"low": "employees_low", "high": "employees_high"})
        industry = self._judge(
            [self._text("industry")],
            partial(judges.industry, extra=self._own.industries),
            with_check(("industry", TEXT), ("group", TEXT)),
            "industry",
        )
        self._columns["industry"] = pc.coalesce(industry.column("group"), industry.column("industry"))

    def read_employers_domain(self) -> None:
        """Whether the e-mail domain is the employer's; a mailbox anybody can open says nothing of that."""
        anybodys = pc.or_(self._columns["email_is_free"], self._columns["email_is_disposable"])
        domain = self._columns["email_domain"]
        domain = pc.if_else(pc.fill_null(anybodys, fill_value=True), pa.scalar(None, TEXT), domain)
        judged = judge_rows(
            [self._columns["company_key"], domain, self._columns["website_domain"]],
            partial(judges.employers_domain, extra=self._own.companies),
            pa.schema([("answer", FLAG)]),
            plain=partial(plain_employers, extra=self._own.companies),
            pool=self._pool,
        )
        self._take(judged, {"answer": "domain_is_employers"})

    def read_day(self, field: str, order: DateOrder | None) -> None:
        """A date column."""
        if not self._mapped(field):
            return
        judge = partial(judges.day, order=order)
        judged = self._judge([self._text(field)], judge, with_check(("on", DAY), ("at", INSTANT)), field)
        self._take(judged, {"on": DAYS[field]})
        if field == "captured_at":
            self._take(judged, {"at": "captured_at"})

    def read_answer(self, field: str) -> None:
        """A column that says yes or no; of several a yes wins, being the more restrictive where several can be."""
        if not self._mapped(field):
            return
        answers = [
            self._judge(
                [self._text(field, number)], partial(judges.yes_no, field=field), with_check(("answer", FLAG)), field
            ).column("answer")
            for number in range(_MOST_COLUMNS if pa.types.is_list(self._records[field].type) else 1)
        ]
        is_yes = [pc.fill_null(answer, fill_value=False) for answer in answers]
        self._columns[ANSWERS[field]] = _first([*is_yes, *(answer.is_valid() for answer in answers)], answers * 2)

    def read_price(self, currency: str | None) -> None:
        """The price column."""
        if currency is not None and self._mapped("price"):
            judge = partial(judges.price, currency=currency)
            self._take(
                self._judge([self._text("price")], judge, with_check(("minor", MONEY)), "price"),
                {"minor": "price_minor"},
            )

    def read_revenue(self, header: str) -> None:
        """The company's revenue; its unit and currency may stand in the header."""
        if self._mapped("revenue"):
            says = with_check(("low", pa.int64()), ("high", pa.int64()), ("currency", TEXT))
            judged = self._judge([self._text("revenue")], partial(judges.revenue, header=header), says, "revenue")
            self._take(judged, {"low": "revenue_low", "high": "revenue_high", "currency": "revenue_currency"})

    def judge_whole_record(self) -> None:
        """What only the fields together say: whether a company stands here without anybody in it."""
        missing = {
            name: pc.equal(self._columns[f"{name}_status"], ValueStatus.MISSING.value)
            for name in ("email", "name", "phone")
        }
        nobody = pc.and_(pc.and_(missing["email"], missing["name"]), missing["phone"])
        nobody = pc.and_(nobody, self._columns["profile_key"].is_null())
        firm = pc.or_(self._columns["company"].is_valid(), self._columns["website_domain"].is_valid())
        self._columns["is_account_only"] = pc.and_(nobody, firm)
        if self._mapped("first_name", "last_name", "full_name"):
            field = "full_name" if not self._mapped("last_name") and self._mapped("full_name") else "last_name"
            self._keep_findings(self._named, field, among=pc.invert(self._columns["is_account_only"]))

    def facts(self) -> pa.Table:
        """tables.FACTS; a column nothing was mapped to is null."""
        count = self._records.num_rows
        columns = [self._columns.get(field.name, pa.nulls(count, field.type)) for field in FACTS.schema]
        return FACTS.require(pa.table(columns, names=FACTS.schema.names))

    def findings(self) -> pa.Table:
        """tables.FINDINGS, ordered by its key."""
        found = pa.concat_tables(self._found) if self._found else FINDINGS.empty()
        return FINDINGS.require(found).sort_by([(name, "ascending") for name in FINDINGS.key])


def _first(holds: Sequence[pa.Array], values: Sequence[pa.Array]) -> pa.Array:
    """For every row the value of the first case that holds, else that of the first case."""
    chosen = values[0]
    if all(value is chosen for value in values):  # a file has one column of a kind far more often than several
        return chosen
    for case, value in zip(reversed(holds), reversed(values), strict=True):
        chosen = pc.if_else(case, value, chosen)
    return chosen
