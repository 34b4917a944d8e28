-- evidence_audit_sample: records drawn at random for checking by hand, with nothing that tells the vendor.
-- Reads:   classes    one row per read record (tables.CLASSES)
--          freshness  one row per read record (tables.FRESHNESS)
--          facts      one row per read record (tables.FACTS)
--          sizes      one row per vendor: vendor, records (to draw)
-- Returns: one row per drawn record, ordered by ref: ref, first_name, last_name, title, company, email, phone, country
-- Params:  $seed (the same seed draws the same records, whatever else is loaded beside them)
-- The frame is that of evidence_audit_frame.  A record's place in the draw, and its ref, hang on its id and the seed alone;
-- the order of refs mixes the vendors.
with drawn as (
    select
        classes.delivery, classes.line,
        row_number() over (
            partition by classes.vendor
            order by sha256($seed || '|draw|' || classes.delivery || ':' || classes.line), classes.delivery, classes.line
        ) as place,
        sizes.records
    from classes
    join freshness on freshness.delivery = classes.delivery and freshness.line = classes.line
    join sizes on sizes.vendor = classes.vendor
    where freshness.p_employer is not null and classes.excluded_reason is distinct from 'duplicate'
)
select
    $seed || '-' || substr(sha256($seed || '|' || drawn.delivery || ':' || drawn.line), 1, 12) as ref,
    facts.first_name, facts.last_name, facts.title, facts.company,
    facts.email_norm as email, facts.phone_e164 as phone, facts.country_code as country
from drawn
join facts on facts.delivery = drawn.delivery and facts.line = drawn.line
where drawn.place <= drawn.records
order by ref
