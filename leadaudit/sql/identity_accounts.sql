-- identity_accounts: the company each record's person works for.
-- Reads:   employed       one row per record or contact, as identity_account_domains returns it
--          account_names  one row per name or domain that stands for another (tables.ACCOUNT_NAMES)
-- Returns: one row per record or contact (tables.ACCOUNTS), ordered by delivery, line
select
    employed.delivery,
    employed.line,
    coalesce(by_domain.account, employed.domain, by_name.account, employed.company_key) as account,
    case
        when coalesce(employed.domain, by_name.account) is not null then 'domain'
        when employed.company_key is not null then 'company'
    end as kind
from employed
left join account_names as by_domain on by_domain.kind = 'domain' and by_domain.name = employed.domain
left join account_names as by_name on by_name.kind = 'company' and by_name.name = employed.company_key
order by employed.delivery, employed.line
