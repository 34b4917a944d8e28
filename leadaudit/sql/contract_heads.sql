-- contract_heads: what of a record its contract depends on: program, term, dates.
-- Reads:   facts       one row per read record (tables.FACTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          terms       one row per program and stretch of time: term, program, from_at, until_at
-- Returns: one row per record, ordered by delivery, line: delivery, line, vendor, program, term (null without a
--          contract), delivered_on (t0: the row's own delivery date, never later than its file's), received_at,
--          generated_at, generated_on, email_norm, phone_e164
with dated as (
    select
        facts.delivery,
        facts.line,
        deliveries.vendor,
        deliveries.program,
        least(coalesce(facts.delivered_row_on, deliveries.delivered_on), deliveries.delivered_on) as delivered_on,
        deliveries.received_at,
        coalesce(
            facts.captured_at,
            coalesce(
                facts.captured_on,
                facts.activity_on,
                least(coalesce(facts.delivered_row_on, deliveries.delivered_on), deliveries.delivered_on)
            )::timestamp at time zone 'UTC'
        ) as generated_at,
        case when facts.email_status <> 'unusable' then facts.email_norm end as email_norm,
        facts.phone_e164
    from facts
    join deliveries on deliveries.delivery = facts.delivery
)

select
    dated.delivery,
    dated.line,
    dated.vendor,
    dated.program,
    terms.term,
    dated.delivered_on,
    dated.received_at,
    dated.generated_at,
    (dated.generated_at at time zone 'UTC')::date as generated_on,
    dated.email_norm,
    dated.phone_e164
from dated
left join terms on terms.program = dated.program
    and (terms.from_at is null or dated.generated_at >= terms.from_at)
    and (terms.until_at is null or dated.generated_at < terms.until_at)
order by dated.delivery, dated.line
