-- evidence_class_days_cases: what the decision table asks of each record on each day.
-- Reads:   asked     one row per record and day, as evidence_class_days_asked returns it
--          flags     one row per record, as evidence_flags returns it
--          counted   one row per record and thing that counts for it, as evidence_counted returns it
--          reach     one row per record and day of which something is known, as evidence_reach returns it
--          outcomes  one row per outcome and person (tables.OUTCOMES)
--          returned  one row per record its vendor took back: delivery, line, settled_on
--          employers one row per record and day on which the employer decides: delivery, line, after_days, stands (it is
--                    likely enough; null: nothing names one)
--          kinds     one row per kind of evidence: kind, live_days (an older one supports nothing; null: it does not expire)
-- Returns: one row per record and day, ordered by delivery, line, after_days: delivery, line, after_days, case_key (parts as
--          classify.py reads them)
-- Evidence is read on a day when it had happened by then and its source knew it by then.
with events as (
    select
        asked.delivery, asked.line, asked.after_days,
        string_agg(
            concat_ws(',', counted.kind, asked.day - counted.occurred_on, counted.actor, counted.source, counted.category),
            ';'
            order by counted.occurred_on, counted.kind, counted.actor, counted.source, counted.category
        ) as events
    from asked
    join counted on counted.delivery = asked.delivery and counted.line = asked.line
    join kinds on kinds.kind = counted.kind
    where counted.seen_on <= asked.day
        and (kinds.live_days is null or asked.day - counted.occurred_on <= kinds.live_days)
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
),
settled as (
    select delivery, line, min(settled_on) as settled_on from returned group by delivery, line
)
select
    asked.delivery, asked.line, asked.after_days,
    concat_ws(
        '#',
        concat_ws(
            ',',
            nullif(regexp_replace(flags.flags, '(^|,)(active_opportunity|returned|unreachable)', '', 'g').ltrim(','), ''),
            case when active.line is not null then 'active_opportunity' end,
            case when settled.settled_on <= asked.day then 'returned' end,
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
        case employers.stands when true then '1' when false then '0' else '' end,
        coalesce(events.events, '')
    ) as case_key
from asked
join flags on flags.delivery = asked.delivery and flags.line = asked.line
left join events
    on events.delivery = asked.delivery and events.line = asked.line and events.after_days = asked.after_days
left join active
    on active.delivery = asked.delivery and active.line = asked.line and active.after_days = asked.after_days
left join reach on reach.delivery = asked.delivery and reach.line = asked.line and reach.day = asked.day
left join settled on settled.delivery = asked.delivery and settled.line = asked.line
left join employers
    on employers.delivery = asked.delivery
    and employers.line = asked.line
    and employers.after_days = asked.after_days
order by asked.delivery, asked.line, asked.after_days
