-- evidence_file: the rows of a file of evidence as rows of the log.
-- Reads:   rows   one row per line of the file: line, email, phone, crm_id, delivery, of_line (of the record it names),
--                 account, kind, asset, is_bot, given_category, named_vendor, occurred_on, occurred_at (to the second,
--                 as text), recorded_on (when its source wrote it down), asked_on
--          kinds  one row per kind of evidence: kind, role
-- Returns: one row per thing done or said, ordered by evidence_id (tables.EVIDENCE); the same thing twice is one row; a
--          category only where the file gives one
-- Params:  $import (its id), $what (kind of file), $snapshot_on, $earliest, $source
-- A day nothing can have happened on is left out: the thing is logged and supports nothing.
with who as (
    select
        rows.*,
        concat_ws('|', coalesce(email, ''), coalesce(phone, ''), coalesce(crm_id, ''), coalesce(delivery, ''),
            coalesce(of_line::text, ''), case when $what = 'intent' then coalesce(account, '') else '' end) as subject
    from rows
    where coalesce(email, phone, crm_id, delivery) is not null or ($what = 'intent' and account is not null)
),
happened as (
    select
        line, subject, email, phone, crm_id, delivery, of_line, account, kind, asset, is_bot, given_category,
        named_vendor, recorded_on,
        -- whoever did not answer was asked, and that is all that happened
        case when kind = 'asked' then coalesce(asked_on, occurred_on) else occurred_on end as occurred_on,
        case when kind = 'asked' then null else occurred_at end as occurred_at
    from who
    union all
    -- An answer tells of the question as well.
    select
        line, subject, email, phone, crm_id, delivery, of_line, account, 'asked', asset, false, null,
        null, recorded_on, coalesce(asked_on, occurred_on), null
    from who
    where $what = 'responses' and kind <> 'asked'
),
dated as (
    select
        happened.* replace (
            case when occurred_on between $earliest and $snapshot_on then occurred_on end as occurred_on,
            case when occurred_on between $earliest and $snapshot_on then occurred_at end as occurred_at
        ),
        kinds.role
    from happened
    join kinds using (kind)
),
named as (
    select
        dated.*,
        md5(concat_ws('|', $what, subject, kind, coalesce(occurred_at, occurred_on::text, ''), coalesce(asset, '')))
            as evidence_id
    from dated
)
select
    evidence_id,
    delivery,
    of_line as line,
    email,
    phone,
    crm_id,
    kind,
    case
        when is_bot then 'bot'
        when $what = 'intent' then 'unknown'
        when kind = 'asked' then 'rep'
        when role = 'activity' then 'system'
        else 'person'
    end as actor,
    $source as source,
    occurred_on,
    case when recorded_on is null then occurred_on else greatest(occurred_on, least(recorded_on, $snapshot_on)) end
        as observed_on,
    null::timestamptz as imported_at,
    given_category as category,
    asset,
    concat($import, ':', line) as raw_ref,
    case when $what = 'intent' then account end as account,
    named_vendor
from named
qualify row_number() over (partition by evidence_id order by line) = 1
order by evidence_id
