-- outcomes_known_since: since when the CRM holds each person.
-- Reads:   people    one row per record or contact (tables.PEOPLE)
--          contacts  one row per CRM person in force (tables.CONTACTS)
-- Returns: one row per person in the CRM, ordered by person: person, created_on (the first day; null: not said)
select
    people.person,
    min(contacts.created_on) as created_on
from contacts
join people on people.delivery = contacts.delivery and people.line = contacts.line
group by people.person
order by people.person
