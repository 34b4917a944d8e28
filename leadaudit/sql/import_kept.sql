-- import_kept: evidence that is about nobody who is here, kept until they come.
-- Reads:   evidence  one row per thing done or said (tables.EVIDENCE)
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
-- Returns: one row per piece, ordered by occurred_on (newest first, undated last), evidence_id: kind, occurred_on, email,
--          phone, crm_id, record (as named), raw_ref (import and line), state (nobody_here or shared)
select
    evidence.kind,
    evidence.occurred_on,
    evidence.email,
    evidence.phone,
    evidence.crm_id,
    case when evidence.line is not null then concat(evidence.delivery, ':', evidence.line) end as record,
    evidence.raw_ref,
    subjects.state
from evidence
join subjects using (evidence_id)
where subjects.state in ('nobody_here', 'shared')
order by evidence.occurred_on desc nulls last, evidence.evidence_id
