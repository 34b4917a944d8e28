-- outcomes_said_no: who told us to stop, and when first.
-- Reads:   evidence  one row per thing done or said (tables.EVIDENCE)
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
-- Returns: one row per person and kind, ordered by person, kind: person, kind, occurred_on
-- Params:  $as_of
select subjects.person, evidence.kind, min(evidence.occurred_on) as occurred_on
from evidence
join subjects using (evidence_id)
where subjects.person is not null
    and evidence.kind in ('unsubscribe', 'spam_complaint', 'denied_engagement')
    and evidence.occurred_on <= $as_of
group by subjects.person, evidence.kind
order by subjects.person, evidence.kind
