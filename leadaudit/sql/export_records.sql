-- export_records: everything the audit says of every delivered line.
-- Reads:   lines, facts, classes, verdicts, reasons, usable, consent, freshness (leadaudit.tables)
-- Returns: one row per delivered line, ordered by delivery, line; what needs a read line is null for an unreadable one
-- Params:  $deliveries
with broken as (
    select
        delivery,
        line,
        list(code order by code) filter (where status = 'violated') as codes
    from reasons
    group by delivery, line
)
select
    lines.delivery,
    lines.line,
    lines.status as read,
    usable.usable,
    usable.not_usable_reason,
    classes.class,
    classes.tier,
    classes.attested,
    classes.excluded_reason,
    classes.rule,
    consent.state as consent,
    verdicts.verdict,
    verdicts.code as verdict_code,
    broken.codes as reasons,
    verdicts.sentence as verdict_sentence,
    verdicts.deadline_at,
    freshness.p_employer,
    freshness.p_title,
    freshness.age_days,
    freshness.age_assumed,
    facts.first_name,
    facts.last_name,
    facts.email_norm as email,
    facts.email_status,
    facts.email_suggestion,
    facts.phone_e164 as phone,
    facts.phone_status,
    facts.title,
    facts.seniority,
    facts.function,
    facts.company,
    facts.website_domain,
    facts.employees_low,
    facts.employees_high,
    facts.revenue_low,
    facts.revenue_high,
    facts.revenue_currency,
    facts.country_code as country,
    facts.state_code as state,
    facts.captured_on,
    facts.activity_on,
    facts.consent_on
from lines
join usable using (delivery, line)
left join facts using (delivery, line)
left join classes using (delivery, line)
left join verdicts using (delivery, line)
left join broken using (delivery, line)
left join consent using (delivery, line)
left join freshness using (delivery, line)
where list_contains($deliveries, lines.delivery)
order by lines.delivery, lines.line
