-- outcomes_account_keys: by what the account of each record is recognised, as far as an opportunity has it.
-- Reads:   facts          one row per read record (tables.FACTS)
--          open_accounts  one row per opportunity and key, as outcomes_accounts returns it
-- Returns: one row per record and key, ordered by delivery, line, key_kind, key
with wanted as (
    select distinct key_kind, key from open_accounts
),
keys as (
    select delivery, line, 'company' as key_kind, company_key as key
    from facts
    where company_key in (select key from wanted where key_kind = 'company')
    union all
    select delivery, line, 'domain', email_domain
    from facts
    where email_is_free is not true
        and email_is_disposable is not true
        and email_domain in (select key from wanted where key_kind = 'domain')
    union all
    select delivery, line, 'domain', website_domain
    from facts
    where website_domain in (select key from wanted where key_kind = 'domain')
)
select distinct delivery, line, key_kind, key
from keys
order by all
