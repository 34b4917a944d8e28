-- followup_contacts: under which id the CRM holds each person.
-- Reads:   people  one row per record or contact (tables.PEOPLE)
--          rows    rows of the CRM in force (tables.CRM_ROWS)
-- Returns: one row per person the CRM holds, ordered by person: person, contact_id (a contact's before a lead's)
select people.person, rows.crm_id as contact_id
from rows
join people on people.is_contact and people.delivery = rows.delivery and people.line = rows.line
where rows.object in ('contact', 'lead') and rows.crm_id not like '~%'
qualify row_number() over (
    partition by people.person order by rows.object, rows.snapshot_on desc, rows.changed_on desc nulls last, rows.crm_id
) = 1
order by people.person
