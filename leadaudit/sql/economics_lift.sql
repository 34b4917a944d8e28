-- economics_lift: each vendor's people beside like people of others: how many came to a meeting held or an opportunity.
-- Reads:   people  followed people, as economics_followed returns them
--          facts   one row per read record (tables.FACTS)
--          links   one row per delivered person (tables.LINKS)
-- Returns: one row per vendor and stratum (month of delivery, size of the company, function, whether the CRM knew the
--          person before), ordered by these: vendor, month, size, function, was_known, exposed, exposed_came, control,
--          control_came (people, never null; 0 where a side is empty). Strata without people of the vendor are left out.
-- Params:  $known_through, $outcome_days
-- Both clocks start at the delivery and stop after as many days. Whoever came so far by the day of the delivery is on
-- neither side; a person the vendor delivered too is no comparison for it, and a person of several others is one:
-- everybody's first records less those of people the vendor delivered, so no table of vendors times people is made.
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
firsts as (
    select person, month, size, function, was_known, came
    from followed
    qualify row_number() over (partition by person order by delivered_on, delivery, line) = 1
),
everybody as (
    select month, size, function, was_known, count(*) as people, count(*) filter (where came) as came
    from firsts
    group by all
),
own as (
    select
        people.vendor, firsts.month, firsts.size, firsts.function, firsts.was_known,
        count(*) as people, count(*) filter (where firsts.came) as came
    from firsts
    join people using (person)
    group by all
)
select
    exposed.vendor, exposed.month, exposed.size, exposed.function, exposed.was_known,
    exposed.people as exposed, exposed.came as exposed_came,
    coalesce(everybody.people, 0) - coalesce(own.people, 0) as control,
    coalesce(everybody.came, 0) - coalesce(own.came, 0) as control_came
from exposed
left join everybody using (month, size, function, was_known)
left join own using (vendor, month, size, function, was_known)
order by exposed.vendor, exposed.month, exposed.size, exposed.function, exposed.was_known
