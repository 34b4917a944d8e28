-- evidence_opportunities: outcomes as classes read them: an opportunity keeps a statement of somebody alive only until the
-- second meeting in a row that the person missed.
-- Reads:   outcomes  one row per outcome and person (tables.OUTCOMES)
-- Returns: the same rows and columns, ordered by outcome_id, person; such an opportunity ends on the day of that meeting
-- Params:  $as_of
with last_held as (
    select person, max(occurred_on) as held_on
    from outcomes
    where kind = 'meeting_held' and occurred_on <= $as_of
    group by person
),
-- A meeting that was held starts the count anew.
missed as (
    select outcomes.person, outcomes.occurred_on,
        row_number() over (partition by outcomes.person order by outcomes.occurred_on, outcomes.outcome_id) as number
    from outcomes
    left join last_held using (person)
    where outcomes.kind = 'no_show' and outcomes.occurred_on <= $as_of
        and (last_held.held_on is null or outcomes.occurred_on > last_held.held_on)
),
standing as (
    select person, occurred_on as ended_on from missed where number = 2
)
select
    outcomes.* replace (
        case when standing.person is not null then 'lost' else outcomes.state end as state,
        coalesce(standing.ended_on, outcomes.due_on) as due_on
    )
from outcomes
left join standing
    on standing.person = outcomes.person and outcomes.kind = 'opportunity' and outcomes.occurred_on <= standing.ended_on
        and (outcomes.state = 'open' or outcomes.due_on is null or outcomes.due_on > standing.ended_on)
order by outcomes.outcome_id, outcomes.person
