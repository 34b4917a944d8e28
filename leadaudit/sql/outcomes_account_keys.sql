-- outcomes_account_keys: by what the account of each record is recognised, as far as an opportunity has it.
-- Reads:   facts          one row per read record (tables.FACTS)
--          accounts       one row per read record (tables.ACCOUNTS)
--          account_names  one row per name or domain that stands for another (tables.ACCOUNT_NAMES)
--          open_accounts  one row per opportunity and key, as outcomes_accounts returns it
-- Returns: one row per record and key, ordered by delivery, line, key_kind, key
-- A record may name its company and mail from another: both are taken, each as the account it stands for.
with wanted as (
    select distinct key_kind, key from open_accounts
),
companies as (
    select distinct facts.company_key, coalesce(account_names.account, facts.company_key) as key,
        case when account_names.account is null then 'company' else 'domain' end as key_kind
    from facts
    left join account_names on account_names.kind = 'company' and account_names.name = facts.company_key
    where facts.company_key is not null
),
domains as (
    select distinct said.domain, coalesce(account_names.account, said.domain) as key
    from (
        select email_domain as domain from facts where email_domain is not null
        union
        select website_domain from facts where website_domain is not null
    ) as said
    left join account_names on account_names.kind = 'domain' and account_names.name = said.domain
),
wanted_companies as (
    select companies.* from companies semi join wanted using (key_kind, key)
),
wanted_domains as (
    select domains.domain, domains.key from domains where key in (select key from wanted where key_kind = 'domain')
),
keys as (
    select facts.delivery, facts.line, wanted_companies.key_kind, wanted_companies.key
    from facts
    join wanted_companies on wanted_companies.company_key = facts.company_key
    union all
    select facts.delivery, facts.line, 'domain', wanted_domains.key
    from facts
    join wanted_domains on wanted_domains.domain = facts.email_domain
    where facts.email_is_free is not true and facts.email_is_disposable is not true
    union all
    select facts.delivery, facts.line, 'domain', wanted_domains.key
    from facts
    join wanted_domains on wanted_domains.domain = facts.website_domain
    union all
    select accounts.delivery, accounts.line, accounts.kind, accounts.account
    from accounts
    join wanted on wanted.key_kind = accounts.kind and wanted.key = accounts.account
)
select distinct delivery, line, key_kind, key
from keys
order by all
