-- evidence_lead_cases: what decides on which day a record was first a lead.
-- Reads:   flags            one row per record, as evidence_flags returns it
--          counted          one row per record and thing that counts for it, as evidence_counted returns it
--          freshness_cases  one row per record of a person who ever said yes, as evidence_freshness_cases returns it
-- Returns: one row per record of a person who ever said yes, ordered by delivery, line: delivery, line, case_key (parts as
--          classify.py reads them; days count from the delivery)
-- Params:  $as_of, $fresh_statement_days (a statement this young outweighs a doubtful employer)
with statements as (
    select
        counted.delivery, counted.line,
        string_agg(
            concat_ws(',', kind, occurred_on - flags.delivered_on, seen_on - flags.delivered_on, actor, source),
            ';'
            order by occurred_on, seen_on, kind, actor, source
        ) as statements,
        bool_or(
            role in ('explicit_yes', 'relayed_statement')
            and greatest(seen_on, flags.delivered_on) - occurred_on > $fresh_statement_days
        ) as asks_employer
    from counted
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
        -- the employer decides only where a statement was no longer fresh on the day it could first make a lead
        case when statements.asks_employer then freshness_cases.case_key else '' end
    ) as case_key
from statements
join flags using (delivery, line)
join freshness_cases using (delivery, line)
order by flags.delivery, flags.line
