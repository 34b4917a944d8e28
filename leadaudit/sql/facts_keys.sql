-- facts_keys: the exact keys of every record.
-- Reads:   facts           one row per record (tables.FACTS)
--          records         delivery, line, crm_id, vendor_record_id
--          email_domains   email_domain, registrable_domain: one row per e-mail domain
--          company_domains domain, one_domain: one row per domain of a company that has several; the one for all of them
-- Returns: one row per record and key (tables.KEYS), ordered by delivery, line, rule; a key is the last eight
--          bytes of the MD5 of "<rule>:<text>", lowest first: the same in every version of everything
-- Params:  $vendor  whose record ids these are, null when no vendor's
--          $public_hosts  domains that are nobody's employer although they stand as a website
with described as (
    select
        facts.delivery,
        facts.line,
        case when facts.email_status <> 'unusable' then facts.email_norm end as email,
        facts.phone_e164 as phone,
        facts.profile_key,
        case when facts.name_status is distinct from 'unusable' then facts.first_key end as first_key,
        case when facts.name_status is distinct from 'unusable' then facts.last_key end as last_key,
        coalesce(
            case
                when not (facts.email_is_free or facts.email_is_disposable) then email_domains.registrable_domain
            end,
            case when not list_contains($public_hosts, facts.website_domain) then facts.website_domain end
        ) as domain,
        records.crm_id,
        records.vendor_record_id
    from facts
    join records on records.delivery = facts.delivery and records.line = facts.line
    left join email_domains on email_domains.email_domain = facts.email_domain
),

employed as (
    select described.* replace (coalesce(company_domains.one_domain, described.domain) as domain)
    from described
    left join company_domains on company_domains.domain = described.domain
),

written as (
    select
        delivery,
        line,
        unnest([
            {'rule': 'crm_id', 'said': crm_id},
            {'rule': 'email', 'said': email},
            {'rule': 'name_and_domain', 'said': first_key || ' ' || last_key || ' ' || domain},
            {'rule': 'phone', 'said': phone},
            {'rule': 'phone_and_last_name', 'said': phone || ' ' || last_key},
            {'rule': 'profile_url', 'said': profile_key},
            {'rule': 'vendor_record_id', 'said': $vendor || ' ' || vendor_record_id}
        ], recursive := true)
    from employed
)

select
    delivery,
    line,
    rule,
    (md5_number(rule || ':' || said) >> 64)::ubigint as hash64
from written
where said is not null
order by delivery, line, rule
