-- identity_account_domains: the company domain of every record and CRM contact.
-- Reads:   facts          one row per record or contact (tables.FACTS)
--          email_domains  email_domain, registrable_domain: one row per e-mail domain
--          own_domains    domain, one_domain: one row per domain of a company that has several; the one for all of them
-- Returns: one row per record or contact, ordered by delivery and line: delivery, line, company_key, domain (null where
--          there is none that tells), is_employers (false: by its name somebody else's; null: cannot tell)
-- Params:  $public_hosts  domains that are nobody's employer although they stand as a website
-- The address comes first, unless anybody can have one there; a website is the company's by what was delivered.
with described as (
    select
        facts.delivery,
        facts.line,
        facts.company_key,
        case
            when facts.email_is_free is not true and facts.email_is_disposable is not true
                then email_domains.registrable_domain
        end as mail_domain,
        case when not list_contains($public_hosts, facts.website_domain) then facts.website_domain end as website,
        facts.domain_is_employers
    from facts
    left join email_domains on email_domains.email_domain = facts.email_domain
)

select
    described.delivery,
    described.line,
    described.company_key,
    coalesce(own_domains.one_domain, described.mail_domain, described.website) as domain,
    case when described.mail_domain is null then true else described.domain_is_employers end as is_employers
from described
left join own_domains on own_domains.domain = coalesce(described.mail_domain, described.website)
order by described.delivery, described.line
