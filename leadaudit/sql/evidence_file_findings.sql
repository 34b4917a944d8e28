-- evidence_file_findings: what is wrong with the lines of a file of evidence.
-- Reads:   rows  one row per line of the file, as evidence_file.sql reads them, and: doubt (a check's id), said (the cells
--                that say what happened), email_given, at_given (as delivered)
-- Returns: one row per line and check not passed, ordered by delivery, line, check (tables.FINDINGS)
-- Params:  $import (its id), $snapshot_on, $earliest
with found as (
    select
        line, 'evidence.nobody-named' as "check", 'problem' as status, 'email' as field,
        json_object('value', coalesce(email_given, '')) as args
    from rows
    where coalesce(email, phone, crm_id, delivery, account) is null
    union all
    select line, doubt, 'doubt', null, json_object('value', coalesce(said, ''))
    from rows
    where doubt is not null
    union all
    select line, 'evidence.no-date', 'note', null, json_object('value', coalesce(at_given, ''))
    from rows
    where occurred_on is null and (kind <> 'asked' or asked_on is null)
    union all
    select line, 'evidence.in-the-future', 'problem', null,
        json_object('value', occurred_on::text, 'on', $snapshot_on::date::text)
    from rows
    where occurred_on > $snapshot_on
    union all
    select line, 'evidence.too-long-ago', 'problem', null, json_object('value', occurred_on::text, 'on', $earliest::date::text)
    from rows
    where occurred_on < $earliest
    union all
    select line, 'evidence.answered-before-asked', 'doubt', null,
        json_object('value', occurred_on::text, 'on', asked_on::text)
    from rows
    where asked_on > occurred_on
)
select $import as delivery, line, "check", status, field, args::text as args
from found
order by delivery, line, "check", field
