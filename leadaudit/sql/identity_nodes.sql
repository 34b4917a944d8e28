-- identity_nodes: the records and CRM contacts among which people are looked for.
-- Reads:   facts       one row per read line (tables.FACTS) of the active deliveries and of the CRM contacts
--          deliveries  one row per active delivery (tables.DELIVERIES)
--          contacts    one row per CRM person in force (tables.CONTACTS)
-- Returns: one row per record or contact (tables.NODES), ordered by delivery, line
select
    facts.delivery,
    facts.line,
    false as is_contact,
    deliveries.vendor,
    coalesce(facts.delivered_row_on, deliveries.delivered_on) as delivered_on,
    deliveries.received_at
from facts
join deliveries on deliveries.delivery = facts.delivery
union all
select
    delivery,
    line,
    true as is_contact,
    null as vendor,
    created_on as delivered_on,
    null as received_at
from contacts
order by delivery, line
