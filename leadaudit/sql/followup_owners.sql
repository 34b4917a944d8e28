-- followup_owners: who of ours looks after each person, by the CRM.
-- Reads:   rows    rows of the CRM in force (tables.CRM_ROWS)
--          people  one row per record or contact (tables.PEOPLE)
-- Returns: one row per person with an owner, ordered by person: person, owner
-- A contact's owner stands before a lead's, and what was changed last before what is older.
select people.person, rows.owner
from rows
join people on people.is_contact and people.delivery = rows.delivery and people.line = rows.line
where rows.object in ('contact', 'lead') and rows.owner is not null
qualify row_number() over (
    partition by people.person
    order by rows.object, rows.snapshot_on desc, rows.changed_on desc nulls last, rows.crm_id
) = 1
order by people.person
