-- identity_account_names: names and domains of companies that stand for an account called otherwise.
-- Reads:   employed       one row per record or contact, as identity_account_domains returns it
--          own_domains    domain, one_domain: one row per domain of a company that has several; the one for all of them
--          own_companies  company_key, domain (null: none named): one row per company in the user's words
-- Returns: one row per name or domain (tables.ACCOUNT_NAMES), ordered by kind, name
-- Params:  $least_share  of those who name a company, the share that has to be at one domain
-- Domains of one company are one account where they differ in their ending alone, or where the user's words name the
-- company: names alone do not tell that "apex-systems" and "apex-schools" are not one "Apex".
with counted as (
    select company_key, domain, is_employers, count(*) as people
    from employed
    where company_key is not null and domain is not null and is_employers is distinct from false
    group by all
),

called_so as (
    -- whose a domain is: the name most of its people give, among names that it is called by
    select domain, company_key, people
    from counted
    where is_employers
    qualify row_number() over (partition by domain order by people desc, company_key) = 1
),

circles as (
    select
        called_so.domain,
        called_so.people,
        called_so.company_key,
        case when own_companies.company_key is null then split_part(called_so.domain, '.', 1) else '' end as stem,
        own_companies.domain as own_domain
    from called_so
    left join own_companies on own_companies.company_key = called_so.company_key
),

homes as (
    select
        domain,
        coalesce(
            own_domain, first_value(domain) over (partition by company_key, stem order by people desc, domain)
        ) as home
    from circles
),

spread as (
    select counted.company_key, coalesce(homes.home, counted.domain) as home, sum(counted.people) as people
    from counted
    left join homes on homes.domain = counted.domain
    group by all
),

named as (
    select company_key, home as account
    from spread
    qualify people >= $least_share * sum(people) over (partition by company_key)
        and row_number() over (partition by company_key order by people desc, home) = 1
),

found as (
    select 'company' as kind, company_key as name, domain as account from own_companies where domain is not null
    union all
    select 'company', company_key, account
    from named
    where company_key not in (select company_key from own_companies where domain is not null)
    union all
    select 'domain', domain, home from homes where domain <> home
    union all
    select 'domain', domain, one_domain from own_domains where domain <> one_domain
)

select kind, name, account
from found
order by kind, name
