-- followup_named: who some records name, and what they asked for.
-- Reads:   wanted    one row per record: delivery, line
--          facts     one row per read record (tables.FACTS)
--          evidence  one row per thing done or said (tables.EVIDENCE)
-- Returns: one row per record, ordered by delivery, line: its names, title, company, address, number, and topic (the
--          content that made it; null: not said)
with made as (
    select evidence.delivery, evidence.line, min(evidence.asset) as topic
    from evidence
    join wanted using (delivery, line)
    where evidence.kind = 'gated_download'
    group by evidence.delivery, evidence.line
)
select
    delivery, line, facts.first_name, facts.last_name, facts.title, facts.company, facts.email_norm, facts.phone_e164,
    facts.website_domain, facts.country_code, made.topic
from facts
join wanted using (delivery, line)
left join made using (delivery, line)
order by delivery, line
