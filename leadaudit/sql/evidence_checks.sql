-- evidence_checks: what people found who checked records by hand, as rows of the evidence log.
-- Reads:   checks   one row per checked ref: ref, seed, checked_on, kind, imported_at
--          records  one row per read record: delivery, line
-- Returns: one row per check of a record that is here, ordered by evidence_id (tables.EVIDENCE)
with seeds as (
    select distinct seed from checks
),
named as (
    select
        records.delivery, records.line,
        seeds.seed || '-' || substr(sha256(seeds.seed || '|' || records.delivery || ':' || records.line), 1, 12) as ref
    from records
    cross join seeds
)
select distinct on (evidence_id)
    md5(concat_ws('|', 'check', named.delivery, named.line, checks.kind, checks.checked_on)) as evidence_id,
    named.delivery,
    named.line,
    null::text as email,
    null::text as phone,
    null::text as crm_id,
    checks.kind,
    'rep' as actor,
    'first' as source,
    checks.checked_on as occurred_on,
    checks.checked_on as observed_on,
    checks.imported_at,
    'unmapped' as category,
    null::text as asset,
    'audit sheet' as raw_ref,
    null::text as account,
    null::text as named_vendor
from checks
join named on named.ref = checks.ref
order by evidence_id, checks.imported_at
