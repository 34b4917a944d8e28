-- import_evidence_counts: what came of one file of evidence.
-- Reads:   evidence  rows of that file (tables.EVIDENCE)
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
-- Returns: one row per kind, ordered by rows descending, kind: kind, rows, undated, linked, shared, accounts, kept (rows
--          about nobody who is here), kept_people (as far as what names them tells people apart)
select
    evidence.kind,
    count(*) as rows,
    count(*) filter (where evidence.occurred_on is null) as undated,
    count(*) filter (where subjects.state = 'linked') as linked,
    count(*) filter (where subjects.state = 'shared') as shared,
    count(*) filter (where subjects.state = 'account') as accounts,
    count(*) filter (where subjects.state = 'nobody_here') as kept,
    count(distinct coalesce(evidence.email, evidence.crm_id, evidence.phone, concat(evidence.delivery, ':', evidence.line)))
        filter (where subjects.state = 'nobody_here') as kept_people
from evidence
left join subjects using (evidence_id)
group by evidence.kind
order by rows desc, evidence.kind
