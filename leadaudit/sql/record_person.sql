-- record_person: everywhere a record's person stands, in deliveries and in the CRM.
-- Reads:   people (tables.PEOPLE), deliveries (tables.DELIVERIES), usable (tables.USABLE)
-- Returns: one row per record or contact of the person, ordered by delivered_on (contacts last), delivery, line:
--          delivery, line, is_contact, rule, vendor, delivered_on, usable, not_usable_reason (null for a contact)
-- Params:  $delivery, $line
with this as (
    select person
    from people
    where delivery = $delivery and line = $line
)

select
    people.delivery,
    people.line,
    people.is_contact,
    people.rule,
    deliveries.vendor,
    deliveries.delivered_on,
    usable.usable,
    usable.not_usable_reason
from people
join this on this.person = people.person
left join deliveries on deliveries.delivery = people.delivery
left join usable on usable.delivery = people.delivery and usable.line = people.line
order by deliveries.delivered_on nulls last, people.delivery, people.line
