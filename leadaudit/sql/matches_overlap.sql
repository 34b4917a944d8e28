-- matches_overlap: which vendors delivered the same people, who was first, and what that cost.
-- Reads:   people   one row per record or CRM contact (tables.PEOPLE)
--          classes  one row per read record (tables.CLASSES): vendor, delivered_on
--          usable   one row per delivered line (tables.USABLE): amount_minor
--          verdicts one row per read record (tables.VERDICTS)
--          terms    delivery, currency, exclusive (whether its program promises nobody else gets the people)
--          accounts one row per read record (tables.ACCOUNTS)
-- Returns: one row per first vendor, later vendor and currency, ordered by them: first_vendor, vendor, people (delivered
--          by both, that one first), vendor_people (all the later vendor delivered), accounts (companies of them),
--          median_days and most_days between the two deliveries, paid (of the people, those the later vendor must be
--          paid for: their record is not to be returned), paid_twice_minor (what for; null: no price is known), again,
--          again_paid and again_minor (the same for people whom no other vendor delivered even earlier: these add up
--          without counting a delivered person twice), currency, not_exclusive (of them, people whom either program
--          promised to nobody else), first_exclusive and later_exclusive (whom the one, and the other, promised)
-- One person counts once for each two vendors: by the first delivery of each; on one day the smaller id is first.
with delivered as (
    select
        people.person,
        classes.vendor,
        classes.delivered_on,
        people.delivery,
        people.line,
        verdicts.verdict <> 'return' as is_paid,
        usable.amount_minor,
        terms.currency,
        terms.exclusive,
        accounts.account,
        row_number() over (
            partition by people.person, classes.vendor
            order by classes.delivered_on, people.delivery, people.line
        ) as turn
    from people
    join classes on classes.delivery = people.delivery and classes.line = people.line
    join usable on usable.delivery = people.delivery and usable.line = people.line
    join verdicts on verdicts.delivery = people.delivery and verdicts.line = people.line
    join terms on terms.delivery = people.delivery
    left join accounts on accounts.delivery = people.delivery and accounts.line = people.line
),

first_of_vendor as (
    select
        *,
        row_number() over (partition by person order by delivered_on, delivery, line) as vendor_turn
    from delivered
    where turn = 1
),

sizes as (
    select vendor, count(*) as vendor_people
    from first_of_vendor
    group by vendor
)

select
    earlier.vendor as first_vendor,
    later.vendor,
    count(*) as people,
    min(sizes.vendor_people) as vendor_people,
    count(distinct later.account) as accounts,
    median(later.delivered_on - earlier.delivered_on) as median_days,
    max(later.delivered_on - earlier.delivered_on) as most_days,
    count(*) filter (where later.is_paid) as paid,
    case
        when count(later.amount_minor) filter (where later.is_paid) > 0 or count(*) filter (where later.is_paid) = 0
            then (coalesce(sum(later.amount_minor) filter (where later.is_paid), 0))::bigint
    end as paid_twice_minor,
    count(*) filter (where earlier.vendor_turn = 1) as again,
    count(*) filter (where earlier.vendor_turn = 1 and later.is_paid) as again_paid,
    (coalesce(sum(later.amount_minor) filter (where earlier.vendor_turn = 1 and later.is_paid), 0))::bigint
        as again_minor,
    later.currency,
    count(*) filter (where later.exclusive or earlier.exclusive) as not_exclusive,
    count(*) filter (where earlier.exclusive) as first_exclusive,
    count(*) filter (where later.exclusive) as later_exclusive
from first_of_vendor as earlier
join first_of_vendor as later
    on later.person = earlier.person and later.vendor <> earlier.vendor
    and (earlier.delivered_on, earlier.delivery, earlier.line) < (later.delivered_on, later.delivery, later.line)
join sizes on sizes.vendor = later.vendor
group by earlier.vendor, later.vendor, later.currency
order by earlier.vendor, later.vendor, later.currency
