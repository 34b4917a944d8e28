"""The forms of the answer by what is loaded: one file, several vendors, relayed statements."""

from typing import Final

from leadaudit.answers.cost_words import listed
from leadaudit.answers.outcomes import outcome_sentences
from leadaudit.answers.phrases import amount, bare, file_of, people_count, proper, worth
from leadaudit.answers.story import People, Story, company_lines, people_of
from leadaudit.economics.summary import Summary
from leadaudit.format import count, day, money, plural, share
from leadaudit.vocabulary import ConsentState
from leadaudit.words import reason_count

# Reasons named in the sentence; the table below it has all of them.
REASONS_NAMED: Final = 4


def answer(story: Story) -> tuple[str, ...]:
    """The answer, sentence by sentence, in the form that fits what is loaded."""
    people = people_of(story.total)
    if story.total.lines.delivered == 0:
        return ("The file holds column names and no line.",) if story.delivered_on else ("No line was delivered yet.",)
    if people.lines == 0:
        return (_companies_only(story), *_own_besides(story), *_unchecked(story))
    return (
        *(_several(story) if story.vendor is None else _one_vendor(story, story.vendor, people)),
        *_real_leads(story, people),
        *([] if story.vendor is None else [_permission(story.total)]),
        *_companies_besides(story.total),
        *_own_besides(story),
        *_unchecked(story),
    )


def claimable(story: Story, opening: str) -> list[str]:
    """What can still be returned, what it is worth, and until when; nothing when there is nothing."""
    claims = [summary.claims for summary in story.deliveries.values()]
    number = sum(each.claimable.records for each in claims)
    if not number:
        return []
    money_worth = worth(story.money(lambda summary: summary.claims.claimable.amount_minor))
    until = min((each.last_on for each in claims if each.last_on is not None), default=None)
    first = "the first of them until" if len(claims) > 1 else "until"
    by = "" if until is None else f", {first} {day(until)}"
    return [f"{opening} {plural(number, 'record')}{money_worth}{by}."]


def _one_vendor(story: Story, vendor: str, people: People) -> list[str]:
    paid = story.money(lambda summary: people_of(summary).media_minor)
    for_money = f" for {paid}" if paid else ""
    lines = plural(people.lines, "line")
    if story.delivered_on is not None:
        first = f"{file_of(vendor, story.delivered_on, story.as_of)}: {lines}{for_money}."
    else:
        first = f"{proper(vendor)} delivered {lines} in {plural(len(story.deliveries), 'file')}{for_money}."
    return [first, _usable(story.total, people), *_not_usable(people)]


def _usable(summary: Summary, people: People) -> str:
    currency, each, before = summary.cost.currency, people.per_usable_minor, people.per_line_minor
    if people.usable == 0:
        return "**None is usable.**"
    are = "is" if people.usable == 1 else "are"
    named = "All are usable" if people.usable == people.lines else f"{count(people.usable)} {are} usable"
    if currency is None or not each or not before:
        return f"**{named}.**"
    if people.usable == people.lines:
        return f"**{named}: {money(each, currency)} each.**"
    return f"**{named}: {money(each, currency)} each instead of {bare(before, currency)}.**"


def _not_usable(people: People) -> list[str]:
    counted = list(people.not_usable.items())
    if not counted:
        return []
    named = [reason_count(code, number) for code, number in counted[:REASONS_NAMED]]
    others = sum(number for _, number in counted[REASONS_NAMED:])
    return [f"Not usable: {', '.join([*named, f'{count(others)} for other reasons'] if others else named)}."]


def _several(story: Story) -> list[str]:
    people = {vendor: people_of(summary) for vendor, summary in story.vendors.items()}
    people = {vendor: each for vendor, each in people.items() if each.lines}
    total = people_of(story.total)
    paid = story.money(lambda summary: people_of(summary).media_minor)
    for_money = f" for {paid}" if paid else ""
    bought = [vendor for vendor in people if vendor not in story.ours]
    sold = bought or list(people)
    who = plural(len(sold), "vendor") if bought else f"{proper(listed(sold))} (ours)"
    sentences = [
        f"{proper(sold[0]) if len(bought) == 1 else who} delivered {plural(total.lines, 'line')}{for_money}.",
        f"**{share(total.usable, total.lines)} are usable.**",
    ]
    if len(sold) > 1:
        by_share = sorted(sold, key=lambda vendor: (-people[vendor].usable_ratio, vendor))
        best, worst = (
            _vendor_share(vendor, people[vendor], story.vendors[vendor]) for vendor in (by_share[0], by_share[-1])
        )
        sentences.append(f"From {best}, down to {worst}.")
    twice = sum(summary.paid_twice.records for summary in story.deliveries.values())
    if twice:
        again = worth(story.money(lambda summary: summary.paid_twice.amount_minor))
        records = plural(twice, "record")
        sentences.append(f"Paid twice, for people whom another vendor had delivered before: {records}{again}.")
    return [*sentences, *claimable(story, "Claimable now:")]


def _vendor_share(vendor: str, people: People, summary: Summary) -> str:
    currency, each = summary.cost.currency, people.per_usable_minor
    cost = "" if currency is None or each is None else f", {money(each, currency)} each"
    return f"{vendor}, {share(people.usable, people.lines)}{cost}"


def _real_leads(story: Story, people: People) -> list[str]:
    if story.outcomes is not None:
        return outcome_sentences(story.outcomes)
    if story.total.attested > 0:
        asked = people_count(story.total.attested)
        return [
            f"**{asked} asked on the vendor's form** (attested). Confirmed by us: **not known yet**.",
            *_examples(story, people),
        ]
    return [
        "Real leads: **not known yet**; a lead is a person who asked us, and nothing loaded here could show it.",
        *_examples(story, people),
    ]


def _examples(story: Story, people: People) -> list[str]:
    """What a real lead would cost at rates nobody knows yet; of several currencies nothing can be said."""
    currency, each = story.total.cost.currency, people.per_line_minor
    rates = sorted(story.total.prices_at)
    if currency is None or not each or not rates:
        return []
    first, *others = [(round(rate * 100), each / rate) for rate in rates]
    rest = "".join(f"; {hundredths} in 100, {bare(price, currency)}" for hundredths, price in others)
    asks = "asks" if first[0] == 1 else "ask"
    return [f"If {first[0]} in 100 {asks}, a real lead costs {money(first[1], currency)}{rest}."]


def _permission(summary: Summary) -> str:
    shown = summary.consent[ConsentState.PROVEN] + summary.consent[ConsentState.PROVEN_BY_PROGRAM]
    parts = [f"{count(summary.consent[ConsentState.ASSERTED])} say yes and no more", f"{count(shown)} prove it"]
    if summary.consent[ConsentState.CONTRADICTED]:
        parts.append(f"{count(summary.consent[ConsentState.CONTRADICTED])} contradict themselves")
    if summary.consent[ConsentState.ABSENT]:
        parts.append(f"{count(summary.consent[ConsentState.ABSENT])} say nothing")
    return f"Permission: {', '.join(parts)}."


def _companies_only(story: Story) -> str:
    whose = "" if story.vendor is None else f"{proper(story.vendor)}: "
    paid = story.money(lambda summary: summary.cost.media_minor)
    for_money = f" for {paid}" if paid else ""
    return (
        f"{whose}{plural(story.total.lines.delivered, 'line')}{for_money}, "
        "**all about companies, none about a person**. They say where to look, never who asked."
    )


def _companies_besides(summary: Summary) -> list[str]:
    companies = company_lines(summary)
    return [f"Counted apart: {plural(companies, 'line')} about companies without a person."] if companies else []


def _own_besides(story: Story) -> list[str]:
    """What came of our own programs, which nobody sells: beside what was bought, never in it."""
    if not story.own:
        return []
    lines = plural(sum(summary.lines.delivered for summary in story.own.values()), "line")
    leads = 0.0 if story.outcomes is None else story.outcomes.own_leads
    asked = f" with {amount(leads)} real lead{'' if leads == 1 else 's'}" if leads else ""
    return [f"Ours, and counted in none of this: {lines} of {listed(sorted(story.own))}{asked}."]


def _unchecked(story: Story) -> list[str]:
    return [f"Not checked yet: {', '.join(story.not_checked)}."] if story.not_checked else []
