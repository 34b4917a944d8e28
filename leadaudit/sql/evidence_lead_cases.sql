-- evidence_lead_cases: what decides on which day a record was first a lead.
-- Reads:   flags            one row per record, as evidence_flags returns it
--          counted          one row per record and thing that counts for it, as evidence_counted returns it
--          freshness_cases  one row per record of a person who ever said yes, as evidence_freshness_cases returns it
-- Returns: one row per record of a person who ever said yes, ordered by delivery, line: delivery, line, case_key (parts as
--          classify.py reads them; days count from the delivery)
-- Params:  $as_of, $fresh_statement_days (a statement this young outweighs a doubtful employer)
-- What the CRM says counts for the first day on the day it happened, whenever somebody wrote it down: a real lead is
-- dated by its evidence.  What a class was on a day (evidence_class_days_cases) still reads what was known by then.
with said as (
    select * replace (case when source = 'crm' then occurred_on else seen_on end as seen_on) from counted
),
statements as (
    select
        counted.delivery, counted.line,
        string_agg(
            concat_ws(',', kind, occurred_on - flags.delivered_on, greatest(seen_on - flags.delivered_on, 0), actor, source),
            ';'
            order by occurred_on, greatest(seen_on, flags.delivered_on), kind, actor, source
        ) as statements,
        bool_or(
            role in ('explicit_yes', 'relayed_statement')
            and greatest(seen_on, flags.delivered_on) - occurred_on > $fresh_statement_days
        ) as asks_employer
    from said as counted
    join flags using (delivery, line)
    where role in ('explicit_yes', 'relayed_statement', 'explicit_no', 'hard_no', 'denial')
        and flags.delivered_on <= $as_of
    group by counted.delivery, counted.line
    having bool_or(role in ('explicit_yes', 'relayed_statement'))
)
select
    flags.delivery, flags.line,
    concat_ws(
        '#',
        flags.flags,
        statements.statements,
        -- the employer decides only where a statement was no longer fresh on the day it could first make a lead; today,
        -- the third part, is not asked about
        case
            when statements.asks_employer
                then regexp_replace(freshness_cases.case_key, '^([^|]*[|][^|]*[|])[0-9]+', '\10')
            else ''
        end
    ) as case_key
from statements
join flags using (delivery, line)
join freshness_cases using (delivery, line)
order by flags.delivery, flags.line
