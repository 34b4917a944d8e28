-- evidence_classes: the class of each record with everything shown beside it.
-- Reads:   flags      one row per record, as evidence_flags returns it
--          decided    one row per record: delivery, line, took_back, class, tier, category, attested, excluded_reason, rule
--          freshness  one row per record (tables.FRESHNESS)
--          lead_days  one row per record of a person who ever said yes: delivery, line, confirmed, attested (days from
--                     the delivery; null: never)
-- Returns: one row per record, ordered by delivery, line (tables.CLASSES)
-- May market: proven permission that nobody took back.  May call: a number that works and nobody closed.
select
    flags.delivery,
    flags.line,
    flags.vendor,
    flags.delivered_on,
    flags.person,
    decided.class,
    decided.tier,
    decided.category,
    decided.attested,
    decided.excluded_reason,
    decided.rule,
    [flag for flag in string_split(flags.flags, ',') if flag <> ''] as flags,
    flags.consent,
    freshness.p_employer,
    freshness.p_title,
    flags.delivered_on + least(lead_days.confirmed, lead_days.attested) as first_lead_on,
    flags.delivered_on + lead_days.confirmed as first_confirmed_lead_on,
    flags.delivered_on + lead_days.attested as first_attested_lead_on,
    flags.consent in ('proven', 'proven_by_program')
        and not flags.unsubscribed
        and not flags.never_mail
        and not decided.took_back
        and not list_contains(string_split(flags.flags, ','), 'suppressed') as may_market,
    flags.phone_works
        and not flags.do_not_call
        and decided.excluded_reason is distinct from 'suppressed'
        and decided.excluded_reason is distinct from 'denied_engagement'
        and not list_contains(string_split(flags.flags, ','), 'suppressed') as may_call
from flags
join decided using (delivery, line)
left join freshness using (delivery, line)
left join lead_days using (delivery, line)
order by flags.delivery, flags.line
