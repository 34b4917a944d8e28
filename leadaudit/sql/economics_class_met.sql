-- economics_class_met: how many people of each class at delivery met with us within 90 days.
-- Reads:   class_days  one row per read record (tables.CLASS_DAYS)
--          classes     one row per read record (tables.CLASSES)
--          links       one row per delivered person (tables.LINKS)
--          credits     one row per record and outcome (tables.CREDITS)
-- Returns: one row per class at delivery, ordered by it: class, records (people in the CRM delivered at least 90 days before
--          $known_through), met (of them; counts, never null)
-- Params:  $known_through
with met as (
    select distinct delivery, line from credits
    where kind = 'meeting_held' and standing <> 'known' and days <= 90 and occurred_on <= $known_through::date
)
select
    class_days.class_at_delivery as class,
    count(*) as records,
    count(met.line) as met
from class_days
join classes on classes.delivery = class_days.delivery and classes.line = class_days.line
join links on links.person = classes.person and links.linked
left join met on met.delivery = class_days.delivery and met.line = class_days.line
where $known_through::date - class_days.delivered_on >= 90
    and not list_contains(classes.flags, 'account_only')
    and class_days.class_at_delivery is not null
group by class_days.class_at_delivery
order by class_days.class_at_delivery
