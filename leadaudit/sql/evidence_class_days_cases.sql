-- evidence_class_days_cases: what the decision table asks of each record on each day.
-- Reads:   asked     one row per record and day, as evidence_class_days_asked returns it
--          flags     one row per record, as evidence_flags returns it
--          counted   one row per record and thing that counts for it, as evidence_counted returns it
--          reach     one row per record and day of which something is known, as evidence_reach returns it
--          outcomes  one row per outcome and person (tables.OUTCOMES)
--          ages      one row per record of a person who ever said yes, as evidence_freshness_cases returns it
-- Returns: one row per record and day, ordered by delivery, line, after_days: delivery, line, after_days, case_key (parts as
--          class_days.py reads them)
-- Params:  $fresh_statement_days (a statement this young outweighs a doubtful employer)
-- Evidence is read on a day when it had happened by then and its source knew it by then.
with events as (
    select
        asked.delivery, asked.line, asked.after_days,
        string_agg(
            concat_ws(',', counted.kind, asked.day - counted.occurred_on, counted.actor, counted.source, counted.category),
            ';'
            order by counted.occurred_on, counted.kind, counted.actor, counted.source, counted.category
        ) as events,
        bool_or(
            counted.role in ('explicit_yes', 'relayed_statement')
            and asked.day - counted.occurred_on > $fresh_statement_days
        ) as asks_employer
    from asked
    join counted on counted.delivery = asked.delivery and counted.line = asked.line
    where counted.seen_on <= asked.day
    group by asked.delivery, asked.line, asked.after_days
),
active as (
    select distinct asked.delivery, asked.line, asked.after_days
    from asked
    join flags on flags.delivery = asked.delivery and flags.line = asked.line
    join outcomes on outcomes.person = flags.person
    where outcomes.kind = 'opportunity'
        and outcomes.occurred_on <= asked.day
        and (outcomes.state = 'open' or outcomes.due_on > asked.day)
)
select
    asked.delivery, asked.line, asked.after_days,
    concat_ws(
        '#',
        concat_ws(
            ',',
            nullif(
                array_to_string(
                    [
                        flag for flag in string_split(flags.flags, ',')
                        if flag not in ('', 'active_opportunity', 'unreachable')
                    ],
                    ','
                ),
                ''
            ),
            case when active.line is not null then 'active_opportunity' end,
            case
                when reach.wrong_person is true
                    or (
                        not contains(flags.flags, 'account_only')
                        and not (flags.email_stands and reach.email_gone is not true)
                        and not flags.phone_works
                    )
                    then 'unreachable'
            end
        ),
        coalesce(events.events, ''),
        -- the employer decides only where a yes is no longer fresh
        case when events.asks_employer then asked.after_days::text else '' end,
        case when events.asks_employer then coalesce(ages.case_key, '') else '' end
    ) as case_key
from asked
join flags on flags.delivery = asked.delivery and flags.line = asked.line
left join events
    on events.delivery = asked.delivery and events.line = asked.line and events.after_days = asked.after_days
left join active
    on active.delivery = asked.delivery and active.line = asked.line and active.after_days = asked.after_days
left join reach on reach.delivery = asked.delivery and reach.line = asked.line and reach.day = asked.day
left join ages on ages.delivery = asked.delivery and ages.line = asked.line
order by asked.delivery, asked.line, asked.after_days
