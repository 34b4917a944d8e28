-- signals_activity: what people and machines did that says nothing of a purchase, beside what may; by month.
-- Reads:   evidence  one row per thing done or said (tables.EVIDENCE)
--          kinds     one row per evidence kind: kind, role
-- Returns: one row per kind and month, ordered by month, kind: role, month (its first day), number
-- Params:  $as_of
select evidence.kind, min(kinds.role) as role, date_trunc('month', evidence.occurred_on)::date as month, count(*) as number
from evidence
join kinds using (kind)
where evidence.occurred_on <= $as_of::date
group by evidence.kind, month
order by month, evidence.kind
