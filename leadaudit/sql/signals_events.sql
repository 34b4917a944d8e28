-- signals_events: behaviours of followed people by the landmark; what sales makes itself is left out.
-- Reads:   followed  one row per vendor and person, as economics_followed returns it
--          classes   one row per read record (tables.CLASSES)
--          evidence  one row per thing done or said (tables.EVIDENCE)
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
--          kinds     one row per evidence kind that may be tested: kind, category
-- Returns: one row per followed person, kind and topic, ordered so: place, kind, topic (category), shown (days since
--          1970-01-01 on which it had happened and was recorded, the earliest)
-- Params:  $landmark_days
-- What a vendor reports of a person counts for that vendor's records; what was said to us or brought in counts for all.
with visible as (
    select
        evidence.evidence_id, evidence.delivery, evidence.line, kinds.kind,
        coalesce(evidence.category, kinds.category) as topic,
        evidence.source in ('first', 'crm') as is_ours,
        greatest(evidence.occurred_on, coalesce(evidence.observed_on, evidence.occurred_on)) as shown_on
    from evidence
    join kinds using (kind)
    where evidence.occurred_on is not null
        and evidence.actor not in ('rep', 'system', 'bot')
),
about as (
    select subjects.person, null as vendor, kind, topic, shown_on
    from visible
    join subjects using (evidence_id)
    where subjects.person is not null
    union all
    select classes.person, case when not visible.is_ours then classes.vendor end, kind, topic, shown_on
    from visible
    join classes on classes.delivery = visible.delivery and classes.line = visible.line
    where visible.evidence_id not in (select evidence_id from subjects)
)
select
    followed.place,
    about.kind,
    about.topic,
    (min(about.shown_on) - date '1970-01-01')::double as shown
from about
join followed on followed.person = about.person and (about.vendor is null or about.vendor = followed.vendor)
where about.shown_on <= followed.delivered_on + $landmark_days::integer
group by followed.place, about.kind, about.topic
order by followed.place, about.kind, about.topic
