-- outcomes_accounts: by what the accounts of opportunities are recognised.
-- Reads:   opportunities  one row per opportunity, as outcomes_opportunities returns it
--          rows           rows in force (tables.CRM_ROWS), for the accounts of contacts and leads
--          contact_facts  one row per CRM person (tables.FACTS)
--          account_names  one row per name or domain that stands for another (tables.ACCOUNT_NAMES)
-- Returns: one row per opportunity and key, ordered by all columns: source, opportunity_id, opened_on, closed_on, is_open,
--          key_kind (company, domain), key
with staff as (
    select
        rows.source, rows.account_id, contact_facts.company_key,
        case when contact_facts.email_is_free is not true then contact_facts.email_domain end as domain
    from rows
    join contact_facts on contact_facts.delivery = rows.delivery and contact_facts.line = rows.line
    where rows.object in ('contact', 'lead') and rows.account_id is not null
),
keys as (
    select source, opportunity_id, 'company' as key_kind, account_key as key from opportunities
    union
    select opportunities.source, opportunity_id, 'company', staff.company_key
    from opportunities
    join staff on staff.source = opportunities.source and staff.account_id = opportunities.account_id
    union
    select opportunities.source, opportunity_id, 'domain', staff.domain
    from opportunities
    join staff on staff.source = opportunities.source and staff.account_id = opportunities.account_id
)
select distinct
    opportunities.source, opportunities.opportunity_id, opportunities.opened_on, opportunities.closed_on,
    coalesce(opportunities.state, 'open') = 'open' as is_open,
    case when account_names.account is null then keys.key_kind else 'domain' end as key_kind,
    coalesce(account_names.account, keys.key) as key
from opportunities
join keys using (source, opportunity_id)
left join account_names on account_names.kind = keys.key_kind and account_names.name = keys.key
where keys.key is not null and opportunities.opened_on is not null and opportunities.state is distinct from 'early'
order by all
