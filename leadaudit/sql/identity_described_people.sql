-- identity_described_people: what each record or contact says of its person, as it is compared.
-- Reads:   facts   one row per read line (tables.FACTS)
--          texts   one row per read line: delivery, line, middle_name, street, city, postal_code, person_id
-- Returns: one row per line of facts, ordered by delivery, line; a mailbox of a function is nobody's address, and
--          free mail nobody's employer
select
    facts.delivery,
    facts.line,
    case when facts.name_status is distinct from 'unusable' then facts.first_key end as first,
    regexp_replace(lower(strip_accents(texts.middle_name)), '[^\p{L}\p{M}]', '', 'g') as middle,
    case when facts.name_status is distinct from 'unusable' then facts.last_key end as last,
    facts.generation,
    case when facts.email_status <> 'unusable' and not coalesce(facts.email_is_role, false) then facts.email_norm end
        as email,
    regexp_replace(facts.phone_e164, '[^0-9]', '', 'g') as phone,
    facts.profile_key as profile,
    texts.person_id,
    facts.company_key as company,
    coalesce(
        case
            when not (coalesce(facts.email_is_free, false) or coalesce(facts.email_is_disposable, false))
                then facts.email_domain
        end,
        facts.website_domain
    ) as domain,
    facts.title_key as title,
    lower(strip_accents(trim(texts.street))) as street,
    lower(strip_accents(trim(texts.city))) as city,
    regexp_replace(lower(texts.postal_code), '[^a-z0-9]', '', 'g') as postcode,
    facts.state_code as state,
    facts.country_code as country,
    null::varchar as born,
    null::varchar as gender
from facts
left join texts on texts.delivery = facts.delivery and texts.line = facts.line
order by facts.delivery, facts.line
