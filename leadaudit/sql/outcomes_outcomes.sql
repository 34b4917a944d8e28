-- outcomes_outcomes: what became of which person, each outcome once however many of the person's contacts it names.
-- Reads:   steps  one row per thing and name, as outcomes_steps returns it
--          names  one row per name that stands for somebody, as outcomes_names returns it
-- Returns: one row per outcome and person (tables.OUTCOMES), ordered by outcome_id, person
-- Params:  $as_of
with theirs as (
    select
        steps.outcome_id, names.person, steps.kind,
        min(steps.occurred_on) as occurred_on, min(steps.occurred_at) as occurred_at, min(steps.amount_minor) as amount_minor,
        min(steps.currency) as currency, min(steps.source) as source, min(steps.source_id) as source_id,
        min(steps.state) as state, min(steps.due_on) as due_on, min(steps.reason) as reason
    from steps
    join names using (source, ref_kind, ref)
    where names.person is not null and steps.occurred_on <= $as_of and steps.kind <> 'attended'
    group by steps.outcome_id, names.person, steps.kind
)
select *, count(*) over (partition by outcome_id)::integer as people
from theirs
order by outcome_id, person
