-- followup_said: what each person said, was asked and did, as far as lists need it.
-- Reads:   evidence  one row per thing done or said (tables.EVIDENCE)
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
--          classes   one row per read record (tables.CLASSES)
--          kinds     one row per evidence kind: kind, role
-- Returns: one row per person of whom anything is known, ordered by person: person, asks (since the last answer, those
--          without one), last_ask_on, answered_on, last_no_on, newest_on (the newest day of what speaks for a purchase)
-- Params:  $as_of
with told as (
    select
        coalesce(subjects.person, classes.person) as person,
        evidence.kind, kinds.role, evidence.occurred_on
    from evidence
    join kinds using (kind)
    left join subjects using (evidence_id)
    left join classes on classes.delivery = evidence.delivery and classes.line = evidence.line
    where evidence.occurred_on <= $as_of
        and coalesce(evidence.observed_on, evidence.occurred_on) <= $as_of
        and evidence.actor not in ('system', 'bot')
        and (kinds.role not in ('vanity', 'activity', 'account') or evidence.kind = 'asked')
),
answered as (
    select person, max(occurred_on) as answered_on
    from told
    where kind in ('ask_yes', 'ask_no')
    group by person
)
select
    told.person,
    count(distinct told.occurred_on) filter (
        where told.kind = 'asked' and (answered.answered_on is null or told.occurred_on > answered.answered_on)
    ) as asks,
    any_value(answered.answered_on) as answered_on,
    max(told.occurred_on) filter (where told.kind in ('asked', 'ask_yes', 'ask_no')) as last_ask_on,
    max(told.occurred_on) filter (where told.role in ('explicit_no', 'hard_no', 'denial')) as last_no_on,
    max(told.occurred_on) filter (
        where told.role in ('explicit_yes', 'relayed_statement', 'vendor_explicit', 'high_value', 'behaviour')
    ) as newest_on
from told
left join answered using (person)
where told.person is not null
group by told.person
order by told.person
