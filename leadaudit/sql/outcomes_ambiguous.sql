-- outcomes_ambiguous: records that may be a person of the CRM, and which.
-- Reads:   links          one row per delivered person (tables.LINKS)
--          people         one row per record or contact (tables.PEOPLE)
--          matches        one row per pair that may be one person (tables.MATCHES)
--          contacts       one row per CRM person in force (tables.CONTACTS)
--          facts          one row per read record (tables.FACTS)
--          contact_facts  one row per CRM person (tables.FACTS)
-- Returns: one row per record and contact, likeliest first: delivery, line, source, contact_id, other_delivery, other_line, p,
--          name, email, company, their_name, their_email, their_company
with pairs as (
    select delivery, line, other_delivery, other_line, p from matches where outcome in ('unsure', 'cannot_tell')
    union all
    select other_delivery, other_line, delivery, line, p from matches where outcome in ('unsure', 'cannot_tell')
)
select
    pairs.delivery, pairs.line, contacts.source, contacts.contact_id, pairs.other_delivery, pairs.other_line, pairs.p,
    concat_ws(' ', facts.first_name, facts.last_name) as name, facts.email_norm as email, facts.company,
    concat_ws(' ', contact_facts.first_name, contact_facts.last_name) as their_name,
    contact_facts.email_norm as their_email, contact_facts.company as their_company
from pairs
join people on people.delivery = pairs.delivery and people.line = pairs.line and not people.is_contact
join links on links.person = people.person and links.ambiguous
join contacts on contacts.delivery = pairs.other_delivery and contacts.line = pairs.other_line
join facts on facts.delivery = pairs.delivery and facts.line = pairs.line
left join contact_facts on contact_facts.delivery = pairs.other_delivery and contact_facts.line = pairs.other_line
order by pairs.p desc nulls last, pairs.delivery, pairs.line, contacts.contact_id
