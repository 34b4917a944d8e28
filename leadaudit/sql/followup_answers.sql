-- followup_answers: what vendors report that people answered and that still counts.
-- Reads:   evidence  one row per thing done or said (tables.EVIDENCE)
--          classes   one row per read record (tables.CLASSES)
--          kinds     one row per evidence kind: kind, role, live_days (null: it has none)
-- Returns: one row per person, ordered by person: person, delivery, line, raw_ref (of the newest), answered_on
-- Params:  $as_of
select
    classes.person,
    arg_max(evidence.delivery, (evidence.occurred_on, evidence.evidence_id)) as delivery,
    arg_max(evidence.line, (evidence.occurred_on, evidence.evidence_id)) as line,
    arg_max(evidence.raw_ref, (evidence.occurred_on, evidence.evidence_id)) as raw_ref,
    max(evidence.occurred_on) as answered_on
from evidence
join kinds using (kind)
join classes using (delivery, line)
where kinds.role in ('vendor_explicit', 'relayed_statement')
    and evidence.actor not in ('system', 'bot')
    and evidence.occurred_on <= $as_of
    and coalesce(evidence.observed_on, evidence.occurred_on) <= $as_of
    and $as_of - evidence.occurred_on <= kinds.live_days
    and classes.class = 'signal'
group by classes.person
order by classes.person
