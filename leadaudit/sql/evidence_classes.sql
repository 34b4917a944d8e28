-- evidence_classes: the class of each record with everything shown beside it.
-- Reads:   decided    one row per record: the columns of evidence_cases, class, tier, category, attested, excluded_reason, rule
--          lead_days  one row per record of a person who ever said yes: delivery, line, confirmed, attested (days from
--                     the delivery; null: never)
-- Returns: one row per record, ordered by delivery, line (tables.CLASSES)
-- May market: proven permission that nobody took back.  May call: a number that works and nobody closed.
select
    decided.delivery,
    decided.line,
    decided.vendor,
    decided.delivered_on,
    decided.person,
    decided.class,
    decided.tier,
    decided.category,
    decided.attested,
    decided.excluded_reason,
    decided.rule,
    [flag for flag in string_split(decided.flags, ',') if flag <> ''] as flags,
    decided.consent,
    decided.p_employer,
    decided.p_title,
    decided.delivered_on + least(lead_days.confirmed, lead_days.attested) as first_lead_on,
    decided.delivered_on + lead_days.confirmed as first_confirmed_lead_on,
    decided.delivered_on + lead_days.attested as first_attested_lead_on,
    decided.consent in ('proven', 'proven_by_program')
        and not decided.unsubscribed
        and not decided.never_mail
        and not decided.took_back
        and not list_contains(string_split(decided.flags, ','), 'suppressed') as may_market,
    decided.phone_works
        and not decided.do_not_call
        and decided.excluded_reason is distinct from 'suppressed'
        and decided.excluded_reason is distinct from 'denied_engagement'
        and not list_contains(string_split(decided.flags, ','), 'suppressed') as may_call
from decided
left join lead_days using (delivery, line)
order by decided.delivery, decided.line
