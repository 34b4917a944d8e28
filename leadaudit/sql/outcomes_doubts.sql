-- outcomes_doubts: what the CRM says that cannot be, or cannot be counted.
-- Reads:   steps          one row per thing and name, as outcomes_steps returns it
--          names          one row per name that stands for somebody, as outcomes_names returns it
--          opportunities  one row per opportunity, as outcomes_opportunities returns it
--          known          one row per person in the CRM: person, created_on (the first day; null: not said)
-- Returns: one row per doubt, ordered by doubt, source, source_id, person: doubt (won_without_day, opened_without_day,
--          closed_before_opened, no_amount, negative_amount, no_currency, before_person), source, source_id, person, kind, occurred_on
-- Params:  $as_of
with people as (
    select
        steps.outcome_id, steps.source, steps.source_id, steps.kind, names.person,
        min(steps.occurred_on) as occurred_on, min(known.created_on) as created_on
    from steps
    join names using (source, ref_kind, ref)
    join known on known.person = names.person
    where names.person is not null and steps.kind <> 'attended'
    group by all
)
select 'won_without_day' as doubt, source, opportunity_id as source_id, null as person, 'won' as kind, opened_on as occurred_on
from opportunities
where state = 'won' and closed_on is null
union all
select 'opened_without_day', source, opportunity_id, null, 'opportunity', closed_on
from opportunities
where opened_on is null
union all
select 'closed_before_opened', source, opportunity_id, null, state, closed_on
from opportunities
where state in ('won', 'lost') and closed_on < opened_on
union all
select 'no_amount', source, opportunity_id, null, 'won', closed_on
from opportunities
where state = 'won' and amount_minor is null
union all
select 'negative_amount', source, opportunity_id, null, coalesce(state, 'open'), opened_on
from opportunities
where amount_minor < 0
union all
select 'no_currency', source, opportunity_id, null, coalesce(state, 'open'), opened_on
from opportunities
where amount_minor is not null and currency is null
union all
-- nobody talks to somebody who is not there yet
select 'before_person', source, source_id, person, kind, occurred_on
from people
where occurred_on < created_on and occurred_on <= $as_of
order by all
