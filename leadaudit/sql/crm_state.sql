-- crm_state: the people of the CRM in force: of each source and id the newest snapshot; only a full snapshot says that
-- whoever it does not name was deleted.
-- Reads:   contacts  people of every snapshot that counts (tables.CONTACTS)
--          imports   one row per snapshot: delivery (its id), kind (contacts and leads are exported apart), coverage, imported_at
-- Returns: one row per person in force (tables.CONTACTS), ordered by source, contact_id
with dated as (
    select
        contacts.*,
        imports.kind,
        imports.coverage,
        imports.imported_at
    from contacts
    join imports using (delivery)
),
last_full as (
    select
        source,
        kind,
        max((snapshot_on, imported_at)) as moment
    from dated
    where coverage = 'full'
    group by source, kind
)
select dated.* exclude (kind, coverage, imported_at)
from dated
left join last_full using (source, kind)
where last_full.moment is null or (dated.snapshot_on, dated.imported_at) >= last_full.moment
qualify row_number() over (
    partition by dated.source, dated.kind, dated.contact_id
    order by dated.snapshot_on desc, dated.imported_at desc, dated.delivery desc, dated.line
) = 1
order by dated.source, dated.contact_id
