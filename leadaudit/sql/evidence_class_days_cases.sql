-- evidence_class_days_cases: what the decision table asks of each record on the days after its delivery.
-- Reads:   flags     one row per record, as evidence_flags returns it
--          counted   one row per record and thing that counts for it, as evidence_counted returns it
--          reach     one row per time and record of whose address something is known: delivery, line, day, email_gone,
--                    wrong_person
--          outcomes  one row per outcome and person (tables.OUTCOMES)
--          returned  one row per record its vendor took back: delivery, line, settled_on
--          employers one row per record of a person who ever said yes: delivery, line, stands (a letter per time)
--          horizons  one row per time after delivery: after_days
--          kinds     one row per kind of evidence: kind, live_days (an older one supports nothing; null: it does not expire)
-- Returns: one row per record whose class can differ from today's, ordered by delivery, line: delivery, line, case_key (parts
--          as class_days.py reads them; days count from the delivery)
-- Nothing else about a record has a day of its own: whoever is a repeat, or a competitor, is so on every day.
with known as (
    select
        counted.delivery, counted.line, counted.kind, counted.actor, counted.source, counted.category,
        (counted.occurred_on - flags.delivered_on)::int as occurred,
        -- the first of the times at which it was known
        (select min(after_days) from horizons where after_days >= counted.seen_on - flags.delivered_on) as seen
    from counted
    join flags on flags.delivery = counted.delivery and flags.line = counted.line
),
events as (
    select
        known.delivery, known.line,
        array_to_string(
            list_sort(list(concat_ws(',', kind, occurred, seen, actor, source, category))), ';'
        ) as events
    from known
    join kinds using (kind)
    where seen is not null and (kinds.live_days is null or seen - occurred <= kinds.live_days)
    group by known.delivery, known.line
),
opportunities as (
    select
        flags.delivery, flags.line,
        string_agg(
            distinct concat(
                outcomes.occurred_on - flags.delivered_on,
                ':',
                case when outcomes.state is distinct from 'open' then outcomes.due_on - flags.delivered_on end
            ),
            ';'
            order by concat(
                outcomes.occurred_on - flags.delivered_on,
                ':',
                case when outcomes.state is distinct from 'open' then outcomes.due_on - flags.delivered_on end
            )
        ) as spans
    from outcomes
    join flags on flags.person = outcomes.person
    where outcomes.kind = 'opportunity'
        and outcomes.occurred_on is not null
        and (outcomes.state is not distinct from 'open' or outcomes.due_on is not null)
    group by flags.delivery, flags.line
),
settled as (
    select returned.delivery, returned.line, min(returned.settled_on - flags.delivered_on) as settled
    from returned
    join flags on flags.delivery = returned.delivery and flags.line = returned.line
    group by returned.delivery, returned.line
),
-- One letter per time: w another person, g the mailbox is gone, - neither.
reached as (
    select
        delivery, line,
        string_agg(
            case when wrong_person is true then 'w' when email_gone is true then 'g' else '-' end, '' order by day
        ) as reached
    from reach
    group by delivery, line
),
changing as (
    select delivery, line from counted
    union
    select delivery, line from opportunities
    union
    select delivery, line from settled
    union
    select delivery, line from reached
    union
    select delivery, line from flags where number_gone_on is not null
)
select
    changing.delivery, changing.line,
    concat_ws(
        '#',
        regexp_replace(flags.flags, '(^|,)(active_opportunity|returned|unreachable)', '', 'g').ltrim(','),
        case
            when contains(flags.flags, 'account_only') then 'never'
            else concat(case when flags.email_stands then 'm' end, case when flags.phone_stands then 'p' end)
        end,
        coalesce((flags.number_gone_on - flags.delivered_on)::text, ''),
        coalesce(reached.reached, ''),
        coalesce(settled.settled::text, ''),
        coalesce(opportunities.spans, ''),
        coalesce(employers.stands, ''),
        coalesce(events.events, '')
    ) as case_key
from changing
join flags on flags.delivery = changing.delivery and flags.line = changing.line
left join events on events.delivery = changing.delivery and events.line = changing.line
left join opportunities on opportunities.delivery = changing.delivery and opportunities.line = changing.line
left join settled on settled.delivery = changing.delivery and settled.line = changing.line
left join reached on reached.delivery = changing.delivery and reached.line = changing.line
left join employers on employers.delivery = changing.delivery and employers.line = changing.line
order by changing.delivery, changing.line
