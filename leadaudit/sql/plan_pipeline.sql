-- plan_pipeline: open opportunities of delivered people, by how long ago they were first delivered.
-- Reads:   outcomes  one row per outcome and person (tables.OUTCOMES)
--          links     one row per delivered person (tables.LINKS)
-- Returns: one row per currency, ordered by it: open_minor, old_minor (of it, of people first delivered more than 90 days ago)
-- Params:  $as_of
select
    outcomes.currency,
    sum(outcomes.amount_minor::double / outcomes.people) as open_minor,
    coalesce(sum(outcomes.amount_minor::double / outcomes.people)
        filter (where links.first_delivered_on < $as_of::date - 90), 0) as old_minor
from outcomes
join links using (person)
where outcomes.kind = 'opportunity' and outcomes.state = 'open' and outcomes.amount_minor is not null
group by outcomes.currency
order by outcomes.currency
