-- outcomes_survivors: which id took the place of which, by the whole history of merges.
-- Reads:   rows  rows of the CRM in force (tables.CRM_ROWS)
-- Returns: one row per id that was merged away, ordered by source, object, crm_id: source, object, crm_id, survivor
with recursive merges as (
    select source, object, crm_id, merged_into as survivor
    from rows
    where merged_into is not null and merged_into <> crm_id
    union
    select source, object, unnest(merged_ids) as crm_id, crm_id as survivor
    from rows
    where len(merged_ids) > 0
),
steps as (
    select source, object, crm_id, survivor from merges where crm_id <> survivor
),
walk(source, object, crm_id, survivor, depth) as (
    select source, object, crm_id, survivor, 1 from steps
    union
    select walk.source, walk.object, walk.crm_id, steps.survivor, walk.depth + 1
    from walk
    join steps on steps.source = walk.source and steps.object = walk.object and steps.crm_id = walk.survivor
    where walk.depth < 20 and steps.survivor <> walk.crm_id
)
select source, object, crm_id, arg_max(survivor, (depth, survivor)) as survivor
from walk
group by source, object, crm_id
order by source, object, crm_id
