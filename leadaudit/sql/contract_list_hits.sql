-- contract_list_hits: which records stand on which of the buyer's lists.
-- Reads:   facts  one row per read record (tables.FACTS)
--          lists  one row per entry (tables.LISTS)
--          companies  company, kind (domain, company), name: every domain of a company in the user's words, and the
--                     name it is compared by
-- Returns: one row per record and list (tables.LIST_HITS), ordered by delivery, line, list; of several entries
--          of one list the one handed over first stands, then the most exact
-- A domain on a list covers its subdomains, written with or without "*.".  An entry that names a company of the
-- user's words is met by everything that names it; its kind is then "account", its value what was handed over.
with domain_entries as (
    select list, regexp_replace(value, '^\*\.', '') as domain, min(value) as value, min(supplied_on) as supplied_on,
        bool_or(supplied_on is null) as is_undated
    from lists
    where kind = 'domain'
    group by all
),

domains as (
    select email_domain as domain from facts where email_domain is not null
    union
    select website_domain from facts where website_domain is not null
),

-- mail.uk.acme.example is tried as itself, uk.acme.example, acme.example and example.
endings as (
    select domain, array_to_string(parts[place:], '.') as ending
    from (select domain, string_split(domain, '.') as parts from domains) as split
    cross join unnest(range(1, len(parts) + 1)) as places (place)
),

listed_domains as (
    select
        endings.domain,
        domain_entries.list,
        domain_entries.value,
        case when not domain_entries.is_undated then domain_entries.supplied_on end as supplied_on
    from endings
    join domain_entries on domain_entries.domain = endings.ending
),

listed_companies as (
    select companies.company, lists.list, lists.value, lists.supplied_on
    from lists
    join companies
        on companies.kind = lists.kind and companies.name = regexp_replace(lists.value, '^\*\.', '')
),

company_domains as (
    select endings.domain, companies.company
    from endings
    join companies on companies.kind = 'domain' and companies.name = endings.ending
),

employed as (
    select facts.delivery, facts.line, company_domains.company
    from facts
    join company_domains on company_domains.domain = facts.email_domain
    union
    select facts.delivery, facts.line, company_domains.company
    from facts
    join company_domains on company_domains.domain = facts.website_domain
    union
    select facts.delivery, facts.line, companies.company
    from facts
    join companies on companies.kind = 'company' and companies.name = facts.company_key
),

hits as (
    select facts.delivery, facts.line, lists.list, lists.kind, lists.value, lists.supplied_on, 1 as exactness
    from facts
    join lists on lists.kind = 'email' and lists.value = facts.email_norm
    union all
    select facts.delivery, facts.line, listed.list, 'domain' as kind, listed.value, listed.supplied_on, 2 as exactness
    from facts
    join listed_domains as listed on listed.domain = facts.email_domain
    union all
    select facts.delivery, facts.line, listed.list, 'domain' as kind, listed.value, listed.supplied_on, 3 as exactness
    from facts
    join listed_domains as listed on listed.domain = facts.website_domain
    union all
    select facts.delivery, facts.line, lists.list, lists.kind, lists.value, lists.supplied_on, 4 as exactness
    from facts
    join lists on lists.kind = 'company' and lists.value = facts.company_key
    union all
    select employed.delivery, employed.line, listed.list, 'account' as kind, listed.value, listed.supplied_on,
        5 as exactness
    from employed
    join listed_companies as listed on listed.company = employed.company
)

select delivery, line, list, kind, value, supplied_on
from hits
qualify row_number() over (
    partition by delivery, line, list
    order by supplied_on nulls first, exactness, length(value) desc, value
) = 1
order by delivery, line, list
