-- identity_arriving_people: what some records say of their person, in the columns that are compared.
-- Reads:   facts   one row per read line (tables.FACTS) of one input or of several
--          said    the same lines: delivery, line, middle, street, city, postcode (as delivered, null: not given)
--          wanted  the lines that are asked for: delivery, line
--          second_domains  domain, one_domain: domains of companies that go by another one, in the user's words
-- Returns: one row per wanted line that was read, ordered by delivery, line (identity/pairs/described.DESCRIBED)
-- A mailbox with a tag ("jane+news@") is the mailbox without it; that of a function is nobody's.  An employer is
-- compared by the one domain that stands for it, subdomains included; the address stays what it is.
with employers as (
    select
        facts.delivery,
        facts.line,
        case
            when facts.email_is_role or facts.email_is_free or facts.email_is_disposable then facts.website_domain
            else coalesce(facts.email_domain, facts.website_domain)
        end as domain
    from facts
    join wanted on wanted.delivery = facts.delivery and wanted.line = facts.line
),

renamed as (
    select
        said_domains.domain,
        arg_max(second_domains.one_domain, length(second_domains.domain)) as one_domain
    from (select distinct domain from employers) as said_domains
    join second_domains
        on said_domains.domain = second_domains.domain
        or ends_with(said_domains.domain, '.' || second_domains.domain)
    group by said_domains.domain
)

select
    facts.delivery,
    facts.line,
    case when facts.name_status is distinct from 'unusable' then facts.first_key end as first,
    nullif(lower(trim(regexp_replace(strip_accents(said.middle), '[^A-Za-z ]', '', 'g'))), '') as middle,
    case when facts.name_status is distinct from 'unusable' then facts.last_key end as last,
    facts.generation,
    case
        when facts.email_is_role or facts.email_status = 'unusable' then null
        else regexp_replace(facts.email_norm, '^([^+@]+)[+][^@]*@', '\1@')
    end as email,
    nullif(regexp_replace(facts.phone_e164, '[^0-9]', '', 'g'), '') as phone,
    facts.profile_key as profile,
    null::varchar as person_id,
    facts.company_key as company,
    coalesce(renamed.one_domain, employers.domain) as domain,
    facts.title_key as title,
    nullif(lower(trim(strip_accents(said.street))), '') as street,
    nullif(lower(trim(strip_accents(said.city))), '') as city,
    nullif(upper(regexp_replace(said.postcode, '[^A-Za-z0-9]', '', 'g')), '') as postcode,
    facts.state_code as state,
    facts.country_code as country,
    null::varchar as born,
    null::varchar as gender
from facts
join employers on employers.delivery = facts.delivery and employers.line = facts.line
left join renamed on renamed.domain = employers.domain
left join said on said.delivery = facts.delivery and said.line = facts.line
order by facts.delivery, facts.line
