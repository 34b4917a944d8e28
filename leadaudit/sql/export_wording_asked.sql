-- export_wording_asked: records of one vendor whose permission is not proven, as the vendor delivered them.
-- Reads:   consent     one row per record (tables.CONSENT)
--          classes     one row per record (tables.CLASSES)
--          facts       one row per record (tables.FACTS)
--          deliveries  one row per delivery (tables.DELIVERIES)
--          texts       one row per record: delivery, line, vendor_record_id, email, asset, consent, consent_version,
--                      certificate_url
-- Returns: one row per such record that is no repeat and no test, ordered by delivered_on, delivery, line: lead_id, email,
--          program, delivery_file, line, delivered_on, asset, captured_on, claimed (as delivered), wording_id,
--          certificate_url, state, missing (what the proof lacks)
-- Params:  $vendor
select
    texts.vendor_record_id as lead_id,
    texts.email,
    deliveries.program,
    deliveries.file_name as delivery_file,
    consent.line,
    deliveries.delivered_on,
    texts.asset,
    coalesce(facts.captured_on, facts.activity_on) as captured_on,
    texts.consent as claimed,
    texts.consent_version as wording_id,
    texts.certificate_url,
    consent.state,
    consent.missing
from consent
join deliveries using (delivery)
join classes on classes.delivery = consent.delivery and classes.line = consent.line
join facts on facts.delivery = consent.delivery and facts.line = consent.line
join texts on texts.delivery = consent.delivery and texts.line = consent.line
where deliveries.vendor = $vendor
    and consent.state not in ('proven', 'proven_by_program')
    and coalesce(classes.excluded_reason, '') not in ('duplicate', 'non_human', 'returned', 'own_employee')
    and not list_contains(classes.flags, 'account_only')
order by deliveries.delivered_on, consent.delivery, consent.line
