-- identity_described: every node, the earliest first, with what can speak for or against a join.
-- Reads:   nodes  one row per record or CRM contact (tables.NODES)
--          facts  one row per read line (tables.FACTS); a node without a row here has no traits
-- Returns: one row per node, ordered from the earliest on: delivery, line, is_contact, first, last, generation,
--          email (null for a role mailbox, which is nobody's; without a "+tag", as in the keys), domain (null unless the address is a company's),
--          profile, phone, company; a missing trait is null
-- A record comes before every CRM contact, so that a new CRM export renames nobody.
select
    nodes.delivery,
    nodes.line,
    nodes.is_contact,
    facts.first_key as first,
    facts.last_key as last,
    facts.generation,
    case
        when facts.email_is_role then null
        else regexp_replace(facts.email_norm, '^([^+@]+)[+][^@]*@', '\1@')
    end as email,
    case
        when facts.email_is_role or facts.email_is_free or facts.email_is_disposable then null
        else facts.email_domain
    end as domain,
    facts.profile_key as profile,
    facts.phone_e164 as phone,
    facts.company_key as company
from nodes
left join facts on facts.delivery = nodes.delivery and facts.line = nodes.line
order by
    nodes.is_contact,
    nodes.delivered_on nulls last,
    nodes.received_at nulls last,
    nodes.delivery,
    nodes.line
