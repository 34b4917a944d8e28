-- followup_said_and_called: what people said when asked, beside what the evidence said of them before.
-- Reads:   evidence    one row per thing done or said (tables.EVIDENCE)
--          subjects    one row per imported piece of evidence (tables.SUBJECTS)
--          classes     one row per read record (tables.CLASSES)
--          class_days  one row per read record (tables.CLASS_DAYS)
--          routed      one row per record given out (tables.ROUTED)
-- Returns: one row, people by both: both (called and yes), called_only, so_only, neither
-- Params:  $as_of
-- Called: a lead or a signal when given out to be asked; for whoever was not given out by us, at delivery.
with answers as (
    select
        subjects.person,
        arg_max(evidence.kind, (evidence.occurred_on, evidence.evidence_id)) = 'ask_yes' as said_yes,
        max(evidence.occurred_on) as answered_on
    from evidence
    join subjects using (evidence_id)
    where evidence.kind in ('ask_yes', 'ask_no') and evidence.occurred_on <= $as_of and subjects.person is not null
    group by subjects.person
),
drawn as (
    select classes.person, arg_max(routed.class, routed.routed_on) as class
    from routed
    join classes using (delivery, line)
    join answers on answers.person = classes.person and routed.routed_on <= answers.answered_on
    where routed.list = 'ask'
    group by classes.person
),
delivered as (
    select
        classes.person,
        bool_or(class_days.class_at_delivery in ('lead', 'signal')) as called
    from classes
    join class_days using (delivery, line)
    join answers on answers.person = classes.person and classes.delivered_on <= answers.answered_on
    group by classes.person
),
judged as (
    select answers.said_yes, coalesce(drawn.class in ('lead', 'signal'), delivered.called) as called
    from answers
    left join drawn using (person)
    left join delivered using (person)
)
select
    count(*) filter (where called and said_yes) as both,
    count(*) filter (where called and not said_yes) as called_only,
    count(*) filter (where not called and said_yes) as so_only,
    count(*) filter (where not called and not said_yes) as neither
from judged
