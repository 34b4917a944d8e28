-- economics_lift: each vendor's people beside like people of others: how many came to a meeting held or an opportunity.
-- Reads:   people  followed people, as economics_followed returns them
--          facts   one row per read record (tables.FACTS)
--          links   one row per delivered person (tables.LINKS)
-- Returns: one row per vendor and stratum (month of delivery, size of the company, function, whether the CRM knew the
--          person before), ordered by these: vendor, month, size, function, was_known, exposed, exposed_came, control,
--          control_came (people, never null; 0 where a side is empty). Strata without people of the vendor are left out.
-- Params:  $known_through, $outcome_days
-- Both clocks start at the delivery and stop after as many days. Whoever came so far by the day of the delivery is on neither side; a
-- person the vendor delivered too is no comparison for it, and a person of several others is one.
with told as (
    select
        people.vendor, people.person, people.delivered_on, people.delivery, people.line,
        date_trunc('month', people.delivered_on)::date as month,
        case
            when facts.employees_low is null then 'unknown'
            when facts.employees_low < 50 then 'under 50'
            when facts.employees_low < 250 then '50 to 249'
            when facts.employees_low < 1000 then '250 to 999'
            else '1,000 and more'
        end as size,
        coalesce(facts.function, 'unknown') as function,
        coalesce(links.state, 'net_new') = 're_engaged' as was_known,
        least(people.meeting_held_on, people.opportunity_on) as came_on
    from people
    left join facts using (delivery, line)
    left join links using (person)
    where people.delivered_on + $outcome_days::integer <= $known_through::date
),
followed as (
    select *, coalesce(came_on <= delivered_on + $outcome_days::integer, false) as came
    from told
    where came_on is null or came_on > delivered_on
),
exposed as (
    select vendor, month, size, function, was_known, count(*) as people, count(*) filter (where came) as came
    from followed
    group by all
),
vendors as (
    select distinct vendor from followed
),
others as (
    select
        vendors.vendor as compared_vendor, followed.*,
        row_number() over (
            partition by vendors.vendor, followed.person
            order by followed.delivered_on, followed.delivery, followed.line
        ) as turn
    from vendors
    join followed on followed.vendor <> vendors.vendor
    left join people as own on own.vendor = vendors.vendor and own.person = followed.person
    where own.person is null
),
control as (
    select
        compared_vendor as vendor, month, size, function, was_known,
        count(*) as people, count(*) filter (where came) as came
    from others
    where turn = 1
    group by all
)
select
    exposed.vendor, exposed.month, exposed.size, exposed.function, exposed.was_known,
    exposed.people as exposed, exposed.came as exposed_came,
    coalesce(control.people, 0) as control, coalesce(control.came, 0) as control_came
from exposed
left join control using (vendor, month, size, function, was_known)
order by vendor, month, size, function, was_known
