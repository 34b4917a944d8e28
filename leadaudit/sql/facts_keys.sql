-- facts_keys: the exact keys of every record.
-- Reads:   facts           one row per record (tables.FACTS)
--          records         delivery, line, crm_id, vendor_record_id
--          email_domains   email_domain, registrable_domain: one row per e-mail domain
--          company_domains domain, one_domain: one row per domain of a company that has several; the one for all of them
-- Returns: one row per record, ordered by delivery and line, with one column per rule in the order of their names;
--          a key is the last eight bytes of the MD5 of "<rule>:<text>", lowest first: the same in every version of
--          everything; null where the record does not say enough for it
-- Params:  $vendor  whose record ids these are, null when no vendor's
--          $public_hosts  domains that are nobody's employer although they stand as a website
with described as (
    select
        facts.delivery,
        facts.line,
        -- A mailbox with a tag ("jane+news@") is the mailbox without it (RFC 5233, section 1).
        case
            when facts.email_status <> 'unusable' then regexp_replace(facts.email_norm, '^([^+@]+)[+][^@]*@', '\1@')
        end as email,
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
)

select
    delivery,
    line,
    (md5_number('crm_id:' || crm_id) >> 64)::ubigint as crm_id,
    (md5_number('email:' || email) >> 64)::ubigint as email,
    (md5_number('name_and_domain:' || first_key || ' ' || last_key || ' ' || domain) >> 64)::ubigint as name_and_domain,
    (md5_number('phone:' || phone) >> 64)::ubigint as phone,
    (md5_number('phone_and_last_name:' || phone || ' ' || last_key) >> 64)::ubigint as phone_and_last_name,
    (md5_number('profile_url:' || profile_key) >> 64)::ubigint as profile_url,
    (md5_number('vendor_record_id:' || $vendor || ' ' || vendor_record_id) >> 64)::ubigint as vendor_record_id
from employed
order by delivery, line
