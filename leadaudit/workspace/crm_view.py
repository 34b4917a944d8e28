"""The CRM as it stands on a day, for looking into it: its rows, whom they name, what of it cannot be counted."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from leadaudit import tables
from leadaudit.economics.influence import VendorInfluence, influences
from leadaudit.exchange import ExchangeRates
from leadaudit.outcomes import completeness, lists
from leadaudit.outcomes.stages import Meaning, Stages, WordOf
from leadaudit.outcomes.steps import CrmSteps, crm_steps, with_names, words_in_use
from leadaudit.vocabulary import CRM_PEOPLE, ImportKind
from leadaudit.workspace import settings
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.booking import rates_of
from leadaudit.workspace.crm_rows import rows_in_force
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.imports import all_imports
from leadaudit.workspace.imports_in_force import booked_tables, crm_state


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmView:
    """The CRM on the day of an assessment.

    Args:
        assessment: What it is seen beside.
        steps: What it says.
        names: Which person each name in it stands for.
        contacts: ``tables.CONTACTS`` in force.
        contact_facts: ``tables.FACTS`` of them.
        stages: What people said its words mean.
        through: Day of the newest export of contacts or leads; None: there is none.
        rates: Rates of exchange that were brought in.
        house_currency: What they are into; None: none were.
    """

    assessment: StoredAssessment
    steps: CrmSteps
    names: pa.Table
    contacts: pa.Table
    contact_facts: pa.Table
    stages: Stages
    through: date | None
    rates: ExchangeRates
    house_currency: str | None

    def link_rates(self) -> list[lists.LinkRate]:
        """Share of records the CRM holds, by vendor and month."""
        if self.through is None:
            return []
        paths = self.assessment.paths
        return lists.link_rates(classes=paths["classes"], links=paths["links"], through=self.through)

    def unlinked(self) -> pa.Table:
        """Records of people whom the CRM does not hold."""
        paths = self.assessment.paths
        return lists.unlinked_records(
            classes=paths["classes"], links=paths["links"], facts=paths["facts"], through=self.through or date.min
        )

    def unnamed(self) -> pa.Table:
        """Opportunities that no person can be credited for."""
        return lists.unnamed_opportunities(self.steps, self.names)

    def ambiguous(self) -> pa.Table:
        """Records that may be a person of the CRM."""
        return lists.ambiguous_links(self.assessment.paths, contacts=self.contacts, contact_facts=self.contact_facts)

    def doubts(self) -> pa.Table:
        """What cannot be, or cannot be counted."""
        return lists.doubts(
            self.steps,
            self.names,
            people=self.assessment.paths["people"],
            contacts=self.contacts,
            as_of=self.assessment.as_of,
        )

    def without_rate(self) -> dict[str, list[date]]:
        """Days on which something was won in a currency of which no rate into ours is known, by currency."""
        if self.house_currency is None:
            return {}
        found: dict[str, list[date]] = {}
        for currency, on in lists.currencies_by_day(self.steps):
            if self.rates.rate(currency, self.house_currency, on) is None:
                found.setdefault(currency, []).append(on)
        return found

    def influence(self) -> tuple[VendorInfluence, ...]:
        """Opportunities at companies each vendor delivered people of, beside what was to be expected without."""
        if self.through is None:
            return ()
        paths = self.assessment.paths
        return influences(
            {
                **{name: paths[name] for name in ("classes", "facts", "accounts", "account_names", "influence")},
                "contacts": self.contacts,
                "contact_facts": self.contact_facts,
                "rows": self.steps.rows,
                "opportunities": self.steps.opportunities,
            },
            as_of=self.assessment.as_of,
            window_days=self.assessment.policy.conversion.credit_window_days,
            rates=self.rates,
            house_currency=self.house_currency,
        )

    def influenced(self, vendor: str | None) -> pa.Table:
        """Every opportunity of it (tables.INFLUENCE), of one vendor or of all."""
        found = pa.concat_tables([pq.read_table(path) for path in self.assessment.paths["influence"]])
        return found if vendor is None else found.filter(pc.equal(found["vendor"], vendor))

    def words(self) -> dict[tuple[WordOf, str], tuple[Meaning | None, int]]:
        """Every stage, status and result with what it means and how many rows have it."""
        return words_in_use(self.steps.rows, self.stages)

    def answerable(self) -> tuple[completeness.Answerable, ...]:
        """Every number with what it still needs of the CRM."""
        days = [one.head.delivered_on for one in self.assessment.deliveries]
        scope = completeness.Scope(
            first_delivered_on=min(days, default=None),
            last_delivered_on=max(days, default=None),
            active_days=self.assessment.policy.conversion.known_active_days,
        )
        return completeness.answerable(completeness.how_full(self.steps.rows), scope)


def crm_view(store: Store, found: StoredAssessment) -> CrmView:
    """The CRM on the day of an assessment."""
    with store.engine.connect() as connection:
        imports = all_imports(connection)
        rows = rows_in_force(connection, store.files, imports, found.as_of)
        crm = crm_state(connection, store.files, imports, found.as_of)
        stages = settings.stages(connection)
        rates, house_currency = rates_of(booked_tables(connection, store.files, ImportKind.FX, "exchange_rates"))
    contacts = tables.CONTACTS.empty() if crm is None else crm.contacts
    contact_facts = tables.FACTS.empty() if crm is None else crm.facts
    steps = crm_steps(rows, stages=stages, as_of=found.as_of)
    facts = pa.concat_tables(
        [tables.FACTS.empty().select(_NAMED), *(pq.read_table(path, columns=_NAMED) for path in found.paths["facts"])]
    )
    names = with_names(
        steps,
        contacts=contacts,
        facts=facts,
        contact_facts=contact_facts,
        people=pa.concat_tables([pq.read_table(path) for path in found.paths["people"]]),
    )
    people = [one.snapshot_on for one in imports if one.kind in CRM_PEOPLE and one.snapshot_on <= found.as_of]
    return CrmView(
        assessment=found,
        steps=steps,
        names=names,
        contacts=contacts,
        contact_facts=contact_facts,
        stages=stages,
        through=max(people, default=None),
        rates=rates,
        house_currency=house_currency,
    )


_NAMED = ["delivery", "line", "email_norm"]
