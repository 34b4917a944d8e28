-- evidence_audit_frame: the records an audit sample is drawn from.
-- Reads:   classes    one row per read record (tables.CLASSES)
--          freshness  one row per read record (tables.FRESHNESS)
-- Returns: one row per vendor, ordered by vendor: vendor, records, expected_stale (mean probability of having left)
-- Repeats are one person already in the frame; who names no employer has none to check.
select classes.vendor, count(*) as records, avg(1 - freshness.p_employer) as expected_stale
from classes
join freshness on freshness.delivery = classes.delivery and freshness.line = classes.line
where freshness.p_employer is not null and classes.excluded_reason is distinct from 'duplicate'
group by classes.vendor
order by classes.vendor
