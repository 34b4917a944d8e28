-- outcomes_state: the rows of the CRM in force: of each source, object and id those of the newest snapshot that has it;
-- only a full snapshot says that what it does not name was deleted.
-- Reads:   rows     rows of every snapshot that counts (tables.CRM_ROWS)
--          imports  one row per snapshot: delivery (its id), coverage, imported_at
-- Returns: rows in force (tables.CRM_ROWS), ordered by delivery, line; a row that says it was deleted stays where it names
--          what took its place
with dated as (
    select rows.*, imports.coverage, imports.imported_at
    from rows
    join imports using (delivery)
),
last_full as (
    select source, object, max((snapshot_on, imported_at, delivery)) as moment
    from dated
    where coverage = 'full'
    group by source, object
),
newest as (
    select dated.*
    from dated
    left join last_full using (source, object)
    where last_full.moment is null or (dated.snapshot_on, dated.imported_at, dated.delivery) >= last_full.moment
    qualify (dated.snapshot_on, dated.imported_at, dated.delivery) = max((dated.snapshot_on, dated.imported_at, dated.delivery))
        over (partition by dated.source, dated.object, dated.crm_id)
)
select * exclude (coverage, imported_at)
from newest
where is_deleted is not true or merged_into is not null
order by delivery, line
