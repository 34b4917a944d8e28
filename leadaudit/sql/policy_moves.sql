-- policy_moves: which records another policy judges otherwise.
-- Reads:   classes_before, classes_after      one row per read record (tables.CLASSES)
--          freshness_before, freshness_after  one row per read record (tables.FRESHNESS)
--          usable_before, usable_after        one row per delivered line (tables.USABLE)
-- Returns: one row per vendor, what (class, excluded, tier, permission, usable, employer, title), before and after, ordered
--          so: vendor, what, before, after (words of the vocabulary; "" where there is none), records
-- Both sides hold the same records: a policy adds and removes none.
with moved as (
    select
        after.vendor,
        unnest([
            {'what': 'class', 'before': before.class, 'after': after.class},
            {'what': 'excluded', 'before': before.excluded_reason, 'after': after.excluded_reason},
            {'what': 'tier', 'before': before.tier, 'after': after.tier},
            {'what': 'permission', 'before': before.consent, 'after': after.consent}
        ]) as move
    from classes_before as before
    join classes_after as after on after.delivery = before.delivery and after.line = before.line
    where (before.class, before.excluded_reason, before.tier, before.consent)
        is distinct from (after.class, after.excluded_reason, after.tier, after.consent)
    union all
    select
        classes_after.vendor,
        unnest([
            {'what': 'employer', 'before': before.employer_label, 'after': after.employer_label},
            {'what': 'title', 'before': before.title_label, 'after': after.title_label}
        ])
    from freshness_before as before
    join freshness_after as after on after.delivery = before.delivery and after.line = before.line
    join classes_after on classes_after.delivery = after.delivery and classes_after.line = after.line
    where (before.employer_label, before.title_label) is distinct from (after.employer_label, after.title_label)
    union all
    select
        after.vendor,
        {
            'what': 'usable',
            'before': case when before.usable then 'usable' else before.not_usable_reason end,
            'after': case when after.usable then 'usable' else after.not_usable_reason end
        }
    from usable_before as before
    join usable_after as after on after.delivery = before.delivery and after.line = before.line
)
select vendor, move.what as what, coalesce(move.before, '') as before, coalesce(move.after, '') as after, count(*) as records
from moved
where move.before is distinct from move.after
group by all
order by vendor, what, before, after
