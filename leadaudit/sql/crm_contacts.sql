-- crm_contacts: the people of one CRM export; the first line of an id stands for it.
-- Reads:   facts  one row per line of the export (tables.FACTS)
--          ids    the same lines: delivery, line, crm_contact_id, crm_lead_id, vendor_record_id,
--                 lead_source, is_customer (texts)
-- Returns: one row per person, ordered by source, contact_id (tables.CONTACTS); a line with neither an id of the CRM
--          nor an e-mail address cannot be told apart from others and is left out
-- Params:  $source, $snapshot_on
select
    facts.delivery,
    facts.line,
    $source as source,
    coalesce(ids.crm_contact_id, ids.crm_lead_id, ids.vendor_record_id, facts.email_norm) as contact_id,
    $snapshot_on::date as snapshot_on,
    facts.created_on,
    facts.last_activity_on,
    ids.lead_source,
    lower(ids.is_customer) in ('1', 'true', 'yes', 'customer') as is_customer
from facts
join ids using (delivery, line)
where coalesce(ids.crm_contact_id, ids.crm_lead_id, ids.vendor_record_id, facts.email_norm) is not null
qualify row_number() over (partition by contact_id order by facts.line) = 1
order by source, contact_id
