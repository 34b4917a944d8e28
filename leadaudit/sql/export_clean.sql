-- export_clean: usable records with the values we understood, the delivered text where we did not.
-- Reads:   facts (tables.FACTS), usable (tables.USABLE), places (delivery, line, city, state, country, website as text)
-- Returns: one row per usable record, ordered by delivery, line
-- Params:  $lead_source, $deliveries
select
    facts.first_name,
    facts.last_name,
    facts.email_norm as email,
    facts.phone_e164 as phone,
    facts.title,
    facts.company,
    coalesce(facts.website_domain, places.website) as website,
    places.city,
    coalesce(facts.state_code, places.state) as state,
    coalesce(facts.country_code, places.country) as country,
    $lead_source as lead_source
from usable
join facts using (delivery, line)
join places using (delivery, line)
where usable.usable and list_contains($deliveries, facts.delivery)
order by facts.delivery, facts.line
