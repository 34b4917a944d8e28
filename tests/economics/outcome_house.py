"""Some vendors, what they delivered and what came of it; every record is what a test says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import pyarrow as pa

from leadaudit import tables
from leadaudit.economics.cell_costs import BoughtProgram, CostSources
from leadaudit.economics.outcome_cells import OutcomeCells, Sight, read_outcome_cells
from leadaudit.economics.outcome_entry import Basis, Per, VendorOutcome
from leadaudit.economics.own_costs import OwnCosts
from leadaudit.economics.vendor_outcomes import vendor_outcomes
from leadaudit.exchange import ExchangeRates
from leadaudit.policy import default_policy

AS_OF = date(2026, 11, 1)
OLD = date(2026, 1, 10)  # 295 days before: every outcome that counts has had time to come
NET_NEW = {"standing": "net_new", "k": 1, "fractional": 1.0, "first": 1.0, "last": 1.0, "turn": 1, "people": 1}
SEES_THE_CRM = Sight(known_through=AS_OF, has_crm=True, has_crm_outcomes=True)
NOTHING_GIVEN = OwnCosts()
NO_RATES = ExchangeRates()
Row = dict[str, object]


@dataclass
class House:
    """Deliveries of one line after the other; a delivery is one vendor's of one day."""

    price_minor: int | None = 1000
    lines: list[Row] = field(default_factory=list)
    credits: list[Row] = field(default_factory=list)
    currencies: dict[str, str | None] = field(default_factory=dict)
    sight: Sight = SEES_THE_CRM
    own: OwnCosts = NOTHING_GIVEN
    rates: ExchangeRates = NO_RATES
    unpaid: list[Row] = field(default_factory=list)
    ours: frozenset[str] = frozenset()

    def delivers(self, vendor: str, number: int, on: date = OLD, **more: object) -> list[Row]:
        """So many lines of a vendor on a day: linked, worked, usable, unless said otherwise."""
        delivery = str(more.get("delivery", f"{vendor}-{on}"))
        start = sum(line["delivery"] == delivery for line in self.lines) + 2
        ordinary: Row = {
            "delivery": delivery, "vendor": vendor, "program": f"{vendor}-2026", "delivered_on": on, "linked": True,
            "worked": True, "usable": True, "state": "net_new", "class": "opt_in", "verdict": "accept", "flags": [],
        }  # fmt: skip
        made = [
            {**ordinary, **more, "line": line, "person": f"{delivery}:{line}"} for line in range(start, start + number)
        ]
        self.lines += made
        self.currencies.setdefault(vendor, "USD")
        return made

    def comes(self, line: Row, kind: str = "lead", after: float = 20, **more: object) -> None:
        """Something that came of a line."""
        on = line["delivered_on"]
        assert isinstance(on, date)
        self.credits.append(
            {
                **NET_NEW,
                "delivery": line["delivery"], "line": line["line"], "vendor": line["vendor"], "person": line["person"],
                "kind": kind, "outcome_id": None if kind.startswith("lead") else f"{kind}-{line['person']}",
                "occurred_on": on + timedelta(days=int(after)), "days": float(after), **more,
            }
        )  # fmt: skip

    def cells(self) -> OutcomeCells:
        """Everything counted."""
        linked = [line for line in self.lines if line["linked"]] if self.sight.has_crm else []
        heads = {str(line["delivery"]): line for line in self.lines}
        usable = [{**line, "amount_minor": self.price_minor} for line in self.lines]
        assessed: Mapping[str, pa.Table] = {
            "usable": tables.USABLE.build(_of(usable, tables.USABLE)),
            "classes": tables.CLASSES.build(_of(self.lines, tables.CLASSES)),
            "verdicts": tables.VERDICTS.build(_of(self.lines, tables.VERDICTS)),
            "links": tables.LINKS.build(
                [
                    {"person": line["person"], "linked": True, "ambiguous": False, "state": line["state"]}
                    for line in linked
                ]
            ),
            "followup": tables.FOLLOWUP.build(_of([{**line, "touches": 1} for line in linked], tables.FOLLOWUP)),
            "credits": tables.CREDITS.build(self.credits),
            "deliveries": tables.DELIVERIES.build(_of(list(heads.values()), tables.DELIVERIES)),
        }
        unpaid = tables.VERDICTS.build(_of(self.unpaid, tables.VERDICTS)).select(["delivery", "line"])
        return read_outcome_cells(assessed, sight=self.sight, as_of=AS_OF, unpaid=unpaid)

    def sources(self, *, invoiced_minor: int | None = None) -> CostSources:
        """Where costs come from; every program billed the same."""
        programs = {
            f"{vendor}-2026": BoughtProgram(
                program=f"{vendor}-2026",
                vendor=vendor,
                currency=its,
                invoiced_minor=invoiced_minor,
                is_baseline=vendor in self.ours,
            )
            for vendor, its in self.currencies.items()
        }
        return CostSources(programs=programs, own=self.own, rates=self.rates, currency="USD")

    def outcomes(
        self, basis: Basis | None = None, per: Per = Per.VENDOR, *, invoiced_minor: int | None = None
    ) -> dict[str, VendorOutcome]:
        """One entry per vendor."""
        sources = self.sources(invoiced_minor=invoiced_minor)
        return vendor_outcomes(self.cells(), sources, per=per, basis=basis or Basis(), policy=default_policy())


def _of(rows: list[Row], contract: tables.Contract) -> list[Row]:
    return [{name: row[name] for name in contract.schema.names if name in row} for row in rows]
