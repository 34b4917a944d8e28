-- evidence_class_days_ages: for which records and days the employer decides, and how old what is known of it is then.
-- Reads:   asked     one row per record and day, as evidence_class_days_asked returns it
--          counted   one row per record and thing that counts for it, as evidence_counted returns it
--          ages      one row per record of a person who ever said yes, as evidence_freshness_cases returns it
-- Returns: one row per such record and day, ordered by delivery, line, after_days: delivery, line, after_days, case_key (as
--          of that day, parts as freshness.py reads them)
-- Params:  $fresh_statement_days (a statement this young outweighs a doubtful employer), $explicit_valid_days (an older one
--          makes a lead only while an opportunity is open)
with older as (
    select distinct asked.delivery, asked.line, asked.after_days
    from asked
    join counted on counted.delivery = asked.delivery and counted.line = asked.line
    where counted.role in ('explicit_yes', 'relayed_statement')
        and counted.seen_on <= asked.day
        and asked.day - counted.occurred_on > $fresh_statement_days
        and (asked.day - counted.occurred_on <= $explicit_valid_days or asked.has_opportunity)
)
select
    older.delivery, older.line, older.after_days,
    array_to_string(
        list_concat(
            list_concat(
                string_split(ages.case_key, '|')[1:2],
                [(ages.delivered_after + older.after_days)::text]
            ),
            string_split(ages.case_key, '|')[4:]
        ),
        '|'
    ) as case_key
from older
join ages on ages.delivery = older.delivery and ages.line = older.line
order by older.delivery, older.line, older.after_days
