-- evidence_audited: records that somebody checked by hand.
-- Reads:   evidence   one row per thing done or said (tables.EVIDENCE)
--          classes    one row per read record (tables.CLASSES)
--          freshness  one row per read record (tables.FRESHNESS)
-- Returns: one row per checked record, ordered by delivery, line: delivery, line, vendor, kind, checked_on (of the last check),
--          seen (what spoke of it, the checks included)
-- Params:  $kinds (kinds of evidence that are checks)
select
    evidence.delivery, evidence.line, classes.vendor, evidence.kind, evidence.occurred_on as checked_on, freshness.seen
from evidence
join classes on classes.delivery = evidence.delivery and classes.line = evidence.line
join freshness on freshness.delivery = evidence.delivery and freshness.line = evidence.line
where list_contains($kinds, evidence.kind) and evidence.occurred_on is not null and freshness.p_employer is not null
qualify row_number() over (
    partition by evidence.delivery, evidence.line order by evidence.occurred_on desc, evidence.evidence_id
) = 1
order by evidence.delivery, evidence.line
