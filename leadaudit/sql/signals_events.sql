-- signals_events: behaviours of followed people by the landmark; what sales makes itself is left out.
-- Reads:   followed  one row per vendor and person, as economics_followed returns it
--          classes   one row per read record (tables.CLASSES)
--          evidence  one row per thing done or said (tables.EVIDENCE)
--          subjects  one row per imported piece of evidence (tables.SUBJECTS)
--          kinds     one row per evidence kind that may be tested: kind, category
-- Returns: one row per followed person, kind and topic, ordered so: place, kind, topic (category), shown (days since
--          1970-01-01 on which it had happened and was recorded, the earliest), again (the second day on which the person
--          showed the kind, about whatever; null: on one day only)
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
),
early as (
    select followed.place, about.kind, about.topic, about.shown_on
    from about
    join followed on followed.person = about.person and (about.vendor is null or about.vendor = followed.vendor)
    where about.shown_on <= followed.delivered_on + $landmark_days::integer
),
days as (
    select place, kind, min(shown_on) as first_on, max(shown_on) as last_on
    from early
    group by place, kind
),
second as (
    select early.place, early.kind, min(early.shown_on) as again_on
    from early
    join days on days.place = early.place and days.kind = early.kind
    where days.last_on > days.first_on and early.shown_on > days.first_on
    group by early.place, early.kind
)
select
    early.place,
    early.kind,
    early.topic,
    (min(early.shown_on) - date '1970-01-01')::double as shown,
    (any_value(second.again_on) - date '1970-01-01')::double as again
from early
left join second on second.place = early.place and second.kind = early.kind
group by early.place, early.kind, early.topic
order by early.place, early.kind, early.topic
