-- outcomes_account_keys: by what the account of each record is recognised, as far as an opportunity has it.
-- Reads:   facts          one row per read record (tables.FACTS)
--          open_accounts  one row per opportunity and key, as outcomes_accounts returns it
-- Returns: one row per record and key, ordered by delivery, line, key_kind, key
with wanted as (
    select distinct key_kind, key from open_accounts
),
keys as (
    select delivery, line, 'company' as key_kind, company_key as key from facts where company_key is not null
    union
    select delivery, line, 'domain', email_domain
    from facts
    where email_domain is not null and email_is_free is not true and email_is_disposable is not true
    union
    select delivery, line, 'domain', website_domain from facts where website_domain is not null
)
select keys.*
from keys
semi join wanted using (key_kind, key)
order by all
