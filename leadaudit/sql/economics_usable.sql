-- economics_usable: which delivered lines can be worked, and why the others cannot.
-- Reads:   lines       one row per delivered line (tables.LINES: delivery, line, status)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          classes, facts, verdicts, freshness  one row per read record
-- Returns: one row per delivered line (tables.USABLE), ordered by delivery, line; the first reason that matches stands
-- Params:  $min_employer_p
-- An unknown employer is not a doubtful one: without anything to judge by, the record stays usable.
with judged as (
    select
        lines.delivery,
        lines.line,
        deliveries.vendor,
        lines.status = 'unreadable' as is_unreadable,
        case
            when lines.status = 'unreadable' then 'unreadable'
            when classes.class = 'excluded' then classes.excluded_reason
            when facts.is_account_only then 'account_only'
            when verdicts.verdict = 'return' then verdicts.code
            when not (
                coalesce(
                    facts.email_status = 'ok'
                    -- Several addresses in one cell are doubtful, and the first of them works.
                    or (
                        facts.email_status = 'doubtful' and facts.email_suggestion is null
                        and not coalesce(facts.email_is_disposable, false)
                    ),
                    false
                )
                or (facts.phone_e164 is not null and coalesce(facts.phone_status, '') <> 'unusable')
            ) then 'no_channel'
            when freshness.p_employer < $min_employer_p then 'employer'
        end as not_usable_reason,
        verdicts.amount_minor
    from lines
    join deliveries on deliveries.delivery = lines.delivery
    left join classes on classes.delivery = lines.delivery and classes.line = lines.line
    left join facts on facts.delivery = lines.delivery and facts.line = lines.line
    left join verdicts on verdicts.delivery = lines.delivery and verdicts.line = lines.line
    left join freshness on freshness.delivery = lines.delivery and freshness.line = lines.line
)

select
    delivery,
    line,
    vendor,
    not_usable_reason is null as usable,
    not_usable_reason,
    case when is_unreadable then 0 else amount_minor end as amount_minor
from judged
order by delivery, line
